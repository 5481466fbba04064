"""An e-mail becomes a Document: its header lines, what its writer wrote, and apart from that the mail it quotes."""

from __future__ import annotations

import re
from base64 import b64decode
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import parsedate_to_datetime
from itertools import groupby

from presscheck import parts
from presscheck.assembly import Text
from presscheck.decoding import decode, digest
from presscheck.errors import UnreadableError
from presscheck.lines import pieces, runs, wrapped_at
from presscheck.model import BlockKind, Cell, Document

SUFFIXES = (".eml",)
MEDIA_TYPE = "message/rfc822"

_AS_TEXT = "Save its text as .txt and give that."
_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_LONGEST_HEADER = 20_000
_DEEPEST = 30  # parts in parts
_MOST_PARTS = 500
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_MARKS = re.compile(r"[ \t]{0,3}>(?!From )[> \t]*")
_RULE = re.compile(r"[ \t]*-{3,}[^\w-]{0,3}[^\W\d_][^\n-]{2,60}-{3,}[ \t]*(?:\n|$)|begin forwarded message:", re.IGNORECASE)
_WROTE = re.compile(
    r"(?:on|am|le|el|il|op|den|på)\s.{4,250}\s(?:wrote|schrieb|écrit|escribió|scritto|schreef|skrev)\b.{0,80}:$", re.IGNORECASE | re.DOTALL
)
_FROM = re.compile(r"\*?(?:From|Von|De|Da|Van|Fra|Från):\*?\s\S", re.IGNORECASE)
_SENT = re.compile(r"^\*?(?:Sent|Date|Gesendet|Envoyé|Enviado|Inviato|Verzonden|Sendt|Skickat):\*?\s", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a body, and whether it is quoted; `where` and `cell` where the reader of web pages has given them."""

    text: str
    quoted: bool
    between: str
    kind: BlockKind = BlockKind.PARAGRAPH
    where: str = ""
    cell: Cell | None = None


def read(data: bytes, name: str) -> Document:
    """Header lines (HEADER, "header From"), then paragraphs: "para. 3", and QUOTED "quoted, para. 2" of the mail that is answered.

    The marks `>` before quoted lines are left out, so that its sentences run on. A mail that is attached is read and QUOTED, "attached
    mail, para. 1"; other attachments are named in a header line. Of a mail in two forms the plain text is read, else the page.
    `published` is the day of the header Date. Raises UnreadableError.
    """
    if data.lower().count(b"boundary=") > _MOST_PARTS:
        raise UnreadableError(name, "this mail has too many parts in parts", _AS_TEXT)
    try:
        message = message_from_bytes(data, policy=compat32)
    except Exception as problem:  # the parser calls itself for parts in parts, and is not proof against all broken ones
        met = "this mail is damaged, or its parts are nested too deep"
        raise UnreadableError(name, met, _AS_TEXT) from problem
    mail = Mail(name)
    mail.add(message)
    return mail.text.document(name, MEDIA_TYPE, digest(data), _day(message))


@dataclass(slots=True)
class Found:
    """What a mail consists of."""

    bodies: list[Message] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    mails: list[Message] = field(default_factory=list)


class Mail:
    """The blocks of a mail, added in order."""

    def __init__(self, name: str) -> None:
        self.text = Text()
        self._name = name
        self._count: Counter[str] = Counter()

    def add(self, message: Message, prefix: str = "", depth: int = 0) -> None:
        """A mail: its header lines and attachments, its body, the mails attached to it."""
        found = Found()
        self._sort(message, found, depth)
        for header in _HEADERS:
            if value := _header(message, header):
                self._line(f"{header}: {value}", f"{prefix}header {header}")
        for title in found.attached:
            self._line(f"attachment: {title} (not read)", f"{prefix}attachment")
        for body in found.bodies:
            self.text.separate("\n\n")
            self._add_body(list(self._pieces(body)), prefix)
        for mail in found.mails:
            self.text.separate("\n\n")
            self.add(mail, "attached mail, ", depth + 1)

    def _sort(self, message: Message, found: Found, depth: int) -> None:
        """Of a mail's parts: those to read, the names of those that are not read, and attached mails."""
        if depth > _DEEPEST:
            raise UnreadableError(self._name, f"the parts of this mail are nested more than {_DEEPEST} deep", _AS_TEXT)
        kind, title = message.get_content_type(), _title(message)
        inner = [part for part in message.get_payload() if isinstance(part, Message)] if message.is_multipart() else []
        if kind == "message/rfc822" and inner:
            found.mails.append(inner[0])
        elif inner:
            for part in _chosen(inner) if kind == "multipart/alternative" else inner:
                self._sort(part, found, depth + 1)
        elif title or message.get_content_maintype() not in ("text", "multipart"):
            found.attached.append(title or kind)
        else:
            found.bodies.append(message)

    def _line(self, text: str, where: str) -> None:
        self.text.separate("\n")
        self.text.add(text, BlockKind.HEADER, where)

    def _pieces(self, body: Message) -> Iterator[Piece]:
        words = _words(body)
        return _page(words, self._name) if body.get_content_type() == "text/html" else _plain(words)

    def _add_body(self, pieces: list[Piece], prefix: str) -> None:
        for piece, quoted in zip(pieces, _earlier(pieces), strict=True):
            own = piece.where if piece.kind is not BlockKind.QUOTED and not quoted else ""
            where = f"{prefix}{own or self._para(quoted, prefix)}"
            kind = piece.kind if piece.cell or not (quoted or prefix) else BlockKind.QUOTED
            self.text.separate(piece.between)
            self.text.add(piece.text, kind, where, piece.cell)

    def _para(self, quoted: bool, prefix: str) -> str:
        noun = "quoted, para." if quoted else "para."
        self._count[prefix + noun] += 1
        return f"{noun} {self._count[prefix + noun]}"


# ---- bodies


def _plain(body: str) -> Iterator[Piece]:
    """The paragraphs of a plain body, those behind `>` without these marks."""
    for quoted, text in _stretches(body.split("\n")):
        found = list(runs(text))
        width = wrapped_at(found)
        for run in found:
            for piece in pieces(run, width):
                yield Piece(text[piece[0].start : piece[-1].end], quoted, "\n\n" if piece[0] is run[0] else "\n")


def _stretches(lines: Sequence[str]) -> Iterator[tuple[bool, str]]:
    """(quoted, text) in turn, an empty line where the depth of quoting changes."""
    for depth, group in groupby(lines, key=lambda line: mark[0].count(">") if (mark := _MARKS.match(line)) else 0):
        yield depth > 0, "\n".join(_MARKS.sub("", line, count=1) if depth else line for line in group)


def _page(page: str, name: str) -> Iterator[Piece]:
    """The blocks of a body that is a web page, as the reader of web pages sees them."""
    document = parts.load("readers", "html").read(BOM_UTF8 + page.encode("utf-8", "replace"), name)
    at = 0
    for block in document.blocks:
        where = "" if block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTED) else block.where
        between = document.text[at : block.span.start]
        yield Piece(document[block.span], block.kind is BlockKind.QUOTED, between, block.kind, where, block.cell)
        at = block.span.end


def _earlier(pieces: Sequence[Piece]) -> Iterator[bool]:
    """Is a piece of an earlier mail? What is marked so, the line that says who wrote it, and all below "Original message"."""
    below = False
    for at, piece in enumerate(pieces):
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        wrote = len(piece.text) < 400 and bool(_WROTE.match(piece.text))
        says = wrote or (piece.text.endswith(":") and len(piece.text) < 400 and any(map(str.isdigit, piece.text)))
        introduces = says and following is not None and following.quoted
        headed = bool(_FROM.match(piece.text)) and any(_SENT.search(line.text) for line in pieces[at : at + 4])
        below = below or headed or bool(_RULE.match(piece.text)) or (wrote and not introduces)
        yield below or piece.quoted or introduces


# ---- parts and headers


def _chosen(forms: Sequence[Message]) -> Sequence[Message]:
    """Of the forms of one body the plain one, where it says anything; else the last, which is the fullest."""
    plain = [form for form in forms if form.get_content_type() == "text/plain" and _words(form).strip()]
    return plain[:1] or forms[-1:]


def _words(part: Message) -> str:
    try:
        payload, charset = part.get_payload(decode=True), part.get_content_charset()
    except Exception:  # email meets broken encodings and parameters with errors of many kinds; the words may still be there
        payload, charset = part.get_payload(), None
    data = payload if isinstance(payload, bytes) else str(payload or "").encode("utf-8", "surrogateescape")
    if _is_base64(part) and data.strip() == _raw(part):  # email gives up where it is cut off
        letters = _NOT_BASE64.sub(b"", data)
        data = b64decode(letters[: len(letters) // 4 * 4])
    return decode(data, charset)


def _is_base64(part: Message) -> bool:
    return str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64"


def _raw(part: Message) -> bytes:
    return str(part.get_payload()).encode("utf-8", "surrogateescape").strip()


def _title(part: Message) -> str:
    """The file name of an attachment; "attachment" where it has none, "" for what is none."""
    try:
        title = part.get_filename()
    except Exception:  # as above
        title = "attachment"
    return _decoded(title or "") or ("attachment" if part.get_content_disposition() == "attachment" else "")


def _header(message: Message, name: str) -> str:
    """A header's value on one line, decoded; "" where there is none. Taken raw: the parser of headers is not proof against broken ones."""
    return next((_decoded(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")


def _decoded(value: str) -> str:
    text = decode(" ".join(value[:_LONGEST_HEADER].split()).encode("utf-8", "surrogateescape"))
    try:
        found = decode_header(text)
    except Exception:  # a broken encoded word
        return text
    return "".join(_piece(words, charset) for words, charset in found)


def _piece(words: bytes | str, charset: str | None) -> str:
    if isinstance(words, str):
        return words
    return decode(words, charset) if charset else words.decode("raw-unicode-escape", "replace")


def _day(message: Message) -> date | None:
    try:
        return parsedate_to_datetime(_header(message, "Date")).date()
    except Exception:  # the parser of dates meets broken ones with errors of many kinds
        return None

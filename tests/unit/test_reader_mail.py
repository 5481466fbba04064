"""An e-mail gives its header lines, its writer's words and, apart from them, the mail it quotes."""

from datetime import date
from email.message import EmailMessage

import pytest

from laws import assert_lawful
from presscheck.errors import UnreadableError
from presscheck.model import BlockKind, Document
from presscheck.readers.mail import read
from sources import mail

ANSWER = """Colm,

we had six vessels clear of the quay by midnight, and the tugs were a great
help.

On Fri, 13 Feb 2026 at 06:58, Colm Beddoes
<clerk@council.example> wrote:
> Edda,
> did you get through to the board in the
> night?
>> I tried.

Yes, at five.
"""


def lawfully(data: bytes) -> Document:
    document = read(data, "answer.eml")
    assert_lawful(document)
    return document


def found(data: bytes, *kinds: BlockKind) -> list[tuple[str, str]]:
    document = lawfully(data)
    return [(block.where, document[block.span]) for block in document.blocks if block.kind in kinds]


def test_headers_are_about_the_text() -> None:
    """From, To, Cc, Date and Subject are header lines, decoded; the mail's day is that of its Date."""
    data = mail("Hello.", headers={"Subject": "Zoë’s “list”", "To": "Žofie <z@council.example>"})
    assert found(data, BlockKind.HEADER) == [
        ("header From", "From: Edda Holloway <edda@harbour.example>"),
        ("header To", "To: Žofie <z@council.example>"),
        ("header Date", "Date: Fri, 13 Feb 2026 07:35:12 +0100"),
        ("header Subject", "Subject: Zoë’s “list”"),
    ]
    assert lawfully(data).published == date(2026, 2, 13)


def test_quoted_mail_is_apart() -> None:
    """What stands behind `>` is quoted, and so is the line that says who wrote it; answers between and below are not."""
    assert found(mail(ANSWER), BlockKind.PARAGRAPH) == [
        ("para. 1", "Colm,"),
        ("para. 2", "we had six vessels clear of the quay by midnight, and the tugs were a great\nhelp."),
        ("para. 3", "Yes, at five."),
    ]
    quoted = found(mail(ANSWER), BlockKind.QUOTED)
    assert [where for where, _ in quoted] == [f"quoted, para. {number}" for number in range(1, len(quoted) + 1)]
    assert "did you get through to the board in the\nnight?" in "\n".join(words for _, words in quoted)
    assert quoted[-1][1] == "I tried."


@pytest.mark.parametrize(
    "above",
    [
        "-----Original Message-----\nFrom: Colm Beddoes",
        "---------- Forwarded message ---------\nFrom: Colm Beddoes",
        "Begin forwarded message:",
        "From: Colm Beddoes\nSent: 13 February 2026 06:58\nTo: Edda Holloway\nSubject: Tugs",
        "On Friday, 13 February 2026, Colm Beddoes wrote:",
        "Am 13.02.2026 um 06:58 schrieb Colm Beddoes:",
    ],
)
def test_all_below_an_earlier_mail_is_quoted(above: str) -> None:
    """Mail programs that do not mark lines put the earlier mail below a line of their own: all below it is quoted."""
    data = mail(f"Yes, twice.\n\n{above}\n\nDid you call the board?\n\nColm\n")
    assert found(data, BlockKind.PARAGRAPH) == [("para. 1", "Yes, twice.")]
    assert [words for _, words in found(data, BlockKind.QUOTED)][-2:] == ["Did you call the board?", "Colm"]


def test_plain_text_comes_before_the_page() -> None:
    """Of a mail in two forms the plain one is read."""
    assert found(mail("Six vessels.", "<p>Six <b>boats</b>.</p>"), BlockKind.PARAGRAPH) == [("para. 1", "Six vessels.")]


def test_a_page_is_read_where_there_is_no_plain_text() -> None:
    """A body that is a web page gives its paragraphs and cells, and its block quotations as quoted mail."""
    page = "<p>Six <b>boats</b> “out”.</p><table><tr><th>Berth</th><th>Left</th></tr><tr><td>Quay</td><td>4</td></tr></table>"
    data = mail(page=f"<html><body>{page}<blockquote><p>Were there any?</p></blockquote></body></html>")
    assert found(data, BlockKind.PARAGRAPH, BlockKind.CELL, BlockKind.QUOTED) == [
        ("para. 1", "Six boats “out”."),
        ("row 1, Berth", "Berth"),
        ("row 1, Left", "Left"),
        ("row 2, Berth", "Quay"),
        ("row 2, Left", "4"),
        ("quoted, para. 1", "Were there any?"),
    ]


def test_attachments_are_named() -> None:
    """A file that is attached is named, and said not to be read."""
    assert ("attachment", "attachment: letter.pdf (not read)") in found(mail("See there.", letter_pdf=b"%PDF-1.4"), BlockKind.HEADER)


def test_an_attached_mail_is_read() -> None:
    """A mail in a mail is quoted, with its own header lines."""
    inner, outer = EmailMessage(), EmailMessage()
    inner["From"], outer["From"] = "clerk@council.example", "edda@harbour.example"
    inner.set_content("The tug was sold.")
    outer.set_content("See below.")
    outer.add_attachment(inner)
    data = outer.as_bytes()
    assert found(data, BlockKind.QUOTED) == [("attached mail, para. 1", "The tug was sold.")]
    assert found(data, BlockKind.HEADER)[-1] == ("attached mail, header From", "From: clerk@council.example")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param(b"Content-Type: text/plain; charset=iso-8859-1\n\nZo\xeb paid \xa34", "Zoë paid £4", id="latin-1"),
        pytest.param(b"Content-Type: text/plain; charset=no-such\n\nZo\xc3\xab paid", "Zoë paid", id="unknown charset"),
        pytest.param(b"Content-Type: text/plain; charset=us-ascii\n\nZo\xc3\xab paid", "Zoë paid", id="wrong charset"),
        pytest.param(b"Content-Transfer-Encoding: quoted-printable\n\nZo=C3=AB =\npaid", "Zoë paid", id="quoted-printable"),
        pytest.param(b"Content-Transfer-Encoding: base64\n\nU2l4IHZlc3NlbHMuIFR3byB0dWdzLg=", "Six vessels. Two tugs", id="cut base64"),
        pytest.param(b"Content-Type: multipart/mixed\n\nSix vessels.", "Six vessels.", id="no boundary"),
        pytest.param(b"Content-Type: \xff\xfe;=\n\nSix vessels.", "Six vessels.", id="broken type"),
    ],
)
def test_broken_encodings_lose_no_words(body: bytes, words: str) -> None:
    """Wrong and broken statements about the encoding do not keep the words from being read."""
    assert words in found(b"From: a@b.example\n" + body, BlockKind.PARAGRAPH)[0][1]


def test_a_mail_without_headers_is_its_body() -> None:
    """What has no header line is read as the body."""
    assert found(b"Six vessels.\n\nTwo tugs.\n", BlockKind.PARAGRAPH) == [("para. 1", "Six vessels."), ("para. 2", "Two tugs.")]


@pytest.mark.parametrize("value", ["yesterday", "=?utf-8?b?broken", "Fri, 99 Feb 2026 99:99:99 +9999", "\udcff\udcfe"])
def test_a_broken_date_is_no_date(value: str) -> None:
    """A Date that cannot be read leaves the mail without one, and with its words."""
    document = lawfully(b"Date: " + value.encode("utf-8", "surrogateescape") + b"\n\nSix vessels.\n")
    assert document.published is None
    assert "Six vessels." in document.text


def nested(depth: int) -> bytes:
    heads = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (at, at) for at in range(depth))
    return b"From: a@b.example\n" + heads + b"Content-Type: text/plain\n\nSix vessels.\n"


@pytest.mark.parametrize("depth", [40, 400, 2000])
def test_parts_nested_without_end_are_refused(depth: int) -> None:
    """A mail made of parts in parts in parts is named, with what to do."""
    with pytest.raises(UnreadableError) as raised:
        read(nested(depth), "answer.eml")
    assert raised.value.name == "answer.eml"
    assert raised.value.next_step == "Save its text as .txt and give that."


def test_parts_nested_a_little_are_read() -> None:
    """Ten parts in one another are read."""
    assert found(nested(10), BlockKind.PARAGRAPH) == [("para. 1", "Six vessels.")]

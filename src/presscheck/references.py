"""Lists of references that other programs keep (CSL-JSON, BibTeX, RIS) are read as lists of sources, and written from them."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from presscheck.decoding import decode
from presscheck.errors import UnreadableError
from presscheck.sourcelist import LARGEST, LONGEST, MOST, Listed, listed, plain

MEDIA_TYPES = {
    ".json": "application/vnd.citationstyles.csl+json",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SILENT = logging.NullHandler()
_DIGITS = re.compile(r"\d{1,4}")
_AGAIN = "Save it again from the program that it was made with."


def read(data: bytes, name: str, suffix: str) -> tuple[Listed, ...]:
    """The sources of a list in the format of that suffix. Raises UnreadableError where it is none."""
    if len(data) > LARGEST:
        raise UnreadableError(
            name, f"this list of references has more than {LARGEST >> 20} MB", "Keep those of this story in a list of its own."
        )
    found = _READ[suffix](decode(data), name)
    if not found:
        raise UnreadableError(name, "there is no reference in this list", _AGAIN)
    if len(found) > MOST:
        raise UnreadableError(name, f"this list has more than {MOST:,} references", "Keep those of this story in a list of its own.")
    return tuple(found)


def write(sources: Sequence[Listed], form: str) -> str:
    """The list as "csl", "bibtex" or "ris"; `read` gives the same sources back, but for their contacts, which stay at home."""
    return _WRITE[form](sources)


def _made(told: Mapping[str, object]) -> Listed:
    """A source of what was told; a value that is none of ours is left out."""
    values = {field: plain(value) for field, value in told.items()}
    values["name"] = values.get("name") or values.get("url") or values.get("file") or "a source without a title"
    for field in ("date", "tier", "terms"):
        try:
            listed({"name": "x", field: values.get(field, "")})
        except ValueError:
            values.pop(field)
    return listed(values)


def _day(year: object, month: object = "", day: object = "") -> str:
    """ISO 8601 of numbers or names of months, as far as they are told; "" where not even a year is."""
    told = [_number(part) for part in (year, month, day)]
    if not told[0]:
        return ""
    upto = 1 if not told[1] else 2 if not told[2] else 3
    return "-".join(f"{part:0{width}}" for part, width in zip(told[:upto], (4, 2, 2), strict=False))


def _number(part: object) -> int:
    word = str(part).strip().lower()
    if word[:3] in _MONTHS:
        return _MONTHS.index(word[:3]) + 1
    return int(word) if word.isascii() and word.isdigit() and len(word) < 5 else 0


def _keys(sources: Sequence[Listed]) -> Iterator[tuple[str, Listed]]:
    """Each source with a key of its own, from its name and year: "harbour-letter-2031"."""
    taken = set[str]()
    for source in sources:
        stem = "-".join(re.findall(r"[a-z0-9]+", source.name.lower())[:4] + ([source.date[:4]] if source.date else [])) or "source"
        key, number = stem[:80], 1
        while key in taken:
            number += 1
            key = f"{stem[:80]}-{number}"
        taken.add(key)
        yield key, source


# CSL-JSON.


def is_csl(data: bytes) -> bool:
    """Is it a JSON list of references, to judge by its beginning? Other JSON is none of a story's lists."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return len(data) <= LARGEST and head.startswith((b"[", b"{")) and b'"id"' in data and b'"type"' in data


def _read_csl(text: str, name: str) -> list[Listed]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise UnreadableError(name, f"this is not valid JSON ({str(problem)[:120]})", _AGAIN) from None
    rows = rows["items"] if isinstance(rows, dict) and isinstance(rows.get("items"), list) else rows
    if not isinstance(rows, list) or not all(isinstance(row, dict) and isinstance(row.get("type"), str) and "id" in row for row in rows):
        raise UnreadableError(name, "this JSON is no list of references (CSL-JSON: each with an id and a type)", _AGAIN)
    return [_of_csl(row) for row in rows]


def _of_csl(row: Mapping[str, Any]) -> Listed:
    custom = row.get("custom") if isinstance(row.get("custom"), dict) else {}
    assert isinstance(custom, dict)
    told = {field: str(custom.get(field, "")) for field in ("file", "tier", "terms")}
    publisher = row.get("publisher") or row.get("container-title") or ""
    return _made(
        {**told, "name": row.get("title", ""), "url": row.get("URL", ""), "publisher": publisher}
        | {"author": "; ".join(_csl_names(row.get("author"))), "date": _csl_day(row.get("issued"))}
    )


def _csl_names(names: Any) -> Iterator[str]:
    for each in names if isinstance(names, list) else ():
        if isinstance(each, dict):
            parts = [each.get(part) for part in ("given", "non-dropping-particle", "family")]
            yield str(each.get("literal") or " ".join(str(part) for part in parts if part)).replace(";", ",")


def _csl_day(issued: Any) -> str:
    if not isinstance(issued, dict):
        return ""
    try:
        return _day(*issued["date-parts"][0][:3])
    except (KeyError, IndexError, TypeError):
        return str(issued.get("raw") or issued.get("literal") or "")


def _write_csl(sources: Sequence[Listed]) -> str:
    return json.dumps([_to_csl(key, source) for key, source in _keys(sources)], ensure_ascii=False, indent=2) + "\n"


def _to_csl(key: str, source: Listed) -> dict[str, Any]:
    custom = {field: value for field in ("file", "tier", "terms") if (value := getattr(source, field))}
    row = {"id": key, "type": "webpage" if source.url else "document", "title": source.name, "publisher": source.publisher}
    authors = [{"literal": name} for name in source.author.split("; ") if name]
    issued = {"date-parts": [[int(part) for part in source.date.split("-")]]} if source.date else None
    return {
        name: value
        for name, value in (*row.items(), ("author", authors), ("issued", issued), ("URL", source.url), ("custom", custom))
        if value
    }


# BibTeX.


def _read_bibtex(text: str, name: str) -> list[Listed]:
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry

    logging.getLogger("bibtexparser").addHandler(_SILENT)  # or it would tell of faults on standard error, past us
    library = parse_string(text)
    if block := next((block for block in library.failed_blocks if not isinstance(block, DuplicateBlockKeyBlock)), None):
        line = (block.start_line or 0) + 1
        raise UnreadableError(name, f"this is not valid BibTeX: the entry at line {line} cannot be read", "Mend it and run again.")
    held = [getattr(block, "ignore_error_block", block) for block in library.blocks]  # two entries may have one key, which is not kept
    entries = [block for block in held if isinstance(block, Entry)]
    return [_of_bibtex({field.key.lower(): str(field.value) for field in entry.fields}) for entry in entries]


def _of_bibtex(told: Mapping[str, str]) -> Listed:
    said = {field: _from_latex(value) for field, value in told.items() if field not in ("author", "url")}
    publisher = next(
        (
            said[field]
            for field in ("publisher", "organization", "institution", "journaltitle", "journal", "howpublished")
            if said.get(field)
        ),
        "",
    )
    date = said.get("date") or _day(said.get("year", ""), said.get("month", ""), said.get("day", ""))
    url = re.sub(r"\\([_%&#~{}])", r"\1", told.get("url", ""))
    author = "; ".join(_turned(part) for part in _apart(told.get("author", "")))
    kept = {field: said.get(field, "") for field in ("file", "tier", "terms")}
    return _made(
        {**kept, "name": said.get("title", ""), "publisher": publisher, "date": date.partition("/")[0], "url": url, "author": author}
    )


def _apart(names: str) -> list[str]:
    """The names between which an "and" stands that no braces hold."""
    found, depth, begin = list[str](), 0, 0
    for mark in re.finditer(r"\\.|[{}]|\sand\s", names):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if mark[0].strip() == "and" and depth <= 0:
            found.append(names[begin : mark.start()])
            begin = mark.end()
    return [*found, names[begin:]]


def _turned(name: str) -> str:
    """ "Oss, Marit" is Marit Oss; a name in braces stands as it is."""
    family, comma, given = name.partition(",")
    held = name.strip().startswith("{")
    return _from_latex(name if held or not comma else f"{given.strip()} {family.strip()}").replace(";", ",")


def _from_latex(text: str) -> str:
    """The characters that LaTeX would set."""
    from pylatexenc.latex2text import LatexNodes2Text

    if not re.search(r"[\\{}$%~`'-]", text):
        return text
    try:
        said = LatexNodes2Text(math_mode="verbatim").latex_to_text
        return "^".join(str(said(part)) for part in text[: 4 * LONGEST].split(_LATEX["^"]))  # which it takes for an accent
    except Exception:  # pylatexenc raises many kinds, RecursionError among them, on what is no LaTeX
        return text


_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "`": r"\textasciigrave{}"}
_LATEX |= {char: f"\\{char}" for char in "{}&%$#_"}
_JOINED = re.compile(r"([-',<>!?])(?=[-'`,<>])")  # what LaTeX would set as one sign, "--" as a dash


def _to_latex(text: str) -> str:
    apart = _JOINED.sub("\\1\0", text)
    return "".join(_LATEX.get(char, char) for char in apart).replace("\0", "{}")


def _write_bibtex(sources: Sequence[Listed]) -> str:
    return "\n".join(_to_bibtex(key, source) for key, source in _keys(sources))


def _to_bibtex(key: str, source: Listed) -> str:
    authors = " and ".join(f"{{{_to_latex(name)}}}" for name in source.author.split("; ") if name)
    url = "".join(f"%{ord(char):02X}" if char in "{}\\" else char for char in source.url)
    said = {"title": source.name, "publisher": source.publisher, "file": source.file, "tier": source.tier, "terms": source.terms}
    fields = {"author": authors, **{field: _to_latex(value) for field, value in said.items()}, "date": source.date, "url": url}
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items() if value)
    return f"@{'online' if source.url else 'misc'}{{{key},\n{lines}}}\n"


# RIS.


def _read_ris(text: str, name: str) -> list[Listed]:
    import rispy

    begun = len(re.findall(r"^TY  ?-", text, re.MULTILINE))
    try:
        rows = rispy.loads(text.replace("\r\n", "\n"))
    except Exception:  # rispy raises many kinds on what is no RIS
        raise UnreadableError(name, "this is not valid RIS", _AGAIN) from None
    if len(rows) != begun:
        raise UnreadableError(
            name, f"{begun} references begin in this RIS file and {len(rows)} end (with a line “ER  - ”)", "Mend it and run again."
        )
    return [_of_ris(row) for row in rows]


def _of_ris(row: Mapping[str, Any]) -> Listed:
    stated = _DIGITS.findall(_first(row, "date", "publication_year", "year"))
    names = row.get("authors") or row.get("first_authors") or ()
    return _made(
        {
            "name": _first(row, "title", "primary_title", "short_title"),
            "publisher": _first(row, "publisher", "journal_name", "secondary_title", "alternate_title3"),
            "author": "; ".join(_turned_plain(str(each)) for each in names),
            "date": _day(*stated[:3]) if stated else "",
            "url": _first(row, "urls", "url"),
            "file": _first(row, "file_attachments1", "link_to_pdf"),
            "tier": _first(row, "custom1"),
            "terms": _first(row, "custom2"),
        }
    )


def _first(row: Mapping[str, Any], *tags: str) -> str:
    """The first of these tags that says something, of several values the first."""
    for tag in tags:
        value = row.get(tag)
        value = next(iter(value), "") if isinstance(value, list) else value
        if value:
            return str(value)
    return ""


def _turned_plain(name: str) -> str:
    family, comma, given = name.partition(",")
    return (f"{given.strip()} {family.strip()}" if comma else name).replace(";", ",")


def _write_ris(sources: Sequence[Listed]) -> str:
    return "\n".join("".join(f"{tag}  - {value}\n" for tag, value in _to_ris(source)) for source in sources)


def _to_ris(source: Listed) -> Iterable[tuple[str, str]]:
    """The lines of one reference; a name with a comma is a name as it stands, which RIS cannot say, so that the comma goes."""
    yield "TY", "ELEC" if source.url else "GEN"
    yield "TI", source.name
    for name in source.author.split("; ") if source.author else ():
        yield "AU", name.replace(",", "")
    day = source.date.replace("-", "/")
    told = (("PB", source.publisher), ("DA", day and f"{day}{'/' * (3 - day.count('/'))}"), ("UR", source.url), ("L1", source.file))
    for tag, value in (*told, ("C1", source.tier), ("C2", source.terms)):
        if value:
            yield tag, value
    yield "ER", ""


_READ: dict[str, Callable[[str, str], list[Listed]]] = {".json": _read_csl, ".bib": _read_bibtex, ".ris": _read_ris}
_WRITE: dict[str, Callable[[Sequence[Listed]], str]] = {"csl": _write_csl, "bibtex": _write_bibtex, "ris": _write_ris}
FORMS = tuple(_WRITE)

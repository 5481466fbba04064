"""Bad input: each kind gets a message that names the file, what was met and the next step, and never passes for a check that was made."""

import io
import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import samples
from presscheck.intake import MAX_BYTES

Run = Callable[..., tuple[int, str, str]]
DRAFT = "The clerk counted 31 letters about the sandbar.\n"
DOCX, XLSX, PDF = samples.sample(".docx"), samples.sample(".xlsx"), samples.sample(".pdf")
LOCKED_DOCX = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(480)
NOISE = random.Random(4).randbytes(5000)
SAVE_AGAIN = "Open it in the program it was made with, save it again and run again."
BAD: dict[str, tuple[str, bytes, str, str]] = {
    # what is wrong: (file name, bytes, what the message says was met, what it says to do)
    "empty": ("notes.txt", b"", "this file is empty", "Save it again from the program it was made with"),
    "blank": ("notes.md", b" \n\n\t", "this file is empty", "Save it again"),
    "zeros": ("notes.txt", bytes(4096), "this file is empty", "Save it again"),
    "binary": ("notes.txt", NOISE, "not text: it holds bytes that no text has", "Check that it is the right file"),
    "picture": ("notes.txt", b"\x89PNG\r\n\x1a\n" + NOISE, "an image", "Put its words in a .txt or .docx file"),
    "encrypted PDF": ("letters.pdf", samples.pdf(password="secret"), "password", "without"),
    "encrypted DOCX": ("letters.docx", LOCKED_DOCX, "an Office file that is protected with a password", "save it without one"),
    "truncated PDF": ("letters.pdf", PDF[: len(PDF) // 2], "damaged or cut short", "Get the file again"),
    "truncated DOCX": ("letters.docx", DOCX[: len(DOCX) // 2], "damaged", "save it again"),
    "truncated XLSX": ("letters.xlsx", XLSX[: len(XLSX) // 2], "damaged", "save it"),
    "PDF named DOCX": ("letters.docx", PDF, "this is a PDF file, not a Word document", "Rename it to letters.pdf and run again."),
    "DOCX named PDF": ("letters.pdf", DOCX, "this is a Word document, not a PDF file", "Rename it to letters.docx and run again."),
    "page named DOCX": ("letters.docx", samples.sample(".html"), "this is a web page, not a Word document", "Rename it to letters.html"),
    "text named XLSX": ("letters.xlsx", b"13 letters", "this is plain text, not an Excel workbook", "Rename it to letters.txt"),
    "old Word": ("letters.doc", LOCKED_DOCX[:512] + "WordDocument".encode("utf-16-le"), "an old Word document", "save it as .docx"),
    "archive": ("letters.zip", samples.zipped(letters=b"13 letters"), "a ZIP archive", "Unpack it"),
    "PDF without words": ("scan.pdf", b"", "this PDF has no text layer", "OCR"),
    "empty DOCX": ("letters.docx", samples.with_part(DOCX, "word/document.xml", b""), "damaged", "save it again"),
}


@pytest.fixture(autouse=True)
def soon() -> Any:
    """Whatever the file, the answer comes soon."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 10


def put(name: str, data: bytes) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return name


def blank_pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.rect(50, 50, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def data_of(what: str) -> bytes:
    return blank_pdf() if what == "PDF without words" else BAD[what][1]


@pytest.mark.parametrize("what", BAD)
def test_as_a_draft(run: Run, what: str) -> None:
    """A draft that cannot be read gives status 2, nothing on standard output, and one line: the file, what was met, what to do."""
    name, _, met, next_step = BAD[what]
    status, out, err = run("check", put(name, data_of(what)))
    assert (status, out) == (2, "")
    assert err.startswith(f"presscheck: error: {name}: ")
    assert met in err
    assert next_step in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("what", [what for what in BAD if what != "archive"])  # which is opened
def test_as_a_source(run: Run, what: str) -> None:
    """A source that cannot be read is named with the same words, the check goes on, and no fact counts as not found."""
    name, _, met, next_step = BAD[what]
    put(name, data_of(what))
    put("draft.txt", DRAFT.encode())
    put("weather.txt", b"The sea was calm.")
    status, out, err = run("check", "draft.txt", "--sources", name, "weather.txt", "--format", "json")
    table = json.loads(out)
    (unread,) = [source for source in table["sources"] if source["status"] == "unreadable"]
    assert (status, unread["name"]) == (0, name)
    assert unread["message"].startswith(f"{name}: ")
    assert met in unread["message"]
    assert next_step in unread["message"]
    assert err == f"presscheck: warning: {unread['message']}\n"
    assert "not_found" not in {verdict["outcome"] for verdict in table["verdicts"]}


def test_missing(run: Run) -> None:
    """A draft or a source that is not there stops the check: a wrong name is a slip of the hand, and nothing else can be meant."""
    put("draft.txt", DRAFT.encode())
    assert run("check", "drift.txt") == (
        2, "", "presscheck: error: drift.txt: there is no such file. Check its name and the folder that it is in.\n"
    )  # fmt: skip
    assert run("check", "draft.txt", "--sources", "no/such") == (
        2, "", "presscheck: error: no/such: there is no such file or folder. Check its name and the folder that it is in.\n"
    )  # fmt: skip


def test_a_folder_with_nothing_to_read(run: Run) -> None:
    """A folder of sources that holds none is not taken for a check without sources."""
    put("draft.txt", DRAFT.encode())
    put("pictures/logo.png", NOISE)
    status, _, err = run("check", "draft.txt", "--sources", "pictures")
    assert status == 2
    assert err.startswith("presscheck: error: pictures: this folder holds no file that presscheck can read. It reads ")


def test_a_broken_link(run: Run) -> None:
    """A link in a folder of sources to a file that is gone is a source that could not be read."""
    put("draft.txt", DRAFT.encode())
    put("s/weather.txt", b"The sea was calm.")
    Path("s/letters.txt").symlink_to("gone.txt")
    _, out, err = run("check", "draft.txt", "--sources", "s")
    assert err == "presscheck: warning: s/letters.txt: there is no such file. Check its name and the folder that it is in.\n"
    assert "number-not-found" not in out


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_forbidden(run: Run) -> None:
    """A source that may not be read is one that could not be read; a draft that may not be read stops the check."""
    put("draft.txt", DRAFT.encode())
    put("letters.txt", b"13 letters")
    Path("letters.txt").chmod(0)
    status, _, err = run("check", "draft.txt", "--sources", "letters.txt")
    assert (status, err) == (
        0, "presscheck: warning: letters.txt: permission was denied. Ask for access to it, or use a copy in a folder of your own.\n"
    )  # fmt: skip
    assert run("check", "letters.txt")[0] == 2


def test_output_that_cannot_be_written(run: Run) -> None:
    """Where the system lets nobody write, one line says so, and there is no file, whole or half."""
    put("draft.txt", DRAFT.encode())
    status, out, err = run("check", "draft.txt", "--output", "/sys/report.txt")
    assert (status, out) == (2, "")
    assert err.startswith("presscheck: error: /sys/report.txt: the report could not be written: ")
    assert err.endswith("Nothing was written.\n")
    assert not Path("/sys/report.txt").exists()


def test_a_hundred_megabytes(run: Run) -> None:
    """A file past the limit is told by its size and the limit, and is not read to its end."""
    put("draft.txt", DRAFT.encode())
    with Path("big.txt").open("wb") as file:
        file.truncate(100 * 2**20)
    said = f"big.txt: this file has 100.0 MB, more than the {MAX_BYTES // 2**20} MB that presscheck reads. Cut it into parts,"
    assert run("check", "big.txt")[::2] == (2, f"presscheck: error: {said} or save only its text, and run again.\n")
    status, _, err = run("check", "draft.txt", "--sources", "big.txt")
    assert (status, err) == (0, f"presscheck: warning: {said} or save only its text, and run again.\n")


def nested_docx() -> bytes:
    inner = b"<w:sdt><w:sdtContent>" * 50_000 + b"<w:p><w:r><w:t>13 letters</w:t></w:r></w:p>" + b"</w:sdtContent></w:sdt>" * 50_000
    start = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    return samples.with_part(DOCX, "word/document.xml", start + inner + b"</w:body></w:document>")


def nested_mail() -> bytes:
    start = "".join(f'Content-Type: multipart/mixed; boundary="b{depth}"\n\n--b{depth}\n' for depth in range(3000))
    return f"From: a@b.example\nTo: c@d.example\n{start}Content-Type: text/plain\n\n13 letters\n".encode()


NESTED: dict[str, Callable[[], bytes]] = {
    "page.html": lambda: b"<html><body>" + b"<div>" * 100_000 + b"13 letters" + b"</div>" * 100_000,
    "table.html": lambda: b"<html><body>" + b"<table><tr><td>" * 20_000 + b"13 letters",
    "quotes.md": lambda: b">" * 50_000 + b" 13 letters\n",
    "lists.md": lambda: b"".join(b" " * (2 * depth) + b"- item\n" for depth in range(1000)),
    "links.md": lambda: b"[" * 50_000 + b"13 letters" + b"](" * 50_000,
    "stars.md": lambda: b"*a_ " * 30_000,
    "brackets.txt": lambda: b"(" * 200_000 + b"13 letters" + b")" * 200_000,
    "quotations.txt": lambda: "“".encode() * 50_000 + b"13 letters" + "”".encode() * 50_000,
    "body.docx": nested_docx,
    "parts.eml": nested_mail,
    "rows.csv": lambda: b'"' * 200_001,
    "columns.csv": lambda: b"," * 500_000,
}


@pytest.mark.parametrize("name", NESTED)
def test_deeply_nested(run: Run, name: str) -> None:
    """A file nested beyond all measure, as draft or source, is read or told in words, soon, and no fault of ours shows."""
    put(name, NESTED[name]())
    put("draft.txt", DRAFT.encode())
    for argv in ((name,), ("draft.txt", "--sources", name)):
        status, _, err = run("check", *argv)
        assert status in (0, 1, 2)
        assert "fault in presscheck" not in err
        assert status != 2 or err.startswith(f"presscheck: error: {name}: ")


@pytest.mark.parametrize(
    ("name", "data", "part"), [("letters.docx", DOCX, "word/document.xml"), ("letters.xlsx", XLSX, "xl/worksheets/sheet1.xml")]
)
def test_zip_bomb(run: Run, name: str, data: bytes, part: str) -> None:
    """An Office file of a megabyte that unpacks to hundreds is told as what it is, and not unpacked."""
    put(name, samples.bomb(data, part, 300))
    status, out, err = run("check", name)
    assert (status, out) == (2, "")
    assert err.startswith(f"presscheck: error: {name}: ")
    assert "MB" in err


LAUGHS = b'<!DOCTYPE d [<!ENTITY a "13 letters ">' + b"".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">'.encode() for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)
SECRET = "the harbour master’s password"


def entities(name: str, entity: bytes) -> bytes:
    """An Office file whose text is an entity that is declared in the file."""
    if name.endswith(".docx"):
        start = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
        end = b"</w:t></w:r></w:p></w:body></w:document>"
        return samples.with_part(DOCX, "word/document.xml", entity + start + b"&j; 13 letters" + end)
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    start += b'<row r="1"><c r="A1" t="inlineStr"><is><t>'
    end = b"</t></is></c></row></sheetData></worksheet>"
    return samples.with_part(XLSX, "xl/worksheets/sheet1.xml", entity + start + b"&j; 13 letters" + end)


@pytest.mark.parametrize("name", ["letters.docx", "letters.xlsx"])
def test_entity_bomb(run: Run, name: str) -> None:
    """A file whose entities unfold to gigabytes is read without them or told in words; they are never unfolded."""
    put("draft.txt", DRAFT.encode())
    put(name, entities(name, LAUGHS + b"]>"))
    _, out, err = run("check", "draft.txt", "--sources", name, "--format", "json")
    assert len(out) < 20_000
    assert "fault in presscheck" not in err


@pytest.mark.parametrize("name", ["letters.docx", "letters.xlsx", "page.html", "page.xhtml"])
def test_entities_fetch_nothing(run: Run, name: str) -> None:
    """An entity that names a file of the machine brings nothing of it into the report."""
    put("draft.txt", DRAFT.encode())
    secret = Path(put("secret.txt", SECRET.encode())).resolve()
    entity = f'<!DOCTYPE html [<!ENTITY j SYSTEM "file://{secret}">]>'.encode()
    put(name, entity + b"<html><body><p>&j; 13 letters</p></body></html>" if "html" in name else entities(name, entity))
    for argv in ((name,), ("draft.txt", "--sources", name)):
        _, out, err = run("check", *argv, "--format", "json")
        assert SECRET not in out
        assert "fault in presscheck" not in err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32"])
def test_encodings(run: Run, encoding: str) -> None:
    """A draft in another encoding is read with its own characters."""
    text = "“Zoë counted 13 letters — no more,” said Idris Falconer. [Source 1]\n"
    _, out, _ = run("check", put("draft.txt", text.encode(encoding)), "--format", "json")
    table = json.loads(out)
    assert table["draft"]["text"] == text
    assert "[Source 1]" in [finding["quote"] for finding in table["findings"]]


def test_broken_bytes(run: Run) -> None:
    """A few bytes that nothing can decode become the sign for that, and the rest is checked."""
    text = "Zoë met the board — as ever. " * 5
    _, out, _ = run("check", put("draft.txt", text.encode() + b"\xff\xfe [Source 1]"), "--format", "json")
    table = json.loads(out)
    assert table["draft"]["text"] == text + "\ufffd\ufffd [Source 1]"
    assert [finding["quote"] for finding in table["findings"] if finding["code"] == "placeholder-citation"] == ["[Source 1]"]


@pytest.mark.parametrize("source", ["draft.txt", "copy.txt", "copy.md"])
def test_a_draft_as_its_own_source(run: Run, source: str) -> None:
    """A draft cannot vouch for itself: given as its own source, by its name or as a copy, it is left out, and this is said twice."""
    put("draft.txt", DRAFT.encode())
    put(source, DRAFT.encode())
    put("weather.txt", b"The sea was calm.")
    status, out, err = run("check", "draft.txt", "--sources", source, "weather.txt")
    assert status == 1
    assert "warning[number-not-found]" in out
    assert f"{source}: this is the draft itself, and a draft cannot vouch for itself." in out
    assert err == (
        f"presscheck: warning: {source}: this is the draft itself, and a draft cannot vouch for itself. "
        "It was left out; give the sources that it rests on.\n"
    )


LONG_DRAFT = "# Aground\n\n" + "".join(
    f"The harbour board counted {n} letters about the {place} before the ferry ran aground.\n\n"
    for n, place in ((13, "sandbar"), (24, "beacon"), (37, "channel"), (41, "old quay"), (52, "pilot"), (66, "tide gauge"))
)


@pytest.mark.parametrize("report", ["report.html", "log.csv", "log.xlsx", "checked.docx", "draft.fixed.md"])
def test_a_report_on_the_draft_among_its_sources(run: Run, report: str) -> None:
    """A report on the draft, or a version of it, bears out whatever the draft says: of one among the sources check and fix warn."""
    put("draft.md", LONG_DRAFT.encode())
    put("weather.txt", b"The sea was calm. The harbour board counted 13 letters about the sandbar before the ferry ran aground.")
    if report == "draft.fixed.md":
        put(report, LONG_DRAFT.replace("13", "31").encode())
    else:
        assert run("check", "draft.md", "--sources", "weather.txt", "--output", report)[0] == 1
    for command in ("check", "fix"):
        _, _, err = run(command, "draft.md", "--output", "new.md", "--sources", "weather.txt", report)
        told = [line for line in err.splitlines() if "word for word" in line]
        left_out = command == "fix" and report == "draft.fixed.md"
        assert [line.partition(": most of")[0] for line in told] == ([] if left_out else [f"presscheck: warning: {report}"])


def test_fix_tells_what_it_could_not_read(run: Run) -> None:
    """A source that fix cannot read is told, as check tells it."""
    put("draft.md", LONG_DRAFT.encode())
    put("letter.pdf", b"no PDF")
    _, _, err = run("fix", "draft.md", "--sources", "letter.pdf")
    assert "warning: letter.pdf: " in err


def test_no_sources(run: Run) -> None:
    """A draft alone is checked for what can be checked alone, its facts are unchecked, and the report says so."""
    put("draft.txt", (DRAFT + "Nobody knows why. [Source 1]\n").encode())
    status, out, _ = run("check", "draft.txt")
    assert status == 1
    assert "error[placeholder-citation]" in out
    assert "not-found" not in out
    assert "no sources were given, so nothing was checked against any: the draft was read alone" in out
    assert "NOT CHECKED" in out


def test_one_unreadable_among_ten(run: Run) -> None:
    """Nine sources are checked, the tenth is named in report and warning, and what only it may hold is unchecked, not not-found."""
    put("draft.txt", b"The clerk counted 31 letters. The inquiry sat for 12 days.")
    for number in range(9):
        put(f"sources/{number}.txt", f"Day {number}. The inquiry sat for 12 days.".encode())
    put("sources/letters.pdf", samples.pdf(password="secret"))
    status, out, err = run("check", "draft.txt", "--sources", "sources", "--format", "json")
    table = json.loads(out)
    outcomes = {verdict["quote"]: verdict["outcome"] for verdict in table["verdicts"]}
    assert (status, outcomes["31 letters"], outcomes["12 days"]) == (0, "unchecked", "supported")
    assert [source["name"] for source in table["sources"] if source["status"] == "unreadable"] == ["sources/letters.pdf"]
    assert "sources/letters.pdf" in err
    (unchecked,) = [item for item in table["unchecked"] if item["quote"] == "31 letters"]
    assert "letters.pdf" in unchecked["reason"]
    _, out, _ = run("check", "draft.txt", "--sources", "sources")
    assert "  sources/letters.pdf: " in out
    assert "checked against 9 sources" in out

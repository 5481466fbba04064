"""The readers of sources: the law of offsets holds, what was written is what is read, and no bytes bring anything down."""

from __future__ import annotations

import csv
import io
import random
import textwrap
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from laws import assert_lawful
from presscheck import parts
from presscheck.errors import UnreadableError
from presscheck.model import BlockKind, Document
from sources import mail, pdf, ruled, together, typed, workbook

QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
WORDS = st.text("abcdefghijklmnoprstuvwyäéßœ’“”–", min_size=2, max_size=11)
SENTENCE = st.lists(WORDS, min_size=14, max_size=60).map(lambda words: f"The {' '.join(words)} end.")
LABEL = st.lists(WORDS, min_size=1, max_size=2).map(lambda words: f"A{' '.join(words)}"[:14].strip())
CELL = st.one_of(st.integers(0, 10**7).map(lambda number: f"{number:,}"), LABEL)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=60)


def read(reader: str, data: bytes, name: str = "source") -> Document:
    document = parts.load("readers", reader).read(data, name)
    assert_lawful(document)
    return document


def texts(document: Document, *kinds: BlockKind) -> list[str]:
    return [document[block.span] for block in document.blocks if block.kind in kinds]


@QUICK
@given(st.lists(SENTENCE, min_size=1, max_size=4), st.integers(50, 90))
def test_pdf_paragraphs_are_what_was_written(paragraphs: list[str], width: int) -> None:
    """Paragraphs set with a gap between them come back one by one, letter by letter and line by line."""
    lines = [textwrap.wrap(paragraph, width, break_on_hyphens=False) for paragraph in paragraphs]
    assume(all(not line.endswith("–") for paragraph in lines for line in paragraph))  # an end of line that pdfium may take for a hyphen
    y, draws = 780.0, []
    for paragraph in lines:
        draws.append(typed(paragraph, y=y))
        y -= 13 * len(paragraph) + 14
    document = read("pdf", pdf(together(*draws)))
    assert texts(document, BlockKind.PARAGRAPH) == ["\n".join(paragraph) for paragraph in lines]


@QUICK
@given(st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=3, max_size=9)))
def test_pdf_tables_are_what_was_written(rows: list[list[str]]) -> None:
    """The cells of a table come back row by row, each in its column."""
    document = read("pdf", pdf(ruled(rows, x=20, wide=140)))
    assert [(block.cell.row, block.cell.column) for block in document.blocks if block.cell] == [
        (row, column) for row, cells in enumerate(rows, 1) for column, _ in enumerate(cells, 1)
    ]
    assert texts(document, BlockKind.CELL) == [cell for row in rows for cell in row]


@QUICK
@given(st.lists(st.lists(TEXT, min_size=1, max_size=5), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_csv_cells_are_what_was_written(rows: list[list[str]], delimiter: str) -> None:
    """Every cell that a program writes comes back as it was, whatever is in it and whatever parts it from the next."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    document = read("csv", f"sep={delimiter}\n{buffer.getvalue()}".encode())
    assert texts(document, BlockKind.CELL) == [cell for row in rows for cell in row if cell.strip()]


@QUICK
@given(st.lists(st.lists(st.one_of(TEXT, st.integers(-(10**14), 10**14), st.none()), min_size=1, max_size=5), min_size=1, max_size=8))
def test_workbook_cells_are_what_was_written(rows: list[list[Any]]) -> None:
    """Words and whole numbers come back from a workbook as they were, each at its address."""
    rows = [[f"'{cell}" if isinstance(cell, str) and cell.startswith("=") else cell for cell in row] for row in rows]
    document = read("xlsx", workbook({"S": rows}))
    placed = [(row, column, cell) for row, cells in enumerate(rows, 1) for column, cell in enumerate(cells, 1)]
    written = [(row, column, str(cell)) for row, column, cell in placed if cell is not None and str(cell).strip()]
    assert [(block.cell.row, block.cell.column, document[block.span]) for block in document.blocks if block.cell] == written


@QUICK
@given(st.lists(SENTENCE, min_size=1, max_size=5), st.sampled_from(["utf-8", "utf-16", "iso-8859-15"]), st.booleans())
def test_mail_paragraphs_are_what_was_written(paragraphs: list[str], charset: str, quoted: bool) -> None:
    """A mail's paragraphs come back as they were, quoted or not, in whatever encoding it says it has."""
    mark = "> " if quoted else ""
    body = f"\n{mark}\n".join(mark + paragraph for paragraph in paragraphs).encode(charset, "replace")
    data = f"From: a@b.example\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n".encode() + body
    kind = BlockKind.QUOTED if quoted else BlockKind.PARAGRAPH
    assert texts(read("mail", data), kind) == [paragraph.encode(charset, "replace").decode(charset) for paragraph in paragraphs]


@QUICK
@given(st.lists(st.tuples(st.integers(0, 35_999), SENTENCE), min_size=1, max_size=8))
def test_cues_are_what_was_written(cues: list[tuple[int, str]]) -> None:
    """Each cue comes back with its words and the time at which it starts."""
    stamps = [f"{at // 3600:02d}:{at // 60 % 60:02d}:{at % 60:02d}" for at, _ in cues]
    body = "\n\n".join(f"{stamp}.250 --> {stamp}.900\n{words}" for stamp, (_, words) in zip(stamps, cues, strict=True))
    document = read("subtitles", f"WEBVTT\n\n{body}\n".encode())
    assert texts(document, BlockKind.CUE) == [words for _, words in cues]
    starts = [sum(int(part) * 60**power for power, part in enumerate(reversed(block.where.split(":")))) for block in document.blocks]
    assert starts == [at for at, _ in cues]


SAMPLES = {
    "pdf": pdf(together(typed(["The harbour board met on Tuesday.", "It was told."]), ruled([["Ward", "Votes"], ["Mill", "7"]]))),
    "xlsx": workbook({"S": [["Ward", "Votes", "Share"], ["Mill", 7, 0.5], ["Total", "=SUM(B2:B2)", None]]}, {"C2": "0.0%"}),
    "csv": 'Ward;Votes\n"Mill; Lane";7\n'.encode("utf-16"),
    "mail": mail("See “there”.\n\n> Why?\n", "<p>See <b>there</b>.</p>", letter_pdf=b"%PDF", headers={"Subject": "Zoë"}),
    "subtitles": b"WEBVTT - Talk\n\nNOTE no\n\n1\n00:00:04.000 --> 00:00:09.500\n<v Ines Holt>I <i>ran</i> &amp; fell.\n",
}


@QUICK
@pytest.mark.parametrize("reader", SAMPLES)
@given(data=st.data())
def test_no_bytes_bring_a_reader_down(reader: str, data: st.DataObject) -> None:
    """A file that is changed, cut short or nothing but noise gives a lawful Document, or the error that a user can read."""
    hurt = bytearray(SAMPLES[reader])
    seed = data.draw(st.integers(0, 2**32))
    chance = random.Random(seed)
    for _ in range(data.draw(st.sampled_from([1, 2, 8, 40, 200]))):
        at = chance.randrange(len(hurt) + 1)
        instead = chance.choice([chance.randbytes(1), b"", b"\n", bytes(hurt[:30]), b"\xff", b"9" * 9])
        hurt[at : at + chance.choice([0, 1, 1, 1, 9])] = instead
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(hurt))))
    try:
        read(reader, bytes(hurt[:cut]))
    except UnreadableError as error:
        assert error.name == "source"


@QUICK
@pytest.mark.parametrize("reader", SAMPLES)
@given(st.binary(max_size=400))
def test_noise_brings_no_reader_down(reader: str, data: bytes) -> None:
    """Any bytes give a lawful Document, or the error that a user can read."""
    try:
        read(reader, data)
    except UnreadableError as error:
        assert error.met


@QUICK
@pytest.mark.parametrize("reader", SAMPLES)
@given(st.text("<>v=:-.,;|\"' \n\t0123456789aA@?q&#%>()+", max_size=200))
def test_marks_without_sense_bring_no_reader_down(reader: str, text: str) -> None:
    """The marks of a format in any disorder give a lawful Document, or the error that a user can read."""
    head = SAMPLES[reader][: SAMPLES[reader].find(b"\n") + 1] if reader in ("mail", "subtitles") else b""
    try:
        read(reader, head + text.encode())
    except UnreadableError as error:
        assert error.met

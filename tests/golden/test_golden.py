"""The example's report is the committed one, byte for byte in every format, and finds what is planted and nothing else.

PRESSCHECK_UPDATE_GOLDEN=1 writes the reports anew; read their difference before you commit it.
"""

from __future__ import annotations

import os
import re
import runpy
import zipfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest

from presscheck import Checker, Finding, Level, Report, Span, parts, read
from presscheck.judges import onnx
from presscheck.settings import Settings

ROOT = Path(__file__).parents[2]
STORY = ROOT / "examples" / "harbour-fire"
GOLDEN = Path(__file__).parent / STORY.name
ROW = re.compile(r"^\| \d+ \| (?P<words>[^|]+) \| [^|]+ \|(?P<source>[^|]*)\|[^|]*\| (?P<caught>yes|no) \|$", re.MULTILINE)


@lru_cache
def report(judge: str = "overlap") -> Report:
    """The example checked as from the repository's root, its sources in the order of their names. By words in common, so that the bytes do
    not hang on how a processor rounds."""
    draft, *sources = (
        read(path.read_bytes(), path.relative_to(ROOT).as_posix()) for path in (STORY / "draft.md", *sorted((STORY / "sources").iterdir()))
    )
    return Checker(Settings(judge=judge)).check(draft, sources)


@pytest.mark.parametrize("name", parts.names("writers"))
def test_report_is_the_golden_one(name: str) -> None:
    """The same draft and sources give the same bytes, in every format that a report is written in."""
    writer = parts.load("writers", name)
    golden = GOLDEN / f"report{writer.SUFFIX}"
    written = writer.write(report())
    if os.environ.get("PRESSCHECK_UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(written)
    if zipfile.is_zipfile(BytesIO(written)):
        assert members(written) == members(golden.read_bytes())  # compression apart, which differs between machines
    else:
        assert written.decode() == golden.read_bytes().decode()


def planted() -> list[tuple[Span, str, bool]]:
    """(the words, the source where the truth stands or nothing, is it caught today) of each row of planted.md."""
    text = report().draft.text
    rows = [row.groupdict() for row in ROW.finditer((STORY / "planted.md").read_text(encoding="utf-8"))]
    starts = [text.index(row["words"]) for row in rows]
    spans = [Span(start, start + len(row["words"])) for start, row in zip(starts, rows, strict=True)]
    return [(span, row["source"].strip(), row["caught"] == "yes") for span, row in zip(spans, rows, strict=True)]


def at(span: Span) -> list[Finding]:
    """The findings that point at these words."""
    return [f for f in report().findings if f.span and f.span.overlaps(span) and f.level is not Level.NOTE]


def test_what_is_planted_is_found() -> None:
    """Each planted error is reported, or not, as planted.md says, and from the source where the truth stands."""
    assert len(planted()) == 11
    for span, source, caught in planted():
        words, found = report().draft[span], at(span)
        assert bool(found) == caught, (words, [finding.message for finding in found])
        passages = [passage for finding in found for evidence in finding.evidence for passage in evidence.passages]
        if caught and source:
            assert source in {Path(report().source(passage.document).name).name for passage in passages}, words


def test_nothing_else_is_reported() -> None:
    """Every finding at warning or above points at something that planted.md lists, whichever judge reads the example."""
    spans = [span for span, _, _ in planted()]
    found = [finding for judge in ("overlap", "auto") for finding in report(judge).findings]
    raised = [f for f in found if f.level is not Level.NOTE]
    others = [f for f in raised if f.span is None or not any(f.span.overlaps(span) for span in spans)]
    assert not [(f.code, f.message) for f in others]


@pytest.mark.skipif(not onnx.ready(), reason="the README shows what the shipped judge says; it is not installed")
def test_readme_shows_what_is_printed() -> None:
    """Each piece of the report that the README shows stands in the report."""
    shown = (ROOT / "README.md").read_text(encoding="utf-8").split("```text\n")[1].split("```")[0]
    pieces = shown.strip().split("\n\n…\n\n")
    printed = parts.load("writers", "text").write(report("auto")).decode()
    assert len(pieces) > 1
    assert not [piece for block in pieces for piece in block.split("\n\n") if piece not in printed]


def test_binary_sources_are_made_from_their_script() -> None:
    """The committed DOCX, PDF and XLSX hold what make_sources.py makes (compression apart, which differs between machines)."""
    for name, make in runpy.run_path(str(STORY.parent / "make_sources.py"))["MADE"].items():
        assert members(make()) == members((STORY / "sources" / name).read_bytes()), name


def members(data: bytes) -> dict[str, bytes]:
    """What is in a file: the members of a ZIP, or the file itself."""
    if not zipfile.is_zipfile(BytesIO(data)):
        return {"": data}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}

"""The benchmark's corpus is what it says: the same from one seed, and every planted error has its truth in a source."""

from __future__ import annotations

import json
import runpy
from html import unescape
from pathlib import Path

WRITE = runpy.run_path(str(Path(__file__).parents[2] / "evals" / "bench" / "big_sources.py"))["write"]


def made(folder: Path) -> dict[str, str]:
    WRITE(folder, words=30_000, draft_words=400)
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.is_file()}


def test_one_seed_gives_one_corpus(tmp_path: Path) -> None:
    """Two runs write the same files, byte for byte, in all four formats."""
    first = made(tmp_path / "a")
    assert first == made(tmp_path / "b")
    assert {Path(name).suffix for name in first if name.startswith("sources")} == {".txt", ".md", ".html", ".csv"}


def test_what_is_planted_has_its_truth_in_a_source(tmp_path: Path) -> None:
    """Each planted sentence stands in the draft, and what it was made from stands in a source."""
    files = made(tmp_path / "story")
    planted = json.loads(files["planted.json"])
    sources = unescape("\n".join(text for name, text in files.items() if name.startswith("sources")))
    assert planted
    for item in planted:
        assert item["sentence"] in files["draft.md"]
        assert item["truth"] in sources

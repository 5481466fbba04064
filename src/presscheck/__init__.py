"""presscheck: check every line of a draft against its sources.

    from pathlib import Path
    from presscheck import check, read

    draft = read(Path("draft.docx").read_bytes(), "draft.docx")
    report = check(draft, [read(Path("letters.pdf").read_bytes(), "letters.pdf")])
"""

from __future__ import annotations

from presscheck.check import Checker, check
from presscheck.errors import PackError, PresscheckError, SettingsError, UnreadableError
from presscheck.intake import read
from presscheck.model import (
    Document,
    Evidence,
    Fact,
    Finding,
    Level,
    Outcome,
    Passage,
    Relation,
    Report,
    Sentence,
    Span,
    Unreadable,
    Verdict,
)
from presscheck.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "Checker",
    "Document",
    "Evidence",
    "Fact",
    "Finding",
    "Level",
    "Outcome",
    "PackError",
    "Passage",
    "PresscheckError",
    "Relation",
    "Report",
    "Sentence",
    "Settings",
    "SettingsError",
    "Span",
    "Unreadable",
    "UnreadableError",
    "Verdict",
    "check",
    "read",
]

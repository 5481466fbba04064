"""presscheck: check every line of a draft against its sources.

from pathlib import Path
from presscheck import check, read

draft = read(Path("draft.docx").read_bytes(), "draft.docx")
report = check(draft, [read(Path("letters.pdf").read_bytes(), "letters.pdf")])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from presscheck.errors import PackError, PresscheckError, SettingsError, UnreadableError
    from presscheck.flow import Checker, check
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

_ROOMS = {
    **dict.fromkeys(("Checker", "check"), "flow"),
    **dict.fromkeys(("PackError", "PresscheckError", "SettingsError", "UnreadableError"), "errors"),
    "Settings": "settings",
    "read": "intake",
}


def __getattr__(name: str) -> Any:
    """The public names, fetched from their rooms when first used, so that `import presscheck` costs next to nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'presscheck' has no attribute {name!r}")
    from importlib import import_module

    globals()[name] = value = getattr(import_module(f"presscheck.{_ROOMS.get(name, 'model')}"), name)
    return value

"""Every error that a user can meet; each says what was met and what to do next.

PresscheckError
├── UnreadableError       a draft or source cannot be read: .name, .met, .next_step
├── SettingsError         a settings file, option or part name is wrong
└── PackError             a rule pack is wrong: file, line and the offending words are in the message
"""

from __future__ import annotations


class PresscheckError(Exception):
    """Base of all errors that presscheck raises on purpose; `str()` of it is fit to show to a user."""


class UnreadableError(PresscheckError):
    """A file that cannot be read: `name` is the file as the user gave it, `met` what was found in it, `next_step` what to do."""

    def __init__(self, name: str, met: str, next_step: str) -> None:
        super().__init__(name, met, next_step)
        self.name = name
        self.met = met
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.name}: {self.met}. {self.next_step}"


class SettingsError(PresscheckError):
    """A setting, a command-line option or the name of a part is wrong."""


class PackError(PresscheckError):
    """A rule pack is wrong; the message names the file, the line and the offending words."""

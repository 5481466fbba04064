"""Open folders: what is in them, what installed packages add, and what is no part."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from presscheck import parts
from presscheck.errors import SettingsError

SLOTS = get_args(parts.Slot)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path where packages can be installed; what was known of parts before is forgotten, and again at the end."""
    monkeypatch.syspath_prepend(str(tmp_path))
    for forget in (parts.names, parts._outside):
        forget.cache_clear()
    yield tmp_path
    for forget in (parts.names, parts._outside):
        forget.cache_clear()


def install(site: Path, slot: str, name: str) -> None:
    """A package with one part, as an installer leaves it."""
    (site / "acme.py").write_text('SUFFIX = ".acme"\n\n\ndef write(report):\n    return b"acme"\n')
    (site / "acme-1.0.dist-info").mkdir()
    (site / "acme-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (site / "acme-1.0.dist-info" / "entry_points.txt").write_text(f"[presscheck.{slot}]\n{name} = acme\n")


@pytest.mark.parametrize("slot", SLOTS)
def test_a_file_is_a_part(slot: parts.Slot) -> None:
    """The parts of a slot are the files of its folder, in order, and each can be loaded."""
    folder = Path(parts.__file__).parent / slot
    files = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    assert list(parts.names(slot)) == files
    assert all(parts.load(slot, name) is import_module(f"presscheck.{slot}.{name}") for name in files)


@pytest.mark.parametrize("slot", SLOTS)
@pytest.mark.parametrize("name", ["nothing", "", "__init__", "../errors", "text.py"])
def test_no_such_part(slot: parts.Slot, name: str) -> None:
    """A name without a part is an error that lists those there are."""
    with pytest.raises(SettingsError) as raised:
        parts.load(slot, name)
    said = str(raised.value)
    assert said.startswith(f"there is no {slot.removesuffix('s')} named {name!r}; there are: ")
    assert parts.names(slot)[0] in said


def test_a_package_adds_a_part(site: Path) -> None:
    """An installed package's part is listed among ours and loaded from where it lives."""
    install(site, "writers", "acme")
    assert "acme" in parts.names("writers")
    assert parts.load("writers", "acme").SUFFIX == ".acme"
    assert "acme" not in parts.names("readers")


def test_a_clash_is_an_error(site: Path) -> None:
    """A package may not take the name of one of ours: the error names it and says what to do."""
    install(site, "writers", "json")
    with pytest.raises(SettingsError, match=r"offers writers named json, which presscheck has already; uninstall it"):
        parts.load("writers", "json")
    assert parts.names("judges")

"""What a stranger relies on: links that lead somewhere, a changelog that knows the version, pinned packages, no hosts of registries."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from pkgutil import resolve_name

import presscheck
from presscheck import parts
from presscheck.model import Outcome

ROOT = Path(__file__).parents[2]
LISTED = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
FILES = [ROOT / name for name in sorted(LISTED.stdout.decode().split("\0")) if name and (ROOT / name).is_file()]
PAGES = [path for path in FILES if path.suffix == ".md" and not {"cases", "sources"} & set(path.parts)]
LINK = re.compile(r"\]\(([^)\s]+)\)")
# spelt so that this file does not hold what it forbids
REGISTRY = re.compile(
    rb"pypi\.(?:org|io)|pythonhosted\.org|npmjs\.(?:com|org)|/simple(?:/|$)|(?<!emit-)[i]ndex-url|[f]ind-links", re.MULTILINE
)


def test_links_lead_somewhere() -> None:
    """Every link from one of our pages to another of our files leads to a file, and its heading is there."""
    links = [(page, link) for page in PAGES for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert links
    assert not [(str(page.relative_to(ROOT)), link) for page, link in links if not leads(page, link)]


def leads(page: Path, link: str) -> bool:
    """Is there such a file and, where the link names one, such a heading in it?"""
    target, _, heading = link.partition("#")
    file = page.parent / target if target else page
    return file.exists() and (not heading or heading in headings(file))


def headings(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    lines = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


def test_changelog_knows_the_version() -> None:
    """The changelog has a section for the version that the package says it is."""
    assert f"## [{presscheck.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_pinned_package_has_a_hash() -> None:
    """Each package in dev.txt is pinned to one version and carries at least one SHA-256."""
    text = (ROOT / "requirements/dev.txt").read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if not entry.startswith("#")]
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9.\-]+==\S+", entry), entry.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]


def test_no_file_names_a_registry() -> None:
    """Where packages come from is the business of who installs them: no file names a registry or sets its address."""
    assert not [path for path in FILES if REGISTRY.search(path.read_bytes())]


def test_readme_lists_the_formats() -> None:
    """The README's table of formats has exactly the file endings that there are readers for."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`\.[^|]+)\|", readme, flags=re.MULTILINE)
    listed = [suffix for row in rows for suffix in re.findall(r"`(\.\w+)`", row)]
    assert sorted(listed) == sorted(suffix for name in parts.names("readers") for suffix in parts.load("readers", name).SUFFIXES)


def test_readme_explains_the_verdicts() -> None:
    """Each outcome that a report can hold is explained in the README."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(re.search(rf"^\| {outcome.replace('_', ' ')} \|", readme, flags=re.MULTILINE) for outcome in Outcome)


def test_start_to_finish_names_what_exists() -> None:
    """Every function and class that the start-to-finish page names can be imported under that name."""
    names = re.findall(r"`(presscheck\.[\w.]+)(?:\(\))?`", (ROOT / "docs/start-to-finish.md").read_text(encoding="utf-8"))
    assert len(names) > 10
    for name in names:
        resolve_name(name)

"""The docs site: the Markdown pages of this folder, with a light theme that comes with Sphinx, and nothing from any other server.

Pages are written to be read where the repository is read, too. So none holds a directive: the tree of the site is made of the links in
the lists and tables of the pages in TREES, and a page that none of them links to is a warning.
"""

from __future__ import annotations

import re

from sphinx.application import Sphinx

from presscheck import __version__

project = "presscheck"
author = "The presscheck authors"
version = release = __version__
project_copyright = "The presscheck authors, Apache-2.0"

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
nitpicky = True
myst_heading_anchors = 4  # links such as packs.md#a-rule lead to headings

html_theme = "alabaster"
html_theme_options = {"description": "Checks every line of a draft against its sources.", "page_width": "72rem"}
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False

TREES = {"index", "formats", "facts", "reports", "rules/README", "decisions/README"}
SECTION = re.compile(r"^## ", re.MULTILINE)
LISTED = re.compile(r"^[-|].*", re.MULTILINE)
LINK = re.compile(r"\]\((\w[\w/-]*)\.md\)")


def setup(app: Sphinx) -> None:
    """Sphinx calls this before it reads the pages."""
    app.connect("source-read", add_tree)


def add_tree(_: Sphinx, name: str, source: list[str]) -> None:
    """Give a page that lists others its branches of the site's tree, one for each of its sections."""
    if name in TREES:
        source[0] += "".join(map(branch, SECTION.split(source[0])))


def branch(section: str) -> str:
    """The pages that a section lists, as a part of the tree; "" where it lists none."""
    pages = dict.fromkeys(page for line in LISTED.findall(section) for page in LINK.findall(line))
    caption = "" if section.startswith("# ") else f":caption: {section.partition(chr(10))[0]}\n"
    return f"\n```{{toctree}}\n:hidden:\n{caption}\n" + "\n".join(pages) + "\n```\n" if pages else ""

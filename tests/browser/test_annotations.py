"""The selectors of Web Annotations, resolved in a real browser over a real page: each leads to the right words."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import reports
from presscheck.model import BlockKind, Document, Finding, Level, Report, Sentence, Span
from presscheck.writers.annotation import write

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]

# The text in many nodes, as a page has it; a Range over it by position, counted in code points, and by quotation with its surroundings.
SHOW = """text => {
  document.body.replaceChildren(...[...text.matchAll(/[^ ]* ?/gsu)].map(([words], at) => {
    const node = document.createElement(at % 3 ? "span" : "b");
    node.textContent = words;
    return node;
  }));
}"""
RESOLVE = """selectors => {
  const nodes = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const text = nodes.map(node => node.data).join("");
  const points = [...text];
  const units = point => points.slice(0, point).join("").length;
  const range = (start, end) => {
    const found = document.createRange();
    let at = 0;
    for (const node of nodes) {
      if (at <= start && start <= at + node.length) found.setStart(node, start - at);
      if (at <= end && end <= at + node.length) { found.setEnd(node, end - at); break; }
      at += node.length;
    }
    return found.toString();
  };
  return selectors.map(([quote, position]) => {
    const whole = quote.prefix + quote.exact + quote.suffix;
    const first = text.indexOf(whole), start = first + quote.prefix.length;
    return {
      byPosition: range(units(position.start), units(position.end)),
      byQuote: range(start, start + quote.exact.length),
      times: text.split(whole).length - 1,
      same: start === units(position.start),
    };
  });
}"""

ODD = (
    "😀 Captain 👩‍🚒 Oona said 31 letters came. 31 letters! And 31 letters again, 🇮🇪 she said.",
    "הוועדה קיבלה 31 מכתבים, said the clerk. קיבלה 31 מכתבים, he said again. مرحبا 31 رسالة",
    "Cafe\u0301 Zoe\u0308 met Café Zoë; cafe\u0301 met cafe\u0301. ｗｉｄｅ ﬁne Zo\u0301e\u0301",
    "13 13 13 13 13",
    "𝔄𝔟𝔠 31 𝔄𝔟𝔠 31",
)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        assert "CI" not in os.environ, "CI tests the selectors in Chromium, which is not installed here"
        pytest.skip("Chromium is not installed: install it (Debian: apt-get install chromium) to test selectors in a browser")
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser.new_page()
        browser.close()


def words_of(text: str) -> list[Span]:
    """Every word of a text, and every pair of words."""
    starts = [at for at in range(len(text)) if not text[at].isspace() and (at == 0 or text[at - 1].isspace())]
    ends = [at for at in range(1, len(text) + 1) if not text[at - 1].isspace() and (at == len(text) or text[at].isspace())]
    alone = [Span(start, end) for start, end in zip(starts, ends, strict=True)]
    return alone + [Span(start, end) for start, end in zip(starts, ends[1:], strict=False)]


def flagged(*texts: str) -> Report:
    """A draft of those paragraphs with a finding on every word of it."""
    draft = reports.document("draft.txt", "text/plain", [(BlockKind.PARAGRAPH, f"para. {n}", text) for n, text in enumerate(texts, 1)])
    found = [Finding("x", Level.NOTE, span, "a word", f"{at:016x}") for at, span in enumerate(words_of(draft.text))]
    return Report(draft, (), (Sentence(0, Span(0, len(draft.text))),), (), tuple(found), reports.RUN)


def selections(report: Report) -> dict[str, list[list[dict[str, Any]]]]:
    """The selectors of each document, by its name."""
    found: dict[str, list[list[dict[str, Any]]]] = {}
    for item in json.loads(write(report))["first"]["items"]:
        for part in (item["target"], *item["body"]):
            if "selector" in part:
                found.setdefault(part["source"]["id"], []).append(part["selector"])
    return found


def resolved(page: Page, document: Document, selectors: list[list[dict[str, Any]]]) -> None:
    """Both selectors lead to the same place and to the very words, and the quotation stands nowhere else."""
    page.goto("about:blank")
    page.evaluate(SHOW, document.text)
    wanted = [document[Span(position["start"], position["end"])] for _, position in selectors]
    for words, got in zip(wanted, page.evaluate(RESOLVE, selectors), strict=True):
        assert got == {"byPosition": words, "byQuote": words, "times": 1, "same": True}, words


def test_the_ferry(page: Page) -> None:
    """Every selection of the ferry's report, in the draft and in five sources, leads to its words."""
    report = reports.ferry()
    known = {document.name: document for document in (report.draft, *report.sources) if isinstance(document, Document)}
    found = selections(report)
    assert set(found) == set(known)
    for name, selectors in found.items():
        resolved(page, known[name], selectors)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts(page: Page, text: str) -> None:
    """Emoji of many code units, right-to-left words, combining marks and words that repeat are counted and quoted right."""
    report = flagged(text)
    (selectors,) = selections(report).values()
    assert len(selectors) == len(report.findings)
    resolved(page, report.draft, selectors)


def test_all_at_once(page: Page) -> None:
    """The same texts as paragraphs of one draft, so that words repeat across them."""
    report = flagged(*ODD, *ODD)
    (selectors,) = selections(report).values()
    resolved(page, report.draft, selectors)

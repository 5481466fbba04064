"""The HTML report as text: escaping, the same bytes each time, excerpts of large sources, contrast of its colours."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from presscheck.model import (
    BlockKind,
    Document,
    Fact,
    Finding,
    Level,
    Outcome,
    Relation,
    Report,
    Sentence,
    Span,
    Unreadable,
    Verdict,
)
from presscheck.parts import load
from presscheck.writers import html
from presscheck.writers.html import Html, Mark, pieces, tag, write

HOSTILE = "</script></style><img src=x onerror=alert(1)> \"' & <!-- $name ${style}"
VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """Every start tag with its attributes, all text, and the ids; it fails where the elements do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def with_class(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if name in (attributes.get("class") or "").split()]

    def ids(self) -> list[str]:
        return [identity for _, attributes in self.tags if (identity := attributes.get("id"))]


def page_of(report: Report) -> Page:
    return Page(write(report).decode())


def hostile() -> Report:
    """Hostile words wherever a stranger's words can stand."""
    draft = replace(reports.document(HOSTILE, HOSTILE, [(BlockKind.HEADING, HOSTILE, HOSTILE)]), digest=HOSTILE)
    source = reports.document(f"{HOSTILE}.txt", HOSTILE, [(BlockKind.ITEM, HOSTILE, HOSTILE)], [(HOSTILE,), (HOSTILE,)])
    words = Span(0, len(HOSTILE))
    proof = reports.evidence(source, HOSTILE, Relation.CONTRADICTS, HOSTILE, HOSTILE)
    verdict = Verdict(Fact(HOSTILE, words, 0, HOSTILE + "!", HOSTILE), Outcome.CONTRADICTED, HOSTILE, (proof,))
    finding = Finding(HOSTILE, Level.ERROR, words, HOSTILE, HOSTILE, Outcome.CONTRADICTED, (proof,), (), (HOSTILE,))
    unread = Unreadable(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    run = replace(reports.RUN, version=HOSTILE, settings=HOSTILE, judge=HOSTILE, packs=(HOSTILE,))
    return Report(draft, (source, unread), (Sentence(0, words),), (verdict,), (finding,), run)


def test_fits_its_slot() -> None:
    """The writer is found under the name of its file and says the ending of its files."""
    assert load("writers", "html").SUFFIX == ".html"


def test_hostile_text_makes_no_markup() -> None:
    """Markup in a draft, a name, a source, a reason or an address adds no element and no script to the page."""
    page = page_of(hostile())
    assert not [name for name, _ in page.tags if name == "img"]
    assert [name for name, _ in page.tags].count("script") == 1
    assert not [key for _, attributes in page.tags for key in attributes if key.startswith("on")]
    assert page.text.count(HOSTILE) > 20


def test_text_is_escaped_by_tag_alone() -> None:
    """Text given to `tag` is escaped, in content and in attributes; what `tag` made is not escaped again."""
    assert tag("p", "a<b", tag("b", "&"), title='"') == '<p title="&quot;">a&lt;b<b>&amp;</b></p>'
    assert isinstance(tag("p"), Html)


def test_same_report_same_bytes() -> None:
    """Two runs over the same report give the same bytes, with no time in them."""
    assert write(reports.ferry()) == write(reports.ferry())


def test_script_is_the_one_the_policy_allows() -> None:
    """The policy lets the page's own script run, by its hash, and nothing be fetched."""
    text = write(reports.ferry()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)
    assert policy and script
    digest = re.search("'sha256-([^']*)'", policy[1])
    assert digest and b64decode(digest[1]) == hashlib.sha256(script[1].encode()).digest()
    assert policy[1].startswith("default-src 'none';") and "http" not in policy[1]


def test_galley_is_the_draft() -> None:
    """The galley's words are the draft's, each block's exactly, however many marks cut them."""
    report = reports.ferry()
    text = write(report).decode()
    galley = text[text.index('<div class="galley">') : text.index('<section class="gaps"')]
    blocks = re.findall(r'id="d-b-\d+"><span class="where">[^<]*</span>(.*?)</div>', galley, re.DOTALL)
    words = [Page(block).text for block in blocks]
    assert words == [report.draft[block.span] for block in report.draft.blocks]


def test_every_link_leads_somewhere() -> None:
    """Each link inside the page names an id that is there, and no id is there twice."""
    page = page_of(reports.ferry())
    ids = page.ids()
    assert len(ids) == len(set(ids))
    links = [href for name, attributes in page.tags if name == "a" and (href := attributes.get("href"))]
    assert len(links) > 40
    assert {href[1:] for href in links} <= set(ids)
    named = {key for name in ("aria-labelledby", "aria-controls") for _, a in page.tags for key in (a.get(name) or "").split()}
    assert named <= set(ids)


def test_everything_said_is_in_the_page() -> None:
    """Every reason, message, unread source, name and digest of the report can be read in the page without its script."""
    report = reports.ferry()
    text = page_of(report).text
    said = [said[1:] for said in (*(verdict.reason for verdict in report.verdicts), *(finding.message for finding in report.findings))]
    said += [source.name for source in report.sources] + [source.digest for source in (report.draft, *report.sources)]
    said += [report.run.version, report.run.settings, report.run.judge, *report.run.packs]
    assert [words for words in said if words not in text] == []
    assert "16 facts checked against 5 sources: 4 contradicted, 1 not found in any source, 1 unclear, 10 supported." in text
    assert "Not covered: 1 fact not checked; 4 sentences that assert nothing a source could bear out; 1 source that could not" in text
    assert "its 6 pages are pictures without text" in text


def test_innermost_mark_is_drawn() -> None:
    """A number inside a quote is drawn and opened as the number; the rest of the quote as the quote, and each piece names both."""
    quote, number = Mark(Span(0, 30), "v-0", "supported"), Mark(Span(10, 14), "v-1", "contradicted")
    found = [(piece, [mark.opens for mark in marks]) for piece, marks in pieces(Span(0, 40), [quote, number])]
    assert found == [
        (Span(0, 10), ["v-0"]),
        (Span(10, 14), ["v-1", "v-0"]),
        (Span(14, 30), ["v-0"]),
        (Span(30, 40), []),
    ]


def test_finding_is_drawn_before_the_verdict_it_came_from() -> None:
    """On the same words a finding opens before its verdict, and a contradiction before a supported fact."""
    span = Span(2, 5)
    marks = [Mark(span, "v-0", "supported"), Mark(span, "v-1", "contradicted"), Mark(span, "f-a", "contradicted", 1)]
    ((_, covering),) = pieces(span, marks)
    assert [mark.opens for mark in covering] == ["f-a", "v-1", "v-0"]


SPANS = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: Span(pair[0], sum(pair)))


@given(SPANS, st.lists(SPANS, max_size=12))
def test_pieces_tile(whole: Span, spans: list[Span]) -> None:
    """However marks overlap, the pieces follow one another from start to end, and each is covered by just the marks that hold it."""
    marks = [Mark(span, f"v-{at}", "supported") for at, span in enumerate(spans)]
    found = list(pieces(whole, marks))
    assert found[0][0].start == whole.start and found[-1][0].end == whole.end
    assert all(left.end == right.start for (left, _), (right, _) in pairwise(found))
    for piece, covering in found:
        assert set(covering) == {mark for mark in marks if mark.span.overlaps(piece)}
        assert all(piece in mark.span for mark in covering)


def test_characters_that_html_cannot_hold() -> None:
    """A lone surrogate in a name, and a NUL in a text, are shown as U+FFFD, and the page is UTF-8."""
    text = write(reports.alone("Zero \x00 here.", "caf\udce9.txt")).decode("utf-8")
    assert "caf\ufffd.txt" in text and "Zero \ufffd here." in text and "\x00" not in text


def test_no_sources() -> None:
    """A draft checked alone says so, and that nothing in it was checked is said too."""
    text = page_of(reports.alone()).text
    assert "0 facts checked alone: no sources were given." in text
    assert "1 sentence that asserts nothing a source could bear out" in text
    assert "Nothing calls for an editor’s eye." in text


def large(paragraphs: int, words: str) -> tuple[Document, Report]:
    """A source of many paragraphs with one that bears on the draft, and the report on it."""
    pieces = [(BlockKind.PARAGRAPH, f"para. {n}", f"{n}: {words}") for n in range(paragraphs)]
    middle = paragraphs // 2
    pieces[middle] = (BlockKind.PARAGRAPH, f"para. {middle}", f"{words} The heron has 41 eggs. {words}")
    source = reports.document("ledger.txt", "text/plain", pieces)
    draft = reports.document("draft.txt", "text/plain", [(BlockKind.PARAGRAPH, "para. 1", "The heron has 14 eggs.")])
    line = Sentence(0, Span(0, 22))
    proof = reports.evidence(source, "41 eggs", Relation.CONTRADICTS, "facts.number", "another figure")
    verdict = Verdict(reports.fact(draft, [line], "number", "14 eggs"), Outcome.CONTRADICTED, "draft says 14, source says 41", (proof,))
    return source, Report(draft, (source,), (line,), (verdict,), (), reports.RUN)


def test_large_source_is_excerpted() -> None:
    """Above the limit the page holds the blocks around the evidence, says that it does, and how much is left out."""
    source, report = large(2001, "reed " * 200)
    assert len(source.text) > html.WHOLE_TEXT
    data = write(report)
    page = Page(data.decode())
    assert len(data) < 150_000
    assert "Excerpts only: the sources hold 2,0" in page.text
    assert [key for key in page.ids() if key.startswith("s-1-b-")] == [f"s-1-b-{n}" for n in range(998, 1003)]
    assert page.text.count("998 blocks left out") == 2
    assert any(attributes.get("data-for") == "v-0" for attributes in (a for name, a in page.tags if name == "mark"))


def test_huge_block_is_excerpted() -> None:
    """A source that is one block longer than the limit is cut around the words that matter."""
    source, report = large(1, "reed " * 200_000)
    assert len(source.blocks) == 1
    data = write(report)
    text = Page(data.decode()).text
    assert len(data) < 150_000
    assert "reed  The heron has 41 eggs. reed" in text and " … " in text


def test_large_table_keeps_header_and_neighbours() -> None:
    """An excerpt of a table holds its header row, the row of the evidence and the rows beside it, and says how many cells are left out."""
    rows = [("Name", "Eggs"), *((f"Nest {n}", f"{n} eggs") for n in range(html.WHOLE_BLOCKS))]
    source = reports.document("nests.csv", "text/csv", [], rows)
    draft = reports.document("draft.txt", "text/plain", [(BlockKind.PARAGRAPH, "para. 1", "Nest 700 has 9 eggs.")])
    line = Sentence(0, Span(0, 20))
    proof = reports.evidence(source, "700 eggs", Relation.CONTRADICTS, "facts.number", "another figure", passage="Nest 700 | 700 eggs")
    verdict = Verdict(reports.fact(draft, [line], "number", "9 eggs"), Outcome.CONTRADICTED, "draft says 9, source says 700", (proof,))
    page = page_of(Report(draft, (source,), (line,), (verdict,), (), reports.RUN))
    kept = [int(key.removeprefix("s-1-b-")) // 2 for key in page.ids() if key.startswith("s-1-b-")]
    assert sorted(set(kept)) == [0, 699, 700, 701, 702, 703]
    assert "1,396 blocks left out" in page.text


def test_small_sources_are_whole() -> None:
    """Below the limit every block of every source is in the page, with its address."""
    report = reports.ferry()
    page = page_of(report)
    blocks = sum(len(source.blocks) for source in report.sources if isinstance(source, Document))
    assert len([key for key in page.ids() if re.match(r"s-\d+-b-", key)]) == blocks
    assert "Excerpts only" not in page.text


def test_source_given_twice_is_shown_once() -> None:
    """A second copy of a source says that it is one, so that no id stands twice."""
    report = reports.ferry()
    page = page_of(replace(report, sources=(*report.sources, replace(report.sources[0], name="copy.vtt"))))
    assert len(page.ids()) == len(set(page.ids()))
    assert "It has the same text as another source" in page.text


def test_finding_tells_the_verdict_it_was_raised_from() -> None:
    """A finding on a few words of a quote tells the quote's verdict, by its evidence; another verdict around it is not told."""
    report = reports.ferry()
    quote = report.verdicts[4]
    finding = replace(report.findings[1], span=reports.find(report.draft.text, "31"), evidence=quote.evidence)
    page = page_of(replace(report, findings=(finding,)))
    told = [attributes["id"] for attributes in page.with_class("verdict") if "told" in str(attributes["class"])]
    assert told == ["v-4"]


def test_evidence_in_the_draft_itself() -> None:
    """Where the draft speaks against itself, the passage is named as the draft's and leads to its line."""
    report = reports.ferry()
    proof = reports.evidence(report.draft, "log lists 13", Relation.CONTRADICTS, "facts.number", "the draft itself")
    words = reports.find(report.draft.text, "31 letters")
    finding = Finding("number-at-odds", Level.WARNING, words, "31 here, 13 below", "abc", None, (proof,))
    text = write(replace(report, findings=(finding,))).decode()
    assert '<a href="#l-5"><bdi class="name">ferry-inquiry.md</bdi>, line 5</a>' in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_have_contrast(scheme: str) -> None:
    """Every colour of text stands out from every ground it is used on: 4.5 to 1 (WCAG AA), 3 to 1 for lines and the focus ring."""
    colours = palette(scheme)
    grounds = [colours[name] for name in ("paper", "sheet", "current", "here", "contradicted-tint")]
    for name in ("ink", *html.WORDS):
        assert min(contrast(colours[name], ground) for ground in grounds) >= 4.5, name
    for name in ("quiet", "link"):
        assert min(contrast(colours[name], colours[ground]) for ground in ("paper", "sheet", "here")) >= 4.5, name
    assert contrast(colours["found-ink"], colours["found"]) >= 4.5
    assert min(contrast(colours["focus"], ground) for ground in grounds) >= 3


def palette(scheme: str) -> dict[str, str]:
    style = files("presscheck").joinpath("data/templates/report.css").read_text("utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    both = light + (dark if scheme == "dark" else "")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", both))


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

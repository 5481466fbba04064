"""The HTML report in a real browser: read by mouse, by keyboard, without script, on paper, on a telephone; nothing leaves the page."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

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
from presscheck.writers.html import write

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LETTERS, GANNET = 2, 6  # findings of `reports.ferry()`, by their place


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        assert "CI" not in os.environ, "CI tests the report in Chromium, which is not installed here"
        pytest.skip("Chromium is not installed: install it (Debian: apt-get install chromium) to test the report in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Desk:
    """Opens reports in the browser, and keeps what they asked the network for and what their scripts complained of."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser = browser
        self.folder = folder
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def open(self, report: Report | None = None, at: str = "", width: int = 1440, **options: Any) -> Page:
        file = self.folder / "report.html"
        file.write_bytes(write(report or reports.ferry()))
        context = self.browser.new_context(viewport={"width": width, "height": 900}, **options)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        page.goto(file.as_uri() + at)
        return page


@pytest.fixture
def desk(chromium: Browser, tmp_path: Path) -> Iterator[Desk]:
    """A desk; after each test no page of it has asked for anything but itself, and no script has failed."""
    desk = Desk(chromium, tmp_path)
    yield desk
    for context in chromium.contexts:
        context.close()
    assert {url.split("#")[0] for url in desk.requests} <= {(tmp_path / "report.html").as_uri()}
    assert desk.complaints == []


def hash_of(place: int) -> str:
    """The address of a finding of `reports.ferry()`."""
    return f"#f-{reports.ferry().findings[place].fingerprint}"


def detail(page: Page) -> Locator:
    return page.locator(".detail:visible")


def in_pane(page: Page, selector: str, pane: str) -> bool:
    """Does the element stand inside what the pane shows at this moment?"""
    inner, outer = page.locator(selector).first.bounding_box(), page.locator(pane).bounding_box()
    assert inner and outer
    return outer["y"] <= inner["y"] and inner["y"] + inner["height"] <= min(outer["y"] + outer["height"], 900)


def focused(page: Page) -> str:
    """The words of the element that has the focus."""
    return str(page.evaluate("document.activeElement.textContent")).strip()


# By mouse


def test_click_shows_the_words_in_their_source(desk: Desk) -> None:
    """A click on marked words opens the reason, the passage and its source, scrolled to the exact words, which are marked."""
    page = desk.open()
    page.locator(".galley .mark", has_text=re.compile("^31 letters$")).click()
    expect(detail(page)).to_have_count(1)
    expect(detail(page).locator(".reason")).to_have_text("Draft says 31 letters, source says 13")
    expect(detail(page).locator("figcaption").first).to_have_text("inquiry-day-3.vtt, 12:40")
    expect(page.locator(".source:visible h3")).to_have_text("inquiry-day-3.vtt")
    expect(page.locator(".reader mark.on:visible")).to_have_text(["13 letters"])
    expect(page.locator(".here:visible .where")).to_have_text("12:40")
    assert in_pane(page, ".reader mark.on:visible", ".reader")
    assert page.evaluate("location.hash") == hash_of(LETTERS)
    assert page.locator(".galley .mark.current").all_inner_texts() == ["31 letters"]


def test_passage_link_turns_to_its_source(desk: Desk) -> None:
    """The second passage of the same finding leads to the table it stands in, at the right cell, and back goes back."""
    page = desk.open(at=hash_of(LETTERS))
    detail(page).get_by_role("link", name="harbour-log.xlsx, row 4, Letters received").click()
    expect(page.locator(".source:visible h3")).to_have_text("harbour-log.xlsx")
    expect(page.locator(".reader td mark.on:visible")).to_have_text("13")
    expect(page.locator("tr.here th")).to_have_text("row 4")
    expect(detail(page).locator(".reason")).to_have_text("Draft says 31 letters, source says 13")
    page.go_back()
    expect(page.locator(".source:visible h3")).to_have_text("inquiry-day-3.vtt")


def test_words_inside_words(desk: Desk) -> None:
    """A number in a quote opens the number, the rest of the quote the quote, and each leads to the other."""
    page = desk.open()
    page.locator(".galley .mark", has_text="about that sandbar").click()
    expect(detail(page).locator(".reason")).to_contain_text("all other words are the same")
    expect(detail(page).locator(".wrong")).to_have_text("31")
    assert "31 letters" in page.locator(".galley .mark.current").all_inner_texts()
    detail(page).locator(".company a", has_text="“31 letters”").first.click()
    expect(detail(page).locator(".reason")).to_have_text("Draft says 31 letters, source says 13")


def test_finding_about_the_whole_draft(desk: Desk) -> None:
    """A finding that has no words in the draft opens from the list."""
    page = desk.open()
    page.locator("#findings a").first.click()
    expect(detail(page).locator("h3")).to_contain_text("The whole draft")
    expect(page.locator("#findings a[aria-current]")).to_contain_text("year-missing")
    expect(page.locator(".galley .mark.current")).to_have_count(0)


def test_filter_hides_marks_and_entries(desk: Desk) -> None:
    """A filter that is off hides its marks and its findings; the words show the next mark that is on; on again brings all back."""
    page = desk.open()
    before = page.locator(".galley .mark").evaluate_all("all => all.map((one) => one.className)")
    button = page.get_by_role("button", name="Contradicted")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".galley .contradicted")).to_have_count(0)
    assert page.locator("#findings li:visible .number").all_inner_texts() == ["1", "4", "7", "8"]
    expect(page.locator(".status")).to_have_text("Contradicted hidden")
    expect(page.locator(".galley .mark", has_text="3.4 metres")).to_have_class("mark supported end")
    assert page.locator(".galley").inner_text().count("31 letters") == 1
    button.click()
    assert page.locator(".galley .mark").evaluate_all("all => all.map((one) => one.className)") == before
    expect(page.locator("#findings li:visible")).to_have_count(8)


def test_script_draws_what_the_page_holds(desk: Desk) -> None:
    """The script's own drawing of the marks is the one that the page comes with."""
    drawn = "all => all.map((one) => ['class', 'href', 'data-n', 'aria-label', 'tabindex'].map((name) => one.getAttribute(name)))"
    plain, alive = desk.open(java_script_enabled=False), desk.open()
    marks = plain.locator(".galley .mark").evaluate_all(drawn)
    assert len(marks) > 20
    assert alive.locator(".galley .mark").evaluate_all(drawn) == marks


def test_filters_can_hide_everything(desk: Desk) -> None:
    """With every filter off no mark is left, no word of the draft is lost, and the list says why it is empty."""
    page = desk.open()
    words = page.locator(".galley").text_content()
    for button in page.locator(".filters button").all():
        button.click()
    expect(page.locator(".galley .mark[href]")).to_have_count(0)
    expect(page.locator(".none-left")).to_be_visible()
    assert page.locator(".galley").text_content() == words


def test_marks_differ_in_form(desk: Desk) -> None:
    """No two outcomes are drawn alike once colour is taken away."""
    page = desk.open()
    forms = "mark => { const s = getComputedStyle(mark); return [s.textDecorationLine, s.textDecorationStyle, s.backgroundImage].join() }"
    outcomes = ("contradicted", "not_found", "unclear", "rule", "unchecked", "supported")
    drawn = [page.locator(f".galley .mark.{outcome}").first.evaluate(forms) for outcome in outcomes]
    assert len(set(drawn)) == len(outcomes), drawn


# By address


def test_deep_link_to_a_finding(desk: Desk) -> None:
    """An address with a finding in it opens that finding, with its words in sight in the draft and in the source."""
    page = desk.open(at=hash_of(GANNET))
    expect(detail(page).locator(".reason")).to_have_text("No source read says that the Gannet touched bottom.")
    expect(page.locator(".reader mark.on:visible")).to_have_text("The Gannet’s owners")
    assert in_pane(page, ".galley .mark.current", "body")
    assert in_pane(page, ".reader mark.on:visible", ".reader")


def test_deep_link_to_a_verdict(desk: Desk) -> None:
    """An address with a verdict in it opens that verdict, by its place in the report."""
    page = desk.open(at="#v-2")
    expect(detail(page).locator("h3")).to_contain_text("212 passengers")
    expect(page.locator(".source:visible h3")).to_have_text("merrow-courier.html")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def test_back_goes_back(desk: Desk) -> None:
    """The browser's back button returns to what was open before, and at last to nothing open."""
    page = desk.open()
    page.locator(".galley .mark", has_text="212").click()
    page.locator(".galley .mark", has_text="2 June").click()
    expect(detail(page).locator("h3")).to_contain_text("2 June")
    page.go_back()
    expect(detail(page).locator("h3")).to_contain_text("212 passengers")
    page.go_back()
    expect(detail(page)).to_have_count(0)
    expect(page.locator(".welcome")).to_be_visible()


@pytest.mark.parametrize("at", ["#f-nosuch", "#%E0%A4%A", "#l-4"])
def test_address_that_names_no_finding(desk: Desk, at: str) -> None:
    """An address that names nothing, or a line of the draft, opens no finding and breaks nothing."""
    page = desk.open(at=at)
    expect(page.locator(".welcome")).to_be_visible()
    page.locator(".galley .mark", has_text="2 June").click()
    expect(detail(page).locator("h3")).to_contain_text("2 June")


def test_link_shows_what_a_filter_hides(desk: Desk) -> None:
    """Opening something that a filter hides turns that filter on again."""
    page = desk.open()
    button = page.get_by_role("button", name="Not found")
    button.click()
    page.evaluate("hash => { location.hash = hash }", hash_of(GANNET))
    expect(detail(page).locator("h3")).to_contain_text("Gannet")
    expect(button).to_have_attribute("aria-pressed", "true")


# By keyboard


def test_keyboard_alone(desk: Desk) -> None:
    """Without a mouse: skip to the draft, step to a mark, open it, read it, follow it to its source, and come back to the same words."""
    page = desk.open()
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the draft"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "“never saw the sandbar”"
    page.keyboard.press("Enter")
    expect(detail(page).locator("h3")).to_be_focused()
    page.keyboard.press("Tab")
    assert focused(page) == "inquiry-day-3.vtt, 09:31"
    page.keyboard.press("Enter")
    expect(page.locator(".source:visible .block.here")).to_be_focused()
    page.keyboard.press("Escape")
    assert focused(page) == "“never saw the sandbar”"
    expect(detail(page)).to_have_count(0)


def test_letter_keys_walk_the_findings(desk: Desk) -> None:
    """n and p walk through the findings, j and k through all marks, with the focus on the words and the news read out."""
    page = desk.open()
    page.keyboard.press("n")
    expect(page.locator(".status")).to_contain_text("finding 1 of 8")
    page.keyboard.press("n")
    expect(detail(page).locator("h3")).to_contain_text("Finding 2")
    page.keyboard.press("n")
    expect(detail(page).locator("h3")).to_contain_text("Finding 3")
    assert focused(page) == "31 letters"
    expect(page.locator(".status")).to_have_text("Contradicted, finding 3 of 8. Draft says 31 letters, source says 13")
    page.keyboard.press("p")
    expect(detail(page).locator("h3")).to_contain_text("Finding 2")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(detail(page).locator("h3 .words")).to_have_text("“13”")
    page.keyboard.press("k")
    expect(detail(page).locator("h3 .words")).to_have_text("“31 letters”")


def test_arrows_and_space(desk: Desk) -> None:
    """Space opens like Enter; arrows move on from the list and from marked words, and still scroll the page elsewhere."""
    page = desk.open()
    page.locator("#findings a").nth(3).focus()
    page.keyboard.press("Space")
    expect(detail(page).locator("h3")).to_contain_text("Finding 4")
    page.locator("#findings a").nth(3).focus()
    page.keyboard.press("ArrowDown")
    expect(detail(page).locator("h3")).to_contain_text("Finding 5")
    expect(page.locator("#findings a").nth(4)).to_be_focused()
    page.locator(".galley .mark", has_text="2016").focus()
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "It is a question of trust."


def test_letter_keys_can_be_turned_off(desk: Desk) -> None:
    """Single-letter keys can be turned off, as people who dictate need (WCAG 2.1.4)."""
    page = desk.open()
    page.get_by_role("button", name="Letter keys").click()
    page.keyboard.press("n")
    expect(detail(page)).to_have_count(0)
    page.get_by_role("button", name="Letter keys").click()
    page.keyboard.press("n")
    expect(detail(page)).to_have_count(1)


RING = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  return [style.outlineStyle + parseFloat(style.outlineWidth), at.outerHTML];
}"""


def test_focus_can_be_seen(desk: Desk) -> None:
    """Everything that Tab reaches draws a ring around itself."""
    page = desk.open(at=hash_of(LETTERS))
    seen = []
    for _ in range(70):
        page.keyboard.press("Tab")
        ring, here = page.evaluate(RING)
        assert ring in {"solid2", "solid3"} or here.startswith("<body"), here[:200]
        seen.append(here)
    assert len(set(seen)) > 40


# Without script, on paper, on a telephone


def test_without_script(desk: Desk) -> None:
    """With scripts off every reason and passage is in sight, and marks lead to them."""
    page = desk.open(java_script_enabled=False)
    report = reports.ferry()
    expect(page.locator(".detail:visible")).to_have_count(len(report.verdicts) + len(report.findings))
    expect(page.locator(".source:visible")).to_have_count(len(report.sources))
    expect(page.get_by_text("its 6 pages are pictures without text").first).to_be_visible()
    page.locator(".galley .mark", has_text="2 June").click()
    assert page.url.endswith("#v-16")
    assert in_pane(page, "#v-16 h3", "aside")
    expect(page.locator(".walk")).to_be_hidden()
    expect(page.locator(".filters button").first).to_be_disabled()


def test_on_paper(desk: Desk) -> None:
    """Printed, the galley with its numbers is followed by every finding with its reason and passages, without toolbars, in black."""
    page = desk.open(at=hash_of(LETTERS))
    page.emulate_media(media="print")
    findings = page.locator(".detail.finding")
    assert [findings.nth(at).is_visible() for at in range(findings.count())] == [True] * 8
    assert not any(page.locator(part).first.is_visible() for part in ("nav", ".walk", ".reader", ".skip", ".bar", ".detail.verdict.told"))
    expect(detail(page).filter(has_text="4.2 million crowns”").last).to_be_visible()
    expect(page.locator("footer")).to_be_visible()
    number = page.locator(".galley .mark.contradicted.end").first.evaluate("mark => getComputedStyle(mark, '::after').content")
    assert "✕" in number and "3" in number
    colours = set(page.locator("main, .mark, .detail, .reason").evaluate_all("all => all.map((one) => getComputedStyle(one).color)"))
    assert colours == {"rgb(0, 0, 0)"}
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_paper_leaves_nothing_out(desk: Desk) -> None:
    """Printed, every fact of every outcome is there with its passages, if no finding tells it already; whatever is open or filtered."""
    page = desk.open(at=hash_of(LETTERS))
    for form in ("supported", "unclear", "rule"):
        page.locator(f".filters [data-form={form}]").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".detail:not(.told)").evaluate_all("all => all.every((one) => one.checkVisibility())")
    assert page.locator(".detail:not(.told) figure").evaluate_all("all => all.length > 10 && all.every((one) => one.checkVisibility())")
    assert page.locator('.galley .mark:not([href]), .filters [aria-pressed="false"]').count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator('.filters [aria-pressed="false"]').count() == 3


def pages_of(data: bytes) -> list[str]:
    """The text of each page of a PDF."""
    from pypdfium2 import PdfDocument

    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in PdfDocument(data)]


@pytest.mark.parametrize("format_", ["A4", "Letter"])
def test_pages(desk: Desk, format_: str) -> None:
    """As a PDF, on paper of either size, pages are numbered, and no finding is cut by the end of one."""
    page = desk.open(java_script_enabled=False)
    pages = pages_of(page.pdf(format=format_, prefer_css_page_size=True))
    assert len(pages) > 2
    assert all(f"{number} / {len(pages)}" in text for number, text in enumerate(pages, 1))
    for finding in reports.ferry().findings:
        reason = " ".join(finding.message[1:].split())
        assert any(reason in text and finding.code in text for text in pages), finding.message
    heads = [text for text in pages if "Finding 3" in text]
    assert len(heads) == 1
    assert "row 4, Letters received" in heads[0].partition("Finding 3")[2]


@pytest.mark.parametrize("width", [320, 400, 800, 1100])
def test_narrow(desk: Desk, width: int) -> None:
    """Down to 320 px nothing runs out of the page, and a finding opens where it can be read and closed again."""
    page = desk.open(width=width)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.locator(".galley .mark", has_text=re.compile("^31 letters$")).click()
    expect(detail(page).locator(".reason")).to_be_in_viewport()
    assert page.locator(".galley .mark.current").first.evaluate(
        "mark => { const box = mark.getBoundingClientRect(); return mark.contains(document.elementFromPoint(box.left + 5, box.top + 5)) }"
    )
    page.get_by_role("button", name="Close").click()
    expect(detail(page)).to_have_count(0)
    assert focused(page) == "31 letters"


# Nothing leaves, nothing gets in


HOSTILE = '</script></style><img src="http://example.invalid/x" onerror="document.title=\'broken in\'"><b>bold</b> & "\''


def hostile() -> Report:
    """The same hostile words as draft, source, name, reason, note, code and message."""
    draft = reports.document(HOSTILE, HOSTILE, [(BlockKind.HEADING, HOSTILE, HOSTILE)])
    source = reports.document(f"{HOSTILE}.txt", HOSTILE, [(BlockKind.ITEM, HOSTILE, HOSTILE)], [(HOSTILE,), (HOSTILE,)])
    words = Span(0, len(HOSTILE))
    proof = reports.evidence(source, HOSTILE, Relation.CONTRADICTS, HOSTILE, HOSTILE)
    verdict = Verdict(Fact(HOSTILE, words, 0, HOSTILE, HOSTILE), Outcome.CONTRADICTED, HOSTILE, (proof,))
    finding = Finding(HOSTILE, Level.ERROR, words, HOSTILE, "abc123", Outcome.CONTRADICTED, (proof,))
    unread = Unreadable(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    return Report(draft, (source, unread), (Sentence(0, words),), (verdict,), (finding,), reports.RUN)


def test_hostile_words_stay_words(desk: Desk) -> None:
    """Markup and script in the draft, its sources and their names are shown as the words they are, and fetch and run nothing."""
    page = desk.open(hostile())
    expect(page.locator(".galley")).to_contain_text(HOSTILE)
    page.locator(".galley .mark").first.click()
    expect(detail(page).locator(".reason")).to_have_text(HOSTILE)
    expect(page.locator(".reader mark.on:visible").first).to_have_text(HOSTILE)
    assert page.locator("img, b:not(.level):not(.wrong)").count() == 0
    assert "checked against its sources" in page.title()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_policy_blocks_what_is_not_ours(desk: Desk) -> None:
    """Even markup that got in could run no script and fetch nothing: the page's policy forbids it."""
    page = desk.open()
    page.evaluate(
        """() => new Promise((done) => {
             document.addEventListener("securitypolicyviolation", () => done());
             document.body.insertAdjacentHTML("beforeend", "<img src='https://example.invalid/x'>");
           })"""
    )
    page.evaluate("document.body.setAttribute('onclick', \"document.title = 'broken in'\"); document.body.click()")
    assert page.title() != "broken in"
    assert len(desk.complaints) >= 2 and all("Content Security Policy" in said for said in desk.complaints)
    desk.complaints.clear()
    desk.requests[:] = [url for url in desk.requests if "example.invalid" not in url]


# For everyone


def test_names_and_order(desk: Desk) -> None:
    """Every control has a name, headings go down one level at a time, landmarks are told apart, ids are unique, the language is given."""
    page = desk.open(at=hash_of(LETTERS))
    assert page.locator("html").get_attribute("lang") == "en"
    unnamed = "all => all.filter((one) => !(one.getAttribute('aria-label') || one.textContent).trim()).map((one) => one.outerHTML)"
    assert page.locator("a, button").evaluate_all(unnamed) == []
    levels = [int(tag[1]) for tag in page.locator(":is(h1, h2, h3, h4):visible").evaluate_all("all => all.map((one) => one.tagName)")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels)), levels
    for role, count in {"banner": 1, "main": 1, "navigation": 1, "complementary": 1, "contentinfo": 1, "status": 1}.items():
        expect(page.get_by_role(role)).to_have_count(count)  # type: ignore[arg-type]
    expect(page.get_by_role("navigation", name="Findings")).to_have_count(1)
    assert page.locator("[tabindex]").evaluate_all("all => all.filter((one) => one.tabIndex > 0).length") == 0
    ids = page.locator("[id]").evaluate_all("all => all.map((one) => one.id)")
    assert len(ids) == len(set(ids))
    expect(page.get_by_role("link", name="31 letters: Contradicted, finding 3")).to_have_count(1)
    expect(page.locator(".reader table").first.get_by_role("columnheader", include_hidden=True)).to_have_count(4)


CONTRASTS = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (one) => {
    const colour = rgba(getComputedStyle(one).backgroundColor);
    return colour[3] === 255 ? colour : ground(one.parentElement);
  };
  const poor = [];
  for (const one of document.querySelectorAll("body *")) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !one.getClientRects().length) continue;
    const [a, b] = [light(rgba(getComputedStyle(one).color)), light(ground(one))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push(one.className + ": " + one.textContent.slice(0, 40) + " " + ratio.toFixed(2));
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("script", [True, False])
def test_contrast_on_the_screen(desk: Desk, scheme: Any, script: bool) -> None:
    """All text as the browser colours it stands out 4.5 to 1 from its ground (WCAG AA), light and dark, with a finding open and in full."""
    page = desk.open(at=hash_of(LETTERS), color_scheme=scheme)
    if not script:
        page.evaluate("document.documentElement.classList.remove('js')")
    assert page.evaluate(CONTRASTS) == []


def test_dark_is_dark(desk: Desk) -> None:
    """The page follows the reader's choice of a dark screen."""
    brightness = "sum = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).reduce((sum, part) => sum + Number(part), 0)"
    grounds: dict[str, int] = {}
    schemes: list[Any] = ["light", "dark"]
    for scheme in schemes:
        grounds[scheme] = desk.open(color_scheme=scheme).evaluate(brightness)
    assert grounds["dark"] < 120
    assert grounds["light"] > 600


def test_reduced_motion(desk: Desk) -> None:
    """Who asks for less motion gets none."""
    moving = "mark => parseFloat(getComputedStyle(mark).transitionDuration)"
    assert desk.open(reduced_motion="reduce").locator(".mark").first.evaluate(moving) == 0
    assert desk.open(reduced_motion="no-preference").locator(".mark").first.evaluate(moving) > 0


# Large


def test_large_source_opens_at_its_excerpt(desk: Desk) -> None:
    """A source too large for a page is shown around the evidence, which is found and marked, and the page says so."""
    pieces = [(BlockKind.PARAGRAPH, f"para. {n}", f"{n}: " + "reed " * 200) for n in range(2000)]
    pieces[1000] = (BlockKind.PARAGRAPH, "para. 1000", "The heron has 41 eggs.")
    source = reports.document("ledger.txt", "text/plain", pieces)
    draft = reports.document("draft.txt", "text/plain", [(BlockKind.PARAGRAPH, "para. 1", "The heron has 14 eggs.")])
    line = Sentence(0, Span(0, 22))
    proof = reports.evidence(source, "41 eggs", Relation.CONTRADICTS, "facts.number", "another figure")
    verdict = Verdict(reports.fact(draft, [line], "number", "14 eggs"), Outcome.CONTRADICTED, "draft says 14, source says 41", (proof,))
    page = desk.open(Report(draft, (source,), (line,), (verdict,), (), reports.RUN), at="#v-0")
    expect(page.locator(".reader .notice")).to_contain_text("Excerpts only")
    expect(page.locator(".reader mark.on:visible")).to_have_text("41 eggs")
    assert in_pane(page, ".reader mark.on:visible", ".reader")


def busy() -> Report:
    """A draft of three thousand marks over a source of as many paragraphs."""
    lines = [f"Boat {n} carried {n + 7} crates." for n in range(1500)]
    draft = reports.document("draft.txt", "text/plain", [(BlockKind.PARAGRAPH, f"para. {n}", line) for n, line in enumerate(lines)])
    source = reports.document("log.txt", "text/plain", [(BlockKind.PARAGRAPH, f"line {n}", line) for n, line in enumerate(lines)])
    sentences = tuple(Sentence(n, block.span) for n, block in enumerate(draft.blocks))
    verdicts = tuple(verdict for line in sentences for verdict in _two(draft, source, line))
    return Report(draft, (source,), sentences, verdicts, (), reports.RUN)


def _two(draft: Document, source: Document, line: Sentence) -> Iterator[Verdict]:
    proof = reports.evidence(source, draft[line.span], Relation.SUPPORTS, "judges.overlap", "word for word")
    crates = Span(line.span.end - 10, line.span.end - 1)
    yield Verdict(Fact("claim", line.span, line.index, draft[line.span], draft[line.span]), Outcome.SUPPORTED, "the log says so", (proof,))
    yield Verdict(Fact("number", crates, line.index, draft[crates], draft[line.span]), Outcome.SUPPORTED, "the same figure", (proof,))


STEP = """async () => {
  const start = performance.now();
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "j" }));
  await new Promise((done) => addEventListener("hashchange", () => requestAnimationFrame(() => setTimeout(done)), { once: true }));
  return performance.now() - start;
}"""


def test_busy_report_stays_quick(desk: Desk) -> None:
    """Among three thousand facts a step from one to the next takes under a second."""
    page = desk.open(busy())
    took = [float(page.evaluate(STEP)) for _ in range(4)]
    expect(detail(page)).to_have_count(1)
    assert max(took) < 1000, took

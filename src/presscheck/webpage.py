"""What on a web page is its article, and when it was published: told from the page's marks, never from its words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from presscheck.decoding import decode
from presscheck.errors import UnreadableError

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_TAGS = 2_000_000  # more than any page that was written for people
_CHARSET = re.compile(
    rb"<meta[^>]{1,300}?charset\s?=\s?[\"']?\s?([\w.:-]{1,40})|<\?xml[^>]{1,200}?encoding\s?=\s?[\"']([\w.:-]{1,40})", re.IGNORECASE
)
_ENDS = re.compile(r"</(?:body|html)\s{0,9}>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:a|abbr|b|big|cite|code|em|font|i|ins|mark|s|small|span|strong|tt|u)(?:\s[^<>]{0,2000})?>", re.IGNORECASE)
_ISO_DATE = re.compile(r"\s{0,9}(\d{4}-\d\d-\d\d)")
_UNSEEN_TAGS = ("script", "style", "template", "noscript", "head", "title", "meta", "link")
_DROPPED = (
    *_UNSEEN_TAGS,
    *("nav", "aside", "dialog", "search", "button", "input", "select", "textarea", "datalist", "output", "progress", "meter"),
    *("svg", "canvas", "iframe", "object", "embed", "audio", "video", "map", "frameset", "noframes", "rt", "rp"),
)
_ROLES = ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar")
_NAMED = ("div", "section", "ul", "ol", "p")  # what a class or id can make chrome
_NAMES = frozenset(
    {
        *("cookie", "cookies", "consent", "gdpr", "breadcrumb", "breadcrumbs", "share", "sharing", "social", "related", "recommended"),
        *("recommendations", "newsletter", "subscribe", "signup", "promo", "promos", "advert", "adverts", "advertisement", "ad", "ads"),
        *("sponsor", "sponsored", "sidebar", "comments", "disqus", "modal", "popup", "toolbar", "menu", "nav", "navbar", "navigation"),
        *("pagination", "pager", "outbrain", "taboola", "mostread", "masthead", "topbar", "footer", "banner", "skiplink"),
    }
)
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_UNSEEN = re.compile(r"display\s?:\s?none|visibility\s?:\s?hidden", re.IGNORECASE)
_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "datepublished", "pubdate", "publish-date", "publication_date", "date"),
    *("dc.date", "dc.date.issued", "dcterms.date", "dcterms.created", "parsely-pub-date", "sailthru.date", "citation_publication_date"),
)


def parse(data: bytes, name: str) -> _Element | None:
    """The page as a tree, None where it has no element. Raises UnreadableError where the parser would lose words in silence: it ends
    a page 256 elements deep."""
    stated = _CHARSET.search(data, 0, 4096)
    text = _ENDS.sub("", decode(data, (stated[1] or stated[2]).decode("ascii") if stated else None))
    if text.count("<") > _TAGS:
        raise UnreadableError(name, f"this page has more than {_TAGS} tags", "Save the part you need as a page or as .txt, and run again.")
    root, is_whole = _tree(text)
    if not is_whole:  # by old pages that open `font` after `font` and never close it
        root, is_whole = _tree(_INLINE.sub("", text))
    if not is_whole:
        met = "the elements of this page are nested more than 256 deep, which no real page is"
        raise UnreadableError(name, met, "Save the text of the page as .txt and run again.")
    return root


def _tree(text: str) -> tuple[_Element | None, bool]:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = etree.fromstring(text.encode(), parser) if text.strip() else None
    return root, not any(problem.type_name == "ERR_RESOURCE_LIMIT" for problem in parser.error_log)


def tag_of(element: _Element) -> str:
    return element.tag if isinstance(element.tag, str) else ""


def body_of(root: _Element) -> _Element:
    body = root.find("body")
    return root if body is None else body


def unseen(root: _Element) -> set[_Element]:
    """What no reader of the page sees."""
    return {element for element in root.iter() if tag_of(element) in _UNSEEN_TAGS or _is_hidden(element)}


def chrome_of(root: _Element) -> set[_Element]:
    """Navigation, banners, footers, forms, advertisements, and what is not seen."""
    chrome = {element for element in root.iter() if tag_of(element) in _DROPPED or _is_hidden(element)}
    sizes, holders = _sizes(root, chrome), _with_all_above(root.iter("h1", "main", "article"))
    half = sizes[body_of(root)].words / 2
    for element in root.iter():
        # a class or an id that covers most of the page says nothing about it
        named = tag_of(element) in _NAMED and sizes[element].words < half and _is_named_chrome(element)
        if (named or _is_structural_chrome(element)) and element not in holders:
            chrome.add(element)
    return chrome


def container(root: _Element, chrome: set[_Element]) -> _Element:
    """The element that holds the article: the one that says so and has a fair share of the words, else the whole body, where
    lists of links join the `chrome`."""
    body, sizes = body_of(root), _sizes(root, chrome)
    for element in _marked(body, sizes):
        words = sizes[element].words
        if words > 600 or 10 * words > 4 * sizes[body].words:
            return element
    for element in body.iter("div", "ul", "ol", "p", "section", "table", "td"):
        size = sizes[element]
        mostly_links = size.links > 2 and 4 * size.linked > 3 * size.words and size.linked < 100 * size.links
        if mostly_links and not any(True for _ in element.iter(*HEADINGS)):
            chrome.add(element)
    return body


@dataclass(frozen=True, slots=True)
class _Size:
    """How many characters of text are in an element, how many of them in links, and how many links."""

    words: int = 0
    linked: int = 0
    links: int = 0


def _sizes(root: _Element, chrome: set[_Element]) -> dict[_Element, _Size]:
    sizes: dict[_Element, _Size] = {}
    for element in reversed(list(root.iter())):
        words, linked, links = len((element.text or "").strip()), 0, 0
        for child in element:
            size = sizes[child]
            words += size.words + len((child.tail or "").strip())
            linked += size.linked
            links += size.links
        if tag_of(element) == "a" and element.get("href"):
            linked, links = words, 1
        sizes[element] = _Size() if element in chrome else _Size(words, linked, links)
    return sizes


def _with_all_above(elements: Iterable[_Element]) -> set[_Element]:
    found: set[_Element] = set()
    for element in elements:
        here: _Element | None = element
        while here is not None and here not in found:
            found.add(here)
            here = here.getparent()
    return found


def _is_hidden(element: _Element) -> bool:
    if tag_of(element) in ("html", "body"):
        return False
    return "hidden" in element.attrib or element.get("aria-hidden") == "true" or bool(_UNSEEN.search(element.get("style", "")))


def _is_structural_chrome(element: _Element) -> bool:
    """By its tag or role: the page's header, a footer, a form that is not the page."""
    tag = tag_of(element)
    if tag == "header":
        return not any(tag_of(above) in ("article", "main") for above in element.iterancestors())
    if tag == "footer":
        return not any(tag_of(above) == "blockquote" for above in element.iterancestors())
    if tag == "form":
        return len(list(islice(element.iter("p"), 3))) < 3
    return element.get("role") in _ROLES


def _is_named_chrome(element: _Element) -> bool:
    """By the words of its classes and id: "social-share", "cookieBanner", "most_read"."""
    for name in [*element.get("class", "").split()[:30], element.get("id", "")]:
        words = [word.lower() for word in _NAME.findall(name[:100])]
        if not _NAMES.isdisjoint(words) or not _NAMES.isdisjoint(a + b for a, b in pairwise(words)):
            return True
    return False


def _marked(body: _Element, sizes: Mapping[_Element, _Size]) -> Iterator[_Element]:
    """Elements marked as the article, best first; several `article`s are a page of posts, not one of them its article."""
    articles = [found for found in body.iter("article") if not any(tag_of(above) == "article" for above in found.iterancestors())]
    articles.sort(key=lambda found: sizes[found].words, reverse=True)
    if articles and (len(articles) == 1 or sizes[articles[0]].words > 4 * sizes[articles[1]].words):
        yield articles[0]
    bodies = [found for found in body.iter() if found.get("itemprop", "").lower() == "articlebody"]
    if len(bodies) == 1:
        yield bodies[0]
    yield from islice((found for found in body.iter() if tag_of(found) == "main" or found.get("role") == "main"), 1)


def published(root: _Element) -> date | None:
    """The day the page says it was published, in its metadata or the first `time` of its article."""
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if name.lower() in _PUBLISHED and (day := _day(meta.get("content", ""))):
            return day
    for script in root.iter("script"):
        if script.get("type", "").lower() == "application/ld+json" and (day := _day(_stated(script.text or ""))):
            return day
    times = [time for time in root.iter("time") if "pubdate" in time.attrib or time.get("itemprop", "").lower() == "datepublished"]
    return next((day for time in [*times, *root.iter("time")] if (day := _day(time.get("datetime", "")))), None)


def _stated(text: str) -> str:
    """`datePublished` in JSON-LD, wherever it stands."""
    try:
        waiting: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return ""
    for here in waiting:  # which grows
        if isinstance(here, dict):
            if isinstance(here.get("datePublished"), str):
                return str(here["datePublished"])
            waiting += here.values()
        elif isinstance(here, list):
            waiting += here
    return ""


def _day(text: str) -> date | None:
    stated = _ISO_DATE.match(text)
    try:
        return date.fromisoformat(stated[1]) if stated else None
    except ValueError:
        return None

"""A page is read for its article, in the characters the browser shows."""

from datetime import date

import pytest

from laws import assert_lawful
from presscheck.errors import UnreadableError
from presscheck.model import BlockKind, Cell, Document
from presscheck.readers.html import read

STORY = "".join(f"<p>Paragraph {number} of the story about the harbour and its board, which met on Tuesday.</p>" for number in range(9))


def lawfully(page: str) -> Document:
    document = read(page.encode(), "page.html")
    assert_lawful(document)
    return document


def blocks(page: str) -> list[str]:
    document = lawfully(page)
    return [document[block.span] for block in document.blocks]


def found(page: str) -> list[tuple[str, str, str]]:
    document = lawfully(page)
    return [(block.kind.value, block.where, document[block.span]) for block in document.blocks]


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<p>  A <b> bold</b>\n <i>word</i>. </p>", ["A bold word."]),
        ("<p>un<b>believ</b>able</p>", ["unbelievable"]),
        ("<p>A&nbsp;b&nbsp; c\u200bd&shy;e</p>", ["A\u00a0b\u00a0 c\u200bd\u00ade"]),
        ("<p>one <br> two<br>three</p>", ["one\ntwo\nthree"]),
        ("<p>one<br><br>two</p>", ["one", "two"]),
        ("<pre>\n a  b\n\tc</pre>", [" a  b\n\tc"]),
        ("<p>a<!-- not this -->b<wbr>c<script>d</script></p>", ["abc"]),
        ("one<div>two</div>three<p>four</p>", ["one", "two", "three", "four"]),
        ("<p>&ldquo;We&rsquo;re&#8221; &#146;e\u0301 1 < 2 &amp; AT&T</p>", ["“We’re” ’e\u0301 1 < 2 & AT&T"]),
        ("<p>She said <q>no</q>.</p>", ["She said “no”."]),
        ("<p>cut off", ["cut off"]),
        ("<html><body><p>one</p></body></html><p>two</p>", ["one", "two"]),
    ],
)
def test_text_is_what_the_browser_shows(page: str, shown: list[str]) -> None:
    """White space collapses, line breaks and entities become characters, and inline marks neither add nor take a space."""
    assert blocks(page) == shown


def test_the_article_is_read_and_the_page_around_it_is_not() -> None:
    """Navigation, banners, forms, advertisements, related links, hidden elements and footers are no part of the source."""
    page = f"""<!doctype html><title>Tug refused | Tide</title><style>p{{}}</style>
    <div id="cookieBanner">We use cookies. <button>Accept</button></div>
    <header><a href="/">Tide</a><nav><a href="/news">News</a></nav></header><div class="ad">Buy tyres</div>
    <main><article><header><h1>Tug refused</h1><p class="byline">By Hanne Corrigan</p></header>{STORY}
    <div class="social-share"><a href="/s">Share</a></div><aside><p>Most read</p></aside><figure><img alt="Quay">
    <figcaption>The quay</figcaption></figure><p hidden>Secret</p><p style="display: none">Secret</p><span aria-hidden="true">x</span>
    <form><label>Mail</label><input></form><template><p>Draft</p></template><noscript>Enable</noscript>
    <blockquote>“No.”<footer>Edda Holloway</footer></blockquote><section class="most-read"><p>Other</p></section></article></main>
    <footer><p>© Tide</p></footer>"""
    document = lawfully(page)
    text = [document[block.span] for block in document.blocks]
    assert text[:2] == ["Tug refused", "By Hanne Corrigan"]
    assert text[11:] == ["The quay", "“No.”", "Edda Holloway"]
    assert [block.kind for block in document.blocks[-2:]] == [BlockKind.QUOTED, BlockKind.QUOTED]


def test_a_live_blog_is_read_whole() -> None:
    """Several articles on a page are its posts, and all are read, in their order."""
    posts = "".join(f"<article><time>0{n}:15</time><h3>Post {n}</h3>{STORY}</article>" for n in range(4))
    text = blocks(f"<nav>Home</nav><h1>Live</h1>{posts}<footer>©</footer>")
    assert text[:3] == ["Live", "00:15", "Post 0"]
    assert len(text) == 1 + 4 * 11


def test_a_plain_page_is_read_whole() -> None:
    """A page without any mark of its article is read from its first word to its last, but for lists of links."""
    links = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(6))
    text = blocks(f"<body><ul>{links}</ul><div><h1>Tug refused</h1>{STORY}</div><div>Afterword</div></body>")
    assert text[0] == "Tug refused"
    assert text[-1] == "Afterword"
    assert len(text) == 11


def test_the_title_is_read_where_it_stands_outside_the_article() -> None:
    """The page's first-level heading comes first, even from above the element that holds the body."""
    assert blocks(f"<header><h1>Tug refused</h1></header><div itemprop='articleBody'>{STORY}</div><div>More</div>")[0] == "Tug refused"


def test_a_class_on_the_whole_page_hides_nothing() -> None:
    """A name such as "share" on what holds most of the words is a theme's, not an advertisement's; a form may be the page."""
    assert len(blocks(f"<form><div class='page-with-sidebar share'>{STORY}</div></form>")) == 9


def test_lists_and_headings_are_addressed() -> None:
    """Each kind of block counts for itself, and an item's paragraphs share its address."""
    assert found("<h2>Points</h2><ul><li>one<li><p>two</p><p>more</p></ul><dl><dt>Term<dd>Text</dl><p>End") == [
        ("heading", "heading 1", "Points"),
        ("item", "item 1", "one"),
        ("item", "item 2", "two"),
        ("item", "item 2", "more"),
        ("item", "item 3", "Term"),
        ("item", "item 4", "Text"),
        ("paragraph", "para. 1", "End"),
    ]


def test_tables_of_data_have_cells() -> None:
    """Cells are addressed by row and column name, across spans; an empty cell takes its place, and lines in a cell stay lines."""
    page = """<table><caption>Votes</caption><thead><tr><th>Party</th><th colspan=2>Votes</th></tr></thead>
    <tr><td rowspan=2>Reed</td><td></td><td>12</td></tr><tr><td><p>one</p><p>two</p></td><td>7</td></tr></table>"""
    document = lawfully(page)
    assert document.text == "Votes\n\nParty | Votes\nReed |  | 12\none\ntwo | 7"
    assert [(b.where, b.cell) for b in document.blocks[3:]] == [
        ("row 2, Party", Cell(1, 2, 1)),
        ("row 2, Votes", Cell(1, 2, 3)),
        ("row 3, Votes", Cell(1, 3, 2)),
        ("row 3, Votes", Cell(1, 3, 3)),
    ]


def test_tables_that_lay_out_the_page_are_text() -> None:
    """A table that holds headings or other tables is how old pages place their columns."""
    document = lawfully("<table><tr><td>Menu</td><td><h1>Tug refused</h1><p>She asked.</p></td></tr></table>")
    assert [block.cell for block in document.blocks] == [None] * 3


def test_links_point_to_their_address() -> None:
    """A link points from its words, without the white space around them, to its address; links that lead nowhere do not."""
    table = "<table><tr><td><a href='/b'>b</a><td>c</table>"
    document = lawfully(f"<p>See <a href='court.pdf#page=3'> the <b>file</b> </a>or <a href='#top'>top</a>.{table}")
    assert [(document[p.span], p.target, p.locus) for p in document.pointers] == [("the file", "court.pdf", "page=3"), ("b", "/b", "")]


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:published_time' content='2026-02-26T08:00:00Z'>",
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2026-02-26"}]}</script>',
        "<time datetime='2026-02-26 08:00'>Thursday</time>",
        "<script type='application/ld+json'>[[[</script><meta name=date content=soon><time datetime='2026-02-26'>",
    ],
)
def test_the_page_says_when_it_was_published(head: str) -> None:
    """The date comes from the page's metadata, broken parts of which are passed over."""
    assert lawfully(f"{head}<p>Text</p>").published == date(2026, 2, 26)


def test_the_page_states_its_encoding() -> None:
    """An encoding in a `meta` is used where the bytes are not UTF-8."""
    assert read("<meta charset=iso-8859-8><p>ראש העיר</p>".encode("iso8859-8"), "x.html").text == "ראש העיר"


def test_a_page_of_nothing_but_chrome_is_read() -> None:
    """Where all looks like navigation, that is the page; scripts are never read."""
    assert blocks("<nav>Home</nav><footer>Imprint</footer><script>x</script>") == ["Home", "Imprint"]
    assert lawfully("").blocks == lawfully("<!doctype html><script>x</script>").blocks == ()


def test_deep_nesting_is_refused_or_read_but_never_cut() -> None:
    """A hundred thousand elements in one another get a message; inline marks that are never closed do not matter."""
    with pytest.raises(UnreadableError, match=r"page\.html: the elements of this page are nested more than 256 deep"):
        lawfully("<div>" * 100_000 + "Words")
    assert blocks("<font>" * 5000 + "Words") == ["Words"]
    assert blocks("<div>" * 240 + "Words") == ["Words"]

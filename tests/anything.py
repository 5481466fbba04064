"""Any report that the nouns allow, for properties of the writers: hostile words everywhere, every field filled or empty."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from presscheck.model import (
    Block,
    BlockKind,
    Cell,
    Cited,
    Dismissed,
    Document,
    Edit,
    Event,
    Evidence,
    Fact,
    Finding,
    Level,
    Outcome,
    Passage,
    Relation,
    Report,
    Run,
    Sentence,
    Span,
    Standing,
    Unreadable,
    Verdict,
)

HOSTILE = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x.example")', "＝1", "'", '"', ";", ","),
    *("[x](http://x.example)", "![x](y)", "<script>x</script>", "</style>", "*x*", "`x`", "# x", "1. x", "- x", "@someone", "&lt;", "|"),
    *("::error::x", "%0A", "\n::warning::x", "{0}", "\\", "$(x)", "_x0041_"),
    *("\u202e", "\u200b", "\u2028", "\x85", "\x00", "\x0b", "\x1b[31m", "\ud800", "\udce9", "\ufffe", "\ufffd"),
    *("😀", "👩‍🚒", "e\u0301", "שלום", "مرحبا", "ａ", "ﬁ"),
)
PIECES = st.sampled_from((*HOSTILE, "31 letters", "said Tove", "the board", " ", "\n", ". ", "---")) | st.text(max_size=8)
WORDS = st.lists(PIECES, max_size=6).map("".join)
TEXTS = WORDS.map(lambda words: words + "x")
ODD = ("draft.md", "a b.txt", "/tmp/é.md", "C:\\x\\y.txt", "caf\udce9.txt", "../up.txt", "<stdin>", "a:b?c#d%e.txt")
NAMES = st.sampled_from(ODD) | TEXTS
TYPES = st.sampled_from(["text/plain", "text/markdown", "text/html", "text/csv", "application/pdf", "message/rfc822"])
SCORES = st.floats(0, 1)


@st.composite
def documents(draw: st.DrawFn, text: str | None = None) -> Document:
    """A document of a few blocks over hostile text."""
    parts = draw(st.lists(TEXTS, min_size=1, max_size=4)) if text is None else [text]
    whole, blocks = "", list[Block]()
    for number, part in enumerate(parts, 1):
        cell = draw(st.none() | st.just(Cell(1, number, 1)))
        kind = BlockKind.CELL if cell else draw(st.sampled_from(BlockKind))
        blocks.append(Block(Span(len(whole), len(whole) + len(part)), kind, draw(st.sampled_from(["", "p. 3", "row 1, =x"])), cell))
        whole += part + draw(st.sampled_from(["\n", " ", "\n\n"]))
    published = draw(st.none() | st.dates(date(1900, 1, 1), date(2030, 1, 1)))
    return Document(whole, tuple(blocks), draw(NAMES), draw(TYPES), draw(st.sampled_from(["", "0" * 64])), published)


@st.composite
def spans(draw: st.DrawFn, document: Document, within: Span | None = None) -> Span:
    first, last = (within.start, within.end) if within else (0, len(document.text))
    start = draw(st.integers(first, last - 1))
    return Span(start, draw(st.integers(start + 1, last)))


@st.composite
def evidences(draw: st.DrawFn, draft: Document, sources: list[Document]) -> Evidence:
    passages, exact = [], []
    for _ in range(draw(st.integers(1, 2))):
        source = draw(st.sampled_from([draft, *sources]))
        span = draw(spans(source))
        passages.append(Passage(source.id, span, source[span], source.where(span)))
        exact.append(draw(spans(source, span)))
    relation, by = draw(st.sampled_from(Relation)), draw(st.sampled_from(["facts.number", "judges.overlap"]))
    return Evidence(tuple(passages), tuple(exact), relation, by, draw(SCORES), draw(WORDS))


@st.composite
def findings(draw: st.DrawFn, draft: Document, evidence: st.SearchStrategy[tuple[Evidence, ...]]) -> Finding:
    return Finding(
        draw(st.sampled_from(["number-contradicted", "placeholder", "house-rule", "quote-not-found"])),
        draw(st.sampled_from(Level)),
        draw(st.none() | spans(draft)),
        draw(TEXTS),
        draw(st.text("0123456789abcdef", min_size=16, max_size=16)),
        draw(st.sampled_from([None, Outcome.CONTRADICTED, Outcome.NOT_FOUND])),
        draw(evidence),
        tuple(Edit(span, draw(WORDS), draw(st.booleans())) for span in draw(st.lists(spans(draft), max_size=2))),
        tuple(draw(st.lists(st.sampled_from(["number", "helpline", "number"]), max_size=2))),
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report in which every part may be missing, and none has to make sense."""
    draft = draw(documents())
    sources = draw(st.lists(documents(), max_size=3))
    evidence = st.lists(evidences(draft, sources), max_size=2).map(tuple)
    sentences = tuple(Sentence(index, block.span) for index, block in enumerate(draft.blocks))
    verdicts = []
    for sentence in draw(st.lists(st.sampled_from(sentences), max_size=4)):
        fact = Fact("number", draw(spans(draft, sentence.span)), sentence.index, draw(WORDS), draw(WORDS))
        verdicts.append(Verdict(fact, draw(st.sampled_from(Outcome)), draw(TEXTS), draw(evidence)))
    raised = draw(st.lists(findings(draft, evidence), max_size=3))
    by = st.sampled_from(["A. Roth", "a comment in the draft"])
    gone = draw(st.lists(st.builds(Dismissed, findings(draft, evidence), TEXTS, by), max_size=2))
    unread = draw(st.lists(st.builds(Unreadable, NAMES, TYPES, st.just(""), TEXTS), max_size=1))
    known = [draft, *sources]
    events = []
    for document in draw(st.lists(st.sampled_from(known), max_size=2)):
        span = draw(spans(document))
        when = (draw(st.none() | st.just(2020)), draw(st.none() | st.just(5)), draw(st.none() | st.just(3)))
        events.append(Event(when, span, document.id, document.where(span), draw(WORDS), ("Ann Tove",)))
    form = st.sampled_from(["footnote", "number", "link", "phrase", "placeholder"])
    meant = st.none() | (st.sampled_from([source.id for source in sources]) if sources else st.none())
    cited = draw(st.lists(st.builds(Cited, spans(draft), form, WORDS, st.none() | spans(draft), meant), max_size=2))
    tier = st.sampled_from(["primary", "secondary", "unknown"])
    standings = [Standing(source.id, draw(tier), draw(WORDS), 1, draw(st.sampled_from(["", sources[0].id]))) for source in sources]
    run = Run("0.1.0", "5f1c8a90d2be", "overlap", ("hygiene 1.0.0 8c11d2",))
    told = tuple(events), tuple(gone), tuple(cited), tuple(standings)
    return Report(draft, (*sources, *unread), sentences, tuple(verdicts), tuple(raised), run, *told)

"""Reports built by hand, about invented people, for the tests of the writers: `ferry()` has every kind of thing a report can hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

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
    Source,
    Span,
    Standing,
    Unreadable,
    Verdict,
)

Piece = tuple[BlockKind, str, str]
"""Kind, native address, text of one block."""

RUN = Run(version="0.1.0", settings="5f1c8a90d2be", judge="overlap", packs=("hygiene 1.0.0 8c11d2", "crime 1.2.0 03ab77"))


def document(name: str, media_type: str, pieces: Iterable[Piece], rows: Sequence[Sequence[str]] = ()) -> Document:
    """A document whose blocks stand a blank line apart; `rows` is a table at its end, its first row the header."""
    text, blocks = "", []
    for kind, where, words in pieces:
        text += "\n\n" if text else ""
        blocks.append(Block(Span(len(text), len(text) + len(words)), kind, where))
        text += words
    for row, cells in enumerate(rows, 1):
        text += "\n" if text else ""
        for column, words in enumerate(cells, 1):
            text += " | " if column > 1 else ""
            where = f"row {row}, {rows[0][column - 1]}"
            blocks.append(Block(Span(len(text), len(text) + len(words)), BlockKind.CELL, where, Cell(1, row, column)))
            text += words
    return Document(text, tuple(blocks), name, media_type, digest(text))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def find(text: str, words: str, nth: int = 1) -> Span:
    """Where `words` stand for the `nth` time."""
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


def sentences(draft: Document, lines: Iterable[str]) -> tuple[Sentence, ...]:
    """The draft's sentences, given in order by their words."""
    found, at = [], 0
    for index, words in enumerate(lines):
        start = draft.text.index(words, at)
        at = start + len(words)
        found.append(Sentence(index, Span(start, at)))
    return tuple(found)


def evidence(source: Document, words: str, relation: Relation, by: str, note: str, *, passage: str = "", score: float = 0.9) -> Evidence:
    """Evidence of one passage: the block that holds `words`, or the text `passage` where that is wider or narrower."""
    span = find(source.text, words)
    block = source.block_at(span.start)
    assert block
    whole = find(source.text, passage) if passage else block.span
    context = tuple(b.span for b in source.blocks if b.cell and b.cell.row == 1) if block.cell else ()
    return Evidence((Passage(source.id, whole, source[whole], source.where(span), context),), (span,), relation, by, score, note)


def fact(draft: Document, lines: Sequence[Sentence], kind: str, words: str, reading: str = "", *, nth: int = 1) -> Fact:
    span = find(draft.text, words, nth)
    home = next(line for line in lines if line.span.start <= span.start < line.span.end)
    return Fact(kind, span, home.index, reading or words, draft[home.span])


def finding(
    code: str, level: Level, span: Span | None, message: str, verdict: Verdict | None = None, *, edits: tuple[Edit, ...] = ()
) -> Finding:
    """A finding; the outcome and evidence are those of the verdict that it was raised from, if any."""
    mark = digest(f"{code} {span}")[:12]
    if not verdict:
        return Finding(code, level, span, message, mark, edits=edits)
    return Finding(code, level, span, message, mark, verdict.outcome, verdict.evidence, edits, (verdict.fact.kind,))


FERRY_DRAFT: tuple[Piece, ...] = (
    (BlockKind.HEADING, "line 1", "Ferry master “never saw the sandbar”, inquiry told"),
    (
        BlockKind.PARAGRAPH,
        "line 3",
        "The ferry Marrow Lass ran aground off Port Merrow on 14 March with 212 passengers aboard, an inquiry heard on Tuesday. "
        "Nobody drowned.",
    ),
    (
        BlockKind.PARAGRAPH,
        "line 5",
        "“We had 31 letters about that sandbar and we read every one of them,” said Idris Falconer, the harbour master. "
        "The board’s own log lists 13. "
        "It is a question of trust.",
    ),
    (BlockKind.HEADING, "line 7", "What the log says"),
    (
        BlockKind.PARAGRAPH,
        "line 9",
        "The channel was last dredged in 2016, according to the log. "
        "Soundings fell by 2 percent between 2019 and 2022, to 3.4 metres. "
        "Captain Oona Tressider, 46, had sailed the route for eleven years.",
    ),
    (
        BlockKind.PARAGRAPH,
        "line 11",
        "She told the inquiry she “never saw the sandbar until the bow was on it”. "
        "A second ferry, the Gannet, had touched bottom there in January. "
        "Readers may draw their own conclusions.",
    ),
    (BlockKind.HEADING, "line 13", "What happens next"),
    (
        BlockKind.PARAGRAPH,
        "line 15",
        "The board will spend 4.2 million crowns on a new channel. "
        "The inquiry, chaired by Bettina Okonjo-Reyes, resumes on 2 June (TK source).",
    ),
)
FERRY_LINES = (
    "Ferry master “never saw the sandbar”, inquiry told",
    "The ferry Marrow Lass ran aground off Port Merrow on 14 March with 212 passengers aboard, an inquiry heard on Tuesday.",
    "Nobody drowned.",
    "“We had 31 letters about that sandbar and we read every one of them,” said Idris Falconer, the harbour master.",
    "The board’s own log lists 13.",
    "It is a question of trust.",
    "What the log says",
    "The channel was last dredged in 2016, according to the log.",
    "Soundings fell by 2 percent between 2019 and 2022, to 3.4 metres.",
    "Captain Oona Tressider, 46, had sailed the route for eleven years.",
    "She told the inquiry she “never saw the sandbar until the bow was on it”.",
    "A second ferry, the Gannet, had touched bottom there in January.",
    "Readers may draw their own conclusions.",
    "What happens next",
    "The board will spend 4.2 million crowns on a new channel.",
    "The inquiry, chaired by Bettina Okonjo-Reyes, resumes on 2 June (TK source).",
)


def ferry_sources() -> tuple[Source, ...]:
    """A transcript with times, a table, a letter, a web page, a court PDF, and a scan that could not be read."""
    transcript = document(
        "inquiry-day-3.vtt",
        "text/vtt",
        [
            (BlockKind.CUE, "09:12", "CHAIR: Captain, tell us what you saw on the fourteenth of March."),
            (BlockKind.CUE, "09:31", "TRESSIDER: It was flat calm. I never saw the sandbar until the bow was on it."),
            (BlockKind.CUE, "10:02", "CHAIR: How long had you sailed the route?"),
            (BlockKind.CUE, "10:07", "TRESSIDER: Eleven years this spring."),
            (BlockKind.CUE, "12:40", "FALCONER: We had 13 letters about that sandbar and we read every one of them."),
            (BlockKind.CUE, "13:05", "CHAIR: Thirteen."),
        ],
    )
    log = document(
        "harbour-log.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [],
        [
            ("Year", "Dredged", "Sounding (m)", "Letters received"),
            ("2016", "yes", "4.1", "2"),
            ("2019", "no", "3.6", "5"),
            ("2022", "no", "3.4", "13"),
        ],
    )
    letter = document(
        "tressider-letter.eml",
        "message/rfc822",
        [
            (BlockKind.HEADER, "header, From", "From: Oona Tressider <oona@marrow-lines.example>"),
            (BlockKind.HEADER, "header, Subject", "Subject: Re: your questions"),
            (BlockKind.PARAGRAPH, "para. 1", "I am 47, and I have had the Lass since she was built.\nYours,\nOona Tressider"),
            (BlockKind.QUOTED, "quoted mail, line 1", "> How old are you, and how long have you sailed her?"),
        ],
    )
    page = document(
        "merrow-courier.html",
        "text/html",
        [
            (BlockKind.HEADING, "heading 1", "Ferry grounds off Port Merrow"),
            (BlockKind.PARAGRAPH, "para. 1", "The Marrow Lass grounded at dawn on 14 March. All 212 passengers were taken off by noon."),
            (BlockKind.ITEM, "item 1", "The Gannet’s owners did not answer our calls."),
            (BlockKind.ITEM, "item 2", "A channel for 4.2 million or 4.8 million crowns: the board has seen both figures."),
            (BlockKind.FOOTNOTE, "note 1", "Crowns of 2022."),
        ],
    )
    order = document(
        "inquiry-order.pdf",
        "application/pdf",
        [
            (BlockKind.PARAGRAPH, "p. 1", "In the matter of the grounding of the Marrow Lass. Before Bettina Okonjo-Reyes, chair."),
            (BlockKind.PARAGRAPH, "p. 2", "The inquiry stands adjourned to 2 June at ten in the forenoon."),
        ],
    )
    scan = Unreadable(
        "insurers-survey.pdf",
        "application/pdf",
        digest("scan"),
        "insurers-survey.pdf: its 6 pages are pictures without text. Run text recognition (OCR) on it and check again",
    )
    return (transcript, log, letter, page, order, scan)


def ferry_draft() -> Document:
    return document("ferry-inquiry.md", "text/markdown", FERRY_DRAFT)


def ferry_verdicts(draft: Document, lines: Sequence[Sentence], sources: Sequence[Source]) -> tuple[Verdict, ...]:
    """All five outcomes; facts nested in a quote and in a sentence’s claim."""
    transcript, log, letter, page, order = (source for source in sources if isinstance(source, Document))
    yes, no, near = Relation.SUPPORTS, Relation.CONTRADICTS, Relation.MENTIONS
    good, bad, gone, torn, idle = Outcome.SUPPORTED, Outcome.CONTRADICTED, Outcome.NOT_FOUND, Outcome.UNCLEAR, Outcome.UNCHECKED
    altered = "We had 13 letters about that sandbar and we read every one of them"
    bow = "never saw the sandbar until the bow was on it"
    table: list[tuple[Fact, Outcome, str, tuple[Evidence, ...]]] = [
        (
            fact(draft, lines, "quote", "“never saw the sandbar”"),
            good,
            "Oona Tressider says it, word for word",
            (evidence(transcript, "never saw the sandbar", yes, "facts.quote", "word for word"),),
        ),
        (
            fact(draft, lines, "date", "14 March", "--03-14"),
            good,
            "merrow-courier.html gives the same day",
            (evidence(page, "14 March", yes, "facts.date", "the same day"),),
        ),
        (
            fact(draft, lines, "number", "212 passengers", "212 passengers"),
            good,
            "merrow-courier.html has the same figure",
            (evidence(page, "212 passengers", yes, "facts.number", "the same figure", passage="All 212 passengers were taken off"),),
        ),
        (fact(draft, lines, "claim", "Nobody drowned."), idle, "the judge was given no passage that speaks of it", ()),
        (
            fact(draft, lines, "quote", "“We had 31 letters about that sandbar and we read every one of them,”"),
            bad,
            "draft quotes “31 letters”, source says “13 letters”; all other words are the same",
            (
                replace(
                    evidence(transcript, altered, no, "facts.quote", "one word differs"),
                    draft=find(draft.text, "31"),
                ),
            ),
        ),
        (
            fact(draft, lines, "number", "31 letters", "31 letters"),
            bad,
            "draft says 31 letters, source says 13",
            (
                evidence(transcript, "13 letters", no, "facts.number", "another figure for letters"),
                evidence(log, "13", no, "facts.number", "another figure for letters received", passage="2022 | no | 3.4 | 13"),
            ),
        ),
        (
            fact(draft, lines, "number", "13", "13", nth=1),
            good,
            "the log’s last row says 13",
            (evidence(log, "13", yes, "facts.number", "the same figure", passage="2022 | no | 3.4 | 13", score=0.97),),
        ),
        (
            fact(draft, lines, "date", "2016", "2016"),
            good,
            "the log’s row for 2016 says that it was dredged",
            (evidence(log, "yes", yes, "judges.overlap", "", passage="2016 | yes | 4.1 | 2"),),
        ),
        (
            fact(draft, lines, "claim", "Soundings fell by 2 percent between 2019 and 2022, to 3.4 metres."),
            bad,
            "draft says a fall of 2 percent, the log’s figures give 5.6 percent (3.6 to 3.4 metres)",
            (
                evidence(log, "3.6", no, "judges.overlap", "3.6 in 2019", passage="2019 | no | 3.6 | 5"),
                evidence(log, "3.4", near, "judges.overlap", "3.4 in 2022", passage="2022 | no | 3.4 | 13", score=0.6),
            ),
        ),
        (
            fact(draft, lines, "number", "3.4 metres", "3.4 metres"),
            good,
            "the log’s last row says 3.4",
            (evidence(log, "3.4", yes, "facts.number", "the same figure", passage="2022 | no | 3.4 | 13"),),
        ),
        (
            fact(draft, lines, "number", "46", "46 years"),
            bad,
            "draft says 46, source says 47",
            (evidence(letter, "47", no, "facts.number", "another age"),),
        ),
        (
            fact(draft, lines, "number", "eleven years", "11 years"),
            good,
            "the captain says so herself",
            (evidence(transcript, "Eleven years", yes, "facts.number", "the same figure"),),
        ),
        (
            fact(draft, lines, "quote", f"“{bow}”"),
            good,
            "Oona Tressider says it, word for word",
            (evidence(transcript, bow, yes, "facts.quote", "word for word"),),
        ),
        (
            fact(draft, lines, "claim", "A second ferry, the Gannet, had touched bottom there in January."),
            gone,
            "no source that could be read says so",
            (evidence(page, "The Gannet’s owners", near, "judges.overlap", "names the Gannet, not what befell her", score=0.31),),
        ),
        (
            fact(draft, lines, "number", "4.2 million crowns", "4200000 crowns"),
            torn,
            "the source has two figures, 4.2 million and 4.8 million crowns",
            (evidence(page, "4.2 million or 4.8 million crowns", near, "facts.number", "two figures"),),
        ),
        (
            fact(draft, lines, "name", "Bettina Okonjo-Reyes"),
            good,
            "the order is hers",
            (evidence(order, "Bettina Okonjo-Reyes", yes, "facts.name", "the same name"),),
        ),
        (
            fact(draft, lines, "date", "2 June", "--06-02"),
            good,
            "inquiry-order.pdf gives the same day",
            (evidence(order, "2 June", yes, "facts.date", "the same day"),),
        ),
    ]
    return tuple(Verdict(*row) for row in table)


def ferry() -> Report:
    """A draft of sixteen lines, five sources of five kinds and a sixth that could not be read, all outcomes, seven findings."""
    draft, sources = ferry_draft(), ferry_sources()
    lines = sentences(draft, FERRY_LINES)
    verdicts = ferry_verdicts(draft, lines, sources)
    raised = {draft[verdict.fact.span]: verdict for verdict in verdicts}
    letters, quote, fall = raised["31 letters"], verdicts[4], verdicts[8]
    gannet, age = verdicts[13], raised["46"]
    tk = find(draft.text, "(TK source)")
    trust = find(draft.text, "It is a question of trust.")
    swap = (Edit(find(draft.text, "31"), "13"),)
    findings = (
        finding("year-missing", Level.NOTE, None, "No line of the draft gives the year of the grounding."),
        finding("quote-altered", Level.ERROR, quote.fact.span, quote.reason, quote, edits=swap),
        finding("number-differs", Level.ERROR, letters.fact.span, letters.reason, letters, edits=swap),
        finding("cliche", Level.NOTE, trust, "“A question of trust” says little; say whose trust, and in what."),
        finding("claim-contradicted", Level.ERROR, fall.fact.span, fall.reason, fall),
        finding("number-differs", Level.ERROR, age.fact.span, age.reason, age, edits=(Edit(age.fact.span, "47"),)),
        finding("not-in-sources", Level.WARNING, gannet.fact.span, "No source read says that the Gannet touched bottom.", gannet),
        finding("placeholder", Level.ERROR, tk, "A placeholder for a source was left in the draft.", edits=(Edit(tk, ""),)),
    )
    order = next(source for source in sources if isinstance(source, Document) and "2 June" in source.text)
    places = [(document, find(document.text, "2 June")) for document in (draft, order) if "2 June" in document.text]
    days = [Event((None, 6, 2), at, document.id, document.where(at), "2 June") for document, at in places]
    let_stand = Dismissed(findings[0], "The mayor says so herself, on tape.", "Ada Roth, 2026-03-14")
    cited = Cited(find(draft.text, "according to the log"), "phrase", "the log", None, order.id)
    standings = tuple(Standing(source.id, "primary", "it is a record", 3, "") for source in sources if isinstance(source, Document))
    return Report(draft, sources, lines, verdicts, findings, RUN, tuple(days), (let_stand,), (cited,), standings)


def alone(text: str = "Nothing here.", name: str = "draft.txt") -> Report:
    """A draft of one paragraph, checked without sources."""
    draft = document(name, "text/plain", [(BlockKind.PARAGRAPH, "para. 1", text)])
    return Report(draft, (), (Sentence(0, Span(0, len(text))),), (), (), RUN)

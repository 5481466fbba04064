"""The core under any text: the laws of the nouns hold, the order of sources is nothing, no text hangs it, and an altered fact is caught."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

import reports
from presscheck import language, parts
from presscheck.flow import Checker
from presscheck.library import Library
from presscheck.model import Block, BlockKind, Cell, Document, Evidence, Outcome, Passage, Report, Span
from presscheck.split import spans as sentence_spans
from presscheck.split import split
from presscheck.words import telling
from presscheck.writers.json import write
from prose import prose, verdict

QUICK = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
CHECKER = Checker()

# What a newsroom's texts are made of, whole and broken, so that any two documents drawn from it have something to do with one another.
PIECES = st.sampled_from(
    [
        *("Ann Tove", "Tove", "Anna Tove", "Mayor Ruth Lind", "R. Lind", "Lind's", "the Harbour Board", "the board", "HB", "de la Cruz"),
        *("31 letters", "13 letters", "31", "thirty-one letters", "about 30 letters", "2.4 percent", "2 percentage points", "$40", "half"),
        *(
            "half a million euros",
            "1,146.50",
            "more than 200 people",
            "one in three",
            "5:52 p.m.",
            "3-2",
            "No. 12",
            "SR-118",
            "1,1.1",
            "٣١",
        ),
        *("3 May 2021", "May 3, 2021", "on 5 May", "in 2021", "2021-05-03", "03/05/2021", "May 2021", "yesterday", "30 February 2021", "½"),
        *("“we knew it all along”", '"we knew,"', "she said,", '"it all along."', "“", "”", '"', "'", "‘we knew’", "«alors»", "said Tove."),
        *("He said so.", "She wrote", "the letters", "counted", "did not", "never", "the mayor", "of", "said", "told", "may"),
        *(
            ". ",
            "? ",
            "! ",
            "… ",
            ", ",
            "; ",
            ": ",
            " – ",
            "\n",
            " ",
            "(",
            ")",
            "[",
            "]",
            "[source 1]",
            "a.m.",
            "St. ",
            "Mr. ",
            "etc. ",
            "*",
        ),
        *("\u00a0", "\u202f", "\u200b", "\u202e", "e\u0301", "\u0301\u0302\u0303", "ﬁ", "İ", "ẞ", "😀", "\0", "\ufffd", "\ud800", "\x85"),
        *(
            "pleaded guilty",
            "was charged with",
            "the trial",
            "was convicted of",
            "1. ",
            "It is said",
            "€4,000",
            "1,1.1",
            "said:",
            "reportedly",
            "\u2028",
            "\t",
        ),
    ]
)
ANY = st.text(max_size=60)
TEXT = st.lists(PIECES | st.just(" ") | ANY, min_size=1, max_size=25).map("".join)
KINDS = st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.CELL])


@st.composite
def documents(draw: st.DrawFn, name: str = "draft.txt") -> Document:
    """Any blocks a reader may make: paragraphs, headings, cues, quoted mail, and perhaps a table."""
    pieces = draw(st.lists(st.tuples(KINDS, TEXT), max_size=4))
    text, blocks = "", list[Block]()

    def add(words: str, kind: BlockKind, cell: Cell | None = None) -> None:
        nonlocal text
        if words.strip():
            at = len(text) + len(words) - len(words.lstrip())
            blocks.append(Block(Span(at, at + len(words.strip())), kind, f"{kind} {len(blocks)}", cell))
        text += words

    for kind, words in pieces:
        add(words, kind)
        text += "\n\n"
    for row in range(draw(st.integers(0, 3))):
        for column in range(2):
            add(draw(TEXT), BlockKind.CELL, Cell(1, row + 1, column + 1))
            text += " | "
        text += "\n"
    return Document(text, tuple(blocks), name, "text/plain", f"digest of {name}")


@st.composite
def stories(draw: st.DrawFn) -> tuple[Document, list[Document]]:
    """A draft and up to three sources; now and then a source is the draft's own text."""
    draft = draw(documents())
    sources = [draw(documents(f"source-{n}.txt")) for n in range(draw(st.integers(0, 3)))]
    if draw(st.booleans()):
        sources.append(Document(draft.text, draft.blocks, "copy.txt", "text/plain", "copy"))
    return draft, sources


def outcomes(report: Report) -> list[tuple[object, ...]]:
    return [(v.fact.kind, v.fact.span, v.outcome, v.reason) for v in report.verdicts]


def assert_tiles(text: str, spans: Sequence[Span], blocks: Sequence[Block]) -> None:
    for one, other in pairwise(spans):
        assert one.end <= other.start, "sentences are in order and do not overlap"
    covered = bytearray(len(text))
    for span in spans:
        covered[span.start : span.end] = b"\1" * len(span)
        assert not text[span.start].isspace(), "a sentence begins with a visible letter"
        assert not text[span.end - 1].isspace(), "a sentence ends with a visible letter"
    for block in blocks:
        left = "".join(letter for at, letter in enumerate(text[block.span.start : block.span.end], block.span.start) if not covered[at])
        assert not left.strip(), f"words in no sentence: {left!r}"


@QUICK
@given(documents())
def test_sentences_tile_the_blocks(document: Document) -> None:
    """Every visible letter of every block is in one sentence, in order; a draft's sentences leave out headers and nothing else."""
    assert_tiles(document.text, list(sentence_spans(document, document.blocks)), document.blocks)
    shown = [block for block in document.blocks if block.kind is not BlockKind.HEADER]
    assert_tiles(document.text, [sentence.span for sentence in split(document)], shown)


@QUICK
@given(documents())
def test_facts_lie_in_the_draft(draft: Document) -> None:
    """A fact of any kind lies in the draft, starts in its sentence, and has words to be searched by."""
    sentences = split(draft)
    for kind in parts.names("facts"):
        for fact in parts.load("facts", kind).find(draft, sentences):
            assert fact.kind == kind
            assert fact.span.end <= len(draft.text)
            assert sentences[fact.sentence].span.start <= fact.span.start < sentences[fact.sentence].span.end
            assert fact.reading.strip()
            assert fact.statement.strip()


def assert_slice(passage: Passage, sources: Sequence[Document]) -> None:
    (source,) = [source for source in sources if source.id == passage.document]
    assert passage.span.end <= len(source.text)
    assert passage.text == source[passage.span]
    assert all(span.end <= len(source.text) for span in passage.context)


@QUICK
@given(stories())
def test_passages_are_slices(story: tuple[Document, list[Document]]) -> None:
    """What is found is a slice of one source, its context too, each passage once, and never more than was asked for."""
    draft, sources = story
    sources = list({source.id: source for source in sources}.values())
    library, sentences = Library(sources), split(draft)
    for kind in parts.names("facts"):
        for fact in parts.load("facts", kind).find(draft, sentences):
            for found in (library.search(fact, 5), library.holding(fact, 5)):
                assert len(found) == len(set(found)) <= 5
                for passage in found:
                    assert_slice(passage, sources)


def assert_evidence(evidence: Evidence, report: Report, sources: Sequence[Document]) -> None:
    assert len(evidence.passages) == len(evidence.spans) > 0
    assert 0 <= evidence.score <= 1
    assert evidence.note
    for passage, span in zip(evidence.passages, evidence.spans, strict=True):
        assert_slice(passage, sources)
        assert span in passage.span
    assert evidence.draft is None or evidence.draft.end <= len(report.draft.text)


def of_headings(*texts: str) -> list[Document]:
    """A document for each text, one heading long."""
    return [
        Document(text, (Block(Span(0, len(text)), BlockKind.HEADING, "heading 0"),), f"{n}.txt", "text/plain", f"{n}")
        for n, text in enumerate(texts)
    ]


TWO_PASSAGES = "It is said Ann Tove“1. Ann ToveAnn Tove"  # a quotation without end, longer than the passage that it begins in


@QUICK
@given(stories())
@example((of_headings(TWO_PASSAGES)[0], of_headings(TWO_PASSAGES)))
def test_verdicts_rest_on_evidence(story: tuple[Document, list[Document]]) -> None:
    """SUPPORTED and CONTRADICTED always carry evidence, evidence lies in its passages, and wrong words of the draft lie in their fact."""
    draft, sources = story
    report = CHECKER.check(draft, sources)
    for v in report.verdicts:
        assert v.reason
        assert v.evidence or v.outcome not in (Outcome.SUPPORTED, Outcome.CONTRADICTED)
        for evidence in v.evidence:
            assert_evidence(evidence, report, list({source.id: source for source in sources}.values()))
            assert evidence.draft is None or evidence.draft in v.fact.span
    for finding in report.findings:
        assert finding.span is None or finding.span.end <= len(draft.text)
        assert finding.message


@QUICK
@given(stories(), st.randoms(use_true_random=False))
def test_the_order_of_sources_is_nothing(story: tuple[Document, list[Document]], dice: random.Random) -> None:
    """The sources in another order, one of them twice, give the same outcomes for the same reasons."""
    draft, sources = story
    assume(sources)
    other = [*sources, sources[0]]
    dice.shuffle(other)
    assert outcomes(CHECKER.check(draft, sources)) == outcomes(CHECKER.check(draft, other))


@QUICK
@given(stories(), documents("added.txt"))
def test_another_source_takes_no_support_away(story: tuple[Document, list[Document]], added: Document) -> None:
    """What some source bears out in the draft's own words is never in none of them because one more was given, whatever stands in that
    one. (What is told in other words is found among the nearest passages or not; a whole claim is judged on those alone.)"""
    draft, sources = story
    before, after = CHECKER.check(draft, sources), CHECKER.check(draft, [*sources, added])
    new = {verdict.fact: verdict.outcome for verdict in after.verdicts}
    for old in before.verdicts:
        wanted = telling(old.fact.reading)
        same_words = wanted and any(wanted <= telling(passage.text) for evidence in old.evidence for passage in evidence.passages)
        if old.outcome is Outcome.SUPPORTED and same_words and old.fact.kind != "claim":
            assert new.get(old.fact) is not Outcome.NOT_FOUND, old


@QUICK
@given(stories())
def test_the_same_input_gives_the_same_bytes(story: tuple[Document, list[Document]]) -> None:
    """Two checkers write the same report byte for byte."""
    draft, sources = story
    assert write(CHECKER.check(draft, sources)) == write(Checker().check(draft, sources))


TALE = "The mayor, Ann Lee, told 31 people on 3 May 2020 that “we knew it all along” was wrong. He wrote 13 letters."
HOSTILE = {
    "brackets": "[" * 5000,
    "round brackets": "(" * 5000,
    "straight marks": '"' * 5000,
    "opening marks": "“" * 5000,
    "single marks": "'a " * 5000,
    "opening marks and words": "“a" * 5000,
    "short quotations": "“a” " * 5000,
    "one quotation without end": '"we a b c d," she said, ' * 2000,
    "a quotation that repeats itself": '"' + "we knew it " * 250 + '"',
    "one line with no space": "x" * 200_000,
    "one figure": "1" * 200_000,
    "one number": "1," * 100_000,
    "apostrophes": "a'" * 100_000,
    "words of one letter": "a " * 50_000,
    "capitals": "A " * 50_000,
    "initials": "A." * 25_000,
    "hyphens": "A-" * 50_000,
    "names": "Ann Lee " * 5_000,
    "names apart": "Ann Lee, " * 1000,
    "speech verbs": "said " * 20_000,
    "who said what": "Ann Lee said “we knew it all then” " * 200,
    "figures": "31 letters " * 500,
    "other figures": " ".join(f"{n * 7} letters" for n in range(1000)),
    "scales": "a million " * 500,
    "sums at the start": "$5 " * 500,
    "dates": "3 May 2020 " * 1000,
    "years": "in 2020 " * 500,
    "slashes": "1/" * 10_000,
    "stops": ". " * 50_000,
    "dots": "." * 100_000,
    "short sentences": "He said. " * 10_000,
    "lines": "a\n" * 20_000,
    "Zalgo": "".join(letter + "\u0301\u0329\u0353" * 8 for letter in TALE * 10),
    "marks on one letter": "a" + "\u0301" * 100_000,
    "right to left": "\u202e" + "שלום עולם 31 " * 500,
    "full width": "３１ letters " * 500,
    "surrogates": "\ud800 " * 20_000,
    "zeros": "\0" * 50_000 + " a b c",
}
PATIENCE = 8  # seconds of this process's time; what squares takes minutes


@pytest.mark.parametrize("text", list(HOSTILE.values()), ids=list(HOSTILE))
def test_no_text_hangs_it(text: str) -> None:
    """No text as draft and as source, in one paragraph, raises or takes more than a few seconds."""
    began = time.process_time()
    for draft, source in ((text, text + " " + TALE), (TALE, text)):
        CHECKER.check(prose(draft), [prose(source, name="source.txt")])
    assert time.process_time() - began < PATIENCE


@pytest.mark.parametrize("columns", [2, 1000])
def test_no_table_hangs_it(columns: int) -> None:
    """A table of 20,000 cells, long or wide, is as quick."""
    rows = [[f"Votes {n}" for n in range(columns)], *([f"{n * 7}" for n in range(columns)] for _ in range(20_000 // columns))]
    table = reports.document("table.csv", "text/csv", [], rows)
    began = time.process_time()
    CHECKER.check(prose(TALE, "There were 7 votes for Ann Lee, 14 votes against, and “we knew it all along,” said Lee."), [table])
    assert time.process_time() - began < PATIENCE


GIVEN = ("Ruth", "Owen", "Yara", "Tobias", "Bettina", "Niall", "Oona", "Marek")
FAMILY = ("Lindqvist", "Caldrow", "Pettifer", "Tressider", "Okonjo", "Renwick", "Abelard", "Corrigan")
COUNTED = ("letters", "passengers", "houses", "complaints", "lifeboats", "tenants")
SAID = ("we", "never", "asked", "anyone", "about", "mending", "that", "broken", "harbour", "before", "winter", "storms", "began")
MONTHS = ("January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December")
FIGURES = st.integers(13, 9999).filter(lambda n: n % 10 and n not in range(1500, 2101))  # a year is no count, and 30 may stand for 31


@dataclass(frozen=True)
class Truth:
    """What happened; a draft and a source tell it in words of their own."""

    given: str
    family: str
    figure: int
    counted: str
    date: tuple[int, str, int]
    said: tuple[str, ...]

    def name(self) -> str:
        return f"{self.given} {self.family}"

    def number(self) -> str:
        return f"{self.figure:,} {self.counted}"

    def day(self) -> str:
        return " ".join(map(str, self.date))

    def quote(self) -> str:
        return " ".join(self.said)

    def draft(self) -> Document:
        return prose(
            f"The harbour inquiry counted {self.number()} before it closed on {self.day()}, the clerk's minutes show.",
            f"“{self.quote()},” {self.name()} told the inquiry.",
        )

    def source(self) -> Document:
        day, month, year = self.date
        return prose(
            "Minutes of the harbour inquiry, kept by its clerk.",
            f"The inquiry closed on {month} {day}, {year}. By then the clerk had counted {self.figure} {self.counted} in all.",
            f"Then {self.name()} was heard. “{self.quote()},” the witness said, and the inquiry rose.",
            name="minutes.txt",
        )


TRUTHS = st.builds(
    Truth,
    st.sampled_from(GIVEN),
    st.sampled_from(FAMILY),
    FIGURES,
    st.sampled_from(COUNTED),
    st.tuples(st.integers(1, 28), st.sampled_from(MONTHS), st.integers(1950, 2025)),
    st.lists(st.sampled_from(SAID), min_size=5, max_size=10, unique=True).map(tuple),
)


@QUICK
@given(TRUTHS)
def test_what_is_true_is_borne_out(truth: Truth) -> None:
    """A number, a date, a name and a quotation that the source has in other sentences are all supported."""
    report = CHECKER.check(truth.draft(), [truth.source()])
    for kind, words in (("number", truth.number()), ("date", truth.day()), ("name", truth.name()), ("quote", truth.quote() + ",")):
        assert verdict(report, words, kind).outcome is Outcome.SUPPORTED, words


@QUICK
@given(TRUTHS, FIGURES)
def test_another_number_is_not_borne_out(truth: Truth, figure: int) -> None:
    """Poison: with another figure, near or far, the number is no longer supported."""
    assume(figure != truth.figure)
    poisoned = replace(truth, figure=figure)
    assert verdict(CHECKER.check(poisoned.draft(), [truth.source()]), poisoned.number(), "number").outcome is not Outcome.SUPPORTED


@QUICK
@given(TRUTHS, st.integers(1, 28), st.sampled_from(MONTHS), st.integers(1950, 2025), st.integers(0, 2))
def test_another_date_is_not_borne_out(truth: Truth, day: int, month: str, year: int, part: int) -> None:
    """Poison: with another day, month or year, the date is no longer supported."""
    old = truth.date
    date = [(day, *old[1:]), (old[0], month, old[2]), (*old[:2], year)][part]
    assume(date != truth.date)
    poisoned = replace(truth, date=date)
    assert verdict(CHECKER.check(poisoned.draft(), [truth.source()]), poisoned.day(), "date").outcome is not Outcome.SUPPORTED


@QUICK
@given(TRUTHS, st.sampled_from("abdegiklmnoprtu"), st.booleans(), st.integers(0, 100), st.booleans())
def test_a_name_misspelt_is_not_borne_out(truth: Truth, letter: str, family: bool, at: int, drop: bool) -> None:
    """Poison: with one letter of either name changed or left out, the name is no longer supported."""
    old = truth.family if family else truth.given
    place = 1 + at % (len(old) - 1)
    new = old[:place] + ("" if drop else letter) + old[place + 1 :]
    lists = language.load()
    assume(new != old and new.lower() not in lists.stopwords | lists.titles | lists.common)  # "Own Lindqvist" is read as Lindqvist
    poisoned = replace(truth, family=new) if family else replace(truth, given=new)
    assert verdict(CHECKER.check(poisoned.draft(), [truth.source()]), poisoned.name(), "name").outcome is not Outcome.SUPPORTED


@QUICK
@given(TRUTHS, st.sampled_from((*SAID, "not", "barely")), st.integers(0, 100), st.sampled_from(["swap", "drop", "add"]))
def test_words_put_into_a_mouth_are_not_borne_out(truth: Truth, word: str, at: int, how: str) -> None:
    """Poison: with one word changed, dropped or added, the quotation is no longer supported."""
    place = at % len(truth.said)
    kept = truth.said[place + (how != "add") :]
    said = (*truth.said[:place], *([word] if how != "drop" else []), *kept)
    inner = how != "drop" or 0 < place < len(truth.said) - 1  # a quotation may begin later and end sooner
    assume(said != truth.said and inner)
    poisoned = replace(truth, said=said)
    assert verdict(CHECKER.check(poisoned.draft(), [truth.source()]), poisoned.quote() + ",", "quote").outcome is not Outcome.SUPPORTED

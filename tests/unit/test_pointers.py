"""The author's notes: what stands on each, whether its place bears it out, and notes that lead nowhere."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reports
from presscheck import ledger, pointers
from presscheck.flow import Checker
from presscheck.model import BlockKind, Document, Fact, Finding, Outcome, Pointer, Report, Source, Span, Unreadable
from presscheck.readers import csv, markdown, plain, subtitles
from presscheck.settings import Settings
from presscheck.split import split

CHECKER = Checker(Settings(judge="overlap", packs=()))
LETTER = plain.read(
    b"Amalgamated Dock Union\n3 March 2026\n\n1. The union wrote 11 letters about the wiring.\n\n"
    b"2. The harbour fire burned for 14 hours on 9 February 2026.\n\n3. The damage came to 4.2 million crowns.\n",
    "letter.txt",
)
OTHER = plain.read(b"The harbour fire burned for 14 hours.\n\nThe union wrote 12 letters about the wiring.\n", "report.txt")
TALLY = csv.read(b"Quay,Letters\nNorth,31\nSouth,19\n", "tally.csv")
CALL = subtitles.read(
    b"WEBVTT\n\n00:02:43.000 --> 00:02:50.000\nIt was off.\n\n00:32:10.000 --> 00:32:20.000\nWe counted 23 witnesses at the gate.\n\n"
    b"00:40:00.000 --> 00:40:05.000\nGoodbye.\n",
    "interview.vtt",
)
GIVEN = (LETTER, OTHER, TALLY, CALL)


def md(text: str) -> Document:
    return markdown.read(text.encode("utf-8", "surrogatepass"), "draft.md")


def checked(text: str, sources: tuple[Source, ...] = GIVEN) -> Report:
    return CHECKER.check(md(text), sources)


def raised(report: Report) -> list[tuple[str, str]]:
    """(code, words) of what is wrong with notes."""
    return [(f.code, report.draft[f.span]) for f in report.findings if f.code in pointers.LEVELS and f.span]


def only(report: Report, code: str) -> Finding:
    (found,) = [finding for finding in report.findings if finding.code == code]
    return found


@pytest.mark.parametrize(
    "text",
    [
        "The union wrote 11 letters about the wiring.[^1]\n\n[^1]: letter.txt, para. 1\n",
        "The fire burned for 14 hours,[^1] and the damage came to 4.2 million crowns.[^2]\n\n"
        "[^1]: letter.txt, para. 2\n[^2]: letter.txt, para. 3\n",
        "There were 23 witnesses at the gate.[^1]\n\n[^1]: interview 32:10\n",
        "The north quay wrote 31 letters.[^1]\n\n[^1]: tally.csv, row 2\n",
        "The union wrote [11 letters](letter.txt) about the wiring.\n",
        "The fire burned for 14 hours [1].\n\nSources:\n1. letter.txt, para. 2; report.txt\n",
        "The fire burned for 14 hours.[^1] The damage came to 4.2 million crowns.[^2]\n\n[^1]: letter.txt, para. 2\n[^2]: Ibid., para. 3\n",
        "The name has been changed.[^1]\n\n[^1]: At her own wish, for she fears for her children.\n",
    ],
)
def test_notes_that_hold(text: str) -> None:
    """A note whose place has the fact raises nothing; of several sources one is enough; a note that only explains is left alone."""
    assert raised(checked(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The fire burned for 14 hours.[^1]\n\n[^1]: letter.txt, para. 1\n", [("pointer-elsewhere", "14 hours")]),
        ("The fire burned for 14 hours.[^1]\n\n[^1]: tally.csv\n", [("pointer-elsewhere", "14 hours")]),
        ("There were 23 witnesses at the gate.[^1]\n\n[^1]: interview 2:43\n", [("pointer-elsewhere", "23 witnesses")]),
        ("It burned.[^1]\n\n[^1]: tally.csv, row 12\n", [("pointer-dead", "[^1]")]),
        ("It burned.[^1]\n\n[^1]: minutes.docx, p. 4\n", [("pointer-dead", "[^1]")]),
        ("It burned [at the gate](minutes.docx).\n", [("pointer-dead", "at the gate")]),
        ("It burned.[^1] It rained.[^2]\n\n[^2]: letter.txt\n", [("pointer-dead", "[^1]")]),
        (
            "It burned [1]. It rained [7].\n\nSources:\n1. letter.txt\n2. report.txt\n",
            [("pointer-dead", "[7]"), ("source-uncited", "2. report.txt")],
        ),
        ("It burned.[^1]\n\n[^1]: Various press reports\n", [("pointer-vague", "[^1]")]),
        ("It burned.[^1]\n\n[^1]: Google.\n", [("pointer-vague", "[^1]")]),
    ],
)
def test_notes_that_do_not_hold(text: str, found: list[tuple[str, str]]) -> None:
    """The wrong place, no place, no file, no note, no name."""
    assert raised(checked(text)) == found


PAPER = plain.read(
    b"Fire on the north quay\n\nBy Marit Oss, Tarn Courier\n10 February 2026\n\nThe harbour board met for 3 hours after the fire.\n\n"
    b"The hall had 25 sprinklers.\n",
    "courier.txt",
)


@pytest.mark.parametrize(
    "text",
    [
        "The board met for 3 hours.[^1]\n\n[^1]: The Amalgamated Dock Union represents 400 dockers.\n",
        "The board met for 3 hours.[^1]\n\n[^1]: Amalgamated Dock Union members were not let in.\n",
        "The damage came to 4.2 million crowns.[^1]\n\n[^1]: Tarn Courier, 4 May 2019\n",
        "The damage came to 4.2 million crowns, [as told before](https://www.tarncourier.example/2019/05/04/a-story).\n",
        "The board met for 3 hours.[^1]\n\n[^1]: letter.txt; interview with Tomas Lund\n",
        "The board met for 3 hours.[^1][^2]\n\n[^1]: letter.txt\n[^2]: A talk with a docker, 4 March 2026\n",
        "The board met for 3 hours.[^1]\n\n[^1]: Tarn Courier, “Fire on the north quay”, 10 February 2026 (accessed 3 May 2026)\n",
        "In its letter of 3 March the union put the damage at 4.2 million crowns.[^1]\n\n[^1]: letter.txt, para. 3\n",
        "There were 23 witnesses at the gate.[^1]\n\n[^1]: interview.mp3, 32:10\n",
        "It burned for 14 hours.[^1]\n\n[^1]: Both have it (letter.txt) (report.txt)\n",
        "| Hall | Hours |\n|---|---|\n| North | 14 hours[^1] |\n\n[^1]: letter.txt\n",
        "[The Courier](courier.txt) said the board met for 3 hours; the union puts the damage at 4.2 million crowns.\n",
        "Ines Varga (41) said it burned for 14 hours [1]. Tomas Lund (52) agreed [2].\n\n## Sources\n\n1. letter.txt\n2. report.txt\n",
        "No path begins with [^/] there.\n",
    ],
)
def test_notes_without_a_fault(text: str) -> None:
    """Notes that only explain, that mean another story of the same paper or something that was not given; the day of the letter itself, a
    recording whose transcript was given, words that stand there in another light, a link for other words of its sentence, people's ages."""
    assert raised(checked(text, (*GIVEN, PAPER))) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The damage came to 4.2 million crowns, [it is said](courier.txt).\n", [("pointer-elsewhere", "4.2 million crowns")]),
        ("It burned.[^1]\n\n[^1]: letter.txt; minutes.docx, p. 3\n", [("pointer-dead", "[^1]")]),
        ("It burned.[^1]\n\n[^1]: tally.csv, rows 12 and 14\n", [("pointer-dead", "[^1]")]),
        ("The board met for 3 hours.[^1]\n\n[^1]: Tarn Courier, 10 February 2026, para. 4\n", [("pointer-elsewhere", "3 hours")]),
        ("The board met for 3 hours.[^1] It burned.[^2]\n\n[^1]: letter.txt\n[^2]: ibid\n", [("pointer-elsewhere", "3 hours")]),
    ],
)
def test_what_is_still_a_fault(text: str, found: list[tuple[str, str]]) -> None:
    """A link to a source that has nothing of its sentence, the second source of a note, rows behind the end, another paragraph."""
    assert raised(checked(text, (*GIVEN, PAPER))) == found


def test_a_link_is_no_part_of_a_fact() -> None:
    """A fact over the edge of a link is weighed and told as it reads on the page."""
    text = "The union wrote 12 [letters about](https://x.example/2021/a-b) the wiring and owns 87 [homes](https://x.example/).\n"
    report = checked(text, (LETTER,))
    told = {f.code: f.message for f in report.findings if f.code.startswith("number")}
    assert told["number-contradicted"] == "draft says 12 letters, source says 11 letters"
    assert told["number-not-found"] == "“87 homes” is in none of the sources"


def test_two_notes_of_a_word_draft_with_the_same_words() -> None:
    """Two footnotes that say "Ibid." are two: neither is called uncited."""
    kinds = [
        (BlockKind.PARAGRAPH, "para. 1", "It burned for 14 hours. The damage came to 4.2 million crowns. The union wrote."),
        *((BlockKind.FOOTNOTE, f"footnote {n}", said) for n, said in enumerate(("letter.txt", "Ibid.", "Ibid."), 1)),
    ]
    made = reports.document("d.docx", "application/x", kinds)
    marks = [Pointer(Span(at, at + 2), said, "") for at, said in ((21, "letter.txt"), (60, "Ibid."), (77, "Ibid."))]
    draft = Document(made.text, made.blocks, made.name, made.media_type, made.digest, pointers=tuple(marks))
    report = CHECKER.check(draft, GIVEN)
    assert [one.source for one in report.citations if one.form == "footnote"] == [LETTER.id] * 3
    assert raised(report) == []


def test_what_is_said_of_a_wrong_place() -> None:
    """The message names both places, the passage that has the fact is shown, and the right place is offered, for a person to take."""
    text = "The fire burned for 14 hours.[^1]\n\n[^1]: letter.txt, para. 1\n"
    report = checked(text, (LETTER, TALLY))
    found = only(report, "pointer-elsewhere")
    assert found.message == "the note points to letter.txt, para. 1, where “14 hours” does not stand; letter.txt, para. 2 has it"
    assert found.evidence[0].passages[0].document == LETTER.id
    assert [(report.draft[edit.span], edit.text, edit.safe) for edit in found.edits] == [("para. 1", "para. 2", False)]


def test_the_place_is_looked_at_first() -> None:
    """Where two sources have a fact, the one that the note names is shown first; without the note it is not."""
    text = "The fire burned for 14 hours.{}\n\n[^1]: {}\n"
    for name, source in (("report.txt", OTHER), ("letter.txt", LETTER)):
        report = checked(text.format("[^1]", name), (LETTER, OTHER))
        (number,) = [verdict for verdict in report.verdicts if verdict.fact.kind == "number"]
        assert number.outcome is Outcome.SUPPORTED
        assert number.evidence[0].passages[0].document == source.id


def test_the_place_is_believed() -> None:
    """Where the place of the note contradicts the draft, another source that has the draft's figure does not excuse it; both are told."""
    text = "The union wrote 12 letters about the wiring.{}\n\n[^1]: letter.txt, para. 1\n"
    (number,) = [verdict for verdict in checked(text.format("[^1]")).verdicts if verdict.fact.kind == "number"]
    assert number.outcome is Outcome.CONTRADICTED
    assert number.reason == (
        "draft says 12 letters, source says 11 letters where the draft's own note points; report.txt, para. 2, has it as the draft does"
    )
    (number,) = [verdict for verdict in checked(text.format("")).verdicts if verdict.fact.kind == "number"]
    assert number.outcome is Outcome.SUPPORTED


def test_a_source_that_cannot_be_read_is_not_absent() -> None:
    """A note to a file that was given and could not be read is not called dead."""
    text = "It burned.[^1]\n\n[^1]: minutes.docx, p. 4\n"
    unread = Unreadable("papers/minutes.docx", "application/x", "", "damaged")
    assert raised(checked(text, (LETTER, unread))) == []


def test_without_sources_only_the_draft_is_judged() -> None:
    """With no sources given, a note's file is not called missing; a mark without a note is."""
    assert raised(checked("It burned.[^1] It rained.[^2]\n\n[^1]: minutes.docx\n", ())) == [("pointer-dead", "[^2]")]


def word(comments: list[Pointer], *paragraphs: str) -> Document:
    """A Word draft with these comments."""
    made = reports.document("d.docx", "application/x", [(BlockKind.PARAGRAPH, f"para. {n}", text) for n, text in enumerate(paragraphs, 1)])
    return Document(made.text, made.blocks, made.name, made.media_type, made.digest, pointers=tuple(comments))


def test_comments_of_a_word_draft() -> None:
    """A comment that names a source is a note on its words; one that talks about the copy is none, and a question never is."""
    words = Span(20, 28)
    for said, codes in [
        ("letter.txt, para. 1", ["pointer-elsewhere"]),
        ("letter.txt, para. 2", []),
        ("Nice turn of phrase", []),
        ("Is this in letter.txt, para. 1?", []),
        ("minutes.docx p. 3", ["pointer-dead"]),
    ]:
        draft = word([Pointer(words, said, "")], "The fire burned for 14 hours.")
        assert draft[words] == "14 hours"
        report = CHECKER.check(draft, GIVEN)
        assert [f.code for f in report.findings if f.code in pointers.LEVELS] == codes, said


LISTED = "\n\n[^1]: letter.txt\n[^2]: letter.txt\n[^3]: report.txt\n"


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("It had 11 of 12.[^1] Then 13.[^2]", {"11": ["[^1]"], "12": ["[^1]"], "13": ["[^2]"]}),
        ("It had 11,[^1] then 12.[^2][^3] Then 13.", {"11": ["[^1]"], "12": ["[^2]", "[^3]"], "13": []}),
        ("It had 11, then [12](letter.txt) more.", {"11": [], "12": ["12"]}),
        ("It had 11, and [the letter](letter.txt) has 12.", {"11": ["the letter"], "12": ["the letter"]}),
    ],
)
def test_what_stands_on_a_note(text: str, on: dict[str, list[str]]) -> None:
    """The words of its sentence from the note before to this one; a link's own words where they hold a fact."""
    draft = md(text + LISTED)
    sentences = split(draft)
    places = {word: Span(text.index(word), text.index(word) + 2) for word in on}
    lines = {word: next(s.index for s in sentences if span in s.span) for word, span in places.items()}
    facts = [Fact("number", span, lines[word], "", "") for word, span in places.items()]
    told = pointers.standing(draft, sentences, facts, pointers.read(draft, GIVEN))
    assert {draft[fact.span]: [draft[one.span] for one in told.get(fact, ())] for fact in facts} == on


@pytest.mark.parametrize("mark", ["[^1]", "[1]", "[^1][^2]", "¹"])
def test_a_mark_is_no_fact(mark: str) -> None:
    """The figure of a mark is not checked, and a sentence ends at the stop before it."""
    report = checked(f"The fire burned for 14 hours.{mark} Nobody was hurt there.\n\n[^1]: letter.txt\n[^2]: report.txt\n")
    assert [report.draft[v.fact.span] for v in report.verdicts if v.fact.kind in ("number", "name")] == ["14 hours"]
    assert [report.draft[s.span] for s in report.sentences][:2] == [f"The fire burned for 14 hours.{mark}", "Nobody was hurt there."]


def test_the_address_of_a_link_is_no_copy() -> None:
    """Figures, days and words in an address are no facts of the story."""
    report = checked("The [letter](https://board.example/2021/05/03/31-tove-arrested) was read by 12 people.\n")
    assert {report.draft[v.fact.span] for v in report.verdicts if v.fact.kind != "claim"} == {"12 people"}


@pytest.mark.parametrize(
    ("note", "vague"),
    [
        ("Various press reports", True),
        ("multiple sources", True),
        ("Our own reporting", True),
        ("Wikipedia", True),
        ("internal documents", True),
        ("Interview with Ann Tove, 3 May", False),
        ("The harbour board's internal documents of May", False),
        ("Court documents in Pell v Board", False),
        ("Police report 31-2207", False),
    ],
)
def test_what_is_vague(note: str, vague: bool) -> None:
    """A note by which nothing can be found, against one that names somebody, a day or a number."""
    assert ledger.is_vague(note) is vague


PIECES = st.sampled_from(
    [
        *(
            "It burned for 14 hours",
            "[^1]",
            "[1]",
            "[2, 3]",
            ". ",
            "\n\n",
            "[^1]: letter.txt, p. 3\n",
            "[^2]: Google\n",
            "Sources:\n1. letter.txt\n",
        ),
        *(
            "[a](letter.txt#page=2)",
            "[12](x.docx)",
            "https://x.example/12",
            "[^",
            "](",
            "[^1]: ibid., row 4; tally.csv row 2\n",
            "¹",
            "(1)",
            "9 March",
        ),
    ]
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES | st.text(max_size=8), max_size=14).map("".join))
def test_whatever_the_notes(text: str) -> None:
    """Places lie in their sources, findings in the draft, and the same notes give the same findings."""
    draft = md(text)
    report = CHECKER.check(draft, GIVEN)
    for one in report.citations:
        assert one.span.end <= len(draft.text)
        if one.place:
            assert one.source
            assert all(span.end <= len(report.source(one.source).text) for span in one.place)
    assert all(f.span is None or f.span.end <= len(draft.text) for f in report.findings)
    assert CHECKER.check(draft, GIVEN[::-1]).findings == report.findings

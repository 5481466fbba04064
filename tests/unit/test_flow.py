"""The flow: what is given, what cannot be read, and what becomes of a draft alone."""

from __future__ import annotations

from presscheck import Settings, check, packs
from presscheck.flow import Checker
from presscheck.model import Document, Level, Outcome, Unreadable
from presscheck.readers import markdown
from prose import prose, verdict

DRAFT = prose(
    "The harbour board had 31 letters on 3 May 2021, Ruth Lind said.",
    "“Nobody read any of them,” Lind told the inquiry. It cost [source] money.",
)
SOURCE = prose(
    "Ruth Lind said the harbour board had 31 letters on 3 May 2021.",
    "“Nobody read any of them,” Lind told the inquiry.",
    name="minutes.txt",
)
SCAN = Unreadable("scan.pdf", "application/pdf", "d1", "scan.pdf: its pages are pictures. Run text recognition on it")
LOCKED = Unreadable("locked.docx", "application/zip", "d2", "locked.docx: it has a password. Take it off")


def test_a_draft_alone() -> None:
    """Without sources nothing is borne out, contradicted or missing: all is unchecked, and what needs no source is found."""
    report = check(DRAFT)
    assert {v.outcome for v in report.verdicts} == {Outcome.UNCHECKED}
    assert {v.reason for v in report.verdicts} == {"no sources were given"}
    assert [finding.code for finding in report.findings if finding.level is not Level.NOTE] == ["placeholder-citation"]
    assert report.sources == ()


def test_all_sources_unreadable() -> None:
    """Where no source could be read, everything is unchecked, and the reason names the sources."""
    report = check(DRAFT, [SCAN, LOCKED])
    assert {v.outcome for v in report.verdicts} == {Outcome.UNCHECKED}
    assert {v.reason for v in report.verdicts} == {"no source could be read: locked.docx, scan.pdf"}
    assert report.sources == (SCAN, LOCKED)


def test_one_unreadable_source_among_others() -> None:
    """What no readable source has is unchecked, not missing, while one could not be read; what one has is borne out all the same."""
    other = prose("Rain fell on the mill.", name="rain.txt")
    assert Outcome.NOT_FOUND in {v.outcome for v in check(DRAFT, [other]).verdicts}
    report = check(DRAFT, [other, SCAN])
    assert not {v.outcome for v in report.verdicts} & {Outcome.NOT_FOUND, Outcome.SUPPORTED}
    assert "scan.pdf" in verdict(report, "Ruth Lind", "name").reason
    assert not [finding for finding in report.findings if finding.outcome]
    assert verdict(check(DRAFT, [SOURCE, SCAN]), "Ruth Lind", "name").outcome is Outcome.SUPPORTED


def test_what_the_source_has_is_borne_out() -> None:
    """Name, number, date and quotation are supported, and only the placeholder is found."""
    report = check(DRAFT, [SOURCE])
    for words, kind in (("Ruth Lind", "name"), ("31 letters", "number"), ("3 May 2021", "date"), ("Nobody read any of them,", "quote")):
        assert verdict(report, words, kind).outcome is Outcome.SUPPORTED, words
    assert [finding.code for finding in report.findings if finding.level is not Level.NOTE] == ["placeholder-citation"]


def test_a_source_given_twice_counts_once() -> None:
    """The same text again, under another name too, changes no verdict; the report lists what was given."""
    again = Document(SOURCE.text, SOURCE.blocks, "z-copy.txt", "text/plain", "other")
    once, twice = check(DRAFT, [SOURCE]), check(DRAFT, [SOURCE, again, SOURCE])
    assert once.verdicts == twice.verdicts
    assert len(twice.sources) == 3
    assert twice.source(SOURCE.id) is SOURCE


def test_the_order_of_sources_is_nothing() -> None:
    """Two sources that contradict the draft equally well are named in one order, in whichever they were given; unreadable ones too."""
    draft = prose("The harbour board had 31 letters.")
    ten, twelve = (prose(f"The harbour board had {n} letters.", name=f"{n}.txt") for n in (10, 12))
    given, turned = check(draft, [ten, twelve, SCAN, LOCKED]), check(draft, [LOCKED, SCAN, twelve, ten])
    assert "source says 10" in verdict(given, "31 letters", "number").reason
    assert given.verdicts == turned.verdicts
    assert check(DRAFT, [SCAN, LOCKED]).verdicts == check(DRAFT, [LOCKED, SCAN]).verdicts


def test_a_draft_as_its_own_source() -> None:
    """A draft given as its own source is read as any other source: nothing in it is missing."""
    report = check(DRAFT, [DRAFT])
    assert not {v.outcome for v in report.verdicts} & {Outcome.NOT_FOUND, Outcome.CONTRADICTED}


def test_a_draft_without_text() -> None:
    """A draft with no blocks, or none that says anything, has no facts and no findings."""
    for draft in (Document("", (), "a", "text/plain", ""), Document("\n\n", (), "a", "text/plain", ""), prose("…", "* * *", "?!")):
        report = check(draft, [SOURCE, SCAN])
        assert (report.verdicts, report.findings) == ((), ())
        assert len(report.unchecked()) == len(report.sentences)


def test_a_source_without_text() -> None:
    """A source that was read and has no words in it is no reason to call anything contradicted or borne out."""
    report = check(DRAFT, [Document("", (), "empty.txt", "text/plain", "")])
    assert not {v.outcome for v in report.verdicts} & {Outcome.SUPPORTED, Outcome.CONTRADICTED}


def test_a_checker_holds_nothing() -> None:
    """One checker serves many drafts: the first check again, after others, gives the same report."""
    checker = Checker()
    first = checker.check(DRAFT, [SOURCE])
    checker.check(prose("Karl Orm had 40 letters."), [prose("Karl Orm had 14 letters.", name="b")])
    assert checker.check(DRAFT, iter([SOURCE])) == first


def test_progress_is_told() -> None:
    """Each source and each fact is told once, in order, with how many there are; progress changes no verdict."""
    told: list[tuple[str, int, int]] = []
    report = Checker().check(DRAFT, [SOURCE, prose("Rain.", name="rain.txt")], lambda what, at, of: told.append((what, at, of)))
    assert [row for row in told if row[0] == "indexing sources"] == [("indexing sources", 0, 2), ("indexing sources", 1, 2)]
    weighed = [(at, of) for what, at, of in told if what == "weighing facts"]
    assert weighed == [(n, len(weighed)) for n in range(len(weighed))]
    assert len(weighed) >= len([v for v in report.verdicts if v.fact.kind == "name"])
    assert report == check(DRAFT, [SOURCE, prose("Rain.", name="rain.txt")])


def test_the_run_is_told() -> None:
    """The report names the judge, the packs and the settings that made it, and other settings have another digest."""
    run = check(DRAFT).run
    assert check(DRAFT, settings=Settings(judge="overlap")).run.judge == "overlap"
    assert run.judge == "overlap" or run.judge.startswith("onnx small ")
    assert [pack.split()[0] for pack in run.packs] == list(packs.names())
    assert run.settings != check(DRAFT, settings=Settings(passages=3)).run.settings
    assert check(DRAFT, settings=Settings(packs=())).findings == ()


def test_the_reader_reads_sentences() -> None:
    """The network for what lists cannot say is not asked of the scraps in a table, and is of its sentences."""
    checker = Checker(Settings())
    for row, words in (("| Killer | jailed |", []), ("| The killer waited for her. | Police failed her. |", ["The killer"])):
        table = f"| What | Who |\n|---|---|\n{row}\n"
        draft = markdown.read(f"# Letters\n\nThe board had letters.\n\n{table}".encode(), "draft.md")
        assert [draft[f.span] for f in checker.check(draft).findings if f.code.startswith("read-") and f.span] == words


def test_who_says_so_is_not_asked_twice() -> None:
    """The network asks whose voice it is only where nobody who can be told speaks in the sentence."""
    checker = Checker(Settings())
    told = (
        "The sale will be announced on Friday.\n\nWord in the boardroom is that the chair has packed her desk, {} said.\n\nShares closed."
    )
    for voice, asked in (("Ilva Orm", False), ("the bench", False), ("a cousin", True)):
        draft = markdown.read(told.format(voice).encode(), "draft.md")
        assert ("read-nameless" in {finding.code for finding in checker.check(draft).findings}) is asked, voice


def test_a_stage_that_the_sources_tell_is_not_asked_for() -> None:
    """The network asks whether the case is as far only where the sources are silent."""
    told = "The regulator has proposed a penalty of 2 million euros. The bank, fined for its poor records, has until May to answer."
    draft, source = markdown.read(told.encode(), "draft.md"), prose("The bank was fined for its poor records.", name="notice.txt")
    checker = Checker(Settings())
    assert "read-stage" in {finding.code for finding in checker.check(draft).findings}
    assert "read-stage" not in {finding.code for finding in checker.check(draft, [source]).findings}

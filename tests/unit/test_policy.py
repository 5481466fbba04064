"""What deserves an editor's eye: the table, what is told once, and fingerprints that survive edits elsewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest

from presscheck import parts, policy
from presscheck.model import Document, Evidence, Fact, Finding, Level, Outcome, Passage, Relation, Span, Verdict
from presscheck.split import split
from prose import prose
from reports import find

KINDS = sorted({*parts.names("facts"), *(kind for kind, _ in policy.table())})
WORDS = "31 letters"
_PLACE = Passage("document", Span(0, 1), "x", "para. 1")
NEAREST = (Evidence((_PLACE,), (Span(0, 1),), Relation.MENTIONS, "judges.onnx", 0.9, "near"),)


def verdict(
    draft: Document, words: str, kind: str = "number", outcome: Outcome = Outcome.NOT_FOUND, why: str = "", nth: int = 1
) -> Verdict:
    span = find(draft.text, words, nth)
    at = next(sentence.index for sentence in split(draft) if span in sentence.span)
    return Verdict(Fact(kind, span, at, words, "statement"), outcome, why or f"{outcome}: {words}")


def findings(draft: Document, *verdicts: Verdict) -> tuple[Finding, ...]:
    return policy.findings(draft, split(draft), verdicts)


@pytest.mark.parametrize(("kind", "outcome"), list(product(KINDS, Outcome)))
def test_the_table_decides(kind: str, outcome: Outcome) -> None:
    """Each kind and outcome is raised at the level that the table gives it, or not at all; what is borne out is never raised."""
    draft = prose(f"The board had {WORDS} in May.")
    raised = findings(draft, replace(verdict(draft, WORDS, kind, outcome), evidence=NEAREST))
    level = policy.table().get((kind, outcome))
    assert [finding.level for finding in raised] == ([level] if level else [])
    assert level is None or outcome in (Outcome.CONTRADICTED, Outcome.NOT_FOUND)
    for finding in raised:
        assert (finding.code, finding.outcome, finding.span) == (policy.code(kind, outcome), outcome, find(draft.text, WORDS))


def test_a_claim_that_is_not_found_is_raised_with_the_words_alone() -> None:
    """A whole sentence that no source has is raised only where a judge names its words, and then on these words, with its reason."""
    draft = prose(f"The board had {WORDS} in May.")
    bare = verdict(draft, WORDS, "claim", Outcome.NOT_FOUND, "no passage backs: “in May”")
    assert findings(draft, bare) == ()
    (finding,) = findings(draft, replace(bare, evidence=(replace(NEAREST[0], draft=find(draft.text, "in May")),)))
    assert (finding.level, finding.span, finding.message) == (Level.WARNING, find(draft.text, "in May"), bare.reason)


def test_a_stock_phrase_is_no_missing_claim() -> None:
    """That no source has "a house of cards" is not raised where a rule names the phrase; the words beside it are."""
    draft = prose("The harbour fund was a house of cards in May.")
    place = find(draft.text, "a house of cards")
    bare = verdict(draft, "The harbour fund was a house of cards in May", "claim", Outcome.NOT_FOUND, "no passage backs it")
    inside, beside = (
        replace(bare, evidence=(replace(NEAREST[0], draft=find(draft.text, words)),)) for words in ("house of cards", "in May")
    )
    assert policy.findings(draft, split(draft), [inside], [place]) == ()
    assert policy.findings(draft, split(draft), [inside]) != ()
    assert policy.findings(draft, split(draft), [beside], [place]) != ()


def test_the_table_knows_its_levels() -> None:
    """A contradicted fact that a source states is an error, and no level is one that SARIF does not have."""
    table = policy.table()
    assert {table[kind, Outcome.CONTRADICTED] for kind in ("quote", "number", "date", "name", "speaker")} == {Level.ERROR}
    assert set(table.values()) <= set(Level)


def test_messages_are_in_words() -> None:
    """A contradiction tells its reason, what is in no source tells its own words on one line."""
    draft = prose("The board had 31\nletters in May.")
    wrong, gone = (
        verdict(draft, "31\nletters", outcome=outcome, why="draft says 31") for outcome in (Outcome.CONTRADICTED, Outcome.NOT_FOUND)
    )
    assert [finding.message for finding in findings(draft, wrong)] == ["draft says 31"]
    assert [finding.message for finding in findings(draft, gone)] == ["“31 letters” is in none of the sources"]


def test_the_wrong_words_are_the_place() -> None:
    """Where the evidence says which words of the draft are wrong, the finding is about those."""
    draft, source = prose("The board of Lindqist met."), prose("The board of Lindqvist met.", name="b.txt")
    passage = Passage(source.id, Span(0, len(source.text)), source.text, "para. 1")
    wrong = Evidence(
        (passage,), (find(source.text, "Lindqvist"),), Relation.CONTRADICTS, "facts.name", 0.9, "a letter", find(draft.text, "Lindqist")
    )
    old = verdict(draft, "board of Lindqist", "name", Outcome.CONTRADICTED)
    (finding,) = findings(draft, Verdict(old.fact, old.outcome, old.reason, (wrong,)))
    assert finding.span == find(draft.text, "Lindqist")
    assert finding.evidence == (wrong,)


def test_the_same_again_is_told_once() -> None:
    """A figure or misspelling told again, in any case, is raised where it first stands; for another reason it is raised again."""
    draft = prose("The Tove board met. The TOVE board left.", "The Tove board ate.")
    same = [verdict(draft, "Tove", "name"), verdict(draft, "TOVE", "name", why="not_found: Tove"), verdict(draft, "Tove", "name", nth=2)]
    assert [finding.span for finding in findings(draft, *same)] == [find(draft.text, "Tove")]
    other = verdict(draft, "Tove", "name", why="another reason", nth=2)
    assert len(findings(draft, *same, other)) == 2


def test_findings_are_in_the_drafts_order() -> None:
    """Whatever the order of the verdicts."""
    draft = prose("Tove had 31 letters in May.")
    verdicts = [verdict(draft, "31 letters"), verdict(draft, "Tove", "name")]
    assert [draft[finding.span] for finding in findings(draft, *verdicts) if finding.span] == ["Tove", "31 letters"]


def marks(draft: Document, *words: str) -> list[str]:
    return [finding.fingerprint for finding in findings(draft, *(verdict(draft, item) for item in words))]


def test_fingerprints_survive_edits_elsewhere() -> None:
    """Paragraphs added, taken out or changed around a sentence leave its findings' fingerprints; a change in the sentence does not."""
    before = marks(prose("First.", "The board had 31 letters in May.", "Last 40 of all."), "31 letters")
    after = marks(prose("A new beginning of it.", "Another one.", "The board had 31 letters in May. It left."), "31 letters")
    assert before == after
    assert before != marks(prose("The board had 31 letters in June."), "31 letters")
    assert before != marks(prose("The board had 32 letters in May."), "32 letters")
    assert len(before[0]) == 16


def test_fingerprints_tell_equal_places_apart() -> None:
    """The same words in equal sentences, and findings of another code, have fingerprints of their own."""
    draft = prose("The board had 31 letters.", "The board had 31 letters.")
    twice = [verdict(draft, WORDS, why="one"), verdict(draft, WORDS, why="other", nth=2)]
    other = verdict(draft, WORDS, outcome=Outcome.CONTRADICTED)
    assert len({finding.fingerprint for finding in findings(draft, *twice, other)}) == 3


def test_a_finding_about_the_whole_draft_has_a_fingerprint() -> None:
    """Without words and without a sentence, the code alone makes it."""
    draft = prose("The board met.")
    seen: Counter[tuple[str, str, str]] = Counter()
    first, second = (policy.fingerprint("year-missing", draft, None, None, seen) for _ in range(2))
    assert first != second
    assert first == policy.fingerprint("year-missing", prose("Another draft."), None, None, Counter())

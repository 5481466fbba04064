"""Verdicts: the whole truth table, and what an opinion is worth whose quotes are not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import pytest

from presscheck import verify
from presscheck.library import Library
from presscheck.model import Evidence, Fact, Opinion, Outcome, Passage, Question, Relation, Span, Unreadable, Verdict
from presscheck.verify import FARTHER, PLACED, PLAINLY, SHOWN, decide, decide_claim
from prose import facts, prose

SCAN = Unreadable("scan.pdf", "application/pdf", "d", "scan.pdf: its pages are pictures")
KINDS = ("name", *sorted(PLACED))
SAID = Opinion(Relation.MENTIONS, ("Tove", "refused"), (), "", 0.5)


def evidence(relation: Relation, score: float, at: int, passages: int = 1) -> Evidence:
    """A piece of evidence at a place of its own."""
    held = tuple(Passage("document", Span(at + n, at + n + 1), "x", "para. 1") for n in range(0, 2 * passages, 2))
    return Evidence(held, tuple(passage.span for passage in held), relation, "facts.name", score, f"{relation} {score}")


FAR, NEAR = 0.5, 0.95
PIECES = {
    "supports, far": evidence(Relation.SUPPORTS, FAR, 0),
    "supports, near": evidence(Relation.SUPPORTS, NEAR, 10),
    "contradicts, far": evidence(Relation.CONTRADICTS, FAR, 20),
    "contradicts, near": evidence(Relation.CONTRADICTS, NEAR, 30),
    "mentions": evidence(Relation.MENTIONS, FAR, 40),
    "mentions, elsewhere": evidence(Relation.MENTIONS, FAR / 2, 45),
    "worked out": evidence(Relation.MENTIONS, FAR, 50, passages=2),
}


def weighings() -> Iterator[frozenset[str]]:
    """Every set of pieces of evidence, none too."""
    for size in range(len(PIECES) + 1):
        yield from map(frozenset, combinations(PIECES, size))


def fact(kind: str, derivable: bool = False) -> Fact:
    return Fact(kind, Span(0, 4), 0, "Tove", "Tove refused.", derivable)


def wanted(kind: str, pieces: frozenset[str], derivable: bool, unread: bool, sourced: bool) -> Outcome:
    """The table, told the other way round: from what is there to what must come of it."""
    near_by = "contradicts, near" in pieces and kind in PLACED and "supports, near" not in pieces
    contradicted = any(piece.startswith("contradicts") for piece in pieces)
    if near_by:
        return Outcome.CONTRADICTED
    if any(piece.startswith("supports") for piece in pieces):
        return Outcome.SUPPORTED
    open_ = {"mentions", "worked out", *(() if kind in PLACED else ("mentions, elsewhere",))} & pieces
    if contradicted and "worked out" not in pieces and not (derivable and open_):
        return Outcome.CONTRADICTED
    if not sourced:
        return Outcome.UNCHECKED
    if pieces & {"mentions", "mentions, elsewhere", "worked out"}:
        return Outcome.UNCLEAR
    if unread:
        return Outcome.UNCHECKED
    return Outcome.UNCLEAR if derivable else Outcome.NOT_FOUND


def test_the_scores_of_the_table() -> None:
    """The table's near difference is plainly nearer than its far support, and not than its near one."""
    assert max(PLAINLY, FAR + FARTHER) <= NEAR
    assert not max(PLAINLY, NEAR + FARTHER) <= NEAR
    assert FAR < PLAINLY


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_table(kind: str) -> None:
    """Every set of evidence, derivable or not, with an unread source or not, with sources or without, gives the one outcome it must."""
    for pieces, derivable, unread, sourced in product(weighings(), (False, True), (False, True), (False, True)):
        found = [PIECES[piece] for piece in sorted(pieces)]
        verdict = decide(fact(kind, derivable), found, (SCAN,) if unread else (), sourced)
        case = (sorted(pieces), derivable, unread, sourced)
        assert verdict.outcome is wanted(kind, pieces, derivable, unread, sourced), case
        assert_told(verdict, found, unread)


def assert_told(verdict: Verdict, found: Sequence[Evidence], unread: bool) -> None:
    """What holds of every verdict, whatever the evidence."""
    assert verdict.reason
    assert set(verdict.evidence) <= set(found)
    if verdict.outcome in (Outcome.SUPPORTED, Outcome.CONTRADICTED):
        relation = Relation.SUPPORTS if verdict.outcome is Outcome.SUPPORTED else Relation.CONTRADICTS
        assert verdict.evidence
        assert {piece.relation for piece in verdict.evidence} == {relation}
        assert verdict.reason == verdict.evidence[0].note
        assert verdict.evidence[0].score == max(piece.score for piece in found if piece.relation is relation)
    assert not (unread and verdict.outcome is Outcome.NOT_FOUND), "an unread source never turns its facts into not found"


def test_the_strongest_evidence_is_shown_once_for_each_place() -> None:
    """No more than a few pieces are kept, the strongest first; of two at one place, the stronger."""
    pieces = [evidence(Relation.SUPPORTS, score / 10, 10 * (score % 4)) for score in range(1, 10)]
    kept = decide(fact("name"), pieces, (), True).evidence
    assert [piece.score for piece in kept] == [0.9, 0.8, 0.7]
    assert len(kept) == SHOWN


def test_an_unread_source_is_named() -> None:
    """The reason says which source could not be read, whether others could or not."""
    for sourced in (False, True):
        verdict = decide(fact("name"), (), (SCAN,), sourced)
        assert (verdict.outcome, "scan.pdf" in verdict.reason) == (Outcome.UNCHECKED, True)
    assert decide(fact("name"), (), (), False).reason == "no sources were given"


def claim_wanted(inside: frozenset[Outcome], relation: Relation | None, unread: bool, sourced: bool) -> Outcome:
    if not sourced:
        return Outcome.UNCHECKED
    if inside & {Outcome.CONTRADICTED, Outcome.NOT_FOUND}:
        return Outcome.UNCLEAR
    if relation is None:
        return Outcome.UNCHECKED if unread else Outcome.NOT_FOUND
    return {
        Relation.SUPPORTS: Outcome.SUPPORTED,
        Relation.CONTRADICTS: Outcome.CONTRADICTED,
        Relation.MENTIONS: Outcome.UNCLEAR,
    }[relation]


def test_the_whole_table_of_claims() -> None:
    """Every set of outcomes inside the sentence, with every relation that a judge can find, gives the one outcome it must: a claim is
    never borne out, nor contradicted, while something inside it is not borne out."""
    sets = [frozenset(some) for size in range(len(Outcome) + 1) for some in combinations(Outcome, size)]
    for inside, relation, unread, sourced in product(sets, [None, *Relation], (False, True), (False, True)):
        within = [Verdict(fact("name"), outcome, f"inside: {outcome}") for outcome in sorted(inside)]
        found = [evidence(relation, 0.9, 0)] if relation else []
        verdict = decide_claim(fact("claim"), within, found, (SCAN,) if unread else (), sourced)
        assert verdict.outcome is claim_wanted(inside, relation, unread, sourced), (inside, relation, unread, sourced)
        assert_told(verdict, found, unread)
        if sourced and inside & {Outcome.CONTRADICTED, Outcome.NOT_FOUND}:
            assert "inside: " in verdict.reason


def test_a_claim_is_told_in_the_words_of_its_judge() -> None:
    """Where a passage speaks of it and does not settle it, the reason is the judge's own."""
    found = [evidence(Relation.MENTIONS, 0.5, 0), evidence(Relation.MENTIONS, 0.7, 9)]
    assert decide_claim(fact("claim"), (), found, (), True).reason == "mentions 0.7"


class Parrot:
    """A judge that says of everything what it was told to say, and keeps what it was asked."""

    name = "parrot"

    def __init__(self, *opinions: Opinion) -> None:
        self.opinions = opinions
        self.asked: list[Question] = []

    def judge(self, questions: Sequence[Question]) -> list[Opinion]:
        self.asked += questions
        return [self.opinions[n % len(self.opinions)] for n in range(len(questions))]


SOURCE = prose("The harbour board refused the tug in spring.", "Nobody asked the captain at all.", name="minutes.txt")
DRAFT = prose("The harbour board refused the tug when nobody asked the captain.")


def judged(relation: Relation, *quotes: str) -> Verdict:
    judge = Parrot(Opinion(relation, (), quotes, "so it says", 0.9))
    (verdict,) = verify.verify(facts("claim", DRAFT), Library([SOURCE]), judge, (), 8)
    return verdict


@pytest.mark.parametrize("relation", [Relation.SUPPORTS, Relation.CONTRADICTS])
@pytest.mark.parametrize(
    "quotes",
    [
        (),
        ("",),
        ("refused the boat",),
        ("Refused the tug",),
        ("refused  the tug",),
        ("refused the tug", "never said"),
        ("refused the tug", ""),
        ("tug in spring.\n\nNobody",),
    ],
)
def test_an_opinion_without_its_quotes_counts_for_nothing(relation: Relation, quotes: tuple[str, ...]) -> None:
    """One quote that is empty, changed, or spread over two passages, and the opinion is as if it had not been given."""
    assert judged(relation, *quotes).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(("relation", "outcome"), [(Relation.SUPPORTS, Outcome.SUPPORTED), (Relation.CONTRADICTS, Outcome.CONTRADICTED)])
def test_an_opinion_with_its_quotes_is_evidence(relation: Relation, outcome: Outcome) -> None:
    """Each quote becomes a span of the passage that has it, by the judge's name, with its score and reason."""
    verdict = judged(relation, "refused the tug", "asked the captain")
    (piece,) = verdict.evidence
    assert (verdict.outcome, verdict.reason, piece.by, piece.score) == (outcome, "so it says", "judges.parrot", 0.9)
    assert [SOURCE[span] for span in piece.spans] == ["refused the tug", "asked the captain"]
    assert all(span in passage.span for passage, span in zip(piece.passages, piece.spans, strict=True))


def test_claims_are_answered_in_order() -> None:
    """With more claims than are asked at once, each gets its own opinion, and the judge sees statements and passages, no more."""
    draft = prose(*(f"The board refused tug number {n} in spring." for n in range(150)))
    yes, no = (Opinion(relation, (), ("tug in spring",), "", 0.9) for relation in (Relation.SUPPORTS, Relation.CONTRADICTS))
    judge = Parrot(yes, no)
    verdicts = verify.verify(facts("claim", draft), Library([SOURCE]), judge, (), 8)
    assert [verdict.outcome for verdict in verdicts] == [Outcome.SUPPORTED, Outcome.CONTRADICTED] * 75
    assert [question.statement for question in judge.asked] == [verdict.fact.statement for verdict in verdicts]


SOLD = prose("The harbour board refused the tug and sold its oldest crane.")


def silent(words: str) -> Verdict:
    judge = Parrot(Opinion(Relation.MENTIONS, (words,), (), f"no passage backs: {words}", 0.9))
    (verdict,) = verify.verify(facts("claim", SOLD), Library([SOURCE]), judge, (), 8)
    return verdict


def test_words_that_no_source_has_are_named() -> None:
    """Where the judge finds that nothing backs certain words, the verdict lies on them, with the judge's reason and the nearest passage."""
    verdict = silent("sold its oldest crane")
    (piece,) = verdict.evidence
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_FOUND, "no passage backs: sold its oldest crane")
    assert piece.draft
    assert (piece.relation, SOLD[piece.draft]) == (Relation.MENTIONS, "sold its oldest crane")
    assert piece.passages[0].text == "The harbour board refused the tug in spring."


def test_words_that_a_passage_has_are_never_not_found() -> None:
    """Whatever the judge says, words that stand together in a passage leave the claim open; words that are not the draft's name nothing."""
    assert silent("board refused the tug").outcome is Outcome.UNCLEAR
    assert silent("sold the moon").evidence == ()


def test_verdicts_come_in_the_order_of_the_facts() -> None:
    """Each fact has its verdict at its own place, claims among the others, and progress is told for each."""
    draft = prose("The harbour board refused 31 tugs, and “nobody asked the captain at all,” said Ruth Lind.")
    found = [*facts("claim", draft), *facts("quote", draft), *facts("number", draft), *facts("name", draft)]
    told: list[tuple[int, int]] = []
    verdicts = verify.verify(found, Library([SOURCE]), Parrot(SAID), (), 8, lambda at, of: told.append((at, of)))
    assert [verdict.fact for verdict in verdicts] == found
    assert [at for at, of in told if of == len(found)] == list(range(len(found)))
    assert {verdict.fact.kind: verdict.outcome for verdict in verdicts}["quote"] is Outcome.SUPPORTED


def test_support_is_found_behind_passages_that_resemble_the_sentence() -> None:
    """A name that one passage has is borne out, though many others look more like its sentence, or have one of its words."""
    sentence = "The harbour board of Port Selwick had refused a second tug in March for want of money"
    echoes = prose(*(f"{sentence}, {n}." for n in range(12)), name="echoes.txt")
    others = prose(*(f"{one} came on day {n}." for n in range(100) for one in ("Yara Orm", "Tobias Caldrow")), name="others.txt")
    clerk = prose("The clerk, who keeps the minutes, the keys, the flags and the lamps, is called Yara Caldrow.", name="clerk.txt")
    (name,) = (f for f in facts("name", prose(f"{sentence}, Yara Caldrow said.")) if f.reading == "Yara Caldrow")
    library = Library([echoes, others, clerk])
    assert clerk.id not in {passage.document for passage in library.search(name, 3)}
    (verdict,) = verify.verify([name], library, Parrot(SAID), (), 3)
    assert verdict.outcome is Outcome.SUPPORTED

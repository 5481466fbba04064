"""Facts and passages to verdicts: `verify` gathers the evidence, `decide` is the whole truth table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from types import MappingProxyType

from presscheck import language, parts, premises, reckoned, secondlook
from presscheck.dating import later
from presscheck.facts.date import dates
from presscheck.library import Library
from presscheck.model import Cited, Document, Evidence, Fact, Opinion, Outcome, Passage, Question, Relation, Span, Unreadable, Verdict
from presscheck.secondlook import WRONG
from presscheck.silence import unsourced
from presscheck.withdrawals import names_only_in
from presscheck.words import in_lower, words

Progress = Callable[[int, int], None]
Asked = tuple[Fact, tuple[Passage, ...], Question]
CLAIM = "claim"
JUDGED = 16  # passages of one source that a judge is given for one claim
READ, LEAST_READ = 6_000, 60  # words of premises that a judge reads for all claims of a draft, and for each at least
APART = 6  # passages that it is given where it reads each by itself
FROM = 12  # sources of which it is given some
BATCH = 64  # claims asked at once
HELD = 24  # more passages that are weighed for a fact that the nearest do not bear out, where they have all its words
PLACED = frozenset({"number", "date", "time"})  # kinds whose scores say how near the passage is to the sentence at this fact
WAVERING = frozenset({"role"})  # kinds of which a place that speaks of the fact, not surely, leaves open what another has against it
PLAINLY, FARTHER = 0.55, 0.25  # how near, and how much nearer than what agrees, a passage must be for its difference to decide
NEARLY = 0.05  # how much less near what has the same figure may be, and still leave open which is meant
ALIKE, CLOSE = 0.5, 0.12  # how near two sources must be to the draft, and to one another, for the later to outrank the earlier
SHOWN = 3  # pieces of evidence that a verdict keeps
KEPT = 4096  # facts of which it is remembered what the sources say: some ten long drafts


class Weighing:
    """What the sources of one story say of facts: each is weighed once, wherever in a draft it stands, however often the draft is checked
    again. `limit` passages are weighed for each."""

    def __init__(self, library: Library, unread: Sequence[Unreadable], limit: int) -> None:
        self.library, self.unread, self.limit = library, tuple(unread), limit
        self._senses = _Senses(library)
        self._exactly = lru_cache(maxsize=KEPT)(self._weigh)
        self._sought = lru_cache(maxsize=KEPT)(self._seek)
        self._of_no_use = lru_cache(maxsize=None)(self._is_of_no_use)

    def exactly(self, fact: Fact, notes: Sequence[Cited] = ()) -> Verdict:
        """The verdict on a fact that is weighed without a judge, first where the author's `notes` on it point."""
        return _at(fact, self._exactly(_placeless(fact), tuple([(one.source, one.place) for one in notes if one.source])))

    def _weigh(self, fact: Fact, noted: Sequence[tuple[str, tuple[Span, ...]]]) -> Verdict:
        library = self.library
        if self._of_no_use(fact.kind):
            return decide(fact, (), self.unread, bool(len(library)))
        there = _there(fact, noted, library, self.limit) if noted else ()
        passages = (*there, *[passage for passage in library.search(fact, self.limit) if passage not in there])
        evidence = _weighed(fact, passages, library)
        if not any(e.relation is Relation.SUPPORTS for e in evidence):
            more = dict.fromkeys((*library.holding(fact, HELD), *_naming(fact, library)))
            evidence += _weighed(fact, [passage for passage in more if passage not in passages], library)
            evidence += _worked_out(fact, passages, library)
        verdict = _reached(decide(fact, evidence, self.unread, bool(len(library))), library)
        verdict = _overtaken(verdict, evidence, passages, library)
        verdict = _taken_back(_replaced(verdict, evidence, library), evidence, passages, library)
        return _as_noted(verdict, evidence, there, library) if there else verdict

    def _is_of_no_use(self, kind: str) -> bool:
        """Can a kind tell that no source has what it looks for, in one look at them all?"""
        needed = getattr(parts.load("facts", kind), "needs", None)
        return needed is not None and not needed(self.library)

    def questions(self, claims: Sequence[Fact], told: Sequence[Fact]) -> list[Asked]:
        """Each claim with its passages and what a judge is asked; `told` are all claims of the draft, in which one may lean on another."""
        before, room = {fact.sentence: fact.statement for fact in told}, max(READ // max(len(told), 1), LEAST_READ)
        found = [(fact, *self._sought(_placeless(fact))) for fact in claims]
        return [
            (fact, passages, replace(question, context=before.get(fact.sentence - 1, "") if leans else "", room=room))
            for fact, passages, question, leans in found
        ]

    def _seek(self, fact: Fact) -> tuple[tuple[Passage, ...], Question, bool]:
        """The claim's passages, what a judge is asked of it without the sentence ahead of it, and whether it leans on that."""
        passages = _nearest(fact, self.library, self.limit)
        return passages, _question(fact, passages, self.library, self._senses), premises.leans(fact.statement)


def _placeless(fact: Fact) -> Fact:
    """The fact as it is wherever in a draft it stands."""
    return replace(fact, span=Span(0, len(fact.span)), sentence=0)


def _at(fact: Fact, verdict: Verdict) -> Verdict:
    """The verdict, on the fact where it stands in this draft."""
    start = fact.span.start
    evidence = tuple([replace(e, draft=e.draft.shifted(start)) if e.draft else e for e in verdict.evidence])
    return Verdict(fact, verdict.outcome, verdict.reason, evidence)


def verify(
    facts: Sequence[Fact], library: Library, judge: parts.Judge, unread: Sequence[Unreadable], limit: int, progress: Progress | None = None
) -> tuple[Verdict, ...]:
    """A verdict for each fact, in order; `limit` passages are weighed for each."""
    return verdicts_on(facts, Weighing(library, unread, limit), judge, progress)


def verdicts_on(
    facts: Sequence[Fact],
    weighing: Weighing,
    judge: parts.Judge,
    progress: Progress | None = None,
    noted: Mapping[Fact, Sequence[Cited]] = MappingProxyType({}),
) -> tuple[Verdict, ...]:
    """A verdict for each fact, in order; of a quiet kind only where a source contradicts it. Where the author's notes point (`noted`) is
    looked first. Claims go to the judge once everything inside them was weighed exactly."""
    library, unread = weighing.library, weighing.unread
    verdicts: dict[Fact, Verdict] = {}
    told: dict[int, list[Verdict]] = defaultdict(list)
    asked: list[Fact] = []
    for number, fact in enumerate(facts):
        if progress:
            progress(number, len(facts))
        if fact.kind == CLAIM:
            asked.append(fact)
        else:
            verdict = weighing.exactly(fact, noted.get(fact, ()))
            if verdict.outcome is Outcome.CONTRADICTED or not getattr(parts.load("facts", fact.kind), "QUIET", False):
                verdicts[fact] = verdict
    verdicts |= {verdict.fact: verdict for verdict in reckoned.left_open(tuple(verdicts.values()))}
    for fact, verdict in verdicts.items():
        told[fact.sentence].append(verdict)
    sourced = bool(len(library))
    if sourced and getattr(judge, "wide", False):
        return _consulted(facts, asked, verdicts, told, library, judge, unread)
    open_ = [fact for fact in asked if sourced and not any(verdict.outcome in WRONG for verdict in told[fact.sentence])]
    silent = {
        fact: found
        for fact in open_
        if not any(v.fact.kind == "quote" for v in told[fact.sentence + 1]) and (found := unsourced(fact, told[fact.sentence], library))
    }
    open_ = [fact for fact in open_ if fact not in silent]
    for fact in asked:
        if fact in silent:
            verdicts[fact] = _not_spoken_of(fact, silent[fact], unread)
        elif fact not in open_:
            verdicts[fact] = decide_claim(fact, told[fact.sentence], (), unread, sourced)
    for at in range(0, len(open_), BATCH):
        some = open_[at : at + BATCH]
        batch = apart(some, library, weighing.limit) if getattr(judge, "singly", False) else weighing.questions(some, asked)
        opinions = judge.judge([question for _, _, question in batch])
        for (fact, passages, _), opinion in zip(batch, opinions, strict=True):
            proven = _proven(fact, opinion, passages, f"judges.{judge.name}")
            verdict = decide_claim(fact, told[fact.sentence], proven, unread, sourced)
            verdicts[fact] = _named(verdict, opinion, passages, library, f"judges.{judge.name}")
    return tuple(verdicts[fact] for fact in facts if fact in verdicts)


def _consulted(
    facts: Sequence[Fact],
    claims: Sequence[Fact],
    verdicts: dict[Fact, Verdict],
    told: dict[int, list[Verdict]],
    library: Library,
    judge: parts.Judge,
    unread: Sequence[Unreadable],
) -> tuple[Verdict, ...]:
    """The verdicts where the judge reads widely: on each claim, on the points of those that are not borne out as a whole, and on what was
    weighed exactly, with what the judge has against it."""
    by, parted = f"judges.{judge.name}", list[Verdict]()
    for fact, (passages, opinion) in secondlook.consult(claims, library, judge, told).items():
        points = [(point, place) for point in opinion.points if (place := secondlook.span_of(fact, point))]
        for verdict in told[fact.sentence]:
            verdicts[verdict.fact] = _answered(fact, verdict, points, passages, by)
        inside = [verdicts[verdict.fact] for verdict in told[fact.sentence]]
        found = [v for point, place in points if (v := _of_point(fact, point, place, inside, passages, library, by))]
        verdicts[fact] = _of_points(fact, opinion, (*inside, *found), passages, by)
        found = [_not_found(v.fact, unread) if unread and v.outcome is Outcome.NOT_FOUND else v for v in found]
        parted += found if verdicts[fact].outcome is not Outcome.SUPPORTED else []
    return (*(verdicts[fact] for fact in facts if fact in verdicts), *parted)


def _answered(fact: Fact, exact: Verdict, points: Sequence[tuple[Opinion, Span]], passages: Sequence[Passage], by: str) -> Verdict:
    """What was weighed exactly, with what a judge that saw it has against it. That no source has it word for word is silence, and gives
    way to a proof; a contradiction stands, with both told."""
    against = [point for point, _ in points if secondlook.disagree(fact, point, exact)]
    if not against or exact.outcome is Outcome.SUPPORTED:
        return exact
    proven = _proven(fact, against[0], passages, by)
    if not proven:
        return exact
    told = f"{exact.reason}; but read as a whole it is borne out: “{_quoted(proven[0])}”"
    if exact.outcome is Outcome.NOT_FOUND:
        return Verdict(exact.fact, Outcome.UNCLEAR, told, (replace(proven[0], relation=Relation.MENTIONS, draft=None),))
    return replace(exact, reason=told)


def _of_point(
    fact: Fact, point: Opinion, place: Span, exact: Sequence[Verdict], passages: Sequence[Passage], library: Library, by: str
) -> Verdict | None:
    """The verdict on one point of a claim; None where the exact layer has said the same of the same words, or there is nothing to say."""
    part = replace(fact, span=place, reading=point.words[0])
    said = [verdict for verdict in exact if verdict.fact.span.overlaps(place)]
    proven = _proven(fact, replace(point, words=()), passages, by)
    if point.relation is Relation.SUPPORTS:
        denied = next((v for v in said if v.outcome is Outcome.CONTRADICTED), None)
        if denied and proven:
            return Verdict(part, Outcome.UNCLEAR, denied.reason, (replace(proven[0], relation=Relation.MENTIONS),))
        return Verdict(part, Outcome.SUPPORTED, proven[0].note, proven) if proven else None
    if any(verdict.outcome in WRONG for verdict in said):
        return None
    held = next((v for v in said if v.outcome is Outcome.SUPPORTED and place in v.fact.span), None)
    beside = f"; compared exactly, “{held.fact.reading}” stands in a source" if held else ""
    if point.relation is Relation.CONTRADICTS and proven:
        reason = point.reason + beside
        return Verdict(part, Outcome.CONTRADICTED, reason, tuple(replace(e, draft=place, note=reason) for e in proven))
    if held or not point.seek:
        return Verdict(part, Outcome.UNCLEAR, point.reason + beside)
    quoted = [p for p in passages if any(quote in p.text for quote in point.quotes)]
    nearest = (*quoted, *library.search(fact, 1), *passages)
    return _named(Verdict(part, Outcome.NOT_FOUND, point.reason), replace(point, quotes=()), nearest, library, by, place)


def _of_points(fact: Fact, opinion: Opinion, inside: Sequence[Verdict], passages: Sequence[Passage], by: str) -> Verdict:
    """The verdict on a claim as a whole."""
    if not opinion.asked:
        return Verdict(fact, Outcome.UNCHECKED, opinion.reason)
    proven = _proven(fact, opinion, passages, by)
    wrong = next((verdict for verdict in inside if verdict.outcome in WRONG), None)
    if opinion.relation is Relation.SUPPORTS and proven and wrong is None:
        return Verdict(fact, Outcome.SUPPORTED, proven[0].note, proven)
    reason = f"something in it is not borne out: {wrong.reason}" if wrong else opinion.reason
    return Verdict(fact, Outcome.UNCLEAR, reason, tuple(replace(e, relation=Relation.MENTIONS) for e in proven))


def _quoted(evidence: Evidence) -> str:
    return " ".join(evidence.passages[0].text.split())[:300]


def questions(claims: Sequence[Fact], told: Sequence[Fact], library: Library, limit: int) -> list[Asked]:
    """Each claim with its passages and what a judge is asked; `told` are all claims of the draft, in which one may lean on another."""
    return Weighing(library, (), limit).questions(claims, told)


def apart(claims: Sequence[Fact], library: Library, limit: int) -> list[Asked]:
    """The same for a judge that reads each passage by itself and asks for nothing around it."""
    found = [(fact, library.search(fact, limit)[:APART]) for fact in claims]
    return [(fact, passages, Question(fact.statement, "", tuple([p.text for p in passages]))) for fact, passages in found]


def _nearest(fact: Fact, library: Library, limit: int) -> tuple[Passage, ...]:
    """The passages that a judge is given: of each source those that hold most of the claim's words, else what is spelt nearly so."""
    covering = library.covering(fact.statement, JUDGED, FROM)
    return tuple([passage for one in covering for passage in one]) or library.search(fact, limit)


class _Senses:
    """What gives each passage its sense, found once for all claims that are asked together."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[tuple[str, int], tuple[str, ...]] = {}

    def of(self, passages: Sequence[Passage]) -> tuple[tuple[str, ...], ...]:
        known, places = self._known, [(p.document, p.span.start) for p in passages]
        for place, passage in zip(places, passages, strict=True):
            if place not in known:
                known[place] = premises.sense(passage, self._library[passage.document])
        return tuple([known[place] for place in places])


def _question(fact: Fact, passages: Sequence[Passage], library: Library, senses: _Senses) -> Question:
    """The claim and its passages as a judge reads them."""
    sources = {document: number for number, document in enumerate(dict.fromkeys([p.document for p in passages]))}
    return Question(
        fact.statement,
        "",
        tuple([p.text for p in passages]),
        senses.of(passages),
        tuple([(sources[p.document], p.span.start) for p in passages]),
        tuple(number for document, number in sources.items() if library.short(document)),
    )


def _there(fact: Fact, noted: Sequence[tuple[str, tuple[Span, ...]]], library: Library, limit: int) -> tuple[Passage, ...]:
    """The passages of these sources and places that are nearest to the fact; of a place that is told, all but what is far from it."""
    found = [library.standing(fact, source, place, HELD if place else limit) for source, place in noted]
    return tuple(dict.fromkeys(passage for some in found for passage in some))


def _as_noted(verdict: Verdict, evidence: Sequence[Evidence], there: Sequence[Passage], library: Library) -> Verdict:
    """The verdict with the place first that the author's own note points to; where that place contradicts what stands elsewhere, it is
    believed, and both are told."""
    if verdict.outcome is not Outcome.SUPPORTED:
        return verdict
    own = [piece for piece in evidence if piece.passages[0] in there]
    if supports := _best(own, Relation.SUPPORTS):
        rest = [piece for piece in verdict.evidence if not any(_same_place(piece, other) for other in supports)]
        return replace(verdict, reason=supports[0].note, evidence=(*supports, *rest)[:SHOWN])
    against = [e for e in _best(own, Relation.CONTRADICTS) if verdict.fact.kind not in PLACED or e.score >= PLAINLY]
    if not against:
        return verdict
    other = verdict.evidence[0].passages[0]
    note = f"{against[0].note} where the draft's own note points; {library[other.document].name}, {other.where}, has it as the draft does"
    return Verdict(verdict.fact, Outcome.CONTRADICTED, note, (replace(against[0], note=note), *against[1:]))


def _weighed(fact: Fact, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    kind, found, sure = parts.load("facts", fact.kind), list[Evidence](), 0
    for passage in passages:
        if evidence := kind.weigh(fact, passage, library[passage.document]):
            found.append(evidence)
            sure += evidence.relation is Relation.SUPPORTS and evidence.score == 1.0
        if sure == SHOWN and fact.kind not in PLACED:
            break  # nothing that follows could change the verdict or be shown with it
    return found


def _naming(fact: Fact, library: Library) -> tuple[Passage, ...]:
    """The passages that a kind of fact wants weighed however far they are from its sentence: those that name the person."""
    naming = getattr(parts.load("facts", fact.kind), "naming", None)
    return naming(fact, library, HELD) if naming else ()


def _worked_out(fact: Fact, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """What a kind that can reckon finds in several passages together, and none states."""
    reckon = getattr(parts.load("facts", fact.kind), "worked_out", None)
    return reckon(fact, passages, library) if reckon else []


def _reached(verdict: Verdict, library: Library) -> Verdict:
    """The verdict, left open where a kind that can tell finds, in all there is, what keeps it from saying that no source has the fact, or
    that the place which contradicts it is the one that is meant."""
    kind = parts.load("facts", verdict.fact.kind)
    if verdict.outcome is Outcome.NOT_FOUND and (reach := getattr(kind, "within_reach", None)):
        found = reach(verdict.fact, library)
    elif verdict.outcome is Outcome.CONTRADICTED and (told := getattr(kind, "told_elsewhere", None)):
        found = told(verdict.fact, verdict.evidence[0], library)
    else:
        return verdict
    return Verdict(verdict.fact, Outcome.UNCLEAR, f"no passage settles it: {found.note}", (found,)) if found else verdict


@lru_cache
def _overtakes(kind: str) -> Callable[[Fact, Document], Evidence | None] | None:
    """The function with which a kind tells that a source has the end of a fact, where it has one; asked of every fact."""
    return getattr(parts.load("facts", kind), "overtaken_by", None)


def _overtaken(verdict: Verdict, evidence: Sequence[Evidence], passages: Sequence[Passage], library: Library) -> Verdict:
    """The verdict, or CONTRADICTED where all sources that bear the fact out tell that it is over by now, or a later one does, for a kind of
    fact that can tell."""
    over = _overtakes(verdict.fact.kind) if verdict.outcome is Outcome.SUPPORTED else None
    if over is None:
        return verdict
    supports = {p.document for e in evidence if e.relation is Relation.SUPPORTS for p in e.passages}
    searched = sorted({*supports, *(p.document for p in passages)}, key=lambda id: (library[id].name, id))
    ended = {id: found for id in searched if (found := over(verdict.fact, library[id]))}
    standing = [library[id] for id in supports if id not in ended]
    against = tuple(found for id, found in ended.items() if all(later(library[id], other) for other in standing))
    return Verdict(verdict.fact, Outcome.CONTRADICTED, against[0].note, against[:SHOWN]) if against else verdict


def _replaced(verdict: Verdict, evidence: Sequence[Evidence], library: Library) -> Verdict:
    """The verdict, or CONTRADICTED where a source later than all that have the draft's figure or date gives another for the same thing, and
    the draft does not tell by which day its figure was so."""
    if verdict.fact.kind == "number" and _of_a_day(verdict.fact.statement):
        return verdict
    if verdict.fact.kind not in PLACED or verdict.outcome is not Outcome.SUPPORTED or verdict.evidence[0].score < ALIKE:
        return verdict
    least = max(ALIKE, verdict.evidence[0].score - CLOSE)
    held = [p for e in evidence if e.relation is Relation.SUPPORTS for p in e.passages]
    standing = {p.document for p in held}
    newer = [e for e in evidence if e.relation is Relation.CONTRADICTS and e.score >= least and e.passages[0].document not in standing]
    newer = [e for e in newer if not any(names_only_in(verdict.fact.statement, p.text, library[e.passages[0].document]) for p in held)]
    against = [e for e in newer if all(later(library[e.passages[0].document], library[id]) for id in standing)]
    if not against:
        return verdict
    best = max(against, key=lambda e: e.score)
    earlier = ", ".join(sorted({library[id].name for id in standing}))
    note = f"{best.note}, which is later than {earlier}"
    return Verdict(verdict.fact, Outcome.CONTRADICTED, note, (replace(best, note=note),))


def _taken_back(verdict: Verdict, evidence: Sequence[Evidence], passages: Sequence[Passage], library: Library) -> Verdict:
    """The verdict, or CONTRADICTED where a source takes back what the draft tells and no later source has it all the same, or SUPPORTED
    where it takes back what contradicts the draft, for a kind of fact that can tell."""
    back = _takes_back(verdict.fact.kind)
    if back is None:
        return verdict
    searched = sorted({p.document for p in passages}, key=lambda id: (library[id].name, id))
    stands = {p.document for e in evidence if e.relation is Relation.SUPPORTS for p in e.passages}
    found = [piece for id in searched if (piece := back(verdict.fact, library[id], evidence, partial(_is_older, library, id)))]
    against = [e for e in found if e.relation is Relation.CONTRADICTS and (_of_a_draft(e) or not _told_later(e, stands, library))]
    if against and verdict.outcome is not Outcome.CONTRADICTED:
        return Verdict(verdict.fact, Outcome.CONTRADICTED, against[0].note, tuple(against[:SHOWN]))
    if verdict.outcome is Outcome.CONTRADICTED and (borne_out := [e for e in found if e.relation is Relation.SUPPORTS]):
        return Verdict(verdict.fact, Outcome.SUPPORTED, borne_out[0].note, tuple(borne_out[:SHOWN]))
    return verdict


@lru_cache
def _takes_back(kind: str) -> Callable[[Fact, Document, Sequence[Evidence], parts.Older], Evidence | None] | None:
    """The function with which a kind tells that a source takes a fact back, where it has one; asked of every fact."""
    return getattr(parts.load("facts", kind), "taken_back_by", None)


def _is_older(library: Library, than: str, document: str) -> bool:
    return later(library[than], library[document])


def _of_a_draft(piece: Evidence) -> bool:
    """Does it correct what was still a draft, which may have been published with the mistake in it?"""
    return not language.load().withdrawals["drafts"].isdisjoint(in_lower(piece.passages[0].text))


def _told_later(piece: Evidence, documents: Collection[str], library: Library) -> bool:
    """Is one of these sources surely of a later day than the one that the piece is from?"""
    return any(later(library[id], library[piece.passages[0].document]) for id in documents)


def _of_a_day(statement: str) -> bool:
    """ "By Monday 12 people had died" stays true whatever Tuesday brings; "the police said on Monday" tells no such day."""
    told = [words(statement[: day.span.start])[-1:] for day in dates(statement, 0, len(statement))]
    return any(before and before[0].lower in language.load().clock_before for before in told)


def decide(fact: Fact, evidence: Sequence[Evidence], unread: Sequence[Unreadable], sourced: bool) -> Verdict:
    """The truth table for what is weighed exactly. A difference in a passage that is plainly the same sentence outranks what is far from
    it; else support anywhere outranks a difference elsewhere, and what may be worked out and stands in some source is not contradicted
    by another. An unread source forbids NOT_FOUND."""
    supports = _best(evidence, Relation.SUPPORTS)
    against = _best(evidence, Relation.CONTRADICTS)
    mentions = _best(evidence, Relation.MENTIONS)
    reckoned = [e for e in evidence if e.relation is Relation.MENTIONS and len(e.passages) > 1]
    agreed = max((e.score for e in (*supports, *reckoned)), default=0.0)
    plain = bool(against) and fact.kind in PLACED and against[0].score >= max(PLAINLY, agreed + FARTHER)
    if supports and not plain:
        return Verdict(fact, Outcome.SUPPORTED, supports[0].note, supports)
    if against and (plain or not _left_open(fact, against[0], mentions if fact.derivable or fact.kind in WAVERING else reckoned)):
        return Verdict(fact, Outcome.CONTRADICTED, against[0].note, against)
    if not sourced:
        return _unchecked(fact, unread)
    if mentions:
        return Verdict(fact, Outcome.UNCLEAR, f"no passage settles it: {mentions[0].note}", mentions)
    if fact.derivable and not unread:
        return Verdict(fact, Outcome.UNCLEAR, "no source has it in these words; it may be worked out from others")
    return _not_found(fact, unread)


def _left_open(fact: Fact, against: Evidence, mentions: Sequence[Evidence]) -> bool:
    """Does some place have the draft's own figure, about as near to what the draft speaks of as the place that contradicts it?"""
    return any(fact.kind not in PLACED or e.score + NEARLY >= against.score for e in mentions)


def decide_claim(
    fact: Fact, inside: Sequence[Verdict], evidence: Sequence[Evidence], unread: Sequence[Unreadable], sourced: bool
) -> Verdict:
    """The truth table for a sentence's claim. It is never borne out while something inside it is not: exact evidence outranks a judge."""
    if not sourced:
        return _unchecked(fact, unread)
    wrong = [v for v in inside if v.outcome in WRONG]
    supports = _best(evidence, Relation.SUPPORTS)
    against = _best(evidence, Relation.CONTRADICTS)
    if against and not wrong:
        return Verdict(fact, Outcome.CONTRADICTED, against[0].note, against)
    if supports and not wrong:
        return Verdict(fact, Outcome.SUPPORTED, supports[0].note, supports)
    if wrong:
        return Verdict(fact, Outcome.UNCLEAR, f"something in it is not borne out: {wrong[0].reason}", _best(evidence, Relation.MENTIONS))
    if mentions := _best(evidence, Relation.MENTIONS):
        return Verdict(fact, Outcome.UNCLEAR, mentions[0].note, mentions)
    return _not_found(fact, unread)


def _best(evidence: Sequence[Evidence], relation: Relation) -> tuple[Evidence, ...]:
    """The strongest pieces of this relation, the strongest first; ties keep the order of the search, and one place is shown once."""
    kept: list[Evidence] = []
    for piece in sorted((e for e in evidence if e.relation is relation), key=lambda e: -e.score):
        if len(kept) < SHOWN and not any(_same_place(piece, other) for other in kept):
            kept.append(piece)
    return tuple(kept)


def _same_place(a: Evidence, b: Evidence) -> bool:
    return a.passages[0].document == b.passages[0].document and a.spans[0].overlaps(b.spans[0])


def _not_found(fact: Fact, unread: Sequence[Unreadable]) -> Verdict:
    if unread:
        return Verdict(
            fact, Outcome.UNCHECKED, f"not in the sources that could be read; could not be read: {', '.join(u.name for u in unread)}"
        )
    return Verdict(fact, Outcome.NOT_FOUND, "no source speaks of it")


def _not_spoken_of(fact: Fact, nearest: Evidence, unread: Sequence[Unreadable]) -> Verdict:
    """NOT_FOUND, with the passage that comes nearest; where a source could not be read, it is not known."""
    return _not_found(fact, unread) if unread else Verdict(fact, Outcome.NOT_FOUND, nearest.note, (nearest,))


def _unchecked(fact: Fact, unread: Sequence[Unreadable]) -> Verdict:
    if unread:
        return Verdict(fact, Outcome.UNCHECKED, f"no source could be read: {', '.join(u.name for u in unread)}")
    return Verdict(fact, Outcome.UNCHECKED, "no sources were given")


def _proven(fact: Fact, opinion: Opinion, passages: Sequence[Passage], by: str) -> tuple[Evidence, ...]:
    """The opinion as evidence, if every quote that it rests on stands in a passage word for word; else nothing."""
    found: list[tuple[Passage, Span]] = []
    for quote in opinion.quotes:
        places = ((p, find(quote, p.text)) for find in (secondlook.whole, _anywhere) for p in passages if quote)
        place = next((place for place in places if place[1] >= 0), None)
        if place is None:
            return ()
        passage, start = place
        found.append((passage, Span(passage.span.start + start, passage.span.start + start + len(quote))))
    if not found:
        return ()
    draft = _wrong_words(fact, opinion)
    told = (tuple(p for p, _ in found), tuple(s for _, s in found))
    return (Evidence(*told, opinion.relation, by, opinion.score, opinion.reason, draft),)


def _anywhere(wanted: str, text: str) -> int:
    return text.find(wanted)


def _named(
    verdict: Verdict, opinion: Opinion, passages: Sequence[Passage], library: Library, by: str, place: Span | None = None
) -> Verdict:
    """The verdict; where nothing was found of words that the judge names, with these words, and the nearest passage that lacks them. A
    passage anywhere that has them all leaves it open. `place`: where the words stand in the draft, if not where the fact begins."""
    draft = place or _wrong_words(verdict.fact, opinion)
    if verdict.outcome is not Outcome.NOT_FOUND or opinion.relation is not Relation.MENTIONS or draft is None or not passages:
        return verdict
    held = library.holding(replace(verdict.fact, reading=opinion.words[0]), 1)
    nearest = (*held, *passages)[0]
    piece = Evidence((nearest,), (nearest.span,), Relation.MENTIONS, by, opinion.score, opinion.reason, draft)
    if held:
        return Verdict(verdict.fact, Outcome.UNCLEAR, "a passage has these words and does not settle it", (piece,))
    return Verdict(verdict.fact, Outcome.NOT_FOUND, opinion.reason, (piece,))


def _wrong_words(fact: Fact, opinion: Opinion) -> Span | None:
    """Where the first of the words that the judge finds wrong stand in the draft; None where it names none, or none of the sentence."""
    start = fact.statement.find(opinion.words[0]) if opinion.words and opinion.words[0] else -1
    if opinion.relation is Relation.SUPPORTS or start < 0 or start + len(opinion.words[0]) > len(fact.span):
        return None
    return Span(fact.span.start + start, fact.span.start + start + len(opinion.words[0]))

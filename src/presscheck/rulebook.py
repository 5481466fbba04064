"""The rules of all packs, run over a draft: every pattern is screened in one pass, and only a rule that may hit is looked at closer."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from presscheck.galley import Galley
from presscheck.model import Document, Evidence, Finding, Level, Passage, Relation, Sentence, Span
from presscheck.packs import Near, Pack, Rule
from presscheck.parts import Match
from presscheck.patterns import Pattern, Screen
from presscheck.policy import fingerprint
from presscheck.profiles import Profile
from presscheck.statements import around

OFF = "off"


class Rulebook:
    """The rules of these packs that the profile and the levels leave in force; made once, used for any number of drafts."""

    def __init__(self, packs: Sequence[Pack], profile: Profile | None = None, levels: Mapping[str, str] | None = None) -> None:
        """`levels`: code of a rule, or name of a pack, -> "error", "warning", "note", "off", or "on" for a rule that is off of itself."""
        self.profile = profile or Profile()
        self.packs = tuple(packs)
        self.codes = frozenset(rule.code for pack in packs for rule in pack.rules)
        chosen = [(rule, _level(rule, levels or {})) for pack in packs for rule in pack.rules if _in_force(rule, self.profile)]
        self.rules = tuple((rule, level) for rule, level in chosen if level is not None)
        entries = [(n, way) for n, (rule, _) in enumerate(self.rules) for way in range(max(len(rule.compiled.ways), 1))]
        self._entries = tuple(entries)
        self._screen = Screen([ways[way] if (ways := self.rules[n][0].compiled.ways) else () for n, way in entries])

    def findings(self, galley: Galley) -> tuple[Finding, ...]:
        """All hits of all rules, in the draft's order."""
        standing: dict[int, list[int]] = {}
        for entry in sorted(self._screen.standing(galley.text)):
            rule, way = self._entries[entry]
            standing.setdefault(rule, []).append(way)
        hits = [hit for number, ways in standing.items() for hit in _hits(self.rules[number], galley, ways)]
        raised = sorted(_told_once(hits), key=_place)
        seen: Counter[tuple[str, str, str]] = Counter()
        found = (_finding(rule, level, match, galley, seen) for rule, level, match in raised)
        return tuple(found)


SEVERITY = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}
Raised = tuple[Rule, Level, Match]


def _place(hit: Raised) -> tuple[Span, int, str]:
    rule, level, match = hit
    return match.span or Span(0, 1), SEVERITY[level], rule.code


def _told_once(hits: Sequence[Raised]) -> Iterator[Raised]:
    """The hits; of those of one family on the same words the severest, and of these the first."""
    kept: dict[str, list[Span]] = {}
    for hit in sorted(hits, key=lambda hit: (SEVERITY[hit[1]], hit[2].span or Span(0, 1))):  # then in the order of the packs
        rule, _, match = hit
        tags = match.tags or rule.tags
        told = [family for family in tags if match.span and _overlaps(kept.get(family, []), match.span)]
        if tags and len(told) == len(tags):
            continue
        if match.span:
            for family in tags:
                insort(kept.setdefault(family, []), match.span)
        yield hit


def _overlaps(spans: list[Span], span: Span) -> bool:
    """Does one of the spans, in order, share a letter with this one? Its neighbours are asked: what is kept of a family hardly overlaps."""
    at = bisect_left(spans, span)
    return any(span.overlaps(other) for other in spans[max(at - 1, 0) : at + 1])


def _in_force(rule: Rule, profile: Profile) -> bool:
    """Is the rule for this profile? With none chosen only what is for all."""
    return (not rule.profiles or profile.name in rule.profiles) and profile.name not in rule.not_profiles


def _level(rule: Rule, levels: Mapping[str, str]) -> Level | None:
    """The level at which the rule is raised, None where it is off."""
    told = levels.get(rule.code, levels.get(rule.pack, OFF if rule.off else ""))
    if told in ("", "on"):
        return rule.level
    return None if told == OFF else Level(told)


def _hits(ruled: tuple[Rule, Level], galley: Galley, ways: Sequence[int]) -> Iterator[Raised]:
    """The matches of one rule that count; of two that overlap the first."""
    rule, level = ruled
    if not _treated(rule, galley):
        return
    taken: list[Span] = []
    asked = False
    for match in sorted(rule.compiled.hits(galley, ways), key=lambda match: (match.span or Span(0, 1)).start):
        if match.span is not None and (any(match.span.overlaps(other) for other in taken[-1:]) or not _counts(rule, galley, match.span)):
            continue
        if not asked and not (_told_of(rule, galley) and _stage_fits(rule, galley)):  # asked last, for it takes longer than all the rest
            return
        asked = True
        if match.span is not None:
            taken.append(match.span)
        yield rule, level, match
        if rule.once:
            return


def _treated(rule: Rule, galley: Galley) -> bool:
    """Does the draft treat what the rule is about?"""
    if rule.subject and not any(name in galley.subjects for name in rule.subject):
        return False
    return not rule.central or any(name in galley.subjects and galley.subjects[name].central for name in rule.central)


def _told_of(rule: Rule, galley: Galley) -> bool:
    """Does the draft speak of what the rule asks for, and of nothing that excuses all hits?"""
    if any(_stands(each, galley) for each in rule.unless.anywhere):
        return False
    return not rule.needs.anywhere or any(_stands(each, galley) for each in rule.needs.anywhere)


def _stage_fits(rule: Rule, galley: Galley) -> bool:
    """Has the draft's case gone as far as the rule asks?"""
    if rule.stage in ("underway", "decided"):
        return galley.stage == rule.stage
    if rule.stage == "undecided":
        return galley.stage != "decided"
    return rule.stage != "none" or not galley.stage


def _counts(rule: Rule, galley: Galley, span: Span) -> bool:
    """Is the hit where the rule looks, and not excused by what stands around it?"""
    if galley.remarked(span):
        return False
    if rule.where != "all" and not galley.is_in(span, rule.where):
        return False
    if rule.quotes != "flag" and galley.quoted(span) != (rule.quotes == "only"):
        return False
    return _near(rule.needs, galley, span, wanted=True) and not _near(rule.unless, galley, span, wanted=False)


def _near(near: Near, galley: Galley, span: Span, wanted: bool) -> bool:
    """Does one of the patterns stand in the sentence, or near? With no patterns, `wanted`."""
    if not near.sentence and not near.near:
        return wanted
    if near.sentence:
        sentence = galley.sentence(span)
        if any(_stands(each, galley, sentence.span if sentence else span) for each in near.sentence):
            return True
    return any(_stands(each, galley, galley.near(span)) for each in near.near)


def _stands(pattern: Pattern, galley: Galley, within: Span | None = None) -> bool:
    return next(iter(pattern.find(galley.text, within)), None) is not None


def _finding(rule: Rule, level: Level, match: Match, galley: Galley, seen: Counter[tuple[str, str, str]]) -> Finding:
    draft = galley.draft
    sentence = galley.sentence(match.span) if match.span else None
    mark = fingerprint(rule.code, draft, match.span, sentence, seen)
    edits = tuple(replace(edit, safe=rule.safe) for edit in match.edits)
    evidence = (_elsewhere(draft, galley.sentences, match.other, match.message),) if match.other else ()
    return Finding(rule.code, level, match.span, match.message, mark, evidence=evidence, edits=edits, tags=match.tags or rule.tags)


def _elsewhere(draft: Document, sentences: Sequence[Sentence], other: Span, message: str) -> Evidence:
    """The draft as a witness against itself: the sentence that does not agree with the words found."""
    held: Iterable[Span] = (sentence.span for sentence in around(sentences, other) if other in sentence.span)
    span = next(iter(held), other)
    return Evidence((Passage(draft.id, span, draft[span], draft.where(span)),), (other,), Relation.CONTRADICTS, "rulebook", 1.0, message)

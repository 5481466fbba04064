"""A headline held against its body: words that the body does not bear out, sizes, quotations, and who is said to have said it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from presscheck.figures import YEARS, Number, agree, meet, numbers
from presscheck.model import Span
from presscheck.parts import Match
from presscheck.patterns import Hit, Pattern
from presscheck.quotations import quotations
from presscheck.words import flat, in_lower, keys, telling, words

if TYPE_CHECKING:
    from presscheck.galley import Galley


@dataclass(frozen=True, slots=True)
class Terms:
    """`told`: what of the body bears a headline out, where its sentence has none of `doubt`; `weaker`: what of the body says less;
    `excused`: what in the headline itself tells that it is no fact."""

    told: tuple[Pattern, ...] = ()
    doubt: tuple[Pattern, ...] = ()
    weaker: tuple[Pattern, ...] = ()
    excused: tuple[Pattern, ...] = ()


LONGEST = 200  # letters of a headline
SHORTEST = 200  # letters of a body that may be held against it: a brief tells less than its headline
SIZES: Mapping[str, float] = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2_000_000}
SIZE = re.compile(r"\b(" + "|".join(SIZES) + r")\s+(?:of\s+)?((?:[a-z-]+\s+)?[a-z-]+)", re.IGNORECASE)
NEAR = 0.75  # share of a size at which it is still fair: 190 are "hundreds"
VOICES: Mapping[str, frozenset[str]] = {
    many: frozenset(ones.split())
    for many, ones in {
        "doctors": "doctor doctors dr gp gps surgeon surgeons physician physicians consultant consultants medic medics "
        "clinician clinicians",
        "experts": "expert experts analyst analysts academic academics researcher researchers scientist scientists specialist specialists "
        "economist economists professor professors historian historians lawyer lawyers adviser advisers biologist biologists",
        "scientists": "scientist scientists researcher researchers professor professors biologist biologists physicist physicists "
        "ecologist ecologists chemist chemists team author authors engineer engineers geologist geologists academic academics",
        "studies": "study studies paper papers survey surveys trial trials report reports review",
        "economists": "economist economists analyst analysts",
        "neighbours": "neighbour neighbours neighbor neighbors resident residents",
        "neighbors": "neighbour neighbours neighbor neighbors resident residents",
        "residents": "resident residents neighbour neighbours villager villagers local locals tenant tenants homeowner homeowners",
        "parents": "parent parents mother father mothers fathers",
        "teachers": "teacher teachers headteacher",
        "ministers": "minister ministers secretary",
        "witnesses": "witness witnesses passer-by",
        "unions": "union unions",
        "charities": "charity charities",
        "lawyers": "lawyer lawyers attorney attorneys solicitor solicitors barrister barristers",
        "judges": "judge judges justice justices court",
    }.items()
}
SPEAKS = (
    r"(?:warn|say|fear|believe|claim|think|call|demand|agree|urge|predict|tell|find|show|prove|suggest|confirm|reveal|hail|back|reject"
    r"|want|condemn)"
)
MANY = re.compile(rf"\b({'|'.join(VOICES)})\s+{SPEAKS}s?\b|\b(?:warn|say|fear|find|show|suggest)\s+({'|'.join(VOICES)})\b", re.IGNORECASE)
ANOTHER = re.compile(r"\b(?:another|a second|a third|fellow|other|both|two|three|four|five|six)\s+(?:[a-z]+\s+)?(?:[a-z]+)\b")
LISTED = "things words ways reasons times photos facts questions tips takeaways quotes moments lessons share"  # what a listicle counts
FEW = 3  # mentions of one and the same


def standing(galley: Galley) -> Span | None:
    """The headline, where there is a body long enough to hold it against."""
    title = galley.headline
    if title is None or len(title) > LONGEST or sum(len(block.span) for block in galley.body) < SHORTEST:
        return None
    return title


@lru_cache
def _listed() -> frozenset[str]:
    return frozenset(keys(LISTED))


@lru_cache(maxsize=8)
def _lowered(text: str) -> str:
    return text.lower().replace("’", "'")


def body(galley: Galley) -> str:
    """The body as one text, lower case, straight apostrophes."""
    return _lowered("\n".join(galley.draft[block.span] for block in galley.body))


def size(galley: Galley) -> Iterator[Match]:
    """Thousands in the headline, and no figure of the body for the same comes near; a body that has the word too is left alone."""
    title = standing(galley)
    if title is None:
        return
    for match in SIZE.finditer(galley.draft[title]):
        word, said = match[1].lower(), body(galley)
        if re.search(rf"\b{word}\b", said):
            continue
        counted = frozenset(keys(match[2]))
        rivals = [n for n in _figures(galley) if not n.kind and {*n.unit} & counted]
        if rivals and max(n.high for n in rivals) < NEAR * SIZES[word] and not _adds_up(rivals, SIZES[word]):
            most = max(rivals, key=lambda n: n.value)
            span = Span(title.start + match.start(1), title.start + match.end(1))
            yield Match(span, f"headline says {word}, the body {flat(galley.draft[most.span])}", most.span)


def _adds_up(rivals: Sequence[Number], least: float) -> bool:
    return sum(n.high for n in rivals) >= NEAR * least


def untold(galley: Galley) -> Iterator[Match]:
    """A sum or a count of the headline that the body never tells, exactly or roughly, and that its figures do not make together."""
    title = standing(galley)
    if title is None:
        return
    asked = [number for number in numbers(galley.draft.text, title.start, title.end) if _counts(number)]
    told = _figures(galley) if asked else []
    for number in asked:
        if any(meet(number, other) or agree(number, other) for other in told) or _made_of(number, told):
            continue
        if number.figure and _written(galley, number.figure):
            continue
        yield Match(number.span, f"headline says {flat(galley.draft[number.span])}, and the body never does")


def _counts(number: Number) -> bool:
    """Is it a sum or a count that the body should tell?"""
    small = not number.kind and (number.value < 3 or number.value in YEARS or bool({*number.unit} & _listed()))
    return bool(number.kind or number.plural) and not number.hedged and not small


def _made_of(number: Number, told: Sequence[Number]) -> bool:
    """Is the figure the sum or the difference of two that the body tells?"""
    values = [other.value for other in told if other.kind == number.kind][:60]
    return any(abs(a + b - number.value) < 1e-6 or abs(a - b - number.value) < 1e-6 for a in values for b in values)


def _written(galley: Galley, figure: Span) -> bool:
    """Do its digits stand in the body in some other guise: "2-5", "A40"?"""
    digits = re.sub(r"\D", "", galley.draft[figure])
    return bool(digits) and re.search(rf"(?<!\d){digits}(?!\d)", body(galley).replace(",", "")) is not None


def _figures(galley: Galley) -> list[Number]:
    return [n for block in galley.body for n in numbers(galley.draft.text, block.span.start, block.span.end)]


def quoted(galley: Galley) -> Iterator[Match]:
    """Words in quotation marks that nobody says in the body: not in this form, nor most of them in one sentence."""
    title = standing(galley)
    if title is None:
        return
    found = quotations(galley.draft.text, title.start, title.end)
    said = " ".join(in_lower(body(galley))) if found else ""
    for quotation in found:
        for piece in quotation.pieces:
            told = in_lower(_lowered(galley.draft[piece]))
            if len(told) < 2 or any(map(str.isdecimal, told)) or f" {' '.join(told)} " in f" {said} " or _paraphrased(galley, piece):
                continue
            if not _title_case(galley.draft[piece]):
                yield Match(piece, f"headline quotes “{flat(galley.draft[piece])}”, and the body does not have these words")


def _title_case(text: str) -> bool:
    """Is it the name of a book, a film, a plan: all its long words with a capital?"""
    long = [word.text for word in words(text) if len(word.text) > 3]
    return len(long) > 0 and all(word[0].isupper() for word in long)


def _paraphrased(galley: Galley, piece: Span) -> bool:
    """Does one sentence of the body have all the telling words of the quotation?"""
    wanted = telling(galley.draft[piece])
    return not wanted or any(wanted <= telling(galley.draft[s.span]) for s in galley.sentences if s.span.start >= piece.end)


def plural(galley: Galley) -> Iterator[Match]:
    """Doctors warn, and one doctor does."""
    title = standing(galley)
    match = MANY.search(galley.draft[title]) if title else None
    if title is None or match is None:
        return
    group = 1 if match[1] else 2
    many = match[group].lower()
    ones, said = VOICES[many], body(galley)
    found = [word for word in in_lower(said) if word in ones]
    if not found or len(found) > FEW or len({*found}) > 1 or found[0].endswith("s") or found[0] == "team":
        return
    if any(found[0] in other.group() for other in ANOTHER.finditer(said)):
        return
    span = Span(title.start + match.start(group), title.start + match.end(group))
    yield Match(span, f"headline says {many}, and the body has one {found[0]}")


def claimed(galley: Galley, says: Sequence[Hit], terms: Terms, message: str) -> Iterator[Match]:
    """Words of the headline that the body does not bear out: it never says as much, and says less where `terms` ask for that."""
    title = standing(galley)
    if title is None or any(True for each in terms.excused for _ in each.find(galley.text, title)):
        return
    within = Span(galley.body[0].span.start, galley.body[-1].span.end)
    if any(_borne_out(galley, hit, terms.doubt) for each in terms.told for hit in each.find(galley.text, within)):
        return
    weaker = next((hit.span for each in terms.weaker for hit in each.find(galley.text, within)), None)
    if terms.weaker and weaker is None:
        return
    for hit in says:
        if hit.span in title:
            less = flat(galley.draft[weaker]) if weaker else ""
            yield Match(hit.span, message.replace("{words}", flat(galley.draft[hit.span])).replace("{less}", less), weaker)


def _borne_out(galley: Galley, hit: Hit, doubt: Sequence[Pattern]) -> bool:
    """Does the body say so, in a sentence that has no doubt in it?"""
    sentence = galley.sentence(hit.span)
    return sentence is None or not any(True for each in doubt for _ in each.find(galley.text, sentence.span))

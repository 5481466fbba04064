"""A rule that hits where a draft gives away somebody who must or should stay unnamed; `check` names who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from presscheck import identification
from presscheck.checks import Check, Ways, compiled
from presscheck.parts import Compiled
from presscheck.patterns import Pattern

if TYPE_CHECKING:
    pass

FIELDS: Mapping[str, type] = {"check": str}
QUOTES = "flag"
SEX = r"rap(?:e|ing|ist)|sexual|indecent|molest|grop(?:e|ing)|sodom|groom(?:ed|ing)|incest|p(?:a)?edophil|child[- ]abuse|abus(?:ed|ing)"
FAMILY = (
    r"(?:youth|juvenile|children.s|family)\s+court|custody|care\s+(?:proceedings|order)|child[- ](?:protection|welfare|neglect|cruelty)"
    r"|foster|social\s+services"
)
CASE = rf"court|trial|jury|judge|jailed|convicted|sentenced|charged|arrested|accused|admitted|pleaded|police|abuse|cruelty|{FAMILY}"
YEARS = r"(?:[1-9]|1[0-7]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven)teen)"
NAME = r"(?-i:\p{Lu}[\p{L}'’-]+)"
CHILD = (
    r"(?:sons?|daughters?|child(?:ren)?|kids?|twins|triplets|baby|toddler|infant|boys?|girls?|siblings?|niece|nephew|school(?:boy|girl))"
)
SCHOOL = r"(?:(?:grade|year|class|form|primary) \d|(?:primary|infant|nursery|elementary|kindergart\p{L}+) |\w+[- ]grade)"
KEPT = r"(?:living with|being (?:looked|cared)|in (?:foster )?care|placed|looked after|staying with)"
YOUNG = "|".join(
    (
        rf"\b{YEARS}[- ](?:year|month)s?[- ]old",
        rf"{NAME}(?:,| \(|, aged|,? who (?:is|was|turns|turned)(?: only| just)?) ?{YEARS}[,.;) ]",
        rf"{NAME},? (?:both|each|aged) (?:aged )?{YEARS}\b",
        rf"\b(?:{CHILD}|custody of),? (?-i:\p{{Lu}})",
        r"\b(?:youth|juvenile|children.s)\s+court|(?:named|identified)\s+the\s+(?:boy|girl|youth|teen)",
        rf"{NAME}.s (?:nursery|primary|kindergarten|foster|school|teacher|class)\b",
        rf"{NAME}, (?:who (?:is|was|has been) )?(?:now )?(?:an? |in )?(?:[a-z-]+ )?(?:{SCHOOL}|{KEPT})",
        rf"(?:charg|arrest|accus|convict|sentenc)(?:ed|ing|es)\s(?:an?|the|two|three)\s(?:{YEARS}-year-old|boy|girl|school(?:boy|girl)|juvenile)",
    )
)


def _of_young(check: Check) -> Check:
    """The check, of drafts that tell of a child: asked for by itself, for in the automaton of a screen it takes more room than all else."""
    young = Pattern(YOUNG, YOUNG)
    return lambda galley: check(galley) if any(young.find(galley.text)) else ()


CHECKS: dict[str, tuple[Ways, Check]] = {
    "complainants": (((SEX,),), identification.complainants),
    "complainants-ever": (((SEX,),), identification.complainants_ever),
    "kin": (((SEX,),), identification.kin),
    "accused-of-rape": (((r"rap(?:e|ing)|aggravated",),), identification.accused_of_rape),
    "accused-before-plea": (((SEX,),), identification.accused_before_plea),
    "given-away": (((SEX,), (FAMILY,)), identification.given_away),
    "given-away-by-one": (((SEX,), (FAMILY,)), identification.given_away_by_one),
    "children-charged": (((CASE,),), _of_young(identification.children_charged)),
    "children-in-cases": (((CASE,),), _of_young(identification.children_in_cases)),
}


def compile(rule: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Compiled:
    """A rule with a `check`; raises ValueError with the word where there is no such check."""
    return compiled(rule, CHECKS)

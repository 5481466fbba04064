"""Other forms of one name: spelt as another region spells it, without the words that describe whom it names, called otherwise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from presscheck import language
from presscheck.names import bare
from presscheck.words import fold, words

ENDED = 9  # letters of a word whose ending may be a region's: "Organisation", and not "Aisations"
LONGEST_POST = 3  # words
LETTERS = re.compile(r" \(([A-Z]{2,6})\)")


class Undescribed(NamedTuple):
    """A name without the words that describe whom it names: `kept` are its own, `besides` the proper ones among the others ("Indiana" of
    "Indiana Governor Ann Lind"); `behind`: what was left out stood behind it ("Tulsa County", "a Kentucky Senator")."""

    kept: tuple[str, ...]
    besides: tuple[str, ...]
    behind: bool


@lru_cache(maxsize=65536)
def spelling(word: str) -> str:
    """A name's word folded, short forms in full, and as one region spells it: "Defence" and "Defense" meet, "Gray" and "Grey" do not."""
    lists = language.load()
    folded = fold(word)
    folded = lists.shortened.get(folded, folded)
    if len(folded) >= ENDED:
        for ending, other in lists.regional_endings:
            if folded.endswith(ending):
                return folded.removesuffix(ending) + other
    return lists.regional.get(folded, folded)


@lru_cache(maxsize=8192)
def undescribed(name: tuple[str, ...], opens: bool) -> Undescribed | None:
    """The name without titles, posts and the like before it ("Nurse Mary Orm", "Indiana Governor Ann Lind") or behind it; where it opens
    its sentence, without a verb that has its capital from there ("Acquiring Orm"). None where nothing is left out, or nothing is left."""
    after = _after_description(name, opens)
    kept = name[after:]
    if after and not _describes(kept, front=False):
        besides = tuple([word for word in name[opens and _is_verb(name) : after] if not _describes((word,), front=True)])
        return Undescribed(kept, besides, behind=False)
    end = len(name)
    while end > 1 and (_describes((name[end - 1],), front=False) or name[end - 1].lower() in language.load().settlements):
        end -= 1
    whole = end == len(name) or all(_describes((word,), front=True) for word in name[:end])
    return None if whole else Undescribed(name[:end], (), behind=True)


def _after_description(name: Sequence[str], opens: bool) -> int:
    """How many words stand before the name itself, 0 where none describes it."""
    at = end = int(opens and _is_verb(name))
    while at < len(name) - 1:
        longest = min(LONGEST_POST, len(name) - 1 - at)
        size = next((n for n in range(longest, 0, -1) if _describes(tuple(name[at : at + n]), at == end)), 0)
        at += size or 1
        end = at if size else end
    return end


def _is_verb(name: Sequence[str]) -> bool:
    return len(name) > 1 and name[0].endswith("ing")


@lru_cache(maxsize=8192)
def _describes(phrase: tuple[str, ...], front: bool) -> bool:
    """Is it a title, or what somebody is: `front` where all before it describes too, since behind a name "Baker" is another name?"""
    lists = language.load()
    lower = tuple([word.lower() for word in phrase])
    titled = len(lower) == 1 and (lower[0] in lists.titles or lower[0] in lists.describing)
    return titled or ((front or len(lower) > 1) and lower in lists.roles.posts)


def only_describes(name: Sequence[str]) -> bool:
    """Is it a post and no name: "Surgeon General", "Prime Minister"? "Nurse Baker" is one."""
    return _describes(tuple(name[-1:]), front=False) and all(_describes((word,), front=True) for word in name)


def is_post(name: Sequence[str]) -> bool:
    """Is it a post, with or without its country: "Australian Prime Minister", "Surgeon General"? "Charlie King" is a person."""
    countries = language.load().countries
    posts = [word for word in name if word.lower() not in countries]
    return len(posts) > 1 and only_describes(posts)


def others(name: str, statement: str) -> Iterator[tuple[str, ...]]:
    """What else the body or place is called that the statement calls by this name, or by a longer one of which it is a part, as words."""
    mine = [fold(word) for word in name.split()]
    told = [fold(bare(word.text)) for word in words(statement)] if mine and mine[0] in _by_word() else []
    for group, phrase in _by_word().get(mine[0], ()) if told else ():
        if _stands(mine, [fold(word) for word in phrase]) and _stands([fold(word) for word in phrase], told):
            yield from (other for other in _groups()[group] if other != phrase)


def letters_beside(name: str, statement: str) -> str:
    """The letters that the statement gives in brackets for the name: "ICRC" of "the International Red Cross (ICRC)"."""
    at = statement.find(f"{name} (")
    match = LETTERS.match(statement, at + len(name)) if at >= 0 else None
    return match[1] if match else ""


def _stands(few: Sequence[str], many: Sequence[str]) -> bool:
    return any(list(many[at : at + len(few)]) == list(few) for at in range(len(many) - len(few) + 1))


@lru_cache
def _groups() -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple([tuple([tuple([word.text for word in words(name)]) for name in group]) for group in language.load().aliases])


@lru_cache
def _by_word() -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """Folded word -> the names that have it, each with the number of its group."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    for number, group in enumerate(_groups()):
        for phrase in group:
            for word in {fold(word) for word in phrase}:
                found[word].append((number, phrase))
    return dict(found)

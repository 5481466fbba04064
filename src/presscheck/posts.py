"""Posts in running text: the words that name one, the phrase that each belongs to, and the names of people beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from presscheck import language
from presscheck.model import Span
from presscheck.names import bare
from presscheck.words import fold, words

BEFORE = 7  # words of a phrase before its head: "a 36-year-old primary school teacher"
ADJECTIVES = 4  # words between "his" and the head, read backwards
KIN = "kin"
JOINED = frozenset(" -\u00a0\u2011\n")
ARTICLES = frozenset(("a", "an", "the", "one", "of"))
POSSESSIVE = frozenset(("his", "her", "their", "our", "my", "your", "its"))
SENTENCE = 30  # words behind a post among which the same sentence tells what its holder is now
PERSONAL = frozenset(("he", "she"))
FORMS = frozenset(("llc", "ltd", "inc", "plc", "gmbh"))  # of a company, behind its name
HONORIFICS = frozenset(("mr", "mrs", "ms", "mx", "miss", "dr", "prof"))


@dataclass(frozen=True, slots=True)
class Post:
    """A post or tie as a text words it. `name` is what all its synonyms are called, `family` the family of which a person has one;
    `rank` its "deputy" or "acting"; `of` the words of the name whose relative it is, where one is told."""

    span: Span
    name: str
    family: str
    rank: frozenset[str]
    former: bool
    of: tuple[str, ...]
    phrase: Span  # with its "his" or "the"
    owned: bool = False  # "his", "Ann's" or "of Ann" stands beside it
    past: bool = False  # "was", "served as": perhaps over
    of_house: bool = False  # "Lee son Bo": of whom in the family is not told


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens `first` to `after` of a name; `whose`: it stands in the possessive."""

    first: int
    after: int
    whose: bool


class Phrases:
    """One paragraph of a text: its words, the posts and names in it, and the noun phrases that end with a post."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.tokens = words(text[start:end], start)
        self.lists = language.load()
        self.roles = self.lists.roles
        self.posts = self._posts()
        self.at_post = {start: (after, post) for start, after, post in self.posts}
        self.post_to = {after: start for start, after, _ in self.posts}
        taken = {n for start, after, _ in self.posts for n in range(start, after)}
        self.runs = self._runs(taken)
        self.run_at = {run.first: run for run in self.runs}
        self.run_to = {run.after: run for run in self.runs}

    def gap(self, at: int) -> str:
        """What stands between token `at` and the one before; a full stop at the paragraph's ends."""
        if not 0 < at < len(self.tokens):
            return "."
        return self.text[self.tokens[at - 1].span.end : self.tokens[at].span.start]

    def after(self, at: int) -> str:
        """The letters that follow token `at`, up to the next."""
        start = self.tokens[at].span.end
        return self.text[start : self.tokens[at + 1].span.start if at + 1 < len(self.tokens) else start + 2]

    def folded(self, run: Run) -> tuple[str, ...]:
        """The words by which a name is compared."""
        return tuple(fold(bare(word.text)) for word in self.tokens[run.first : run.after])

    def _posts(self) -> list[tuple[int, int, str]]:
        """(first token, token after, post) of every word that names one, the longest phrase first."""
        found: list[tuple[int, int, str]] = []
        at = 0
        lower = [word.lower for word in self.tokens]
        firsts = _firsts()
        while at < len(lower):
            if (longest := firsts.get(lower[at]) or firsts.get(_singular(lower[at]))) and (hit := self._post_at(lower, at, longest)):
                if not self._surname(*hit[:2]):
                    found.append(hit)
                at = hit[1]
            else:
                at += 1
        return found

    def _post_at(self, lower: Sequence[str], at: int, longest: int) -> tuple[int, int, str] | None:
        for size in range(min(longest, len(lower) - at), 0, -1):
            if any(self._apart(n) for n in range(at + 1, at + size)):
                continue
            words_here = tuple(lower[at : at + size])
            for ending in (words_here[-1], _singular(words_here[-1]), words_here[-1].removesuffix("'s")):
                if known := self.roles.posts.get((*words_here[:-1], ending)):
                    return at, at + size, known[0]
        return None

    def _apart(self, at: int) -> bool:
        """Does a mark part token `at` from the one before? A full stop after a short form does not."""
        marks = set(self.gap(at)) - JOINED
        last = self.tokens[at - 1]
        return bool(marks) and not (marks == {"."} and (len(last.text) == 1 or last.lower in self.lists.abbreviations))

    def _surname(self, start: int, after: int) -> bool:
        """Is it the last part of a name: "Tom Baker", "Ann Mason said"?"""
        if after - start > 1 or not start or not self.tokens[start].text[0].isupper():
            return False
        before = self.tokens[start - 1]
        follows = after < len(self.tokens) and self.gap(after) == " " and self.tokens[after].text[0].isupper()
        titled = before.lower in self.lists.titles or before.lower in self.lists.stopwords or (before.lower,) in self.roles.posts
        ranked = before.lower in self.roles.former | self.roles.lower | self.roles.interim
        return (
            self.gap(start) == " " and before.text[0].isupper() and not (follows or titled or ranked or before.text.endswith(("'s", "’s")))
        )

    def _runs(self, taken: set[int]) -> list[Run]:
        found: list[Run] = []
        first: int | None = None
        for at, word in enumerate(self.tokens):
            part = at not in taken and (word.text[0].isupper() or (first is not None and self._particle(at)))
            if first is not None and not (part and self._joins(at)):
                found += self._run(first, at)
                first = None
            if part and first is None and word.text[0].isupper():
                first = at
        if first is not None:
            found += self._run(first, len(self.tokens))
        return found

    def _particle(self, at: int) -> bool:
        word = self.tokens[at].lower
        alone = len(word) == 1 and not word.isascii()  # "Dennis í Dali"
        return (
            (alone or word in self.lists.particles) and word != "of" and at + 1 < len(self.tokens) and self.tokens[at + 1].text[0].isupper()
        )

    def _joins(self, at: int) -> bool:
        between, last = self.gap(at), self.tokens[at - 1]
        if last.text.endswith(("'s", "’s")):
            return False
        if between[:1] == "." and (len(last.text) == 1 or last.lower in self.lists.abbreviations):
            between = between[1:]
        return between in (" ", "-", "", "\u00a0")

    def _run(self, first: int, after: int) -> list[Run]:
        lists, tokens = self.lists, self.tokens
        while first < after and self._before_name(tokens[first].lower):
            first += 1
        while first < after and (tokens[after - 1].lower in lists.suffixes or tokens[after - 1].lower in FORMS):
            after -= 1
        if first == after or all(word.lower in lists.months or word.lower in lists.weekdays for word in tokens[first:after]):
            return []
        if all(len(bare(word.text)) == 1 for word in tokens[first:after]):  # "EMPLOYER B:"
            return []
        return [Run(first, after, tokens[after - 1].text.endswith(("'s", "’s", "s'", "s’")))]

    def _before_name(self, word: str) -> bool:
        ranks = self.roles.former | self.roles.lower | self.roles.interim
        return word in self.lists.titles or word in self.lists.stopwords or word in self.lists.common or word in ranks

    # phrases

    def post(self, first: int, start: int, after: int) -> Post:
        """The post at tokens `start` to `after` of a phrase that begins at `first`."""
        text = " ".join(word.lower for word in self.tokens[start:after])
        name, family = next(
            self.roles.posts[hit]
            for ending in (text, _singular(text), text.removesuffix("'s"))
            if (hit := tuple(ending.split(" "))) in self.roles.posts
        )
        lower = [word.lower for word in self.tokens[first:start]]
        rank = {word for word in lower if word in self.roles.lower} | {
            "acting" for n, word in enumerate(lower) if word in self.roles.interim and lower[n + 1 : n + 2] != ["as"]
        }
        begin = next((n for n in range(first, start) if self._says(n)), start)
        whose = [n for n in range(first, start) if self.tokens[n].text.endswith(("'s", "’s", "s’")) or self.tokens[n].lower in POSSESSIVE]
        if whose:
            begin = max(begin, whose[-1] + 1)
        owner = self.tokens[first : whose[-1] + 1] if whose else ()
        of = tuple(
            fold(bare(w.text)) for w in owner if w.text[0].isupper() and w.lower not in POSSESSIVE and not self._before_name(w.lower)
        )
        bare_tie = first == start and self.tokens[start].text[0].islower()  # "wife Ann Lee"
        of_house = bare_tie and start > 0 and self.tokens[start - 1].text[0].isupper() and self.gap(start) == " "
        owned, end = bool(whose) or bare_tie, self.tokens[after - 1].span
        whole = end.end
        if family == KIN and after + 1 < len(self.tokens) and self.tokens[after].lower == "of" and self.gap(after) == " ":
            at = after + 1
            while at < len(self.tokens) and self.gap(at) in (" ", "-") and self._before_name(self.tokens[at].lower):
                at += 1
            run = self.run_at.get(at)
            of = self.folded(run) if run else of
            counted = self.tokens[after + 1].lower in self.lists.units or self.tokens[after + 1].text[0].isdecimal()
            owned = not counted  # not "a mother of three"
            whole = self.tokens[(run.after if run else min(at + 1, len(self.tokens))) - 1].span.end if owned else end.end
        span = Span(self.tokens[begin].span.start, end.start + len(bare(self.text[end.start : end.end])))
        phrase = Span(self.tokens[first].span.start, whole)
        former, past = bool(set(lower) & self.roles.former) or self._ended(after), bool(set(lower) & self.roles.past)
        return Post(span, name, family, frozenset(rank), former, of, phrase, owned, past, of_house)

    def _ended(self, after: int) -> bool:
        """Is the post told with its end, and what its holder is now: "harbour master until March, now serves as a pilot"?"""
        if after + 1 >= len(self.tokens) or self.tokens[after].lower != "until" or self.gap(after) != " ":
            return False
        following = self.tokens[after + 1]
        if not (following.lower in self.lists.months or following.lower in ("last", "this") or following.text.isdecimal()):
            return False
        behind = range(after + 2, min(after + SENTENCE, len(self.tokens)))
        end = next((at for at in behind if set(self.gap(at)) & set(".?!;\n")), behind.stop)
        told = pairwise(word.lower for word in self.tokens[after + 2 : end])
        return any(word == "now" and (then in ARTICLES or then in self.roles.serving) for word, then in told)

    def _says(self, at: int) -> bool:
        """Does the word belong to the post itself, not to its article or an age?"""
        word = self.tokens[at]
        return not (word.lower in self.lists.stopwords or word.text[0].isdecimal() or word.lower in ("year", "old"))

    def phrase(self, at: int) -> tuple[list[Post], int]:
        """The posts of the noun phrase that begins at token `at` and ends with them ("chair and treasurer"), and the token after."""
        first = at
        while at < len(self.tokens) and at - first <= BEFORE:
            if at > first and self._apart(at):
                return [], at
            if hit := self.at_post.get(at):
                if self._ends(at, hit[0]):
                    post = self.post(first, at, hit[0])
                    follows = self.tokens[hit[0]].lower if hit[0] < len(self.tokens) else ""
                    if follows == "and" and self.gap(hit[0]) == " ":
                        more, after = self.phrase(hit[0] + 1)
                        return [post, *more], after if more else hit[0]
                    return [post], hit[0]
                at = hit[0]
            elif not self._fits(at) or (at > first and not self._may_follow(at)):
                return [], at
            else:
                at += 1
        return [], at

    def _fits(self, at: int) -> bool:
        """May the word stand before a head: an article, "his", an adjective, a name in the possessive, no verb or preposition?"""
        word = self.tokens[at]
        if word.lower in ARTICLES or word.lower in POSSESSIVE or word.lower in self.roles.former:
            return True
        return not any(word.lower in group for group in (self.lists.stopwords, self.lists.speech, self.lists.negations))

    def _may_follow(self, at: int) -> bool:
        """An article or "his" begins a phrase; only "one of the" has one further in, and "urged the dockers" is none."""
        word, before = self.tokens[at].lower, self.tokens[at - 1].lower
        if word == "of":
            return before == "one"
        return (word not in ARTICLES and word not in POSSESSIVE) or before in ("of", "and")

    def _plural(self, start: int, after: int) -> bool:
        """Is the post told of several, and the phrase not "one of the"?"""
        last = self.tokens[after - 1].lower
        text = tuple(word.lower for word in self.tokens[start:after])
        several = text not in self.roles.posts and not last.endswith("'s")
        return several and not any(word.lower == "one" for word in self.tokens[max(start - BEFORE, 0) : start])

    def _ends(self, start: int, after: int) -> bool:
        """Does the noun phrase end with this post: before a stop, a preposition, "who" or the like?"""
        if after >= len(self.tokens):
            return not self._plural(start, after)
        if self.tokens[after - 1].text.endswith(("'s", "’s")) or self._plural(start, after):
            return False
        between = self.gap(after)
        if set(between) - JOINED:
            return True
        if self.tokens[after - 1].lower.endswith("ing"):
            return False  # "prosecuting" is a post before a stop only
        if "\n" in between:
            return True
        return "-" not in between and self.tokens[after].lower in self.roles.onward

    def back(self, start: int) -> int:
        """The first token of the phrase whose head begins at `start`: back to "his" or "the", or over "former" and "deputy"."""
        at = start
        ranks = self.roles.former | self.roles.lower | self.roles.interim
        while at > 0 and start - at < ADJECTIVES + 1 and not self._apart(at):
            word = self.tokens[at - 1]
            if word.text.endswith(("'s", "’s")):
                at -= 1
                while at > 0 and self.gap(at) == " " and self.tokens[at - 1].text[0].isupper() and self._fits(at - 1):
                    at -= 1
                return at
            if word.lower in POSSESSIVE or word.lower in ARTICLES:
                return at - 1
            if not self._fits(at - 1):
                break
            at -= 1
        at = start
        while at > 0 and self.tokens[at - 1].lower in ranks and not set(self.gap(at)) - JOINED:
            at -= 1
        return at if at < start else self._former_before(start)

    def _former_before(self, start: int) -> int:
        """Where "former" stands before what tells of where the post is: "|former Kenyan harbour captain"."""
        at = start
        while start - at < ADJECTIVES and at > 0 and not set(self.gap(at)) - JOINED and self._fits(at - 1):
            at -= 1
            if self.tokens[at].lower in self.roles.former:
                return at
        return start


@lru_cache(maxsize=1024)
def post_in(phrase: str) -> Post | None:
    """The post that a phrase such as "his former deputy coach" names."""
    stretch = Phrases(phrase, 0, len(phrase))
    if not stretch.posts:  # "Russian Governor" without the name behind it might be Mr Governor
        stretch = Phrases(phrase.lower(), 0, len(phrase)) if len(phrase.lower()) == len(phrase) else stretch
    if not stretch.posts:
        return None
    of = next((n for n, word in enumerate(stretch.tokens) if word.lower == "of"), len(stretch.tokens))
    start, after, _ = next((hit for hit in reversed(stretch.posts) if hit[0] < of), stretch.posts[-1])
    return stretch.post(0 if start <= BEFORE else start, start, after)


@lru_cache(maxsize=4096)
def names_post(text: str) -> bool:
    """May any word of the text be the first of a post's, or tell that somebody holds one ("who |chaired| the group")?"""
    firsts, verbs = _firsts(), language.load().roles.verbs
    return any(word.lower in firsts or word.lower in verbs or _singular(word.lower) in firsts for word in words(text))


@lru_cache
def _firsts() -> dict[str, int]:
    """The first word of every post's phrases -> how many words the longest has."""
    longest: dict[str, int] = {}
    for phrase in language.load().roles.posts:
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return longest


@lru_cache
def families() -> dict[str, str]:
    """Each post's family, by the post's first name."""
    return dict(language.load().roles.posts.values())


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 and not word.endswith(("ss", "'s")) else word

"""Who is what: the posts, occupations and ties that a text gives to named people, read from their usual places beside the name.

Read are a post before its name ("defence lawyer Ann Lee", "the clerk, Ann Lee,"), behind it ("Ann Lee, the clerk,", "Ann Lee (clerk)",
"Ann Lee was a clerk", "Ann Lee, who served as clerk"), a list's or docket's label ("Clerk: Lee, Ann") and the entry of a who's who
("Ann Lee, 52. Clerk since 2021."). What stands between two names and could belong to either is left alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from presscheck import language
from presscheck.model import Block, Document, Span
from presscheck.names import bare
from presscheck.words import fold, may_name, words

BEFORE = 7  # words of a phrase before its head: "a 36-year-old primary school teacher"
ADJECTIVES = 4  # words between "his" and the head, read backwards
BETWEEN = 5  # words between a name and a post: "who has also been"
PERIOD = 3  # words between "served" and "as"
SHORT = 12  # words in the first sentence of a who's-who entry
KIN = "kin"
STOPS = frozenset(".!?…\n")
JOINED = frozenset(" -\u00a0\u2011\n")
PARAGRAPH = 250  # letters; a shorter block may be a line of a list, a label or a signature


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


@dataclass(frozen=True, slots=True)
class Tie:
    """A post given to a person: `who` are the folded words of the name, in full where the text has it in full just once."""

    who: tuple[str, ...]
    name: Span
    post: Post
    sure: bool = True  # the name in full is known, or there is but one person who may be meant


@dataclass(frozen=True, slots=True)
class _Run:
    """Tokens `first` to `after` of a name; `whose`: it stands in the possessive."""

    first: int
    after: int
    whose: bool


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """All ties of a text, in order; `by_word` finds those of a person by each word of a name in full, `by_part` by the words of a name
    told in part or with initials, `by_post` those to a post, `said` where a post is spoken of, tied or not."""

    ties: tuple[Tie, ...]
    by_word: dict[str, list[Tie]] = field(default_factory=dict)
    by_part: dict[str, list[Tie]] = field(default_factory=dict)
    by_post: dict[str, list[Tie]] = field(default_factory=dict)
    said: dict[str, list[Span]] = field(default_factory=dict)
    starts: tuple[int, ...] = ()

    def of_name(self, name: Sequence[str]) -> Iterator[Tie]:
        """The ties that may be of a person of this name: all that share its rarest word, or are told by a part of it."""
        full = [word for word in name if len(word) > 1]
        yield from min((self.by_word.get(word, []) for word in full), key=len, default=[])
        for word in full:
            yield from self.by_part.get(word, ())

    def spoken(self, post: str, span: Span) -> Sequence[Span]:
        """Where the post is spoken of in the span, tied or not."""
        found = self.said.get(post, [])
        return found[bisect_left(found, span.start, key=_start) : bisect_left(found, span.end, key=_start)]

    def within(self, span: Span) -> Sequence[Tie]:
        """The ties whose post stands in the span."""
        first = bisect_left(self.starts, span.start)
        return self.ties[first : bisect_left(self.starts, span.end, lo=first)]


def _start(span: Span) -> int:
    return span.start


@lru_cache(maxsize=1024)
def told(document: Document, of: frozenset[str] = frozenset()) -> Told:
    """Everything that a document tells of who is what; with `of`, folded words of a name, long paragraphs only where they have one."""
    ties: list[Tie] = []
    full: dict[str, dict[tuple[str, ...], None]] = defaultdict(dict)
    said: dict[str, list[Span]] = defaultdict(list)
    above: tuple[Tie, Block] | None = None  # a line or cell that is a name and no more: what follows may be its post
    for block in document.blocks:
        if of and len(block.span) > PARAGRAPH and not may_name(document[block.span], of):
            above = None
            continue
        stretch = _Stretch(document.text, block.span.start, block.span.end)
        for run in stretch.runs:
            name = stretch.folded(run)
            for part in {name[0], name[-1]} if len(name) > 1 else ():
                full[part][name] = None
        for start, after, post in stretch.posts:
            said[post].append(Span(stretch.tokens[start].span.start, stretch.tokens[after - 1].span.end))
        found = set(stretch.ties())
        if above and not stretch.runs and _stand_together(above[1], block):
            found |= {replace(above[0], post=post) for post in stretch.opening()}
        ties += (_in_full(tie, full) for tie in sorted(found, key=lambda tie: tie.post.span))
        above = (alone, block) if (alone := stretch.name_alone()) else None
    by_word: dict[str, list[Tie]] = defaultdict(list)
    by_part: dict[str, list[Tie]] = defaultdict(list)
    by_post: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        by_post[tie.post.name].append(tie)
        in_part = len(tie.who) == 1 or any(len(word) == 1 for word in tie.who)
        for word in tie.who:
            (by_part if in_part else by_word)[word].append(tie)
    return Told(tuple(ties), dict(by_word), dict(by_part), dict(by_post), dict(said), tuple(tie.post.span.start for tie in ties))


def _stand_together(name: Block, post: Block) -> bool:
    """Are the two lines of a signature, or cells of one row?"""
    if name.cell and post.cell:
        return (name.cell.table, name.cell.row) == (post.cell.table, post.cell.row)
    return name.cell is post.cell and name.kind is post.kind


def _in_full(tie: Tie, full: dict[str, dict[tuple[str, ...], None]]) -> Tie:
    """The tie with the name in full, where a part of it was told and only one person before has that part."""
    if len(tie.who) > 1:
        return tie
    known = full.get(tie.who[0], {})
    return replace(tie, who=next(iter(known))) if len(known) == 1 else replace(tie, sure=not known)


def same(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Do two names, folded, mean one person? One has all words of the other, initials counting as what they begin."""
    few, many = sorted((mine, theirs), key=len)
    return bool(few) and all(any(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for b in many) for a in few)


@lru_cache(maxsize=1024)
def post_in(phrase: str) -> Post | None:
    """The post that a phrase such as "his former deputy coach" names."""
    stretch = _Stretch(phrase, 0, len(phrase))
    if not stretch.posts:
        return None
    of = next((n for n, word in enumerate(stretch.tokens) if word.lower == "of"), len(stretch.tokens))
    start, after, _ = next((hit for hit in reversed(stretch.posts) if hit[0] < of), stretch.posts[-1])
    return stretch.post(0 if start <= BEFORE else start, start, after)


@lru_cache(maxsize=4096)
def names_post(text: str) -> bool:
    """May any word of the text be the first of a post's?"""
    firsts = _firsts()
    return any(word.lower in firsts or _singular(word.lower) in firsts for word in words(text))


class _Stretch:
    """One paragraph of a text: its words, the posts and names in it."""

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

    def folded(self, run: _Run) -> tuple[str, ...]:
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

    def _runs(self, taken: set[int]) -> list[_Run]:
        found: list[_Run] = []
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

    def _run(self, first: int, after: int) -> list[_Run]:
        lists, tokens = self.lists, self.tokens
        while first < after and self._before_name(tokens[first].lower):
            first += 1
        while first < after and tokens[after - 1].lower in lists.suffixes:
            after -= 1
        if first == after or all(word.lower in lists.months or word.lower in lists.weekdays for word in tokens[first:after]):
            return []
        return [_Run(first, after, tokens[after - 1].text.endswith(("'s", "’s", "s'", "s’")))]

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
        rank = {word for word in lower if word in self.roles.lower} | {"acting" for word in lower if word in self.roles.interim}
        begin = next((n for n in range(first, start) if self._says(n, start)), start)
        whose = [n for n in range(first, start) if self.tokens[n].text.endswith(("'s", "’s", "s’")) or self.tokens[n].lower in POSSESSIVE]
        if whose:
            begin = max(begin, whose[-1] + 1)
        owner = self.tokens[first : whose[-1] + 1] if whose else ()
        of = tuple(
            fold(bare(w.text)) for w in owner if w.text[0].isupper() and w.lower not in POSSESSIVE and not self._before_name(w.lower)
        )
        bare_tie = first == start and self.tokens[start].text[0].islower()  # "wife Ann Lee"
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
        return Post(
            span, name, family, frozenset(rank), bool(set(lower) & self.roles.former), of, phrase, owned, bool(set(lower) & self.roles.past)
        )

    def _says(self, at: int, start: int) -> bool:
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
        return at

    # ties

    def ties(self) -> Iterator[Tie]:
        """Every post of the stretch that surely belongs to a name in it."""
        for start, after, _ in self.posts:
            yield from self._before(start, after)
        for run in self.runs:
            if not run.whose:
                yield from self._behind(run)
                yield from self._is(run)
                yield from self._does(run)
        if self.posts or self.roles.labels:
            yield from self._labels()
            yield from self._entry()
            yield from self._pronouns()

    def name_alone(self) -> Tie | None:
        """The name, tied to no post as yet, where the stretch is a name and no more."""
        if len(self.runs) != 1 or self.posts or self.runs[0].whose or self.runs[0].after - self.runs[0].first < len(self.tokens) - 2:
            return None
        here = self.tokens[0].span
        return self._tie(self.runs[0], Post(here, "", "", frozenset(), False, (), here))

    def opening(self) -> list[Post]:
        """The posts with which a short stretch opens."""
        return self.phrase(0)[0] if len(self.tokens) <= SHORT else []

    def _tie(self, run: _Run, post: Post) -> Tie:
        first, last = self.tokens[run.first].span.start, self.tokens[run.after - 1]
        return Tie(self.folded(run), Span(first, last.span.start + len(bare(last.text))), post)

    def _before(self, start: int, after: int) -> Iterator[Tie]:
        """ "composer Ann Lee", "his sister, Ann Lee,"."""
        at, between = after, self.gap(after)
        while at < len(self.tokens) and self.tokens[at].lower in self.lists.titles | HONORIFICS and self.gap(at + 1) in (" ", ". "):
            at += 1  # "her husband, Mr Park", "our adviser, Dr. Selma"
        run = self.run_at.get(at)
        kin = _families()[self.at_post[start][1]] == KIN
        if run is None or (self._plural(start, after) and not kin) or self.tokens[after - 1].text.endswith(("'s", "’s")):
            return
        if self.tokens[after - 1].lower.endswith("ing") or self.tokens[start].lower == "for":
            return  # "defending Ann Lee", "for the defence Ann Lee"
        first = self.back(start)
        beside = between in (" ", "\u00a0") or (between == "\n" and self._line_end(run))
        if beside or (between == ", " and self._apposed(first, start, run)):
            yield from self._both(run, first, start, after)

    def _both(self, run: _Run, first: int, start: int, after: int) -> Iterator[Tie]:
        """The post before a name, and the one before that: "his pupil and son-in-law, Bo Roe"."""
        yield self._tie(run, self.post(first, start, after))
        if first == start and start > 1 and self.tokens[start - 1].lower == "and" and (begin := self.post_to.get(start - 1)) is not None:
            yield self._tie(run, self.post(self.back(begin), begin, start - 1))

    def _line_end(self, run: _Run) -> bool:
        return run.after >= len(self.tokens) or "\n" in self.gap(run.after)

    def _apposed(self, first: int, start: int, run: _Run) -> bool:
        """Is a name between commas told of the phrase before it, and not of another name before that?"""
        if first == start and not self._opens(first):
            return False
        if run.whose or not (run.after >= len(self.tokens) or set(self.gap(run.after)) & set(",.;:)–—\n")):
            return False
        owner = self.run_to.get(first)
        if owner is None or self.gap(first) not in (", ", " – ", " — "):
            return True
        behind, _ = self.phrase(run.after) if self.gap(run.after).startswith(",") else ([], 0)
        return not behind and self._has_post_before(owner)

    def _opens(self, at: int) -> bool:
        return at == 0 or bool(set(self.gap(at)) & set(".!?…:;,\n")) or self.tokens[at - 1].lower in ("and", "or")

    def _has_post_before(self, run: _Run) -> bool:
        """ "the judge, |Ann Lee|, the clerk, Bo Roe": a post before the first of two names."""
        return self.gap(run.first) == ", " and run.first in self.post_to

    def _behind(self, run: _Run) -> Iterator[Tie]:
        """ "Ann Lee, the clerk,", "Ann Lee (clerk)", "Ann Lee, 34, clerk of"."""
        at = run.after
        while at < len(self.tokens) and self.tokens[at].lower in self.lists.suffixes and not set(self.gap(at)) - set(" ,"):
            at += 1
        if not self._parted(at):
            return
        at = self._past_age(at)
        posts, after = self.phrase(at)
        if not posts or self._of_the_next(run, at, after):
            return
        if self.gap(run.after).startswith(":") and after < len(self.tokens) and "\n" not in self.gap(after):
            return  # "LEE: The clerk, as I said": a transcript
        for post in posts:
            yield self._tie(self._inverted(run), post)

    def _parted(self, at: int) -> bool:
        """Does a comma, bracket, dash or line's end part the name from what follows?"""
        between = self.gap(at).replace("\u00a0", " ")
        return at < len(self.tokens) and between in (", ", " (", " – ", " — ", " - ", ": ", "\n", " | ", "– ", ",\n")

    def _past_age(self, at: int) -> int:
        while at < len(self.tokens) and (
            (self.tokens[at].text.isdecimal() and len(self.tokens[at].text) < 3 and set(self.after(at)) & set(",)"))
            or self.tokens[at].lower in self.lists.ages
        ):
            at += 1
        return at

    def _of_the_next(self, run: _Run, at: int, after: int) -> bool:
        """ "Ann Lee, the clerk, Bo Roe" and "Ann Lee, clerk Bo Roe": may the post belong to the name that follows?"""
        following = self.run_at.get(after)
        if following is None or following.whose:
            return False
        if self.gap(after) in (" ", "\n"):
            return True
        if self.gap(after) != ", ":
            return False
        behind, _ = self.phrase(following.after) if self.gap(following.after) == ", " else ([], 0)
        return not behind

    def _inverted(self, run: _Run) -> _Run:
        """ "Lee, Ann (clerk)": the surname before the comma belongs to the name, where a line or a label opens with it."""
        before = self.run_to.get(run.first)
        alone = before is not None and before.after - before.first == 1 and self.gap(run.first) == ", "
        if before and alone and (before.first == 0 or set(self.gap(before.first)) & set(":\n|")):
            return _Run(before.first, run.after, False)
        return run

    def _is(self, run: _Run) -> Iterator[Tie]:
        """ "Ann Lee is still the clerk", "Ann Lee, who was clerk", "Ann Lee taught law and sat briefly as a judge"."""
        at = run.after
        if self.gap(at) == " (":  # "Ann Lee (Harbour Board) is"
            at = next((n for n in range(at + 1, min(at + BETWEEN, len(self.tokens))) if self.gap(n).startswith(")")), at)
            if self.gap(at) != ") ":
                return
        elif at < len(self.tokens) and self.gap(at) == ", " and self.tokens[at].lower == "who":
            at += 1
        elif self.gap(at) != " ":
            return
        yield from self._copula(run, at)
        yield from self._serves(run, at)

    def _copula(self, run: _Run, at: int) -> Iterator[Tie]:
        begin, linked, former = at, False, False
        while at < len(self.tokens) and at - begin < BETWEEN and (at == begin or self.gap(at) == " "):
            word = self.tokens[at].lower
            if word == "not" or (word not in self.roles.copulas and word not in self.roles.beside):
                break
            linked, former = linked or word in self.roles.copulas, former or word in self.roles.former
            at += 1
        if not linked:
            return
        posts, after = self.phrase(self._past_age(at))
        if not self._of_the_next(run, at, after):
            for post in posts:
                over = any(word.lower in self.roles.past for word in self.tokens[begin:at])
                phrase = Span(self.tokens[begin].span.start, post.phrase.end) if over else post.phrase
                yield self._tie(run, replace(post, former=post.former or former, past=over, phrase=phrase))

    def _serves(self, run: _Run, at: int) -> Iterator[Tie]:
        end = at
        while end < len(self.tokens) and end - at < SHORT and not set(self.gap(end)) & set('.!?;:\n"“”') and end not in self.run_at:
            if self.tokens[end].lower == "as" and any(w.lower in self.roles.serving for w in self.tokens[max(end - PERIOD, at) : end]):
                posts, after = self.phrase(end + 1)
                if not self._of_the_next(run, end, after):
                    begin = self.tokens[max(end - PERIOD, at)].span.start
                    for post in posts:
                        yield self._tie(run, replace(post, past=True, phrase=Span(begin, post.phrase.end)))
                return
            end += 1

    def _does(self, run: _Run) -> Iterator[Tie]:
        """ "Ann Lee chairs the board"."""
        at = run.after
        while at < len(self.tokens) and at - run.after < PERIOD and self.tokens[at].lower in self.roles.beside:
            at += 1
        post = self.roles.verbs.get(self.tokens[at].lower) if at < len(self.tokens) else None
        if post and not set(self.gap(at)) - set(" ,"):
            yield self._tie(run, self._plain(post, self.tokens[at].span))

    def _plain(self, name: str, span: Span) -> Post:
        """A post told by a label or a verb."""
        return Post(span, name, self.roles.posts[tuple(name.split(" "))][1], frozenset(), False, (), span)

    def _labels(self) -> Iterator[Tie]:
        """ "Clerk: Lee, Ann", "Defense: Gerald Stanhope (retained)"."""
        for run in self.runs:
            before = run.first - 1
            if before < 0 or self.gap(run.first).strip(" *_") != ":":
                continue
            after = run.after
            if after < len(self.tokens) and not set(self.gap(after)) & set(",;.(|\n") and "  " not in self.gap(after):
                continue  # a transcript's speaker, not a label
            inverted = self.run_at.get(after) if self.gap(after) == ", " else None
            named = inverted and run.after - run.first == 1 and inverted.after - inverted.first == 1
            whole = _Run(run.first, inverted.after, False) if named and inverted else run
            label = self.tokens[before]
            if (start := self.post_to.get(run.first)) is not None:
                yield self._tie(whole, self.post(start, start, run.first))
            elif label.lower in self.roles.labels and label.text[0].isupper():
                yield self._tie(whole, self._plain(self.roles.labels[label.lower], label.span))

    def _entry(self) -> Iterator[Tie]:
        """ "Ann Lee, 52, Harbour Board. Clerk since 2021. Formerly a diver.": fragments that follow the name that opens the paragraph."""
        run = self.runs[0] if self.runs else None
        if run is None or run.first or run.whose or self.gap(run.after).strip(" *_")[:1] not in set(",(–—:-"):
            return
        starts = [at for at in range(1, len(self.tokens)) if self._sentence_starts(at)]
        if not starts or starts[0] > SHORT:
            return
        given = self.run_at.get(run.after)
        if given and run.after == 1 and given.after - given.first == 1 and self.gap(1) == ", ":  # "LEE, Ann. Clerk."
            run = _Run(0, given.after, False)
        for at in starts:
            word = self.tokens[at].lower
            if word in ARTICLES or word in POSSESSIVE:
                continue  # a sentence, no fragment
            posts, after = self.phrase(at)
            if self._of_the_next(run, at, after):
                continue
            follows = self.tokens[after].lower if after < len(self.tokens) and self.gap(after) == " " else ""
            if follows not in self.roles.copulas:
                yield from (self._tie(run, post) for post in posts)
            if posts and self.gap(after) == ", ":
                more, _ = self.phrase(after)
                yield from (self._tie(run, post) for post in more)

    def _sentence_starts(self, at: int) -> bool:
        between, last = self.gap(at), self.tokens[at - 1]
        if not (set(between) & STOPS) or not self.tokens[at].text[0].isupper():
            return False
        return not (between.startswith(".") and (len(last.text) == 1 or last.lower in self.lists.abbreviations))

    def _pronouns(self) -> Iterator[Tie]:
        """ "Here lay Ann Lee. She was a clerk.": he or she who opens a sentence, where the one before names a single person."""
        starts = [0, *(at for at in range(1, len(self.tokens)) if self._sentence_starts(at))]
        for before, start in pairwise(starts):
            if self.tokens[start].lower not in PERSONAL:
                continue
            named = [run for run in self.runs if before <= run.first < start and not run.whose]
            several = [run for run in named if run.after - run.first > 1] or named
            if len({self.folded(run) for run in several}) == 1 and not any(run.whose and before <= run.first < start for run in self.runs):
                yield from self._copula(several[0], start + 1)


ARTICLES = frozenset(("a", "an", "the", "one", "of"))
POSSESSIVE = frozenset(("his", "her", "their", "our", "my", "your", "its"))
PERSONAL = frozenset(("he", "she"))
HONORIFICS = frozenset(("mr", "mrs", "ms", "mx", "miss", "dr", "prof"))


@lru_cache
def _firsts() -> dict[str, int]:
    """The first word of every post's phrases -> how many words the longest has."""
    longest: dict[str, int] = {}
    for phrase in language.load().roles.posts:
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return longest


@lru_cache
def _families() -> dict[str, str]:
    """Each post's family, by the post's first name."""
    return dict(language.load().roles.posts.values())


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 and not word.endswith(("ss", "'s")) else word

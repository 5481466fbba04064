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

from presscheck.model import Block, Document, Span
from presscheck.names import bare
from presscheck.posts import ARTICLES, HONORIFICS, KIN, PERSONAL, POSSESSIVE, Phrases, Post, Run, families
from presscheck.words import may_name

BETWEEN = 5  # words between a name and a post: "who has also been"
PERIOD = 3  # words between "served" and "as"
SHORT = 12  # words in the first sentence of a who's-who entry
YEAR = 4  # figures of one
STOPS = frozenset(".!?…\n")
PARAGRAPH = 250  # letters; a shorter block may be a line of a list, a label or a signature


@dataclass(frozen=True, slots=True)
class Tie:
    """A post given to a person: `who` are the folded words of the name, in full where the text has it in full just once."""

    who: tuple[str, ...]
    name: Span
    post: Post
    sure: bool = True  # the name in full is known, or there is but one person who may be meant


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


class _Stretch(Phrases):
    """One paragraph of a text, and whose each of its posts is."""

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

    def _tie(self, run: Run, post: Post) -> Tie:
        first, last = self.tokens[run.first].span.start, self.tokens[run.after - 1]
        return Tie(self.folded(run), Span(first, last.span.start + len(bare(last.text))), post)

    def _before(self, start: int, after: int) -> Iterator[Tie]:
        """ "composer Ann Lee", "his sister, Ann Lee,"."""
        at, between = after, self.gap(after)
        while at < len(self.tokens) and self.tokens[at].lower in self.lists.titles | HONORIFICS and self.gap(at + 1) in (" ", ". "):
            at += 1  # "her husband, Mr Park", "our adviser, Dr. Selma"
        run = self.run_at.get(at)
        kin = families()[self.at_post[start][1]] == KIN
        if run is None or (self._plural(start, after) and not kin) or self.tokens[after - 1].text.endswith(("'s", "’s")):
            return
        if self.tokens[after - 1].lower.endswith("ing") or self.tokens[start].lower == "for":
            return  # "defending Ann Lee", "for the defence Ann Lee"
        first = self.back(start)
        beside = between in (" ", "\u00a0") or (between == "\n" and self._line_end(run))
        if beside or (between == ", " and self._apposed(first, start, run)):
            yield from self._both(run, first, start, after)

    def _both(self, run: Run, first: int, start: int, after: int) -> Iterator[Tie]:
        """The post before a name, and the one before that: "his pupil and son-in-law, Bo Roe"."""
        yield self._tie(run, self.post(first, start, after))
        if first == start and start > 1 and self.tokens[start - 1].lower == "and" and (begin := self.post_to.get(start - 1)) is not None:
            yield self._tie(run, self.post(self.back(begin), begin, start - 1))

    def _line_end(self, run: Run) -> bool:
        return run.after >= len(self.tokens) or "\n" in self.gap(run.after)

    def _apposed(self, first: int, start: int, run: Run) -> bool:
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

    def _has_post_before(self, run: Run) -> bool:
        """ "the judge, |Ann Lee|, the clerk, Bo Roe": a post before the first of two names."""
        return self.gap(run.first) == ", " and run.first in self.post_to

    def _behind(self, run: Run) -> Iterator[Tie]:
        """ "Ann Lee, the clerk,", "Ann Lee (clerk)", "Ann Lee, 34, clerk of"."""
        at = run.after
        while at < len(self.tokens) and self.tokens[at].lower in self.lists.suffixes and not set(self.gap(at)) - set(" ,"):
            at += 1
        if not self._parted(at):
            return
        bracketed = self.gap(at).endswith("(")
        at = self._past_age(at)
        posts, after = self.phrase(at)
        if not posts or (self._of_the_next(after) and not (bracketed and self.gap(after) == ", ")):  # "Ann Lee (clerk, Harbour Board)"
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
        while at + 1 < len(self.tokens) and self.gap(at + 1) == " " and self._of_today(at):
            at += 1
        return at

    def _of_today(self, at: int) -> bool:
        """ "Ann Lee, |at present| the clerk", "Ann Lee, |currently| clerk"."""
        word, following = self.tokens[at].lower, self.tokens[at + 1].lower
        return word in self.roles.present or (word == "at" and following in self.roles.present)

    def _of_the_next(self, after: int) -> bool:
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

    def _inverted(self, run: Run) -> Run:
        """ "Lee, Ann (clerk)": the surname before the comma belongs to the name, where a line or a label opens with it."""
        before = self.run_to.get(run.first)
        alone = before is not None and before.after - before.first == 1 and self.gap(run.first) == ", "
        if before and alone and (before.first == 0 or set(self.gap(before.first)) & set(":\n|")):
            return Run(before.first, run.after, False)
        return run

    def _is(self, run: Run) -> Iterator[Tie]:
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

    def _copula(self, run: Run, at: int) -> Iterator[Tie]:
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
        if not self._of_the_next(after):
            for post in posts:
                over = any(word.lower in self.roles.past for word in self.tokens[begin:at])
                former = former or (over and self._until_a_year(after))
                phrase = Span(self.tokens[begin].span.start, post.phrase.end) if over else post.phrase
                yield self._tie(run, replace(post, former=post.former or former, past=over, phrase=phrase))

    def _until_a_year(self, at: int) -> bool:
        """Does "until 2019" or "until May 2019" follow in the same clause?"""
        behind = range(at, min(at + SHORT, len(self.tokens)))
        end = next((n for n in behind if set(self.gap(n)) & set(",;:.!?()\n")), behind.stop)
        until = next((n for n in range(at, end) if self.tokens[n].lower == "until"), end)
        return any(word.text.isdecimal() and len(word.text) == YEAR for word in self.tokens[until : min(until + PERIOD + 1, end)])

    def _serves(self, run: Run, at: int) -> Iterator[Tie]:
        end = at
        while end < len(self.tokens) and end - at < SHORT and not set(self.gap(end)) & set('.!?;:\n"“”') and end not in self.run_at:
            if self.tokens[end].lower == "as" and any(w.lower in self.roles.serving for w in self.tokens[max(end - PERIOD, at) : end]):
                posts, after = self.phrase(end + 1)
                if not self._of_the_next(after):
                    begin = self.tokens[max(end - PERIOD, at)].span.start
                    for post in posts:
                        yield self._tie(run, replace(post, past=True, phrase=Span(begin, post.phrase.end)))
                return
            end += 1

    def _does(self, run: Run) -> Iterator[Tie]:
        """ "Ann Lee chairs the board"."""
        at = run.after
        while at < len(self.tokens) and at - run.after < PERIOD and self.tokens[at].lower in self.roles.beside:
            at += 1
        post = self.roles.verbs.get(self.tokens[at].lower) if at < len(self.tokens) else None
        if at + 1 < len(self.tokens) and self.tokens[at + 1].lower in self.roles.untold:
            return  # "Mr Brodie chaired |it|": who knows what
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
            if self._speaks_to(after):
                continue
            inverted = self.run_at.get(after) if self.gap(after) == ", " else None
            named = inverted and run.after - run.first == 1 and inverted.after - inverted.first == 1
            whole = Run(run.first, inverted.after, False) if named and inverted else run
            label = self.tokens[before]
            if (start := self.post_to.get(run.first)) is not None:
                yield self._tie(whole, self.post(start, start, run.first))
            elif label.lower in self.roles.labels and label.text[0].isupper():
                yield self._tie(whole, self._plain(self.roles.labels[label.lower], label.span))

    def _speaks_to(self, at: int) -> bool:
        """Does the line go on with what is said to whom it names: "REPORTER: Ann Lee, you have just won."?"""
        end = next((n for n in range(at, len(self.tokens)) if "\n" in self.gap(n)), len(self.tokens))
        return any(word.lower.partition("'")[0] in self.lists.voices["spoken_to"] for word in self.tokens[at:end])

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
            run = Run(0, given.after, False)
        for at in starts:
            word = self.tokens[at].lower
            if word in ARTICLES or word in POSSESSIVE:
                continue  # a sentence, no fragment
            posts, after = self.phrase(at)
            if self._of_the_next(after):
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

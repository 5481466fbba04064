"""What the draft has from nobody by name ("insiders say", "it is widely believed"): some source must at least speak of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from presscheck import language
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.statements import assertions
from presscheck.words import Word, telling, telling_around, words

SPOKEN_OF = 0.5  # share of the claim's telling words that a passage and its context must have


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """One fact for each sentence that opens a claim with a nameless source; the span and the reading are the claim."""
    for one in assertions(draft, sentences):
        if claim := _claim(draft.text, one.span):
            yield Fact("hearsay", claim, one.index, draft[claim], one.statement)


def _claim(text: str, sentence: Span) -> Span | None:
    """What follows the nameless source's verb ("Insiders say |other names will come out"), without "that"."""
    lists = language.load()
    tokens = words(text[sentence.start : sentence.end], sentence.start)
    for at, word in enumerate(tokens[:-2]):
        nameless = word.lower in lists.nameless and (at == 0 or tokens[at - 1].lower in lists.many or text[word.span.start].isupper())
        passive = word.lower == "it" and tokens[at + 1].lower in ("is", "was")
        verb = next(
            (n for n in range(at + 1, min(at + 4, len(tokens))) if tokens[n].lower in (lists.hearsay if nameless else lists.believed)), None
        )
        if (nameless or passive) and verb is not None:
            if passive and _left_open(tokens, at, verb):
                continue
            start = verb + 1 + (tokens[verb + 1].lower == "that" if verb + 1 < len(tokens) else 0)
            if any(_says(text, tokens, n) for n in range(start, len(tokens) - 1)):  # "It is not known, |she said|, whether"
                return None
            end = tokens[-1].span.end
            return Span(tokens[start].span.start, end) if start < len(tokens) - 1 else None
    return None


def _left_open(tokens: Sequence[Word], at: int, verb: int) -> bool:
    """Is it told that nobody knows: "it was |not known if| the cod come back"? That claims nothing; "it is not believed that" does, and
    "it was never |reported who| shot him" that somebody did."""
    lists = language.load()
    asks = lists.left_open | lists.asked if tokens[verb].lower in lists.knowing else lists.left_open
    denied = any(word.lower in lists.negations for word in tokens[at:verb])
    return denied and any(word.lower in asks for word in tokens[verb + 1 : verb + 2])


def _says(text: str, tokens: Sequence[Word], at: int) -> bool:
    """Do "she said", "Lind said" or "said Lind" begin here, set off by a comma? "Some say Lind said so" is hearsay still."""
    lists, pair = language.load(), (tokens[at], tokens[at + 1])
    if "," not in text[tokens[at - 1].span.end : pair[0].span.start]:
        return False
    who = [word for word in pair if word.lower in lists.personal or word.text[0].isupper()]
    return len(who) == 1 and any(word.lower in lists.speech for word in pair)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """MENTIONS where the passage speaks of the claim; never SUPPORTS: that is the claim's own question."""
    mine = telling(fact.reading)
    theirs = telling_around(passage, source)
    share = len(mine & theirs) / len(mine) if mine else 0.0
    if share < SPOKEN_OF:
        return None
    note = "the draft names nobody who says so; this passage speaks of it"
    return Evidence((passage,), (passage.span,), Relation.MENTIONS, "facts.hearsay", round(share, 3), note)

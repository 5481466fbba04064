"""Who says what in running text: the source, the cue and the content of every attribution, of direct and of indirect speech.

A reading by word lists and punctuation, not a parse: the speaker's noun phrase beside a verb of speech or thought, what it governs
after it, or what stands before it up to the opening of the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from presscheck import language, speech_contents, speech_sources
from presscheck.model import Span
from presscheck.quotations import helps
from presscheck.speech import STOPPERS, Attribution, Line, lines


@lru_cache(maxsize=1024)
def attributions(text: str, start: int, end: int) -> tuple[Attribution, ...]:
    """The attributions in `text[start:end]` (one paragraph), in order of their cues."""
    found: list[Attribution] = []
    parts = list(lines(text, start, end))
    for number, line in enumerate(parts):
        after = parts[number + 1] if number + 1 < len(parts) else None
        told: list[Attribution] = []
        for at in range(len(line.words)):
            if one := _attribution(line, at, told, after):
                told.append(one)
        found += told
    return tuple(found)


def _attribution(line: Line, at: int, told: Sequence[Attribution], after: Line | None) -> Attribution | None:
    lists = language.load().attribution
    word = line.words[at]
    lower = word.lower
    if told and any(word.span in piece for piece in told[-1].content[-1:]) and told[-1].how in ("noun",):
        return None
    if lower == "according" and at + 1 < len(line.words) and line.words[at + 1].lower == "to":
        return _according(line, at)
    if lower in lists["nouns"] and at + 1 < len(line.words) and line.words[at + 1].lower == "that" and not line.stops(at + 1):
        return _noun(line, at)
    how = next((name for name in ("clause", "mind", "view", "wish") if lower in lists[name]), None)
    if lower in lists["going"]:
        return _going(line, at, told, after)
    if how is None or (word.text[0].isupper() and at):
        return None
    if how == "mind" and not _governs(line, at):
        return None
    if lower in lists["wish"] and at + 1 < len(line.words) and line.words[at + 1].lower == "to":
        how = "wish"
    first = _helped(line, at)
    if first is None:
        return None
    return _with_subject(line, at, first, how, told, after)


def _helped(line: Line, at: int) -> int | None:
    """The first word of the verb group that ends at word `at`; None where the word is no finite verb there."""
    lists = language.load().attribution
    first = at
    while first and not set(line.gap(first).strip()) - {","} and helps(line.words[first - 1].lower):
        first -= 1
    group = [line.words[n].lower for n in range(first, at)]
    passive = {"is", "was", "are", "were", "been", "be"} & set(group)
    if passive and not (line.words[at].lower.endswith("ing")):
        return None
    before = line.words[first - 1].lower if first else ""
    if first == at and (
        before in lists["prepositions"] or before in language.load().determiners or before in ("a", "an", "no", "to", "any")
    ):
        return None
    return first if before != "to" else None


def _governs(line: Line, at: int) -> bool:
    """Does a clause follow a verb of the mind: "that", "how", or the subject of another sentence?"""
    if at + 1 >= len(line.words):
        return bool(line.gap(at).strip())
    following = line.words[at + 1].lower
    lists = language.load()
    clause = following in ("that", "how", "whether", "what", "why", "if")
    return (
        clause
        or (not line.stops(at + 1) and following in ("he", "she", "it", "they", "i", "we", "you", "there"))
        or (
            not line.stops(at + 1)
            and following in lists.determiners
            and any(w.lower in lists.attribution["helping"] for w in line.words[at + 2 : at + 8])
        )
    )


def _with_subject(line: Line, at: int, first: int, how: str, told: Sequence[Attribution], after: Line | None) -> Attribution | None:
    cue = Span(line.words[first].span.start, line.words[at].span.end)
    if how == "clause" and (inverted := speech_sources.inverted(line, first, at)):
        source, last = inverted
        content = speech_contents.before(line, first)
        if content:
            return Attribution(source, cue, (*content, *speech_contents.rest(line, last, after)), _quotes(line, content), how)
    subject = speech_sources.subject(line, first, told)
    if subject is None:
        return None
    source, begins = subject
    if (
        how in ("clause", "mind")
        and begins is not None
        and speech_contents.closes_with_tag(line, begins, at)
        and (content := speech_contents.before(line, begins))
    ):
        return Attribution(source, cue, (*content, *speech_contents.rest(line, at, after)), _quotes(line, content), how)
    content = speech_contents.following(line, at, how)
    if not content:
        return None
    if (
        how == "clause"
        and _quotes(line, content)
        and after
        and not after.words
        and after.quoted
        and line.quoted[-1].end >= line.span.end - 1
    ):
        content = (*content, Span(after.span.start, after.span.end))
    return Attribution(source, cue, content, _quotes(line, content), how)


def _quotes(line: Line, content: Sequence[Span]) -> bool:
    """Is the content a quotation and nothing else?"""
    return any(content[0].start >= quoted.start and content[0].end <= quoted.end + 1 for quoted in line.quoted)


def _according(line: Line, at: int) -> Attribution | None:
    if at + 2 >= len(line.words):
        return None
    cue = Span(line.words[at].span.start, line.words[at + 1].span.end)
    last = at + 2
    while last + 1 < len(line.words) and not line.stops(last + 1):
        last += 1
    if not at or not line.text[line.span.start : line.words[at].span.start].strip(" \"'“"):
        source = Span(line.words[at + 2].span.start, line.words[last].span.end)
        if last + 1 >= len(line.words):
            quoted = [q for q in line.quoted if q.start >= source.end]
            return Attribution(source, cue, (quoted[0],), True, "according") if quoted else None
        start = min([line.words[last + 1].span.start, *(q.start for q in line.quoted if q.start >= source.end)])
        content = speech_contents.trimmed(line, start, line.span.end)
        return Attribution(source, cue, content, _quotes(line, content), "according") if content else None
    while (
        last + 1 < len(line.words)
        and "," in line.gap(last + 1)
        and not set(line.gap(last + 1)) & (STOPPERS - {","})
        and (line.words[last + 1].lower in ("a", "an", "the", "who"))
    ):
        last += 1
        while last + 1 < len(line.words) and not line.stops(last + 1):
            last += 1
    source = Span(line.words[at + 2].span.start, line.words[last].span.end)
    content = speech_contents.before(line, at)
    return Attribution(source, cue, content, _quotes(line, content), "according") if content else None


def _noun(line: Line, at: int) -> Attribution | None:
    """ "his claim that ...", "the board's promise that ..."."""
    content = speech_contents.trimmed(line, line.words[at + 1].span.start, line.span.end)
    first = at - 1
    source = None
    if first >= 0 and line.words[first].lower in ("his", "her", "their", "its", "my", "our"):
        source = line.words[first].span
    elif (
        first >= 0
        and line.words[first].text.endswith(("'s", "’s", "s'", "s’"))
        and (begins := speech_sources.phrase(line, first)) is not None
    ):
        source = Span(line.words[begins].span.start, line.words[first].span.end - (2 if line.words[first].text[-1] == "s" else 1))
    return Attribution(source, line.words[at].span, content, False, "noun") if content else None


def _going(line: Line, at: int, told: Sequence[Attribution], after: Line | None) -> Attribution | None:
    """ "..., adding that ...": the speaker is the sentence's own."""
    lists = language.load().attribution
    group = at
    while group and helps(line.words[group - 1].lower) and not line.stops(group):
        group -= 1
    if any(line.words[n].lower in ("is", "was", "are", "were", "been") for n in range(group, at)):
        subject = speech_sources.subject(line, group, told)
    elif "," in line.gap(group) or (group and line.words[group - 1].lower in ("and", "while", "before", "after", "by", "in")):
        subject = speech_sources.earlier(line, told)
    else:
        return None
    how = (
        "clause"
        if line.words[at].lower.removesuffix("ing") + "ed" in lists["clause"] or line.words[at].lower in ("saying", "telling")
        else "view"
    )
    content = speech_contents.following(line, at, how)
    if not content or subject is None:
        return None
    return Attribution(subject[0], line.words[at].span, content, _quotes(line, content), "going")

"""A transcript's cues keep their words and speakers, and each says when it starts."""

import pytest

from laws import assert_lawful
from presscheck.errors import UnreadableError
from presscheck.model import BlockKind, Document
from presscheck.readers.subtitles import read

CUES = """WEBVTT - Interview with Ines Holt, 4 May

NOTE
Recorded in the canteen.

STYLE
::cue { color: red }

1
00:00:04.000 --> 00:00:09.500 align:start
<v Per Dahl>Were you there?

00:12:40.000 --> 00:12:44.000
<v.loud Ines Holt>I ran the <i>whole</i> length
of the shed

01:02:05.900 --> 01:02:09.000
<v Ines Holt>shouting for Smith &amp; Sons.</v>
"""


def lawfully(text: str, name: str = "talk.vtt") -> Document:
    document = read(text.encode(), name)
    assert_lawful(document)
    return document


def cues(text: str) -> list[tuple[str, str]]:
    document = lawfully(text)
    return [(block.where, document[block.span]) for block in document.blocks if block.kind is BlockKind.CUE]


def test_cues_have_their_time_and_their_speaker() -> None:
    """A cue's place is its start; its speaker is named where another one begins; tags, notes and styles are gone."""
    assert cues(CUES) == [
        ("0:04", "Per Dahl: Were you there?"),
        ("12:40", "Ines Holt: I ran the whole length\nof the shed"),
        ("1:02:05", "shouting for Smith & Sons."),
    ]


def test_a_sentence_runs_on_from_cue_to_cue() -> None:
    """Only a line break stands between the cues of a sentence."""
    assert "whole length of the shed shouting for Smith" in " ".join(lawfully(CUES).text.split())


def test_the_title_is_about_the_text() -> None:
    """What stands after WEBVTT is a header, not a cue."""
    document = lawfully(CUES)
    first = document.blocks[0]
    assert (first.kind, first.where, document[first.span]) == (BlockKind.HEADER, "title", "Interview with Ines Holt, 4 May")


def test_subrip_is_read() -> None:
    """SubRip has commas, counters, its own tags and line ends, and no head."""
    text = "1\n00:00:01,500 --> 00:00:03,000\n{\\an8}<font color='red'>Sold in 1998.</font>\n\n2\n00:01:00,000 --> 00:01:02,000\n2004\n"
    assert cues(text.replace("\n", "\r\n")) == [("0:01", "Sold in 1998."), ("1:00", "2004")]


def test_two_voices_in_one_cue_have_a_line_each() -> None:
    """Where the speaker changes inside a cue, a new line begins with the new name."""
    text = "WEBVTT\n\n0:01.000 --> 0:02.000\n<v Per Dahl>Yes?</v> <v Ines Holt>No.\n<v Per Dahl>Oh.\n"
    assert cues(text.replace("0:01", "00:01")) == [("0:01", "Per Dahl: Yes? \nInes Holt: No.\nPer Dahl: Oh.")]


def test_nothing_said_is_lost_to_a_broken_time() -> None:
    """A cue whose time cannot be read is placed after the one before it; one with an empty line in it stays whole."""
    broken = "2\n00:xx:03,000 --> soon\nTwo.\n\n3\n\n00:00:05,000 --> 00:00:06,000\nThree.\n"
    text = f"1\n00:00:01,000 --> 00:00:02,000\nOne.\n\nStill one.\n\n{broken}"
    assert cues(text) == [("0:01", "One."), ("0:01", "Still one."), ("after 0:01", "Two."), ("0:05", "Three.")]


def test_cues_without_an_empty_line_between_are_told_apart() -> None:
    """A time begins a cue, with or without an empty line above it."""
    text = "1\n00:00:01,000 --> 00:00:02,000\nOne.\n2\n00:00:03,000 --> 00:00:04,000\nTwo.\n"
    assert cues(text) == [("0:01", "One."), ("0:03", "Two.")]


def test_signs_that_are_no_tags_stay() -> None:
    """A comparison is no tag, an ampersand is no entity."""
    assert cues("WEBVTT\n\n00:01.000 --> 00:02.000\nIf 3 < 4 & 5 > 2, R&D said AT&T; &lt;i&gt; stays.\n")[0][1] == (
        "If 3 < 4 & 5 > 2, R&D said AT&T; <i> stays."
    )


@pytest.mark.parametrize("text", ["WEBVTT\n", "", "Only words.\n\nAnd more.\n", "1\n00:00:01,000 --> 00:00:02,000\n\n"])
def test_a_file_without_cues_is_said_to_be_one(text: str) -> None:
    """Where nothing is said at any time, the file is named, with what to do."""
    with pytest.raises(UnreadableError) as raised:
        read(text.encode(), "talk.vtt")
    assert str(raised.value) == "talk.vtt: no timed cue is in this file. If it is not a transcript in WebVTT or SubRip, give it as .txt."


def test_a_note_ahead_of_the_cues_is_about_them() -> None:
    """It tells where and when they were recorded; what is noted between cues is left out."""
    document = lawfully(CUES + "\nNOTE checked by Dahl\n")
    assert [(b.where, document[b.span]) for b in document.blocks if b.kind is BlockKind.HEADER][1:] == [
        ("note", "Recorded in the canteen.")
    ]
    assert "checked" not in document.text

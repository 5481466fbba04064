"""Bytes become text without a changed character, whatever the encoding."""

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.assembly import Text, lawful
from presscheck.decoding import decode, digest
from presscheck.model import BlockKind, Cell, Span

# no NUL: behind a UTF-16 mark, its bytes are the mark of UTF-32
SCALARS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"))


@given(SCALARS, st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_a_byte_order_mark_decides_and_is_dropped(text: str, encoding: str) -> None:
    """Text behind a byte order mark comes back character for character, without the mark."""
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF32_BE, "utf-32-be")])
def test_big_endian_marks_are_known(mark: bytes, encoding: str) -> None:
    """The mark's byte order is obeyed."""
    assert decode(mark + "Åse Løvli".encode(encoding)) == "Åse Løvli"


def test_odd_characters_stay() -> None:
    """Decomposed accents, no-break spaces, zero-width characters and other line ends are the file's own and stay."""
    text = "  e\u0301\u00a0\u202f\u200b\u2060\u00ad\ufeff\x0b\x0c\u2028\u0085 “q”  "
    assert decode(text.encode()) == text


def test_line_ends() -> None:
    """Both old line ends become one `\\n`, and nothing else does."""
    assert decode(b"a\r\nb\rc\n\r\n\n\rd") == "a\nb\nc\n\n\n\nd"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Zoë said “no” – twice"),
        ("cp1252", "The ‘deal’ cost £3m, don´t ask"),
        ("cp1252", "café"),
        ("cp1252", "Ærøskøbing: 20°C, 5½ per cent; ¿Qué?"),
        ("cp1250", "Zażółć gęślą jaźń, powiedział Łukasz"),
        ("cp1251", "Мост закрыт до воскресенья, сказала Нина"),
        ("koi8-r", "Мост закрыт до воскресенья, сказала Нина Орлова. Она добавила, что автобусы пойдут в объезд"),
        ("shift_jis", "市長は会見で「日曜日まで橋を閉鎖する」と述べた。市民は驚いている。"),
        ("gb18030", "市长在发布会上说,这座桥是安全的。"),
        ("utf-16-le", "The bridge is shut, said Åse"),
        ("utf-16-be", "The bridge is shut, said Åse"),
    ],
)
def test_other_encodings_are_recognised(encoding: str, text: str) -> None:
    """A line or two in a common encoding is read in that encoding, unasked."""
    assert decode(text.encode(encoding)) == text


def test_what_the_file_states_counts_after_utf_8() -> None:
    """A stated encoding is used where the bytes are not UTF-8, and ignored where they are or where it is nonsense."""
    hebrew = "ראש העיר"
    assert decode(hebrew.encode("iso8859-8"), "iso-8859-8") == hebrew
    assert decode("橋".encode("iso2022-jp"), "iso-2022-jp") == "橋"
    assert decode("橋 “é”".encode(), "iso-8859-1") == "橋 “é”"
    assert decode(b"plain", "utf-16") == decode(b"plain", "rot13") == decode(b"plain", "no\0such") == "plain"
    assert decode("“é”".encode("cp1252"), "iso-8859-1") == "“é”"


def test_broken_utf_8_loses_only_its_broken_bytes() -> None:
    """One bad byte in a UTF-8 file costs one U+FFFD, not every accent in it."""
    assert decode("São Tadeu’s café – ".encode() + b"\xff!") == "São Tadeu’s café – \ufffd!"


@given(st.binary())
def test_any_bytes_become_lawful_text(data: bytes) -> None:
    """No bytes make decoding fail, leave a carriage return or a lone surrogate."""
    text = decode(data)
    assert "\r" not in text
    text.encode("utf-8")


def test_sixty_megabytes_are_guessed_from_a_sample() -> None:
    """A large file that is not UTF-8 takes seconds, not minutes."""
    data = ("A long line about the town of Gödöllő and its tower. " * 20 + "\n").encode("cp1250") * 50_000
    started = time.perf_counter()
    assert len(decode(data)) == len(data)
    assert time.perf_counter() - started < 20


def test_digest_is_sha_256() -> None:
    """The digest is the one that `sha256sum` prints."""
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_text_is_put_together_without_counting() -> None:
    """Blocks hold exactly what was added, separators lie between them, empty text leaves no block."""
    text = Text()
    text.separate("\n\n")
    assert text.add("Toll", BlockKind.HEADING, "heading 1") == Span(0, 4)
    text.separate("\n\n")
    assert text.add(" \t", BlockKind.PARAGRAPH, "para. 1") is None
    text.separate("\n")
    text.add("", BlockKind.CELL, "row 1", Cell(1, 1, 1))
    text.separate(" | ")
    text.add("13\ud800\r\n", BlockKind.CELL, "row 1", Cell(1, 1, 2))
    text.separate("\n\n")
    document = text.document("a", "text/plain", "0")
    assert document.text == "Toll\n\n | 13\ufffd\n"
    assert [document[block.span] for block in document.blocks] == ["Toll", "13\ufffd\n"]


def test_text_that_is_there_is_covered() -> None:
    """A block over the file's own text leaves the white space at its ends outside."""
    text = Text("one\n  two\u00a0\n")
    assert text.cover(3, 11, BlockKind.PARAGRAPH, "para. 2") == Span(6, 9)
    assert text.cover(9, 11, BlockKind.PARAGRAPH, "para. 3") is None


def test_lawful_keeps_its_length_but_for_line_ends() -> None:
    """A lone surrogate becomes one U+FFFD in its place."""
    assert lawful("a\udc80b") == "a\ufffdb"

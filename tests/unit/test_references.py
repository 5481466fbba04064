"""Lists of references of other programs: what they say of a source, and that what is written is read back."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck import references, sourcelist
from presscheck.errors import UnreadableError
from presscheck.sourcelist import Listed

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]) | st.sampled_from("{}\\%&$#_~^`'\"-@,=?!<>[]()/:. "), max_size=40
)
DATES = st.sampled_from(["", "2031", "2031-03", "2031-03-09", "1999-12-31"])
BEGINNINGS = [b"", b"TY  - GEN\n", b"@misc{a, t={", b'[{"id"']
SUFFIX = {"csl": ".json", "bibtex": ".bib", "ris": ".ris"}
COURIER = Listed(
    *("The wall leaked for twelve days", "sources/courier.html", "https://tarncourier.example/a_b/31?x=1&y=%20"),
    *("Tarn Courier", "Marit Oss; Idris Falconer", "2031-03-05", "secondary", "", "on the record"),
)


@st.composite
def sources(draw: st.DrawFn, names: st.SearchStrategy[str] = WORDS) -> Listed:
    told = {
        "name": draw(WORDS.filter(sourcelist.plain)),
        "file": draw(WORDS),
        "url": draw(st.sampled_from(["", "https://a.example/b_c?d=%7B1%7D#e", "http://x.example/~y"])),
        "publisher": draw(WORDS),
        "author": "; ".join(draw(st.lists(names, max_size=3))),
        "date": draw(DATES),
        "tier": draw(st.sampled_from(["", *sourcelist.TIERS])),
        "terms": draw(st.sampled_from(["", *sourcelist.TERMS, "embargoed until 2031-04-01"])),
    }
    return sourcelist.listed(told)


NAMES = st.sampled_from(["Marit Oss", "Óskar Ngũgĩ", "Board of Health and Safety", "the {odd} one", "A & B Ltd", "O’Neill 50%"])


@pytest.mark.parametrize("form", ["csl", "bibtex"])
@settings(deadline=None)
@given(data=st.data())
def test_what_is_written_is_read_back(form: str, data: st.DataObject) -> None:
    """Whatever characters a source's name, publisher or file has, a list that is written gives the same sources when it is read."""
    listed = data.draw(st.lists(sources(NAMES), min_size=1, max_size=3))
    text = references.write(listed, form)
    assert list(references.read(text.encode(), f"list{SUFFIX[form]}", SUFFIX[form])) == listed


@settings(deadline=None)
@given(data=st.data())
def test_ris_is_read_back(data: st.DataObject) -> None:
    """RIS has lines and nothing else, and what is written is read back."""
    listed = data.draw(st.lists(sources(NAMES), min_size=1, max_size=3))
    assert list(references.read(references.write(listed, "ris").encode(), "list.ris", ".ris")) == listed


@settings(deadline=None)
@given(st.lists(sources(), min_size=1, max_size=4))
def test_toml_is_read_back(listed: list[Listed]) -> None:
    """A sources.toml that is written is read back, whatever is in it."""
    assert list(sourcelist.parse(sourcelist.write(listed), "sources.toml")) == listed


# What other programs write.


def test_csl_of_other_programs() -> None:
    """Names in parts or whole, dates to the year, month or day, a publisher or the title of what it is in; a wrong value is left out."""
    rows = [
        {"id": "1", "type": "article-newspaper", "title": "A", "container-title": "Tide", "author": [{"family": "Oss", "given": "Marit"}]},
        {"id": 2, "type": "report", "title": "B", "author": [{"literal": "Harbour Board"}], "issued": {"date-parts": [["2031", 3]]}},
        {"id": "3", "type": "book", "title": "C", "issued": {"raw": "2031-03-09"}, "custom": {"tier": "gold", "terms": "hush"}},
        {"id": "4", "type": "webpage", "URL": "https://a.example/", "issued": {"literal": "spring"}, "author": "x", "custom": []},
    ]
    read = references.read(json.dumps({"items": rows}).encode(), "l.json", ".json")
    assert read == (
        Listed("A", publisher="Tide", author="Marit Oss"),
        Listed("B", author="Harbour Board", date="2031-03"),
        Listed("C", date="2031-03-09"),
        Listed("https://a.example/", url="https://a.example/"),
    )


def test_contacts_stay_at_home() -> None:
    """Who can be reached, and where, is written to a sources.toml and to no list of another program."""
    listed = [sourcelist.listed({"name": "A", "contact": "Ingrid Solberg, 555 0134"})]
    assert "Solberg" in sourcelist.write(listed)
    assert not [form for form in references.FORMS if "Solberg" in references.write(listed, form)]


def test_two_entries_of_one_key() -> None:
    """A BibTeX list in which two references have one key, as many do, is read whole and in its order."""
    data = b"@misc{a, title={x}}\n\n@misc{a, title={y}}\n\n@misc{b, title={z}}\n"
    assert [source.name for source in references.read(data, "list.bib", ".bib")] == ["x", "y", "z"]


@pytest.mark.parametrize(
    ("suffix", "data", "words"),
    [
        (".json", b"nonsense", "this is not valid JSON"),
        (".json", b"[" * 100_000, "this is not valid JSON"),
        (".json", b'{"a": 1}', "this JSON is no list of references"),
        (".json", b"[3]", "this JSON is no list of references"),
        (".json", b"[]", "there is no reference in this list"),
        (".json", b"[" + b'{"id": 1, "type": "x"},' * 5000 + b'{"id": 1, "type": "x"}]', "more than 5,000 references"),
        (".bib", b"@misc{a, title={x}", "the entry at line 1 cannot be read"),
        (".bib", b"@misc{b, title={x}}\n\n@misc{a, title={x}, title={y}}", "the entry at line 3 cannot be read"),
        (".bib", b"prose", "there is no reference in this list"),
        (".bib", b"@a{" * 20_000, "the entry at line 1 cannot be read"),
        (".ris", b"TY  - GEN\nTI  - x\n", "1 references begin in this RIS file and 0 end"),
        (".ris", b"prose", "there is no reference in this list"),
        (".ris", b" " * (9 << 20), "more than 8 MB"),
    ],
    ids=range(13),
)
def test_lists_that_are_none(suffix: str, data: bytes, words: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A list that cannot be read is told in a sentence, soon, and no parser prints anything past us."""
    began = time.monotonic()
    with pytest.raises(UnreadableError) as caught:
        references.read(data, f"list{suffix}", suffix)
    assert words in str(caught.value)
    assert time.monotonic() - began < 5
    assert capfd.readouterr() == ("", "")


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(list(references.MEDIA_TYPES)), st.sampled_from(BEGINNINGS))
def test_any_bytes(noise: bytes, suffix: str, begin: bytes) -> None:
    """Whatever a list holds, there are sources or a sentence."""
    try:
        assert references.read(begin + noise, "list", suffix)
    except UnreadableError as problem:
        assert str(problem).endswith(".")


@pytest.mark.parametrize("value", ["{" * 2000, "\\'" * 2000, "$" * 4000, "\\begin{a}" * 900, "\\frac" * 1500, "%" * 4000])
def test_hostile_latex(value: str) -> None:
    """A value that no LaTeX would end with is read soon."""
    began = time.monotonic()
    references.read(f"@misc{{a, title = {json.dumps(value)}, url = {{http://a.example/}}}}".encode(), "l.bib", ".bib")
    assert time.monotonic() - began < 3

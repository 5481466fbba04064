"""Rule packs: what is wrong with one is told by file, line and words; what is right finds its hits. (Each shipped rule's own examples
are run by tests/shape/test_packs.py.)"""

from __future__ import annotations

import io
import zipfile

import pytest

from presscheck import packs, parts
from presscheck.errors import PackError
from presscheck.flow import Checker
from presscheck.galley import Galley
from presscheck.model import Document, Finding, Level
from presscheck.packs import Pack
from presscheck.profiles import profile
from presscheck.rulebook import Rulebook
from presscheck.settings import Settings
from prose import prose

GOOD = r"""[pack]
name = "house"
version = "1.2.0"

[rule.tk]
matcher = "existence"
level = "error"
tags = ["placeholder"]
message = "“{words}” was left in"
why = "Readers should not see it."
basis = ["House style."]
patterns = ['\btk\b', '\[\s*source\s*\]']
bad = ["It cost **TK** euros."]
good = ["It cost 40 euros."]
"""


def test_a_good_pack() -> None:
    """A pack is its rules, and its digest tells its name, its version and its bytes."""
    pack = packs.parse(GOOD, "house.toml")
    (rule,) = pack.rules
    assert (rule.code, rule.level, rule.tags, rule.bad) == ("tk", Level.ERROR, ("placeholder",), ("It cost **TK** euros.",))
    assert pack.digest.startswith("house 1.2.0 ")
    assert pack.digest != packs.parse(GOOD + "\n", "house.toml").digest


def found(pack: Pack, draft: Document, whose: str = "") -> tuple[Finding, ...]:
    """The findings of one pack in a draft."""
    return Rulebook([pack], profile(whose)).findings(Galley(draft, profile(whose)))


def wrong(text: str) -> str:
    with pytest.raises(PackError) as raised:
        packs.parse(text, "house.toml")
    return str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('level = "error"', 'level = "fatal"', "house.toml, line 5, rule tk: level = 'fatal' should be one of error, warning, note"),
        ('level = "error"', "level = 3", "house.toml, line 5, rule tk: level = 3 should be a text"),
        ('level = "error"', 'levle = "error"', "rule tk: there is no field 'levle'; did you mean 'level'?"),
        ('level = "error"', 'level = "error"\nprofiles = ["UK"]', "rule tk: profiles names 'UK'; there are: US-AP, UK-IPSO"),
        ('level = "error"', 'level = "error"\nsubject = ["murder"]', "rule tk: subject names 'murder'; there are: sexual-violence"),
        ('level = "error"', 'level = "error"\nquotes = "drop"', "rule tk: quotes = 'drop' should be one of skip, flag, only"),
        ('level = "error"', 'level = "error"\nonce = 1', "rule tk: once = 1 should be true or false"),
        ('level = "error"', 'level = "error"\nunless = ["(tk"]', "rule tk: pattern '(tk' is not one that RE2 takes"),
        ('["House style."]', '["ap-suicide"]', "rule tk: basis names 'ap-suicide', of which no [guideline.ap-suicide] tells publisher"),
        ('["House style."]', '["ap-sux"]', "did you mean 'ap-sui'?"),
        ("[rule.tk]", '[guideline.own]\ntitle = "T"\n[rule.tk]', "house.toml, line 5, guideline own: has no publisher, kind"),
        ("[rule.tk]", "[words]\nmany = 3\n[rule.tk]", "house.toml, line 5, [words]: many = 3 should be a list of texts"),
        (r"'\btk\b'", "'{many} tk'", "rule tk: pattern '{many} tk' names the list 'many', which the pack does not have"),
        (r"'\btk\b'", "'tk …'", "rule tk: pattern 'tk …' is empty, or has nothing on one side of “…”"),
        ('level = "error"\n', "", "house.toml, line 5, rule tk: has no level"),
        ('why = "Readers should not see it."\nbasis = ["House style."]\n', "", "line 5, rule tk: has no why, basis"),
        ('why = "Readers should not see it."', 'why = " "', "rule tk: why = ' ' is empty"),
        ('bad = ["It cost **TK** euros."]', 'bad = "It cost **TK** euros."', "bad = 'It cost **TK** euros.' should be a list of texts"),
        ('good = ["It cost 40 euros."]', "good = [40]", "good = [40] should be a list of texts"),
        ('tags = ["placeholder"]', 'tags = "placeholder"', "tags = 'placeholder' should be a list of texts"),
        ('matcher = "existence"', 'matcher = "magic"', "rule tk: there is no matcher named 'magic'; there are: "),
        ('message = "“{words}” was left in"\n', "", "rule tk: needs a `message`"),
        (r"patterns = ['\btk\b', '\[\s*source\s*\]']", "patterns = ['(tk']", "rule tk: pattern '(tk' is not one that RE2 takes"),
        (r"patterns = ['\btk\b', '\[\s*source\s*\]']", r"patterns = ['(a)\1']", r"(a)\\1"),
        (r"patterns = ['\btk\b', '\[\s*source\s*\]']", "patterns = []", "rule tk: needs `phrases`"),
        (r"patterns = ['\btk\b', '\[\s*source\s*\]']", "patterns = ['']", "rule tk: pattern '' is empty"),
        ("[rule.tk]", "[rules.tk]", "house.toml, line 5: rules is no part of a pack"),
        ("[pack]\n", "pack = 3\n[other]\n", "house.toml, line 1: pack is no part of a pack"),
        ("[rule.tk]", "[rule]\nspare = 3\n[rule.tk]", "rule spare: 3 should be a table"),
        ('name = "house"', "name = house", "house.toml: not valid TOML (Invalid value (at line 2, column 8))"),
        ("[rule.tk]", "[rule.tk]\n[rule.tk]", "house.toml: not valid TOML"),
    ],
)
def test_a_wrong_pack(old: str, new: str, says: str) -> None:
    """The error names the file, the line where the rule begins, and the offending words."""
    assert old in GOOD
    assert says in wrong(GOOD.replace(old, new))


@pytest.mark.parametrize("name", ["nothing", "../hygiene", "", "a/b"])
def test_no_such_pack(name: str) -> None:
    """A pack that is not there, or a path in place of a name, is an error that names it."""
    with pytest.raises(PackError) as raised:
        Checker(Settings(packs=(name,)))
    assert repr(name) in str(raised.value)


def test_hits_are_findings_in_order() -> None:
    """Each hit has its words, its message and its tags, in the draft's order, and none is about sources."""
    draft = prose("It cost TK euros [ source ].", "tk, TK and tkk.", "A network.")
    hits = found(packs.parse(GOOD, "house.toml"), draft)
    assert [draft[finding.span] for finding in hits if finding.span] == ["TK", "[ source ]", "tk", "TK"]
    assert hits[1].message == "“[ source ]” was left in"
    assert {(finding.code, finding.level, finding.outcome, finding.tags) for finding in hits} == {
        ("tk", Level.ERROR, None, ("placeholder",))
    }
    assert len({finding.fingerprint for finding in hits}) == 4


def test_hits_outside_sentences_are_found() -> None:
    """A rule reads all of the text, a line that is no sentence too, and places are code points, not bytes."""
    draft = prose("😀😀 ünïcödé [source]")
    (hit,) = found(packs.parse(GOOD, "house.toml"), draft)
    assert hit.span is not None
    assert draft[hit.span] == "[source]"


def test_no_rules() -> None:
    """An empty pack finds nothing."""
    assert found(packs.parse("", "empty.toml"), prose("TK")) == ()


TWICE = prose("Captain Ruth Lindgate runs the ferry. In the end Lingate swam.\n\nRuth Lindgate, 34, swam. Lindgate, 43, sank.")


def test_a_draft_against_itself_shows_both_places() -> None:
    """What does not agree is found at one place of the draft, with the other as its evidence, and every writer can show it."""
    report = Checker().check(TWICE, [TWICE])
    told = {f.code: (TWICE[f.span], f.message, [TWICE[span] for e in f.evidence for span in e.spans]) for f in report.findings if f.span}
    assert told["two-spellings"] == ("Lingate", "draft says Lingate here, Ruth Lindgate in para. 1", ["Lindgate"])
    assert told["two-ages"] == ("43", "draft says Ruth Lindgate is 43 here, 34 in para. 1", ["34"])
    alone = Checker().check(TWICE)
    assert {f.code for f in alone.findings} == told.keys()
    for each in (report, alone):
        for writer in parts.names("writers"):
            assert b"Ruth Lindgate is 43 here" in unpacked(parts.load("writers", writer).write(each)), writer


def unpacked(data: bytes) -> bytes:
    """The bytes, or all members of an Office file."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_a_check_that_is_none() -> None:
    """A rule that names no check of a draft against itself is refused, and told which there are."""
    with pytest.raises(PackError, match=r"needs a `check`, one of spellings, ages, .*; not 'mood'"):
        packs.parse(
            GOOD.replace('"existence"', '"consistency"\ncheck = "mood"')
            .replace('message = "“{words}” was left in"\n', "")
            .replace("patterns = [", "tags = [")
            .replace('tags = ["placeholder"]\n', ""),
            "house.toml",
        )

"""Rows of an archive: the same for an article wherever it stands, and for every article, whatever is wrong with it."""

from __future__ import annotations

import json
import string
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck import Checker, Settings, packs, read
from presscheck.archive.articles import Article, Batch, Columns, article, of_line
from presscheck.archive.copies import core
from presscheck.archive.memory import Judged
from presscheck.archive.rows import Row, Scored, recipe, scored
from presscheck.archive.run import Asked, planned
from presscheck.archive.store import files_of, writing
from presscheck.archive.worker import Desk
from presscheck.console import lasting, pace
from presscheck.errors import PresscheckError
from presscheck.model import Span

Run = Callable[..., tuple[int, str, str]]
STORY = (
    "Harbour board delays report\n\nThe board met on Orrin Quay. [Source 1]\n\nIt will build the the wall by May, the the chair said. TK\n"
)
CHECKER = Checker(Settings(judge="overlap"))
MADE_BY = recipe(CHECKER)


def afresh(_: str, find: Callable[[], Row]) -> Row:
    """A memory that keeps nothing."""
    return find()


def row_of(one: Article) -> Scored:
    return scored(one, CHECKER, MADE_BY, afresh)


def plain(text: str, **more: object) -> Article:
    return replace(Article("a1", "here", text.encode()), **more)  # type: ignore[arg-type]


# One article.


@pytest.mark.parametrize("text", [STORY, "The rate rose 4 per cent[1].\n\nSources\n1. Board of Orm, report\n2. Ruth Lind, letter\n"])
def test_rows_are_those_of_a_check(text: str) -> None:
    """The findings of an article without sources are those of `check` on its text, word for word."""
    found = CHECKER.check(read(text.encode(), "article.txt")).findings
    rows = row_of(plain(text)).findings
    assert [(row["code"], row["start"], row["end"], row["fingerprint"]) for row in rows] == [
        (one.code, one.span and one.span.start, one.span and one.span.end, one.fingerprint) for one in found
    ]
    assert rows
    assert all(row["quote"] == text[row["start"] : row["end"]] for row in rows if row["start"] is not None)


RULES = [rule for name in packs.names() for rule in packs.load(name).rules]


@pytest.mark.parametrize("rule", RULES[::4], ids=lambda rule: rule.code)
def test_alone_finds_what_check_finds(rule: packs.Rule) -> None:
    """With no sources, with notes and a list of sources or without, the short way finds what the long way does."""
    notes = "It cost 4 million[1], and more[2].\n\nSources\n\n1. Harbour board, report, p. 3\n\n3. various sources"
    for text in ("\n\n".join((*rule.bad, *rule.good)).replace("**", ""), f"{rule.bad[0].replace('**', '')} {notes}"):
        draft = read(text.encode(), "draft.txt")
        assert CHECKER.alone(draft) == CHECKER.check(draft).findings


def test_an_article_is_held_against_its_sources() -> None:
    """A figure that no source bears out is a finding that names the source, and the facts are counted."""
    source = "The harbour board had 31 letters about the sandbar, its log says."
    row = row_of(plain("The harbour board had 13 letters about the sandbar.", sources=(("log.txt", source),)))
    assert row.article["contradicted"] >= 1
    assert [one["sources"] for one in row.findings if one["code"] == "number-contradicted"] == [["log.txt"]]


BAD = {
    "no text": plain("  \n "),
    "its language is fr": plain("Le conseil s’est réuni.", language="fr-ca"),
    "more than 1,000,000": plain("The board met. " * 70_000),
    "more than 64 sources": plain(STORY, sources=(("a", "b"),) * 65),
    "told before": plain(STORY, fault="told before"),
    "not really a Word document": Article("a", "b", b"PK\x03\x04 no more", "docx", "a.docx"),
}


@pytest.mark.parametrize("why", BAD)
def test_a_bad_article_is_a_row_that_says_why(why: str) -> None:
    """An article that cannot be checked has a row with the reason, and no findings."""
    try:
        row = row_of(BAD[why])
    except PresscheckError as problem:  # pragma: no cover
        pytest.fail(str(problem))
    assert row.article["error"]
    assert why in row.article["error"] or why == "not really a Word document"
    assert row.findings == ()


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_hostile_columns(value: object) -> None:
    """Whatever a column holds, the row is an article that has a text or says what is wrong with it, and Arrow takes it."""
    columns = Columns(*("x",) * 2, "", *("x",) * 4)
    one = article({"x": value}, columns, "here", "there")
    assert one.fault or one.data is not None
    pa.array([one.id, one.section, one.language, one.place, *(part for told in one.sources for part in told)], pa.string())
    pa.array([one.date], pa.date32())


@settings(max_examples=60, deadline=None)
@given(st.binary())
def test_hostile_lines(line: bytes) -> None:
    """Any bytes on a line are an article or the reason why they are none."""
    one = of_line(line, Columns(), "here", "there")
    assert one.fault or one.data or json.loads(line)["text"] == ""


def test_halves_of_letters_become_marks() -> None:
    """What JSON can say and no text has, half of a pair, is U+FFFD in the text and the id."""
    one = of_line(b'{"id": "a\\ud800", "text": "Board met.\\udfff"}', Columns(id="id"), "here", "there")
    assert (one.id, one.data.decode()) == ("a�", "Board met.�")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2031-03-09", date(2031, 3, 9)),
        ("2031-03-09T10:00:00Z", date(2031, 3, 9)),
        ("9 March", None),
        (7, None),
        (date(2031, 3, 9), date(2031, 3, 9)),
    ],
)
def test_dates(value: object, day: date | None) -> None:
    """A date, or a text that begins with one as ISO 8601 has it, is the article's; anything else is none."""
    assert article({"text": "x", "d": value}, Columns(date="d"), "here", "there").date == day


# Copies.


@settings(max_examples=200, deadline=None)
@given(st.text(string.ascii_letters + " \n.|\t“”é", max_size=300))
def test_a_place_in_the_core_is_the_same_place_in_the_copy(text: str) -> None:
    """Each letter of the core that is no white space stands, mapped, in the copy; and the core of a core is itself."""
    shared = core(text)
    for at, letter in enumerate(shared.text):
        if not letter.isspace():
            own = shared.own(Span(at, at + 1))
            assert text[own.start : own.end] == letter
    assert core(shared.text).text == shared.text


COPIES = {
    "by-line": STORY.replace("\n\n", "\n\nBy Maud Farnham\n\n", 1),
    "by-line with an agency": STORY.replace("\n\n", "\n\nBy Maud J. Farnham and Silas Orm, Associated Press\n\n", 1),
    "agency's line": STORY.replace("\n\n", "\n\n(Reuters)\n\n", 1),
    "credits": f"{STORY}\n(Reporting by Maud Farnham; Editing by Silas Orm)\n",
    "white space": STORY.replace("\n\n", "  \n\n\n\n").replace(" met ", "  met   ".replace("   ", "  ")),
}


@pytest.mark.parametrize("how", COPIES)
def test_copies_are_judged_once(how: str) -> None:
    """A copy that differs in that has the story of the first, is not checked again, and its findings stand at its own words."""
    asked = list[str]()
    memory = Judged(None)

    def watched(story: str, find: Callable[[], Row]) -> Row:
        def noted() -> Row:
            asked.append(story)
            return find()

        return memory(story, noted)

    first, copy = (scored(plain(text), CHECKER, MADE_BY, watched) for text in (STORY, COPIES[how]))
    assert len(asked) == 1
    assert first.article["story"] == copy.article["story"]
    assert [one["code"] for one in first.findings] == [one["code"] for one in copy.findings]
    assert all(one["quote"] == COPIES[how][one["start"] : one["end"]] for one in copy.findings)


@pytest.mark.parametrize(
    "other",
    [STORY.replace("Orrin", "Orm"), STORY.replace("\n\n", "\n\nBy TK\n\n", 1), STORY.replace("\n\n", "\n\nBy May it was late.\n\n", 1)],
)
def test_other_words_are_another_story(other: str) -> None:
    """A name changed, a by-line that nobody has filled in or a sentence that begins as one make another story."""
    assert core(other).text != core(STORY).text


def test_what_one_process_found_the_next_one_knows(tmp_path: Path) -> None:
    """Two memories with one file: what the first has kept, the second is not asked to find."""
    first, second = Judged(tmp_path / "judged"), Judged(tmp_path / "judged")
    assert first("story", lambda: {"findings": 1}) == {"findings": 1}
    first.keep()
    assert second("story", lambda: pytest.fail("asked again")) == {"findings": 1}


def test_a_spoilt_memory_is_no_memory(tmp_path: Path) -> None:
    """A file that is no database is not used, and nothing fails."""
    (tmp_path / "judged").write_bytes(b"nothing of ours" * 400)
    memory = Judged(tmp_path / "judged")
    assert memory("story", lambda: {"findings": 2}) == {"findings": 2}
    memory.keep()


# Whole runs.


def jsonl(path: str, *rows: object) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")


def rows(count: int = 12) -> list[dict[str, str]]:
    return [
        {
            "id": f"n{n}",
            "text": f"{STORY}\nIt was number {n} of them.\n",
            "when": f"2031-{1 + n % 12:02}-09",
            "desk": ("Local", "Sport")[n % 2],
        }
        for n in range(count)
    ]


FLAGS = ("--id", "id", "--date", "when", "--section", "desk", "--batch", "0.001", "--workers", "1")


def folder(path: str) -> dict[str, bytes]:
    """What is in a folder, by name; hidden files left out."""
    return {
        str(file.relative_to(path)): file.read_bytes() for file in sorted(Path(path).rglob("*")) if file.is_file() and file.name[0] != "."
    }


def times(path: str) -> dict[str, int]:
    return {file.name: file.stat().st_mtime_ns for file in Path(path, "articles").iterdir()}


def test_tools_read_the_rows_at_once(run: Run) -> None:
    """DuckDB and Polars read both tables by a pattern, count the same, and join them."""
    jsonl("news.jsonl", *rows())
    status, out, err = run("archive", "news.jsonl", "--out", "done", *FLAGS)
    assert (status, out) == (0, "done/overview.html\n"), err
    joined = duckdb.sql(
        "SELECT count(*), count(DISTINCT a.id) FROM 'done/articles/*.parquet' a JOIN 'done/findings/*.parquet' f USING (batch, row)"
    )
    found = pl.read_parquet("done/findings/*.parquet")
    assert joined
    assert joined.fetchall() == [(len(found), 12)]
    articles = pl.read_parquet("done/articles/*.parquet").sort("id")
    assert articles["date"].dtype == pl.Date
    assert (articles["errors"] + articles["warnings"] + articles["notes"]).sum() == len(found)
    told = json.loads(Path("done/summary.json").read_text("utf-8"))
    assert (told["articles"], sum(told["findings"].values()), len(told["months"])) == (12, len(found), 12)
    assert {each["section"] for each in told["sections"]} == {"Local", "Sport"}


def test_any_number_of_workers_gives_the_same_bytes(run: Run) -> None:
    """One worker and two write the same files, byte for byte."""
    jsonl("news.jsonl", *rows())
    for out, workers in (("one", "1"), ("two", "2")):
        assert run("archive", "news.jsonl", "--out", out, *FLAGS[:-1], workers)[0] == 0
    assert folder("one") == folder("two")
    assert len(list(Path("one", "articles").iterdir())) > 2


def test_a_process_that_has_read_much_is_replaced(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its place is taken by a new one, so that memory does not grow with the archive; the rows are the same, none lost, none twice."""
    from presscheck.archive import worker

    started = list[int]()
    start = worker.Worker._start

    def counted(of: worker.Worker) -> None:
        start(of)
        started.append(of.pid)

    monkeypatch.setattr(worker.Worker, "_start", counted)
    jsonl("news.jsonl", *rows(8))
    assert run("archive", "news.jsonl", "--out", "kept", *FLAGS)[0] == 0
    batches = len(list(Path("kept", "articles").iterdir()))
    assert len(started) == 1
    assert batches > 1
    started.clear()
    monkeypatch.setattr(worker, "RELIEVED", 1)
    assert run("archive", "news.jsonl", "--out", "replaced", *FLAGS)[0] == 0
    assert len(set(started)) == batches
    assert folder("kept") == folder("replaced")


def test_a_second_run_does_nothing(run: Run) -> None:
    """With nothing changed no file is written again, and the same is told."""
    jsonl("news.jsonl", *rows())
    run("archive", "news.jsonl", "--out", "done", *FLAGS)
    before, when = folder("done"), times("done")
    status, _, err = run("archive", "news.jsonl", "--out", "done", *FLAGS)
    assert status == 0
    assert "12 articles, 0 of them in batches that were done now" in err
    assert (folder("done"), times("done")) == (before, when)


def test_a_changed_article_is_done_anew_and_others_are_not(run: Run) -> None:
    """After an article changed the output is that of a fresh run; and only its batch is written."""
    jsonl("news.jsonl", *rows())
    run("archive", "news.jsonl", "--out", "done", *FLAGS)
    when, changed = times("done"), rows()
    changed[5]["text"] = changed[5]["text"].replace("Orrin", "Merow")
    jsonl("news.jsonl", *changed)
    run("archive", "news.jsonl", "--out", "done", *FLAGS)
    run("archive", "news.jsonl", "--out", "fresh", *FLAGS)
    assert folder("done") == folder("fresh")
    assert sum(when[name] != now for name, now in times("done").items()) == 1


def test_rows_that_hold_are_kept(tmp_path: Path) -> None:
    """Of a batch in which one of two articles changed, the row of the other is the one on disk, marked here to know it again."""
    plan, _ = planned(Asked(("x",), tmp_path), Settings())
    first, second = (plain(f"{STORY}{n}", id=str(n)) for n in range(2))
    marked = [scored(one, CHECKER, plan.made_by, afresh) for one in (first, second)]
    for row in marked:
        row.article["words"] = 999
    with writing(tmp_path) as pen:
        pen.put(files_of(Batch("b", (first, second)), marked, plan.made_by))
    done = Desk(plan).done(Batch("b", (first, replace(second, data=b"The board met again."))))
    assert pq.read_table(pa.BufferReader(done.articles))["words"].to_pylist() == [999, 4]


def test_other_rules_make_other_rows(run: Run) -> None:
    """With a rule switched off in the settings all is done anew, as a fresh run does it."""
    jsonl("news.jsonl", *rows())
    run("archive", "news.jsonl", "--out", "done", *FLAGS)
    before = pl.read_parquet("done/findings/*.parquet")
    code = str(before["code"][0])
    Path("presscheck.toml").write_text(f'[levels]\n{code} = "off"\n', "utf-8")
    run("archive", "news.jsonl", "--out", "done", *FLAGS)
    run("archive", "news.jsonl", "--out", "fresh", *FLAGS)
    assert folder("done") == folder("fresh")
    assert code not in set(pl.read_parquet("done/findings/*.parquet")["code"])


def test_what_the_input_no_longer_has(run: Run) -> None:
    """Rows of a file that is no longer given stay, and that is said, until they are to be taken out."""
    jsonl("a.jsonl", *rows(3))
    jsonl("b.jsonl", *rows(3))
    run("archive", "a.jsonl", "b.jsonl", "--out", "done", *FLAGS)
    status, _, err = run("archive", "a.jsonl", "--out", "done", *FLAGS)
    assert (status, "--prune takes them out" in err) == (0, True)
    assert len(pl.read_parquet("done/articles/*.parquet")) == 6
    assert "were taken out" in run("archive", "a.jsonl", "--out", "done", "--prune", *FLAGS)[2]
    run("archive", "a.jsonl", "--out", "fresh", *FLAGS)
    assert folder("done") == folder("fresh")


def test_a_limit(run: Run) -> None:
    """With a limit the first articles are done; without it the rest follows, and the output is that of a whole run."""
    jsonl("news.jsonl", *rows())
    run("archive", "news.jsonl", "--out", "done", *FLAGS, "--limit", "5")
    assert sorted(pl.read_parquet("done/articles/*.parquet")["id"]) == [f"n{n}" for n in range(5)]
    run("archive", "news.jsonl", "--out", "done", *FLAGS)
    run("archive", "news.jsonl", "--out", "fresh", *FLAGS)
    assert folder("done") == folder("fresh")


def test_the_overview_is_escaped_and_alone(run: Run) -> None:
    """Nothing of an archive is markup in the overview, and the page asks for nothing."""
    evil = "<script>alert(1)</script><img src=x onerror=y>"
    jsonl("news.jsonl", {"id": evil, "text": f"The the board {evil} met met.", "when": "", "desk": evil})
    assert run("archive", "news.jsonl", "--out", "done", *FLAGS)[0] == 0
    page = Path("done/overview.html").read_text("utf-8")
    assert "&lt;script&gt;" in page
    assert not any(f"<{tag}" in page for tag in ("script", "img", "link", "iframe"))
    assert "default-src 'none'" in page


# What goes wrong.


def told(run: Run, *argv: str) -> str:
    """What a run that cannot be done says."""
    status, out, err = run("archive", *argv)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    return err


def test_a_missing_column_is_told_with_those_there_are(run: Run) -> None:
    """A column that is not there is an error before any work, for lines and tables."""
    jsonl("news.jsonl", {"body": "x", "ident": 1})
    pq.write_table(pa.table({"body": ["x"], "ident": [1]}), "news.parquet")
    for name in ("news.jsonl", "news.parquet"):
        assert f"{name}: there is no column 'text'; there are: body, ident." in told(run, name, "--out", "done")
    assert not Path("done").exists()


def test_inputs_that_are_none(run: Run) -> None:
    """A file that is not there, one of no known kind, an empty one and a table that is none are told in a line."""
    Path("empty.jsonl").write_bytes(b"")
    Path("bad.parquet").write_bytes(b"PAR1 and no more")
    Path("tool.exe").write_bytes(b"MZ")
    assert "there is no such file or folder" in told(run, "gone.jsonl", "--out", "done")
    assert "no archive that presscheck reads" in told(run, "tool.exe", "--out", "done")
    assert "not a whole Parquet file" in told(run, "bad.parquet", "--out", "done")
    assert "there are no articles in it" in told(run, "empty.jsonl", "--out", "done", "--workers", "1")


def test_two_runs_do_not_share_a_folder(run: Run) -> None:
    """While one run writes to a folder another is told so."""
    jsonl("news.jsonl", *rows(1))
    with writing(Path("done")):
        assert "another run is writing there" in told(run, "news.jsonl", "--out", "done")


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (("--text", "a", "--html", "b"), "one or the other"),
        (("--address", "ray://x:1"), "needs --engine ray"),
        (("--limit", "-1"), "whole numbers from 0"),
        (("--batch", "nan"), "a number from 0.001"),
        (("--judge", "nobody"), "there is no judge named"),
    ],
)
def test_flags_that_do_not_fit(run: Run, flags: tuple[str, ...], says: str) -> None:
    """Flags that contradict each other, or make no sense, are told before any work."""
    jsonl("news.jsonl", *rows(1))
    assert says in told(run, "news.jsonl", "--out", "done", *flags)


@pytest.mark.parametrize(("seconds", "words"), [(4.4, "4 s"), (95, "2 min"), (3600 * 5 + 60, "5 h 1 min")])
def test_time_left(seconds: float, words: str) -> None:
    """Time is told in the unit that a person would use."""
    assert lasting(seconds) == words
    assert pace(100, 50, 100, seconds).endswith(f"50%, {words} left")


HOUSE = """
[pack]
name = "house"
version = "1"
language = "en"
[rule.quay]
matcher = "existence"
level = "note"
message = "“{words}” is Orm Quay now"
why = "It was renamed."
basis = ["The harbour board"]
off = true
phrases = ["Orrin Quay"]
bad = ["The board met on **Orrin Quay**."]
good = ["The board met on Orm Quay."]
"""


def test_a_pack_tried_on_a_table_counts_as_on_lines(run: Run) -> None:
    """`pack try` over Parquet, which the archive's engine does, counts what it counts over the same lines, rules that are off too."""
    Path("house.toml").write_text(HOUSE, "utf-8")
    jsonl("news.jsonl", *rows())
    pq.write_table(pa.Table.from_pylist(rows()), "news.parquet")
    told = [run("pack", "try", "house.toml", name, "--examples", "0") for name in ("news.jsonl", "news.parquet")]
    assert told[0] == told[1]
    assert "quay (note): 1000.0 of 1,000 articles, 12 findings" in told[0][1]
    assert "[[Orrin Quay]]" in run("pack", "try", "house.toml", "news.parquet")[1]

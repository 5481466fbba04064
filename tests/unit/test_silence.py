"""That no source speaks of a sentence is said only where the sources are long enough to, and none of them does."""

import pytest

from presscheck import Checker, Settings, read
from presscheck.model import Outcome, Unreadable

FILLER = [
    f"The {what} of {place} was {done} in {year}."
    for year, (what, place, done) in enumerate(
        [
            (what, place, done)
            for what in ("harbour", "reservoir", "granary", "lighthouse", "cannery")
            for place, done in (
                ("Osk", "dredged"),
                ("Vard", "widened"),
                ("Holm", "painted"),
                ("Reke", "surveyed"),
                ("Tull", "leased"),
                ("Marn", "sold"),
                ("Ferd", "insured"),
                ("Gild", "measured"),
                ("Lund", "fenced"),
            )
        ],
        start=1951,
    )
]
INVENTED = "A bench in his memory was unveiled beside the chapel last month."


def codes(draft: str, *sources: str) -> list[tuple[str, str]]:
    """(code, words) of what is found with the judge that counts words."""
    text = "# Harbour works\n\nThe harbour of Osk was dredged in 1951.\n\n" + draft
    report = Checker(Settings(judge="overlap")).check(
        read(text.encode(), "draft.md"), [read(s.encode(), f"{n}.txt") for n, s in enumerate(sources)]
    )
    return [(f.code, report.draft.text[f.span.start : f.span.end]) for f in report.findings if f.outcome and f.span]


def test_a_sentence_that_no_source_speaks_of_is_shown_with_the_words_that_none_has() -> None:
    assert codes(INVENTED, "\n".join(FILLER)) == [("claim-not-found", "bench in his memory was unveiled beside the chapel last month")]


@pytest.mark.parametrize(
    ("draft", "sources"),
    [
        pytest.param(INVENTED, ["\n".join(FILLER), "Last month they unveiled a bench for him."], id="another source does"),
        pytest.param(INVENTED, ["\n".join(FILLER[:20])], id="what there is of sources is short"),
        pytest.param("Nobody unveiled a bench in his memory beside the chapel.", ["\n".join(FILLER)], id="it denies"),
        pytest.param(f"## {INVENTED}", ["\n".join(FILLER)], id="a heading"),
        pytest.param("Accounts of it differ.", ["\n".join(FILLER)], id="too short to tell"),
        pytest.param("For the chapel's friends it is a bitter pill to swallow.", ["\n".join(FILLER)], id="a stock phrase"),
        pytest.param(
            'Another parishioner sounded resigned to it. "The granary of Marn was sold," she said.',
            ["\n".join(FILLER), "RUTH: The granary of Marn was sold."],
            id="it leads on to a quotation",
        ),
    ],
)
def test_it_is_not_said_where(draft: str, sources: list[str]) -> None:
    assert not [found for found in codes(draft, *sources) if found[0] == "claim-not-found"]


def test_a_source_that_could_not_be_read_may_speak_of_it() -> None:
    broken = Unreadable("scan.pdf", "application/pdf", "d", "scan.pdf: its pages are pictures")
    draft = read(f"# Works\n\n{INVENTED}".encode(), "draft.md")
    report = Checker(Settings(judge="overlap")).check(draft, [read("\n".join(FILLER).encode(), "a.txt"), broken])
    assert [v.outcome for v in report.verdicts if v.fact.kind == "claim" and "bench" in v.fact.reading] == [Outcome.UNCHECKED]

"""What a run found, for people: `summary.json` and `overview.html`, a page of its own that asks nobody for anything."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from importlib.resources import files as resources
from typing import Any

from presscheck import files
from presscheck.archive.census import Census, Sample, taken
from presscheck.archive.store import Store
from presscheck.archive.worker import Plan
from presscheck.terminal import visible

PAGE, SUMMARY = "overview.html", "summary.json"
ORDER = {"error": 0, "warning": 1, "note": 2}
NO_SOURCES = "no column of sources was named, so no fact was held against a source"
NO_JUDGE = f"{NO_SOURCES} and neither the judge nor the reader was opened"
_SHOWN = 60  # sections, or reasons


def write(store: Store, plan: Plan, judge: str) -> None:
    """Both files, over all rows that are there."""
    census = taken(store)
    told = summary(census, plan, judge)
    files.save(store.folder / SUMMARY, (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))
    files.save(store.folder / PAGE, page(census, told).encode("utf-8"))


def summary(census: Census, plan: Plan, judge: str) -> dict[str, Any]:
    """The counts as values; no clock in them, so the same rows give the same bytes."""
    from presscheck import __version__

    rules = sorted(census.rules, key=lambda each: (ORDER[each[0]], -census.rules[each], each[1]))
    return {
        "format": "1",
        "version": __version__,
        "inputs": list(plan.inputs),
        "made_by": plan.made_by,
        "judge": judge if plan.columns.sources else "none",
        "note": "" if plan.columns.sources else NO_JUDGE if plan.settings.judge == "overlap" else NO_SOURCES,
        "language": "" if plan.columns.language else "no column of languages was named: every article was taken for English",
        "articles": census.articles,
        "checked": census.checked,
        "undated": census.undated,
        "words": census.words,
        "claims": census.claims,
        "facts": dict(sorted(census.outcomes.items())),
        "findings": {level: census.levels[level] for level in ORDER},
        "rules": [{"code": c, "level": lv, "findings": census.rules[lv, c], "articles": census.hit[lv, c]} for lv, c in rules],
        "months": [{"month": month, "articles": n, "flagged": k} for month, (n, k) in sorted(census.months.items()) if month],
        "sections": [{"section": name, "articles": n, "flagged": k} for name, (n, k) in sorted(census.sections.items(), key=_largest)],
        "unchecked": [{"why": why, "articles": n} for why, n in sorted(census.unchecked.items(), key=lambda each: (-each[1], each[0]))],
    }


def _largest(each: tuple[str, list[int]]) -> tuple[int, str]:
    return -each[1][0], each[0]


# The page.


def page(census: Census, told: Mapping[str, Any]) -> str:
    """The overview, every word of the archive escaped."""
    css = (resources("presscheck") / "data" / "templates" / "overview.css").read_text("utf-8")
    inside = "".join(_parts(census, told))
    safe = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{safe}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>presscheck: {told['articles']:,} articles</title>\n<style>\n{css}</style>\n</head>\n<body>\n{inside}</body>\n</html>\n"
    )


def _parts(census: Census, told: Mapping[str, Any]) -> Iterator[str]:
    yield from _top(told)
    yield "<main>\n"
    yield from _by_rule(census, told)
    yield from _by_month(told)
    yield from _by_section(told)
    yield from _not_checked(told)
    yield "</main>\n"


def _top(told: Mapping[str, Any]) -> Iterator[str]:
    counts = told["findings"]
    found = sum(counts.values())
    yield f'<header>\n<p class="brand">presscheck {_text(told["version"])}</p>\n'
    yield f"<h1>{told['articles']:,} {_of('article', told['articles'])}, {found:,} {_of('finding', found)}</h1>\n"
    yield '<p class="counts">' + " ".join(f'<span class="{level}">{counts[level]:,} {_of(level, counts[level])}</span>' for level in ORDER)
    yield f"</p>\n<p>{told['words']:,} words. From {_text(', '.join(told['inputs']))}.</p>\n"
    facts = {name: count for name, count in told["facts"].items() if count}
    if facts:
        yield f"<p>Facts held against their sources by {_text(told['judge'])}: "
        yield ", ".join(f"{count:,} {_text(name.replace('_', ' '))}" for name, count in facts.items()) + ".</p>\n"
    for note in filter(None, (told["note"], told["language"])):
        yield f"<p>{_text(note[:1].upper() + note[1:])}.</p>\n"
    yield "</header>\n"


def _by_rule(census: Census, told: Mapping[str, Any]) -> Iterator[str]:
    yield '<section aria-labelledby="rules">\n<h2 id="rules">Findings by rule</h2>\n'
    if not told["rules"]:
        yield "<p>Nothing was found.</p>\n</section>\n"
        return
    yield "<p>Open a rule to read some of its findings, drawn by lot.</p>\n"
    most = max(rule["findings"] for rule in told["rules"])
    months = [each["month"] for each in told["months"]]
    for rule in told["rules"]:
        share = 1000 * rule["articles"] / max(told["articles"], 1)
        yield f'<details class="rule {rule["level"]}">\n<summary><span class="level">{rule["level"]}</span> '
        yield f'<span class="code">{_text(rule["code"])}</span> <span class="number">{rule["findings"]:,}</span> '
        yield _bar(rule["findings"] / most) + f' <span class="share">{share:,.1f} of 1,000 articles</span></summary>\n'
        yield from _when(census, rule["code"], months)
        yield '<ol class="samples">\n' + "".join(map(_sample, census.samples[rule["code"]])) + "</ol>\n</details>\n"
    yield "</section>\n"


def _when(census: Census, code: str, months: Iterable[str]) -> Iterator[str]:
    """The rule's findings over the years, where there is more than one."""
    years: dict[str, int] = {}
    for month in months:
        years[month[:4]] = years.get(month[:4], 0) + census.when[code, month]
    if len(years) > 1 and any(years.values()):
        yield '<p class="when">' + " ".join(f"<span>{_text(year)}: {count:,}</span>" for year, count in years.items()) + "</p>\n"


def _sample(sample: Sample) -> str:
    _, name, day, message, context = sample
    before, _, rest = context.partition("[[")
    quote, _, after = rest.rpartition("]]")
    words = f"{_text(before)}<mark>{_text(quote)}</mark>{_text(after)}" if context else ""
    where = ", ".join(filter(None, (_text(name), _text(day))))
    return f'<li><p class="words">{words}</p><p class="message">{_text(message)}</p><p class="where">{where}</p></li>\n'


def _by_month(told: Mapping[str, Any]) -> Iterator[str]:
    if not told["months"]:
        return
    yield '<section aria-labelledby="months">\n<h2 id="months">By month</h2>\n'
    yield "<p>Articles, and of those the ones with an error or a warning.</p>\n"
    if told["undated"]:
        yield f"<p>{told['undated']:,} {_of('article', told['undated'])} without a date.</p>\n"
    yield from _table("Month", ((each["month"], each["articles"], each["flagged"]) for each in told["months"]))
    yield "</section>\n"


def _by_section(told: Mapping[str, Any]) -> Iterator[str]:
    rows = [(each["section"] or "no section", each["articles"], each["flagged"]) for each in told["sections"]]
    if len(rows) < 2 and not any(each["section"] for each in told["sections"]):
        return
    yield '<section aria-labelledby="sections">\n<h2 id="sections">By section</h2>\n'
    yield from _table("Section", rows[:_SHOWN])
    if len(rows) > _SHOWN:
        yield f"<p>{len(rows) - _SHOWN:,} more are in summary.json.</p>\n"
    yield "</section>\n"


def _table(head: str, rows: Iterable[tuple[str, int, int]]) -> Iterator[str]:
    yield f'<table>\n<thead><tr><th scope="col">{head}</th><th scope="col">Articles</th><th scope="col">Flagged</th>'
    yield '<th scope="col">Share</th></tr></thead>\n<tbody>\n'
    for name, articles, flagged in rows:
        share = flagged / max(articles, 1)
        yield f'<tr><th scope="row">{_text(name)}</th><td>{articles:,}</td><td>{flagged:,}</td>'
        yield f'<td>{_bar(share)} <span class="part">{100 * share:.1f}%</span></td></tr>\n'
    yield "</tbody>\n</table>\n"


def _not_checked(told: Mapping[str, Any]) -> Iterator[str]:
    if not told["unchecked"]:
        return
    total = sum(each["articles"] for each in told["unchecked"])
    title = f"{total:,} {_of('article', total)} not checked, or not wholly"
    yield f'<section aria-labelledby="unchecked">\n<h2 id="unchecked">{title}</h2>\n<ul>\n'
    yield "".join(f"<li>{each['articles']:,}: {_text(each['why'])}</li>\n" for each in told["unchecked"][:_SHOWN])
    yield "</ul>\n</section>\n"


def _bar(share: float) -> str:
    width = round(100 * min(share, 1), 1)
    return (
        f'<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="8"/>'
        f'<rect width="{width}" height="8"/></svg>'
    )


def _of(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"


def _text(text: str) -> str:
    """Text for the page: escaped, with what would not be seen made visible."""
    return escape(visible(text))

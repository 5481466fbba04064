"""What a check denies of annotated claims, by the code of the finding: rightly where the set calls the claim not supported, else wrongly.

    python evals/denials.py SET.jsonl.gz [MORE...] [--limit 3000] [--judge overlap] [--show done-contradicted]

Sets as in `corpora.py`, those in which real sentences about real news are called supported first of all (RAGTruth's and BUMP's summaries,
QAGS): stories written for measuring hold what their writers thought of, these what nobody did. Each claim, behind its context, is a draft.
With the judge `overlap`, which denies nothing, only the exact layers speak. A finding counts where it lies in the claim; one that is right
may lie on other words than those marked. Prints a line for each code, and keeps no text.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import corpora

from presscheck import Checker, Finding, Settings, read


def denied(checker: Checker, pair: corpora.Pair) -> list[Finding]:
    """The findings about facts that lie in the claim."""
    before = f"{pair.context} " if pair.context else ""
    sources = [read(text.encode(), f"{number}.txt") for number, text in enumerate(pair.sources) if text.strip()]
    report = checker.check(read(f"{before}{pair.claim}".encode(), "draft.txt"), sources)
    return [one for one in report.findings if one.outcome and one.span and one.span.end > len(before)]


def main() -> int:
    """Check every claim and print how many findings of each code lie in claims that are supported, and in others."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--limit", type=int, default=3000, help="how many claims of each set")
    parser.add_argument("--judge", default="overlap")
    parser.add_argument(
        "--show", default="", metavar="CODE", help="print what is denied wrongly with this code, or with any that begins so"
    )
    told = parser.parse_args()
    checker = Checker(Settings(judge=told.judge))
    for path in told.sets:
        corpus = corpora.read(path)
        if corpus is None:
            parser.error(f"{path} holds no annotated claims: give a set as `corpora.py` reads it")
        codes: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
        claims: dict[bool, Counter[bool]] = {True: Counter(), False: Counter()}
        for pair in corpus.pairs[: told.limit]:
            findings = denied(checker, pair)
            codes[pair.supported].update({one.code for one in findings})
            claims[pair.supported][bool(findings)] += 1
            if told.show and pair.supported:
                print(
                    *(f"{pair.id} [{one.code}] {one.message} | {pair.claim}" for one in findings if one.code.startswith(told.show)),
                    sep="\n",
                )
        for supported, some in claims.items():
            rate = 100 * some[True] / max(some.total(), 1)
            print(f"{corpus.name}: {'supported' if supported else 'not supported'} {some.total()}, denied {some[True]} ({rate:.1f}%)")
        for code in sorted(codes[True] | codes[False], key=lambda code: (-codes[True][code], code)):
            print(f"  {code:26} wrongly {codes[True][code]:4}  rightly {codes[False][code]:4}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

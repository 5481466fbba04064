"""Where the draft's facts come from: its own citations held against the sources given, and how much of it rests on each of those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from presscheck import ledger as ledgers
from presscheck.model import Cited, Document, Outcome, Standing, Verdict


def ledger(draft: Document, sources: Sequence[Document], verdicts: Sequence[Verdict]) -> tuple[tuple[Cited, ...], tuple[Standing, ...]]:
    """(the draft's citations in order, one standing for each source in the order given)."""
    book = ledgers.read(draft)
    meant = {resolved.citation: resolved.source.id for resolved in ledgers.resolve(book, sources) if resolved.source} if sources else {}
    cited = tuple(
        Cited(each.span, each.form, each.target, each.entry.span if each.entry else None, meant.get(each)) for each in book.citations
    )
    first = {copy.id: group[0].id for group in ledgers.copies(sources) for copy in group[1:]}
    resting = Counter(
        passage
        for verdict in verdicts
        if verdict.outcome is Outcome.SUPPORTED
        for passage in {passage.document for evidence in verdict.evidence for passage in evidence.passages}
    )
    tiers = [ledgers.tier(source) for source in sources]
    return cited, tuple(
        Standing(source.id, tier.kind, tier.reason, resting[source.id], first.get(source.id, ""))
        for source, tier in zip(sources, tiers, strict=True)
    )

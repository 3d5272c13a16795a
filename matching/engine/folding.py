"""Reasons as a reader wants them, with the same sum."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from matching.engine.reasons import Reason
from matching.engine.text import FieldName, Span

# Characters of the need's text, with the reasons that stand on them.
_Cover = defaultdict[tuple[FieldName, int], list[Reason]]


def folded(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Heaviest first; bigrams inside a matched morpheme or pair join it, the rest join each other."""
    bigrams = [reason for reason in reasons if reason.kind == "bigram"]
    hosts = sorted(
        (reason for reason in reasons if reason.kind != "bigram"),
        key=lambda reason: (reason.kind != "term", -reason.weight),
    )
    cover = _cover(hosts, {(span.field, span.start) for bigram in bigrams for span in bigram.need_spans})
    gained: defaultdict[int, float] = defaultdict(float)
    loose = []
    for bigram in bigrams:
        host = _host(bigram, cover)
        if host is None:
            loose.append(bigram)
        else:
            gained[id(host)] += bigram.weight
    joined = [host.heavier(gained[id(host)]) if id(host) in gained else host for host in hosts]
    joined += _strings(loose)
    return tuple(
        sorted(joined, key=lambda reason: (-reason.weight, reason.kind, reason.label, reason.need_spans))
    )


def summed_up(reasons: Sequence[Reason], *, most: int, least: float) -> tuple[Reason, ...]:
    """The heaviest reasons, and one of kind "rest" for those that nobody would miss; the sum stays.

    Kept are at most `most`, each with at least the share `least` of the score. The rest's label says how many
    it sums up.
    """
    bound = least * sum(reason.weight for reason in reasons)
    kept = tuple(reason for reason in reasons[:most] if reason.weight >= bound)
    small = reasons[len(kept) :]
    if len(small) < 2:
        return tuple(reasons)
    return (*kept, Reason("rest", str(len(small)), sum(reason.weight for reason in small)))


def _cover(hosts: Iterable[Reason], wanted: set[tuple[FieldName, int]]) -> _Cover:
    """Which reasons stand on the wanted characters of the need, in order."""
    cover: _Cover = defaultdict(list)
    for host in hosts if wanted else ():
        for span in host.need_spans:
            for place in range(span.start, span.end):
                key = span.field, place
                if key in wanted:
                    cover[key].append(host)
    return cover


def _host(bigram: Reason, cover: _Cover) -> Reason | None:
    """The first reason that holds the bigram in both texts."""
    for span in bigram.need_spans:
        for host in cover.get((span.field, span.start), ()):
            if _covered(span, host.need_spans) and any(
                _covered(s, host.seed_spans) for s in bigram.seed_spans
            ):
                return host
    return None


def _covered(inner: Span, outer: Sequence[Span]) -> bool:
    return any(around.covers(inner) for around in outer)


def _strings(bigrams: Iterable[Reason]) -> Iterator[Reason]:
    """Join bigrams that overlap by one character in both texts."""
    current: Reason | None = None
    for bigram in sorted(bigrams, key=lambda reason: reason.need_spans):
        joined = current and _overlapped(current, bigram)
        if current and not joined:
            yield current
        current = joined or bigram
    if current:
        yield current


def _overlapped(left: Reason, right: Reason) -> Reason | None:
    need = _continued(left.need_spans, right.need_spans)
    seed = _continued(left.seed_spans, right.seed_spans)
    if not (need and seed):
        return None
    return replace(left, weight=left.weight + right.weight, need_spans=need, seed_spans=seed)


def _continued(left: Sequence[Span], right: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(
        Span(a.field, a.start, b.end)
        for a in left
        for b in right
        if a.field == b.field and a.start < b.start < a.end < b.end
    )

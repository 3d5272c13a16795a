"""Where the evidence of texts stands in the originals."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from matching.engine.evidence import Evidence, Kind
from matching.engine.hashing import HashArray
from matching.engine.normalise import Normalised, normalise
from matching.engine.text import FIELDS, Span, Text

# Nobody reads the eleventh mark of a word, and a book may hold it ten thousand times.
MOST_SPANS: Final = 10


class Places:
    """Looks up the spans of terms in the texts of one portion of evidence."""

    def __init__(self, texts: Sequence[Text], evidence: Evidence) -> None:
        self._texts, self._evidence = texts, evidence
        self._folded = lru_cache(maxsize=256)(self._fold)

    def _fold(self, text: int) -> tuple[Normalised, ...]:
        return tuple(normalise(self._texts[text].field(name)) for name in FIELDS)

    def of(self, text: int, terms: HashArray) -> dict[int, tuple[Span, ...]]:
        """The first `MOST_SPANS` places of each term in the original text, in reading order."""
        found: dict[int, list[Span]] = {int(term): [] for term in terms}
        if not found:
            return {}
        rows, evidence = self._evidence.rows(text), self._evidence
        wanted = np.sort(terms)
        held = evidence.terms[rows]
        nearest = np.minimum(np.searchsorted(wanted, held), len(wanted) - 1)
        hits = np.flatnonzero((wanted[nearest] == held) & (evidence.kinds[rows] != Kind.FACET))
        folded = self._folded(text)
        for term, field, start, end in zip(
            held[hits].tolist(),
            evidence.fields[rows][hits].tolist(),
            evidence.starts[rows][hits].tolist(),
            evidence.ends[rows][hits].tolist(),
            strict=True,
        ):
            spans = found[term]
            if len(spans) < MOST_SPANS:
                spans.append(Span(FIELDS[field], *folded[field].original(start, end)))
        return {term: tuple(spans) for term, spans in found.items()}

"""Measure configurations on labelled sets."""

from dataclasses import replace
from typing import Final

from matching.engine.config import Config
from matching.engine.evaluation import DEPTH, Quality, condensed, qualities
from matching.engine.glossary import Glossary
from matching.engine.labelled import LabelledSet, matcher_of, run_of
from matching.engine.matcher import Matcher
from matching.engine.tokens import MemoryCache, Progress
from matching.engine.vector_models import SentenceModel

# The seeds' index does not depend on these: they say how a need weighs what it asks for.
_ON_THE_NEED_SIDE: Final = (
    "repetition",
    "pair_weights",
    "bigram_weights",
    "bridge_weight",
    "concept_weight",
    "concept_weight_across",
    "reach",
    "highest_raise",
    "need_idf",
    "facet_weights",
    "vector_weight",
)


class Backtest:
    """A labelled set, tokenised once, indexed as seldom as possible, measured under many configurations."""

    def __init__(
        self,
        labelled: LabelledSet,
        glossary: Glossary,
        model: SentenceModel | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.labelled, self._glossary, self._model, self._progress = labelled, glossary, model, progress
        self._tokens = MemoryCache()
        self._matcher: Matcher | None = None

    def measure(self, config: Config) -> dict[str, Quality]:
        """Quality of each judged need; 0 for one that finds nothing."""
        matcher = self._matcher_for(replace(config, top=DEPTH))
        ranking = matcher.rank(self.labelled.need_texts, admission=self.labelled.admission)
        run = run_of(ranking)
        if self.labelled.is_judged_only:
            run = condensed(run, self.labelled.judgements)
        return qualities(run, self.labelled.judgements)

    def _matcher_for(self, config: Config) -> Matcher:
        if self._matcher is None or not _same_index(self._matcher.config, config):
            self._matcher = matcher_of(
                self.labelled,
                config,
                self._glossary,
                cache=self._tokens,
                model=self._model,
                progress=self._progress,
            )
        self._matcher = self._matcher.reweighed(config)
        return self._matcher


def _same_index(config: Config, other: Config) -> bool:
    return replace(config, **{name: getattr(other, name) for name in _ON_THE_NEED_SIDE}) == other

"""Rank the seeds of some files for the needs of others."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import numpy as np

from matching.engine.admission import Admission
from matching.engine.config import Config
from matching.engine.explanation import Explanation
from matching.engine.files import FileRefused, Item, read_items
from matching.engine.glossary import Glossary
from matching.engine.grades import Grade
from matching.engine.hashing import BoolArray
from matching.engine.matcher import Matcher, statistics_of
from matching.engine.scoring import Ranking, Scored
from matching.engine.text import Text
from matching.engine.tokens import Progress
from matching.engine.vector_models import SentenceModel
from matching.files.explained import as_json, as_text, heading_of, nothing_found
from matching.files.output import all_or_nothing
from matching.models.kinds import ANSWERS, NeedKind, SeedKind

# Needs whose texts and seeds are read together; it bounds memory.
_EXPLAINED_AT_ONCE = 50

Watcher = Callable[[str, int, int], None]
"""Told the phase, and how many of how many are done."""


@dataclass(frozen=True)
class Job:
    """What to match: files of needs and of seeds, how many seeds for each need, and where to write."""

    needs: Sequence[Path]
    seeds: Sequence[Path]
    out: Path
    top: int = 20
    is_explained: bool = False

    @property
    def results(self) -> list[Path]:
        """The ranking; if it is explained, also the explanations for programs and for people."""
        beside = [self.out.with_suffix(f".explained.{form}") for form in ("jsonl", "txt")]
        return [self.out, *beside] if self.is_explained else [self.out]


@dataclass(frozen=True)
class Outcome:
    """Counts of a finished job; ``strange_kinds`` are words that name no kind, with their side and lines."""

    needs: int
    seeds: int
    pairs: int
    best_grades: Counter[Grade]
    strange_kinds: Counter[tuple[str, str]]


@dataclass(frozen=True)
class _Texts:
    needs: Sequence[Text]
    seeds: Mapping[str, Text]


def match_files(job: Job, *, config: Config, watch: Watcher, model: SentenceModel | None = None) -> Outcome:
    """Write need id, seed id, rank from 1 and score, separated by tabs, best first, in the needs' order.

    Every seed that shares anything with a need can be listed, whatever its grade. A kind that both sides
    state decides who may answer; a line that states none, or one we do not know, meets everything.

    Raises
    ------
    FileRefused
        If a file cannot be read, used or written; then nothing is written.
    """
    _check_places(job)
    with all_or_nothing(job.results) as files:
        needs, seeds = read_items(job.needs), read_items(job.seeds)
        glossary = Glossary.from_csv()
        matcher = Matcher(
            texts_of(seeds),
            _kept(job.top, seeds, config),
            glossary=glossary,
            statistics=statistics_of(
                texts_of(needs), glossary=glossary, progress=_within("reading needs", watch)
            ),
            model=model,
            progress=_within("reading seeds", watch),
        )
        watch("comparing", 0, len(needs))
        ranking = matcher.rank(
            texts_of(needs), admission=admission(needs, seeds), progress=_within("comparing", watch)
        )
        pairs = _write_run(ranking, files[0])
        if job.is_explained:
            texts = _Texts(texts_of(needs), {seed.text.id: seed.text for seed in seeds})
            _write_explanations(ranking, matcher, texts, files[1:], _within("explaining", watch))
    return Outcome(len(needs), len(seeds), pairs, _best_grades(ranking), strange_kinds(needs, seeds))


def _check_places(job: Job) -> None:
    inputs = {path.resolve() for path in [*job.needs, *job.seeds]}
    taken = next((path for path in job.results if path.resolve() in inputs), None)
    if taken is not None:
        raise FileRefused(taken, None, "is read as well; write the result to another file")


def texts_of(items: Iterable[Item]) -> list[Text]:
    return [item.text for item in items]


def _kept(top: int, seeds: Sequence[Item], config: Config) -> Config:
    """More places than seeds would only take memory."""
    return replace(config, top=min(top, max(len(seeds), 1)))


def _within(phase: str, watch: Watcher) -> Progress:
    return lambda done, total: watch(phase, done, total)


def admission(needs: Sequence[Item], seeds: Sequence[Item]) -> Admission:
    """Kinds answer kinds where both sides state one that we know."""
    seed_kinds = np.array([seed.kind if seed.kind in SeedKind.values else "" for seed in seeds], dtype=object)
    admitted: dict[Hashable, BoolArray] = {"": np.ones(len(seeds), dtype=bool)}
    for kind, answers in ANSWERS.items():
        admitted[kind.value] = np.isin(seed_kinds, ["", *answers])
    return Admission([need.kind if need.kind in NeedKind.values else "" for need in needs], admitted)


def strange_kinds(needs: Sequence[Item], seeds: Sequence[Item]) -> Counter[tuple[str, str]]:
    known = {"needs": NeedKind.values, "seeds": SeedKind.values}
    return Counter(
        (side, item.kind)
        for side, items in (("needs", needs), ("seeds", seeds))
        for item in items
        if item.kind and item.kind not in known[side]
    )


def _write_run(ranking: Ranking, file: TextIO) -> int:
    lines = [
        f"{scored.need_id}\t{scored.seed_id}\t{scored.rank}\t{scored.score!r}\n"
        for need in range(len(ranking.need_ids))
        for scored in ranking.ranked(need)
    ]
    file.writelines(lines)
    return len(lines)


def _best_grades(ranking: Ranking) -> Counter[Grade]:
    """How many needs have a best seed of each grade."""
    return Counter(Grade(int(row[0])) for row in ranking.grades)


def _write_explanations(
    ranking: Ranking, matcher: Matcher, texts: _Texts, files: Sequence[TextIO], progress: Progress
) -> None:
    for first in range(0, len(texts.needs), _EXPLAINED_AT_ONCE):
        needs = texts.needs[first : first + _EXPLAINED_AT_ONCE]
        ranked = [list(ranking.ranked(first + nth)) for nth in range(len(needs))]
        pairs = [(scored.need_id, scored.seed_id) for found in ranked for scored in found]
        explained = matcher.explain_all(needs, pairs)
        for need, found in zip(needs, ranked, strict=True):
            # The pairs found come first: zip() takes no explanation that it has no pair for.
            _write_need(need, zip(found, explained, strict=False), matcher.glossary, texts.seeds, files)
        progress(first + len(needs), len(texts.needs))


def _write_need(
    need: Text,
    explained: Iterable[tuple[Scored, Explanation]],
    glossary: Glossary,
    seeds: Mapping[str, Text],
    files: Sequence[TextIO],
) -> None:
    for_programs, for_people = files
    for_people.write(heading_of(need))
    is_empty = True
    for scored, explanation in explained:
        is_empty = False
        for_programs.write(as_json(scored.rank, explanation, glossary) + "\n")
        for_people.write(as_text(scored.rank, explanation, need, seeds[scored.seed_id], glossary))
    for_people.write(f"{nothing_found()}\n" if is_empty else "\n")

"""Rank the seeds of some files for the needs of others."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import numpy as np

from matching.engine.admission import Admission
from matching.engine.config import Config
from matching.engine.files import FileRefused, Item, read_items
from matching.engine.glossary import Glossary
from matching.engine.grades import Grade
from matching.engine.hashing import BoolArray
from matching.engine.matcher import Matcher, statistics_of
from matching.engine.scoring import Ranking
from matching.engine.text import Text
from matching.engine.tokens import Progress
from matching.files.explained import as_json, as_text, heading_of, nothing_found
from matching.files.output import all_or_nothing
from matching.models.kinds import ANSWERS, NeedKind, SeedKind

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


def match_files(job: Job, *, config: Config, watch: Watcher) -> Outcome:
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
        matcher = _matcher(needs, seeds, glossary, _kept(job.top, seeds, config), watch)
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


def _matcher(
    needs: Sequence[Item], seeds: Sequence[Item], glossary: Glossary, config: Config, watch: Watcher
) -> Matcher:
    statistics = statistics_of(texts_of(needs), glossary=glossary, progress=_within("reading needs", watch))
    progress = _within("reading seeds", watch)
    return Matcher(texts_of(seeds), config, glossary=glossary, statistics=statistics, progress=progress)


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
    for_programs, for_people = files
    for place, need in enumerate(texts.needs):
        for_people.write(heading_of(need))
        pairs = [(scored.need_id, scored.seed_id) for scored in ranking.ranked(place)]
        for rank, explanation in enumerate(matcher.explain_all([need], pairs), start=1):
            seed = texts.seeds[explanation.seed_id]
            for_programs.write(as_json(rank, explanation, matcher.glossary) + "\n")
            for_people.write(as_text(rank, explanation, need, seed, matcher.glossary))
        for_people.write("\n" if pairs else f"{nothing_found()}\n")
        progress(place + 1, len(texts.needs))

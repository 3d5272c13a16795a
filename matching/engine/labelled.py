"""Labelled sets: needs and seeds with judgements, from a folder."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from matching.engine.admission import Admission
from matching.engine.config import Config
from matching.engine.evaluation import DEPTH, Judgements, Run
from matching.engine.files import FileRefused, Item, checked, read_items, read_lines
from matching.engine.glossary import Glossary
from matching.engine.matcher import Matcher, statistics_of
from matching.engine.scoring import Ranking
from matching.engine.text import Text
from matching.engine.tokens import Progress, TokenCache
from matching.engine.vector_models import SentenceModel

_DOCS: Final = "docs.jsonl"
_QUERIES: Final = "queries.jsonl"
_QRELS: Final = "qrels.tsv"
_JUDGEMENT = re.compile(r"([^\t]+)\t([^\t]+)\t(-?\d{1,9})")


@dataclass(frozen=True)
class LabelledSet:
    """Needs, seeds and which answers which; see `evaluation.qualities` for the gains.

    ``background`` are other needs whose words count in the statistics, ``admission`` says who may answer
    whom, and with ``is_judged_only`` the seeds nobody judged are left out of the measures.
    """

    name: str
    needs: Sequence[Item]
    seeds: Sequence[Item]
    judgements: Judgements
    background: Sequence[Text] = ()
    admission: Admission | None = None
    is_judged_only: bool = False

    @property
    def need_texts(self) -> list[Text]:
        return [item.text for item in self.needs]

    @property
    def seed_texts(self) -> list[Text]:
        return [item.text for item in self.seeds]


def find_sets(folders: Iterable[Path]) -> list[Path]:
    """Folders that are sets, and sets inside folders that are none, by name.

    Raises
    ------
    FileRefused
        If a folder is not there or has no set.
    """
    found: list[Path] = []
    for folder in folders:
        inside = [folder] if _is_set(folder) else sorted(path for path in folder.glob("*") if _is_set(path))
        if not inside:
            raise FileRefused(folder, None, f"not a labelled set; it needs {_DOCS}, {_QUERIES} and {_QRELS}")
        found += inside
    return found


def _is_set(folder: Path) -> bool:
    return all(_existing(folder / name) for name in (_DOCS, _QUERIES, _QRELS))


def _existing(path: Path) -> Path | None:
    """The file, or the same packed."""
    return next((each for each in (path, path.with_name(f"{path.name}.gz")) if each.is_file()), None)


def read_set(folder: Path) -> LabelledSet:
    """Read ``docs.jsonl`` and ``queries.jsonl`` as `read_items` does, and ``qrels.tsv``; each may be gzipped.

    Raises
    ------
    FileRefused
        If a file is missing or a line cannot be used.
    """
    paths = [_existing(folder / name) or folder / name for name in (_QUERIES, _DOCS, _QRELS)]
    needs, seeds = read_items(paths[:1]), read_items(paths[1:2])
    judgements = _read_judgements(
        paths[2], {item.text.id for item in needs}, {item.text.id for item in seeds}
    )
    if not any(gain > 0 for gains in judgements.values() for gain in gains.values()):
        raise FileRefused(paths[2], None, "no need has a relevant seed")
    return LabelledSet(folder.resolve().name, needs, seeds, judgements)


def _read_judgements(path: Path, needs: set[str], seeds: set[str]) -> dict[str, dict[str, int]]:
    judgements: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for number, line in read_lines(path):
        need, seed, gain = checked(path, number, line, _judgement)
        if need not in needs or seed not in seeds:
            unknown = f'need "{need}"' if need not in needs else f'seed "{seed}"'
            raise FileRefused(path, number, f"the {unknown} is in no file of the set")
        if seed in judgements[need]:
            raise FileRefused(path, number, f'"{need}" and "{seed}" are judged twice')
        judgements[need][seed] = gain
    return dict(judgements)


def _judgement(line: str) -> tuple[str, str, int]:
    match = _JUDGEMENT.fullmatch(line)
    if match is None:
        raise ValueError("not need, seed and a whole number, separated by tabs")
    return match[1], match[2], int(match[3])


def matcher_of(
    labelled: LabelledSet,
    config: Config,
    glossary: Glossary,
    *,
    cache: TokenCache | None = None,
    model: SentenceModel | None = None,
    progress: Progress | None = None,
) -> Matcher:
    """The set's seeds, indexed, with the statistics of its needs; deep enough for the measures."""
    asked = [*labelled.need_texts, *labelled.background]
    return Matcher(
        labelled.seed_texts,
        replace(config, top=DEPTH),
        glossary=glossary,
        statistics=statistics_of(asked, glossary=glossary, cache=cache),
        cache=cache,
        model=model,
        progress=progress,
    )


def run_of(ranking: Ranking) -> Run:
    return {
        need_id: [scored.seed_id for scored in ranking.ranked(place)]
        for place, need_id in enumerate(ranking.need_ids)
    }

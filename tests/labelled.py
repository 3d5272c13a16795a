"""Small labelled sets, written as files."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

Judged = Sequence[tuple[str, str, int]]


def write_tiny_set(folder: Path) -> Path:
    """A set of three needs: one answered in its own words, one across languages, one not at all."""
    return write_set(
        folder / "tiny",
        needs={"n1": "薄肉アルミの切削", "n2": "세라믹 베어링", "n3": "量子計算"},
        seeds={
            "cut": "アルミ合金の切削方法",
            "bearing": "Ceramic bearings for pumps",
            "cell": "全固体電池の界面",
        },
        judged=[("n1", "cut", 2), ("n1", "cell", 0), ("n2", "bearing", 1), ("n3", "cell", 1)],
    )


def write_set(folder: Path, *, needs: Mapping[str, str], seeds: Mapping[str, str], judged: Judged) -> Path:
    folder.mkdir(parents=True)
    for name, texts in (("queries", needs), ("docs", seeds)):
        rows = [json.dumps({"id": each, "text": text}) for each, text in texts.items()]
        (folder / f"{name}.jsonl").write_text("\n".join(rows))
    (folder / "qrels.tsv").write_text("".join(f"{need}\t{seed}\t{gain}\n" for need, seed, gain in judged))
    return folder

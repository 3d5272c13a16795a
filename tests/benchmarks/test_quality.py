from pathlib import Path

import pytest

from matching.engine.evaluation import Quality
from matching.engine.grades import Grade
from matching.engine.labelled import read_set
from matching.engine.text import Text
from tama_portal.demo.world import build_world
from tests.benchmarks.quality.__main__ import OURS, Row, main
from tests.benchmarks.quality.demo import measure
from tests.benchmarks.quality.peers import Result, bigrams, morphemes, tfidf, tuned_bm25, words
from tests.benchmarks.quality.postgres import connection_for_peers, ts_rank
from tests.labelled import write_tiny_set
from tests.servers.process import ServerFailed

PERFECT = Quality(1.0, 1.0, 1.0)
TEXTS = [Text("a", "Ｃ++ の", "金型を切削"), Text("b", body="금형 절삭")]


def test_tokens_of_the_peers() -> None:
    assert words(TEXTS) == [["c", "の", "金型を切削"], ["금형", "절삭"]]
    assert morphemes(TEXTS) == [["c++", "金型", "切削"], ["금형", "절삭"]]
    assert bigrams(TEXTS) == [["の", "金型", "型を", "を切", "切削", "c"], ["금형", "절삭"]]


def test_peer_finds_what_shares_its_words(tmp_path: Path) -> None:
    labelled = read_set(write_tiny_set(tmp_path))
    needs, seeds = morphemes(labelled.need_texts), morphemes(labelled.seed_texts)
    third = Quality(1 / 3, 1 / 3, 1 / 3)
    assert tuned_bm25(labelled, seeds, needs) == Result(third, "k1 1.2, b 0.3")
    assert tfidf(labelled) == Result(Quality(0.0, 0.0, 0.0))
    try:
        with connection_for_peers() as cursor:
            assert ts_rank(labelled, seeds, needs, cursor) == Result(third, "normalization 0")
    except ServerFailed as failure:
        pytest.skip(str(failure))


def test_table_names_the_best_peer_and_where_it_is_better() -> None:
    peer = {"BM25 words": Result(Quality(0.5, 0.5, 0.75)), "TF-IDF": Result(Quality(0.25, 0.5, 0.5))}
    behind = Row("set", 3, {OURS: Result(Quality(0.4, 1.0, 1.0)), **peer})
    ahead = Row("set", 3, {OURS: Result(PERFECT), **peer})
    columns = (OURS, "BM25 words", "ts_rank")
    assert behind.line(columns).split() == [
        *("set", "3", "0.400", "(1.000)", "0.500", "(0.750)", "–", "<", "BM25", "words"),
    ]
    assert ahead.line(columns).endswith("–               BM25 words")


def test_benchmark_prints_our_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--ours", str(write_tiny_set(tmp_path))])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [
        ["nDCG@10", "(R@100)", "needs", "this", "engine"],
        ["tiny", "3", "0.667", "(0.667)"],
    ]


def test_demo_partners_are_found() -> None:
    figures = measure(build_world())
    assert figures.ndcg10 >= 0.75
    assert figures.across >= 0.7
    assert figures.best_alone < Grade.GOOD

import numpy as np
import pytest
from defusedxml import ElementTree

from tests.benchmarks.speed.agreement import Best, differing, overlap
from tests.benchmarks.speed.corpus import NEED_LENGTHS, Tokens, draw_needs, draw_seeds, postings_touched
from tests.benchmarks.speed.drawing import Series, drawing, nice
from tests.benchmarks.speed.engines import APPROXIMATE, available, new_engine
from tests.benchmarks.speed.once import Figures, run
from tests.benchmarks.speed.rounds import Result
from tests.benchmarks.speed.table import table

SEEDS = draw_seeds(500, vocabulary=2_000, length=40, seed=1)
NEEDS = draw_needs(40, vocabulary=2_000, seed=1)
# bm25s compiles for twenty seconds; `make bench-speed` checks it.
EXACT = sorted(set(available()) - APPROXIMATE - {"bm25s"})
TRUTH = Best(np.array([[4, 2, 9]]), np.array([[3.0, 2.0, 1.0]]))


def test_the_same_seed_draws_the_same_tokens():
    again, other = (draw_seeds(500, vocabulary=2_000, length=40, seed=seed) for seed in (1, 2))

    assert np.array_equal(SEEDS.ids, again.ids)
    assert not np.array_equal(SEEDS.ids[:1000], other.ids[:1000])


def test_lengths_are_as_asked():
    lengths = np.diff(draw_seeds(20_000, vocabulary=2_000, length=80, seed=1).pointers)
    low, high = NEED_LENGTHS

    assert lengths.mean() == pytest.approx(80, rel=0.02)
    assert set(np.diff(NEEDS.pointers).tolist()) <= set(range(low, high + 1))


def test_texts_repeat_their_own_words():
    distinct = [len(set(text)) / len(text) for text in SEEDS.lists()]

    assert np.mean(distinct) < 0.9


def test_postings_touched_are_counted_once_a_word_and_seed():
    seeds = Tokens(np.array([0, 3, 5]), np.array([1, 1, 2, 1, 3], dtype=np.int32), 5)
    needs = Tokens(np.array([0, 2, 4]), np.array([1, 1, 3, 4], dtype=np.int32), 5)

    assert (seeds.postings, postings_touched(seeds, needs)) == (4, 3)


def test_ties_in_another_order_agree():
    tied = Best(np.array([[4, 2, 9]]), np.array([[3.0, 2.0, 2.0]]))

    assert differing(Best(np.array([[4, 9, 2]]), tied.scores), tied) == 0


def test_another_seed_that_ties_with_the_last_agrees():
    assert differing(Best(np.array([[4, 2, 7]]), TRUTH.scores), TRUTH) == 0


@pytest.mark.parametrize(
    ("seeds", "scores"),
    [
        ([[4, 2, 9]], [[3.0, 2.0, 1.01]]),
        ([[2, 4, 9]], [[3.0, 2.0, 1.0]]),
        ([[4, 7, 9]], [[3.0, 2.0, 1.0]]),
        ([[4, 2]], [[3.0, 2.0]]),
    ],
)
def test_other_scores_or_seeds_differ(seeds, scores):
    assert differing(Best(np.array(seeds), np.array(scores)), TRUTH) == 1


def test_overlap_is_the_share_of_the_true_best():
    assert overlap(Best(np.array([[9, 4, 1]]), TRUTH.scores), TRUTH) == pytest.approx(2 / 3)


@pytest.fixture(scope="module")
def truth() -> Best:
    return run(new_engine("scipy, 1 thread"), SEEDS, NEEDS, 10)[1]


@pytest.mark.parametrize("name", EXACT)
def test_exact_engines_find_the_same(name, truth):
    figures, best = run(new_engine(name), SEEDS, NEEDS, 10)

    assert differing(best, truth) == 0
    assert min(vars(figures).values()) > 0


@pytest.mark.parametrize("name", sorted(APPROXIMATE))
def test_approximate_engines_find_nearly_the_same(name, truth):
    assert overlap(run(new_engine(name), SEEDS, NEEDS, 10)[1], truth) > 0.7


def test_the_table_compares_medians_with_the_first_engine():
    ours = Result(
        [Figures(0.1, 0.4, 1.0, 100.0), Figures(0.3, 0.4, 1.0, 100.0), Figures(0.2, 9.0, 1.0, 100.0)]
    )
    peer = Result([Figures(2.0, 1.0, 3.0, 900.0)], differing=2)

    lines = table({"ours, native": ours, "bm25s": peer}).splitlines()

    assert lines[1].split()[2:8] == ["0.20", "0.40", "0.60", "1.0", "1.0", "1.0"]
    assert " ".join(lines[2].split()) == "bm25s 2.00 1.00 3.00 5.0 2.5 3.0 3.0 900 2 needs DIFFER"


def test_a_line_through_the_origin_is_fitted():
    straight = Series("straight", [1, 2, 3], [2, 4, 6])

    assert (straight.slope, straight.fit) == (2, 1)


@pytest.mark.parametrize(("value", "rounded"), [(0.7, 0.8), (1, 1), (1.2, 1.5), (23, 25), (310, 400)])
def test_axes_end_at_round_numbers(value, rounded):
    assert nice(value) == pytest.approx(rounded)


def test_a_drawing_says_its_content_in_words_and_asks_nothing_of_other_hosts():
    image = drawing(title="Time & work", across="work", upwards="s", series=[Series("a", [1, 2], [1, 2])])
    root = ElementTree.fromstring(image)

    assert root.get("role") == "img"
    assert root.findtext("{*}title") == "Time & work"
    assert root.findtext("{*}desc") == "a: 1 s per thousand million, R² = 1.000"
    assert image.count("http") == 1  # the name of the format

"""Both kernels against a naive reference, ties and rules included, to the last bit."""

import os
import shutil
import subprocess
import sys
from collections.abc import Hashable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.admission import Admission
from matching.engine.bm25 import impacts_of
from matching.engine.hashing import BoolArray
from matching.engine.kernel import Kernel, native, portable
from matching.engine.native import build, library, ranker
from matching.engine.postings import Vocabulary, count_terms
from matching.engine.rows import SparseRows


def compiled() -> Kernel:
    found = native()
    assert found is not None, "make setup has built no kernel"
    return found


KERNELS = pytest.mark.parametrize("kernel", [compiled, portable], ids=["native", "portable"])


def rows_of(table: np.ndarray) -> SparseRows:
    counts = [np.flatnonzero(row) for row in table]
    pointers = np.concatenate([[0], np.cumsum([len(row) for row in counts])]).astype(np.int64)
    columns = np.concatenate(counts).astype(np.int32) if counts else np.zeros(0, dtype=np.int32)
    return SparseRows(pointers, columns, table[table != 0].astype(np.float32), table.shape[1])


def market(
    rng: np.random.Generator, needs: int, seeds: int, terms: int, values: int
) -> tuple[np.ndarray, np.ndarray]:
    """Tables in which each text holds about a third of the terms, with so many distinct values."""
    sizes = (needs, terms), (seeds, terms)
    first, second = (rng.integers(1, values + 1, size) / 8 * (rng.random(size) < 0.35) for size in sizes)
    return first, second


def naive(
    needs: np.ndarray, seeds: np.ndarray, admission: Admission, k: int
) -> tuple[list[list[int]], list[list[float]]]:
    found, points = [], []
    for place, need in enumerate(needs):
        scores = [sum((float(w) * float(v) for w, v in zip(need, seed, strict=True)), 0.0) for seed in seeds]
        mask = admission.mask(place)
        kept = sorted((-score, j) for j, score in enumerate(scores) if score > 0 and mask[j])[:k]
        found.append([j for _, j in kept] + [-1] * (k - len(kept)))
        points.append([-score for score, _ in kept] + [0.0] * (k - len(kept)))
    return found, points


def rules(rng: np.random.Generator, needs: int, seeds: int) -> Admission:
    groups = [int(each) for each in rng.integers(0, 2, needs)]
    masks: dict[Hashable, BoolArray] = {group: rng.random(seeds) < 0.8 for group in range(2)}
    excluded = {need: np.flatnonzero(rng.random(seeds) < 0.1).tolist() for need in range(needs)}
    return Admission(groups, masks, excluded)


@KERNELS
@given(st.integers(0, 10_000), st.integers(1, 6), st.sampled_from([1, 3, 1000]))
@settings(max_examples=40, deadline=None)
def test_top_k_equals_the_naive_reference(kernel, seed: int, k: int, values: int) -> None:
    rng = np.random.default_rng(seed)
    needs, seeds = market(rng, int(rng.integers(1, 70)), int(rng.integers(1, 120)), 12, values)
    admission = rules(rng, len(needs), len(seeds))
    indices, scores = kernel().top_k(rows_of(needs), rows_of(seeds), k, admission=admission)
    assert (indices.tolist(), scores.tolist()) == naive(needs, seeds, admission, k)


@KERNELS
def test_seeds_in_many_blocks_are_told_apart(kernel) -> None:
    rng = np.random.default_rng(3)
    needs, seeds = market(rng, 40, 9_000, 30, 500)
    admission = Admission.everything(40, 9_000)
    expected = needs.astype(np.float32).astype(float) @ seeds.astype(np.float32).astype(float).T
    indices, scores = kernel().top_k(rows_of(needs), rows_of(seeds), 20, admission=admission, threads=2)
    order = np.argsort(-expected, axis=1, kind="stable")[:, :20]
    assert np.array_equal(indices, order)
    assert np.allclose(scores, np.take_along_axis(expected, order, axis=1), rtol=1e-12)


@KERNELS
def test_equal_seeds_keep_their_order_however_many_they_are(kernel) -> None:
    """Bounds cannot tell them apart, so that the first pass proves nothing."""
    needs, seeds = rows_of(np.ones((3, 2))), rows_of(np.ones((5_000, 2)))
    indices, _ = kernel().top_k(needs, seeds, 4, admission=Admission.everything(3, 5_000))
    assert indices.tolist() == [[0, 1, 2, 3]] * 3


def test_need_with_too_many_terms_for_bounds_is_scored_in_full(monkeypatch) -> None:
    rng = np.random.default_rng(5)
    needs, seeds = market(rng, 6, 300, 12, 9)
    expected = naive(needs, seeds, Admission.everything(6, 300), 5)
    monkeypatch.setattr(ranker, "_MOST_BOUNDED_TERMS", 3)
    indices, scores = compiled().top_k(
        rows_of(needs), rows_of(seeds), 5, admission=Admission.everything(6, 300)
    )
    assert (indices.tolist(), scores.tolist()) == expected


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_portions_and_threads_change_nothing(monkeypatch, threads: int) -> None:
    rng = np.random.default_rng(6)
    needs, seeds = market(rng, 100, 400, 12, 9)
    admission = rules(rng, 100, 400)
    expected = compiled().top_k(rows_of(needs), rows_of(seeds), 5, admission=admission)
    monkeypatch.setattr(ranker, "_MOST_TERMS", 20)
    monkeypatch.setattr(ranker, "_BLOCK", 64)
    found = compiled().top_k(rows_of(needs), rows_of(seeds), 5, admission=admission, threads=threads)
    assert np.array_equal(found[0], expected[0])
    assert np.array_equal(found[1], expected[1])


@KERNELS
@pytest.mark.parametrize(("needs", "seeds"), [(0, 3), (3, 0), (0, 0), (2, 2)])
def test_nothing_on_one_side_finds_nothing(kernel, needs: int, seeds: int) -> None:
    tables = rows_of(np.zeros((needs, 4))), rows_of(np.zeros((seeds, 4)))
    indices, scores = kernel().top_k(*tables, 2, admission=Admission.everything(needs, seeds))
    assert (indices == -1).all()
    assert scores.tolist() == [[0.0, 0.0]] * needs


@KERNELS
def test_vocabulary_numbers_terms_as_they_come_and_grows(kernel) -> None:
    rng = np.random.default_rng(7)
    terms = rng.integers(0, 2**63, 50_000, dtype=np.uint64)
    terms = np.concatenate([terms, terms[::-1], np.zeros(2, dtype=np.uint64)])
    vocabulary = Vocabulary(kernel())
    halves = np.concatenate([vocabulary.number(terms[:20_000]), vocabulary.number(terms[20_000:])])
    distinct, first = np.unique(terms, return_index=True)
    assert len(vocabulary) == len(distinct)
    assert np.array_equal(vocabulary.terms, terms[np.sort(first)])
    assert np.array_equal(vocabulary.terms[halves], terms)
    assert np.array_equal(vocabulary.find(terms), halves)
    assert vocabulary.find(np.array([12345], dtype=np.uint64)).tolist() == [-1]


@KERNELS
def test_terms_are_counted_by_row_with_their_weights(kernel) -> None:
    pointers, terms = np.array([0, 3, 3, 7]), np.array([4, 1, 4, 0, 2, 0, 0], dtype=np.int32)
    weights = np.array([1.25, 1, 1, 1, 1, 1.25, 1], dtype=np.float32)
    counted = kernel().count_rows(pointers, terms, weights, 5)
    assert counted.pointers.tolist() == [0, 2, 2, 4]
    assert counted.columns.tolist() == [1, 4, 0, 2]
    assert counted.values.tolist() == [1.0, 2.25, 3.25, 1.0]


@KERNELS
def test_long_rows_are_sorted_too(kernel) -> None:
    rng = np.random.default_rng(8)
    terms = rng.integers(0, 4_000, 9_000).astype(np.int32)
    counted = kernel().count_rows(np.array([0, 9_000]), terms, None, 4_000)
    columns, counts = np.unique(terms, return_counts=True)
    assert np.array_equal(counted.columns, columns)
    assert np.array_equal(counted.values, counts.astype(np.float32))


def test_impacts_are_bm25_computed_by_hand() -> None:
    """Three texts, "a b", "a a c" and "c": idf(a) = ln(1 + 1.5 / 2.5), mean length 2."""
    counts = count_terms(np.array([0, 2, 5, 6]), np.array([0, 1, 0, 0, 2, 2], dtype=np.int32), 3)
    impacts = impacts_of(counts, k1=1.2, b=0.75).as_csr().toarray()
    assert impacts[0, 0] == pytest.approx(np.log(1.6) * 2.2 / (1 + 1.2), rel=1e-6)
    assert impacts[1, 0] == pytest.approx(np.log(1.6) * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 1.5)), rel=1e-6)


def test_kernel_is_built_by_one_command_wherever_there_is_a_compiler(tmp_path: Path) -> None:
    package = Path(build.__file__).parent
    for source in build.SOURCES:
        shutil.copy(source, tmp_path)
    built = tmp_path / "kernel.so"
    code = (
        "import pathlib, sys; from matching.engine.native import build as b; f = pathlib.Path(sys.argv[1]); "
        "b.LIBRARY, b.SOURCES = f / 'kernel.so', tuple(f.glob('*.c')); b.build()"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=package.parents[2])
    assert built.stat().st_size > 0


def test_library_of_other_sources_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled()
    monkeypatch.setattr(library, "sources_number", lambda: 1)
    with pytest.warns(RuntimeWarning, match="of other sources"):
        assert library.load.__wrapped__() is None


def test_without_a_compiler_the_command_says_so_and_goes_on(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "matching.engine.native"],
        env={**os.environ, "PATH": str(tmp_path), "CC": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "No C compiler" in done.stderr

"""A model made here: words for the same thing point the same way."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from matching.engine.admission import Admission
from matching.engine.config import Config
from matching.engine.hashing import FloatArray
from matching.engine.matcher import Matcher, statistics_of
from matching.engine.rows import SparseRows
from matching.engine.text import Text
from matching.engine.vector_models import ModelRefused, SentenceModel, check_model, load_model
from matching.engine.vectors import Meaning, bonuses, encode
from tests.static_model import write_model

MEANINGS = {
    "gear": (1, 0),
    "cog": (0.8, 0.6),
    "cell": (0, 1),
    "battery": (0, 1),
    "anti": (-1, 0),
}
SEEDS = [
    Text("gear", body="gear"),
    Text("cog", body="cog"),
    Text("cell", body="cell"),
    Text("none", body="?"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("model"), MEANINGS)


@pytest.fixture(scope="module")
def model(folder: Path) -> SentenceModel:
    return load_model(folder)


def found(matcher: Matcher, need: Text) -> dict[str, float]:
    return {scored.seed_id: scored.score for scored in matcher.rank([need]).ranked(0)}


def test_words_that_mean_the_same_point_the_same_way(model: SentenceModel) -> None:
    vectors = encode(SEEDS, model)
    assert vectors == pytest.approx(np.array([(1, 0), (0.8, 0.6), (0, 1), (0, 0)]), abs=1e-6)
    assert encode([], model).shape[0] == 0


def test_title_and_the_end_of_a_long_text_count(model: SentenceModel) -> None:
    long = Text("long", title="gear", body="? " * 5_000 + "cell")
    assert encode([long], model)[0] == pytest.approx((2**-0.5, 2**-0.5), abs=1e-6)


def test_odd_texts_have_a_vector(model: SentenceModel) -> None:
    odd = [Text("a"), Text("b", body="\ud800"), Text("c", body="\x00😀")]
    assert np.isfinite(encode(odd, model)).all()


def test_bonus_is_bounded_and_never_negative(model: SentenceModel) -> None:
    needs = encode([Text("n", body="gear"), Text("m", body="anti")], model)
    assert bonuses(needs, encode(SEEDS, model), 5.0) == pytest.approx(np.array([(5, 4, 0, 0), (0, 0, 0, 0)]))


def test_seed_without_a_shared_word_is_found_by_its_meaning(model: SentenceModel) -> None:
    need = Text("need", body="cog")
    assert list(found(Matcher(SEEDS), need)) == ["cog"]
    assert list(found(Matcher(SEEDS, model=model), need)) == ["cog", "gear", "cell"]


def test_weight_of_zero_is_no_model(model: SentenceModel) -> None:
    need, off = Text("need", body="cog"), Config(vector_weight=0.0)
    assert found(Matcher(SEEDS, off, model=model), need) == found(Matcher(SEEDS, off), need)


def test_meaning_is_a_reason_of_its_own_and_all_add_up(model: SentenceModel) -> None:
    need = Text("need", body="cog battery")
    matcher = Matcher(SEEDS, model=model, statistics=statistics_of([need]))
    for scored in matcher.rank([need]).ranked(0):
        explanation = matcher.explain(need, scored.seed_id)
        assert sum(reason.weight for reason in explanation.reasons) == pytest.approx(scored.score, abs=1e-6)
        assert (explanation.score, explanation.coverage) == pytest.approx((scored.score, scored.coverage))
        assert explanation.grade == scored.grade
        assert [reason.kind for reason in explanation.reasons].count("semantic") == 1
        assert list(explanation.reasons) == sorted(explanation.reasons, key=lambda each: -each.weight)
    assert matcher.explain(need, "none").reasons == ()


def test_score_does_not_depend_on_the_other_needs(model: SentenceModel) -> None:
    matcher = Matcher(SEEDS, model=model)
    need = Text("need", body="cog battery gear")
    others = [Text(str(nth), body="gear cell cog"[: nth % 13]) for nth in range(50)]
    together = {scored.seed_id: scored.score for scored in matcher.rank([*others, need]).ranked(50)}
    assert together == found(matcher, need)


def test_barred_seed_is_not_found_by_its_meaning_either(model: SentenceModel) -> None:
    admission = Admission.by_kind(["a"], ["b", "b", "c", "b"], {"a": {"b"}}, [(0, 1)])
    ranking = Matcher(SEEDS, model=model).rank([Text("need", body="cog battery")], admission=admission)
    assert [scored.seed_id for scored in ranking.ranked(0)] == ["gear"]


def few_small(rng: np.random.Generator, shape: tuple[int, int], share: float) -> FloatArray:
    """Whole numbers from 0 to 2, most of them 0, so that many sums are equal."""
    return np.round(rng.uniform(0, 2, shape)) * (rng.uniform(size=shape) < share)


@given(seed=st.integers(0, 10_000), k=st.integers(1, 12), weight=st.sampled_from([0.5, 3.0, 50.0]))
@settings(max_examples=60, deadline=None)
def test_best_are_exact(seed: int, k: int, weight: float) -> None:
    """Against the full matrix, with ties, barred pairs, empty rows, and bonuses small and overwhelming."""
    rng = np.random.default_rng(seed)
    n_needs, n_seeds, width = 5, int(rng.integers(1, 150)), 12
    asked = csr_array(
        np.round(rng.uniform(0, 2, (n_needs, width))) * (rng.uniform(size=(n_needs, width)) < 0.4)
    )
    held = np.round(rng.uniform(0, 2, (n_seeds, width))) * (rng.uniform(size=(n_seeds, width)) < 0.2)
    offered = csr_array(held.astype(np.float32))
    vectors = np.round(rng.uniform(-1, 1, (n_seeds, 2)), 1).astype(np.float32)
    barred = [(int(rng.integers(n_needs)), int(rng.integers(n_seeds))) for _ in range(10)]
    admission = Admission.by_kind(["a"] * n_needs, ["b"] * n_seeds, {"a": {"b"}}, barred)
    needs = [Text(str(nth), body="x" * nth) for nth in range(n_needs)]
    lengths = np.linspace(-1, 1, n_needs)
    directions: Callable[[list[str]], object] = lambda texts: [(lengths[len(text)], 1.0) for text in texts]  # noqa: E731
    meaning = Meaning(directions, vectors)
    indices, totals = meaning.top_k(
        SparseRows.of(asked), SparseRows.of(offered), k, needs=needs, weight=weight, admission=admission
    )
    dense = (asked @ offered.T).toarray() + bonuses(encode(needs, directions), vectors, weight)
    for nth in range(n_needs):
        dense[nth, ~admission.mask(nth)] = 0
        order = np.lexsort((np.arange(n_seeds), -dense[nth]))[:k]
        order = order[dense[nth, order] > 0]
        assert indices[nth, : len(order)].tolist() == order.tolist()
        assert (indices[nth, len(order) :] == -1).all()
        assert totals[nth, : len(order)] == pytest.approx(dense[nth, order])


def test_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="there is no such folder"):
        load_model(tmp_path / "none")
    with pytest.raises(ModelRefused, match=r"holds no model of model2vec or sentence-transformers"):
        load_model(tmp_path)


def test_damaged_model_is_refused(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"broken")
    assert check_model(tmp_path) == "model2vec"
    with pytest.raises(ModelRefused, match="model2vec cannot read the model"):
        load_model(tmp_path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("modules.json", '[{"type": "sentence_transformers.models.Transformer"}]'),
        ("config.json", '{"architectures": ["BertModel"]}'),
    ],
)
def test_library_that_is_not_installed_is_named(
    tmp_path: Path, name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_text(text)
    for other in ("tokenizer.json", "model.safetensors"):
        (tmp_path / other).touch()
    monkeypatch.setattr("matching.engine.vector_models.find_spec", lambda library: None)
    with pytest.raises(
        ModelRefused, match="read by sentence-transformers, which is not installed; pip install"
    ):
        check_model(tmp_path)

import pytest

from matching.engine.admission import Admission
from matching.engine.glossary import Concept, Glossary
from matching.engine.grades import Grade
from matching.engine.matcher import Matcher, rank, statistics_of
from matching.engine.text import Text

SEEDS = [
    Text("cutting", "精密金型の切削加工", "アルミニウム部品を切削加工する。", facets=frozenset({"base:B13"})),
    Text("mould-ko", "정밀 금형 가공", "초정밀 금형의 절삭가공"),
    Text("machining-en", "Precision machining", "Ultra-precision machining of molds and sensors"),
    Text("empty"),
]
NEED = Text("need", "金型の切削加工", "ＡＩセンサで金型加工の精度を測る", facets=frozenset({"base:B13"}))
MOULD = Glossary([Concept("mold", "金型", "mold", "금형")])


def scores_of(needs: list[Text], matcher: Matcher) -> dict[tuple[str, str], float]:
    ranking = matcher.rank(needs)
    return {(s.need_id, s.seed_id): s.score for place in range(len(needs)) for s in ranking.ranked(place)}


def test_best_seed_comes_first() -> None:
    assert next(rank([NEED], SEEDS).ranked(0)).seed_id == "cutting"


def test_concept_joins_three_languages() -> None:
    ranking = rank([NEED], SEEDS, glossary=MOULD)
    assert {scored.seed_id for scored in ranking.ranked(0)} == {"cutting", "mould-ko", "machining-en"}


def test_reasons_add_up_to_the_score() -> None:
    matcher = Matcher(SEEDS, glossary=MOULD, statistics=statistics_of([NEED]))
    for scored in matcher.rank([NEED]).ranked(0):
        explanation = matcher.explain(NEED, scored.seed_id)
        assert explanation.score == pytest.approx(scored.score, abs=1e-9)
        assert sum(reason.weight for reason in explanation.reasons) == pytest.approx(scored.score, abs=1e-6)


def test_score_does_not_depend_on_the_other_needs() -> None:
    other = Text("other", "センサ", "金型")
    matcher = Matcher(SEEDS, glossary=MOULD, statistics=statistics_of([NEED, other]))
    alone, together = scores_of([NEED], matcher), scores_of([other, NEED], matcher)
    assert alone == {pair: score for pair, score in together.items() if pair[0] == "need"}


def test_excluded_seed_takes_up_no_place() -> None:
    admission = Admission.by_kind(
        ["technology"], ["patent", "patent", "loan", "patent"], {"technology": {"patent"}}, [(0, 0)]
    )
    ranking = Matcher(SEEDS, glossary=MOULD).rank([NEED], admission=admission)
    assert [scored.seed_id for scored in ranking.ranked(0)] == ["mould-ko"]


def test_need_without_words_has_no_match() -> None:
    assert list(rank([Text("nothing")], SEEDS).matches()) == []


def test_empty_market_has_no_match() -> None:
    assert list(rank([NEED], []).matches()) == []


def test_no_needs_have_no_matches() -> None:
    assert list(rank([], SEEDS).matches()) == []


def test_why_not_names_the_words_the_seed_lacks() -> None:
    explanation = Matcher(SEEDS).explain(NEED, "empty")
    assert (explanation.score, explanation.grade) == (0.0, Grade.NONE)
    assert "ＡＩ" in {missing.label for missing in explanation.missing}


@pytest.mark.parametrize("twice", ["needs", "seeds"])
def test_duplicate_ids_are_named(twice: str) -> None:
    needs, seeds = ([NEED, NEED], SEEDS) if twice == "needs" else ([NEED], [SEEDS[0], SEEDS[0]])
    with pytest.raises(ValueError, match=f"two {twice} have the id"):
        rank(needs, seeds)

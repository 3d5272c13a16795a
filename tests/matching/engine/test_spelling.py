import pytest

from matching.engine.matcher import rank
from matching.engine.spelling import fold_katakana
from matching.engine.text import Text


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("プローバー", "プローバ"),
        ("プローバ", "プローバ"),
        ("ヴァルブ", "バルブ"),
        ("ヴ", "ブ"),
        ("バー", "バー"),
        ("カラー", "カラー"),
        ("金型ー", "金型ー"),
        ("", ""),
    ],
)
def test_katakana_has_one_spelling(word: str, folded: str) -> None:
    assert fold_katakana(word) == folded


@pytest.mark.parametrize(
    ("need", "seed"),
    [
        ("コンピューター", "コンピュータ"),
        ("プリカーサ", "プリカーサー"),
        ("ﾓｰﾀ", "モーター"),
        ("ヴェルヴェット", "ベルベット"),
        ("aluminium moulds", "aluminum mold"),
        ("精密金型加工", "金型"),
        ("金型", "精密金型加工"),
        ("초정밀절삭가공기술", "절삭가공"),
        ("절삭가공", "초정밀절삭가공기술"),
        ("actuators", "アクチュエータ"),
    ],
)
def test_spellings_and_parts_of_compounds_find_each_other(need: str, seed: str) -> None:
    assert [found.seed_id for found in rank([Text("n", need)], [Text("s", seed)]).ranked(0)] == ["s"]

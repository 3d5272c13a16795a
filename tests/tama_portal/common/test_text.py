import pytest

from tama_portal.common.text import fold, romaji


@pytest.mark.parametrize("typed", ["デンチ", "でんち", "ﾃﾞﾝﾁ", "  デンチ "])
def test_spellings_of_one_word_fold_to_one(typed: str) -> None:
    assert fold(typed) == "デンチ"


@pytest.mark.parametrize(("kana", "letters"), [("カワゴエ", "kawagoe"), ("トーキョー", "tokyo"), ("", "")])
def test_kana_reads_in_latin_letters(kana: str, letters: str) -> None:
    assert romaji(kana) == letters

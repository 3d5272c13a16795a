import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.normalise import normalise


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＩ金型", "ai金型"),
        ("ｶﾞｽ", "ガス"),
        ("㎜", "mm"),
        ("か\u3099", "が"),
        ("한", "한"),
        ("E\u0301", "é"),
        ("a\x00b\ud800c", "a b c"),
        ("−5‐3", "-5-3"),
        ("", ""),
    ],
)
def test_spellings_fold(text: str, folded: str) -> None:
    assert normalise(text).text == folded


@pytest.mark.parametrize(
    ("text", "word", "original"),
    [
        ("直径５㎜の金型", "金型", "金型"),
        ("ｶﾞｽの漏れ", "ガス", "ｶﾞｽ"),
        ("😀ﬁlter", "fi", "ﬁ"),
        ("𠮷野の㌔", "キロ", "㌔"),
        ("한국", "한국", "한국"),
    ],
)
def test_places_lead_back_to_the_original(text: str, word: str, original: str) -> None:
    folded = normalise(text)
    start = folded.text.index(word)
    first, last = folded.original(start, start + len(word))
    assert text[first:last] == original


@given(st.text())
def test_any_text_folds_with_every_place_inside_it(text: str) -> None:
    folded = normalise(text)
    places = [folded.original(i, i + 1) for i in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert sorted(places) == places
    folded.text.encode("utf-8")


@given(st.text(st.characters(codec="utf-8", categories=("Lu", "Ll", "Lo", "Nd", "Po"))))
def test_letters_fold_as_unicode_says(text: str) -> None:
    folded = normalise(text).text.replace("-", "")
    assert folded == unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower()).replace(
        "-", ""
    )


def test_long_run_of_marks_stays_quick() -> None:
    assert len(normalise("e" + "\u0301\u0316" * 50_000).text) > 90_000

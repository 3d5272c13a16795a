import pytest

from matching.engine.english import stem


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("caresses", "caress"),
        ("ponies", "poni"),
        ("agreed", "agre"),
        ("plastered", "plaster"),
        ("hopping", "hop"),
        ("filing", "file"),
        ("happy", "happi"),
        ("relational", "relat"),
        ("formalize", "formal"),
        ("generalizations", "gener"),
        ("controlled", "control"),
        ("mrna", "mrna"),
        ("h2o", "h2o"),
        ("ai", "ai"),
    ],
)
def test_word_stems_as_porter_says(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("colour", "color"),
        ("moulding", "molding"),
        ("optimisation", "optimization"),
        ("fibres", "fibers"),
        ("aluminium", "aluminum"),
        ("sulphur", "sulfur"),
        ("poincaré", "poincare"),
    ],
)
def test_spellings_of_one_word_meet(british: str, american: str) -> None:
    assert stem(british) == stem(american)


@pytest.mark.parametrize(("one", "other"), [("noise", "noize"), ("four", "for"), ("hours", "hors")])
def test_words_that_only_look_british_stay(one: str, other: str) -> None:
    assert stem(one) != stem(other)

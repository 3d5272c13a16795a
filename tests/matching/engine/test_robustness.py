"""Texts nobody should write, and somebody will: every result is defined."""

import subprocess
import sys

import numpy as np
import pytest

from matching.engine.glossary import Glossary
from matching.engine.matcher import Matcher, rank, statistics_of
from matching.engine.text import Text

ODD = {
    "empty": "",
    "blank": " \n\t\u3000",
    "one letter": "A",
    "one ideograph": "金",
    "one syllable": "금",
    "one digit": "7",
    "emoji": "😀👩‍👩‍👧👍🏽",
    "surrogate": "\ud800金型\udfff",
    "nul": "gear\x00pump",
    "private use": "\ue000\U000f0000",
    "right to left": "\u202eمحرك \u05d0",
    "zalgo": "g̷̡̛e̴̢a̵r̸" * 50,
    "mixed": "金型 금형 mold 😀 ＡＩ",
    "punctuation": "、。！？…—‥・",
    "long ja": "精密金型の切削加工を行う。" * 8_000,
    "long ko": "정밀 금형을 절삭가공한다. " * 7_000,
    "long en": "precision gear machining " * 4_000,
    "long unbroken": "金" * 100_000,
    "long hangul": "금" * 20_000,
    "long word": "x" * 100_000,
    "long astral": "𠮷" * 20_000,
    "long number": "9" * 100_000 + "mm",
    "long numerals": "千万" * 50_000,
    "long range": "10-" * 30_000 + "mm",
    "long katakana": "ヴー" * 50_000,
}


@pytest.fixture(scope="module")
def market() -> Matcher:
    return Matcher([Text(name, text, text) for name, text in ODD.items()], glossary=Glossary.from_csv())


@pytest.mark.parametrize("name", ODD)
def test_odd_text_ranks_and_explains(name: str, market: Matcher) -> None:
    need = Text("need", ODD[name], ODD[name][:1_000])
    ranking = market.rank([need])
    assert np.isfinite(ranking.scores).all()
    assert ((ranking.coverages >= 0) & (ranking.coverages <= 1)).all()
    for scored in list(ranking.ranked(0))[:2]:
        explanation = market.explain(need, scored.seed_id)
        assert sum(reason.weight for reason in explanation.reasons) == pytest.approx(scored.score, abs=1e-6)


@pytest.mark.parametrize("text", ["金型の切削", "", "😀"])
def test_all_texts_equal_keep_the_seeds_order(text: str) -> None:
    seeds = [Text(str(i), text) for i in range(300)]
    needs = [Text("need", text), Text("again", text)]
    ranking = rank(needs, seeds, statistics=statistics_of(needs))
    assert [scored.seed_id for scored in ranking.ranked(0)] in ([], [str(i) for i in range(20)])
    assert np.isfinite(ranking.scores).all()


@pytest.mark.parametrize(
    "texts", [[""] * 300, ["1"] * 300, ["金型 gear 금형"] * 300, [f"x{i}" for i in range(300)]]
)
def test_seeds_that_teach_nothing_still_rank(texts: list[str]) -> None:
    matcher = Matcher([Text(str(i), text) for i, text in enumerate(texts)], glossary=Glossary.from_csv())
    ranking = matcher.rank([Text("need", "金型 gear 금형"), Text("none", "")])
    assert np.isfinite(ranking.scores).all()
    assert list(ranking.ranked(1)) == []


def test_no_seeds_and_no_needs_are_no_error() -> None:
    assert list(rank([Text("need", "gear")], []).matches()) == []
    assert list(rank([], [Text("seed", "gear")]).matches()) == []


def test_every_character_of_a_long_text_counts() -> None:
    filler = "切削加工を行う。" * 12_000
    ranking = rank([Text("need", "歯車")], [Text("seed", body=filler + "歯車")])
    assert [scored.seed_id for scored in ranking.ranked(0)] == ["seed"]


def test_unknown_language_is_detected_instead() -> None:
    assert [
        s.seed_id for s in rank([Text("n", "歯車", lang="xx")], [Text("s", "歯車", lang="fr")]).ranked(0)
    ] == ["s"]


def test_import_loads_no_tokeniser() -> None:
    code = (
        "import sys, matching.engine.matcher; print({'sudachipy', 'kiwipiepy', 'django'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"

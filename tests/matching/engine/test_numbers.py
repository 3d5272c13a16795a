"""Equal quantities have one term, in every language and unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.matcher import Matcher
from matching.engine.normalise import normalise
from matching.engine.numbers import quantities
from matching.engine.text import Text


def terms(text: str) -> list[str]:
    return [each.term for each in quantities(normalise(text).text)]


@pytest.mark.parametrize(
    "text",
    [
        "±5μm",
        "±0.005 mm",
        "5 microns",
        "5-micron",
        "５㎛",
        "5ミクロン",
        "0.0005cm",
        "5마이크로미터",
        "0.005ミリ",
    ],
)
def test_equal_lengths_meet(text: str) -> None:
    assert terms(text) == ["5e-06m"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("80℃", ["80°c"]),
        ("-40 °C", ["-40°c"]),
        ("1,200MPa", ["1.2e+09pa"]),
        ("1.2 GPa", ["1.2e+09pa"]),
        ("5kN", ["5000n"]),
        ("2.4GHz帯", ["2.4e+09hz"]),
        ("2400 MHz", ["2.4e+09hz"]),
        ("20%", ["20%"]),
        ("二十パーセント", ["20%"]),
        ("72 hours", ["259200s"]),
        ("3日間", ["259200s"]),
        ("1万時間", ["3.6e+07s"]),
        ("10,000 hours", ["3.6e+07s"]),
        ("12V系", ["12v"]),
        ("10〜20 mm", ["0.01m", "0.02m"]),
        ("10-20mm", ["0.01m", "0.02m"]),
        ("10 to 20 mm", ["0.01m", "0.02m"]),
        ("5~60%", ["5%", "60%"]),
        ("5軸加工", ["5axis"]),
        ("5축 가공", ["5axis"]),
        ("five-axis machining", ["5axis"]),
        ("三次元測定", ["3d"]),
        ("3차원", ["3d"]),
        ("3D printing", ["3d"]),
        ("three-dimensional", ["3d"]),
        ("1,000個", ["1000"]),
        ("二百五十個", ["250"]),
        ("3만 개", ["30000"]),
    ],
)
def test_quantities_have_one_spelling(text: str, found: list[str]) -> None:
    assert terms(text) == found


NO_QUANTITIES = """
千葉 八王子 百貨店 五十嵐 万一 十分 ISO-13485 1000 5G 3mx 2024-10-20 C++ 10.0.0.1
"""


@pytest.mark.parametrize("text", [*NO_QUANTITIES.split(), "", "phase 3 m", "9" * 400 + "mm"])
def test_other_numbers_are_left_alone(text: str) -> None:
    assert terms(text) == []


@given(st.text(alphabet="0123456789,.-~±μm%万千百十一二 mgkpa度℃to軸", max_size=30))
def test_places_hold_the_number(text: str) -> None:
    folded = normalise(text).text
    for each in quantities(folded):
        assert 0 <= each.start < each.end <= len(folded)
        assert "nan" not in each.term
        assert "inf" not in each.term


def test_equal_quantities_meet_across_languages() -> None:
    need, seed = Text("need", body="公差±5μmの加工"), Text("seed", body="grinding within 0.005 mm")
    (reason,) = Matcher([seed]).explain(need, "seed").reasons
    assert [span.of(need) for span in reason.need_spans] == ["5μm"]
    assert [span.of(seed) for span in reason.seed_spans] == ["0.005 mm"]


def test_number_with_commas_is_the_number_without() -> None:
    (reason,) = (
        Matcher([Text("seed", body="1000台")]).explain(Text("need", body="1,000 units"), "seed").reasons
    )
    assert (reason.kind, reason.label) == ("term", "1,000")

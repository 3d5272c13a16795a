import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.config import Config
from matching.engine.explanation import Explanation
from matching.engine.glossary import Concept, Glossary
from matching.engine.matcher import Matcher
from matching.engine.text import Text

GLOSSARY = Glossary(
    [Concept("mold", "金型", "mold", "금형"), Concept("cutting", "切削加工", "cutting", "절삭가공")]
)
WORDS = st.lists(
    st.sampled_from(
        [
            "金型",
            "切削加工",
            "超精密金型加工",
            "ＡＩ",
            "プラットフォーム",
            "platform",
            "mold",
            "금형",
            "절삭가공 ",
            "の",
            "。",
            "😀",
        ]
    ),
    max_size=8,
).map("".join)


def explained(need: Text, seed: Text, *others: Text) -> Explanation:
    return Matcher([seed, *others], glossary=GLOSSARY).explain(need, seed.id)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS, WORDS, WORDS)
def test_reasons_add_up_and_point_into_both_texts(
    title: str, body: str, seed_title: str, seed_body: str
) -> None:
    need, seed = Text("need", title, body), Text("seed", seed_title, seed_body)
    matcher = Matcher([seed, Text("other", "金型", "platform")], glossary=GLOSSARY)
    explanation = matcher.explain(need, "seed")
    ranked = {scored.seed_id: scored.score for scored in matcher.rank([need]).ranked(0)}
    assert explanation.score == pytest.approx(ranked.get("seed", 0.0), abs=1e-9)
    assert sum(reason.weight for reason in explanation.reasons) == pytest.approx(explanation.score, abs=1e-6)
    for reason in explanation.reasons:
        assert all(span.of(need) for span in reason.need_spans)
        assert all(span.of(seed) for span in reason.seed_spans)


def test_word_is_marked_where_it_stands() -> None:
    need, seed = Text("need", "ＧＥＡＲ"), Text("seed", "Two gears", "gear")
    (reason,) = explained(need, seed).reasons
    assert (reason.kind, reason.label) == ("term", "ＧＥＡＲ")
    assert [span.of(seed) for span in reason.seed_spans] == ["gears", "gear"]
    assert reason.as_dict()["seed"] == [["title", 4, 9], ["body", 0, 4]]


def test_bigram_inside_a_matched_word_joins_it() -> None:
    reasons = explained(Text("need", "歯車"), Text("seed", "歯車")).reasons
    assert [(reason.kind, reason.label) for reason in reasons] == [("term", "歯車")]


def test_bigrams_of_one_string_join_each_other() -> None:
    need, seed = Text("need", "超精密金型加工"), Text("seed", "金型")
    kinds = {reason.label: reason.kind for reason in explained(need, seed, Text("x", "金属")).reasons}
    assert "金型" in kinds


def test_concept_joins_words_of_two_languages() -> None:
    need, seed = Text("need", "金型を探す"), Text("seed", "", "정밀 금형 제작")
    (reason,) = explained(need, seed).reasons
    assert (reason.kind, reason.label) == ("concept", "mold")
    assert (reason.need_spans[0].of(need), reason.seed_spans[0].of(seed)) == ("金型", "금형")


def test_bridge_joins_katakana_and_english() -> None:
    need, seed = Text("need", "プラットフォーム"), Text("seed", "Platforms")
    (reason,) = explained(need, seed).reasons
    assert (reason.kind, reason.seed_spans[0].of(seed)) == ("bridge", "Platforms")


def test_facet_is_a_reason_of_its_own() -> None:
    facets = frozenset({"base:B13"})
    reasons = explained(Text("need", "gear", facets=facets), Text("seed", "pump", facets=facets)).reasons
    assert [(reason.kind, reason.label) for reason in reasons] == [("facet", "base:B13")]


def test_base_technology_a_need_speaks_of_is_a_reason_where_it_does() -> None:
    glossary = Glossary([Concept("turning", "旋削", "turning", "선삭", "B13")])
    need, seed = Text("need", "Turning wanted"), Text("seed", "pump", facets=frozenset({"base:B13"}))
    (reason,) = Matcher([seed], glossary=glossary).explain(need, "seed").reasons
    assert (reason.kind, reason.label, reason.weight) == ("facet", "base:B13", Config().implied)
    assert [span.of(need) for span in reason.need_spans] == ["Turning"]


def test_need_that_states_its_base_technology_implies_no_other() -> None:
    glossary = Glossary([Concept("turning", "旋削", "turning", "선삭", "B13")])
    need = Text("need", "turning", facets=frozenset({"base:B14"}))
    seed = Text("seed", "pump", facets=frozenset({"base:B13"}))
    assert Matcher([seed], glossary=glossary).explain(need, "seed").reasons == ()


def test_unknown_seed_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Matcher([]).explain(Text("need"), "nowhere")


def test_why_not_says_how_far_a_pair_falls_short() -> None:
    need, seed = Text("need", "gear pump"), Text("seed", "gear")
    explanation = explained(need, seed, Text("pump", "pump"))
    assert [missing.label for missing in explanation.missing] == ["pump"]
    assert explanation.short_of == pytest.approx(0.14 * (explanation.ceiling + 40) - explanation.score)

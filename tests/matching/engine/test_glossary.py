import pytest

from matching.engine.glossary import Concept, Glossary
from matching.engine.text import Text
from matching.engine.tokens import TokenStream, tokenise

GLOSSARY = Glossary(
    [
        Concept("mold", "金型", "mold", "금형"),
        Concept("edm", "放電加工", "electrical discharge machining;EDM", "방전가공"),
        Concept("machining", "加工", "machining", "가공"),
        Concept("copper", "銅;銅合金", "copper;copper alloy", "구리;구리 합금"),
        Concept("laser", "レーザー", "laser", "레이저"),
    ]
)


def found(text: str) -> list[str]:
    (tokens,) = tokenise([Text("t", body=text)])
    _, _, concepts = GLOSSARY.sightings(TokenStream.of([tokens]), tokens.lang)
    return [GLOSSARY.concepts[concept].id for concept in concepts]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("金型の放電加工", ["mold", "edm", "machining"]),
        ("정밀 금형의 방전가공", ["mold", "edm", "machining"]),
        ("Electrical discharge machining of molds", ["edm", "machining", "mold"]),
        ("copper alloys and copper", ["copper", "copper"]),
        ("EDMによる加工", ["edm", "machining"]),
        ("レーザ加工", ["laser", "machining"]),
        ("특수 합금형 부재", []),
        ("electrical machining", ["machining"]),
        ("electrical. discharge, machining", ["machining"]),
        ("", []),
    ],
)
def test_concepts_are_found_on_whole_tokens_also_inside_each_other(text: str, concepts: list[str]) -> None:
    assert found(text) == concepts


@pytest.mark.parametrize(
    ("word", "lang", "text"),
    [("5-axis", "en", "the axis of rotation"), ("이물", "ko", "물이 필요하다"), ("見逃し", "ja", "水を逃す")],
)
def test_word_the_analyser_halves_does_not_hide_in_its_half(word: str, lang: str, text: str) -> None:
    glossary = Glossary([Concept("it", *(word if lang == each else "zzz" for each in ("ja", "en", "ko")))])
    (tokens,) = tokenise([Text("t", body=text, lang=lang)])
    assert len(glossary.sightings(TokenStream.of([tokens]), lang)[0]) == 0


def test_chinese_characters_are_read_in_korean_too() -> None:
    assert found("精密 金型 제작 회사") == ["mold"]


def test_label_is_the_first_word_of_the_readers_language() -> None:
    edm = GLOSSARY.by_id["edm"]
    assert [edm.label(lang) for lang in ("ja", "ko", "en", "und")] == [
        "放電加工", "방전가공", "electrical discharge machining", "electrical discharge machining",
    ]  # fmt: skip


def test_ids_are_distinct() -> None:
    with pytest.raises(ValueError, match="one id"):
        Glossary([Concept("a", "", "x", ""), Concept("a", "", "y", "")])


def test_shipped_glossary_is_whole() -> None:
    concepts = Glossary.from_csv().concepts
    assert len(concepts) >= 600
    assert all(concept.ja and concept.en and concept.ko for concept in concepts)

import pytest

from matching.engine.language import detect


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("金型の切削加工", "ja"),
        ("精密金型", "ja"),
        ("センサ", "ja"),
        ("ｾﾝｻｰ", "ja"),
        ("정밀 금형 가공", "ko"),
        ("중수(中水)로 재활용", "ko"),
        ("금", "ko"),
        ("Precision machining", "en"),
        ("ＡＢＣ", "en"),
        ("Prüfgerät für Dichtungen", "en"),
        ("A", "en"),
        ("AI/IoTセンサのMEMS実装", "ja"),
        ("IoT 센서를 이용한 MEMS", "ko"),
        ("We asked about 金型 and 鋳造 for machining in Japan", "en"),
        ("金型 금형", "ko"),
        ("センサ 금형실", "ja"),
        ("прецизионная обработка", "und"),
        ("", "und"),
        ("12,345 / 0.5", "und"),
        ("😀👍", "und"),
        ("\ud800\x00", "und"),
    ],
)
def test_language_is_told_from_scripts(text: str, lang: str) -> None:
    assert detect(text) == lang


def test_long_text_is_told_from_its_beginning() -> None:
    assert detect("金型" * 2_000 + "x" * 100_000) == "ja"

import pytest

from tama_portal.demo.phrases import Phrase


@pytest.mark.parametrize(
    ("word", "template", "expected"),
    [
        ("금형", "{:을}", "금형을"),
        ("주조", "{:을}", "주조를"),
        ("도금", "{:으로}", "도금으로"),
        ("알루미늄 호일", "{:으로}", "알루미늄 호일로"),
        ("수지(PEEK)", "{:은}", "수지(PEEK)는"),
        ("PCM", "{:이}", "PCM이"),
        ("공정 3", "{:과}", "공정 3과"),
    ],
)
def test_particle_fits_the_last_sound(word: str, template: str, expected: str) -> None:
    assert template.format(Phrase(word)) == expected


def test_capital_leaves_the_rest_as_it_is() -> None:
    assert f"{Phrase('die casting of PEEK'):cap}" == "Die casting of PEEK"


def test_plain_phrase_is_unchanged() -> None:
    assert f"{Phrase('切削')}" == "切削"

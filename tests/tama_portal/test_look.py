"""The colours that meet on screen keep their contrast, and nothing is drawn smaller than 14 px."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "tama_portal" / "static" / "css"
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
TOKENS = {name: (light, dark) for name, light, dark in PAIR.findall((CSS / "tokens.css").read_text())}

GROUNDS = ("c-page", "c-surface", "c-sunken", "c-raised")
TEXT_ON = [
    *((text, ground) for text in ("c-text", "c-text-soft", "c-text-quiet", "c-action") for ground in GROUNDS),
    *((text, ground) for text in ("c-action-hover", "c-visited") for ground in ("c-page", "c-surface")),
    *((f"c-{tone}", "c-surface") for tone in ("success", "error", "error-strong", "warning", "info")),
    *((f"c-{tone}", f"c-{tone}-tint") for tone in ("success", "warning", "info")),
    ("c-error-strong", "c-error-tint"),
    ("c-error-strong", "c-page"),
    ("c-action", "c-action-tint"),
    ("c-text", "c-warning-tint"),
    ("c-text", "c-mark"),
    ("c-text-soft", "c-mark"),
    ("c-on-action", "c-action"),
    ("c-on-action", "c-action-hover"),
    ("c-on-error", "c-error-strong"),
]
SHAPES_ON = [
    *(("c-control", ground) for ground in ("c-page", "c-surface")),
    *(("c-link-line", ground) for ground in ("c-page", "c-surface", "c-sunken")),
    ("focus-ring", "focus-gap"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted([luminance(first), luminance(second)])
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_twenty_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_contrast(text, ground, mode):
    assert contrast(TOKENS[text][mode], TOKENS[ground][mode]) >= 4.5


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES_ON)
def test_shape_contrast(shape, ground, mode):
    assert contrast(TOKENS[shape][mode], TOKENS[ground][mode]) >= 3


def test_type_scale_is_the_agreed_one():
    sizes = re.findall(r"--size-(\d+): ([\d.]+)rem", (CSS / "tokens.css").read_text())

    assert [float(rem) * 16 for _, rem in sizes] == [14, 16, 18, 20, 24, 28, 32, 36, 45]


def test_templates_carry_no_inline_style_or_handler():
    inline = re.compile(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*(\ssrc=|application/json))")
    templates = (CSS.parents[2] / "templates").rglob("*.html")

    assert [path.name for path in templates if inline.search(path.read_text())] == []

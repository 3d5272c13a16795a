"""Numbers and quantities in one spelling, whatever the language or the unit they are written in.

``±5μm``, ``0.005 mm`` and ``5 microns`` are one quantity, ``1,000`` and ``千`` parts of a text's words like
``1000``. Texts come folded by `normalise`, so full-width forms, ``㎜`` and ``℃`` need no entry here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, with the unit it is counted in if any, in its one spelling; [start, end) in the text."""

    term: str
    start: int
    end: int


# Base unit: factor and spellings, the latter in Latin letters, Japanese and Korean. Units of one letter and
# those that lower case makes ambiguous (mW and MW) are left out, or stand below.
_UNITS: Final = {
    "m": {
        1e-9: "nm nanometer nanometers nanometre nanometres ナノメートル 나노미터",
        1e-6: "μm um micron microns micrometer micrometers micrometre micrometres ミクロン"
        " マイクロメートル 미크론 마이크로미터",
        1e-3: "mm millimeter millimeters millimetre millimetres ミリ ミリメートル 밀리미터 밀리",
        1e-2: "cm centimeter centimeters centimetre centimetres センチ センチメートル 센티미터 센티",
        1e3: "km kilometer kilometers kilometre kilometres キロメートル 킬로미터",
        1.0: "meter meters metre metres メートル 미터",
        0.0254: "inch inches インチ 인치",
    },
    "kg": {
        1e-6: "mg milligram milligrams ミリグラム 밀리그램",
        1e-3: "gram grams グラム 그램",
        1.0: "kg kilogram kilograms キログラム 킬로그램",
        1e3: "ton tons tonne tonnes トン 톤",
    },
    "°c": {1.0: "°c degc 度c deg.c"},
    "pa": {
        1.0: "pa pascal pascals パスカル 파스칼",
        1e3: "kpa キロパスカル 킬로파스칼",
        1e6: "mpa megapascal megapascals メガパスカル 메가파스칼",
        1e9: "gpa gigapascal gigapascals ギガパスカル 기가파스칼",
    },
    "n": {1.0: "newton newtons ニュートン 뉴턴", 1e3: "kn キロニュートン 킬로뉴턴"},
    "hz": {
        1.0: "hz hertz ヘルツ 헤르츠",
        1e3: "khz キロヘルツ 킬로헤르츠",
        1e6: "mhz メガヘルツ 메가헤르츠",
        1e9: "ghz ギガヘルツ 기가헤르츠",
        1e12: "thz テラヘルツ 테라헤르츠",
    },
    "v": {1.0: "volt volts ボルト 볼트", 1e3: "kv kilovolt kilovolts キロボルト 킬로볼트"},
    "a": {1e-3: "ma ミリアンペア 밀리암페어", 1.0: "ampere amperes アンペア 암페어"},
    "w": {1.0: "watt watts ワット 와트", 1e3: "kw kilowatt kilowatts キロワット 킬로와트"},
    "wh": {1.0: "wh", 1e3: "kwh キロワット時 킬로와트시"},
    "s": {
        1e-3: "ms millisecond milliseconds ミリ秒 밀리초",
        1.0: "sec second seconds 秒 秒間 초",
        60.0: "min minute minutes 分間 분간",
        3600.0: "hour hours hr hrs 時間 시간",
        86400.0: "day days 日間 일간",
    },
    "%": {1.0: "% percent パーセント 퍼센트"},
    "ppm": {1.0: "ppm"},
    "rpm": {1.0: "rpm"},
    "db": {1.0: "db decibel decibels デシベル 데시벨"},
    "d": {1.0: "d dimensional 次元 차원"},
    "axis": {1.0: "axis axes 軸 축"},
}
# One letter is a unit only where it touches the number: 5V, but not "5 V" nor "phase 3 m".
_LETTERS: Final = {"m": "m", "v": "v", "w": "w"}

_BY_SPELLING = {
    spelling: (base, factor)
    for base, spellings in _UNITS.items()
    for factor, listed in spellings.items()
    for spelling in listed.split()
}
_LATIN = sorted((s for s in _BY_SPELLING if s[0].isascii() or s[0] in "μ°"), key=len, reverse=True)
_WRITTEN = sorted((s for s in _BY_SPELLING if s not in _LATIN), key=len, reverse=True)
_UNIT = (
    rf"(?:(?P<latin>{'|'.join(map(re.escape, _LATIN))})(?![a-z0-9])"
    rf"|(?P<written>{'|'.join(_WRITTEN)}))"
)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_KANJI = "[一二三四五六七八九十百千万]{2,}"
_MANY = {"万": 10_000, "만": 10_000, "億": 100_000_000, "억": 100_000_000}
_NUMBER = re.compile(
    rf"(?<![a-z0-9.,])(?P<sign>(?<![\w)]) ?-(?=\d))?(?P<number>{_DIGITS}|{_KANJI})(?P<many>[万만億억])?"
    rf"(?P<range> ?(?:[~〜]|-|から|to|부터) ?(?P<until>{_DIGITS}))?"
    rf"(?:[ -]?{_UNIT}|(?P<letter>[mvw])(?![a-z0-9/]))?"
)
_SPELT_OUT = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "이": 2,
    "삼": 3,
    "오": 5,
}
_SPELT = re.compile(
    rf"(?<![^\W_])(?P<number>{'|'.join(_SPELT_OUT)})[ -]?(?P<unit>axis|dimensional|次元|軸|차원|축)"
)
_HAN_NUMERALS = {char: digit for digit, char in enumerate("〇一二三四五六七八九")}
_HAN_TENS = {"十": 10, "百": 100, "千": 1_000}
_HAN = re.compile(r"[\u4e00-\u9fff]")
# No quantity, but a serial number, or nonsense.
_GREATEST = 1e15
_LONGEST = 15
# What may follow a number in Chinese characters that is no number's part: counters.
_COUNTERS = frozenset("個円年月日時分秒度本台名人件回社枚種点倍")


def quantities(text: str) -> list[Quantity]:
    """Numbers of a normalised text that are not yet in their one spelling, in the order of their places.

    Quantities have the base unit and six digits at most (``5e-06m``); both ends of a range have its unit. A
    number without a unit is only named where it is written with thousands' commas or in Chinese characters,
    the latter where what follows leaves no doubt (``二百五十個``, not ``千葉``).
    """
    found = [quantity for match in _NUMBER.finditer(text) for quantity in _read(match)]
    for match in _SPELT.finditer(text):
        base, _ = _BY_SPELLING[match["unit"]]
        found.append(Quantity(f"{_SPELT_OUT[match['number']]}{base}", *match.span()))
    return sorted(found, key=lambda quantity: quantity.start)


def _read(match: re.Match[str]) -> Iterator[Quantity]:
    value = _value(match["number"], match)
    if value is None or len(match["until"] or "") > _LONGEST:
        return
    value *= _MANY.get(match["many"] or "", 1)
    if match["sign"]:
        value = -value
    spelling = match["latin"] or match["written"] or match["letter"]
    if not spelling:
        if match["many"] or "," in match["number"] or not match["number"][0].isdecimal():
            end = match.end("many") if match["many"] else match.end("number")
            yield Quantity(f"{value:.15g}", match.start("number"), end)
        return
    base, factor = _BY_SPELLING.get(spelling) or (_LETTERS[spelling], 1.0)
    if match["until"]:
        yield Quantity(_spelt(value * factor, base), match.start("number"), match.end("number"))
        until = float(match["until"].replace(",", ""))
        yield Quantity(_spelt(until * factor, base), match.start("until"), match.end())
    else:
        yield Quantity(_spelt(value * factor, base), match.start("number"), match.end())


def _spelt(value: float, base: str) -> str:
    return f"{value:.6g}{base}"


def _value(number: str, match: re.Match[str]) -> float | None:
    if number[0].isdecimal():
        value = float(number.replace(",", ""))
        return value if value < _GREATEST else None
    after = match.string[match.end("number") : match.end("number") + 1]
    in_doubt = bool(_HAN.match(after)) and after not in _COUNTERS and not match["written"]
    return None if in_doubt else _from_han(number)


def _from_han(number: str) -> float | None:
    """Value of a number in Chinese characters, None if it is none (``万一``)."""
    total = section = digit = 0
    for char in number:
        if char in _HAN_NUMERALS:
            if digit:
                return None
            digit = _HAN_NUMERALS[char]
        elif char in _HAN_TENS:
            section += max(digit, 1) * _HAN_TENS[char]
            digit = 0
        else:
            if not section + digit or total:
                return None
            total, section, digit = (section + digit) * 10_000, 0, 0
    value = total + section + digit
    return float(value) if value >= 10 else None

"""A scatter with a line through the origin for each series, as SVG that needs nothing from outside."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 72, 24, 56, 64
TICKS = 5
STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
# Told apart by shape and by darkness as well as by colour; contrast with white at least 4.5.
LOOKS = (("#0b5394", "circle"), ("#b45309", "square"), ("#166534", "circle"))


@dataclass(frozen=True)
class Series:
    name: str
    across: Sequence[float]
    upwards: Sequence[float]

    @property
    def slope(self) -> float:
        """Of the least-squares line through the origin."""
        squares = sum(x * x for x in self.across)
        return sum(x * y for x, y in zip(self.across, self.upwards, strict=True)) / squares

    @property
    def fit(self) -> float:
        """Share of the variance that the line explains, 1 for points on it."""
        mean = sum(self.upwards) / len(self.upwards)
        total = sum((y - mean) ** 2 for y in self.upwards)
        left = sum((y - self.slope * x) ** 2 for x, y in zip(self.across, self.upwards, strict=True))
        return 1 - left / total if total else 1.0

    @property
    def summary(self) -> str:
        return f"{self.name}: {self.slope:.3g} s per thousand million, R² = {self.fit:.3f}"


def drawing(*, title: str, across: str, upwards: str, series: Sequence[Series]) -> str:
    right, top = nice(max(max(one.across) for one in series)), nice(max(max(one.upwards) for one in series))

    def x(value: float) -> float:
        return round(LEFT + value / right * (WIDTH - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        ' aria-labelledby="title desc" font-family="sans-serif" font-size="14">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape("; ".join(one.summary for one in series))}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        text(LEFT, 28, title, size=16),
        *grid(x, y, right, top),
        text(LEFT + (WIDTH - LEFT - RIGHT) / 2, HEIGHT - 16, across, anchor="middle"),
        text(LEFT, TOP - 8, upwards),
    ]
    for number, one in enumerate(series):
        parts += points(one, x, y, *LOOKS[number % len(LOOKS)])
        parts += legend(one, number, *LOOKS[number % len(LOOKS)])
    return "\n".join([*parts, "</svg>\n"])


Place = Callable[[float], float]


def grid(x: Place, y: Place, right: float, top: float) -> Iterator[str]:
    for tick in range(TICKS + 1):
        across, up = right * tick / TICKS, top * tick / TICKS
        yield segment(x(across), y(0), x(across), y(top), "#d0d7de")
        yield segment(x(0), y(up), x(right), y(up), "#d0d7de")
        yield text(x(across), y(0) + 20, f"{across:g}", anchor="middle")
        yield text(x(0) - 8, y(up) + 5, f"{up:g}", anchor="end")


def points(series: Series, x: Place, y: Place, colour: str, shape: str) -> Iterator[str]:
    end = max(series.across)
    yield segment(x(0), y(0), x(end), y(series.slope * end), colour)
    for across, up in zip(series.across, series.upwards, strict=True):
        yield mark(x(across), y(up), colour, shape)


def legend(series: Series, number: int, colour: str, shape: str) -> Iterator[str]:
    height = TOP + 20 + 22 * number
    yield mark(LEFT + 20, height - 5, colour, shape)
    yield text(LEFT + 32, height, series.summary)


def mark(x: float, y: float, colour: str, shape: str) -> str:
    if shape == "circle":
        return f'<circle cx="{x}" cy="{y}" r="5" fill="{colour}"/>'
    return f'<rect x="{x - 4.5}" y="{y - 4.5}" width="9" height="9" fill="{colour}"/>'


def segment(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="1.5"/>'


def text(x: float, y: float, words: str, *, anchor: str = "start", size: int = 14) -> str:
    where = f'x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}"'
    return f'<text {where} fill="#1f2328">{escape(words)}</text>'


def nice(value: float) -> float:
    """The least of the steps times a power of ten that is not below the value."""
    power: float = 10.0 ** floor(log10(value))
    return next(step * power for step in STEPS if step * power >= value * (1 - 1e-9))

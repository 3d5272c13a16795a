"""The figures as a table for people."""

from collections.abc import Mapping

from tests.benchmarks.speed.engines import APPROXIMATE
from tests.benchmarks.speed.rounds import Result

HEADING = (
    f"{'engine':<17} {'index s':>8} {'match s':>8} {'both s':>8} {'× ours':>7} {'× match':>8} "
    f"{'CPU s':>7} {'× CPU':>6} {'peak MB':>8}  results"
)


def table(results: Mapping[str, Result]) -> str:
    """Ratios are to the first engine: of index and match together, of matching alone, and of processor time.

    The last is what a busy machine distorts least.
    """
    ours = next(iter(results.values())).median
    lines = [HEADING]
    for name, result in results.items():
        own = result.median
        lines.append(
            f"{name:<17} {own.index:8.2f} {own.match:8.2f} {own.seconds:8.2f} "
            f"{own.seconds / ours.seconds:7.1f} {own.match / ours.match:8.1f} "
            f"{own.processor:7.1f} {own.processor / ours.processor:6.1f} {own.megabytes:8.0f}  "
            f"{agreement(name, result)}"
        )
    return "\n".join(lines)


def agreement(name: str, result: Result) -> str:
    if name in APPROXIMATE:
        return f"{result.overlap:.1%} of the best in common"
    return f"{result.differing} needs DIFFER" if result.differing else "equal"

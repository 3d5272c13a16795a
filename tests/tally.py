"""Add up test reports, and close with one line.

usage: python -m tests.tally [--no-skips] REPORT.xml ...
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import parse


@dataclass(frozen=True)
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @classmethod
    def read(cls, report: Path) -> Self:
        """Counts of a JUnit report; one failure where the run ended before it could write any."""
        if not report.exists():
            return cls(failed=1)
        outcomes = [_outcome(case) for case in _cases(report)]
        return cls(outcomes.count("passed"), outcomes.count("failed"), outcomes.count("skipped"))

    def __add__(self, other: Self) -> "Tally":
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        line = f"{self.passed} passed, {self.failed} failed"
        return f"{line}, {self.skipped} skipped" if self.skipped else line


def main(arguments: Sequence[str]) -> int:
    reports = [Path(argument) for argument in arguments if argument != "--no-skips"]
    tally = sum((Tally.read(report) for report in reports), Tally())
    if "--no-skips" in arguments and tally.skipped:
        print("These may not be skipped here:", *_skipped(reports), sep="\n  ")
        return 1
    print(tally)
    return 0 if tally.passed and not tally.failed else 1


def _cases(report: Path) -> Iterator[Element]:
    yield from parse(report).iter("testcase")


def _outcome(case: Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"


def _skipped(reports: Sequence[Path]) -> Iterator[str]:
    for report in reports:
        for case in _cases(report):
            reason = case.find("skipped")
            if reason is not None:
                yield f"{case.get('classname')}.{case.get('name')}: {reason.get('message')}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

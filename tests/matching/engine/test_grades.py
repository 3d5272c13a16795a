import numpy as np
import pytest

from matching.engine.config import Config
from matching.engine.grades import Grade, coverage, grade
from matching.engine.matcher import Matcher
from matching.engine.text import Text

CONFIG = Config(doubt=10.0, possible=0.1, good=0.2, strong=0.4)


@pytest.mark.parametrize(
    ("covered", "expected"),
    [
        (0.0, Grade.NONE),
        (0.0999, Grade.NONE),
        (0.1, Grade.POSSIBLE),
        (0.2, Grade.GOOD),
        (0.4, Grade.STRONG),
        (1.0, Grade.STRONG),
    ],
)
def test_grade_begins_at_its_bound(covered: float, expected: Grade) -> None:
    assert grade(covered, CONFIG) is expected


def test_coverage_is_a_share_of_ceiling_and_doubt() -> None:
    covered = coverage(np.array([0.0, 10.0, 99.0]), np.array([0.0, 30.0, 10.0]), CONFIG)
    assert covered.tolist() == [0.0, 0.25, 1.0]


def test_grade_does_not_depend_on_the_other_seeds_ranks() -> None:
    best, poor = Text("best", "gear pump valve"), Text("poor", "gear")
    filler = [Text(f"f{i}", f"topic{i}") for i in range(50)]
    need = Text("need", "gear pump valve")
    both = Matcher([best, poor, *filler]).explain(need, "poor")
    assert both.grade is Grade.NONE
    assert both.score > 0

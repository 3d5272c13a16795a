"""An absolute scale: how much of what a need asks for a seed answers, and the word for it."""

from enum import IntEnum

import numpy as np

from matching.engine.config import Config
from matching.engine.hashing import FloatArray, IntArray


class Grade(IntEnum):
    """How good a match is; 0 is no match, whatever its rank."""

    NONE = 0
    POSSIBLE = 1
    GOOD = 2
    STRONG = 3


def coverage(scores: FloatArray, ceilings: FloatArray, config: Config) -> FloatArray:
    """How much of what a need asks for each score answers: ``score / (ceiling + doubt)``, 0 to 1."""
    shares: FloatArray = np.clip(scores / (ceilings + config.doubt), 0.0, 1.0)
    return shares


def grades(covered: FloatArray, config: Config) -> IntArray:
    """`Grade` of each coverage."""
    bounds = np.array([config.possible, config.good, config.strong])
    return np.searchsorted(bounds, covered, side="right").astype(np.int64)


def grade(covered: float, config: Config) -> Grade:
    return Grade(int(grades(np.array([covered]), config)[0]))

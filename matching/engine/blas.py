"""Keeping linear algebra to one thread: several wait for each other far longer than they work."""

from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any

from threadpoolctl import ThreadpoolController


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[Any]:
    """Inside it, numpy's products and decompositions use one thread of this process.

    On a busy machine with two cores a decomposition that takes one second took twenty with two threads.
    """
    limit: AbstractContextManager[Any] = _controller().limit(limits=1, user_api="blas")
    return limit

"""How many threads linear algebra takes: one for what is small.

On a small problem, threads spend their time waiting for each other, and when a browser keeps
the cores busy they wait fifty times longer than they work. A large one is worth sharing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Final

# Loaded first: the controller only knows libraries that are there when it looks.
import numpy  # noqa: F401
import scipy.linalg  # noqa: F401
import threadpoolctl

__all__ = ["one_thread", "threads_for"]

_SMALL: Final = 5_000  # rows


@lru_cache(maxsize=1)
def _controller() -> threadpoolctl.ThreadpoolController:
    return threadpoolctl.ThreadpoolController()


@contextmanager
def threads_for(n_rows: int) -> Iterator[None]:
    """Run a block of linear algebra on as many threads as its size is worth.

    Parameters
    ----------
    n_rows
        Ideas, texts or points the block works on.
    """
    if n_rows >= _SMALL:
        yield
        return
    with _controller().limit(limits=1, user_api="blas"):
        yield


@contextmanager
def one_thread() -> Iterator[None]:
    """Run a block on one thread, whatever library shares it out: the same digits on every machine."""
    with threadpoolctl.threadpool_limits(limits=1):
        yield

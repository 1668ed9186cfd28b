"""Work in pieces on several threads; what is done is told in order on the caller's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import torch

Item = TypeVar("Item")

_MOST = 8
"""Threads that are worth it: beyond them the memory is what the work waits for."""


class Workers:
    """Threads that share the pieces of a job.

    Args:
        threads: how many; 0: as many as the machine has cores, up to a few.
    """

    def __init__(self, threads: int = 0) -> None:
        self._count = threads or min(os.cpu_count() or 1, _MOST)
        self._pool = ThreadPoolExecutor(self._count, thread_name_prefix="StyleGLIP baking")

    def start(self, function: Callable[[], Item]) -> Future[Item]:
        """Begins something that is waited for later."""
        return self._pool.submit(function)

    def each(self, function: Callable[[Item], None], items: Sequence[Item]) -> Iterator[Item]:
        """Calls a function for every item and gives the items back in order, each when it is done.

        Only a few items are begun ahead, so that whoever stops to iterate does not wait long.
        """
        begun: list[Future[None]] = []
        for number, item in enumerate(items):
            while len(begun) < min(number + 2 * self._count, len(items)):
                begun.append(self._pool.submit(function, items[len(begun)]))
            begun[number].result()
            yield item

    def close(self) -> None:
        """Ends the threads; what has not begun is dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def workers(threads: int = 0) -> Iterator[Workers]:
    """Threads for the time of a job. Meanwhile PyTorch has a single one in each: more of them would only contend."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    team = Workers(threads)
    try:
        yield team
    finally:
        team.close()
        torch.set_num_threads(before)

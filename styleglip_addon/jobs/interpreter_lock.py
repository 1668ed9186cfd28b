"""How jobs share the interpreter with Blender's window: they give its lock up soon, and for no collection hold it."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_SWITCH = 0.001
"""Seconds after which a job gives the lock to a window that waits for it; Python's own 0.005 are half of a tick."""

_guard = threading.Lock()
_yielding = 0
_before = 0.0


@contextmanager
def yielding() -> Iterator[None]:
    """While the body runs, Python's threads give the lock to each other sooner; then as before. Bodies may overlap."""
    global _yielding, _before
    with _guard:
        _yielding += 1
        if _yielding == 1:
            _before = sys.getswitchinterval()
            sys.setswitchinterval(min(_before, _SWITCH))
    try:
        yield
    finally:
        with _guard:
            _yielding -= 1
            if _yielding == 0:
                sys.setswitchinterval(_before)


@contextmanager
def without_collections() -> Iterator[None]:
    """For bodies that make very many objects which stay: nothing is collected meanwhile, and they are never looked at.

    A collection looks at all objects while it holds the lock; libraries and word lists are a million of them.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def collect_all() -> None:
    """Collects garbage among all objects, also what `without_collections` has set aside; a fraction of a second."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()

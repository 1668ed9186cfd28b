"""Blender for the tests: the bpy module, a throw-away user folder, and an empty file for every test."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before bpy is imported for the first time: the developer's own Blender settings stay out of the tests.
os.environ.setdefault("BLENDER_USER_RESOURCES", tempfile.mkdtemp(prefix="styleglip-blender-"))

bpy = pytest.importorskip("bpy")


_exit_status = 0


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remembers how the run went, for `pytest_unconfigure`."""
    global _exit_status
    _exit_status = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Ends the process at once, after all reports are written.

    The bpy module of 4.2 to 4.5 may crash or wait for ever while the interpreter shuts down, when all tests are done.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(_exit_status)


@pytest.fixture(autouse=True)
def _empty_file() -> Iterator[None]:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    yield
    bpy.ops.wm.read_factory_settings(use_empty=True)


@pytest.fixture
def shared_meshes() -> Path:
    """The folder of the artists' meshes beside the checkout; the test is skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2].parent / "shared" / "meshes"
    if not folder.is_dir():
        pytest.skip("the artists' meshes are not beside this checkout")
    return folder

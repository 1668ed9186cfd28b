"""Blender for the faults: its folder is made, and its process ended, as for the other tests that need it."""

from __future__ import annotations

from tests.blender.conftest import pytest_sessionfinish, pytest_unconfigure

__all__ = ["pytest_sessionfinish", "pytest_unconfigure"]

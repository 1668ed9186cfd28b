"""Faults that do not get yet what they should, by name, with the reason; each is taken off when it is mended."""

from __future__ import annotations

KNOWN_FAILURES: dict[str, str] = {}

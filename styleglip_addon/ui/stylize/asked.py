"""What was asked of an object, as plain data: prompt, rows and settings as they were, to run with and to give back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from ..parts.rows import writing

_OF_VIEWS = ("has_begun", "show_preview", "active_part")
_UNASKED = ("name", "rna_type", "parts", *_OF_VIEWS)
"""Properties of settings and rows that say nothing of what was asked."""
_PLAIN = (bool, int, float, str)


@dataclass(frozen=True)
class Asked:
    """Prompt, rows and settings of an object at some time.

    Args:
        values: the settings' properties, by identifier.
        parts: the rows' properties.
    """

    values: Mapping[str, Any]
    parts: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, settings: Any) -> Asked:
        """Takes them from an object's settings."""
        return cls(_plain(settings), tuple(_plain(row) for row in settings.parts))

    @property
    def prompt(self) -> str:
        """As it was typed."""
        return str(self.values.get("prompt", ""))

    def as_settings(self) -> Any:
        """Settings that belong to no object, with all that a run reads of them."""
        return SimpleNamespace(**self.values, parts=[SimpleNamespace(**row) for row in self.parts])

    def give(self, settings: Any) -> None:
        """Makes an object's prompt, rows and settings what was asked; what this version does not know is left out."""
        with writing():
            settings.has_begun = True
            _set(settings, self.values)
            settings.parts.clear()
            for row in self.parts:
                _set(settings.parts.add(), row)
            settings.active_part = max(0, min(settings.active_part, len(settings.parts) - 1))

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"values": dict(self.values), "parts": [dict(row) for row in self.parts]}

    @classmethod
    def from_dict(cls, data: Any) -> Asked:
        """Inverse of `to_dict`; what is no plain value is left out.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: it is something else.
        """
        return cls(_checked(data["values"]), tuple(_checked(row) for row in data["parts"]))


def _names(settings: Any) -> list[str]:
    return [own.identifier for own in settings.bl_rna.properties if own.identifier not in _UNASKED]


def _plain(settings: Any) -> dict[str, Any]:
    values = {name: getattr(settings, name) for name in _names(settings)}
    return {name: value if isinstance(value, _PLAIN) else tuple(value) for name, value in values.items()}


def _set(settings: Any, values: Mapping[str, Any]) -> None:
    for name in _names(settings):
        if name in values:
            try:
                setattr(settings, name, values[name])
            except (TypeError, ValueError):  # a choice that another version had
                settings.property_unset(name)


def _checked(values: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, _PLAIN):
            found[str(name)] = value
        elif isinstance(value, (list, tuple)) and all(isinstance(number, (int, float)) for number in value):
            found[str(name)] = tuple(value)
    return found

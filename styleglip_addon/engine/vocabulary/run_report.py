"""How a result was made, as a report tells it: settings, models, times and versions of the programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from .settings import StylizeSettings


@dataclass(frozen=True)
class RunReport:
    """How a result, or one restyled part of it, was made.

    Args:
        settings: as `StylizeSettings.to_dict` writes them. They stay plain data until they are needed, so that a report
            can be shown by a version of the program that has other settings.
        model: name of the models.
        seconds: wall time per phase name.
        versions: of the programs, by name.
    """

    settings: Mapping[str, Any]
    model: str
    seconds: Mapping[str, float] = dataclass_field(default_factory=dict)
    versions: Mapping[str, str] = dataclass_field(default_factory=dict)

    @property
    def seed(self) -> int | None:
        """Of all random numbers; None where the settings do not say."""
        return self.settings.get("seed")

    def stylize_settings(self) -> StylizeSettings:
        """The settings as the engine takes them.

        Raises:
            SettingsError: they are of another version of the program.
        """
        return StylizeSettings.from_dict(self.settings)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready dictionary that `from_dict` reads back."""
        return {
            "seed": self.seed,
            "model": self.model,
            "seconds": dict(self.seconds),
            "settings": dict(self.settings),
            "versions": dict(self.versions),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> RunReport:
        """Inverse of `to_dict`; other names are left alone.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: it is something else.
        """
        if not isinstance(data["settings"], Mapping):
            raise TypeError("settings are a group")
        return cls(
            settings=data["settings"],
            model=str(data["model"]),
            seconds={str(phase): float(value) for phase, value in data.get("seconds", {}).items() if value is not None},
            versions={str(name): str(value) for name, value in data.get("versions", {}).items()},
        )

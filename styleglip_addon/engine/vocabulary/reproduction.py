"""A run from its own report: the parts, settings and models that made a result, read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import SettingsError
from .mesh import Part
from .model_choice import ModelChoice
from .settings import PartsMode, StylizeSettings


@dataclass(frozen=True)
class RecordedRun:
    """What a report says about how its result was made.

    Args:
        prompt: as the user wrote it.
        parts: with their strengths, without masks.
        masks: by part, what said where it is, as the headless command's "SOURCE:NAME".
        painted: names of the parts whose place was given in another way: their masks have to be given again.
        settings: all of them.
        models: which models guided it.
        object_name, input: the object that was asked for and the file it is in; "" where the report does not say.
        versions: of the programs it was made with.
    """

    prompt: str
    parts: tuple[Part, ...]
    masks: Mapping[str, str]
    painted: tuple[str, ...]
    settings: StylizeSettings
    models: ModelChoice
    object_name: str
    input: str
    versions: Mapping[str, str]

    def version_warnings(self, present: Mapping[str, str]) -> tuple[str, ...]:
        """Sentences for programs of another version than the run's: the result may differ in the last digits."""
        differing = [
            f"{name} {self.versions[name]} (here {present.get(name, 'absent')})"
            for name in self.versions
            if present.get(name) != self.versions[name]
        ]
        if not differing:
            return ()
        return (f"The report was made with {', '.join(differing)}: the result may differ a little.",)


def recorded_run(report: Mapping[str, Any]) -> RecordedRun:
    """Reads a report back.

    Args:
        report: with the keys prompt, parts, settings and model (or models), as the headless command writes it.

    Raises:
        SettingsError: it is no such report, or it is of a result that no single run makes again.
    """
    try:
        if report.get("restyled"):
            raise SettingsError(
                "The report is of a result in which single parts were restyled, which no single run makes again. Use "
                "the report of the first run, then restyle the parts."
            )
        parts = tuple(Part(str(p["name"]), str(p["style"]), float(p["strength"])) for p in report["parts"])
        settings = StylizeSettings.from_dict(report["settings"])
        masks = {str(name): str(mask) for name, mask in report.get("masks", {}).items()}
        given = () if settings.parts_mode is PartsMode.HOLISTIC else report["parts"]
        painted = (str(p["name"]) for p in given if p["found"] and not p["detections"])
        models = report.get("models")
        return RecordedRun(
            prompt=str(report["prompt"]),
            parts=parts,
            masks=masks,
            painted=tuple(name for name in painted if name not in masks),
            settings=settings,
            models=ModelChoice.of(str(report["model"])) if models is None else ModelChoice.from_dict(models),
            object_name=str(report.get("object_asked", "")),
            input=str(report.get("input", "")),
            versions={str(name): str(value) for name, value in report.get("versions", {}).items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SettingsError("This is no report of a StyleGLIP run, or it is damaged.") from error

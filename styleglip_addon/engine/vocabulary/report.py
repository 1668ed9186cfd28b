"""The report of a result: everything about it but its arrays, typed, and as the JSON that people and tools read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from dataclasses import field as dataclass_field
from typing import Any

from .errors import ModelError, SettingsError
from .model_choice import ModelChoice
from .part_report import PartReport, rounded
from .results import Losses, StylizeResult
from .run_report import RunReport


@dataclass(frozen=True)
class CommandReport:
    """What a run from the command line adds to a report.

    Args:
        object, input, output: the object's name and the files; "" where they are not told.
        object_asked: the name that was asked for; a file's only object may get another one.
        models: which models guided the run; None: not told.
        masks: by part, what said where it is, as "SOURCE:NAME".
        detection_pictures: files with pictures of the boxes, seen from the report's folder; None: none were asked for.
        dense_copy: name of the dense copy; None: none was asked for.
        textures: names of the baked images; None: none were asked for.
        total_seconds: of the whole command.
        up: axis of the input file that was said to point up; "": none was.
    """

    object: str = ""
    input: str = ""
    output: str = ""
    object_asked: str = ""
    models: ModelChoice | None = None
    masks: Mapping[str, str] = dataclass_field(default_factory=dict)
    detection_pictures: tuple[str, ...] | None = None
    dense_copy: str | None = None
    textures: tuple[str, ...] | None = None
    total_seconds: float = 0.0
    up: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready dictionary; what is None is left out."""
        data: dict[str, Any] = {
            "object": self.object,
            "input": self.input,
            "output": self.output,
            "object_asked": self.object_asked,
            "up": self.up,
            "models": None if self.models is None else self.models.to_dict(),
            "masks": dict(self.masks),
            "detection_pictures": None if self.detection_pictures is None else list(self.detection_pictures),
            "dense_copy": self.dense_copy,
            "textures": None if self.textures is None else list(self.textures),
            "total_seconds": self.total_seconds,
        }
        return {name: value for name, value in data.items() if value is not None}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> CommandReport | None:
        """Inverse of `to_dict`; None where nothing of the kind is told.

        Raises:
            TypeError, ValueError, AttributeError, ModelError: it is something else.
        """
        if not data.keys() & {item.name for item in fields(cls)}:
            return None
        models = data.get("models")
        return cls(
            object=str(data.get("object", "")),
            input=str(data.get("input", "")),
            output=str(data.get("output", "")),
            object_asked=str(data.get("object_asked", "")),
            up=str(data.get("up", "")),
            models=None if models is None else ModelChoice.from_dict(models),
            masks={str(name): str(mask) for name, mask in data.get("masks", {}).items()},
            detection_pictures=_names(data.get("detection_pictures")),
            dense_copy=None if data.get("dense_copy") is None else str(data["dense_copy"]),
            textures=_names(data.get("textures")),
            total_seconds=float(data.get("total_seconds", 0.0)),
        )


@dataclass(frozen=True)
class Report:
    """Everything about a result but its arrays.

    Args:
        prompt: as the user wrote it.
        parts: what became of each part.
        run: how the result was made; the lines of restyled parts tell how these were.
        vertices, triangles: size of the stylized mesh.
        warnings: sentences for the user.
        restyled: the parts that the run made anew; empty: all of them, in a run of its own.
        history: losses per step.
        command: what a run from the command line adds; None: there was no command.
    """

    prompt: str
    parts: tuple[PartReport, ...]
    run: RunReport
    vertices: int
    triangles: int
    warnings: tuple[str, ...] = ()
    restyled: tuple[str, ...] = ()
    history: tuple[Losses, ...] = ()
    command: CommandReport | None = None

    @classmethod
    def of(
        cls, result: StylizeResult, prompt: str, *, vertices: int, triangles: int, versions: Mapping[str, str]
    ) -> Report:
        """The report of a result.

        Args:
            result: from the engine.
            prompt: as the user wrote it.
            vertices, triangles: size of the stylized mesh.
            versions: of the programs it was made with, by name.
        """
        seconds = {str(phase): rounded(value) or 0.0 for phase, value in result.seconds.items()}
        return cls(
            prompt=prompt,
            parts=tuple(PartReport.of_styled(styled) for styled in result.parts),
            run=RunReport(result.settings.to_dict(), result.model, seconds, dict(versions)),
            vertices=vertices,
            triangles=triangles,
            warnings=tuple(result.warnings),
            restyled=tuple(result.state.only),
            history=tuple(
                Losses(
                    rounded(losses.total) or 0.0,
                    {name: number for name, value in losses.terms.items() if (number := rounded(value)) is not None},
                )
                for losses in result.history
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """Dictionary for `json.dumps(..., allow_nan=False)` that `from_dict` reads back."""
        command = {} if self.command is None else self.command.to_dict()
        return {
            "prompt": self.prompt,
            "parts": [part.to_dict() for part in self.parts],
            "warnings": list(self.warnings),
            "vertices": self.vertices,
            "triangles": self.triangles,
            "restyled": list(self.restyled),
            **self.run.to_dict(),
            "history": [{"total": losses.total, **losses.terms} for losses in self.history],
            **command,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Report:
        """Inverse of `to_dict`; reads the reports of earlier versions, and passes over names it does not know.

        Raises:
            SettingsError: it is no report, or it is damaged.
        """
        try:
            return cls(
                prompt=str(data["prompt"]),
                parts=tuple(PartReport.from_dict(part) for part in data["parts"]),
                run=RunReport.from_dict(data),
                vertices=int(data.get("vertices", 0)),
                triangles=int(data.get("triangles", 0)),
                warnings=tuple(str(sentence) for sentence in data.get("warnings", ())),
                restyled=tuple(str(name) for name in data.get("restyled", ())),
                history=tuple(_losses(step) for step in data.get("history", ())),
                command=CommandReport.from_dict(data),
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, ModelError) as error:
            raise SettingsError("This is no report of a StyleGLIP run, or it is damaged.") from error


def _losses(step: Mapping[str, Any]) -> Losses:
    """One step; earlier versions wrote null for a term that the step did not evaluate."""
    terms = {str(name): float(value) for name, value in step.items() if value is not None and name != "total"}
    return Losses(float(step["total"]), terms)


def _names(values: Any) -> tuple[str, ...] | None:
    return None if values is None else tuple(str(value) for value in values)

"""A run from its own report: the parts, settings and models that made a result, to make it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import SettingsError
from .mesh import Part
from .model_choice import ModelChoice
from .part_names import is_rest, is_whole_alone
from .report import CommandReport, Report
from .settings import PartsMode, StylizeSettings


@dataclass(frozen=True)
class RecordedRun:
    """A report of a run that can be done again.

    Args:
        report: of its result.
        settings: all of them.
        command: what the report tells of the command; nothing for a result that was not made by one.
    """

    report: Report
    settings: StylizeSettings
    command: CommandReport

    @property
    def prompt(self) -> str:
        """As the user wrote it."""
        return self.report.prompt

    @property
    def parts(self) -> tuple[Part, ...]:
        """With their strengths, without masks."""
        return tuple(part.part for part in self.report.parts)

    @property
    def models(self) -> ModelChoice:
        """Which models guided it."""
        return self.command.models or ModelChoice.of(self.report.run.model)

    @property
    def painted(self) -> tuple[str, ...]:
        """Names of the parts whose place was given in a way the report does not tell: masks have to be given again."""
        if self.settings.parts_mode is PartsMode.HOLISTIC:
            return ()
        parts = self.report.parts
        if len(parts) == 1 and parts[0].share_of_vertices == 1.0 and is_whole_alone(parts[0].name):
            return ()
        given = (p.name for p in parts if p.found and not p.detections and not p.told_by and not is_rest(p.name))
        return tuple(name for name in given if name not in self.command.masks)

    def version_warnings(self, present: Mapping[str, str]) -> tuple[str, ...]:
        """Sentences for programs of another version than the run's: the result may differ in the last digits."""
        former = self.report.run.versions
        differing = [
            f"{name} {former[name]} (here {present.get(name, 'absent')})"
            for name in former
            if present.get(name) != former[name]
        ]
        if not differing:
            return ()
        return (f"The report was made with {', '.join(differing)}: the result may differ a little.",)


def recorded_run(data: Mapping[str, Any]) -> RecordedRun:
    """Reads a report's JSON back.

    Raises:
        SettingsError: it is no report, or it is of a result that no single run makes again.
    """
    report = Report.from_dict(data)
    if report.restyled:
        raise SettingsError(
            "The report is of a result in which single parts were restyled, which no single run makes again. Use "
            "the report of the first run, then restyle the parts."
        )
    return RecordedRun(report, report.run.stylize_settings(), report.command or CommandReport())

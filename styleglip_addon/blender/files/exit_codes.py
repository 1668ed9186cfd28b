"""The command's exit codes: how a run ended, and which error means which."""

from __future__ import annotations

from enum import IntEnum

from ...engine.vocabulary.errors import (
    MeshError,
    ModelError,
    PromptError,
    SettingsError,
    StateError,
    StylizeCancelled,
)
from ..reading.validation import ObjectError
from .deliveries import StoppedError
from .failures import UsageError, shortage_told
from .rescue import RescueError
from .scene_files import InputFileError, OutputFileError


class ExitCode(IntEnum):
    """How a run ended."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    INPUT_FILE = 3
    MESH = 4
    PROMPT = 5
    MODEL = 6
    OUTPUT = 7
    NOT_FOUND = 8
    NOTHING_FOUND = 9
    INCOMPLETE = 10
    RESOURCES = 11
    PARTLY = 12
    NONE_DONE = 13
    CANCELLED = 130


_CODES: tuple[tuple[type[BaseException], ExitCode], ...] = (
    (InputFileError, ExitCode.INPUT_FILE),
    (OutputFileError, ExitCode.OUTPUT),
    (RescueError, ExitCode.OUTPUT),
    (PromptError, ExitCode.PROMPT),
    (ModelError, ExitCode.MODEL),
    (SettingsError, ExitCode.USAGE),
    (UsageError, ExitCode.USAGE),
    (StateError, ExitCode.INPUT_FILE),
    (ObjectError, ExitCode.MESH),
    (MeshError, ExitCode.MESH),
    (StoppedError, ExitCode.CANCELLED),
    (StylizeCancelled, ExitCode.CANCELLED),
    (KeyboardInterrupt, ExitCode.CANCELLED),
)


def code_of(error: BaseException) -> ExitCode:
    """The exit code for what ended a run."""
    if shortage_told(error) is not None:
        return ExitCode.RESOURCES
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.UNEXPECTED)

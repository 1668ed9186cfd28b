"""The engine's exceptions. Every message is one or two sentences that tell an artist what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..optimisation.state import StyleState


class StyleGLIPError(Exception):
    """Base of all errors the engine raises on purpose; `str(error)` is meant for people."""


class MeshError(StyleGLIPError):
    """The mesh cannot be stylized as it is (no faces, NaN coordinates, zero size, wrong shapes)."""


class PromptError(StyleGLIPError):
    """The prompt cannot be read as "style part, style part"; the message names the word."""


class SettingsError(StyleGLIPError):
    """A setting is out of its range; the message names the setting and the range."""


class ModelError(StyleGLIPError):
    """A model file is missing, damaged, unsafe or of another model; the message names the file."""


class StateError(StyleGLIPError):
    """A saved state is damaged, of another program, mesh or run; the message names the file or what does not fit."""


class StylizeCancelled(StyleGLIPError):
    """`should_stop` returned True; nothing was written.

    Args:
        message: for people.
        state: an `engine.optimisation.state.StyleState` to go on from, where styling had begun; else None.
    """

    def __init__(self, message: str, state: StyleState | None = None) -> None:
        super().__init__(message)
        self.state = state

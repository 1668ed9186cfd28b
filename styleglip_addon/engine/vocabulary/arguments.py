"""Checks what the public functions are given by its type: a sentence that names the argument and what is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np

from .errors import MeshError, PromptError, SettingsError, StateError
from .mesh import Mesh, Part, checked_mask
from .settings import StylizeSettings


def check_run(
    mesh: object,
    settings: object,
    on_progress: Callable[..., Any] | None,
    should_stop: Callable[..., Any] | None = None,
) -> None:
    """Checks what all runs are given, see the functions below."""
    check_mesh(mesh)
    check_settings(settings)
    check_callbacks(on_progress, should_stop)


def check_mesh(mesh: object) -> None:
    """Raises MeshError unless it is a mesh."""
    if not isinstance(mesh, Mesh):
        raise MeshError(f"mesh must be a Mesh(vertices, faces), not {_kind(mesh)}.")


def check_settings(settings: object) -> None:
    """Raises SettingsError unless it is the settings of a run, or None."""
    if settings is not None and not isinstance(settings, StylizeSettings):
        raise SettingsError(
            f"settings must be StylizeSettings, not {_kind(settings)}. StylizeSettings.from_dict reads a dictionary, "
            "StylizeSettings.preset a name."
        )


def check_callbacks(on_progress: Callable[..., Any] | None, should_stop: Callable[..., Any] | None = None) -> None:
    """Raises SettingsError unless both are functions, or None."""
    for name, value in (("on_progress", on_progress), ("should_stop", should_stop)):
        if value is not None and not callable(value):
            raise SettingsError(f"{name} must be a function, not {_kind(value)}.")


def check_state(state: object) -> None:
    """Raises StateError unless it looks like the state of a run."""
    if not (hasattr(state, "mesh_hash") and hasattr(state, "settings")):
        raise StateError(f"state must be a StyleState, such as the state of a StylizeResult, not {_kind(state)}.")


def check_parts(parts: object, vertices: int | None = None) -> None:
    """Checks that something is parts, each with values that a part can have.

    Args:
        parts: what was given for them.
        vertices: of the mesh, which masks have to fit; None: it is not asked.

    Raises:
        PromptError: it is something else; the message names the part and the value.
    """
    if isinstance(parts, str):
        raise PromptError(f'parts must be a list of Part, not the text "{parts[:60]}". parse_prompt reads such a text.')
    if isinstance(parts, Part):
        raise PromptError(f'parts must be a list of Part, not a single one. Write [part] for "{parts.name}".')
    if not isinstance(parts, Sequence):
        raise PromptError(f"parts must be a list of Part, not {_kind(parts)}.")
    for number, part in enumerate(parts):
        if not isinstance(part, Part):
            raise PromptError(f"parts[{number}] must be a Part(name, style), not {_kind(part)}.")
        _check_part(part, number, vertices)


def _check_part(part: Part, number: int, vertices: int | None) -> None:
    for name, value in (("name", part.name), ("style", part.style)):
        if not isinstance(value, str):
            raise PromptError(f"The {name} of parts[{number}] must be text, not {_kind(value)}.")
    if not part.name.strip():
        raise PromptError(f'parts[{number}] has no name. Name the part, for example "base".')
    if not _is_number(part.strength) or not 0.0 <= part.strength <= 1.0:
        raise PromptError(f'The strength of part "{part.name}" must be a number in 0..1, not {_shown(part.strength)}.')
    if not _is_number(part.scale):
        raise PromptError(f'The scale of part "{part.name}" must be a number, not {_shown(part.scale)}.')
    if part.seed is not None and (not isinstance(part.seed, Integral) or isinstance(part.seed, bool)):
        raise PromptError(f'The seed of part "{part.name}" must be a whole number or None, not {_shown(part.seed)}.')
    if part.mask is not None:
        try:
            mask = checked_mask(part.mask, part.name)
        except MeshError as error:
            raise PromptError(str(error)) from None
        if vertices is not None and mask.shape != (vertices,):
            raise PromptError(
                f'The mask of part "{part.name}" has {mask.size} values for {vertices} vertices. Paint it again on '
                "this mesh."
            )


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f'the text "{value[:60]}"'
    return f"{value:g}" if isinstance(value, float | np.floating) else str(value)[:60]


def _kind(value: object) -> str:
    """What something is, in words."""
    if value is None:
        return "None"
    if isinstance(value, str):
        return f'the text "{value[:60]}"'
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"

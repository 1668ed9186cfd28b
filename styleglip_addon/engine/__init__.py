"""StyleGLIP's engine: text-driven, part-by-part mesh stylization in pure Python and PyTorch.

The public API: `parse_prompt`, `load_models`, `locate_parts`, `stylize` and the dataclasses they take and give. Nothing
here needs Blender. PyTorch is imported on first use, not with this package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .vocabulary import (
    Detection,
    Device,
    FieldKind,
    FieldSettings,
    LocalizationSettings,
    LocatedPart,
    Losses,
    MachineSettings,
    Mesh,
    NamedRegion,
    NameKind,
    Part,
    PartReading,
    Phase,
    Preset,
    Progress,
    RendererChoice,
    Schedule,
    Snapshot,
    StyledPart,
    StylizeResult,
    StylizeSettings,
)
from .vocabulary.errors import (
    MeshError,
    ModelError,
    PromptError,
    SettingsError,
    StateError,
    StyleGLIPError,
    StylizeCancelled,
)
from .vocabulary.look import Look

if TYPE_CHECKING:
    from .continuing import continue_run, restyle, result_of_state
    from .localization.located_parts import LocatedParts
    from .localization.suggesting.suggesting import suggest_parts
    from .models import Models, load_models
    from .optimisation.reading import read_styles
    from .optimisation.state import StyleState
    from .prompts.reading import PromptReading, parse_prompt, read_prompt
    from .prompts.writing import format_prompt
    from .stylizer import locate_parts, stylize
    from .varying import PartPictures, PartVariations, Variation, part_pictures, variations

__all__ = [
    "Detection",
    "Device",
    "FieldKind",
    "FieldSettings",
    "LocalizationSettings",
    "LocatedPart",
    "LocatedParts",
    "Look",
    "Losses",
    "MachineSettings",
    "Mesh",
    "MeshError",
    "ModelError",
    "Models",
    "NameKind",
    "NamedRegion",
    "Part",
    "PartPictures",
    "PartReading",
    "PartVariations",
    "Phase",
    "Preset",
    "Progress",
    "PromptError",
    "PromptReading",
    "RendererChoice",
    "Schedule",
    "SettingsError",
    "Snapshot",
    "StateError",
    "StyleGLIPError",
    "StyleState",
    "StyledPart",
    "StylizeCancelled",
    "StylizeResult",
    "StylizeSettings",
    "Variation",
    "continue_run",
    "format_prompt",
    "load_models",
    "locate_parts",
    "parse_prompt",
    "part_pictures",
    "read_prompt",
    "read_styles",
    "restyle",
    "result_of_state",
    "stylize",
    "suggest_parts",
    "variations",
]

_LAZY = {
    "LocatedParts": "localization.located_parts",
    "Models": "models",
    "PartPictures": "varying",
    "PartVariations": "varying",
    "PromptReading": "prompts.reading",
    "StyleState": "optimisation.state",
    "Variation": "varying",
    "continue_run": "continuing",
    "format_prompt": "prompts.writing",
    "load_models": "models",
    "locate_parts": "stylizer",
    "parse_prompt": "prompts.reading",
    "part_pictures": "varying",
    "read_prompt": "prompts.reading",
    "read_styles": "optimisation.reading",
    "result_of_state": "continuing",
    "restyle": "continuing",
    "stylize": "stylizer",
    "suggest_parts": "localization.suggesting.suggesting",
    "variations": "varying",
}


def __getattr__(name: str) -> Any:
    """Imports what needs PyTorch when it is first asked for: Blender's panel must draw without waiting for it."""
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(f".{_LAZY[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

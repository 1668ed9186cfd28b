"""What the artist sets, stored in the scene: the prompt, its parts as rows, and the settings of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bpy

from ..engine.types import FieldSettings, StylizeSettings
from .prompt_rows import rows_from_prompt, rows_to_prompt
from .quality import Quality, preset

_DEFAULTS = StylizeSettings()


def _on_prompt(settings: Any, context: bpy.types.Context) -> None:
    rows_from_prompt(settings)


def _on_row(row: Any, context: bpy.types.Context) -> None:
    rows_to_prompt(row.id_data.styleglip)


def _on_quality(settings: Any, context: bpy.types.Context) -> None:
    settings.iterations = preset(Quality(settings.quality)).iterations


class StyleGLIPPart(bpy.types.PropertyGroup):
    """A row of the list: one part and how it should look."""

    if TYPE_CHECKING:
        part: str
        style: str
        strength: float
        vertex_group: str
    else:
        part: bpy.props.StringProperty(name="Part", description='The word for the part, e.g. "base"', update=_on_row)
        style: bpy.props.StringProperty(
            name="Style", description='How the part should look, e.g. "old pottery"', update=_on_row
        )
        strength: bpy.props.FloatProperty(
            name="Strength",
            description="How much of the style the part takes on",
            min=0.0,
            max=1.0,
            default=1.0,
            subtype="FACTOR",
        )
        vertex_group: bpy.props.StringProperty(
            name="Mask",
            description=(
                "A vertex group that says where the part is. Leave it empty to let StyleGLIP find the part; "
                "paint over a group it made to correct it"
            ),
        )


class StyleGLIPSettings(bpy.types.PropertyGroup):
    """All that the panel edits; `Scene.styleglip`."""

    if TYPE_CHECKING:
        prompt: str
        problem: str
        parts: Any
        active_part: int
        quality: str
        iterations: int
        seed: int
        use_displacement: bool
        displacement_limit: float
        feather: float
    else:
        prompt: bpy.props.StringProperty(
            name="Prompt",
            description='How each part should look, e.g. "pottery base, gold tube, linen shade"',
            update=_on_prompt,
        )
        problem: bpy.props.StringProperty(
            name="Problem", description="Why the prompt cannot be read", options={"HIDDEN"}
        )
        parts: bpy.props.CollectionProperty(type=StyleGLIPPart)
        active_part: bpy.props.IntProperty(name="Active Part")
        quality: bpy.props.EnumProperty(
            name="Quality",
            description="How much work goes into the result",
            items=[
                (Quality.DRAFT, "Draft", "A quick look"),
                (Quality.STANDARD, "Standard", "Good for most objects"),
                (Quality.FINE, "Fine", "More steps on a finer copy of the mesh; several times slower"),
            ],
            default=Quality.STANDARD,
            update=_on_quality,
        )
        iterations: bpy.props.IntProperty(
            name="Steps",
            description="Steps of optimisation; more steps follow the words more closely",
            min=1,
            max=100_000,
            soft_max=1000,
            default=_DEFAULTS.iterations,
        )
        seed: bpy.props.IntProperty(
            name="Seed", description="Another seed gives another variation; the same seed the same result", min=0
        )
        use_displacement: bpy.props.BoolProperty(
            name="Displacement", description="Let the style move vertices, not only colour them", default=True
        )
        displacement_limit: bpy.props.FloatProperty(
            name="Amount",
            description="The furthest a vertex may move, as a share of the object's radius",
            min=0.0,
            max=1.0,
            soft_max=0.1,
            default=FieldSettings().displacement_limit,
            precision=3,
            step=0.1,
        )
        feather: bpy.props.FloatProperty(
            name="Feather",
            description="Width of the soft border between two parts, as a share of the object's radius",
            min=0.0,
            max=1.0,
            soft_max=0.2,
            default=_DEFAULTS.feather,
            precision=3,
            step=0.1,
        )


def engine_settings(settings: Any, context: bpy.types.Context) -> StylizeSettings:
    """The engine's settings for what the panel and the preferences say.

    Raises:
        SettingsError: a value is out of its range.
    """
    from .preferences import engine_choice

    base = preset(Quality(settings.quality))
    choice = engine_choice(context)
    return base.with_(
        iterations=settings.iterations,
        seed=settings.seed,
        displacement=settings.use_displacement,
        feather=settings.feather,
        threads=choice.threads,
        device=choice.device,
        field=FieldSettings(displacement_limit=settings.displacement_limit),
    )


def register() -> None:
    """Registers the property groups and hangs them on the scene."""
    bpy.utils.register_class(StyleGLIPPart)
    bpy.utils.register_class(StyleGLIPSettings)
    bpy.types.Scene.styleglip = bpy.props.PointerProperty(type=StyleGLIPSettings)


def unregister() -> None:
    """Takes them off."""
    del bpy.types.Scene.styleglip
    bpy.utils.unregister_class(StyleGLIPSettings)
    bpy.utils.unregister_class(StyleGLIPPart)

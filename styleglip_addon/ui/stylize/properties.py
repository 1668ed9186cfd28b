"""What the artist sets, stored in the scene: the prompt, its parts as rows, and the settings of a run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import bpy

from ...engine.vocabulary import FieldSettings, StylizeSettings
from ...engine.vocabulary.presets import Preset, preset_settings
from ...engine.vocabulary.qualities import Quality, quality_settings
from ...engine.vocabulary.settings import FieldKind, JointSettings, MirrorAxis, PartsMode
from ..models.preferences import engine_choice
from ..parts.properties import StyleGLIPPart
from ..parts.rows import rows_from_prompt
from ..windows import redraw_views

_DEFAULTS = StylizeSettings()


def _on_prompt(settings: Any, context: bpy.types.Context) -> None:
    rows_from_prompt(settings)


def _on_preview(settings: Any, context: bpy.types.Context) -> None:
    redraw_views()


def _on_quality(settings: Any, context: bpy.types.Context) -> None:
    settings.iterations = quality_settings(Quality[settings.quality]).iterations


def _on_recipe(settings: Any, context: bpy.types.Context) -> None:
    """A recipe brings its own values; what the panel shows of them can be changed afterwards."""
    recipe = _recipe(settings)
    base = quality_settings(Quality[settings.quality]) if recipe is Preset.DEFAULT else preset_settings(recipe)
    settings.iterations = base.iterations
    settings.use_displacement = base.field.displaces
    settings.displacement_limit = base.field.displacement_limit
    settings.feather = base.feather
    settings.parts_mode = base.parts_mode.name
    settings.field_kind = _shown_kind(base.field.kind).name
    settings.mirror = base.field.mirror.name


def _shown_kind(kind: FieldKind) -> FieldKind:
    """The kind among those the artist chooses from: without displacement, color and shape is color alone."""
    return FieldKind.COLOR_DISPLACEMENT if kind is FieldKind.COLOR else kind


def _recipe(settings: Any) -> Preset:
    return Preset[settings.recipe]


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
        show_preview: bool
        recipe: str
        parts_mode: str
        joint_every: int
        joint_drift: float
        field_kind: str
        mirror: str
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
                (Quality.DRAFT.name, "Draft", "A quick look"),
                (Quality.STANDARD.name, "Standard", "Good for most objects"),
                (Quality.FINE.name, "Fine", "More steps on a finer copy of the mesh; several times slower"),
            ],
            default=Quality.STANDARD.name,
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
        recipe: bpy.props.EnumProperty(
            name="Preset",
            description="A whole recipe; the other settings start from it",
            items=[
                (Preset.DEFAULT.name, "StyleGLIP", "Our own recipe, made for the embedded model and any processor"),
                (
                    Preset.TEXT2MESH.name,
                    "Text2Mesh",
                    "One sentence for the whole object, colors and strong displacement. Wants CLIP and a graphics card",
                ),
                (
                    Preset.TANGO.name,
                    "TANGO",
                    "One sentence for the whole object, colors and materials, no vertex moves. Wants CLIP and a "
                    "graphics card",
                ),
                (
                    Preset.RELEASED_3DSTYLEGLIP.name,
                    "3DStyleGLIP",
                    "The released settings of 3DStyleGLIP: parts, colors and materials. Wants GLIP, CLIP and a "
                    "graphics card",
                ),
            ],
            default=Preset.DEFAULT.name,
            update=_on_recipe,
        )
        parts_mode: bpy.props.EnumProperty(
            name="Parts",
            description="Where the parts' places come from",
            items=[
                (PartsMode.FIXED.name, "Fixed", "Found once, on the object as it is, or given by masks"),
                (PartsMode.JOINT.name, "Joint", "Found again while the style grows, near where they were found first"),
                (PartsMode.HOLISTIC.name, "Whole Object", "No parts: the prompt is for the object as a whole"),
            ],
            default=_DEFAULTS.parts_mode.name,
        )
        joint_every: bpy.props.IntProperty(
            name="Every",
            description="Steps after which the parts are found again",
            min=1,
            soft_max=500,
            default=_DEFAULTS.joint.every,
        )
        joint_drift: bpy.props.FloatProperty(
            name="Most Drift",
            description="How much of a part's place may differ from where it was found first",
            min=0.0,
            max=0.99,
            default=_DEFAULTS.joint.most_drift,
            subtype="FACTOR",
        )
        field_kind: bpy.props.EnumProperty(
            name="Style Is",
            description="What a style consists of",
            items=[
                (FieldKind.COLOR_DISPLACEMENT.name, "Color and Shape", "Colors, and vertices that move"),
                (FieldKind.APPEARANCE.name, "Material", "Colors, roughness and metallic; no vertex moves"),
                (
                    FieldKind.APPEARANCE_DISPLACEMENT.name,
                    "Material and Shape",
                    "Colors, roughness, metallic, and vertices that move",
                ),
            ],
            default=_DEFAULTS.field.kind.name,
        )
        mirror: bpy.props.EnumProperty(
            name="Symmetry",
            description="The axis of the object across which the style is the same on both sides",
            items=[(axis.name, axis.name.capitalize(), "") for axis in MirrorAxis],
            default=_DEFAULTS.field.mirror.name,
        )
        show_preview: bpy.props.BoolProperty(
            name="Preview",
            description="Show the style on the object while it grows. The object itself changes only at the end",
            default=True,
            update=_on_preview,
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
    recipe = _recipe(settings)
    base = quality_settings(Quality[settings.quality])
    if recipe is not Preset.DEFAULT:
        base = preset_settings(recipe, settings.iterations)
    choice, kind = engine_choice(context), FieldKind[settings.field_kind]
    return base.with_(
        iterations=settings.iterations,
        seed=settings.seed,
        feather=settings.feather,
        machine=replace(base.machine, threads=choice.threads, device=choice.device),
        parts_mode=PartsMode[settings.parts_mode],
        joint=JointSettings(settings.joint_every, round(settings.joint_drift, 6)),  # Blender keeps 7 digits
        field=replace(
            base.field,
            kind=FieldKind.of(kind.has_material, kind.displaces and settings.use_displacement),
            displacement_limit=settings.displacement_limit,
            mirror=MirrorAxis[settings.mirror],
        ),
    )

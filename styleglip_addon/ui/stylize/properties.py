"""What the artist sets, stored on the object: the prompt, its parts as rows, and the settings of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bpy

from ...engine.vocabulary import FieldSettings, StylizeSettings
from ...engine.vocabulary.presets import Preset
from ...engine.vocabulary.qualities import Quality, quality_settings
from ...engine.vocabulary.settings import FieldKind, MirrorAxis, PartsMode
from ..choices import Choice, items
from ..parts.properties import StyleGLIPPart
from ..parts.rows import is_writing, rows_from_prompt
from ..windows import redraw_views
from .own_settings import begin
from .settings import show_recipe

_DEFAULTS = StylizeSettings()
_AXES = {axis: Choice(axis.name.capitalize()) for axis in MirrorAxis}


def _on_prompt(settings: Any, context: bpy.types.Context) -> None:
    if isinstance(settings.id_data, bpy.types.Object):
        begin(settings, context.scene.styleglip)
    rows_from_prompt(settings)


def _on_preview(settings: Any, context: bpy.types.Context) -> None:
    redraw_views()


def _on_quality(settings: Any, context: bpy.types.Context) -> None:
    if is_writing():
        return
    settings.iterations = quality_settings(Quality[settings.quality]).iterations


def _on_recipe(settings: Any, context: bpy.types.Context) -> None:
    if is_writing():
        return
    show_recipe(settings)


class StyleGLIPSettings(bpy.types.PropertyGroup):
    """All that the panel edits; `Object.styleglip`, and what new objects start with, `Scene.styleglip`."""

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
        use_names: bool
        find_up: bool
        joint_every: int
        joint_drift: float
        field_kind: str
        mirror: str
        use_textures: bool
        has_begun: bool
    else:
        prompt: bpy.props.StringProperty(
            name="Prompt",
            description='How each part should look, in English: "pottery base, gold tube, linen shade", "seat: red '
            'velvet", "make the legs steel", or "all gold" for the whole object. Below it stands what is read',
            update=_on_prompt,
        )
        problem: bpy.props.StringProperty(
            name="Problem", description="Why the prompt cannot be read", options={"HIDDEN"}
        )
        has_begun: bpy.props.BoolProperty(name="Has a Prompt of Its Own", options={"HIDDEN"})
        parts: bpy.props.CollectionProperty(type=StyleGLIPPart)
        active_part: bpy.props.IntProperty(name="Active Part")
        quality: bpy.props.EnumProperty(
            name="Quality",
            description="How much work goes into the result",
            items=items(
                {
                    Quality.DRAFT: Choice("Draft", "A quick look"),
                    Quality.STANDARD: Choice("Standard", "Good for most objects"),
                    Quality.FINE: Choice("Fine", "More steps on a finer copy of the mesh; several times slower"),
                }
            ),
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
            name="Displacement", description="Let the style move vertices, not only color them", default=True
        )
        displacement_limit: bpy.props.FloatProperty(
            name="Amount",
            description="The furthest a vertex may move, as a share of the object's radius; materials have relief of "
            "their own",
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
            items=items(
                {
                    Preset.DEFAULT: Choice(
                        "StyleGLIP", "Every part starts from the material that its words mean, which is then fitted"
                    ),
                    Preset.TEXT2MESH: Choice(
                        "Text2Mesh",
                        "One sentence for the whole object, colors and strong displacement. Wants CLIP and a graphics "
                        "card",
                    ),
                    Preset.TANGO: Choice(
                        "TANGO",
                        "One sentence for the whole object, colors and materials, no vertex moves. Wants CLIP and a "
                        "graphics card",
                    ),
                    Preset.RELEASED_3DSTYLEGLIP: Choice(
                        "3DStyleGLIP",
                        "The released settings of 3DStyleGLIP: parts, colors and materials. Wants GLIP, CLIP and a "
                        "graphics card",
                    ),
                    Preset.FROM_GREY: Choice(
                        "From Grey", "Colors and shape are optimised from nothing, for looks that no material has"
                    ),
                }
            ),
            default=Preset.DEFAULT.name,
            update=_on_recipe,
        )
        parts_mode: bpy.props.EnumProperty(
            name="Parts",
            description="Where the parts' places come from",
            items=items(
                {
                    PartsMode.FIXED: Choice("Fixed", "Found once, on the object as it is, or given by masks"),
                    PartsMode.JOINT: Choice(
                        "Joint", "Found again while the style grows, near where they were found first"
                    ),
                    PartsMode.HOLISTIC: Choice("Whole Object", "No parts: the prompt is for the object as a whole"),
                }
            ),
            default=_DEFAULTS.parts_mode.name,
        )
        use_names: bpy.props.BoolProperty(
            name="Object's Own Names",
            description="Let the names of materials, joined objects, vertex groups and bones say where parts are, "
            "where they say it; pictures are asked for the rest",
            default=_DEFAULTS.localization.names,
        )
        find_up: bpy.props.BoolProperty(
            name="Notice Lying Objects",
            description="Look at an object that lies, as files with another up axis do, as it would stand. "
            "Nothing is turned; the report says so",
            default=_DEFAULTS.localization.find_up,
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
            items=items(
                {
                    FieldKind.COLOR_DISPLACEMENT: Choice("Color and Shape", "Colors, and vertices that move"),
                    FieldKind.APPEARANCE: Choice("Material", "Colors, roughness and metallic; no vertex moves"),
                    FieldKind.APPEARANCE_DISPLACEMENT: Choice(
                        "Material and Shape", "Colors, roughness, metallic, and vertices that move"
                    ),
                }
            ),
            default=_DEFAULTS.field.kind.name,
        )
        mirror: bpy.props.EnumProperty(
            name="Symmetry",
            description="The axis of the object across which the style is the same on both sides; not for materials",
            items=items(_AXES),
            default=_DEFAULTS.field.mirror.name,
        )
        use_textures: bpy.props.BoolProperty(
            name="Textures",
            description="Bake the result to textures where it is finer than the mesh's vertices. They come after the "
            "result, as an undo step of their own",
            default=True,
        )
        show_preview: bpy.props.BoolProperty(
            name="Preview",
            description="Show the style on the object while it grows, and its colors in Solid shading at the end. "
            "The object itself changes only then",
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

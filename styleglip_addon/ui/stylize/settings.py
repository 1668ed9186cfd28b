"""What the panel's settings are to the engine, and what a recipe of the engine's is to the panel."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import bpy

from ...engine.vocabulary import StylizeSettings
from ...engine.vocabulary.presets import Preset, preset_settings
from ...engine.vocabulary.qualities import Quality, quality_settings
from ...engine.vocabulary.settings import (
    FieldKind,
    JointSettings,
    MirrorAxis,
    PartsMode,
    Start,
    TextureMode,
    TextureSettings,
)
from ..models.choice import engine_choice


def engine_settings(settings: Any, context: bpy.types.Context) -> StylizeSettings:
    """The engine's settings for what the panel and the preferences say.

    Raises:
        SettingsError: a value is out of its range.
    """
    recipe = Preset[settings.recipe]
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
        localization=replace(base.localization, names=settings.use_names, find_up=settings.find_up),
        joint=JointSettings(settings.joint_every, round(settings.joint_drift, 6)),  # Blender keeps 7 digits
        field=replace(
            base.field,
            kind=FieldKind.of(kind.has_material, kind.displaces and settings.use_displacement),
            displacement_limit=settings.displacement_limit,
            mirror=MirrorAxis[settings.mirror] if base.start is Start.GREY else MirrorAxis.NONE,
        ),
        textures=TextureSettings(TextureMode.AUTO if settings.use_textures else TextureMode.OFF),
    )


def starts_from_grey(settings: Any) -> bool:
    """Whether the recipe's fields start from grey: what only they know is shown as such."""
    return preset_settings(Preset[settings.recipe]).start is Start.GREY


def show_recipe(settings: Any) -> None:
    """A recipe brings its own values; what the panel shows of them can be changed afterwards."""
    recipe = Preset[settings.recipe]
    base = quality_settings(Quality[settings.quality]) if recipe is Preset.DEFAULT else preset_settings(recipe)
    settings.iterations = base.iterations
    settings.use_displacement = base.field.displaces
    settings.displacement_limit = base.field.displacement_limit
    settings.feather = base.feather
    settings.parts_mode = base.parts_mode.name
    settings.use_names = base.localization.names
    settings.find_up = base.localization.find_up
    settings.field_kind = _shown_kind(base.field.kind).name
    settings.mirror = base.field.mirror.name


def _shown_kind(kind: FieldKind) -> FieldKind:
    """The kind among those the artist chooses from: without displacement, color and shape is color alone."""
    return FieldKind.COLOR_DISPLACEMENT if kind is FieldKind.COLOR else kind

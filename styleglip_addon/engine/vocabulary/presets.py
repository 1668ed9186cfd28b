"""Whole recipes by name: this project's own, and those of the published systems it is built on.

Where a recipe's code counts on something that this engine does otherwise, the engine's way stays: every part has a
field of its own (the authors share one), parts have soft masks, and the object's own front is found.
"""

from __future__ import annotations

import math
from dataclasses import replace
from enum import StrEnum

from .errors import SettingsError
from .settings import (
    AppearanceSettings,
    Background,
    ClipSettings,
    FieldKind,
    FieldSettings,
    OptimizerKind,
    PartsMode,
    Schedule,
    Spectrum,
    Start,
    StyleLossSettings,
    StylizeSettings,
)


class Preset(StrEnum):
    """The recipes; see the functions of the same names."""

    DEFAULT = "default"
    FROM_GREY = "from_grey"
    TEXT2MESH = "text2mesh"
    TANGO = "tango"
    RELEASED_3DSTYLEGLIP = "released_3dstyleglip"


def default() -> StylizeSettings:
    """Our own: every part starts from the material that its words mean, chosen and fitted by the guidance models."""
    return StylizeSettings()


def from_grey() -> StylizeSettings:
    """Everything optimised: field D of moderate size, part crops, the part-level loss and a prior on colours."""
    return StylizeSettings(
        start=Start.GREY,
        iterations=250,
        field=FieldSettings(kind=FieldKind.COLOR_DISPLACEMENT),
    )


def text2mesh() -> StylizeSettings:
    """Text2Mesh's demo recipe (arXiv 2112.03221; threedle/text2mesh, demo/run_lamp.sh and main.py's defaults).

    256 Fourier features of sigma 5 (12 for people), switched on within 2 * 256^2 / 1500 = 87 steps; trunk 5 x 256,
    heads 2 x 256; displacement up to 0.1 of the unit sphere; 5 views, the front and four from N(front, 90 / 45
    degrees), 224 pixels, 60 degrees of view, white; per view one whole crop, 4 local ones of area 0.1 in colour and 4
    in grey; Adam 5e-4, times 0.9 every 100 of 1500 steps. One sentence for the whole object. Symmetry and
    standardisation, which the demos leave off, are `field.mirror` and `field.standardize`.
    """
    return StylizeSettings(
        start=Start.GREY,
        iterations=1500,
        image_size=224,
        views_per_iteration=5,
        azimuth_std=math.pi / 2,
        elevation_std=math.pi / 4,
        field_of_view=60.0,
        background=Background.WHITE,
        optimizer=OptimizerKind.ADAM,
        learning_rate=5e-4,
        learning_rate_decay=0.9,
        decay_every=100,
        glip_weight=0.0,
        clip_weight=1.0,
        palette_weight=0.0,
        clip=ClipSettings.text2mesh(),
        schedule=Schedule.of_ratio(0),
        parts_mode=PartsMode.HOLISTIC,
        field=FieldSettings(
            kind=FieldKind.COLOR_DISPLACEMENT,
            frequencies=256,
            sigma=5.0,
            spectrum=Spectrum.GAUSSIAN,
            width=256,
            depth=5,
            head_depth=2,
            displacement_limit=0.1,
            progressive_steps=round(2 * 256**2 / 1500),
        ),
    )


def tango() -> StylizeSettings:
    """TANGO's recipe (arXiv 2210.11277; Gorilla-Lab-SCUT/tango, main.py's defaults) with our field L.

    32 spherical-Gaussian lights that learn; 4 views, the front and N(front, 45 / 22.5 degrees), 512 pixels, black;
    whole and local crops without a grey render, as no vertex moves; AdamW 5e-4 (decay 0.01), 1501 steps, milestones
    500 and 1000 (times 1, which changes nothing); features of sigma 20. One sentence for the whole object. The sizes
    of the networks are those of the 3DStyleGLIP preset.
    """
    return replace(
        released_3dstyleglip(),
        image_size=512,
        views_per_iteration=4,
        azimuth_std=math.pi / 4,
        elevation_std=math.pi / 8,
        background=Background.BLACK,
        glip_weight=0.0,
        style_loss=StyleLossSettings(),
        schedule=Schedule.of_ratio(0),
        clip=ClipSettings.tango(),
        parts_mode=PartsMode.HOLISTIC,
        field=replace(released_3dstyleglip().field, sigma=20.0),
    )


def released_3dstyleglip() -> StylizeSettings:
    """3DStyleGLIP's released settings, variant L (arXiv 2404.02634), its loss and CLIP branch behaving as released.

    3 views, the front and N(front, 90 / 45 degrees), 331 pixels, 60 degrees of view, white (black for metals); GLIP and
    CLIP by turns (ratio 1), candidates above 0.25, boxes above 0.5, whole crops and 4 local ones of area 0.1; field L:
    256 features of sigma 12, base 2 x 256, heads 2 x 256, normals turned by up to a right angle, 32 lights that learn;
    AdamW 5e-4 (decay 0.01), milestones 500 and 1000 (times 1), 1501 steps.
    """
    return StylizeSettings(
        start=Start.GREY,
        iterations=1501,
        image_size=331,
        views_per_iteration=3,
        azimuth_std=math.pi / 2,
        elevation_std=math.pi / 4,
        field_of_view=60.0,
        background=Background.METAL_AWARE,
        optimizer=OptimizerKind.ADAMW,
        weight_decay=0.01,
        learning_rate=5e-4,
        learning_rate_decay=1.0,
        milestones=(500, 1000),
        glip_weight=1.0,
        clip_weight=1.0,
        palette_weight=0.0,
        style_loss=StyleLossSettings.released(),
        clip=ClipSettings.released(),
        schedule=Schedule.of_ratio(1),
        field=FieldSettings(
            kind=FieldKind.APPEARANCE,
            appearance=AppearanceSettings(normal_limit=89.0, lights=32, learn_lights=True, prior_weight=0.0),
            frequencies=256,
            sigma=12.0,
            spectrum=Spectrum.GAUSSIAN,
            width=256,
            depth=2,
            head_depth=2,
            progressive_steps=0,
        ),
    )


_RECIPES = {
    Preset.DEFAULT: default,
    Preset.FROM_GREY: from_grey,
    Preset.TEXT2MESH: text2mesh,
    Preset.TANGO: tango,
    Preset.RELEASED_3DSTYLEGLIP: released_3dstyleglip,
}


def preset_settings(preset: Preset | str, iterations: int | None = None) -> StylizeSettings:
    """The settings of a recipe.

    Args:
        preset: which one, or its value.
        iterations: steps instead of the recipe's own; what the recipe counts in steps (decay of the step size,
            milestones, progressive encoding) is shortened or stretched alike.

    Raises:
        SettingsError: there is no such recipe.
    """
    try:
        settings = _RECIPES[Preset(preset)]()
    except ValueError:
        names = ", ".join(item.value for item in Preset)
        raise SettingsError(f'There is no preset "{preset}". Choose one of {names}.') from None
    if iterations is None or iterations == settings.iterations:
        return settings

    def scaled(steps: int) -> int:
        return max(round(steps * iterations / settings.iterations), 1) if steps else 0

    return replace(
        settings,
        iterations=iterations,
        decay_every=scaled(settings.decay_every),
        milestones=tuple(scaled(step) for step in settings.milestones),
        field=replace(settings.field, progressive_steps=scaled(settings.field.progressive_steps)),
    )

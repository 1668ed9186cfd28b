"""Runs with an official GLIP and CLIP, of random weights, whose fields start from materials: all recipes' modes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from styleglip_addon.engine import (
    FieldSettings,
    Models,
    Phase,
    Progress,
    StylizeCancelled,
    StylizeSettings,
    load_models,
    restyle,
    stylize,
)
from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.models import ModelChoice
from styleglip_addon.engine.models.clip.encoder import CLIPEncoder
from styleglip_addon.engine.optimisation.pictured import kept
from styleglip_addon.engine.vocabulary.channels import METALLIC
from styleglip_addon.engine.vocabulary.presets import Preset, preset_settings
from styleglip_addon.engine.vocabulary.settings import (
    ClipMode,
    MaterialSettings,
    PartsMode,
    Schedule,
    Start,
    StyleLossSettings,
)
from tests.engine.clip_small import small_clip, write_words
from tests.engine.glip_small import small_model
from tests.engine.small_runs import QUICK, halves, sphere

MESH = sphere()
STRANGE = "xylophone"
"""A word that no material has."""

PARTS = tuple(replace(part, style=style) for part, style in zip(halves(MESH), (STRANGE, "brushed gold"), strict=True))
FEW = {name: MATERIALS[name] for name in ("gold", "linen", "red plastic", "oak", "moss", "brick")}
MATERIAL = MaterialSettings(candidates=3, views=1)
SMALL = {"image_size": 96, "views_per_iteration": 2, "dense_vertices": 400, "machine": QUICK.machine}


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Models:
    monkeypatch.setattr(kept, "MATERIALS", FEW)
    small_clip().save_pretrained(tmp_path / "clip")
    write_words(tmp_path / "clip")
    clip = CLIPEncoder.from_pretrained(tmp_path / "clip")
    return Models("small", small_model(prior_probability=0.9), clip, "cpu", cache=tmp_path / "cache")


def ours() -> StylizeSettings:
    own = QUICK.with_(start=Start.MATERIAL, material=MATERIAL, iterations=4, schedule=Schedule(2, 2))
    return own.with_(style_loss=StyleLossSettings(threshold=0.0))  # random weights are sure of nothing


def recipe(preset: Preset) -> StylizeSettings:
    """A published recipe at a size that runs in seconds, but from materials."""
    if preset is Preset.DEFAULT:
        return ours()
    settings = preset_settings(preset, 4)
    field = replace(settings.field, frequencies=8, width=16, depth=1, progressive_steps=0)
    clip = replace(settings.clip, box_threshold=1e-6, most_boxes=2)
    return settings.with_(start=Start.MATERIAL, material=MATERIAL, field=field, clip=clip, **SMALL)


def test_the_default_judges_crops_of_parts() -> None:
    assert ours().clip.mode is ClipMode.PART_CROPS
    assert recipe(Preset.RELEASED_3DSTYLEGLIP).clip.mode is ClipMode.RELEASED_BOXES
    assert recipe(Preset.TEXT2MESH).clip.mode is ClipMode.TEXT2MESH


@pytest.mark.parametrize("preset", [preset for preset in Preset if preset is not Preset.FROM_GREY])
def test_every_recipe_starts_from_what_clip_finds_and_goes_on_from_there(models: Models, preset: Preset) -> None:
    settings = recipe(preset)
    seen: list[Progress] = []
    parts = PARTS if settings.parts_mode is not PartsMode.HOLISTIC else PARTS[:1]
    result = stylize(MESH, parts, settings, on_progress=seen.append, models=models)
    strange = result.parts[0]
    assert any(f'nearest to "{STRANGE}"' in line for line in strange.reading)
    choice = result.state.choices[strange.located.part.name]
    assert choice.reading.material in FEW
    assert {name for name, _ in choice.reading.others} < set(FEW)
    pictured = [report for report in seen if report.phase is Phase.PICTURING]
    assert [(report.step, report.steps) for report in pictured] == [(0, 6), (6, 6)]
    assert len(result.history) == 4
    assert all(np.isfinite(losses.total) for losses in result.history)
    named = {name for losses in result.history for name in losses.terms}
    assert "clip" in named
    assert ("glip" in named) == (settings.glip_weight > 0.0)
    if settings.field.material is not None and len(parts) > 1:
        assert result.parts[1].material[METALLIC].min() > 0.9
    # What was made is kept: another run has nothing to picture.
    again: list[Progress] = []
    anew = replace(result.parts[-1].located.part, style=f"red {STRANGE}", mask=None)
    restyle(MESH, result.state, [anew], settings, again.append, None, models)
    assert not any(report.phase is Phase.PICTURING for report in again)


def test_a_run_without_strange_words_pictures_nothing(models: Models) -> None:
    known = (replace(PARTS[0], style="oak"), PARTS[1])
    seen: list[Progress] = []
    stylize(MESH, known, ours().with_(iterations=1), on_progress=seen.append, models=models)
    assert not any(report.phase is Phase.PICTURING for report in seen)
    assert models.cache is not None
    assert not models.cache.exists()


def test_cancelling_while_materials_are_pictured_ends_the_run(models: Models) -> None:
    seen: list[Progress] = []

    def stop() -> bool:
        return bool(seen) and seen[-1].phase is Phase.PICTURING

    with pytest.raises(StylizeCancelled):
        stylize(MESH, PARTS, ours(), seen.append, stop, models)
    assert models.cache is not None
    assert not models.cache.exists()


def test_the_palette_of_the_embedded_model_goes_with_clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MATERIALS", FEW)
    monkeypatch.setenv("STYLEGLIP_CACHE", str(tmp_path / "cache"))
    small_clip().save_pretrained(tmp_path / "clip")
    write_words(tmp_path / "clip")
    models = load_models(ModelChoice(clip=str(tmp_path / "clip")))
    field = FieldSettings(frequencies=8, width=16, depth=1)
    result = stylize(MESH, PARTS, ours().with_(field=field), models=models)
    assert result.state.choices["cap"].reading.material in FEW
    assert (tmp_path / "cache" / kept.FOLDER).is_dir()

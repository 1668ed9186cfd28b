"""Presets against the numbers of the systems they name, settings as plain data, and runs from their reports."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest

from styleglip_addon.engine import Preset, SettingsError, StylizeSettings
from styleglip_addon.engine.guidance.schedule import glip_turns
from styleglip_addon.engine.optimisation.optimizers import learning_rate
from styleglip_addon.engine.vocabulary import (
    FieldKind,
    FieldSettings,
    JointSettings,
    MachineSettings,
    MirrorAxis,
    Schedule,
)
from styleglip_addon.engine.vocabulary.presets import preset_settings
from styleglip_addon.engine.vocabulary.qualities import Quality, quality_settings
from styleglip_addon.engine.vocabulary.reproduction import recorded_run
from styleglip_addon.engine.vocabulary.settings import (
    Background,
    ClipBehaviour,
    ClipMode,
    ContentImage,
    OptimizerKind,
    PartsMode,
    StyleLossBehaviour,
    StyleLossKind,
)


def test_the_default_preset_is_the_default() -> None:
    assert preset_settings(Preset.DEFAULT) == StylizeSettings()


def test_text2mesh_has_the_numbers_of_its_demos() -> None:
    settings = preset_settings(Preset.TEXT2MESH)
    field, clip = settings.field, settings.clip
    assert (field.frequencies, field.sigma, field.width, field.depth, field.head_depth) == (256, 5.0, 256, 5, 2)
    assert field.displacement_limit == 0.1
    assert field.progressive_steps == 87
    assert field.kind is FieldKind.COLOR_DISPLACEMENT
    assert field.displaces
    assert (settings.views_per_iteration, settings.image_size, settings.background) == (5, 224, Background.WHITE)
    assert math.degrees(settings.azimuth_std) == pytest.approx(90.0)
    assert math.degrees(settings.elevation_std) == pytest.approx(45.0)
    images = settings.views_per_iteration * (1 + clip.crops + clip.crops * clip.geometry)
    assert images == 45
    assert (clip.mode, clip.crop_area) == (ClipMode.TEXT2MESH, 0.1)
    assert (settings.optimizer, settings.learning_rate) == (OptimizerKind.ADAM, 5e-4)
    assert (settings.learning_rate_decay, settings.decay_every, settings.iterations) == (0.9, 100, 1500)
    assert learning_rate(settings, 100) == 5e-4
    assert learning_rate(settings, 101) == pytest.approx(4.5e-4)
    assert settings.parts_mode is PartsMode.HOLISTIC
    assert settings.glip_weight == settings.palette_weight == settings.smoothness_weight == 0.0
    assert (field.mirror, field.standardize) == (MirrorAxis.NONE, False)


def test_released_3dstyleglip_has_the_authors_numbers_and_behaviours() -> None:
    settings = preset_settings(Preset.RELEASED_3DSTYLEGLIP)
    field, clip, loss = settings.field, settings.clip, settings.style_loss
    assert (settings.views_per_iteration, settings.image_size, settings.field_of_view) == (3, 331, 60.0)
    assert settings.background is Background.METAL_AWARE
    assert (settings.optimizer, settings.learning_rate, settings.weight_decay) == (OptimizerKind.ADAMW, 5e-4, 0.01)
    assert (settings.milestones, settings.iterations) == ((500, 1000), 1501)
    assert learning_rate(settings, 1501) == 5e-4
    assert (field.frequencies, field.sigma, field.width, field.depth, field.head_depth) == (256, 12.0, 256, 2, 2)
    assert field.kind is FieldKind.APPEARANCE
    assert not field.displaces
    assert (field.appearance.lights, field.appearance.learn_lights) == (32, True)
    assert (loss.kind, loss.behaviour) == (StyleLossKind.MSE, StyleLossBehaviour.RELEASED)
    assert (loss.threshold, loss.content) == (0.25, ContentImage.STYLED)
    assert (clip.mode, clip.behaviour) == (ClipMode.RELEASED_BOXES, ClipBehaviour.RELEASED)
    assert (clip.crops, clip.crop_area, clip.box_threshold) == (4, 0.1, 0.5)
    assert [glip_turns(settings.schedule).has(step) for step in (1, 2, 3, 4)] == [False, True, False, True]
    assert settings.parts_mode is PartsMode.FIXED


def test_tango_has_lights_and_materials_and_moves_nothing() -> None:
    settings = preset_settings(Preset.TANGO)
    field = settings.field
    assert field.kind is FieldKind.APPEARANCE
    assert not field.displaces
    assert 32 <= field.appearance.lights <= 64
    assert settings.parts_mode is PartsMode.HOLISTIC
    assert settings.glip_weight == 0.0
    assert settings.clip.mode is ClipMode.TEXT2MESH
    assert not settings.clip.geometry


def test_a_better_quality_is_more_work_for_the_same_recipe() -> None:
    draft, standard, fine = (quality_settings(quality) for quality in Quality)
    assert standard == StylizeSettings()
    for less, more in ((draft, standard), (standard, fine)):
        assert less.iterations < more.iterations
        assert less.dense_vertices < more.dense_vertices
        assert less.views_per_iteration <= more.views_per_iteration
        assert less.localization.views < more.localization.views
        rest = {name: getattr(less, name) for name in ("iterations", "dense_vertices", "views_per_iteration")}
        assert more.with_(**rest, localization=less.localization) == less


def test_fewer_iterations_keep_the_shape_of_a_recipe() -> None:
    short = StylizeSettings.preset("text2mesh", iterations=150)
    assert (short.iterations, short.decay_every, short.field.progressive_steps) == (150, 10, 9)
    assert preset_settings(Preset.RELEASED_3DSTYLEGLIP, 3).milestones == (1, 2)
    assert preset_settings(Preset.TEXT2MESH, 1500) == preset_settings(Preset.TEXT2MESH)


def test_an_unknown_preset_is_named_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r'"clipmesh".*text2mesh'):
        StylizeSettings.preset("clipmesh")


@pytest.mark.parametrize("preset", list(Preset))
def test_settings_survive_json(preset: Preset) -> None:
    settings = preset_settings(preset).with_(joint=JointSettings(every=7), milestones=(3, 9))
    settings = settings.with_(start="grey", field=replace(settings.field, mirror=MirrorAxis.Y))
    settings = settings.with_(further_weights={"brightness": 0.5})
    again = StylizeSettings.from_dict(json.loads(json.dumps(settings.to_dict())))
    assert again == settings
    assert hash(again) == hash(settings), "runs are kept by their settings"
    assert again != settings.with_(further_weights={})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"iteration": 5}, 'no setting "iteration"'),
        ({"field": {"sigmas": 5}}, 'no setting "field.sigmas"'),
        ({"field": 5}, '"field" must be a group'),
        ({"field": {"sigma": "5"}}, '"field.sigma"'),
        ({"field": {"sigma": float("nan")}}, '"field.sigma"'),
        ({"iterations": 2.5}, '"iterations"'),
        ({"iterations": True}, '"iterations"'),
        ({"displacement": 1}, '"displacement"'),
        ({"milestones": [5, "x"]}, '"milestones"'),
        ({"machine": {"device": "toaster"}}, '"machine.device" must be one of auto, cpu'),
        ({"field": {"appearance": {"lights": 0}}}, "field.appearance.lights must lie"),
        ({"schedule": {"period": 2}}, r"schedule.glip_step must lie in 0..schedule.period"),
        ({"device": "toaster"}, '"machine.device" must be one of auto, cpu'),
        ({"clip": {"ratio": "often"}}, '"clip.ratio"'),
        ({"joint": {"most_drift": 2.0}}, "joint.most_drift"),
        ({"regularizers": {"laplacian": -1.0}}, "regularizer"),
        ({"iterations": 0}, "iterations must lie"),
    ],
    ids=str,
)
def test_settings_that_cannot_be_read_name_what_is_wrong(data: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        StylizeSettings.from_dict(data)


def test_settings_laid_over_a_preset_leave_the_rest_of_their_group() -> None:
    base = preset_settings(Preset.TEXT2MESH)
    settings = base.merged({"field": {"sigma": 12.0}, "seed": 4})
    assert settings == base.with_(seed=4, field=replace(base.field, sigma=12.0))
    with pytest.raises(SettingsError, match=r'"field.sigmas"'):
        base.merged({"field": {"sigmas": 12.0}})


def test_whole_numbers_and_none_are_read_where_they_fit() -> None:
    settings = StylizeSettings.from_dict({"learning_rate": 1, "clip": {"ratio": None}, "milestones": []})
    assert settings.learning_rate == 1.0
    assert settings.schedule == Schedule()


def test_step_sizes_follow_the_schedules_of_pytorch() -> None:
    import torch

    parameter = torch.nn.Parameter(torch.zeros(1))
    cases = (
        (StylizeSettings(decay_every=3), lambda o: torch.optim.lr_scheduler.StepLR(o, 3, 0.9)),
        (StylizeSettings(milestones=(2, 5)), lambda o: torch.optim.lr_scheduler.MultiStepLR(o, [2, 5], 0.9)),
        (StylizeSettings(decay_every=0), lambda o: torch.optim.lr_scheduler.ConstantLR(o, 1.0)),
    )
    for settings, create in cases:
        optimizer = torch.optim.Adam([parameter], lr=settings.learning_rate)
        schedule = create(optimizer)
        for step in range(1, 12):
            assert learning_rate(settings, step) == optimizer.param_groups[0]["lr"]
            optimizer.step()
            schedule.step()


_BOX = {"view": 0, "box": [1.0, 2.0, 30.0, 40.0], "score": 0.5}


def _report() -> dict[str, Any]:
    return {
        "prompt": "gold cap, wood body",
        "parts": [
            {"name": "cap", "style": "gold", "strength": 0.5, "found": True, "detections": []},
            {"name": "body", "style": "wood", "strength": 1.0, "found": True, "detections": [_BOX]},
        ],
        "settings": StylizeSettings(seed=7).to_dict(),
        "model": "embedded",
        "versions": {"torch": "1.0", "numpy": "2.0"},
        "object_asked": "Mushroom",
    }


def test_a_report_gives_back_what_made_it() -> None:
    run = recorded_run(_report())
    assert run.settings == StylizeSettings(seed=7)
    assert [(p.name, p.style, p.strength) for p in run.parts] == [("cap", "gold", 0.5), ("body", "wood", 1.0)]
    assert run.painted == ("cap",)
    assert run.models.is_embedded
    assert run.command.object_asked == "Mushroom"
    assert run.version_warnings({"torch": "1.0", "numpy": "2.0"}) == ()
    assert "numpy 2.0 (here 2.1)" in run.version_warnings({"torch": "1.0", "numpy": "2.1"})[0]


def test_masks_that_the_report_names_need_not_be_given_again() -> None:
    run = recorded_run(_report() | {"masks": {"cap": "vertex_group:Cap"}})
    assert run.painted == ()
    assert run.command.masks == {"cap": "vertex_group:Cap"}
    holistic = _report() | {"settings": StylizeSettings(parts_mode=PartsMode.HOLISTIC).to_dict()}
    assert recorded_run(holistic).painted == ()


def test_what_is_no_report_gets_a_sentence() -> None:
    for data in ({}, _report() | {"parts": 3}, _report() | {"settings": []}, _report() | {"versions": "x"}):
        with pytest.raises(SettingsError, match=r"no report|cannot be read"):
            recorded_run(data)
    with pytest.raises(SettingsError, match="restyled"):
        recorded_run(_report() | {"restyled": ["cap"]})


def test_a_choice_may_be_given_by_its_word_and_a_wrong_word_is_named() -> None:
    assert StylizeSettings(parts_mode="joint").parts_mode is PartsMode.JOINT  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match=r'parts_mode must be one of fixed, joint, holistic, not "nowhere"'):
        StylizeSettings(parts_mode="nowhere")  # type: ignore[arg-type]
    assert FieldSettings(kind="color").kind is FieldKind.COLOR  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match=r'machine\.device must be one of auto, cpu, cuda, mps, not "toaster"'):
        MachineSettings(device="toaster")  # type: ignore[arg-type]

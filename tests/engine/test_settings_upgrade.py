"""Settings that earlier versions wrote are read under the names of today, whole ones and parts of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from styleglip_addon.engine import MachineSettings, Preset, SettingsError, StylizeSettings
from styleglip_addon.engine.vocabulary import Device, FieldKind, FieldSettings, RendererChoice, Schedule
from styleglip_addon.engine.vocabulary.presets import preset_settings
from styleglip_addon.engine.vocabulary.reproduction import recorded_run
from styleglip_addon.engine.vocabulary.settings.upgrade import upgraded

FORMER: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).resolve().parent.parent / "assets" / "settings_before_machine_and_schedule.json").read_text()
)


GREY = preset_settings(Preset.FROM_GREY)
"""What was the default before fields started from materials."""


def of_kind(kind: FieldKind) -> StylizeSettings:
    return GREY.with_(field=FieldSettings(kind=kind))


LIGHTS = replace(FieldSettings().appearance, lights=4, learn_lights=True)
EXPECTED = {
    **{preset.value: preset_settings(preset) for preset in Preset if preset is not Preset.FROM_GREY},
    "default": GREY,
    "another machine": GREY.with_(machine=MachineSettings(Device.CPU, 0, RendererChoice.TORCH)),
    "color alone": of_kind(FieldKind.COLOR),
    "material": of_kind(FieldKind.APPEARANCE),
    "material, displacement off": of_kind(FieldKind.APPEARANCE),
    "material and shape": GREY.with_(field=FieldSettings(kind=FieldKind.APPEARANCE_DISPLACEMENT, appearance=LIGHTS)),
    "material and shape, displacement off": of_kind(FieldKind.APPEARANCE),
    "every fifth step": GREY.with_(schedule=Schedule(5, 5)),
    "ratio 2": GREY.with_(schedule=Schedule(3, 2)),
    "ratio 0": GREY.with_(schedule=Schedule(1, 0)),
}


@pytest.mark.parametrize("name", FORMER)
def test_settings_of_an_earlier_version_are_those_of_today(name: str) -> None:
    assert StylizeSettings.from_dict(FORMER[name]) == EXPECTED[name]


def test_all_settings_that_were_kept_are_looked_at() -> None:
    assert set(FORMER) == set(EXPECTED)


def test_a_report_of_an_earlier_version_is_done_again_with_its_settings() -> None:
    parts = [{"name": "cap", "style": "gold", "strength": 1.0, "found": True, "detections": []}]
    report = {"prompt": "gold cap", "parts": parts, "settings": FORMER["ratio 2"], "model": "embedded"}
    assert recorded_run(report).settings == EXPECTED["ratio 2"]


@pytest.mark.parametrize("preset", Preset)
def test_todays_settings_stay_as_they_are(preset: Preset) -> None:
    data = preset_settings(preset).to_dict()
    assert upgraded(data) == data


@pytest.mark.parametrize(
    ("preset", "changes", "expected"),
    [
        ("default", {"threads": 3, "device": "cpu"}, {"machine": MachineSettings(Device.CPU, 3)}),
        ("default", {"machine": {"device": "cpu"}, "threads": 3}, {"machine": MachineSettings(Device.CPU, 3)}),
        ("from_grey", {"displacement": False}, {"kind": FieldKind.COLOR}),
        ("default", {"field_kind": "appearance"}, {"kind": FieldKind.APPEARANCE}),
        ("default", {"field_kind": "both"}, {"kind": FieldKind.APPEARANCE_DISPLACEMENT}),
        ("default", {"field_kind": "both", "displacement": False}, {"kind": FieldKind.APPEARANCE}),
        ("tango", {"field_kind": "both"}, {"kind": FieldKind.APPEARANCE}),
        ("tango", {"displacement": True}, {"kind": FieldKind.APPEARANCE}),
        ("tango", {"field_kind": "both", "displacement": True}, {"kind": FieldKind.APPEARANCE_DISPLACEMENT}),
        ("tango", {"field_kind": "color_displacement"}, {"kind": FieldKind.COLOR}),
        ("default", {"glip_every": 4}, {"schedule": Schedule(4, 4)}),
        ("default", {"clip": {"ratio": 3}}, {"schedule": Schedule(4, 2)}),
        ("default", {"clip": {"ratio": 0}, "glip_every": 4}, {"schedule": Schedule(1, 0)}),
        ("released_3dstyleglip", {"glip_every": 4}, {"schedule": Schedule(2, 2)}),
        ("released_3dstyleglip", {"glip_every": 4, "clip": {"ratio": None}}, {"schedule": Schedule(4, 4)}),
        ("text2mesh", {"clip": {"ratio": None}}, {"schedule": Schedule(3, 3)}),
    ],
    ids=str,
)
def test_former_names_over_a_recipe_mean_what_they_meant(
    preset: str, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    base = preset_settings(preset)
    if "kind" in expected:
        expected = {"field": replace(base.field, kind=expected["kind"])}
    assert base.merged(changes) == base.with_(**expected)


def test_former_groups_over_a_recipe_leave_the_rest_of_theirs() -> None:
    base = preset_settings(Preset.TANGO)
    changed = base.merged({"appearance": {"lights": 5}, "field": {"sigma": 3.0}, "clip": {"ratio": 1, "crops": 2}})
    appearance = replace(base.field.appearance, lights=5)
    assert changed == base.with_(
        field=replace(base.field, appearance=appearance, sigma=3.0),
        clip=replace(base.clip, crops=2),
        schedule=Schedule.of_ratio(1),
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"device": "cpu", "machine": {"device": "cpu"}}, r'both "machine\.device" and'),
        ({"displacement": True, "field": {"kind": "color"}}, r'both "field\.kind" and'),
        ({"appearance": {}, "field": {"appearance": {}}}, r'both "field\.appearance" and'),
        ({"glip_every": 3, "schedule": {"period": 3}}, 'both "schedule" and'),
        ({"field_kind": "paint"}, '"field_kind" must be one of color_displacement, appearance, both'),
        ({"field_kind": ["both"]}, '"field_kind" must be one of'),
        ({"displacement": "yes"}, '"displacement" is of the wrong kind'),
        ({"appearance": 5}, '"field.appearance" must be a group'),
        ({"device": "cpu", "machine": 5}, '"machine" must be a group'),
        ({"glip_every": 2.5}, '"glip_every" is of the wrong kind'),
        ({"glip_every": 0}, "glip_every must be at least 1"),
        ({"clip": {"ratio": True}}, r'"clip\.ratio" is of the wrong kind'),
        ({"clip": {"ratio": -1}}, r"clip\.ratio must lie in"),
        ({"clip": 5, "glip_every": 3}, '"clip" must be a group'),
        ({"threads": -1}, r"machine\.threads"),
    ],
    ids=str,
)
def test_former_names_that_cannot_be_read_get_a_sentence(data: dict[str, Any], words: str) -> None:
    for read in (StylizeSettings.from_dict, StylizeSettings().merged):
        with pytest.raises(SettingsError, match=words):
            read(data)

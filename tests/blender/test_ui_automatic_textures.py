"""Textures that follow a run by themselves where its style is finer than the vertices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import pytest

from styleglip_addon.blender.textures.baked_material import baked_material
from tests.untrained_model import write_untrained_model

from .addon import enabled_addon, last_bake, last_run, set_fast
from .sample_objects import add_prism

FINE = "styleglip_addon.blender.textures.automatic.finest_detail"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def settings(model: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(FINE, lambda parts: 0.05)
    with enabled_addon(model) as settings:
        set_fast(settings)
        settings.use_textures = True
        yield settings


def _run(settings: Any) -> Any:
    obj = add_prism()
    obj.vertex_groups.new(name="All").add([v.index for v in obj.data.vertices], 1.0, "REPLACE")
    settings.prompt = "gold lid"
    settings.parts[0].vertex_group = "All"
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    return obj


def test_a_fine_style_is_baked_after_its_result_and_shown_by_its_textures(settings: Any) -> None:
    obj = _run(settings)
    assert last_bake().stage.name == "DONE", last_bake().sentence + last_bake().details
    assert baked_material(obj.data) is not None
    assert tuple(bpy.data.images["Prism color"].size) == (512, 512)
    assert '"Prism" is stylized' in last_run().sentence


def test_a_coarse_style_and_a_switched_off_one_are_not(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.use_textures = False
    assert baked_material(_run(settings).data) is None
    settings.use_textures = True
    monkeypatch.setattr(FINE, lambda parts: None)
    assert baked_material(_run(settings).data) is None
    assert not len(bpy.data.images)


def test_what_keeps_textures_from_being_made_leaves_the_result(settings: Any) -> None:
    eight = add_prism("Full")
    for number in range(8):
        eight.data.uv_layers.new(name=f"Map {number}")
    eight.vertex_groups.new(name="All").add([v.index for v in eight.data.vertices], 1.0, "REPLACE")
    settings.prompt = "gold lid"
    settings.parts[0].vertex_group = "All"
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "DONE"
    assert last_bake().stage.name == "FAILED"
    assert "UV maps" in last_bake().sentence
    assert "StyleGLIP Color" in eight.data.attributes

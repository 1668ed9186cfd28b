"""In Blender too the surface stays whole: the parts' shape keys make up the result and open no crack."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.names import part_data_name
from styleglip_addon.blender.reading.mesh_export import ExportedObject, export_object
from styleglip_addon.blender.reading.part_masks import parse_masks
from styleglip_addon.blender.result.write_back import write_result
from styleglip_addon.engine import Part, StylizeResult, load_models, stylize
from styleglip_addon.engine.surface import weld
from styleglip_addon.engine.vocabulary import FloatArray, IntArray
from tests.engine.small_runs import QUICK, sphere
from tests.untrained_model import write_untrained_model
from tools.surface_integrity import open_edges, spread

from .sample_objects import add_object

ROUGH = QUICK.with_(learning_rate=0.05, field=replace(QUICK.field, displacement_limit=0.1))


@pytest.fixture(scope="module")
def run() -> tuple[FloatArray, IntArray, StylizeResult]:
    """A ball whose faces have vertices of their own and two materials that serve as masks, and a real result of it."""
    with tempfile.TemporaryDirectory() as folder:
        models = load_models(write_untrained_model(Path(folder)))
    ball = sphere()
    vertices = ball.vertices[ball.faces.reshape(-1)]
    faces = np.arange(len(vertices)).reshape(-1, 3)
    exported = _export(_object(vertices, faces))
    parts = (Part("cap", "gold"), Part("body", "wood"))
    return vertices, faces, stylize(exported.mesh, parts, ROUGH, models=models)


def _object(vertices: FloatArray, faces: IntArray) -> Any:
    obj = add_object("Ball", vertices.tolist(), faces.tolist())
    obj.location, obj.rotation_euler, obj.scale = (1.0, 2.0, 3.0), (0.3, 0.2, 0.1), (2.0, 2.0, 0.5)
    for name in ("Cap", "Body"):
        obj.data.materials.append(bpy.data.materials.new(name))
    upper = vertices[faces].mean(axis=1)[:, 2] > 0.1
    obj.data.polygons.foreach_set("material_index", np.where(upper, 0, 1).astype(np.int32))
    bpy.context.view_layer.update()
    return obj


def _export(obj: Any) -> ExportedObject:
    return export_object(obj, masks=parse_masks(["cap=material:Cap", "body=material:Body"]))


def _written(run: tuple[FloatArray, IntArray, StylizeResult]) -> tuple[Any, ExportedObject, StylizeResult]:
    vertices, faces, result = run
    obj = _object(vertices, faces)
    exported = _export(obj)
    write_result(obj, exported, result, "gold cap, wood body")
    return obj, exported, result


def _shown(obj: Any) -> FloatArray:
    """(V, 3) object-space positions that Blender shows, all keys and modifiers applied."""
    mesh = obj.evaluated_get(bpy.context.evaluated_depsgraph_get()).data
    flat = np.empty(len(mesh.vertices) * 3, dtype=np.float32)
    mesh.vertices.foreach_get("co", flat)
    return flat.reshape(-1, 3)


def _dial(obj: Any, cap: float, body: float) -> FloatArray:
    for name, value in (("cap", cap), ("body", body)):
        obj.data.shape_keys.key_blocks[part_data_name(name)].value = value
    bpy.context.view_layer.update()
    return _shown(obj)


def test_all_part_keys_at_one_show_the_result(run: tuple[FloatArray, IntArray, StylizeResult]) -> None:
    obj, exported, result = _written(run)
    expected = run[0] + exported.to_object_space(result.displacement)
    assert np.abs(result.displacement).max() > 1e-3
    assert np.allclose(_dial(obj, 1.0, 1.0), expected, atol=2e-6)
    assert np.array_equal(_dial(obj, 0.0, 0.0), run[0])


def test_the_keys_parts_add_up(run: tuple[FloatArray, IntArray, StylizeResult]) -> None:
    obj, _, _ = _written(run)
    whole = _dial(obj, 1.0, 1.0) - run[0]
    apart = (_dial(obj, 1.0, 0.0) - run[0]) + (_dial(obj, 0.0, 1.0) - run[0])
    assert np.allclose(apart, whole, atol=2e-6)


@pytest.mark.parametrize(("cap", "body"), [(1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.3, 0.8)])
def test_no_crack_opens_however_the_parts_are_dialled(
    run: tuple[FloatArray, IntArray, StylizeResult], cap: float, body: float
) -> None:
    vertices, faces, _ = run
    obj, _, _ = _written(run)
    shown = _dial(obj, cap, body)
    places = weld(vertices, 0.0)
    assert int(places.max()) + 1 < len(vertices) / 4, "every face has vertices of its own"
    assert spread(shown, places) == 0.0
    assert open_edges(faces, weld(shown)) == open_edges(faces, weld(vertices))


def test_merging_by_distance_makes_one_piece_of_the_result(run: tuple[FloatArray, IntArray, StylizeResult]) -> None:
    import bmesh  # type: ignore[import-not-found]

    obj, _, _ = _written(run)
    mesh = bpy.data.meshes.new_from_object(obj.evaluated_get(bpy.context.evaluated_depsgraph_get()))
    data = bmesh.new()
    data.from_mesh(mesh)
    bmesh.ops.remove_doubles(data, verts=data.verts, dist=1e-7)
    rims = sum(len(edge.link_faces) == 1 for edge in data.edges)
    merged = len(data.verts)
    data.free()
    assert merged == len(sphere().vertices)
    assert rims == 48, "the ball has a hole of 24 edges at each pole, and no other"

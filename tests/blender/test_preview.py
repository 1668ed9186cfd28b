"""The preview of a run: what is drawn is right, and the object is not touched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.result import preview as preview_module
from styleglip_addon.blender.result.over_object import shaded
from styleglip_addon.blender.result.preview import Preview
from styleglip_addon.engine.vocabulary import Snapshot

from .sample_objects import add_object, add_prism, decorate, fingerprint, stylize


def _snapshot(exported: Any) -> Snapshot:
    vertices = exported.mesh.vertices
    return Snapshot(color=np.full_like(vertices, 0.5), displacement=vertices * np.float32(0.1))


def test_a_snapshot_is_shown_where_the_result_will_be(monkeypatch: pytest.MonkeyPatch) -> None:
    obj = decorate(add_object())  # turned and stretched, with a shape key of its own
    obj.modifiers.clear()
    exported = export_object(obj)
    snapshot = _snapshot(exported)
    preview = Preview(lambda: True)
    preview.begin(exported)
    assert preview.mesh is None
    assert preview.show(snapshot)
    assert preview.mesh is not None
    base = np.array([tuple(v.co) for v in obj.data.vertices])
    smile = np.array([tuple(p.co) for p in obj.data.shape_keys.key_blocks["Smile"].data]) - base
    expected = base + 0.4 * smile + exported.to_object_space(snapshot.displacement)
    assert preview.mesh.positions == pytest.approx(expected, abs=1e-5)
    preview.end()
    assert preview.mesh is None


def test_the_former_result_is_not_in_the_preview_of_the_next_one() -> None:
    obj = add_prism()
    base = export_object(obj).mesh.vertices
    stylize(obj)
    exported = export_object(obj)
    preview = Preview(lambda: True)
    preview.begin(exported)
    preview.show(Snapshot(np.zeros_like(base), np.zeros_like(base)))
    assert preview.mesh is not None
    assert np.array_equal(preview.mesh.positions, base)


def test_the_object_and_a_file_saved_meanwhile_hold_nothing_of_it(tmp_path: Path) -> None:
    obj = decorate(add_object())
    before = fingerprint(obj)
    exported = export_object(obj)
    preview = Preview(lambda: True)
    preview.begin(exported)
    preview.show(_snapshot(exported))
    assert fingerprint(obj) == before
    path = tmp_path / "meanwhile.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    bpy.ops.wm.open_mainfile(filepath=str(path))
    assert fingerprint(bpy.data.objects["Vase"]) == before


def test_switched_off_or_without_its_object_nothing_is_prepared() -> None:
    obj = add_object()
    exported = export_object(obj)
    off = Preview(lambda: False)
    off.begin(exported)
    assert not off.show(_snapshot(exported))
    bpy.data.objects.remove(obj)
    gone = Preview(lambda: True)
    gone.begin(exported)
    assert not gone.show(_snapshot(exported))


def test_a_slow_snapshot_is_followed_by_a_rest_and_a_huge_mesh_has_no_preview(monkeypatch: pytest.MonkeyPatch) -> None:
    exported = export_object(add_object())
    clock = iter([0.0, 2.0, 2.0, 5.0, 30.0, 30.0, 30.0])
    monkeypatch.setattr(preview_module.time, "monotonic", lambda: next(clock))
    preview = Preview(lambda: True)
    preview.begin(exported)
    assert preview.show(_snapshot(exported)), "took two seconds"
    assert not preview.show(_snapshot(exported)), "comes after five seconds"
    assert preview.show(_snapshot(exported)), "comes after thirty"
    monkeypatch.setattr(preview_module, "MOST_TRIANGLES", 3)
    preview.begin(exported)
    assert not preview.show(_snapshot(exported))


def test_shading_follows_the_light_and_encodes_srgb() -> None:
    up = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], dtype=np.float32)
    triangle = np.array([[0, 1, 2]], dtype=np.int32)
    grey = np.full((3, 3), 0.5, dtype=np.float32)
    lit, dark = shaded(up, triangle, grey), shaded(up, triangle[:, ::-1], grey)
    light = 0.25 + 0.75 * (0.5 + 0.5 * 0.77)
    assert lit[0] == pytest.approx([1.055 * (0.5 * light) ** (1 / 2.4) - 0.055] * 3 + [1.0], abs=1e-5)
    assert (dark[:, :3] < lit[:, :3]).all()

"""Objects and results that the Blender tests work on; results come from real arithmetic on the exported mesh."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import bpy
import numpy as np
import torch

from styleglip_addon.blender.reading.mesh_export import ExportedObject, export_object
from styleglip_addon.blender.result.write_back import write_result
from styleglip_addon.engine.optimisation.state import StyleState, mesh_hash
from styleglip_addon.engine.surface import UnitSphere
from styleglip_addon.engine.vocabulary import (
    Detection,
    LocatedPart,
    Losses,
    Part,
    StyledPart,
    StylizeResult,
    StylizeSettings,
)
from styleglip_addon.engine.vocabulary.model_choice import ModelChoice
from tests.engine.box_meshes import boxes

PROMPT = "pottery base, gold tube"

CUBE_VERTICES = [(x, y, z) for x in (-1.0, 1.0) for y in (-1.0, 1.0) for z in (-1.0, 1.0)]
CUBE_QUADS = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]


def add_object(
    name: str = "Vase",
    vertices: Sequence[Sequence[float]] = CUBE_VERTICES,
    faces: Sequence[Sequence[int]] = CUBE_QUADS,
) -> Any:
    """A mesh object, linked to the scene and active."""
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices, [], faces)
    obj = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(obj)
    bpy.context.view_layer.objects.active = obj
    bpy.context.view_layer.update()
    return obj


def add_prism(name: str = "Prism", corners: int = 7) -> Any:
    """A prism with two n-gons and quads around."""
    angles = np.linspace(0.0, 2.0 * np.pi, corners, endpoint=False)
    ring = [(float(np.cos(a)), float(np.sin(a))) for a in angles]
    vertices = [(x, y, z) for z in (0.0, 2.0) for x, y in ring]
    sides = [(i, (i + 1) % corners, corners + (i + 1) % corners, corners + i) for i in range(corners)]
    return add_object(name, vertices, [tuple(reversed(range(corners))), tuple(range(corners, 2 * corners)), *sides])


def add_chair(name: str = "Chair") -> Any:
    """A chair of six boxes that touch, each a loose piece."""
    legs = [((x, y, 0.0), (0.05, 0.05, 0.45)) for x in (0.0, 0.4) for y in (0.0, 0.4)]
    vertices, faces = boxes(((0.0, 0.0, 0.45), (0.45, 0.45, 0.05)), ((0.0, 0.41, 0.5), (0.45, 0.04, 0.5)), *legs)
    return add_object(name, vertices.tolist(), faces.tolist())


def styled(exported: ExportedObject, names: Sequence[str] = ("base", "tube"), amount: float = 0.1) -> StylizeResult:
    """A result that grows each part away from the middle; the parts share the height with soft borders."""
    vertices = exported.mesh.vertices
    height = (vertices[:, 2] - vertices[:, 2].min()) / max(float(np.ptp(vertices[:, 2])), 1e-9)
    outward = vertices - vertices.mean(axis=0)
    before = exported.mesh.colors if exported.mesh.colors is not None else np.full_like(vertices, 0.8)
    centres = np.linspace(0.0, 1.0, len(names))
    closeness = np.stack([np.maximum(0.0, 1.0 - 1.2 * np.abs(height - centre)) for centre in centres], axis=1)
    weights = (closeness / np.maximum(closeness.sum(axis=1, keepdims=True), 1.0)).astype(np.float32)
    parts, displacement, color = [], np.zeros_like(vertices), before * (1.0 - weights.sum(axis=1, keepdims=True))
    for number, name in enumerate(names):
        own = (outward * weights[:, [number]] * amount * (number + 1)).astype(np.float32)
        tint = np.tile(np.array([0.9 / (number + 1), 0.5, 0.1 * number], dtype=np.float32), (len(vertices), 1))
        located = LocatedPart(
            part=Part(name=name, style="gold"),
            found=True,
            reason="",
            confidence=0.7,
            weights=weights[:, number],
            detections=(Detection(view=number, box=(1.0, 2.0, 30.0, 40.0), score=0.7),),
        )
        parts.append(StyledPart(located=located, displacement=own, color=tint))
        displacement = displacement + own
        color = color + tint * weights[:, [number]]
    return StylizeResult(
        parts=tuple(parts),
        displacement=displacement.astype(np.float32),
        color=color.astype(np.float32).clip(0.0, 1.0),
        history=(Losses(1.0, {"glip": 0.5}), Losses(0.5, {"clip": 0.2})),
        settings=StylizeSettings(seed=7),
        model="embedded",
        seconds={"styling": 1.5},
        state=_state_beside(exported, [part.located for part in parts]),
    )


def _state_beside(exported: ExportedObject, parts: Sequence[LocatedPart]) -> StyleState:
    """A state for what keeps one with a result: there is no field behind the arithmetic above that it could hold."""
    return StyleState(
        settings=StylizeSettings(seed=7),
        model="embedded",
        choice=ModelChoice(),
        parts=tuple(parts),
        step=2,
        history=(),
        sphere=UnitSphere.fit(exported.mesh.vertices, exported.mesh.faces),
        mesh_hash=mesh_hash(exported.mesh),
        fields={},
        optimizer={},
        generator=torch.Generator().get_state(),
    )


def stylize(obj: Any, names: tuple[str, ...] = ("base", "tube"), amount: float = 0.1) -> StylizeResult:
    """Writes a result of `styled` to the object."""
    exported = export_object(obj)
    result = styled(exported, names, amount)
    write_result(obj, exported, result, PROMPT)
    return result


def rgba(obj: Any, name: str) -> Any:
    """(V, 4) values of a colour attribute."""
    flat = np.empty(len(obj.data.vertices) * 4, dtype=np.float32)
    obj.data.attributes[name].data.foreach_get("color", flat)
    return flat.reshape(-1, 4)


def decorate(obj: Any) -> Any:
    """Shape keys, groups, materials in object and mesh slots, colours, modifiers, a place: an object with a past."""
    obj.location, obj.rotation_euler, obj.scale = (1.0, 2.0, 3.0), (0.3, 0.2, 0.1), (1.0, 2.0, 0.5)
    obj.shape_key_add(name="Basis", from_mix=False)
    smile = obj.shape_key_add(name="Smile", from_mix=False)
    smile.data[2].co.y += 0.5
    smile.value = 0.4
    obj.active_shape_key_index = 1
    obj.vertex_groups.new(name="Bone").add([0, 1, 2], 0.5, "REPLACE")
    for name in ("Glaze", "Clay"):
        obj.data.materials.append(bpy.data.materials.new(name))
    obj.material_slots[1].link = "OBJECT"
    obj.material_slots[1].material = bpy.data.materials.new("Own")
    obj.data.polygons.foreach_set("material_index", np.arange(len(obj.data.polygons), dtype=np.int32) % 2)
    paint = obj.data.color_attributes.new("Paint", "BYTE_COLOR", "CORNER")
    paint.data.foreach_set("color", np.linspace(0, 1, len(paint.data) * 4, dtype=np.float32))
    obj.data.uv_layers.new(name="UVMap")
    obj.modifiers.new("Subdivision", "SUBSURF")
    obj.modifiers.new("Bevel", "BEVEL")
    obj.data["note"] = "mine"
    bpy.context.view_layer.update()
    return obj


def shown_coordinates(obj: Any) -> Any:
    """(V, 3) coordinates with all shape keys applied but no modifiers, object space."""
    hidden = [m for m in obj.modifiers if m.show_viewport]
    for modifier in hidden:
        modifier.show_viewport = False
    bpy.context.view_layer.update()
    evaluated = obj.evaluated_get(bpy.context.evaluated_depsgraph_get())
    flat = np.empty(len(evaluated.data.vertices) * 3, dtype=np.float32)
    evaluated.data.vertices.foreach_get("co", flat)
    for modifier in hidden:
        modifier.show_viewport = True
    return flat.reshape(-1, 3)


def fingerprint(obj: Any) -> dict[str, Any]:
    """Everything of an object and its mesh that an artist could miss, exactly."""
    mesh = obj.data
    keys = mesh.shape_keys
    state: dict[str, Any] = {
        "mesh": mesh.name,
        "attributes": {},
        "active color": (mesh.attributes.active_color_name, mesh.attributes.default_color_name),
        "keys": None,
        "key selection": (obj.active_shape_key_index, obj.show_only_shape_key),
        "groups": [g.name for g in obj.vertex_groups],
        "weights": [[(e.group, e.weight) for e in v.groups] for v in mesh.vertices],
        "active group": obj.vertex_groups.active_index,
        "slots": [(s.link, s.material.name if s.material else None) for s in obj.material_slots],
        "active slot": obj.active_material_index,
        "modifiers": [(m.name, m.type) for m in obj.modifiers],
        "matrix": [tuple(row) for row in obj.matrix_world],
        "properties": {name: str(mesh[name]) for name in mesh.keys()},  # noqa: SIM118 (bpy has no iteration)
        "materials in file": sorted(m.name for m in bpy.data.materials),
        "meshes in file": sorted(m.name for m in bpy.data.meshes),
    }
    fields = {"FLOAT_VECTOR": ("vector", 3), "FLOAT_COLOR": ("color", 4), "BYTE_COLOR": ("color", 4)}
    fields |= {"FLOAT2": ("vector", 2), "INT32_2D": ("value", 2), "INT16_2D": ("value", 2)}
    for attribute in mesh.attributes:
        name, width = fields.get(attribute.data_type, ("value", 1))
        values = np.empty(len(attribute.data) * width, dtype=np.float64)
        attribute.data.foreach_get(name, values)
        state["attributes"][attribute.name] = (attribute.data_type, attribute.domain, values.tobytes())
    if keys is not None:
        state["keys"] = []
        for key in keys.key_blocks:
            flat = np.empty(len(mesh.vertices) * 3, dtype=np.float32)
            key.data.foreach_get("co", flat)
            state["keys"].append((key.name, key.value, key.relative_key.name, key.mute, flat.tobytes()))
    return state

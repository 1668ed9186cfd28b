"""A result changes its own object and nothing else in the file: every other data block keeps every value."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.result.part_mix import change_mix
from styleglip_addon.blender.result.write_back import remove_result, write_result

from .sample_objects import PROMPT, add_object, add_prism, decorate, styled, stylize

_TRANSIENT = frozenset(("rna_type", "users", "session_uid", "is_evaluated", "tag", "depsgraph"))
"""What Blender itself counts and marks."""
_ARRAYS = {"vertices": "co", "polygons": "material_index", "loops": "vertex_index"}
_DEEPEST = 4


def _digest(block: Any) -> str:
    """Of all values of a data block, its own properties included; other blocks by name."""
    told = hashlib.sha256()
    _feed(told, block, 0)
    return told.hexdigest()


def _feed(told: Any, struct: Any, depth: int) -> None:
    for prop in struct.bl_rna.properties:
        name = prop.identifier
        if name in _TRANSIENT or depth > _DEEPEST:
            continue
        try:
            value = getattr(struct, name)
        except (AttributeError, RuntimeError, ValueError):
            continue
        told.update(name.encode())
        if prop.type == "COLLECTION":
            told.update(str(len(value)).encode())
            if name in _ARRAYS and len(value) and hasattr(value[0], _ARRAYS[name]):
                width = np.size(getattr(value[0], _ARRAYS[name]))
                flat = np.empty(len(value) * width, dtype=np.float64)
                value.foreach_get(_ARRAYS[name], flat)
                told.update(flat.tobytes())
                continue
            for item in value:
                _point(told, item, depth)
        elif prop.type == "POINTER":
            _point(told, value, depth)
        else:
            told.update(repr(tuple(value) if getattr(prop, "is_array", False) else value).encode())
    if hasattr(struct, "keys") and isinstance(struct, bpy.types.ID):
        told.update(repr(sorted((key, str(struct[key])) for key in struct.keys())).encode())  # noqa: SIM118 (no mapping)


def _point(told: Any, value: Any, depth: int) -> None:
    if isinstance(value, bpy.types.ID):
        told.update(value.name_full.encode())
    elif value is not None and hasattr(value, "bl_rna"):
        _feed(told, value, depth + 1)
    else:
        told.update(repr(value).encode())


def _blocks() -> dict[tuple[str, str], Any]:
    found = {}
    for prop in bpy.data.bl_rna.properties:
        if prop.type == "COLLECTION" and prop.identifier not in (
            "libraries",
            "window_managers",
            "workspaces",
            "screens",
        ):
            for block in getattr(bpy.data, prop.identifier):
                if isinstance(block, bpy.types.ID):
                    found[prop.identifier, block.name_full] = block
    return found


def _neighbours(folder: Path) -> None:
    """Shared, linked, overridden, hidden, animated, parented and modified objects, with what they use."""
    library = folder / "library.blend"
    decorate(add_prism("Borrowed"))
    bpy.data.libraries.write(str(library), {bpy.data.objects["Borrowed"]})
    bpy.data.objects.remove(bpy.data.objects["Borrowed"])
    with bpy.data.libraries.load(str(library), link=True) as (_, wanted):
        wanted.objects = ["Borrowed"]
    linked = wanted.objects[0]
    bpy.context.scene.collection.objects.link(linked)
    linked.override_create()
    twin = add_object("Twin")
    bpy.context.scene.collection.objects.link(bpy.data.objects.new("Other Twin", twin.data))
    hidden = add_prism("Hidden")
    hidden.hide_viewport = hidden.hide_render = True
    moving = decorate(add_object("Moving"))
    moving.keyframe_insert("location", frame=1)
    moving.keyframe_insert("location", frame=20)
    moving.parent = twin
    styled_before = add_prism("Styled Before")
    stylize(styled_before)
    bpy.context.scene.world = bpy.data.worlds.new("Sky")
    bpy.data.images.new("Painting", 4, 4)
    bpy.data.texts.new("Notes").write("nothing of this is run")
    bpy.context.scene.collection.objects.link(bpy.data.objects.new("Eye", bpy.data.cameras.new("Eye")))


@pytest.mark.parametrize("make_target", [add_object, lambda: decorate(add_object("Vase"))])
def test_whatever_happens_to_an_object_no_other_block_changes(make_target: Any, tmp_path: Path) -> None:
    bpy.ops.wm.read_homefile(use_empty=True)
    _neighbours(tmp_path)
    target = make_target()
    own = {target.name_full, target.data.name_full}
    before = _blocks()
    digests = {key: _digest(block) for key, block in before.items()}

    def check(step: str, *, is_clean: bool) -> None:
        after = _blocks()
        assert before.keys() <= after.keys(), step
        changed = [key for key, block in after.items() if key in digests and _digest(block) != digests[key]]
        keys = target.data.shape_keys
        others = [key for key in changed if key[1] not in own and (keys is None or key[1] != keys.name_full)]
        assert others == [], step
        if is_clean:
            assert after.keys() == before.keys(), step

    exported = export_object(target)
    check("exported", is_clean=True)
    write_result(target, exported, styled(exported), PROMPT)
    check("written", is_clean=False)
    change_mix(target.data, {"base": 0.25})
    check("dialled", is_clean=False)
    stylize(target, ("tube",))
    check("written again", is_clean=False)
    remove_result(target)
    check("removed", is_clean=True)


def test_the_digest_sees_what_it_is_to_see(tmp_path: Path) -> None:
    bpy.ops.wm.read_homefile(use_empty=True)
    _neighbours(tmp_path)
    moving, hidden, twin = (bpy.data.objects[name] for name in ("Moving", "Hidden", "Twin"))

    def move_vertex() -> None:
        twin.data.vertices[0].co.x += 0.001

    def dial_key() -> None:
        moving.data.shape_keys.key_blocks[1].value += 0.01

    changes = (
        (twin.data, move_vertex),
        (moving.data.shape_keys, dial_key),
        (hidden, lambda: setattr(hidden, "hide_render", False)),
        (moving, lambda: setattr(moving, "parent", hidden)),
        (moving, lambda: setattr(moving.modifiers[0], "show_viewport", not moving.modifiers[0].show_viewport)),
        (twin, lambda: twin.__setitem__("note", 1)),
        (bpy.data.texts["Notes"], lambda: bpy.data.texts["Notes"].write("more")),
    )
    for block, change in changes:
        before = _digest(block)
        change()
        assert _digest(block) != before, block.name

"""What cannot be written leaves the object as it was: all or nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.reading.validation import ObjectError
from styleglip_addon.blender.result import part_writing, write_back
from styleglip_addon.blender.result.write_back import (
    NothingFoundError,
    deliver_result,
    has_result,
    write_result,
)

from .sample_objects import (
    PROMPT,
    add_object,
    decorate,
    fingerprint,
    styled,
    stylize,
)

_MODULES = (part_writing, write_back)
"""Where the steps of writing are looked up; the first that knows a step is the one that takes it for a part."""


@pytest.mark.parametrize("decorated", [False, True])
@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("step", ["write_color", "show_result_material", "write_record", "write_group"])
def test_a_failure_half_way_leaves_the_object_as_it_was(
    monkeypatch: pytest.MonkeyPatch, step: str, first: bool, decorated: bool
) -> None:
    obj = add_object()
    if decorated:
        decorate(obj)
    if not first:
        stylize(obj, ("base", "lid"))
    before = fingerprint(obj)
    exported = export_object(obj)
    module = next(module for module in _MODULES if hasattr(module, step))
    real = getattr(module, step)

    def write_then_fail(*arguments: Any, **options: Any) -> None:
        real(*arguments, **options)
        raise MemoryError("no room")

    monkeypatch.setattr(module, step, write_then_fail)
    with pytest.raises(MemoryError):
        write_result(obj, exported, styled(exported), PROMPT)
    assert fingerprint(obj) == before
    monkeypatch.undo()
    write_result(obj, exported, styled(exported), PROMPT)
    assert has_result(obj)


def test_key_animation_survives_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    obj = decorate(add_object())
    obj.data.shape_keys.key_blocks["Smile"].keyframe_insert("value", frame=1)
    exported = export_object(obj)
    monkeypatch.setattr(write_back, "write_record", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_result(obj, exported, styled(exported), PROMPT)
    assert obj.data.shape_keys.animation_data.action is not None


@pytest.mark.parametrize("fails", [False, True])
def test_a_shared_mesh_is_copied_when_asked_and_the_other_object_does_not_change(
    monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    obj = add_object()
    twin = bpy.data.objects.new("Twin", obj.data)
    bpy.context.scene.collection.objects.link(twin)
    before = fingerprint(twin)
    exported = export_object(obj, allow_shared=True)
    with pytest.raises(ObjectError, match='shares its mesh with "Twin"'):
        write_result(obj, exported, styled(exported), PROMPT)
    if fails:
        monkeypatch.setattr(write_back, "write_record", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write_result(obj, exported, styled(exported), PROMPT, make_single_user=True)
        assert obj.data == twin.data
        assert fingerprint(twin) == before
        return
    write_result(obj, exported, styled(exported), PROMPT, make_single_user=True)
    assert obj.data != twin.data
    assert has_result(obj)
    assert {k: v for k, v in fingerprint(twin).items() if "in file" not in k} == {
        k: v for k, v in before.items() if "in file" not in k
    }


def test_a_result_with_nan_or_of_another_size_is_refused() -> None:
    obj = add_object()
    exported = export_object(obj)
    result = styled(exported)
    before = fingerprint(obj)
    broken = result.displacement.copy()
    broken[2, 1] = np.nan
    with pytest.raises(ObjectError, match='"Vase" has NaN in its displacement'):
        write_result(obj, exported, replace(result, displacement=broken), PROMPT)
    with pytest.raises(ObjectError, match=r"color of shape \(5, 3\)"):
        write_result(obj, exported, replace(result, color=result.color[:5]), PROMPT)
    assert fingerprint(obj) == before


def test_where_no_part_was_found_the_object_stays_and_the_sentence_names_the_parts(tmp_path: Path) -> None:
    obj = decorate(add_object())
    stylize(obj)
    before = fingerprint(obj)
    exported = export_object(obj)
    result = styled(exported)
    lost = tuple(replace(p, located=replace(p.located, found=False, reason="not seen")) for p in result.parts)
    with pytest.raises(NothingFoundError, match='None of the parts "base", "tube" was found on "Vase"'):
        deliver_result(exported, replace(result, parts=lost), PROMPT, rescue_folder=tmp_path)
    assert fingerprint(obj) == before
    assert list(tmp_path.iterdir()) == []

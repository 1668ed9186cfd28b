"""One part is written anew; the others stay, bit for bit, with all that the artist dialled and painted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from styleglip_addon.blender.names import COLOR_ATTRIBUTE, RECORD_PROPERTY
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.reading.validation import ObjectError
from styleglip_addon.blender.result import part_writing, restyling
from styleglip_addon.blender.result.dial_values import read_mix
from styleglip_addon.blender.result.part_mix import change_mix, mixed_color, read_layers
from styleglip_addon.blender.result.record import read_record
from styleglip_addon.blender.result.restyling import write_parts
from styleglip_addon.blender.result.write_back import (
    NothingFoundError,
    ResultRescuedError,
    deliver_result,
    remove_result,
)

from .sample_objects import add_object, add_prism, decorate, fingerprint, rgba, styled, stylize

_MODULES = (part_writing, restyling)
"""Where the steps of writing are looked up; the first that knows a step is the one that takes it for a part."""


def _restyled(obj: Any, name: str = "tube", amount: float = 0.3) -> Any:
    """A result in which every part is another one; only `name` is to be written."""
    exported = export_object(obj)
    result = styled(exported, amount=amount)
    parts = tuple(
        replace(
            p, color=p.color[:, ::-1].copy(), located=replace(p.located, part=replace(p.located.part, style="rust"))
        )
        for p in result.parts
    )
    result = replace(result, parts=parts, color=np.zeros_like(result.color))
    write_parts(obj, exported, result, (name,), "pottery base, rust tube")
    return result


def test_the_other_parts_stay_bit_for_bit() -> None:
    obj = decorate(add_object())
    stylize(obj)
    obj.data.shape_keys.key_blocks["StyleGLIP: base"].value = 0.5
    change_mix(obj.data, {"base": 0.25})
    before = fingerprint(obj)
    colors = rgba(obj, COLOR_ATTRIBUTE)

    result = _restyled(obj)

    after = fingerprint(obj)
    assert [k for k in after["keys"] if "tube" not in k[0]] == [k for k in before["keys"] if "tube" not in k[0]]
    for same in ("groups", "slots", "key selection", "active group", "active color", "materials in file"):
        assert after[same] == before[same]
    touched = {"StyleGLIP Color: tube", COLOR_ATTRIBUTE}
    for name, values in before["attributes"].items():
        assert (after["attributes"][name] == values) == (name not in touched), name
    assert read_mix(obj.data) == {"base": 0.25}
    outside = export_object(obj).located_at_vertices(result.parts[1].located).weights == 0.0
    assert outside.any()
    assert np.array_equal(rgba(obj, COLOR_ATTRIBUTE)[outside], colors[outside])
    assert not np.array_equal(rgba(obj, COLOR_ATTRIBUTE), colors)


def test_the_part_has_its_new_shape_and_colour_and_stays_dialled() -> None:
    obj = add_prism()
    stylize(obj)
    change_mix(obj.data, {"tube": 0.5})
    key = obj.data.shape_keys.key_blocks["StyleGLIP: tube"]
    key.slider_max, key.value, key.mute = 2.0, 1.5, True
    result = _restyled(obj)
    key = obj.data.shape_keys.key_blocks["StyleGLIP: tube"]
    assert (key.slider_max, key.value, key.mute) == (2.0, 1.5, True)
    moved = np.array([tuple(p.co) for p in key.data]) - np.array([tuple(v.co) for v in obj.data.vertices])
    assert moved == pytest.approx(result.parts[1].displacement, abs=1e-6)
    base = rgba(obj, "StyleGLIP Base Color")[:, :3]
    expected = mixed_color(base, list(read_layers(obj.data)), {"tube": 0.5})
    assert np.array_equal(rgba(obj, COLOR_ATTRIBUTE)[:, :3], expected)
    assert np.array_equal(rgba(obj, "StyleGLIP Color: tube")[:, :3], result.parts[1].color)
    assert read_mix(obj.data) == {"tube": 0.5}


def test_the_record_tells_the_new_style_and_where_the_part_was_found() -> None:
    obj = add_prism()
    stylize(obj)
    first = read_record(obj.data)
    _restyled(obj)
    record = read_record(obj.data)
    assert first is not None
    assert record is not None
    assert [(part.name, part.style) for part in record.report.parts] == [("base", "gold"), ("tube", "rust")]
    assert record.report.parts[0] == first.report.parts[0]
    assert record.report.parts[1].detections == first.report.parts[1].detections
    assert record.report.prompt == "pottery base, rust tube"
    assert record.id != first.id, "what is kept for the result before must still be found after an undo"


def test_painted_colours_of_other_parts_stay() -> None:
    obj = add_object()
    stylize(obj)
    colors = rgba(obj, COLOR_ATTRIBUTE)
    colors[0] = (0.0, 0.0, 1.0, 1.0)  # at the foot, where the tube is not
    obj.data.attributes[COLOR_ATTRIBUTE].data.foreach_set("color", colors.ravel())
    _restyled(obj)
    assert rgba(obj, COLOR_ATTRIBUTE)[0].tolist() == [0.0, 0.0, 1.0, 1.0]


def test_capitals_do_not_make_another_part() -> None:
    obj = add_object()
    stylize(obj)
    exported = export_object(obj)
    result = styled(exported, ("Base", "Tube"), 0.3)
    write_parts(obj, exported, result, ("TUBE",), "pottery base, gold tube")
    assert [k.name for k in obj.data.shape_keys.key_blocks][1:] == ["StyleGLIP: base", "StyleGLIP: tube"]


def test_a_result_that_holds_only_the_restyled_part_will_do() -> None:
    obj = add_object()
    stylize(obj)
    exported = export_object(obj)
    result = styled(exported, amount=0.3)
    write_parts(obj, exported, replace(result, parts=result.parts[1:]), ("tube",), "pottery base, gold tube")
    assert len(obj.data.shape_keys.key_blocks) == 3


def test_taken_off_the_restyled_object_is_as_before_the_first_result() -> None:
    obj = decorate(add_object())
    before = fingerprint(obj)
    stylize(obj)
    _restyled(obj)
    remove_result(obj)
    assert fingerprint(obj) == before


@pytest.mark.parametrize("step", ["write_color", "write_record", "refresh_parts"])
def test_a_failure_half_way_leaves_the_object_as_it_was(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    obj = decorate(add_object())
    stylize(obj)
    before = fingerprint(obj)
    module = next(module for module in _MODULES if hasattr(module, step))
    real = getattr(module, step)

    def write_then_fail(*arguments: Any, **options: Any) -> None:
        real(*arguments, **options)
        raise MemoryError("no room")

    monkeypatch.setattr(module, step, write_then_fail)
    with pytest.raises(MemoryError):
        _restyled(obj)
    assert fingerprint(obj) == before


def test_without_a_result_or_with_another_part_it_is_refused(tmp_path: Path) -> None:
    obj = add_object()
    exported = export_object(obj)
    result = styled(exported, ("base", "lid"))
    with pytest.raises(ObjectError, match="no result with the parts to restyle"):
        write_parts(obj, exported, result, ("lid",), "")
    stylize(obj)
    with pytest.raises(ResultRescuedError, match="no result with the parts to restyle"):
        deliver_result(exported, result, "", rescue_folder=tmp_path, names=("lid",))
    assert RECORD_PROPERTY in obj.data


def test_a_part_that_was_not_found_this_time_stays_as_it_is() -> None:
    obj = add_object()
    stylize(obj)
    before = fingerprint(obj)
    exported = export_object(obj)
    result = styled(exported)
    lost = replace(result.parts[1], located=replace(result.parts[1].located, found=False, reason="not seen"))
    with pytest.raises(NothingFoundError, match='"tube" was not found on "Vase"'):
        write_parts(obj, exported, replace(result, parts=(result.parts[0], lost)), ("tube",), "")
    assert fingerprint(obj) == before

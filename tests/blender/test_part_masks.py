"""A part can be said by a vertex group, a face set, a material or an attribute; what is wrong with it is a sentence."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.reading.part_masks import (
    FACE_SET_ATTRIBUTE,
    MaskSource,
    PartMask,
    face_sets,
    mask_attributes,
    parse_masks,
    read_mask,
)
from styleglip_addon.blender.reading.validation import ObjectError
from styleglip_addon.engine.vocabulary.errors import SettingsError

from .sample_objects import add_object, stylize


def _cube_with_face_sets() -> Any:
    obj = add_object()
    sets = np.full(6, 1, dtype=np.int32)
    sets[5] = 7
    obj.data.attributes.new(FACE_SET_ATTRIBUTE, "INT", "FACE").data.foreach_set("value", sets)
    return obj


def _marked(weights: Any) -> list[int]:
    return [int(index) for index in np.flatnonzero(weights)]


def test_a_face_set_marks_the_vertices_of_its_faces() -> None:
    obj = _cube_with_face_sets()
    weights = read_mask(obj, PartMask(MaskSource.FACE_SET, "7"))
    assert _marked(weights) == [1, 3, 5, 7]
    assert weights.dtype == np.float32
    assert face_sets(obj) == [1, 7]


def test_a_material_marks_its_faces_and_still_does_when_a_result_covers_them() -> None:
    obj = add_object()
    for name in ("Glaze", "Clay"):
        obj.data.materials.append(bpy.data.materials.new(name))
    obj.data.polygons[5].material_index = 1
    clay = PartMask(MaskSource.MATERIAL, "Clay")
    assert _marked(read_mask(obj, clay)) == [1, 3, 5, 7]
    stylize(obj)
    assert _marked(read_mask(obj, clay)) == [1, 3, 5, 7]


@pytest.mark.parametrize(
    ("kind", "domain", "index", "expected"),
    [
        ("FLOAT", "POINT", 2, [2]),
        ("BOOLEAN", "FACE", 5, [1, 3, 5, 7]),
        ("INT", "EDGE", 0, None),
        ("BYTE_COLOR", "CORNER", 0, [0]),
        ("FLOAT_COLOR", "POINT", 4, [4]),
    ],
)
def test_an_attribute_of_any_domain_becomes_weights(kind: str, domain: str, index: int, expected: Any) -> None:
    obj = add_object()
    attribute = obj.data.attributes.new("Mask", kind, domain)
    if kind.endswith("COLOR"):
        attribute.data[index].color = (1.0, 1.0, 1.0, 1.0)
        for other in range(len(attribute.data)):
            if other != index:
                attribute.data[other].color = (0.0, 0.0, 0.0, 1.0)
    else:
        attribute.data[index].value = 1
    expected = sorted(obj.data.edges[0].vertices) if expected is None else expected
    weights = read_mask(obj, PartMask(MaskSource.ATTRIBUTE, "Mask"))
    assert _marked(weights) == expected
    assert weights.max() == 1.0
    assert mask_attributes(obj) == ["Mask"]


def test_numbers_outside_0_to_1_are_brought_into_it() -> None:
    obj = add_object()
    values = [-1.0, 0.25, 5.0, np.nan, np.inf, 0.0, 0.0, 0.0]
    obj.data.attributes.new("Mask", "FLOAT", "POINT").data.foreach_set("value", values)
    weights = read_mask(obj, PartMask(MaskSource.ATTRIBUTE, "Mask"))
    assert weights.tolist() == [0.0, 0.25, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0]


def test_masks_of_all_kinds_reach_the_engines_mesh() -> None:
    obj = _cube_with_face_sets()
    obj.vertex_groups.new(name="Foot").add([0, 2], 0.5, "REPLACE")
    masks = {"lid": PartMask(MaskSource.FACE_SET, "7"), "foot": PartMask(MaskSource.VERTEX_GROUP, "Foot")}
    exported = export_object(obj, masks=masks)
    assert _marked(exported.mesh.masks["lid"]) == [1, 3, 5, 7]
    assert exported.mesh.masks["foot"].tolist() == [0.5, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("mask", "sentence"),
    [
        (PartMask(MaskSource.VERTEX_GROUP, "Lid"), 'no vertex group "Lid"'),
        (PartMask(MaskSource.FACE_SET, "3"), "no face set 3; it has 1, 7"),
        (PartMask(MaskSource.FACE_SET, "x"), "no face set x; it has 1, 7"),
        (PartMask(MaskSource.MATERIAL, "Glaze"), 'no material "Glaze"'),
        (PartMask(MaskSource.ATTRIBUTE, "Mask"), 'no attribute "Mask"'),
        (PartMask(MaskSource.ATTRIBUTE, "position"), '"position" of "Vase" cannot be a mask'),
        (PartMask(MaskSource.VERTEX_GROUP, "Empty"), 'The vertex group "Empty" marks nothing on "Vase"'),
    ],
)
def test_a_mask_that_cannot_be_is_named(mask: PartMask, sentence: str) -> None:
    obj = _cube_with_face_sets()
    obj.vertex_groups.new(name="Empty")
    with pytest.raises(ObjectError, match=sentence):
        read_mask(obj, mask)


def test_a_mesh_without_face_sets_says_where_to_make_them() -> None:
    with pytest.raises(ObjectError, match=r"no face sets\. Make them in Sculpt Mode"):
        read_mask(add_object(), PartMask(MaskSource.FACE_SET, "1"))


def test_masks_are_read_from_the_command_line() -> None:
    assert parse_masks(["base=vertex_group:My: Base", "lamp shade = face-set : 3"]) == {
        "base": PartMask(MaskSource.VERTEX_GROUP, "My: Base"),
        "lamp shade": PartMask(MaskSource.FACE_SET, "3"),
    }


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (["base"], 'Write PART=SOURCE:NAME, for example "base=vertex_group:Base"'),
        (["base=Base"], "Write PART=SOURCE:NAME"),
        (["base=vertex_group:"], "Write PART=SOURCE:NAME"),
        (["base=group:Base"], 'names "group" as its source. Choose one of vertex_group, face_set, material, attribute'),
        (["base=material:A", "base=material:B"], 'The part "base" has two masks'),
    ],
)
def test_a_mask_that_cannot_be_read_from_the_command_line_is_named(texts: list[str], sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        parse_masks(texts)

"""The demo's pictures: framed, in the right colours, and without a trace in the file."""

from __future__ import annotations

from pathlib import Path

import bpy
import numpy as np
import pytest
from PIL import Image

from styleglip_addon.blender.files.scene_files import read_object, save_blend
from styleglip_addon.blender.names import is_part_data_name
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.result.write_back import write_result
from tools.demo import _render_pictures
from tools.preview_render import group_weights, render_attribute, render_object, render_parts

from .sample_objects import PROMPT, add_object, add_prism, styled

SIZE = 64


def pixels(path: Path) -> np.ndarray:
    """(H, W, 3) float in 0..1."""
    return np.asarray(Image.open(path).convert("RGB"), dtype=np.float64) / 255.0


def saturation(image: np.ndarray) -> np.ndarray:
    """(H, W): distance between the largest and the smallest channel; the studio itself is grey."""
    return image.max(axis=2) - image.min(axis=2)


def names_of_everything() -> set[str]:
    """Names of all data blocks a picture could leave behind."""
    data = bpy.data
    kinds = (data.scenes, data.objects, data.meshes, data.materials, data.lights, data.cameras, data.worlds)
    return {block.name for kind in kinds for block in kind}


@pytest.mark.parametrize("scale", [0.001, 1.0, 500.0])
def test_object_of_any_size_and_place_fills_the_picture_without_touching_its_edge(tmp_path: Path, scale: float) -> None:
    obj = add_prism()
    obj.scale = (scale, scale, scale)
    obj.location = (3.0 * scale, -2.0 * scale, 5.0 * scale)
    material = bpy.data.materials.new("Red")
    material.use_nodes = True
    surface = next(node for node in material.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    surface.inputs["Base Color"].default_value = (0.8, 0.02, 0.02, 1.0)
    obj.data.materials.append(material)
    bpy.context.view_layer.update()
    render_object(obj, tmp_path / "picture.png", size=SIZE, samples=1)
    red = saturation(pixels(tmp_path / "picture.png")) > 0.25
    rows, columns = np.nonzero(red)
    assert max(np.ptp(rows), np.ptp(columns)) > 0.7 * SIZE
    assert not red[[0, -1]].any()
    assert not red[:, [0, -1]].any()


def test_picture_leaves_the_file_and_the_object_as_they_were(tmp_path: Path) -> None:
    obj = add_object()
    obj.hide_render = True
    before, scene = names_of_everything(), bpy.context.scene.name
    render_object(obj, tmp_path / "picture.png", size=SIZE, samples=1)
    assert (tmp_path / "picture.png").stat().st_size > 0
    assert names_of_everything() == before
    assert bpy.context.scene.name == scene
    assert obj.hide_render
    assert [collection.name for collection in obj.users_collection] == [bpy.context.scene.collection.name]


def test_parts_picture_gives_each_part_its_colour_and_needs_no_trace(tmp_path: Path) -> None:
    obj = add_object(vertices=[(x, y, z) for x in (-1.0, 1.0) for y in (-1.0, 1.0) for z in (-1.0, 1.0)])
    heights = np.array([vertex.co.z for vertex in obj.data.vertices])
    for name, chosen in (("lower", heights < 0), ("upper", heights > 0)):
        group = obj.vertex_groups.new(name=name)
        group.add([int(index) for index in np.nonzero(chosen)[0]], 1.0, "REPLACE")
    before = names_of_everything()
    assert group_weights(obj, "upper") == pytest.approx((heights > 0).astype(float))
    render_parts(obj, ["lower", "upper"], tmp_path / "parts.png", size=SIZE, samples=1)
    image = pixels(tmp_path / "parts.png")
    colored = saturation(image) > 0.2
    rows = np.nonzero(colored.any(axis=1))[0]
    top, bottom = image[rows[3]][colored[rows[3]]], image[rows[-3]][colored[rows[-3]]]
    assert (top[:, 2] > top[:, 0]).all(), "the upper part is blue"
    assert (bottom[:, 0] > bottom[:, 2]).all(), "the lower part is orange"
    assert names_of_everything() == before


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_a_number_is_shown_as_that_share_of_white_whatever_the_light(tmp_path: Path, value: float) -> None:
    obj = add_prism()
    attribute = obj.data.attributes.new("Shine", "FLOAT", "POINT")
    attribute.data.foreach_set("value", np.full(len(obj.data.vertices), value, dtype=np.float32))
    before = names_of_everything()
    render_attribute(obj, "Shine", tmp_path / "shine.png", size=SIZE, samples=1)
    middle = pixels(tmp_path / "shine.png")[SIZE // 2, SIZE // 2]
    assert middle == pytest.approx(value, abs=0.03)
    assert names_of_everything() == before


def test_a_colour_attribute_is_shown_as_it_is(tmp_path: Path) -> None:
    obj = add_prism()
    attribute = obj.data.color_attributes.new("Paint", "FLOAT_COLOR", "POINT")
    attribute.data.foreach_set("color", np.tile((0.5, 0.1, 0.0, 1.0), len(obj.data.vertices)).astype(np.float32))
    render_attribute(obj, "Paint", tmp_path / "paint.png", size=SIZE, samples=1)
    middle = pixels(tmp_path / "paint.png")[SIZE // 2, SIZE // 2]
    assert middle == pytest.approx((0.735, 0.349, 0.0), abs=0.02), "scene-linear, encoded as sRGB"
    with pytest.raises(KeyError):
        render_attribute(obj, "Nothing", tmp_path / "none.png", size=SIZE, samples=1)


def test_the_gallerys_coarse_object_has_few_vertices_and_its_own_shape() -> None:
    from tools.gallery import LAMP, thin_out

    obj = read_object(LAMP)
    size = np.array(obj.dimensions)
    thin_out(obj, 600)
    assert abs(len(obj.data.vertices) - 600) < 60
    assert not obj.modifiers
    bpy.context.view_layer.update()
    assert np.abs(np.array(obj.dimensions) / size - 1.0).max() < 0.05


def test_a_figure_puts_its_panels_beside_each_other(tmp_path: Path) -> None:
    from tools.gallery import Panel, save_figure

    def flat(color: str) -> Panel:
        return Panel(color, lambda path: Image.new("RGB", (40, 40), color).save(path))

    save_figure([flat("red"), flat("blue")], tmp_path / "figure.png", 40)
    image = pixels(tmp_path / "figure.png")
    assert image.shape[1] == 80
    assert image[20, 20].tolist() == [1.0, 0.0, 0.0]
    assert image[20, 60].tolist() == [0.0, 0.0, 1.0]
    assert image[45:].min() < 0.5, "captions stand under them"


def test_demos_three_pictures_show_the_saved_result(tmp_path: Path) -> None:
    obj = add_prism()
    exported = export_object(obj)
    write_result(obj, exported, styled(exported), PROMPT)
    assert [group.name for group in obj.vertex_groups if is_part_data_name(group.name)]
    save_blend(tmp_path / "prism.blend")
    _render_pictures(tmp_path / "prism.blend", tmp_path)
    before, parts, after = (pixels(tmp_path / f"{name}.png") for name in ("before", "parts", "after"))
    assert saturation(before).max() < 0.1
    assert saturation(parts).max() > 0.3
    assert saturation(after).max() > 0.3
    assert np.abs(parts - after).max() > 0.2

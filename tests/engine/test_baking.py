"""Baking styles to textures, against styles that are plain formulas of position."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from styleglip_addon.engine import (
    SettingsError,
    StylizeCancelled,
)
from styleglip_addon.engine.baking import (
    BakeMap,
    BakeProgress,
    BakeSettings,
    Relief,
    UvMap,
    bake,
    dense_result,
)
from styleglip_addon.engine.baking.frames import TangentFrames
from styleglip_addon.engine.baking.shape import shown_heights
from styleglip_addon.engine.rendering.cameras import look_at
from styleglip_addon.engine.rendering.color import linear_to_srgb, srgb_to_linear
from styleglip_addon.engine.surface import weld, welded_vertex_normals
from styleglip_addon.engine.vocabulary.channels import (
    EMISSION,
    IOR,
    METALLIC,
    ROUGHNESS,
    SHEEN,
)
from tests.engine.wavy_sheet import ALL, AMOUNT, RELIEF, WAVES, Glow, wavy_sheet, x_of_texels
from tools.textured_drawing import TexturedLook, VertexLook, draw, sample_bilinear


def test_each_texel_holds_the_style_at_its_own_place_on_the_surface() -> None:
    shape, uv = wavy_sheet()
    baked = bake(shape, uv, BakeSettings(size=64, maps=ALL, relief=Relief.WHOLE))
    x = x_of_texels(64)
    linear = torch.from_numpy(np.stack((1 - x / 2, x / 2, 0 * x), axis=1))
    color = np.rint(linear_to_srgb(linear).numpy() * 255)
    assert np.abs(baked.maps[BakeMap.COLOR].astype(int) - color[None]).max() <= 1
    assert np.abs(baked.maps[BakeMap.DISPLACEMENT] - AMOUNT * np.sin(WAVES * x)).max() < 1e-6
    assert baked.constants[BakeMap.ROUGHNESS] == pytest.approx((0.8,), abs=0.002)
    assert baked.constants[BakeMap.METALLIC] == (0.0,)
    assert not {BakeMap.ROUGHNESS, BakeMap.METALLIC} & set(baked.maps), "the same everywhere"
    assert baked.coverage.all()
    assert baked.size == 64


def test_the_normal_map_is_that_of_the_displaced_surface() -> None:
    shape, uv = wavy_sheet()
    baked = bake(shape, uv, BakeSettings(size=256, maps=RELIEF, relief=Relief.WHOLE))
    slope = AMOUNT * WAVES * np.cos(WAVES * x_of_texels(256))
    expected = np.stack((-slope, 0 * slope, 1 + 0 * slope), axis=1) / np.hypot(slope, 1)[:, None]
    decoded = baked.maps[BakeMap.NORMAL].astype(np.float64) / 255 * 2 - 1
    assert np.abs(decoded[:, 1:-1] - expected[None, 1:-1]).max() < 0.01


def test_beyond_the_vertices_only_what_the_vertices_do_not_show_is_baked() -> None:
    shape, uv = wavy_sheet()
    baked = bake(shape, uv, BakeSettings(size=64, maps=RELIEF))
    a, b, c, d = shown_heights(shape)  # of the four corners, around the square
    u, v = np.meshgrid(x_of_texels(64) / 2, x_of_texels(64) / 2)
    shown = np.where(v <= u, a * (1 - u) + b * (u - v) + c * v, a * (1 - v) + c * u + d * (v - u))
    assert np.abs(shown).max() > 0.1 * AMOUNT
    assert (
        np.abs(baked.maps[BakeMap.DISPLACEMENT] - (AMOUNT * np.sin(WAVES * x_of_texels(64))[None] - shown)).max() < 1e-6
    )


def test_strengths_scale_color_and_height_apart() -> None:
    shape, uv = wavy_sheet()
    half = replace(shape, color_strengths=(0.0, 1.0), height_strengths=(0.5, 1.0))
    baked = bake(half, uv, BakeSettings(size=32, maps=ALL, relief=Relief.WHOLE))
    grey = int(np.rint(float(linear_to_srgb(torch.tensor([0.5]))) * 255))
    assert (baked.maps[BakeMap.COLOR] == grey).all()
    assert baked.constants[BakeMap.ROUGHNESS] == pytest.approx((0.6,), abs=0.002)
    assert np.abs(baked.maps[BakeMap.DISPLACEMENT] - 0.5 * AMOUNT * np.sin(WAVES * x_of_texels(32))).max() < 1e-6


def test_displacement_that_was_held_back_is_baked_as_far_as_it_was_left() -> None:
    shape, uv = wavy_sheet()
    left = (1.0 - shape.refined.vertices[:, [0]] / 2).astype(np.float32)  # all at x = 0, nothing at x = 2
    held = replace(shape, held=np.repeat(left, 2, axis=1))
    baked = bake(held, uv, BakeSettings(size=256, maps=ALL, relief=Relief.WHOLE))
    x = x_of_texels(256)
    assert np.abs(baked.maps[BakeMap.DISPLACEMENT] - AMOUNT * np.sin(WAVES * x) * (1 - x / 2)).max() < 1e-6
    slope = AMOUNT * (WAVES * np.cos(WAVES * x) * (1 - x / 2) - np.sin(WAVES * x) / 2)
    expected = np.stack((-slope, 0 * slope, 1 + 0 * slope), axis=1) / np.hypot(slope, 1)[:, None]
    decoded = baked.maps[BakeMap.NORMAL].astype(np.float64) / 255 * 2 - 1
    assert np.abs(decoded[:, 1:-1] - expected[None, 1:-1]).max() < 0.01
    whole = bake(shape, uv, BakeSettings(size=256, maps=ALL, relief=Relief.WHOLE))
    assert np.array_equal(baked.maps[BakeMap.COLOR], whole.maps[BakeMap.COLOR]), "colours are not held back"
    finer = held.with_dense_vertices(2000)
    assert finer.held is not None
    assert np.allclose(finer.held[:, 0], 1 - finer.refined.vertices[:, 0] / 2, atol=1e-6)


def test_parts_meet_where_their_weights_on_the_dense_copy_do() -> None:
    shape, uv = wavy_sheet(dense=5000, right=1.0)
    baked = bake(shape, uv, BakeSettings(size=64, maps=ALL))
    blue, metallic = baked.maps[BakeMap.COLOR][..., 2], baked.maps[BakeMap.METALLIC]
    assert (blue[:, :30] == 0).all()
    assert (blue[:, 34:] == 255).all()
    assert (metallic[:, 34:] == 255).all()
    assert (baked.maps[BakeMap.ROUGHNESS][:, 34:] == 26).all()


def test_the_dense_copys_map_is_the_meshs_own_also_across_seams() -> None:
    shape, _ = wavy_sheet()
    # The two triangles lie apart in the map, so that the diagonal is a seam.
    uv = np.array([[(0, 0), (0.4, 0), (0.4, 0.4)], [(0.5, 0.5), (0.9, 0.9), (0.5, 0.9)]])
    dense = UvMap(uv).carried(shape.refined.corner_coordinates(shape.faces), shape.refined.face_parents)
    corners = shape.refined.vertices[shape.refined.faces][:, :, :2]
    lower = shape.refined.face_parents == 0
    assert np.allclose(dense.corners[lower], corners[lower] / 2 * 0.4, atol=1e-6)
    assert np.allclose(dense.corners[~lower], 0.5 + corners[~lower] / 2 * 0.4, atol=1e-6)
    assert abs(np.abs(dense.areas()).sum() - np.abs(UvMap(uv).areas()).sum()) < 1e-9


def test_around_islands_the_rim_repeats_and_the_rest_is_background() -> None:
    shape, uv = wavy_sheet()
    small = UvMap(uv.corners * 0.5 + 0.25)
    baked = bake(shape, small, BakeSettings(size=64, maps=ALL, margin=4))
    assert baked.coverage.sum() == 32 * 32
    color = baked.maps[BakeMap.COLOR]
    assert (color[20, 12:16] == color[20, 16]).all()
    assert (color[20, 11] != color[20, 16]).any()
    assert (baked.maps[BakeMap.NORMAL][0, 0] == (128, 128, 255)).all()
    assert baked.maps[BakeMap.DISPLACEMENT][0, 0] == 0.0


def test_a_glow_is_a_picture_of_the_light_and_its_strength_one_number() -> None:
    shape, uv = wavy_sheet()
    glowing = replace(shape, style=Glow(), plain={**shape.plain, EMISSION: 0.0, SHEEN: 0.0})
    baked = bake(glowing, uv, BakeSettings(size=64, maps=frozenset({BakeMap.EMISSION, BakeMap.SHEEN})))
    black, white = baked.spans[BakeMap.EMISSION]
    assert black == 0.0
    assert white == pytest.approx(4 * x_of_texels(64)[-1])
    light = (
        srgb_to_linear(torch.from_numpy(np.asarray(baked.maps[BakeMap.EMISSION], np.float32) / 255.0)).numpy() * white
    )
    x = x_of_texels(64)
    assert light[0] == pytest.approx(4 * x[:, None] * np.stack((1 - x / 2, x / 2, 0 * x), axis=1), abs=0.06)
    # Equally much sheen everywhere is one colour: that of the surface, paler.
    assert baked.constants[BakeMap.SHEEN] == pytest.approx((0.325, 0.325, 0.15), abs=0.01)


def test_a_channel_of_one_part_only_is_plain_on_the_other_and_its_texture_says_what_black_and_white_are() -> None:
    shape, uv = wavy_sheet(dense=5000, right=1.0)
    glass = replace(shape, style=Glow(), plain={**shape.plain, IOR: IOR.plain, SHEEN: 0.0})
    baked = bake(glass, uv, BakeSettings(size=64, maps=frozenset({BakeMap.IOR, BakeMap.SHEEN})))
    assert baked.spans[BakeMap.IOR] == pytest.approx((1.5, 2.0))
    assert (baked.maps[BakeMap.IOR][:, :30] == 0).all()
    assert (baked.maps[BakeMap.IOR][:, 34:] == 255).all()
    assert (baked.maps[BakeMap.SHEEN][:, 34:] == 0).all()
    assert baked.maps[BakeMap.SHEEN][:, :30].any(axis=2).all()


def test_a_part_of_the_dense_copy_has_the_channels_of_its_style_and_no_others() -> None:
    shape, _ = wavy_sheet(dense=300, right=1.0)
    dense = dense_result(replace(shape, style=Glow(), plain={**shape.plain, IOR: IOR.plain, EMISSION: 0.0}))
    glowing, glass = (part.material for part in dense.parts)
    assert set(glowing) == {ROUGHNESS, METALLIC, EMISSION}
    assert set(glass) == {ROUGHNESS, METALLIC, IOR}
    there = dense.parts[1].weights > 0
    assert (glass[IOR][there] == 2.0).all()
    assert (glass[IOR][~there] == IOR.plain).all()


def test_optional_textures_are_made_where_there_is_something_for_them_and_not_missed_where_not() -> None:
    shape, uv = wavy_sheet()
    flat = replace(shape, plain={}, height_strengths=(0.0, 0.0))
    settings = BakeSettings(size=16, maps=frozenset({BakeMap.COLOR}), optional=ALL)
    baked = bake(flat, uv, settings)
    assert set(baked.maps) == {BakeMap.COLOR}
    assert not baked.warnings
    assert set(bake(shape, uv, settings).maps) == {BakeMap.COLOR, BakeMap.NORMAL, BakeMap.DISPLACEMENT}


def test_the_threads_do_not_change_a_bit() -> None:
    shape, uv = wavy_sheet()
    one, several = (bake(shape, uv, BakeSettings(size=256, maps=ALL, threads=count)) for count in (1, 3))
    assert all(np.array_equal(one.maps[kind], several.maps[kind]) for kind in one.maps)


def test_styles_without_material_give_no_such_textures_and_say_so() -> None:
    shape, uv = wavy_sheet()
    plain = replace(shape, plain={})
    baked = bake(plain, uv, BakeSettings(size=16, maps=frozenset({BakeMap.COLOR, BakeMap.ROUGHNESS})))
    assert set(baked.maps) == {BakeMap.COLOR}
    assert "roughness" in baked.warnings[0]
    with pytest.raises(SettingsError, match="metallic"):
        bake(plain, uv, BakeSettings(size=16, maps=frozenset({BakeMap.METALLIC})))


def test_overlapping_islands_are_told() -> None:
    shape, uv = wavy_sheet()
    folded = uv.corners.copy()
    folded[1] = folded[0]
    baked = bake(shape, UvMap(folded), BakeSettings(size=32, maps=frozenset({BakeMap.COLOR})))
    assert "overlapping" in baked.warnings[0]
    assert not bake(shape, uv, BakeSettings(size=32, maps=frozenset({BakeMap.COLOR}))).warnings


def test_progress_reaches_the_end_and_a_bake_can_be_stopped() -> None:
    shape, uv = wavy_sheet()
    reports: list[BakeProgress] = []
    bake(shape, uv, BakeSettings(size=256), on_progress=reports.append)
    assert len(reports) >= 2
    assert reports[-1].share == 1.0
    assert [r.share for r in reports] == sorted(r.share for r in reports)
    with pytest.raises(StylizeCancelled):
        bake(shape, uv, BakeSettings(size=256), should_stop=lambda: True)


@pytest.mark.parametrize("changes", [{"size": 8}, {"maps": frozenset()}, {"margin": -1}, {"threads": -1}])
def test_settings_out_of_range_are_refused(changes: dict) -> None:
    with pytest.raises(SettingsError):
        BakeSettings(**changes)


def test_a_dense_copy_has_the_styles_at_its_vertices_and_the_meshs_own_vertices_first() -> None:
    shape, _ = wavy_sheet(dense=300, right=1.0)
    dense = dense_result(shape, 2000)
    assert abs(len(dense.vertices) - 2000) < 100
    assert np.array_equal(dense.vertices[:4], shape.vertices)
    x, red = dense.vertices[:, 0], dense.parts[0].weights
    assert np.allclose(dense.displacement[:, 2], AMOUNT * np.sin(WAVES * x) * red, atol=1e-6)
    assert np.allclose(dense.displacement[:, :2], 0, atol=1e-7)
    assert np.allclose(dense.color[:, 2], dense.parts[1].weights, atol=1e-6)
    assert np.allclose(sum(p.displacement for p in dense.parts), dense.displacement)
    same = dense_result(shape)
    assert len(same.vertices) == len(shape.refined.vertices)
    assert np.array_equal(same.faces, shape.refined.faces)


def test_bilinear_lookup_mixes_the_four_texels_around() -> None:
    texture = np.array([[0, 100], [200, 60]], dtype=np.uint8)
    values = sample_bilinear(texture, np.array([(0.5, 0.5), (0.25, 0.25), (0.0, 0.0), (0.75, 1.0)]))
    assert values[:, 0].tolist() == [90.0, 0.0, 0.0, 60.0]


def test_the_mesh_with_its_textures_looks_like_the_dense_copy_with_its_colors_and_its_relief() -> None:
    shape, uv = wavy_sheet()
    baked = bake(shape, uv, BakeSettings(size=256))
    dense = dense_result(shape, 6000)
    middle = np.array((1.0, 1.0, 0.0))
    # The sheet with its shape keys: its four corners are moved, the textures hold what that does not show.
    own = dense.vertices[:4] + dense.displacement[:4]
    fine = dense.vertices + dense.displacement
    cameras = look_at(torch.tensor([0.3]), torch.tensor([0.2]), (0, 1, 0), (0, 0, 1), 40.0)
    normals = welded_vertex_normals(fine, dense.faces, weld(fine))
    colors = VertexLook(dense.color[dense.faces], normals[dense.faces])
    before, shown = draw(fine - middle, dense.faces, colors, cameras, (128, 128))

    frames = TangentFrames.of(own, shape.faces, shape.refined.original_groups, uv.corners)
    errors = []
    for relief in (baked.maps[BakeMap.NORMAL], None):
        look = TexturedLook(uv, frames, baked.maps[BakeMap.COLOR], relief)
        after, covered = draw(own - middle, shape.faces, look, cameras, (128, 128))
        inside = shown & covered
        assert int(inside.sum()) > 2000
        errors.append(float((before - after).square().mean(dim=1)[inside].mean()))
    with_relief, without = errors
    assert with_relief < 5e-5, "43 dB"
    assert with_relief < 0.5 * without, "the normal map shows the waves"

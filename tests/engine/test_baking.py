"""Baking styles to textures, against styles that are plain formulas of position."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from styleglip_addon.engine import (
    Mesh,
    MeshError,
    Part,
    SettingsError,
    StylizeCancelled,
    continue_run,
    load_models,
    stylize,
)
from styleglip_addon.engine.baking import (
    BakeMap,
    BakeOrder,
    BakeProgress,
    BakeSettings,
    Relief,
    StyledShape,
    UvMap,
    bake,
    bake_order,
    dense_result,
    styled_shape,
)
from styleglip_addon.engine.baking.frames import TangentFrames
from styleglip_addon.engine.baking.shape import shown_heights
from styleglip_addon.engine.materials.points import Points
from styleglip_addon.engine.optimisation.state import FieldSamples
from styleglip_addon.engine.rendering.cameras import look_at
from styleglip_addon.engine.rendering.color import linear_to_srgb, srgb_to_linear
from styleglip_addon.engine.surface import refine, weld, welded_vertex_normals
from styleglip_addon.engine.vocabulary.channels import (
    COLOR,
    DISPLACEMENT,
    EMISSION,
    IOR,
    METALLIC,
    NORMAL_OFFSET,
    ROUGHNESS,
    SHEEN,
)
from tests.engine.test_stylizer import QUICK
from tests.untrained_model import write_untrained_model
from tools.textured_drawing import TexturedLook, VertexLook, draw, sample_bilinear

ALL = frozenset(BakeMap)
RELIEF = frozenset({BakeMap.DISPLACEMENT, BakeMap.NORMAL})
AMOUNT, WAVES = 0.05, 6.0


class Waves:
    """Part 0 is red at x = 0 and green at x = 2 with waves along x; part 1 is blue, smooth and metallic."""

    def evaluate(
        self, part_index: int, points: NDArray[np.float32], device: str = "cpu", places: Points | None = None
    ) -> FieldSamples:
        x = points[:, 0]
        zero, one = np.zeros_like(x), np.ones_like(x)
        if part_index == 1:
            blue = np.stack((zero, zero, one), axis=1)
            return {COLOR: blue, DISPLACEMENT: zero, **_material(0.1 * one, one)}
        height = (AMOUNT * np.sin(WAVES * x)).astype(np.float32)
        color = np.stack((1 - x / 2, x / 2, zero), axis=1)
        return {COLOR: color, DISPLACEMENT: height, **_material(0.8 * one, zero)}


def _material(roughness: NDArray[np.float32], metallic: NDArray[np.float32]) -> FieldSamples:
    """Values (n,) with the surface's own normals."""
    return {ROUGHNESS: roughness, METALLIC: metallic, NORMAL_OFFSET: np.zeros((len(roughness), 3), dtype=np.float32)}


class Glow(Waves):
    """Part 0 glows more and more along x and has an even sheen; part 1 is glass."""

    def evaluate(
        self, part_index: int, points: NDArray[np.float32], device: str = "cpu", places: Points | None = None
    ) -> FieldSamples:
        """See `Waves`."""
        x = points[:, 0]
        own: FieldSamples = {IOR: 0 * x + 2.0} if part_index == 1 else {EMISSION: 4 * x, SHEEN: 0 * x + 0.5}
        return {**super().evaluate(part_index, points), **own}


def _sheet(dense: int = 300, right: float = 0.0) -> tuple[StyledShape, UvMap]:
    """A square of 2 x 2 metres cut in two triangles, UV 0..1; from x = 1 on part 1 has the weight `right`."""
    vertices = np.array([(0, 0, 0), (2, 0, 0), (2, 2, 0), (0, 2, 0)], dtype=np.float32)
    faces = np.array([(0, 1, 2), (0, 2, 3)])
    refined = refine(vertices, faces, weld(vertices), dense)
    second = (refined.vertices[:, 0] > 1.0) * np.float32(right)
    shape = StyledShape(
        vertices=vertices,
        faces=faces,
        refined=refined,
        normals=welded_vertex_normals(refined.vertices, refined.faces, refined.groups).astype(np.float32),
        weights=np.stack((1 - second, second), axis=1).astype(np.float32),
        base_color=np.full((len(refined.vertices), 3), 0.5, dtype=np.float32),
        color_strengths=(1.0, 1.0),
        height_strengths=(1.0, 1.0),
        style=Waves(),
        plain={ROUGHNESS: 0.6, METALLIC: 0.1, NORMAL_OFFSET: 0.0},
    )
    return shape, UvMap(vertices[faces][:, :, :2] / 2)


def _x(size: int) -> NDArray[np.float64]:
    """Position along x of each column of a texture of the sheet."""
    return (np.arange(size) + 0.5) / size * 2


def test_each_texel_holds_the_style_at_its_own_place_on_the_surface() -> None:
    shape, uv = _sheet()
    baked = bake(shape, uv, BakeSettings(size=64, maps=ALL, relief=Relief.WHOLE))
    x = _x(64)
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
    shape, uv = _sheet()
    baked = bake(shape, uv, BakeSettings(size=256, maps=RELIEF, relief=Relief.WHOLE))
    slope = AMOUNT * WAVES * np.cos(WAVES * _x(256))
    expected = np.stack((-slope, 0 * slope, 1 + 0 * slope), axis=1) / np.hypot(slope, 1)[:, None]
    decoded = baked.maps[BakeMap.NORMAL].astype(np.float64) / 255 * 2 - 1
    assert np.abs(decoded[:, 1:-1] - expected[None, 1:-1]).max() < 0.01


def test_beyond_the_vertices_only_what_the_vertices_do_not_show_is_baked() -> None:
    shape, uv = _sheet()
    baked = bake(shape, uv, BakeSettings(size=64, maps=RELIEF))
    a, b, c, d = shown_heights(shape)  # of the four corners, around the square
    u, v = np.meshgrid(_x(64) / 2, _x(64) / 2)
    shown = np.where(v <= u, a * (1 - u) + b * (u - v) + c * v, a * (1 - v) + c * u + d * (v - u))
    assert np.abs(shown).max() > 0.1 * AMOUNT
    assert np.abs(baked.maps[BakeMap.DISPLACEMENT] - (AMOUNT * np.sin(WAVES * _x(64))[None] - shown)).max() < 1e-6


def test_strengths_scale_color_and_height_apart() -> None:
    shape, uv = _sheet()
    half = replace(shape, color_strengths=(0.0, 1.0), height_strengths=(0.5, 1.0))
    baked = bake(half, uv, BakeSettings(size=32, maps=ALL, relief=Relief.WHOLE))
    grey = int(np.rint(float(linear_to_srgb(torch.tensor([0.5]))) * 255))
    assert (baked.maps[BakeMap.COLOR] == grey).all()
    assert baked.constants[BakeMap.ROUGHNESS] == pytest.approx((0.6,), abs=0.002)
    assert np.abs(baked.maps[BakeMap.DISPLACEMENT] - 0.5 * AMOUNT * np.sin(WAVES * _x(32))).max() < 1e-6


def test_displacement_that_was_held_back_is_baked_as_far_as_it_was_left() -> None:
    shape, uv = _sheet()
    left = (1.0 - shape.refined.vertices[:, [0]] / 2).astype(np.float32)  # all at x = 0, nothing at x = 2
    held = replace(shape, held=np.repeat(left, 2, axis=1))
    baked = bake(held, uv, BakeSettings(size=256, maps=ALL, relief=Relief.WHOLE))
    x = _x(256)
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
    shape, uv = _sheet(dense=5000, right=1.0)
    baked = bake(shape, uv, BakeSettings(size=64, maps=ALL))
    blue, metallic = baked.maps[BakeMap.COLOR][..., 2], baked.maps[BakeMap.METALLIC]
    assert (blue[:, :30] == 0).all()
    assert (blue[:, 34:] == 255).all()
    assert (metallic[:, 34:] == 255).all()
    assert (baked.maps[BakeMap.ROUGHNESS][:, 34:] == 26).all()


def test_the_dense_copys_map_is_the_meshs_own_also_across_seams() -> None:
    shape, _ = _sheet()
    # The two triangles lie apart in the map, so that the diagonal is a seam.
    uv = np.array([[(0, 0), (0.4, 0), (0.4, 0.4)], [(0.5, 0.5), (0.9, 0.9), (0.5, 0.9)]])
    dense = UvMap(uv).carried(shape.refined.corner_coordinates(shape.faces), shape.refined.face_parents)
    corners = shape.refined.vertices[shape.refined.faces][:, :, :2]
    lower = shape.refined.face_parents == 0
    assert np.allclose(dense.corners[lower], corners[lower] / 2 * 0.4, atol=1e-6)
    assert np.allclose(dense.corners[~lower], 0.5 + corners[~lower] / 2 * 0.4, atol=1e-6)
    assert abs(np.abs(dense.areas()).sum() - np.abs(UvMap(uv).areas()).sum()) < 1e-9


def test_around_islands_the_rim_repeats_and_the_rest_is_background() -> None:
    shape, uv = _sheet()
    small = UvMap(uv.corners * 0.5 + 0.25)
    baked = bake(shape, small, BakeSettings(size=64, maps=ALL, margin=4))
    assert baked.coverage.sum() == 32 * 32
    color = baked.maps[BakeMap.COLOR]
    assert (color[20, 12:16] == color[20, 16]).all()
    assert (color[20, 11] != color[20, 16]).any()
    assert (baked.maps[BakeMap.NORMAL][0, 0] == (128, 128, 255)).all()
    assert baked.maps[BakeMap.DISPLACEMENT][0, 0] == 0.0


def test_a_glow_is_a_picture_of_the_light_and_its_strength_one_number() -> None:
    shape, uv = _sheet()
    glowing = replace(shape, style=Glow(), plain={**shape.plain, EMISSION: 0.0, SHEEN: 0.0})
    baked = bake(glowing, uv, BakeSettings(size=64, maps=frozenset({BakeMap.EMISSION, BakeMap.SHEEN})))
    black, white = baked.spans[BakeMap.EMISSION]
    assert black == 0.0
    assert white == pytest.approx(4 * _x(64)[-1])
    light = (
        srgb_to_linear(torch.from_numpy(np.asarray(baked.maps[BakeMap.EMISSION], np.float32) / 255.0)).numpy() * white
    )
    x = _x(64)
    assert light[0] == pytest.approx(4 * x[:, None] * np.stack((1 - x / 2, x / 2, 0 * x), axis=1), abs=0.06)
    # Equally much sheen everywhere is one colour: that of the surface, paler.
    assert baked.constants[BakeMap.SHEEN] == pytest.approx((0.325, 0.325, 0.15), abs=0.01)


def test_a_channel_of_one_part_only_is_plain_on_the_other_and_its_texture_says_what_black_and_white_are() -> None:
    shape, uv = _sheet(dense=5000, right=1.0)
    glass = replace(shape, style=Glow(), plain={**shape.plain, IOR: IOR.plain, SHEEN: 0.0})
    baked = bake(glass, uv, BakeSettings(size=64, maps=frozenset({BakeMap.IOR, BakeMap.SHEEN})))
    assert baked.spans[BakeMap.IOR] == pytest.approx((1.5, 2.0))
    assert (baked.maps[BakeMap.IOR][:, :30] == 0).all()
    assert (baked.maps[BakeMap.IOR][:, 34:] == 255).all()
    assert (baked.maps[BakeMap.SHEEN][:, 34:] == 0).all()
    assert baked.maps[BakeMap.SHEEN][:, :30].any(axis=2).all()


def test_a_part_of_the_dense_copy_has_the_channels_of_its_style_and_no_others() -> None:
    shape, _ = _sheet(dense=300, right=1.0)
    dense = dense_result(replace(shape, style=Glow(), plain={**shape.plain, IOR: IOR.plain, EMISSION: 0.0}))
    glowing, glass = (part.material for part in dense.parts)
    assert set(glowing) == {ROUGHNESS, METALLIC, EMISSION}
    assert set(glass) == {ROUGHNESS, METALLIC, IOR}
    there = dense.parts[1].weights > 0
    assert (glass[IOR][there] == 2.0).all()
    assert (glass[IOR][~there] == IOR.plain).all()


def test_optional_textures_are_made_where_there_is_something_for_them_and_not_missed_where_not() -> None:
    shape, uv = _sheet()
    flat = replace(shape, plain={}, height_strengths=(0.0, 0.0))
    settings = BakeSettings(size=16, maps=frozenset({BakeMap.COLOR}), optional=ALL)
    baked = bake(flat, uv, settings)
    assert set(baked.maps) == {BakeMap.COLOR}
    assert not baked.warnings
    assert set(bake(shape, uv, settings).maps) == {BakeMap.COLOR, BakeMap.NORMAL, BakeMap.DISPLACEMENT}


def test_the_threads_do_not_change_a_bit() -> None:
    shape, uv = _sheet()
    one, several = (bake(shape, uv, BakeSettings(size=256, maps=ALL, threads=count)) for count in (1, 3))
    assert all(np.array_equal(one.maps[kind], several.maps[kind]) for kind in one.maps)


def test_styles_without_material_give_no_such_textures_and_say_so() -> None:
    shape, uv = _sheet()
    plain = replace(shape, plain={})
    baked = bake(plain, uv, BakeSettings(size=16, maps=frozenset({BakeMap.COLOR, BakeMap.ROUGHNESS})))
    assert set(baked.maps) == {BakeMap.COLOR}
    assert "roughness" in baked.warnings[0]
    with pytest.raises(SettingsError, match="metallic"):
        bake(plain, uv, BakeSettings(size=16, maps=frozenset({BakeMap.METALLIC})))


def test_overlapping_islands_are_told() -> None:
    shape, uv = _sheet()
    folded = uv.corners.copy()
    folded[1] = folded[0]
    baked = bake(shape, UvMap(folded), BakeSettings(size=32, maps=frozenset({BakeMap.COLOR})))
    assert "overlapping" in baked.warnings[0]
    assert not bake(shape, uv, BakeSettings(size=32, maps=frozenset({BakeMap.COLOR}))).warnings


def test_progress_reaches_the_end_and_a_bake_can_be_stopped() -> None:
    shape, uv = _sheet()
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
    shape, _ = _sheet(dense=300, right=1.0)
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
    shape, uv = _sheet()
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


@pytest.fixture(scope="module")
def styled_cube(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mesh, BakeOrder]:
    """A cube after a real run of a few steps, with one island per side."""
    models = load_models(write_untrained_model(tmp_path_factory.mktemp("model")))
    corners = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=np.float32)
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces, uv = [], []
    for number, (a, b, c, d) in enumerate(quads):
        left, low = (number % 3) / 3 + 0.02, (number // 3) / 2 + 0.02
        p, q, r, s = (left, low), (left + 0.28, low), (left + 0.28, low + 0.4), (left, low + 0.4)
        faces += [(a, b, c), (a, c, d)]
        uv += [(p, q, r), (p, r, s)]
    mesh = Mesh(corners, np.array(faces))
    top = (corners[:, 2] > 0).astype(np.float32)
    result = stylize(mesh, (Part("lid", "gold", mask=top), Part("box", "wood", mask=1 - top)), QUICK, models=models)
    assert result.state is not None
    return mesh, BakeOrder(
        result.state, mesh, UvMap(np.array(uv)), BakeSettings(size=128, maps=RELIEF | {BakeMap.COLOR})
    )


def test_a_finished_run_is_baked_from_its_state(styled_cube: tuple[Mesh, BakeOrder]) -> None:
    mesh, order = styled_cube
    baked = bake_order(order)
    shape = styled_shape(order.state, mesh)
    dense = dense_result(shape)
    # The texture at each dense vertex's place in the map has the colour of the vertex, up to a texel's width.
    coordinates = shape.refined.corner_coordinates(mesh.faces)
    uv = order.uv.carried(coordinates, shape.refined.face_parents).corners.mean(axis=1)
    texture = sample_bilinear(baked.maps[BakeMap.COLOR], uv) / 255
    vertices = linear_to_srgb(torch.from_numpy(dense.color)).numpy()[dense.faces].mean(axis=1)
    error = np.abs(texture - vertices).mean()
    assert error < 0.03
    assert np.corrcoef(texture.ravel(), vertices.ravel())[0, 1] > 0.7
    assert texture.std(axis=0).max() > 0.002, "something is on it"
    assert bake_order(order).maps[BakeMap.COLOR].tobytes() == baked.maps[BakeMap.COLOR].tobytes()


def test_the_result_at_a_coarse_meshs_vertices_comes_nearest_to_the_dense_copy_of_its_run(
    styled_cube: tuple[Mesh, BakeOrder],
) -> None:
    mesh, order = styled_cube
    result = continue_run(mesh, order.state, settings=order.state.settings)
    shape = styled_shape(order.state, mesh)
    dense = dense_result(shape)
    count = len(mesh.vertices)
    assert len(dense.color) > 2 * count

    def distance(color: np.ndarray) -> float:
        return float(np.square(shape.refined.interpolate(color) - dense.color).mean())

    assert distance(result.color) <= distance(dense.color[:count]) + 1e-9
    assert distance(result.color) < 0.1 * distance(np.full_like(result.color, dense.color.mean()))


def test_a_part_that_is_dialled_to_nothing_leaves_the_base_color(styled_cube: tuple[Mesh, BakeOrder]) -> None:
    _, order = styled_cube
    mixed = replace(order, color_mix={"lid": 0.0, "box": 0.0}, height_mix={"lid": 0.0, "box": 0.0})
    baked = bake_order(mixed)
    color = baked.maps[BakeMap.COLOR][baked.coverage]
    assert np.ptp(color.astype(int), axis=0).max() == 0
    assert not baked.maps[BakeMap.DISPLACEMENT].any()


def test_another_mesh_than_the_one_that_was_styled_is_refused(styled_cube: tuple[Mesh, BakeOrder]) -> None:
    mesh, order = styled_cube
    moved = Mesh(mesh.vertices * np.float32(1.5), mesh.faces)
    with pytest.raises(MeshError, match="since it was stylized"):
        bake_order(replace(order, mesh=moved))


def test_where_no_part_is_the_colors_from_before_the_run_show(styled_cube: tuple[Mesh, BakeOrder]) -> None:
    mesh, order = styled_cube
    nothing = {"lid": 0.0, "box": 0.0}
    repainted = replace(mesh, colors=np.zeros_like(mesh.vertices))
    first = bake_order(replace(order, color_mix=nothing)).maps[BakeMap.COLOR]
    second = bake_order(replace(order, color_mix=nothing, mesh=repainted)).maps[BakeMap.COLOR]
    assert np.array_equal(first, second)
    assert first.min() > 0


def test_the_normal_map_knows_the_height_that_the_meshs_own_vertices_have(
    styled_cube: tuple[Mesh, BakeOrder],
) -> None:
    mesh, order = styled_cube
    result = continue_run(mesh, order.state, settings=order.state.settings)
    shape = styled_shape(order.state, mesh)
    heights = shown_heights(shape)[:, None] * shape.normals[: len(mesh.vertices)]
    assert np.abs(result.displacement).max() > 0.0
    assert np.allclose(heights, result.displacement, atol=1e-5 + 0.01 * np.abs(result.displacement).max())

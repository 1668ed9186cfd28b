"""Baking what a run left: from its state, onto its mesh."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from styleglip_addon.engine import (
    Mesh,
    MeshError,
    Part,
    continue_run,
    load_models,
    stylize,
)
from styleglip_addon.engine.baking import (
    BakeMap,
    BakeOrder,
    BakeSettings,
    UvMap,
    bake_order,
    dense_result,
    styled_shape,
)
from styleglip_addon.engine.baking.shape import shown_heights
from styleglip_addon.engine.rendering.color import linear_to_srgb
from tests.engine.test_stylizer import QUICK
from tests.engine.wavy_sheet import RELIEF
from tests.untrained_model import write_untrained_model
from tools.textured_drawing import sample_bilinear


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

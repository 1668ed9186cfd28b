"""Sizes and pieces that are dialled one after the other: the results that a run from the mesh gives, bit for bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from styleglip_addon.engine import (
    Look,
    Mesh,
    Models,
    Part,
    StylizeResult,
    load_models,
    part_pictures,
    result_of_state,
    stylize,
)
from styleglip_addon.engine.optimisation import dialling
from styleglip_addon.engine.optimisation.dialling import Dials
from styleglip_addon.engine.optimisation.run import Run
from styleglip_addon.engine.surface.prepared import Surface, prepare_surface
from styleglip_addon.engine.vocabulary import StyledPart
from styleglip_addon.engine.vocabulary.channels import ROUGHNESS, rougher
from styleglip_addon.engine.vocabulary.errors import StateError
from tests.engine.test_material_start import MESH, PARTS, SETTINGS


@pytest.fixture(scope="module")
def models() -> Models:
    return load_models()


@pytest.fixture(scope="module")
def result(models: Models) -> StylizeResult:
    return stylize(MESH, PARTS, SETTINGS, models=models)


def _plain(part: Part, scale: float = 1.0, seed: int | None = None) -> Part:
    return replace(part, mask=None, scale=scale, seed=seed)


def _assert_equal(result: StylizeResult, expected: StylizeResult) -> None:
    np.testing.assert_array_equal(result.color, expected.color)
    np.testing.assert_array_equal(result.displacement, expected.displacement)
    for own, other in zip(result.parts, expected.parts, strict=True):
        np.testing.assert_array_equal(own.color, other.color)
    assert _dialled(result) == _dialled(expected)
    assert result.state.choices == expected.state.choices
    assert result.state.fields.keys() == expected.state.fields.keys()
    assert all(torch.equal(value, expected.state.fields[name]) for name, value in result.state.fields.items())


def test_dialled_results_are_those_of_the_state(result: StylizeResult) -> None:
    dials, state = Dials(), result.state
    asked = (_plain(PARTS[0], scale=2.0), _plain(PARTS[0], scale=2.0, seed=4), _plain(PARTS[1], scale=0.5))
    for part in asked:
        dialled = dials.result(MESH, state, [part])
        _assert_equal(dialled, result_of_state(state, MESH, parts=[part]))
        state = dialled.state
    _assert_equal(dials.result(MESH, result.state), result_of_state(result.state, MESH))


def test_the_surface_is_prepared_once_and_only_the_dialled_part_is_evaluated(
    result: StylizeResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared: list[str] = []
    known: list[set[str]] = []
    prepare, sample = prepare_surface, Run.sample

    def counted(mesh: Mesh, dense_vertices: int, device: str) -> Surface:
        prepared.append(device)
        return prepare(mesh, dense_vertices, device)

    def noted(run: Run, parts: dict[str, StyledPart]) -> tuple[StyledPart, ...]:
        known.append(set(parts))
        return sample(run, parts)

    monkeypatch.setattr(dialling, "prepare_surface", counted)
    monkeypatch.setattr(Run, "sample", noted)
    dials = Dials()
    first = dials.result(MESH, result.state)
    second = dials.result(MESH, first.state, [_plain(PARTS[0], scale=2.0)])
    dials.result(MESH, second.state, [_plain(PARTS[1], seed=3)])
    names = {part.name for part in PARTS}
    assert len(prepared) == 1
    assert known == [set(), names - {PARTS[0].name}, names - {PARTS[1].name}]


def test_another_mesh_is_refused(result: StylizeResult) -> None:
    moved = Mesh(MESH.vertices * 1.5, MESH.faces)
    with pytest.raises(StateError, match="of another mesh"):
        Dials().result(moved, result.state)


def test_pictures_show_size_piece_and_roughness_from_one_view(result: StylizeResult) -> None:
    name = PARTS[0].name
    pictures = part_pictures(MESH, result.state, name, size=48)
    now = pictures.now()
    np.testing.assert_array_equal(pictures.with_look(Look()), now)
    others = [pictures.with_look(look) for look in (Look(scale=4.0), Look(seed=3), Look(roughness=-0.9))]
    assert all(np.abs(picture - now).max() > 0.01 for picture in others)
    rough = part_pictures(MESH, result.state, name, size=48, roughness={name: -0.9})
    np.testing.assert_allclose(rough.now(), others[-1], atol=1e-6)
    chosen = result_of_state(result.state, MESH, parts=[_plain(PARTS[0], seed=3)])
    np.testing.assert_allclose(part_pictures(MESH, chosen.state, name, size=48).now(), others[1], atol=1e-5)


def test_roughness_is_dialled_between_a_mirror_and_matt() -> None:
    values = np.array([0.2, 0.6], np.float32)
    assert rougher(values, 0.0) is values
    np.testing.assert_allclose(rougher(values, -1.0), 0.0)
    np.testing.assert_allclose(rougher(values, 1.0), 1.0)
    np.testing.assert_allclose(rougher(values, -0.5), values / 2)
    assert ROUGHNESS.low <= rougher(values, 0.5).min()


def _dialled(result: StylizeResult) -> list[tuple[str, float, int | None]]:
    return [(located.part.name, located.part.scale, located.part.seed) for located in result.state.parts]

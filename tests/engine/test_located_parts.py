"""A run that starts from located parts is the run without them, and nothing is looked for twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from styleglip_addon.engine import (
    LocatedParts,
    MeshError,
    Models,
    NamedRegion,
    NameKind,
    Part,
    Progress,
    load_models,
    locate_parts,
    stylize,
)
from styleglip_addon.engine.localization.part_figures import figures_of
from styleglip_addon.engine.localization.part_pictures import parts_picture
from styleglip_addon.engine.models.glip import GLIP
from styleglip_addon.engine.surface import prepared
from tests.engine.small_runs import QUICK, halves, sphere
from tests.untrained_model import write_untrained_model

PARTS = (Part("cap", "gold"), Part("body", "wood"))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is done: "detect" per batch of pictures, "prepare" per surface."""
    done: list[str] = []

    def told(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def tell(*given: Any) -> Any:
            done.append(name)
            return call(*given)

        return tell

    monkeypatch.setattr(GLIP, "detect", told("detect", GLIP.detect))
    monkeypatch.setattr(prepared, "refine", told("prepare", prepared.refine))
    return done


def test_a_run_from_located_parts_is_the_same_and_looks_for_nothing(models: Models, work: list[str]) -> None:
    mesh = sphere()
    plain = stylize(mesh, PARTS, QUICK, models=models)
    assert {"detect", "prepare"} <= set(work)
    located = locate_parts(mesh, [replace(part, style="") for part in PARTS], QUICK, models=models)
    assert any(part.found for part in located)
    work.clear()
    again = stylize(mesh, PARTS, QUICK, located=located)  # with the models of the search
    assert work == []
    assert np.array_equal(plain.color, again.color)
    assert np.array_equal(plain.displacement, again.displacement)
    assert plain.warnings == again.warnings
    for first, second in zip(plain.parts, again.parts, strict=True):
        assert first.located.part.style == second.located.part.style != ""
        assert np.array_equal(first.located.weights, second.located.weights)
        assert first.located.detections == second.located.detections
    for name, values in plain.state.fields.items():
        assert torch.equal(values, again.state.fields[name]), name


def test_what_does_not_fit_is_done_anew_and_another_mesh_is_refused(models: Models, work: list[str]) -> None:
    mesh = sphere()
    located = locate_parts(mesh, PARTS, QUICK, models=models)
    work.clear()
    others = stylize(mesh, (PARTS[0], Part("rim", "wood")), QUICK, models=models, located=located)
    assert "detect" in work
    assert "prepare" not in work
    assert [part.located.part.name for part in others.parts] == ["cap", "rim"]
    work.clear()
    stylize(mesh, halves(mesh), QUICK, models=models, located=located)
    assert work == []  # masks say where they are
    coarser = QUICK.with_(dense_vertices=300)
    stylize(mesh, PARTS, coarser, models=models, located=located)
    assert {"detect", "prepare"} <= set(work)
    with pytest.raises(MeshError, match="another mesh"):
        stylize(sphere(radius=2.0), PARTS, QUICK, models=models, located=located)


def test_a_part_that_was_looked_for_may_be_painted_afterwards(models: Models, work: list[str]) -> None:
    mesh = sphere()
    search = locate_parts(mesh, PARTS, QUICK, models=models)
    painted = halves(mesh)[0]
    assert painted.mask is not None
    work.clear()
    told: list[LocatedParts] = []
    for mask in (painted.mask, painted.mask * np.float32(0.5)):

        def keep(progress: Progress) -> None:
            told.extend([] if progress.located is None else [progress.located])

        stylize(mesh, (replace(painted, mask=mask), PARTS[1]), QUICK, keep, located=search)
    assert work == []
    for located, share in zip(told, (1.0, 0.5), strict=True):
        cap, body = located
        assert np.allclose(cap.weights, painted.mask * share, atol=1e-6)
        assert np.allclose(body.weights, search[1].weights * (1.0 - painted.mask * share), atol=1e-5)
        assert located.search is search
    assert np.array_equal(search.placed(mesh, PARTS, QUICK, models)[1].weights, search[1].weights)  # type: ignore[index]


def test_what_the_others_leave_follows_what_is_painted(models: Models, work: list[str]) -> None:
    mesh = sphere()
    parts = (PARTS[0], Part("everything else", "wood"))
    search = locate_parts(mesh, parts, QUICK, models=models)
    painted = halves(mesh)[0]
    assert painted.mask is not None
    work.clear()
    now = search.placed(mesh, (painted, parts[1]), QUICK, models)
    assert work == []
    assert now is not None
    assert np.allclose(now[1].weights, 1.0 - painted.mask, atol=1e-6)


def test_parts_are_looked_for_again_where_names_or_masks_of_the_search_change(models: Models) -> None:
    mesh = sphere()
    painted = halves(mesh)[0]
    assert painted.mask is not None
    search = locate_parts(mesh, (painted, PARTS[1]), QUICK, models=models)
    assert search.placed(mesh, (painted, PARTS[1]), QUICK, models) is not None
    assert search.placed(mesh, (replace(painted, mask=1 - painted.mask), PARTS[1]), QUICK, models) is None
    assert search.placed(mesh, (PARTS[0], PARTS[1]), QUICK, models) is None
    assert search.placed(mesh, (painted,), QUICK, models) is None
    named = replace(mesh, regions=(NamedRegion("Cap", NameKind.MATERIAL, np.arange(10)),))
    assert search.is_on(mesh)
    assert not search.is_on(named)
    assert search.placed(named, (painted, PARTS[1]), QUICK, models) is None


def test_figures_and_the_picture_tell_where_parts_are(models: Models) -> None:
    mesh = sphere()
    cap, body = halves(mesh)
    located = locate_parts(mesh, [cap, body], QUICK, models=models)
    assert located[:1] == (located[0],)
    for figures in figures_of(mesh, located, QUICK.localization.views):
        assert 0.4 < figures.share < 0.6
        assert (figures.pieces, figures.evidence) == (1, "mask")
    picture = parts_picture(located)
    assert picture.shape[2] == 3
    tinted = np.ptp(picture[:, :768].astype(int), axis=2) > 40
    assert 0.1 < tinted.mean() < 0.8
    nothing = replace(located, parts=(), on_surface=())
    assert (np.ptp(parts_picture(nothing)[:, :768].astype(int), axis=2) < 8).all()

"""What happens to one part does not reach another: pictures of parts alone, and whole runs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from styleglip_addon.engine import Models, Part, StylizeSettings, load_models, stylize
from styleglip_addon.engine.fields import PartFields, UnstyledPoints
from styleglip_addon.engine.optimisation.scene import Scene
from styleglip_addon.engine.rendering import create_renderer, nearest_faces, rasterize
from styleglip_addon.engine.rendering.cameras import look_at
from styleglip_addon.engine.rendering.cut_outs import CutOuts
from styleglip_addon.engine.rendering.pictures import PartPictures, WantedPictures
from styleglip_addon.engine.surface.prepared import prepare_surface
from styleglip_addon.engine.vocabulary import FieldKind, FieldSettings
from styleglip_addon.engine.vocabulary.settings import StyleLossPictures
from tests.engine.small_runs import QUICK, halves, sphere
from tests.untrained_model import write_untrained_model

UP, FRONT = (0.0, 0.0, 1.0), (0.0, -1.0, 0.0)
RUN = QUICK.with_(iterations=7, learning_rate=3e-2, field=replace(QUICK.field, displacement_limit=0.1))
CAMERA = look_at(torch.zeros(1), torch.zeros(1), UP, FRONT, 40.0)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


def squares(*depths: float) -> tuple[Tensor, Tensor]:
    """Squares across the view at these depths behind the origin, the first of half width 0.5, each 0.2 wider."""
    corners = torch.tensor([[-1.0, 0.0, -1.0], [1.0, 0.0, -1.0], [1.0, 0.0, 1.0], [-1.0, 0.0, 1.0]])
    points = [corners * (0.5 + 0.2 * number) + torch.tensor([0.0, y, 0.0]) for number, y in enumerate(depths)]
    faces = torch.tensor([[0, 1, 2], [0, 2, 3]])
    return torch.cat(points), torch.cat([faces + 4 * number for number in range(len(depths))])


def difference(run: StylizeSettings, models: Models) -> tuple[float, float]:
    """The most that colours change on the body and on the cap, off the border, as the cap's style changes."""
    mesh = sphere()
    cap, body = halves(mesh)
    first = stylize(mesh, [cap, body], run, models=models)
    second = stylize(mesh, [Part("cap", "wood", mask=cap.mask), body], run, models=models)
    change = np.abs(first.color - second.color).max(axis=1)
    weights = first.parts[0].located.weights
    return float(change[weights == 0.0].max()), float(change[weights == 1.0].max())


@pytest.mark.parametrize("kind", [FieldKind.COLOR_DISPLACEMENT, FieldKind.APPEARANCE_DISPLACEMENT])
def test_other_words_for_one_part_leave_the_other_parts_colours_to_the_last_bit(
    kind: FieldKind, models: Models
) -> None:
    appearance = replace(RUN.field.appearance, learn_lights=False)
    outside, inside = difference(RUN.with_(field=replace(RUN.field, kind=kind, appearance=appearance)), models)
    assert outside == 0.0
    assert inside > 0.01


def test_one_caption_and_one_picture_for_all_parts_do_couple_them(models: Models) -> None:
    together = replace(RUN.style_loss, pictures=StyleLossPictures.TOGETHER, threshold=0.1)
    outside, _ = difference(RUN.with_(style_loss=together, clip_weight=0.0, palette_weight=0.0), models)
    assert outside > 0.0


def test_the_nearest_face_and_its_depth_are_what_is_rasterised() -> None:
    vertices, faces = squares(0.0, 0.3)
    fragments = rasterize(vertices, faces, CAMERA, (40, 40))
    index, depth = nearest_faces(vertices, faces, CAMERA, (40, 40))
    assert torch.equal(index, fragments.face_index)
    assert torch.equal(depth.isfinite(), fragments.mask)
    assert torch.allclose(depth[fragments.mask], fragments.depths, atol=1e-5)


def test_only_what_lies_before_a_depth_is_seen() -> None:
    vertices, faces = squares(0.0, 0.3)
    _, depth = nearest_faces(vertices[:4], faces[:2], CAMERA, (40, 40))
    behind = rasterize(vertices[4:], faces[:2], CAMERA, (40, 40), before=depth)
    whole = rasterize(vertices, faces, CAMERA, (40, 40))
    assert torch.equal(behind.mask, whole.face_index >= 2)
    assert bool(behind.mask.any())
    infinite = torch.full_like(depth, torch.inf)
    alone = rasterize(vertices[4:], faces[:2], CAMERA, (40, 40))
    assert torch.equal(
        rasterize(vertices[4:], faces[:2], CAMERA, (40, 40), before=infinite).face_index, alone.face_index
    )


def test_a_part_is_hidden_by_the_others_and_never_by_itself() -> None:
    vertices, faces = squares(0.0, 0.3)
    weights = torch.zeros(8, 2)
    weights[:4, 0] = weights[4:, 1] = 1.0
    front, back = CutOuts(vertices, faces, weights).before(CAMERA, 40)
    seen = nearest_faces(vertices, faces, CAMERA, (40, 40))[0]
    assert torch.equal(back.isfinite(), (seen == 0) | (seen == 1))
    assert not bool((front.isfinite() & (seen < 2) & (seen >= 0)).any())


def test_a_cut_out_keeps_every_triangle_with_weight_at_a_corner() -> None:
    vertices, faces = squares(0.0, 0.3)
    weights = torch.zeros(8, 2)
    weights[1, 0] = weights[4:, 1] = 1.0
    first, second = CutOuts(vertices, faces, weights).parts
    assert torch.equal(first.rows[first.faces], faces[:1])
    assert torch.equal(second.rows[second.faces], faces[2:])


def _part_pictures(changed: float, cut_out: bool) -> tuple[PartPictures, Tensor]:
    """The body's pictures, and the whole object's, with the cap's field moved by `changed`."""
    mesh = sphere()
    surface = prepare_surface(mesh, 400, "cpu")
    upper = (surface.vertices[:, 2] > 0.0).float()
    weights = torch.stack((upper, 1.0 - upper), dim=1)
    settings = FieldSettings(
        kind=FieldKind.COLOR_DISPLACEMENT, frequencies=8, width=16, depth=1, displacement_limit=0.1
    )
    fields = PartFields(settings, ["cap", "body"], weights, UnstyledPoints.of(surface), 0)
    with torch.no_grad():
        for parameter in fields.field(0).parameters():
            parameter.add_(changed)
    scene = Scene(surface, ["gold", "wood"], create_renderer(), QUICK)
    body = frozenset({1})
    wanted = WantedPictures(whole=True, cut_out=body) if cut_out else WantedPictures(whole=True, alone=body)
    pictures = scene.pictures(fields, fields(), CAMERA, wanted)
    return (pictures.cut_out if cut_out else pictures.alone)[1], pictures.whole


@pytest.mark.parametrize("cut_out", [False, True])
def test_a_part_alone_looks_the_same_whatever_another_part_does(cut_out: bool) -> None:
    first, whole = _part_pictures(0.0, cut_out)
    second, other_whole = _part_pictures(0.5, cut_out)
    assert not torch.equal(whole, other_whole)
    assert torch.equal(first.image, second.image)
    assert torch.equal(first.weights, second.weights)
    shows = (first.image < 0.99).any(dim=1)
    assert bool((shows[:, :30].any()) != cut_out)  # the cap shows in grey, or not at all
    assert bool(shows[:, 60:].any())

"""What the words of a style say about roughness and metallic, and the pull towards it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from styleglip_addon.engine.fields import PartFields, StyledSurface, UnstyledPoints
from styleglip_addon.engine.guidance.contract import StepContext
from styleglip_addon.engine.guidance.usual_material import UsualMaterialTerm
from styleglip_addon.engine.materials.usual import UsualMaterial, usual_material
from styleglip_addon.engine.rendering.pictures import Pictures
from styleglip_addon.engine.vocabulary import AppearanceSettings, FieldKind, FieldSettings
from styleglip_addon.engine.vocabulary.channels import METALLIC, ROUGHNESS

SMALL = FieldSettings(kind=FieldKind.COLOR, frequencies=8, width=16, depth=2)


def _known(style: str) -> UsualMaterial:
    material = usual_material(style)
    assert material is not None
    return material


@pytest.mark.parametrize("style", ["gold", "Golden", "brushed steel", "hammered copper", "shiny-metal", "cast iron"])
def test_metals_are_metallic(style: str) -> None:
    assert _known(style).metallic == 1.0


@pytest.mark.parametrize(
    "style", ["oak wood", "red leather", "linen", "blue and white porcelain", "clay", "rusty iron"]
)
def test_what_is_not_bare_metal_is_not_metallic(style: str) -> None:
    assert _known(style).metallic == 0.0


def test_smooth_things_are_smoother_than_coarse_ones() -> None:
    order = ["glass", "gold", "bronze", "oak", "pottery", "wool"]
    roughness = [_known(style).roughness for style in order]
    assert roughness == sorted(roughness)
    assert len(set(roughness)) == len(order)


def test_a_finish_changes_the_roughness_and_not_the_metal() -> None:
    assert _known("polished oak").roughness < _known("oak").roughness < _known("rough oak").roughness
    assert _known("brushed gold").roughness > _known("gold").roughness
    assert _known("brushed gold").metallic == 1.0


def test_the_last_material_named_decides() -> None:
    assert _known("gold painted wood") == _known("wood")
    assert _known("wood painted gold") == _known("gold")


@pytest.mark.parametrize("style", ["", "crimson", "van gogh", "goldfish", "polished"])
def test_words_that_name_no_material_say_nothing(style: str) -> None:
    assert usual_material(style) is None


def _fields(names: list[str], appearance: AppearanceSettings | None) -> PartFields:
    settings = SMALL
    if appearance is not None:
        settings = replace(SMALL, kind=FieldKind.APPEARANCE, appearance=appearance)
    points = torch.nn.functional.normalize(torch.randn(40, 3, generator=torch.Generator().manual_seed(1)), dim=1)
    weights = torch.zeros(40, len(names))
    weights[torch.arange(40), torch.arange(40) % len(names)] = 1.0
    return PartFields(settings, names, weights, UnstyledPoints(points, points, torch.zeros(40, 3)), 0)


def _pull(term: UsualMaterialTerm, fields: PartFields, styled: StyledSurface | None = None) -> Tensor | None:
    """What the term says of the fields as they are."""
    return term(StepContext(1, fields, fields() if styled is None else styled, Pictures()))


def test_the_pull_is_the_squared_distance_of_the_means_over_the_parts_known() -> None:
    fields = _fields(["base", "shade"], AppearanceSettings(start_roughness=0.6, start_metallic=0.1))
    pull = _pull(UsualMaterialTerm(["gold", "mystery"], torch.ones(40)), fields)
    gold = _known("gold")
    assert pull is not None
    assert float(pull.detach()) == pytest.approx((0.6 - gold.roughness) ** 2 + (0.1 - gold.metallic) ** 2, rel=1e-4)


def test_following_the_pull_a_part_becomes_gold_and_its_neighbour_wool() -> None:
    fields = _fields(["base", "shade"], AppearanceSettings())
    term = UsualMaterialTerm(["gold", "wool"], torch.ones(40))
    optimizer = torch.optim.Adam(fields.parameters(), lr=0.005)
    for _ in range(150):
        optimizer.zero_grad()
        pull = _pull(term, fields)
        assert pull is not None
        pull.backward()
        optimizer.step()
    gold, wool = (fields.evaluate(index) for index in (0, 1))
    assert float(gold[METALLIC].mean()) > 0.9
    assert float(gold[ROUGHNESS].mean()) == pytest.approx(_known("gold").roughness, abs=0.05)
    assert float(wool[METALLIC].mean()) < 0.1
    assert float(wool[ROUGHNESS].mean()) == pytest.approx(_known("wool").roughness, abs=0.05)


def test_larger_faces_count_more() -> None:
    fields = _fields(["base"], AppearanceSettings())
    with torch.no_grad():
        for parameter in fields.parameters():
            parameter.add_(torch.randn(parameter.shape, generator=torch.Generator().manual_seed(2)))
    styled: StyledSurface = fields()
    values = styled.parts[0]
    areas = torch.zeros(40)
    areas[7] = 1.0
    pull = _pull(UsualMaterialTerm(["gold"], areas), fields, styled)
    gold = _known("gold")
    wanted = (values[ROUGHNESS][7] - gold.roughness).square() + (values[METALLIC][7] - gold.metallic).square()
    assert pull is not None
    assert torch.allclose(pull, wanted)


def test_without_known_words_or_materials_there_is_no_pull() -> None:
    materials = _fields(["base"], AppearanceSettings())
    assert _pull(UsualMaterialTerm(["mystery"], torch.ones(40)), materials) is None
    colors = _fields(["base"], None)
    assert _pull(UsualMaterialTerm(["gold"], torch.ones(40)), colors) is None

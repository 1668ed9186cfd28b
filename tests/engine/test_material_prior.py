"""What the words of a style say about roughness and metallic, and the pull towards it."""

from __future__ import annotations

import pytest
import torch

from styleglip_addon.engine.fields import AppearanceOutput, PartStyles
from styleglip_addon.engine.guidance.material_prior import MaterialPrior, UsualMaterial, usual_material
from styleglip_addon.engine.vocabulary import FieldSettings
from styleglip_addon.engine.vocabulary.settings import AppearanceSettings

SMALL = FieldSettings(frequencies=8, width=16, depth=2)


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


def _fields(names: list[str], appearance: AppearanceSettings | None) -> PartStyles:
    points = torch.nn.functional.normalize(torch.randn(40, 3, generator=torch.Generator().manual_seed(1)), dim=1)
    weights = torch.zeros(40, len(names))
    weights[torch.arange(40), torch.arange(40) % len(names)] = 1.0
    return PartStyles(SMALL, names, weights, points, points, torch.zeros(40, 3), False, 0, appearance)


def test_the_pull_is_the_squared_distance_of_the_means_over_the_parts_known() -> None:
    fields = _fields(["base", "shade"], AppearanceSettings(start_roughness=0.6, start_metallic=0.1))
    pull = MaterialPrior(["gold", "mystery"], torch.ones(40))(fields, fields())
    gold = _known("gold")
    assert pull is not None
    assert float(pull.detach()) == pytest.approx((0.6 - gold.roughness) ** 2 + (0.1 - gold.metallic) ** 2, rel=1e-4)


def test_following_the_pull_a_part_becomes_gold_and_its_neighbour_wool() -> None:
    fields = _fields(["base", "shade"], AppearanceSettings())
    prior = MaterialPrior(["gold", "wool"], torch.ones(40))
    optimizer = torch.optim.Adam(fields.parameters(), lr=0.005)
    for _ in range(150):
        optimizer.zero_grad()
        pull = prior(fields, fields())
        assert pull is not None
        pull.backward()
        optimizer.step()
    gold, wool = (fields.evaluate(index, fields.points) for index in (0, 1))
    assert isinstance(gold, AppearanceOutput)
    assert isinstance(wool, AppearanceOutput)
    assert float(gold.metallic.mean()) > 0.9
    assert float(gold.roughness.mean()) == pytest.approx(_known("gold").roughness, abs=0.05)
    assert float(wool.metallic.mean()) < 0.1
    assert float(wool.roughness.mean()) == pytest.approx(_known("wool").roughness, abs=0.05)


def test_larger_faces_count_more() -> None:
    fields = _fields(["base"], AppearanceSettings())
    with torch.no_grad():
        for parameter in fields.parameters():
            parameter.add_(torch.randn(parameter.shape, generator=torch.Generator().manual_seed(2)))
    surface = fields()
    output = surface.parts[0]
    assert isinstance(output, AppearanceOutput)
    areas = torch.zeros(40)
    areas[7] = 1.0
    pull = MaterialPrior(["gold"], areas)(fields, surface)
    gold = _known("gold")
    wanted = (output.roughness[7] - gold.roughness).square() + (output.metallic[7] - gold.metallic).square()
    assert pull is not None
    assert torch.allclose(pull, wanted)


def test_without_known_words_or_materials_there_is_no_pull() -> None:
    materials = _fields(["base"], AppearanceSettings())
    assert MaterialPrior(["mystery"], torch.ones(40))(materials, materials()) is None
    colors = _fields(["base"], None)
    assert MaterialPrior(["gold"], torch.ones(40))(colors, colors()) is None

"""All materials together: their words are theirs alone, and each is within its channels' ranges wherever it is."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from styleglip_addon.engine.materials.catalogue import FAMILIES, MATERIALS, find_material
from styleglip_addon.engine.materials.evaluation import evaluate
from styleglip_addon.engine.materials.material import Material
from styleglip_addon.engine.materials.points import Points, boxed_points
from styleglip_addon.engine.vocabulary.channels import METALLIC, ROUGHNESS, TRANSMISSION

EVERY = pytest.mark.parametrize("material", MATERIALS.values(), ids=MATERIALS.keys())


def scattered(count: int, spacing: float = 0.002) -> Points:
    """Points all over a ball of 40 cm."""
    normal = np.random.default_rng(1).normal(size=(count, 3))
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    return boxed_points((0.2 * normal).astype(np.float32), normal.astype(np.float32), spacing)


def test_there_are_enough_and_none_hides_another() -> None:
    names = Counter(material.name for family in FAMILIES.values() for material in family)
    assert not {name for name, count in names.items() if count > 1}
    assert len(names) >= 300


def test_a_phrase_means_one_material() -> None:
    owners: dict[str, str] = {}
    for material in MATERIALS.values():
        for phrase in {material.name, *material.phrases}:
            assert phrase == " ".join(phrase.lower().split())
            assert owners.setdefault(phrase, material.name) == material.name, phrase
            assert find_material(phrase.title()) is material


@EVERY
def test_a_material_is_described_in_full(material: Material) -> None:
    assert len(material.phrases) >= 2
    assert len(set(material.phrases)) == len(material.phrases)
    assert 0.0 < material.finest <= material.coarsest < 2.0
    assert material.weight > 0.0


@EVERY
def test_a_material_is_within_range_near_and_far(material: Material) -> None:
    sample, count = material.sample(np.random.default_rng(7)), 150
    for spacing in (0.0004, 1.1 * material.finest):
        with np.errstate(divide="raise", over="raise", invalid="raise"):
            result = evaluate(sample, scattered(count, spacing))
        assert result.color.shape == (count, 3)
        assert ((result.color >= 0.0) & (result.color <= 1.0)).all()
        assert ((result.dye >= 0.0) & (result.dye <= 1.0)).all()
        assert np.abs(result.relief).max() < 0.1
        assert ROUGHNESS in result.channels
        for channel, values in result.channels.items():
            assert values.shape == (count,)
            assert ((values >= channel.low) & (values <= channel.high)).all(), channel.name
        if METALLIC in result.channels and TRANSMISSION in result.channels:
            # What is metal is no glass; between them samples hold some of both.
            assert np.mean(result.channels[METALLIC] * result.channels[TRANSMISSION]) < 0.1


def test_no_points_are_a_result_too() -> None:
    result = evaluate(MATERIALS["linen"].sample(np.random.default_rng(0)), scattered(0))
    assert len(result.color) == 0

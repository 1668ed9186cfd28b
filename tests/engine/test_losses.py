"""Every loss against a hand-computed value, and its edge cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from styleglip_addon.engine.guidance.losses import embedding_loss, texture_loss
from styleglip_addon.engine.guidance.palette import (
    foreign_color_loss,
    palette_loss,
    palette_samples,
    random_directions,
)
from styleglip_addon.engine.guidance.smoothness import smoothness_loss
from styleglip_addon.engine.models.contract import Palette, Texture
from styleglip_addon.engine.surface.prepared import prepare_surface
from styleglip_addon.engine.vocabulary import Mesh


def test_embedding_loss_without_contrast_is_one_minus_the_cosine() -> None:
    crops = torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    assert float(embedding_loss(crops, torch.tensor([0.6, 0.8]), None)) == pytest.approx(0.4)


def test_embedding_loss_with_contrast_is_the_cross_entropy_among_unlike_styles() -> None:
    text = torch.tensor([1.0, 0.0])
    others = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    loss = embedding_loss(torch.tensor([[1.0, 0.0]]), text, (others, 10.0))
    # The first other is the style itself and no opponent.
    assert float(loss) == pytest.approx(math.log(1 + math.exp(-10.0)), abs=1e-6)


def test_equal_palettes_have_no_distance() -> None:
    lab = torch.rand(64, 3) * 100
    directions = random_directions(8, torch.Generator().manual_seed(0))
    assert float(palette_loss(lab, lab[torch.randperm(64)], directions)) == pytest.approx(0.0, abs=1e-6)


def test_palette_distance_of_shifted_colors_is_the_projected_shift() -> None:
    lab = torch.rand(64, 3) * 50
    shift = torch.tensor([10.0, 0.0, 0.0])
    directions = torch.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    # One direction sees d = 0.1, the other nothing: the mean of 0.1 + 5 * 0.01 and 0.
    assert float(palette_loss(lab, lab + shift, directions)) == pytest.approx(0.075, abs=1e-5)


def test_palette_samples_follow_the_shares() -> None:
    palette = Palette(torch.tensor([[10.0, 0, 0], [20.0, 0, 0], [30.0, 0, 0]]), torch.tensor([0.25, 0.5, 0.25]))
    lightness = palette_samples(palette, 8)[:, 0].tolist()
    assert lightness == [10.0, 10.0, 20.0, 20.0, 20.0, 20.0, 30.0, 30.0]


def test_smoothness_does_not_stop_at_a_seam() -> None:
    """Two triangles whose common side carries its vertices twice, black on one side of it and white on the other."""
    vertices = np.array([(0, 0, 0), (0, 1, 0), (-1, 0, 0), (0, 0, 0), (0, 1, 0), (1, 0, 0)], dtype=np.float32)
    surface = prepare_surface(Mesh(vertices, np.array([(0, 1, 2), (4, 3, 5)])), 6, "cpu")
    colors = torch.zeros(len(surface.vertices), 3)
    colors[surface.faces[torch.from_numpy(surface.refined.face_parents == 1)]] = 1.0
    sides = surface.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    assert float(smoothness_loss(colors, sides)) == 0.0
    assert float(smoothness_loss(colors, surface.edges)) > 0.2


def test_smoothness_is_the_mean_difference_over_edges() -> None:
    colors = torch.tensor([[0.0, 0.0, 0.0], [0.3, 0.0, 0.0], [0.3, 0.0, 0.0]])
    assert float(smoothness_loss(colors, torch.tensor([[0, 1], [1, 2]]))) == pytest.approx(0.05)
    assert float(smoothness_loss(colors, torch.zeros(0, 2, dtype=torch.long))) == 0.0


def test_texture_loss_is_the_mean_square_deviation_in_units_of_the_spread() -> None:
    texture = Texture(mean=torch.tensor([1.0, 0.0]), spread=torch.tensor([0.4, 0.9]))
    statistics = torch.tensor([[2.0, 1.0], [1.0, -1.0]])
    # Crop means 1.5 and 0: deviations 0.5 / (0.4 + 0.1) and 0.
    assert float(texture_loss(statistics, texture)) == pytest.approx(0.5)


def test_only_colours_that_the_palette_does_not_have_are_foreign() -> None:
    palette = Palette(torch.tensor([[50.0, 0.0, 0.0], [80.0, 10.0, 10.0]]), torch.tensor([0.5, 0.5]))
    own = torch.tensor([[50.0, 0.0, 0.0], [80.0, 10.0, 17.0]])
    assert float(foreign_color_loss(own, palette)) == pytest.approx(0.0, abs=1e-6)
    # One of two colours is 28 from the nearest: 20 beyond what counts as the palette's own, (20 / 100)^2 / 2.
    speck = torch.tensor([[50.0, 0.0, 0.0], [50.0, -28.0, 0.0]])
    assert float(foreign_color_loss(speck, palette)) == pytest.approx(0.02, abs=1e-5)

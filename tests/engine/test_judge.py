"""The independent judge: what it sees, its figures, its training, and what the shipped one says of true materials."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from styleglip_addon.engine import Part
from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.models.embedded.style_encoder import StyleEncoder
from tests.engine.test_benchmark_colours import two_boxes
from tools.benchmarks.judge import Judge, SameLook, SeenPart, StyleJudge, load_judge
from tools.benchmarks.judge.data import STORED_SIZE, Rendering, read_figures, render_sights, write_sights
from tools.benchmarks.judge.evaluation import averaged, figures
from tools.benchmarks.judge.figures import figures as picture_figures
from tools.benchmarks.judge.looks import groups
from tools.benchmarks.judge.network import fitted
from tools.benchmarks.judge.second_look import distances, looked_again
from tools.benchmarks.judge.sights import DISTANCES, sights
from tools.benchmarks.style_outcomes import true_materials
from tools.benchmarks.style_sights import seen_parts

RENDERING = Rendering(seed=8009, objects=2, variants=2, directions=1)


@pytest.fixture(scope="module")
def judge() -> StyleJudge:
    """The judge of the repository."""
    return load_judge()


def test_sights_show_a_part_alone_from_far_to_near() -> None:
    subject = two_boxes()
    assert subject.mesh.front is not None
    _, shape = true_materials(subject, (Part("base", "red"), Part("cap", "blue")), 0)
    seen = sights(shape, 0, subject.mesh.up, subject.mesh.front, [(20.0, 15.0), (200.0, -10.0)], 32)
    assert len(seen) == 2
    for sight in seen:
        pictures = sight.pictures(shape)
        assert pictures.shape == (len(DISTANCES), 3, 32, 32)
        shown = pictures.amin(dim=1) < 0.995
        filled = shown.float().mean(dim=(1, 2))
        assert 0.1 < float(filled[0]) < float(filled[1]) <= float(filled[2])
        red, _, blue = pictures[0][:, shown[0]]
        assert float(red.mean()) > float(blue.mean()) + 0.2


def test_close_sights_show_detail_that_the_mesh_has_no_vertices_for() -> None:
    subject = two_boxes()
    assert subject.mesh.front is not None
    _, shape = true_materials(subject, (Part("base", "checkered"),), 0)
    (sight,) = sights(shape, 0, subject.mesh.up, subject.mesh.front, [(20.0, 15.0)], 48)
    light = sight.pictures(shape).mean(dim=1)
    middle = light[2][16:32, 16:32]
    assert float((middle[1:] - middle[:-1]).abs().amax()) > 0.2


def test_sights_follow_from_seed_and_index() -> None:
    pictures, labels = render_sights(RENDERING, 1)
    again, same_labels = render_sights(RENDERING, 1)
    assert labels == same_labels
    assert {label.style for label in labels} <= set(MATERIALS)
    assert pictures[0].shape == (len(DISTANCES), STORED_SIZE, STORED_SIZE, 3)
    assert all(np.array_equal(a, b) for a, b in zip(pictures, again, strict=True))


def test_figures_are_read_back_as_they_were_computed(tmp_path: Path) -> None:
    write_sights(tmp_path, RENDERING)
    first = read_figures(tmp_path)
    again = read_figures(tmp_path)
    assert torch.equal(first.figures, again.figures)
    assert set(first.names) <= set(MATERIALS)
    some = first.of(first.names[:2])
    assert set(some.styles.tolist()) == {0, 1}
    assert len(some.pieces) == int((first.styles < 2).sum())
    assert len(first.figures) == len(first.styles) == len(first.pieces) > 3
    assert first.figures.isfinite().all()


def test_figures_tell_fine_from_coarse_and_one_way_from_both() -> None:
    size = 64
    y, x = torch.meshgrid(torch.arange(size), torch.arange(size), indexing="ij")

    def stripes(width: int) -> torch.Tensor:
        return (0.3 + 0.4 * ((x // width) % 2)).float().expand(3, size, size)

    fine, coarse = stripes(2), stripes(12)
    checks = (0.3 + 0.4 * ((x // 4 + y // 4) % 2)).float().expand(3, size, size)
    told = picture_figures(torch.stack((fine, coarse, checks, fine.flip(1))))
    assert told.shape == (4, 102)
    assert float((told[0] - told[1]).abs().amax()) > 1.0
    assert float((told[0] - told[2]).abs().amax()) > 0.5
    assert torch.allclose(told[0], told[3], atol=1e-3)


def test_the_judge_fits_what_it_is_shown_and_never_names_what_it_is_not() -> None:
    random = torch.Generator().manual_seed(0)
    styles = torch.arange(60) % 4
    centers = 3.0 * torch.randn(4, 306, generator=random)
    told = centers[styles] + 0.3 * torch.randn(60, 306, generator=random)
    fitting = fitted(told, styles, 5, 0.03)
    shares = fitting.of_figures(told).softmax(dim=1)
    assert float((shares.argmax(dim=1) == styles).float().mean()) > 0.95
    assert float(shares[:, 4].max()) < 1e-6


def test_pieces_average_their_sights() -> None:
    shares = np.array([[0.6, 0.4, 0.0], [0.2, 0.8, 0.0], [0.1, 0.2, 0.7]])
    pieces, wanted = averaged(shares, np.array([1, 1, 2]), ("x", "x", "y"))
    np.testing.assert_allclose(pieces, [[0.4, 0.6, 0.0], [0.1, 0.2, 0.7]])
    assert wanted.tolist() == [1, 2]
    told = figures(shares, np.array([1, 1, 2]), ("gold", "brass", "brick"), SameLook({"brass": ("gold",)}))
    assert told == {"top1": pytest.approx(2 / 3), "top1_same_look": 1.0, "top5": 1.0}


def test_what_lies_among_the_pieces_of_a_material_looks_like_it_and_not_the_other_way_round() -> None:
    random = np.random.default_rng(0)
    pieces = random.normal(size=(3, 40, 2))
    pieces[1] = 0.1 * pieces[1]
    pieces[2] += 12.0
    table = groups(pieces, ("any fabric", "red fabric", "brick"))
    assert table == {"any fabric": ["red fabric"]}
    look = SameLook({name: tuple(others) for name, others in table.items()})
    assert look.same("any fabric", "red fabric")
    assert not look.same("red fabric", "any fabric")
    assert look.same("brick", "brick")
    assert not look.same("brick", "red fabric")


def test_the_judge_knows_all_materials_and_no_layer_of_the_guidance(judge: StyleJudge) -> None:
    assert set(judge.styles) <= set(MATERIALS)
    assert len(judge.styles) > 500
    kinds = {type(module).__name__ for module in judge.network.modules()}
    guidance = {type(module).__name__ for module in StyleEncoder().modules()}
    assert not kinds & {"Conv2d", "GroupNorm", "SiLU", "_ResidualBlock"}
    assert {"Conv2d", "GroupNorm", "_ResidualBlock"} <= guidance


@pytest.mark.parametrize(("style", "other"), [("gold", "brick"), ("brick", "gold"), ("zebra", "denim")])
def test_the_judge_prefers_what_is_there(judge: StyleJudge, style: str, other: str) -> None:
    subject = two_boxes()
    _, shape = true_materials(subject, (Part("base", style), Part("cap", other)), 11)
    (seen, _) = seen_parts(subject, shape, judge.network.config.image_size)
    shares = dict(judge.verdict(SeenPart(seen.pictures)))
    assert shares[style] > 3.0 * shares[other]
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-4)


def test_the_second_look_tells_neighbours_apart_that_the_first_mixes_up(judge: StyleJudge) -> None:
    subject = two_boxes()
    _, shape = true_materials(subject, (Part("base", "oak"), Part("cap", "copper")), 5)
    base, cap = seen_parts(subject, shape, judge.network.config.image_size)
    assert base.is_placed
    woods = looked_again(judge.network, base, ("walnut", "oak planks", "oak", "pine"))
    assert int(woods.argmax()) == 2
    metals = looked_again(judge.network, cap, ("bronze", "copper", "brass", "gold"))
    assert int(metals.argmax()) == 1


def test_the_second_look_leaves_what_overlaps_a_part_as_it_is(judge: StyleJudge) -> None:
    subject = two_boxes()
    _, shape = true_materials(subject, (Part("base", "oak"), Part("cap", "copper")), 5)
    mixed = shape.weights.copy()
    mixed[:, 1] = np.maximum(mixed[:, 1], 0.2)
    mixed /= mixed.sum(axis=1, keepdims=True)
    base, _ = seen_parts(subject, replace(shape, weights=mixed), judge.network.config.image_size)
    assert int(looked_again(judge.network, base, ("walnut", "oak")).argmax()) == 1


def test_distances_count_in_units_of_what_differs_between_pieces() -> None:
    random = torch.Generator().manual_seed(0)
    spread = torch.tensor([0.1, 3.0])
    means = torch.tensor([[0.0, 0.0], [1.0, 0.0]])
    trials = means[:, None, None] + spread * torch.randn(2, 50, 2, 2, generator=random)
    shown = torch.tensor([[0.9, -8.0], [1.0, -8.0]])
    near = distances(torch.diag(spread.square()), shown, trials)
    assert float(near[1]) < 12.0 < 60.0 < float(near[0])


def test_the_card_tells_the_judges_own_accuracy(judge: StyleJudge) -> None:
    both = judge.card["accuracy"]["both_looks"]
    assert 0.9 < both["top1"] <= both["top1_same_look"] <= 1.0
    piece = judge.card["accuracy"]["piece"]
    assert 0.5 < piece["top1"] <= piece["top1_same_look"] <= 1.0
    assert piece["top1"] < piece["top5"] <= 1.0
    seeds = {judge.card["training"][which]["seed"] for which in ("rendered", "held_out", "tried")}
    assert len(seeds) == 3
    assert not seeds & {0, 1}


def test_a_folder_without_a_judge_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="judge-train"):
        load_judge(tmp_path)


def test_the_network_is_made_for_any_number_of_styles() -> None:
    with torch.no_grad():
        assert Judge(5).eval()(torch.rand(2, 3, 3, 32, 32)).shape == (2, 5)

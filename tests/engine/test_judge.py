"""The independent judge: its crops, its training, and what the shipped one says of true materials."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from styleglip_addon.engine import Part
from styleglip_addon.engine.models.embedded.style_encoder import StyleEncoder
from tests.engine.test_benchmark_colours import two_boxes
from tools.benchmarks.judge import Judge, JudgeConfig, SameLook, StyleJudge, load_judge
from tools.benchmarks.judge.augmentation import augment
from tools.benchmarks.judge.data import STORED_SIZE, read_crops, render_crops, write_crops
from tools.benchmarks.judge.evaluation import mean_shares, same_look
from tools.benchmarks.judge.train import CropSet, JudgeTraining, train
from tools.benchmarks.part_crops import part_crop, part_window
from tools.benchmarks.part_views import Shown, part_crops
from tools.benchmarks.style_outcomes import true_materials
from tools.benchmarks.style_prompts import trained_styles
from tools.train_default_model.config import OptimizerConfig
from tools.train_default_model.lit_materials import STYLES

NAMES = tuple(STYLES)
TINY = JudgeTraining(
    network=JudgeConfig(image_size=32, stem=8, widths=(8, 16), depths=(1, 1), kernel=3, expansion=2),
    optimizer=OptimizerConfig(steps=4, batch=4, learning_rate=1e-3, warmup=1, checkpoint_every=2, report_every=1),
)


@pytest.fixture(scope="module")
def judge() -> StyleJudge:
    """The judge of the repository."""
    return load_judge()


@pytest.fixture(scope="module")
def crop_set(tmp_path_factory: pytest.TempPathFactory) -> CropSet:
    """The crops of three objects."""
    folder = tmp_path_factory.mktemp("crops")
    write_crops(folder, seed=7009, objects=3, variants=2, objects_per_shard=2)
    return CropSet(read_crops(folder), NAMES)


def test_a_crop_shows_the_part_and_nothing_else() -> None:
    image = torch.zeros(3, 60, 80)
    image[0, 20:30, 40:60] = 1.0
    mask = torch.zeros(60, 80, dtype=torch.bool)
    mask[20:30, 40:60] = True
    crop = part_crop(image, mask, 44)
    red = (crop[0] > 0.9) & (crop[1] < 0.1)
    white = crop.amin(dim=0) > 0.99
    assert 0.3 < float(red.float().mean()) < 0.5
    assert float((red | white).float().mean()) > 0.8
    window = part_window(image, mask, 44, torch.Generator().manual_seed(0))
    assert float((window[1] < 0.1).float().mean()) > float(red.float().mean())


def test_a_part_without_pixels_cannot_be_cut() -> None:
    with pytest.raises(ValueError, match="no pixel"):
        part_crop(torch.zeros(3, 20, 20), torch.zeros(20, 20, dtype=torch.bool), 16)


def test_crops_follow_from_seed_and_index() -> None:
    crops, styles = render_crops(7009, 1, 2)
    again, same_styles = render_crops(7009, 1, 2)
    assert styles == same_styles
    assert set(styles) <= set(NAMES)
    assert crops[0].shape == (STORED_SIZE, STORED_SIZE, 3)
    assert all(np.array_equal(a, b) for a, b in zip(crops, again, strict=True))


def test_augmentation_keeps_the_colour_and_follows_from_its_generator() -> None:
    crops = torch.ones(16, 3, 40, 40)
    crops[:, :, 8:32, 8:32] = torch.tensor([0.8, 0.1, 0.2])[:, None, None]
    seen = augment(crops, 32, torch.Generator().manual_seed(1))
    assert seen.shape == (16, 3, 32, 32)
    assert torch.equal(seen, augment(crops, 32, torch.Generator().manual_seed(1)))
    inside = seen.permute(0, 2, 3, 1)[seen[:, 1] < 0.3]
    assert len(inside) > 1000
    assert inside.mean(dim=0).tolist() == pytest.approx([0.79, 0.1, 0.2], abs=0.04)


def test_training_broken_off_ends_with_the_same_weights(crop_set: CropSet, tmp_path: Path) -> None:
    whole = train(TINY, NAMES, crop_set, crop_set, tmp_path / "whole")
    half = replace(TINY, optimizer=replace(TINY.optimizer, steps=2))
    broken = tmp_path / "broken"

    class Broken(Exception):
        """Stands for the power cut."""

    class Breaking(CropSet):
        """Breaks off in the third step."""

        def draw(self, count: int, random: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
            if (broken / "judge.pt").exists():
                raise Broken
            return crop_set.draw(count, random)

    assert half.optimizer.checkpoint_every == 2
    with pytest.raises(Broken):
        train(TINY, NAMES, Breaking(crop_set.shards, NAMES), crop_set, broken)
    resumed = train(TINY, NAMES, crop_set, crop_set, broken)
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_styles_of_the_same_look_are_those_taken_for_each_other() -> None:
    wanted = np.array([0, 0, 1, 2])
    shares = np.array([[0.6, 0.4, 0.0], [0.4, 0.2, 0.4], [0.1, 0.8, 0.1], [0.3, 0.0, 0.7]])
    means = mean_shares(wanted, shares)
    assert means[0].tolist() == pytest.approx([0.5, 0.3, 0.2])
    table = same_look(means, ("gold", "brass", "brick"))
    assert table == {"gold": ["brass"], "brass": ["gold"]}
    look = SameLook({name: tuple(others) for name, others in table.items()})
    assert look.same("gold", "brass")
    assert look.same("brick", "brick")
    assert not look.same("brick", "gold")


def test_the_judge_knows_all_trained_styles_and_no_layer_of_the_guidance(judge: StyleJudge) -> None:
    assert sorted(judge.styles) == sorted(trained_styles())
    kinds = {type(module).__name__ for module in judge.network.modules()}
    guidance = {type(module).__name__ for module in StyleEncoder().modules()}
    assert "BatchNorm2d" in kinds
    assert not kinds & {"GroupNorm", "SiLU", "_ResidualBlock"}
    assert {"GroupNorm", "_ResidualBlock"} <= guidance
    depthwise = [m for m in judge.network.modules() if isinstance(m, torch.nn.Conv2d) and m.groups > 1]
    assert len(depthwise) == sum(judge.network.config.depths)


@pytest.mark.parametrize(("style", "other"), [("gold", "brick"), ("brick", "gold"), ("zebra", "denim")])
def test_the_judge_prefers_what_is_there(judge: StyleJudge, style: str, other: str) -> None:
    subject = two_boxes()
    parts = (Part("base", style), Part("cap", other))
    outcome = true_materials(subject, parts, 11)
    assert subject.mesh.front is not None
    shown = Shown(
        subject.unit_vertices + outcome.displacement,
        subject.mesh.faces,
        outcome.color,
        outcome.face_part,
        subject.mesh.up,
        subject.mesh.front,
    )
    crops = part_crops(shown, 2, judge.network.config.image_size)
    shares = dict(judge.verdict(crops[0]))
    assert shares[style] > 3.0 * shares[other]
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-4)


def test_the_card_tells_the_judges_own_accuracy(judge: StyleJudge) -> None:
    averaged = judge.card["accuracy"]["averaged_views"]
    assert 0.8 < averaged["top1"] <= averaged["top1_same_look"] <= 1.0
    assert averaged["top1"] < averaged["top5"] <= 1.0
    assert judge.card["training"]["seed"] != judge.card["training"]["held_out_seed"]


def test_a_folder_without_a_judge_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="judge-train"):
        load_judge(tmp_path)


def test_the_network_is_made_for_any_number_of_styles() -> None:
    network = Judge(5, TINY.network).eval()
    with torch.no_grad():
        assert network(torch.rand(2, 3, 32, 32)).shape == (2, 5)

"""The training tool: targets, batches and resuming, on a few samples rendered for real."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from styleglip_addon.engine.models.embedded.lexicon import Lexicon, Sense
from styleglip_addon.engine.models.embedded.looks import LookTable
from styleglip_addon.engine.models.embedded.style_encoder import StyleEncoder
from styleglip_addon.engine.models.glip.anchors import level_anchors
from styleglip_addon.engine.rendering.shading import Lighting
from tools.train_default_model.checkpoints import MovingAverage, load_checkpoint, save_checkpoint
from tools.train_default_model.config import LooksConfig, TrainingConfig, read_config
from tools.train_default_model.crops import CropConfig, draw_crops
from tools.train_default_model.dataset import (
    DatasetConfig,
    Shard,
    read_shards,
    render_sample,
    write_dataset,
)
from tools.train_default_model.grounding import assign_anchors, centerness_targets
from tools.train_default_model.grounding_batches import CaptionConfig, Vocabulary, draw_sample, instance_boxes
from tools.train_default_model.train_looks import make_looks, most_typical
from tools.train_default_model.train_styles import shown_styles
from tools.train_default_model.visible_surface import VisibleSurface, bumped_normals

SMALL = DatasetConfig(seed=5, samples=6, shard_size=3, image_size=96, styled=2)


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> list[Shard]:
    """Six samples in two shards, written and read back."""
    root = tmp_path_factory.mktemp("data")
    assert list(write_dataset(SMALL, root)) == [0, 1]
    return read_shards(root)


def test_a_sample_follows_from_seed_and_index() -> None:
    first, again = render_sample(SMALL, 4), render_sample(SMALL, 4)
    for a, b in zip(first[:3], again[:3], strict=True):
        assert np.array_equal(a, b)
    assert first[3] == again[3]
    assert not np.array_equal(first[0], render_sample(SMALL, 5)[0])


def test_shards_hold_what_was_rendered_and_are_not_rendered_again(shards: list[Shard], tmp_path: Path) -> None:
    plain, styled, instances, labels = render_sample(SMALL, 4)
    assert np.array_equal(shards[1].plain[1], plain)
    assert np.array_equal(shards[1].styled[1], styled)
    assert np.array_equal(shards[1].instances[1], instances)
    assert shards[1].labels[1] == labels
    list(write_dataset(SMALL, tmp_path))
    stamp = (tmp_path / "shard_0000" / "plain.npy").stat().st_mtime_ns
    list(write_dataset(SMALL, tmp_path))
    assert (tmp_path / "shard_0000" / "plain.npy").stat().st_mtime_ns == stamp


def test_every_instance_belongs_to_a_part(shards: list[Shard]) -> None:
    for shard in shards:
        for row, labels in enumerate(shard.labels):
            assert int(shard.instances[row].max()) <= len(labels.instance_parts)
            assert max(labels.instance_parts) < len(labels.part_names)
            assert all(len(image) == len(labels.part_names) for image in labels.styles)


def test_crops_come_with_the_number_of_their_style(shards: list[Shard]) -> None:
    names = {t.style for s in shards for label in s.labels for image in label.styles for t in image}
    index = {name: i for i, name in enumerate(sorted(names))}
    crops, targets = draw_crops(shards, 8, CropConfig(size=32), index, np.random.default_rng(0))
    assert crops.shape == (8, 3, 32, 32)
    assert 0.0 <= float(crops.min()) <= float(crops.max()) <= 1.0 + 1e-5
    assert int(targets.max()) < len(index)


def test_boxes_enclose_exactly_the_pixels_of_their_instance() -> None:
    picture = np.zeros((20, 20), dtype=np.uint8)
    picture[3:9, 5:15] = 1
    picture[12, 12] = 2
    assert instance_boxes(picture) == {1: (5, 3, 15, 9)}


def test_captions_name_the_boxes_they_own(shards: list[Shard]) -> None:
    vocabulary = Vocabulary.of(shards)
    for seed in range(30):
        sample = draw_sample(shards, CaptionConfig(), vocabulary, 64, np.random.default_rng(seed))
        assert len(set(sample.phrases)) == len(sample.phrases) >= 1
        assert sample.image.shape == (3, 64, 64)
        assert len(sample.boxes) == len(sample.owners)
        if len(sample.boxes):
            assert int(sample.owners.max()) < len(sample.phrases)
            assert float(sample.boxes.min()) >= 0.0
            assert float(sample.boxes.max()) <= 64.0
            assert bool((sample.boxes[:, 2:] > sample.boxes[:, :2]).all())


def test_each_box_gets_an_anchor_whose_centre_it_holds() -> None:
    anchors = [level_anchors(16, 16, 8, 32), level_anchors(8, 8, 16, 64)]
    boxes = torch.tensor([[20.0, 20.0, 60.0, 60.0], [100.0, 5.0, 104.0, 9.0]])
    assigned = assign_anchors(anchors, boxes)
    flat = torch.cat(anchors)
    centers = (flat[:, :2] + flat[:, 2:]) / 2
    for index, box in enumerate(boxes):
        mine = centers[assigned == index]
        assert len(mine) > 0
        if index == 0:
            assert bool(((mine > box[:2]) & (mine < box[2:])).all())
    assert int((assigned == -1).sum()) > len(flat) * 0.8
    assert bool((assign_anchors(anchors, torch.zeros(0, 4)) == -1).all())


def test_centerness_is_one_in_the_middle_and_falls_to_the_rim() -> None:
    box = torch.tensor([[0.0, 0.0, 10.0, 10.0]])
    middle = torch.tensor([[3.0, 3.0, 7.0, 7.0]])
    aside = torch.tensor([[0.0, 3.0, 4.0, 7.0]])
    assert float(centerness_targets(middle, box)) == pytest.approx(1.0)
    assert float(centerness_targets(aside, box)) == pytest.approx((2.0 / 8.0) ** 0.5)


def test_a_checkpoint_is_read_back_and_leaves_no_half_file(tmp_path: Path) -> None:
    path = tmp_path / "run" / "state.pt"
    assert load_checkpoint(path) is None
    save_checkpoint(path, {"weights": torch.arange(3), "step": 7})
    state = load_checkpoint(path)
    assert state is not None
    assert state["step"] == 7
    assert [p.name for p in path.parent.iterdir()] == ["state.pt"]


def test_the_moving_average_forgets_the_start() -> None:
    layer = torch.nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        layer.weight.fill_(0.0)
    average = MovingAverage(layer, 0.9)
    with torch.no_grad():
        layer.weight.fill_(1.0)
    for step in range(200):
        average.update(layer, step)
    assert float(average.values["weight"]) == pytest.approx(1.0, abs=1e-3)


def test_a_look_is_made_of_the_most_typical_crops(shards: list[Shard], tmp_path: Path) -> None:
    torch.manual_seed(0)
    encoder = StyleEncoder()
    average = MovingAverage(encoder, 0.9)
    save_checkpoint(tmp_path / "styles.pt", {"encoder": encoder.state_dict(), "average": average.values})
    config = replace(TrainingConfig(), looks=LooksConfig(crops=256, materials=3, colours=4))
    table = make_looks(config, shards, tmp_path, Lexicon({"gold": (Sense("metal", "a precious yellow metal"),)}))
    assert set(table.names[: table.trained]) == shown_styles(shards)
    assert bool(torch.isfinite(table.texture_mean).all())
    assert bool((table.texture_spread > 0).all())
    assert torch.allclose(table.palette_shares.sum(dim=1), torch.ones(len(table.names)))
    read = LookTable.from_folder(tmp_path)
    assert read.phrases == table.phrases
    saved = load_checkpoint(tmp_path / "looks.pt")
    assert saved is not None
    assert float(saved["encoder"]["statistics_scale"].std()) > 0


def test_the_most_typical_rows_are_those_nearest_the_median() -> None:
    rows = torch.tensor([[0.0], [0.1], [0.2], [9.0], [-7.0]])
    assert set(most_typical(rows, 0.6).tolist()) == {0, 1, 2}


def test_making_looks_without_the_styles_stage_says_so(shards: list[Shard], tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="styles stage first"):
        make_looks(TrainingConfig(), shards, tmp_path, Lexicon({}))


def test_relief_bends_normals_towards_the_slope_and_not_across_parts() -> None:
    grid = np.stack(np.meshgrid(np.arange(6.0), np.arange(6.0)), axis=-1).reshape(-1, 2).astype(np.float32)
    count = len(grid)
    surface = VisibleSurface(
        mask=torch.ones(6, 6, dtype=torch.bool),
        light=torch.tensor([0.0, 0.0, 1.0]),
        lighting=Lighting(),
        position=np.concatenate((grid, np.zeros((count, 1), np.float32)), axis=1),
        normal=np.tile(np.array([0.0, 0.0, 1.0], np.float32), (count, 1)),
        part=np.zeros(count, np.int64),
        instance=(grid[:, 0] >= 3).astype(np.int64),
    )
    assert np.array_equal(bumped_normals(surface, np.zeros(count, np.float32)), surface.normal)
    # Height 0.5 x on the left instance, flat on the right: the normal of z = x / 2 is (-1, 0, 2) / sqrt 5.
    height = np.where(grid[:, 0] < 3, 0.5 * grid[:, 0], 9.0).astype(np.float32)
    bent = bumped_normals(surface, height)
    inside = grid[:, 1] < 5  # the last row has no pixel below it to compare with
    assert np.allclose(bent[(grid[:, 0] < 2) & inside], np.array([-1.0, 0.0, 2.0]) / 5**0.5, atol=1e-6)
    assert np.allclose(bent[grid[:, 0] >= 2], [0.0, 0.0, 1.0], atol=1e-6)


def test_the_configuration_refuses_unknown_names(tmp_path: Path) -> None:
    good = tmp_path / "good.toml"
    good.write_text("seed = 3\n[captions]\nimage_sizes = [64]\n")
    assert read_config(good).captions.image_sizes == (64,)
    bad = tmp_path / "bad.toml"
    bad.write_text("[dataset]\nsampels = 3\n")
    with pytest.raises(ValueError, match="sampels"):
        read_config(bad)

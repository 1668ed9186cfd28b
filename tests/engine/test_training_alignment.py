"""Training of the alignment with style words: regions of styled parts, questions about them, and resuming."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from styleglip_addon.engine.models.embedded.style_alignment import StyleAlignment, StyleAlignmentConfig
from styleglip_addon.engine.models.glip.text import SentenceEncoder
from tools.train_default_model import train_alignment as train_alignment_module
from tools.train_default_model.config import AlignmentConfig, OptimizerConfig, TrainingConfig
from tools.train_default_model.dataset import DatasetConfig, Shard, read_shards, write_dataset
from tools.train_default_model.lit_materials import STYLES
from tools.train_default_model.schedule import learning_rate
from tools.train_default_model.styled_regions import Anchors, described, part_regions, style_questions
from tools.train_default_model.train_alignment import (
    alignment_loss,
    known_styles,
    left_out_styles,
    train_alignment,
    variance_within,
)
from tools.train_default_model.train_styles import StyleTexts

VIEWS = DatasetConfig(seed=6, samples=3, shard_size=3, image_size=96, styled=2, families=("mug", "hammer"))


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> list[Shard]:
    root = tmp_path_factory.mktemp("views")
    list(write_dataset(VIEWS, root))
    return read_shards(root)


def test_a_set_may_consist_of_some_families(shards: list[Shard]) -> None:
    assert {labels.family for labels in shards[0].labels} <= {"mug", "hammer"}


def test_the_anchors_of_a_part_lie_on_its_boxes(shards: list[Shard]) -> None:
    anchors = Anchors.of(96)
    assert anchors.levels[0] == (12, 12)
    flat = torch.cat(anchors.boxes)
    regions = part_regions(shards[0], 0, anchors)
    assert regions
    for region in regions:
        rows, columns = np.nonzero(region.shown)
        centers = (flat[region.cells, :2] + flat[region.cells, 2:]) / 2.0
        assert bool(((centers[:, 0] >= columns.min() - 8) & (centers[:, 0] <= columns.max() + 8)).all())
        assert bool(((centers[:, 1] >= rows.min() - 8) & (centers[:, 1] <= rows.max() + 8)).all())


def test_statistics_are_kept_and_not_made_again(shards: list[Shard], tmp_path: Path) -> None:
    torch.manual_seed(0)
    alignment = StyleAlignment().requires_grad_(False)
    statistics, styles = described(alignment, shards, 2, tmp_path)
    assert statistics.shape == (len(styles), alignment.statistics_width)
    shown = {style.style for labels in shards[0].labels for image in labels.styles for style in image}
    assert set(styles) <= shown
    (file,) = tmp_path.iterdir()
    stamp = file.stat().st_mtime_ns
    again = described(alignment, shards, 2, tmp_path)
    assert torch.equal(again[0], statistics)
    assert again[1] == styles
    assert file.stat().st_mtime_ns == stamp


def test_a_question_shows_one_styled_part_and_asks_for_other_styles_too(shards: list[Shard]) -> None:
    questions = list(style_questions(shards, sorted(STYLES), 5, np.random.default_rng(0)))
    assert questions
    for question in questions:
        assert len(set(question.styles)) == 5
        assert question.shown.sum() >= 80
    plain = torch.from_numpy(np.array(shards[0].plain[0])).movedim(-1, 0).float() / 255.0
    first = questions[0]
    outside = first.shown == 0
    assert torch.equal(first.image[:, outside], plain[:, outside])
    assert not torch.equal(first.image, plain)


def test_the_loss_is_least_where_regions_look_like_their_style() -> None:
    torch.manual_seed(0)
    alignment = StyleAlignment(StyleAlignmentConfig(styles=3, phrases=3))
    alignment.known.copy_(torch.randn_like(alignment.known))
    right, wrong = (
        alignment_loss(alignment, alignment.known[rows], torch.tensor([0, 1, 2])).item()
        for rows in ([0, 1, 2], [1, 2, 0])
    )
    assert right < wrong


def test_known_styles_are_those_that_are_shown_and_have_all_their_phrases() -> None:
    texts = StyleTexts(SentenceEncoder.from_pretrained(), ("gold", "linen", "oak"))
    statistics = torch.randn(6, StyleAlignment().statistics_width)
    styles = torch.tensor([2, 0, 2, 0, 2, 2])
    alignment, numbers = known_styles(statistics, styles, texts)
    assert numbers.tolist() == [1, 0, 1, 0, 1, 1]
    assert len(alignment.known) == 2
    assert len(alignment.phrases) == len(STYLES["gold"].phrases) + len(STYLES["oak"].phrases)
    means = alignment.known * alignment.deviation + alignment.center
    assert torch.allclose(means[0], statistics[styles == 0].mean(dim=0), atol=1e-4)


def test_variance_within_styles_leaves_out_what_differs_between_them() -> None:
    styles = torch.tensor([0, 0, 1, 1])
    statistics = torch.tensor([[1.0, 0.0], [3.0, 0.0], [11.0, 5.0], [13.0, 5.0]])
    assert variance_within(statistics, styles).tolist() == pytest.approx([1.0, 1e-4])


def test_training_goes_on_where_it_broke_off(
    shards: list[Shard], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = OptimizerConfig(4, 8, 1e-3, warmup=1, checkpoint_every=2, report_every=2)
    options = AlignmentConfig(cells=1, training=steps)
    config = TrainingConfig(start_from="styleglip_addon/models/embedded", alignment=options)
    whole = train_alignment(config, shards, [], tmp_path / "whole").state_dict()

    def interrupted(options: OptimizerConfig, step: int) -> float:
        if step == 3:
            raise KeyboardInterrupt
        return learning_rate(options, step)

    with monkeypatch.context() as context:
        context.setattr(train_alignment_module, "learning_rate", interrupted)
        with pytest.raises(KeyboardInterrupt):
            train_alignment(config, shards, [], tmp_path / "parts")
    parts = train_alignment(config, shards, [], tmp_path / "parts").state_dict()
    assert all(torch.equal(value, whole[name]) for name, value in parts.items())
    assert (tmp_path / "parts" / "alignment.tsv").read_text(encoding="utf-8").count("\n") == 3


def test_styles_that_are_left_out_are_some_and_the_same_each_time() -> None:
    names = sorted(STYLES)
    assert left_out_styles(names, 0.0) == frozenset()
    left_out = left_out_styles(names, 0.1)
    assert len(left_out) == round(0.1 * len(names))
    assert left_out == left_out_styles(names, 0.1)

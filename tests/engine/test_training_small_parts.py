"""What the training of the small GLIP does for small and rare parts: what it draws, its losses, its result."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from styleglip_addon.engine.models.glip.configuration import GLIPConfig
from styleglip_addon.engine.models.glip.modeling import GLIP
from tools.train_default_model.checkpoints import load_checkpoint, mixed
from tools.train_default_model.config import OptimizerConfig, TrainingConfig
from tools.train_default_model.dataset import (
    DatasetConfig,
    Shard,
    part_census,
    read_shards,
    render_sample,
    write_dataset,
)
from tools.train_default_model.grounding import balance_weights, relative_to_best
from tools.train_default_model.grounding_batches import (
    CaptionConfig,
    ImageChoice,
    Vocabulary,
    close_up,
    draw_sample,
    instance_boxes,
)
from tools.train_default_model.train_grounding import train_grounding

PLAIN = DatasetConfig(seed=3, samples=8, shard_size=4, image_size=64, styled=0, rarity=0.6)


@pytest.fixture(scope="module")
def plain_shards(tmp_path_factory: pytest.TempPathFactory) -> list[Shard]:
    """Eight samples without styled images, written and read back."""
    root = tmp_path_factory.mktemp("part_views")
    list(write_dataset(PLAIN, root))
    return read_shards(root)


def test_rare_parts_are_rendered_more_often_where_they_are_wanted() -> None:
    census = part_census()
    assert 0.0 < census["soil"] < census["handle"] < 1.0

    def rarest(rarity: float) -> float:
        config = replace(PLAIN, image_size=16, rarity=rarity)
        names = [render_sample(config, index)[3].part_names for index in range(60)]
        return float(np.mean([min(census.get(words[0], 0.0) for words in parts) for parts in names]))

    assert rarest(2.0) < rarest(0.0)


def test_images_without_styles_are_captioned_with_part_words_alone(plain_shards: list[Shard]) -> None:
    vocabulary = Vocabulary.of(plain_shards)
    assert vocabulary.styles == ()
    config = CaptionConfig(part_captions=0.0, style_captions=0.5)
    for seed in range(10):
        sample = draw_sample(plain_shards, config, vocabulary, 64, np.random.default_rng(seed))
        assert set(sample.phrases) <= set(vocabulary.parts)


def test_images_of_rare_parts_are_drawn_in_proportion(plain_shards: list[Shard]) -> None:
    common, rare = plain_shards[0].labels[0], plain_shards[0].labels[1]
    common = replace(common, part_names=(("handle",),))
    rare = replace(rare, part_names=(("handle",), ("soil",)))
    shard = replace(plain_shards[0], labels=(common, common, common, rare))
    choice = ImageChoice.of([shard, shard], 1.0)
    rng = np.random.default_rng(0)
    drawn = Counter(choice.draw(rng) for _ in range(4000))
    assert set(drawn) == {(s, row) for s in (0, 1) for row in range(4)}
    # "soil" is in 2 of the 8 images, "handle" in all: one of soil is drawn four times as often.
    assert drawn[(0, 3)] / drawn[(0, 0)] == pytest.approx(4.0, rel=0.25)


def test_close_ups_are_squares_that_hold_a_thing_and_favour_small_ones() -> None:
    picture = np.zeros((100, 100), dtype=np.uint8)
    picture[5:85, 10:70] = 1
    picture[90:97, 88:95] = 2
    rng = np.random.default_rng(0)
    wholly = Counter[int]()
    for _ in range(200):
        rows, columns = close_up(picture, 0.4, rng)
        window = picture[rows, columns]
        assert window.shape[0] == window.shape[1] >= 40
        assert 0 <= rows.start <= rows.stop <= 100
        shown = instance_boxes(window)
        wholly.update(n for n in shown if int((window == n).sum()) == int((picture == n).sum()))
    assert wholly[2] > wholly[1] > 0


def test_the_best_anchor_of_every_box_has_centerness_one() -> None:
    values = torch.tensor([0.2, 0.1, 0.9, 0.45, 0.0])
    owner = torch.tensor([0, 0, 1, 1, 2])
    assert relative_to_best(values, owner).tolist() == pytest.approx([1.0, 0.5, 1.0, 0.5, 1.0])


def test_balance_makes_boxes_count_alike_whatever_their_number_of_anchors() -> None:
    owner = torch.tensor([0, 0, 0, 0, 1])
    assert balance_weights(owner, 0.0).tolist() == pytest.approx([1.0] * 5)
    equal = balance_weights(owner, 1.0)
    assert float(equal[:4].sum()) == pytest.approx(float(equal[4]))
    assert float(equal.mean()) == pytest.approx(1.0)


def test_a_share_of_the_start_is_mixed_in() -> None:
    result = mixed({"a": torch.tensor([1.0, 3.0])}, {"a": torch.tensor([5.0, -1.0])}, 0.25)
    assert result["a"].tolist() == pytest.approx([2.0, 2.0])


def test_a_resumed_run_still_mixes_in_the_weights_it_first_started_from(
    plain_shards: list[Shard], tmp_path: Path
) -> None:
    torch.manual_seed(0)
    start = GLIP(GLIPConfig.embedded())
    start.save_pretrained(tmp_path / "start")
    options = OptimizerConfig(1, 2, 1e-3, warmup=1, checkpoint_every=1, report_every=1)
    captions = CaptionConfig(image_sizes=(128,), close_ups=0.5, rarity=0.5)
    config = TrainingConfig(start_from=str(tmp_path / "start"), start_share=0.5, grounding=options, captions=captions)
    train_grounding(config, plain_shards, plain_shards, tmp_path)
    # The start is replaced, as export does, before the run goes on.
    GLIP(GLIPConfig.embedded()).save_pretrained(tmp_path / "start")
    resumed = train_grounding(
        replace(config, grounding=replace(options, steps=2)), plain_shards, plain_shards, tmp_path
    )
    state = load_checkpoint(tmp_path / "grounding.pt")
    assert state is not None
    assert state["step"] == 2
    begun, after = dict(start.named_parameters()), dict(resumed.named_parameters())
    for name, average in state["average"].items():
        expected = 0.5 * average + 0.5 * begun[name]
        assert torch.allclose(after[name], expected, atol=1e-3), name
        assert torch.allclose(state["result"][name], after[name]), name

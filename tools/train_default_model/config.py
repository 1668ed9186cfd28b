"""The training configuration: one TOML file, read into dataclasses."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from .crops import CropConfig
from .dataset import DatasetConfig
from .grounding import LossConfig
from .grounding_batches import CaptionConfig


@dataclass(frozen=True)
class OptimizerConfig:
    """How one network is trained.

    Args:
        steps, batch: optimisation steps and samples per step.
        learning_rate, weight_decay, warmup: AdamW with linear warm-up and cosine decay to 2 %.
        checkpoint_every, report_every: in steps.
    """

    steps: int
    batch: int
    learning_rate: float
    weight_decay: float = 0.02
    warmup: int = 200
    checkpoint_every: int = 200
    report_every: int = 50


@dataclass(frozen=True)
class RobustnessConfig:
    """Adversarial training (Madry et al., arXiv 1706.06083), L2 attack on the crop's pixels.

    Args:
        radius: largest L2 change of a crop whose pixels lie in 0..1.
        steps: gradient steps of the attack.
        ramp: share of the training over which the radius grows from 0.
    """

    radius: float = 1.0
    steps: int = 1
    ramp: float = 0.15


@dataclass(frozen=True)
class LooksConfig:
    """How the table of looks is made.

    Args:
        crops: crops of all styles together that the feature statistics are taken from.
        materials: materials per style that the colours are taken from.
        crops_to_recolour: crops per material that is given other colours.
        typical: share of the crops and of the materials, the nearest to their style's median, that make the look.
        least_spread: statistics of a look spread at least this much, in units of their spread among all crops.
        colours: colours of a palette.
    """

    crops: int = 30_000
    crops_to_recolour: int = 48
    materials: int = 24
    typical: float = 0.4
    least_spread: float = 0.05
    colours: int = 24


@dataclass(frozen=True)
class AlignmentConfig:
    """How the alignment of regions with style words is trained.

    Args:
        cells: anchors that every part of a picture is described at.
        left_out: share of the styles that are not trained on, to measure how it does with new ones.
        training: of the weights of the statistics.
    """

    cells: int = 4
    left_out: float = 0.0
    training: OptimizerConfig = field(
        default_factory=lambda: OptimizerConfig(300, 256, 1e-2, warmup=20, checkpoint_every=100)
    )


@dataclass(frozen=True)
class TrainingConfig:
    """Everything a training run depends on.

    Args:
        start_from: a model folder whose networks the stages start from, relative to the folder the tool is run in;
            empty: from random weights. Colour codebook and palette head are learned anew.
        start_share: share of the start's weights in what the grounding stage hands on. The mean of networks trained on
            from one start keeps more of what the start knew of objects that the stage does not show (Wortsman et al.,
            "Robust fine-tuning of zero-shot models", arXiv 2109.01903).
        part_views: a second set, for locating parts: no styled images, so many objects in little time; rare parts more
            often, larger pictures for close-ups. Without samples there is none.
        styled_views: a third set, for the alignment with style words: every view in several styles.
        held_out_views: views of the families that are left out, which it is measured by.
        losses: of the grounding stage.
        texture_hidden: hidden width of the texture head.
        texture_crops: crops whose statistics it learns from.
    """

    seed: int = 0
    threads: int = 1
    validation_shards: int = 2
    start_from: str = ""
    start_share: float = 0.0
    dataset: DatasetConfig = field(default_factory=DatasetConfig)
    part_views: DatasetConfig = field(default_factory=lambda: DatasetConfig(seed=1, samples=0, styled=0))
    styled_views: DatasetConfig = field(
        default_factory=lambda: DatasetConfig(seed=22, samples=3100, shard_size=100, styled=3, rarity=0.3)
    )
    held_out_views: DatasetConfig = field(
        default_factory=lambda: DatasetConfig(seed=3, samples=240, shard_size=120, styled=3)
    )
    losses: LossConfig = field(default_factory=LossConfig)
    crops: CropConfig = field(default_factory=CropConfig)
    captions: CaptionConfig = field(default_factory=CaptionConfig)
    robustness: RobustnessConfig = field(default_factory=RobustnessConfig)
    styles: OptimizerConfig = field(default_factory=lambda: OptimizerConfig(5000, 64, 1.5e-3))
    looks: LooksConfig = field(default_factory=LooksConfig)
    alignment: AlignmentConfig = field(default_factory=AlignmentConfig)
    grounding: OptimizerConfig = field(default_factory=lambda: OptimizerConfig(6000, 8, 1e-3))


_T = TypeVar("_T")


def _read(kind: type[_T], data: dict[str, Any], default: _T) -> _T:
    """A dataclass from a TOML table; nested tables become nested dataclasses, unknown names are an error."""
    names = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    unknown = set(data) - names
    if unknown:
        raise ValueError(f"Unknown settings in the training configuration: {', '.join(sorted(unknown))}.")
    values = {}
    for name in names:
        current = getattr(default, name)
        value = data.get(name, current)
        if isinstance(value, dict):
            value = _read(type(current), value, current)
        elif isinstance(value, list):
            value = tuple(value)
        values[name] = value
    return kind(**values)


def read_config(path: Path) -> TrainingConfig:
    """Reads a TOML file; what it leaves out has the defaults above."""
    with path.open("rb") as file:
        return _read(TrainingConfig, tomllib.load(file), TrainingConfig())

"""Trains the alignment of regions with style words: what known styles look like, and what each statistic counts.

The convolutional stages are those of the dual encoder, which was trained against attacks, and stay as they are; so the
statistics of all regions are made once, a style's are their mean, and what is left to be learned is small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from styleglip_addon.engine.models.embedded.encoder import ENCODER_WEIGHTS
from styleglip_addon.engine.models.embedded.style_alignment import StyleAlignment, StyleAlignmentConfig
from styleglip_addon.engine.models.glip.text import SentenceEncoder

from .checkpoints import load_checkpoint, save_checkpoint
from .config import TrainingConfig
from .dataset import Shard
from .lit_materials import STYLES
from .schedule import RunLog, learning_rate
from .styled_regions import described, style_questions
from .train_styles import StyleTexts

_OUTLIER = 8.0
"""Statistics further than this from the mean, in standard deviations, count as this."""

_LEAST_DEVIATION = 1e-3
CANDIDATES = 5
"""Styles that a part is asked for when the alignment is measured."""


@dataclass(frozen=True)
class Told:
    """How often styles are told, among candidates.

    Args:
        anchors: share of the anchors of a part at which its own style scores highest, mean over the parts.
        parts: share of the parts whose own style has the highest mean score.
        asked: number of parts.
    """

    anchors: float
    parts: float
    asked: int


def take_stages(alignment: StyleAlignment, encoder: dict[str, Tensor]) -> None:
    """Takes the convolutional stages over from a dual encoder's weights."""
    own = alignment.trunk.state_dict()
    alignment.trunk.load_state_dict({name: encoder[f"body.{name}"].float() for name in own})


@torch.no_grad()
def styles_told(
    alignment: StyleAlignment, texts: StyleTexts, shards: Sequence[Shard], names: Sequence[str], seed: int
) -> Told:
    """Asks for the style of every part of every view, among `CANDIDATES`: see `style_questions`.

    Args:
        alignment: what is measured.
        texts: each style's commonest phrase is what is asked for.
        shards: views that it was not trained on.
        names: styles that the others are drawn from; parts of other styles are not asked for.
        seed: of what is drawn.
    """
    expected, known = alignment.expected(texts.first()), frozenset(names)
    at_anchors, of_parts = [], []
    for question in style_questions(shards, names, CANDIDATES, np.random.default_rng((seed, 9))):
        if question.styles[0] not in known:
            continue
        anchors = question.anchors
        statistics = alignment.describe(
            alignment.maps(question.image[None]), question.shown[None], anchors.boxes, anchors.levels
        )[0, question.cells]
        rows = [texts.index[style] for style in question.styles]
        scores = alignment.log_scores(statistics, expected[rows])
        at_anchors.append(float((scores.argmax(dim=1) == 0).float().mean()))
        of_parts.append(float(scores.exp().mean(dim=0).argmax() == 0))
    return Told(float(np.mean(at_anchors)), float(np.mean(of_parts)), len(of_parts))


def alignment_loss(alignment: StyleAlignment, statistics: Tensor, own: Tensor) -> Tensor:
    """Cross-entropy of each region's own style among all that are known.

    Args:
        alignment: in training.
        statistics: (n, D) of regions, standardised.
        own: (n,) number of each region's style among the known ones.
    """
    # The softmax of powers of the scores is the posterior of Student's t distributions around the styles' means.
    return functional.cross_entropy(alignment.choices(statistics, alignment.known), own, label_smoothing=0.05)


def left_out_styles(names: Sequence[str], share: float) -> frozenset[str]:
    """Styles whose words and materials are not trained on, to measure how it does with new ones."""
    rng = np.random.default_rng(0)
    return frozenset(names[int(i)] for i in rng.permutation(len(names))[: round(share * len(names))])


def train_alignment(
    config: TrainingConfig, shards: Sequence[Shard], held_out: Sequence[Shard], folder: Path
) -> StyleAlignment:
    """Trains to the configured step or goes on from the checkpoint in `folder`.

    The stages are those of the dual encoder that the looks in `folder` were made with; where none were, of the model
    that `config.start_from` names.

    Args:
        config: of the run.
        shards: styled views.
        held_out: views that it is measured by.
        folder: of the statistics of regions, the checkpoint and the log.
    """
    options, steps = config.alignment, config.alignment.training
    texts = StyleTexts(SentenceEncoder.from_pretrained(), STYLES)
    left_out = left_out_styles(texts.names, options.left_out)
    looks = load_checkpoint(folder / "looks.pt")
    encoder = load_file(Path(config.start_from) / ENCODER_WEIGHTS) if looks is None else looks["encoder"]
    trunk = StyleAlignment().requires_grad_(False)
    take_stages(trunk, encoder)
    regions, names = described(trunk, shards, options.cells, folder / "regions")
    is_taught = torch.tensor([name in texts.index and name not in left_out for name in names])
    shown = torch.tensor([texts.index.get(name, -1) for name in names])
    alignment, styles = known_styles(regions[is_taught], shown[is_taught], texts)
    take_stages(alignment, encoder)
    alignment.trunk.requires_grad_(False)
    statistics = ((regions[is_taught] - alignment.center) / alignment.deviation).clamp(-_OUTLIER, _OUTLIER)
    spread = variance_within(statistics, styles)
    alignment.log_weight.data.copy_(-spread.log())
    alignment.reach.copy_(alignment.weight().detach() @ spread)
    optimizer = torch.optim.AdamW(
        [p for p in alignment.parameters() if p.requires_grad], lr=steps.learning_rate, weight_decay=0.0
    )
    path, step = folder / f"alignment{'_left_out' if left_out else ''}.pt", 0
    state = load_checkpoint(path)
    if state is not None:
        alignment.load_state_dict(state["alignment"])
        optimizer.load_state_dict(state["optimizer"])
        step = int(state["step"])
    log = RunLog(folder / "alignment.tsv")
    while step < steps.steps:
        rng = np.random.default_rng((config.seed, 7, step))
        chosen = torch.from_numpy(rng.integers(len(styles), size=steps.batch))
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(steps, step)
        loss = alignment_loss(alignment, statistics[chosen], styles[chosen])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        step += 1
        if step % steps.report_every == 0:
            log.write(step, steps.steps, alignment=loss.item())
        if step % steps.checkpoint_every == 0 or step == steps.steps:
            training = {
                "alignment": alignment.state_dict(),
                "optimizer": optimizer.state_dict(),
                "step": step,
            }
            save_checkpoint(path, training)
    alignment.eval().requires_grad_(False)
    _report(alignment, texts, held_out, left_out)
    return alignment


def known_styles(statistics: Tensor, styles: Tensor, texts: StyleTexts) -> tuple[StyleAlignment, Tensor]:
    """An alignment that knows the styles which are shown, by the mean of their regions, and all their phrases.

    Args:
        statistics: (n, D) of regions, not standardised.
        styles: (n,) their styles' numbers in `texts`.

    Returns:
        The alignment, its stages not yet taken over; (n,) the styles' numbers among the known ones.
    """
    shown, numbers = torch.unique(styles, return_inverse=True)
    row_of = torch.full((len(texts.names),), -1)
    row_of[shown] = torch.arange(len(shown))
    owners = row_of[texts.owners]
    alignment = StyleAlignment(StyleAlignmentConfig(styles=len(shown), phrases=int((owners >= 0).sum())))
    alignment.center.copy_(statistics.mean(dim=0))
    alignment.deviation.copy_(statistics.std(dim=0) + _LEAST_DEVIATION)
    standardised = ((statistics - alignment.center) / alignment.deviation).clamp(-_OUTLIER, _OUTLIER)
    alignment.known.copy_(means_of(standardised, numbers))
    alignment.phrases.copy_(texts.embeddings[owners >= 0])
    alignment.owners.copy_(owners[owners >= 0])
    return alignment, numbers


def means_of(statistics: Tensor, styles: Tensor) -> Tensor:
    """(S, D) means of the statistics (n, D) of the regions of each style (n,)."""
    count = torch.bincount(styles).clamp(min=1).float()[:, None]
    return torch.zeros(len(count), statistics.shape[1]).index_add_(0, styles, statistics) / count


def variance_within(statistics: Tensor, styles: Tensor) -> Tensor:
    """(D,) variance of the statistics (n, D) of regions of one style, the mean over all regions."""
    return (statistics - means_of(statistics, styles)[styles]).square().mean(dim=0).clamp(min=1e-4)


def _report(
    alignment: StyleAlignment,
    texts: StyleTexts,
    held_out: Sequence[Shard],
    left_out: frozenset[str],
) -> None:
    if not held_out:
        return
    sets = {"styles that were taught": [name for name in texts.names if name not in left_out]}
    if left_out:
        sets["styles that were left out"] = sorted(left_out)
    for what, names in sets.items():
        told = styles_told(alignment, texts, held_out, names, 0)
        print(
            f"{what}, {told.asked} parts of views held out, {CANDIDATES} candidates: told at {told.anchors:.1%} of the "
            f"anchors, {told.parts:.1%} of the parts",
            flush=True,
        )

"""One step of training a GLIP: captions and pictures in, losses and new weights out; for any size and device."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import nn

from styleglip_addon.engine.models.glip.modeling import GLIP, GLIPOutput
from styleglip_addon.engine.models.glip.text import TextFeatures

from .grounding import GroundingLosses, GroundTruth, LossConfig, grounding_losses
from .grounding_batches import GroundingSample


def decay_groups(module: nn.Module) -> list[dict[str, Any]]:
    """Weight decay for matrices and kernels only; what is frozen is left out."""
    trained = [p for p in module.parameters() if p.requires_grad]
    return [
        {"params": [p for p in trained if p.ndim > 1]},
        {"params": [p for p in trained if p.ndim <= 1], "weight_decay": 0.0},
    ]


def trained_state(module: nn.Module) -> dict[str, torch.Tensor]:
    """What is trained of a module, by name."""
    return {name: p.detach() for name, p in module.named_parameters() if p.requires_grad}


def text_features(glip: GLIP, captions: Sequence[str]) -> TextFeatures:
    """Language features of captions; with a gradient where the language backbone is trained."""
    if not any(p.requires_grad for p in glip.language.parameters()):
        return glip.encode_text(captions)
    ids, mask = (t.to(glip.device) for t in glip.tokenizer.batch(captions, glip.config.max_tokens))
    return TextFeatures(glip.language(ids, mask), mask, ids)


def forward_batch(
    glip: GLIP, batch: Sequence[GroundingSample], precision: torch.dtype = torch.bfloat16
) -> tuple[GLIPOutput, TextFeatures, list[GroundTruth]]:
    """Runs one batch: captions to text features, images to raw heads, and the matching ground truth.

    Args:
        glip: on any device.
        batch: samples of one image size.
        precision: of the picture's side while the model trains; float32 for no rounding.
    """
    captions = [glip.processor.caption(sample.phrases) for sample in batch]
    text = text_features(glip, [caption.text for caption in captions])
    device = glip.device
    pixels = glip.processor.pixel_values(torch.stack([sample.image for sample in batch]).to(device))
    is_rounded = glip.training and precision is not torch.float32
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=is_rounded):
        output = glip(pixels, text)
    truths = [
        GroundTruth(sample.boxes.to(device), sample.owners.to(device), caption.token_map.to(device))
        for sample, caption in zip(batch, captions, strict=True)
    ]
    return output, text, truths


def take_step(
    glip: GLIP,
    optimizer: torch.optim.Optimizer,
    batch: Sequence[GroundingSample],
    rate: float,
    largest_gradient: float = 1.0,
    precision: torch.dtype = torch.bfloat16,
    options: LossConfig | None = None,
) -> GroundingLosses:
    """One optimisation step on one batch; returns the losses before it.

    Args:
        glip: in training mode.
        optimizer: of its trained parameters.
        batch: samples of one image size.
        rate: the learning rate of this step.
        largest_gradient: the gradient's norm is clipped to this.
        precision: see `forward_batch`.
        options: see `grounding_losses`.
    """
    for group in optimizer.param_groups:
        group["lr"] = rate
    output, text, truths = forward_batch(glip, batch, precision)
    losses = grounding_losses(output, text.mask, truths, options)
    optimizer.zero_grad(set_to_none=True)
    losses.total.backward()
    torch.nn.utils.clip_grad_norm_([p for p in glip.parameters() if p.requires_grad], largest_gradient)
    optimizer.step()
    return losses

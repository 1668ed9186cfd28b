"""A GLIP of every part at a size that runs in milliseconds, with weights that leave no path idle."""

from __future__ import annotations

import functools

import torch

from styleglip_addon.engine.models.glip import GLIP, GLIPConfig
from styleglip_addon.engine.models.glip.configuration import LanguageConfiguration, SwinConfiguration


def small_config(**changes: object) -> GLIPConfig:
    """The architecture of GLIP-T with the least sizes."""
    config = GLIPConfig(
        name="small GLIP",
        swin=SwinConfiguration(embed_dim=8, depths=(2, 2, 2, 2), heads=(1, 1, 2, 2), drop_path=0.0),
        language=LanguageConfiguration(hidden=24, layers=2, heads=2, intermediate=32),
        channels=32,
        blocks=2,
        fusion_dim=32,
        fusion_heads=4,
        tower_intermediate=40,
    )
    return config.with_(**changes)


def fill(model: torch.nn.Module, seed: int) -> None:
    """Random weights of a size that keeps activations near 1, with large offsets, gates and layer scales."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        z = torch.randn(parameter.shape, generator=generator)
        if parameter.dim() > 1:
            z = z / parameter[0].numel() ** 0.5 * (3.0 if ".offset." in name else 1.0)
        elif name.endswith("weight") or "gamma" in name:
            z = 0.6 + 0.2 * z
        else:
            z = 0.3 * z
        parameter.data.copy_(z)


@functools.cache
def small_model(seed: int = 0, **changes: object) -> GLIP:
    """A frozen small model in eval mode; shared between tests, so it must not be changed."""
    torch.manual_seed(seed)
    model = GLIP(small_config(**changes))
    fill(model, seed)
    return model.eval().requires_grad_(False)

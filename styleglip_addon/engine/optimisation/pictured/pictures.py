"""Every material as an encoder sees it: pictures of it on a ball, embedded; and which of them words mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from ...materials.material import Material, Sample
from ...models.contract import ImageTextEncoder
from .ball import NEAR, WHOLE, ball_picture, studio

VIEWS = (WHOLE, NEAR)
"""Pictures of each material, each of another piece of it."""

_TEMPLATES = (
    "a photo of a ball made of {} material",
    "a {} texture",
    "a close up photo of a {} surface",
    "a render of an object in {} style",
)
"""What a text says of a picture; the mean of several is more reliable than one (arXiv 2103.00020, section 3.1.4)."""

_MOST_PIXELS = 224
_BATCH = 8

_COMPARED = 8
"""Materials among which shares are counted: the catalogue has many of a kind, which would divide them among
themselves."""


@dataclass(frozen=True, eq=False)
class PicturedMaterials:
    """M materials in an encoder's space.

    Args:
        names: (M) of the catalogue.
        embeddings: (M, K, E) of K pictures each, L2-normalised, on the CPU.
    """

    names: tuple[str, ...]
    embeddings: Tensor


def embed_materials(
    materials: Mapping[str, Material], encoder: ImageTextEncoder, device: str, told: Callable[[int], object]
) -> PicturedMaterials:
    """Draws and embeds all materials: a quarter of a second each on one core, and what the encoder takes.

    Args:
        materials: by name.
        encoder: sees the pictures.
        device: it is on.
        told: how many materials are done, after every few; what it raises ends the work.
    """
    names, lights = tuple(materials), studio()
    pixels = min(encoder.image_size, _MOST_PIXELS)
    embedded: list[Tensor] = []
    for first in range(0, len(names), _BATCH):
        batch = [
            ball_picture(_piece(materials[name], number), pixels, reach, lights)
            for name in names[first : first + _BATCH]
            for number, reach in enumerate(VIEWS)
        ]
        embedded.append(_embed(torch.stack(batch), encoder, device).unflatten(0, (-1, len(VIEWS))))
        told(min(first + _BATCH, len(names)))
    return PicturedMaterials(names, torch.cat(embedded))


def nearest_materials(
    pictured: PicturedMaterials, encoder: ImageTextEncoder, phrase: str, count: int
) -> list[tuple[str, float]]:
    """Names of the materials whose pictures a phrase fits best, the best first, and their shares among a few of them.

    Args:
        pictured: all materials.
        encoder: that they were embedded by.
        phrase: words of a style.
        count: how many.
    """
    scores = (pictured.embeddings @ _embed_words(encoder, phrase)).mean(dim=1)
    return ranked(pictured.names, scores * encoder.scale(), count)


def ranked(names: tuple[str, ...], logits: Tensor, count: int) -> list[tuple[str, float]]:
    """The `count` names with the largest of logits (M,), and their softmax among a few of the largest."""
    best = logits.topk(min(_COMPARED, len(names)))
    shares = best.values.softmax(dim=0).tolist()
    return [(names[index], share) for index, share in zip(best.indices.tolist(), shares, strict=True)][:count]


def _piece(material: Material, number: int) -> Sample:
    return material.sample(np.random.default_rng((number, *material.name.encode("utf-8"))))


@torch.no_grad()
def _embed(pictures: Tensor, encoder: ImageTextEncoder, device: str) -> Tensor:
    size = (encoder.image_size, encoder.image_size)
    if pictures.shape[-2:] != size:
        pictures = torch.nn.functional.interpolate(pictures, size=size, mode="bicubic", antialias=True).clamp(0.0, 1.0)
    return encoder.encode_images(pictures.to(device)).float().cpu()


def _embed_words(encoder: ImageTextEncoder, words: str) -> Tensor:
    texts = encoder.encode_texts([template.format(words) for template in _TEMPLATES]).float().cpu()
    return normalize(texts.mean(dim=0), dim=0)

"""Makes the table of looks: per style its colours, the feature statistics of its crops, and the phrases it is known by.

The image encoder is finished and frozen, nothing is trained here. A style's materials differ (light and dark oak are
both "oak"), and the mean of two looks is neither; so a look is made of the most typical materials of its style only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from scipy.cluster.vq import kmeans2
from torch import Tensor
from torch.nn import functional

from styleglip_addon.engine.models.embedded.lexicon import LEXICON_FILE, Lexicon
from styleglip_addon.engine.models.embedded.looks import LookTable, embed_phrases
from styleglip_addon.engine.models.embedded.style_encoder import StyleEncoder
from styleglip_addon.engine.models.glip.text import SentenceEncoder
from styleglip_addon.engine.rendering.color import linear_to_lab, srgb_to_linear

from .checkpoints import MovingAverage, load_checkpoint, save_checkpoint
from .config import LooksConfig, TrainingConfig
from .crops import crops_of_style, draw_crops
from .dataset import Shard
from .lit_materials import reference_colors
from .recolouring import COLOURABLE, PAINTS, recolour_crops, recoloured
from .train_styles import StyleTexts, shown_styles
from .words.thesaurus import known_phrases

_BATCH_OF_CROPS = 64
_COLOURS_PER_MATERIAL = 256


@torch.no_grad()
def collect_statistics(
    encoder: StyleEncoder, config: TrainingConfig, shards: Sequence[Shard], texts: StyleTexts
) -> tuple[Tensor, Tensor]:
    """Statistics (n, D) of random crops and their styles' numbers (n,).

    Every crop shows its part alone on white, as the optimisation's do.
    """
    rng = np.random.default_rng((config.seed, 6))
    crops = replace(config.crops, masked=1.0)
    statistics, owners = [], []
    for _ in range(max(1, config.looks.crops // _BATCH_OF_CROPS)):
        drawn, style = draw_crops(shards, _BATCH_OF_CROPS, crops, texts.index, rng)
        statistics.append(encoder.encode_with_statistics(drawn.contiguous(memory_format=torch.channels_last))[1])
        owners.append(style)
    return torch.cat(statistics), torch.cat(owners)


def most_typical(values: Tensor, share: float) -> Tensor:
    """Row numbers of the given share of the rows (n, D), at least two, that are nearest to the median row."""
    distance = (values - values.median(dim=0).values).square().mean(dim=1)
    return distance.argsort()[: max(2, round(share * len(values)))]


def texture_of(statistics: Tensor, config: LooksConfig) -> tuple[Tensor, Tensor]:
    """Mean and spread (D,) of a look's crops from the statistics (n, D) of its style's.

    Of a style without crops nothing is known but what all crops are like: mean 0, spread 1.
    """
    if len(statistics) == 0:
        return torch.zeros(statistics.shape[1]), torch.ones(statistics.shape[1])
    typical = statistics[most_typical(statistics, config.typical)]
    return typical.mean(dim=0), typical.std(dim=0, unbiased=False).clamp(min=config.least_spread)


def palette_of(style: str, config: LooksConfig, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """A look's colours (K, 3) in CIE L*a*b* and their shares (K,): k-means of the colours of typical materials."""
    draws = [
        linear_to_lab(srgb_to_linear(torch.from_numpy(reference_colors(style, rng, _COLOURS_PER_MATERIAL, 1)).float()))
        for _ in range(config.materials)
    ]
    summary = torch.stack([torch.cat((lab.mean(dim=0), lab.std(dim=0))) for lab in draws])
    colours = torch.cat([draws[int(i)] for i in most_typical(summary, config.typical)])
    # Plain paints are one colour: without the jitter there would be clusters without members.
    scattered = colours.numpy() + rng.normal(scale=0.05, size=tuple(colours.shape)).astype(np.float32)
    book, nearest = kmeans2(scattered, config.colours, minit="++", seed=int(rng.integers(2**31)), iter=20)
    shares = torch.bincount(torch.from_numpy(nearest).long(), minlength=config.colours).float()
    return torch.from_numpy(np.asarray(book, dtype=np.float32)), shares / shares.sum()


@dataclass(frozen=True, eq=False)
class _Coat:
    """A material in a colour that the data do not show it in."""

    name: str
    phrases: tuple[str, ...]
    palette: tuple[Tensor, Tensor]
    texture: tuple[Tensor, Tensor]
    embedding: Tensor


@torch.no_grad()
def recoloured_looks(
    encoder: StyleEncoder,
    config: TrainingConfig,
    shards: Sequence[Shard],
    texts: StyleTexts,
    palettes: Sequence[tuple[Tensor, Tensor]],
) -> list[_Coat]:
    """Looks of the materials that come in any colour, in the colours that are no styles of their own.

    Args:
        encoder: with its statistics standardised.
        palettes: of all styles, in the order of `texts.names`.
    """
    known = known_phrases()
    coats = []
    cut_out = replace(config.crops, masked=1.0)
    for number, material in enumerate(COLOURABLE):
        if material.base not in texts.index:
            continue
        rng = np.random.default_rng((config.seed, 9, number))
        crops = crops_of_style(shards, material.base, config.looks.crops_to_recolour, cut_out, rng)
        if len(crops) < 2:
            continue
        book, shares = palettes[texts.index[material.base]]
        middle = (book * shares[:, None]).sum(dim=0)
        for paint in PAINTS:
            name = f"{paint} {material.words[0]}"
            if paint not in texts.index or name in known:
                continue
            lab, weight = palettes[texts.index[paint]]
            colour = (lab * weight[:, None]).sum(dim=0)
            painted = recolour_crops(crops, colour).contiguous(memory_format=torch.channels_last)
            embedded, statistics = encoder.encode_with_statistics(painted)
            coats.append(
                _Coat(
                    name,
                    tuple(f"{paint} {word}" for word in material.words),
                    (recoloured(book, middle, colour), shares),
                    texture_of(statistics, config.looks),
                    functional.normalize(embedded.mean(dim=0), dim=0),
                )
            )
    return coats


def finished_encoder(folder: Path) -> StyleEncoder:
    """The averaged dual encoder of the styles stage.

    Raises:
        SystemExit: that stage has not been trained.
    """
    state = load_checkpoint(folder / "styles.pt")
    if state is None:
        raise SystemExit("Train the styles stage first: its checkpoint is missing.")
    encoder = StyleEncoder()
    encoder.load_state_dict(state["encoder"], strict=False)
    average = MovingAverage(encoder, 0.0)
    average.values = {name: value for name, value in state["average"].items() if name in average.values}
    average.copy_to(encoder)
    encoder.use_channels_last()
    return encoder.eval().requires_grad_(False)


def make_looks(config: TrainingConfig, shards: Sequence[Shard], folder: Path, lexicon: Lexicon) -> LookTable:
    """Measures the crops and writes the encoder to `looks.pt` and the table beside it; minutes, so it does not resume.

    Raises:
        SystemExit: the styles stage has not been trained.
    """
    options = config.looks
    encoder = finished_encoder(folder)
    sentences = SentenceEncoder.from_pretrained()
    texts = StyleTexts(sentences, shown_styles(shards))
    raw, owners = collect_statistics(encoder, config, shards, texts)
    encoder.statistics_center.copy_(raw.mean(dim=0))
    encoder.statistics_scale.copy_(raw.std(dim=0).clamp(min=1e-3))
    statistics = (raw - encoder.statistics_center) / encoder.statistics_scale
    textures = [texture_of(statistics[owners == i], options) for i in range(len(texts.names))]
    palettes = [palette_of(n, options, np.random.default_rng((config.seed, 8, i))) for i, n in enumerate(texts.names)]
    coats = recoloured_looks(encoder, config, shards, texts, palettes)
    by_style = [encoder.encode_sentence(texts.embeddings[a:b]).mean(dim=0) for a, b in texts.ranges]
    index = {name: i for i, name in enumerate((*texts.names, *(coat.name for coat in coats)))}
    phrases = {phrase: style for phrase, style in known_phrases().items() if style in index}
    for coat in coats:
        phrases |= {phrase: coat.name for phrase in coat.phrases if phrase not in phrases}
    named, described = embed_phrases(sentences, lexicon, tuple(phrases))
    table = LookTable(
        names=tuple(index),
        trained=len(texts.names),
        palette_lab=torch.stack([lab for lab, _ in palettes] + [coat.palette[0] for coat in coats]),
        palette_shares=torch.stack([shares for _, shares in palettes] + [coat.palette[1] for coat in coats]),
        texture_mean=torch.stack([mean for mean, _ in textures] + [coat.texture[0] for coat in coats]),
        texture_spread=torch.stack([spread for _, spread in textures] + [coat.texture[1] for coat in coats]),
        embeddings=functional.normalize(torch.stack(by_style + [coat.embedding for coat in coats]), dim=1),
        phrases=tuple(phrases),
        owners=torch.tensor([index[style] for style in phrases.values()]),
        sentences=named,
        descriptions=described,
    )
    table.save(folder)
    save_checkpoint(folder / "looks.pt", {"encoder": encoder.state_dict()})
    return table


def read_lexicon(output: Path) -> Lexicon:
    """The dictionary in the folder of the shipped model, which `words/wordnet.py` makes."""
    return Lexicon.from_file(output / LEXICON_FILE)

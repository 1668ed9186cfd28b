"""All sizes of a GLIP model in one frozen dataclass, with presets for the released models and the embedded one.

The numbers of the presets are those of the official configuration files (glip_Swin_T_O365_GoldG.yaml and its
siblings, microsoft/GLIP); the same code runs the embedded model with `GLIPConfig.embedded()`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from ...vocabulary.errors import ModelError

MINILM = "all-MiniLM-L6-v2"


@dataclass(frozen=True)
class SwinConfiguration:
    """Sizes of the Swin backbone (arXiv 2103.14030).

    Args:
        embed_dim: channels of the first stage; each later stage has twice as many.
        depths: blocks per stage; every second block is shifted.
        heads: attention heads per stage.
        window: side of the attention window, tokens; never shrunk on small maps.
        mlp_ratio: hidden width of the blocks' MLP over their width.
        drop_path: stochastic depth at the last block, in training only.
    """

    embed_dim: int = 96
    depths: tuple[int, ...] = (2, 2, 6, 2)
    heads: tuple[int, ...] = (3, 6, 12, 24)
    window: int = 7
    mlp_ratio: float = 4.0
    drop_path: float = 0.2


@dataclass(frozen=True)
class LanguageConfiguration:
    """Sizes of the BERT language backbone and where its weights are.

    Args:
        hidden, layers, heads, intermediate: BERT's sizes.
        vocabulary: word pieces (bert-base-uncased's list of 30522 in every preset).
        positions: rows of the position table.
        layer_norm_eps: BERT's 1e-12; not visible in recordings, so it is asserted in a test instead.
        external: empty, or the name of the folder the (frozen) weights are read from instead of the model file.
    """

    hidden: int = 768
    layers: int = 12
    heads: int = 12
    intermediate: int = 3072
    vocabulary: int = 30522
    positions: int = 512
    layer_norm_eps: float = 1e-12
    external: str = ""


@dataclass(frozen=True)
class GLIPConfig:
    """Every size and constant of a GLIP model.

    Args:
        name: what the model is called in messages.
        swin, language: the two backbones.
        channels: width of the feature pyramid and of the tower.
        blocks: tower blocks, each (fusion, text layer, dynamic convolution).
        early_fusion: False for GLIP-T (A): no fusion and no text layers in the tower.
        fusion_dim, fusion_heads: width and heads of the bidirectional cross-attention.
        dropout: of the fusion's attention and the tower's text layers, in training only.
        tower_intermediate: MLP width of the tower's text layers.
        groups: groups of the group norms.
        dyrelu_reduction: squeeze factor of the dynamic ReLU.
        strides, anchor_sizes: pixels per cell and side of the square anchor, per level P3..P7.
        max_tokens: longest caption in word pieces, [CLS] and [SEP] included.
        max_phrases: most phrases in a caption (the official post-processing has 80 labels).
        prompt_offset_rows: rows of the learned prompt offset (1000 in prompt-tuned files), 0 without one.
        pixel_mean, pixel_std: of the image, in 0..255 and in BGR order.
        size_divisor: images may be padded to multiples of this.
        score_threshold: least phrase probability of a box before NMS (the centerness is not in it).
        boxes_per_level: boxes per level before NMS, the best by probability times centerness.
        nms_threshold: boxes of a label that overlap by more than this are one.
        boxes_per_image: boxes kept in the end.
        prior_probability: initial phrase probability of an untrained model.
    """

    name: str = "GLIP-T"
    swin: SwinConfiguration = field(default_factory=SwinConfiguration)
    language: LanguageConfiguration = field(default_factory=LanguageConfiguration)
    channels: int = 256
    blocks: int = 6
    early_fusion: bool = True
    fusion_dim: int = 2048
    fusion_heads: int = 8
    dropout: float = 0.1
    tower_intermediate: int = 3072
    groups: int = 16
    dyrelu_reduction: int = 4
    strides: tuple[int, ...] = (8, 16, 32, 64, 128)
    anchor_sizes: tuple[int, ...] = (64, 128, 256, 512, 1024)
    max_tokens: int = 256
    max_phrases: int = 80
    prompt_offset_rows: int = 0
    pixel_mean: tuple[float, float, float] = (103.530, 116.280, 123.675)
    pixel_std: tuple[float, float, float] = (57.375, 57.120, 58.395)
    size_divisor: int = 32
    score_threshold: float = 0.05
    boxes_per_level: int = 1000
    nms_threshold: float = 0.6
    boxes_per_image: int = 100
    prior_probability: float = 0.01

    def __post_init__(self) -> None:
        swin, language = self.swin, self.language
        self._require(len(swin.depths) == 4 and len(swin.heads) == 4, "Swin needs four depths and four head counts")
        self._require(len(self.strides) == 5 and len(self.anchor_sizes) == 5, "five levels (P3..P7) are needed")
        self._require(len(self.pixel_mean) == 3 and len(self.pixel_std) == 3, "three color channels are needed")
        self._require(all(0.0 < s < 1e6 for s in self.pixel_std), "the colors' deviations must be positive")
        self._require(language.external in ("", MINILM), f'"{language.external}" is no known language model')
        # Limits far beyond any GLIP: a damaged configuration must not ask for all memory.
        for what, values, most in (
            ("width", (swin.embed_dim, self.channels, language.hidden, self.fusion_dim), 8192),
            ("MLP width", (language.intermediate, self.tower_intermediate), 32768),
            ("number of layers", (*swin.depths, language.layers, self.blocks), 64),
            ("number of heads", (*swin.heads, language.heads, self.fusion_heads, self.groups), 1024),
            ("window", (swin.window, self.dyrelu_reduction, self.size_divisor), 256),
            ("length", (self.max_tokens, self.max_phrases, language.positions), 65536),
            ("word list", (language.vocabulary,), 2_000_000),
            ("anchor", (*self.strides, *self.anchor_sizes), 65536),
            ("number of boxes", (self.boxes_per_level, self.boxes_per_image), 1_000_000),
        ):
            self._require(all(1 <= v <= most for v in values), f"every {what} must lie in 1..{most}")
        self._require(0 <= self.prompt_offset_rows <= 65536, "the prompt offset must have 0..65536 rows")
        self._require(self.max_tokens <= language.positions, "captions may not be longer than the position table")
        self._require(0.0 < self.prior_probability < 1.0, "the prior probability must lie in 0..1")
        self._require(0.0 <= self.dropout < 1.0 and 0.0 <= swin.drop_path < 1.0, "dropout must lie in 0..1")
        self._require(0.0 < swin.mlp_ratio <= 64.0, "the MLP ratio must lie in 0..64")
        for width, parts in (
            (swin.embed_dim, swin.heads[0]),
            (2 * swin.embed_dim, swin.heads[1]),
            (4 * swin.embed_dim, swin.heads[2]),
            (8 * swin.embed_dim, swin.heads[3]),
            (language.hidden, language.heads),
            (self.fusion_dim, self.fusion_heads),
            (self.channels, self.groups),
        ):
            self._require(width % parts == 0, f"a width of {width} cannot be split into {parts} parts")
        self._require(self.channels >= self.dyrelu_reduction, "the dynamic ReLU reduces to less than one channel")

    def _require(self, condition: bool, reason: str) -> None:
        if not condition:
            raise ModelError(f"The configuration of {self.name} is wrong: {reason}.")

    @property
    def stage_channels(self) -> tuple[int, ...]:
        """Channels of the four Swin stages."""
        return tuple(self.swin.embed_dim * 2**i for i in range(4))

    @property
    def prior_logit(self) -> float:
        """Initial value of the token logits' bias, -4.595 for a prior of 0.01."""
        return -math.log((1.0 - self.prior_probability) / self.prior_probability)

    def with_(self, **changes: Any) -> GLIPConfig:
        """A copy with some values replaced."""
        return replace(self, **changes)

    @classmethod
    def glip_t_a(cls) -> GLIPConfig:
        """GLIP-T (A): no early fusion; the tower is six dynamic convolutions. Not compared with recordings."""
        return cls(name="GLIP-T (A)", early_fusion=False)

    @classmethod
    def glip_t(cls) -> GLIPConfig:
        """GLIP-T: Swin-T, BERT-base, six blocks. Compared with recordings of the original code."""
        return cls()

    @classmethod
    def glip_l(cls) -> GLIPConfig:
        """GLIP-L: Swin-L (192 wide, 2/2/18/2 blocks, window 12) and eight tower blocks.

        Not compared with the original: there are no recordings of GLIP-L here, nor its list of tensors. Width, depths,
        heads, window, blocks, channels, anchors, pixel normalisation and the fusion's switches are those of the
        official configuration file (glip_Swin_L.yaml); what that file leaves to defaults (fusion width and heads, group
        norm, box coding, post-processing) is taken to be as in GLIP-T. A file that differs is refused by its shapes.
        """
        swin = SwinConfiguration(embed_dim=192, depths=(2, 2, 18, 2), heads=(6, 12, 24, 48), window=12, drop_path=0.4)
        return cls(name="GLIP-L", swin=swin, blocks=8)

    @classmethod
    def embedded(cls) -> GLIPConfig:
        """The small model the add-on ships: GLIP's architecture, with frozen all-MiniLM-L6-v2 as language backbone."""
        return cls(
            name="embedded GLIP",
            swin=SwinConfiguration(embed_dim=32, depths=(2, 2, 2, 2), heads=(2, 4, 8, 16), drop_path=0.0),
            language=LanguageConfiguration(hidden=384, layers=6, heads=12, intermediate=1536, external=MINILM),
            channels=64,
            blocks=2,
            fusion_dim=256,
            fusion_heads=4,
            dropout=0.0,
            tower_intermediate=768,
            # Half the original's: parts of one object at 224 px are smaller than objects in a photograph.
            anchor_sizes=(32, 64, 128, 256, 512),
        )

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready dictionary that `from_dict` reads back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> GLIPConfig:
        """Inverse of `to_dict`.

        Raises:
            ModelError: unknown names, or values of the wrong kind.
        """

        def read(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
            defaults = kind()
            unknown = sorted(set(values) - set(asdict(defaults)))
            if unknown:
                raise ModelError(f'The model configuration has an unknown entry "{unknown[0]}".')
            out = {}
            for key, value in values.items():
                default = getattr(defaults, key)
                if isinstance(default, tuple):
                    number = int if isinstance(default[0], int) else (int, float)
                    if not isinstance(value, list | tuple) or not all(isinstance(v, number) for v in value):
                        raise ModelError(f'The entry "{key}" of the model configuration must be a list of numbers.')
                    value = tuple(value)
                elif isinstance(default, float):
                    if isinstance(value, bool) or not isinstance(value, int | float):
                        raise ModelError(f'The entry "{key}" of the model configuration must be a number.')
                elif type(value) is not type(default):
                    raise ModelError(f'The entry "{key}" of the model configuration is of the wrong kind.')
                out[key] = value
            return out

        if not isinstance(data, Mapping):
            raise ModelError("The model configuration is not a table of names and values.")
        rest = dict(data)
        parts: dict[str, Any] = {}
        for key, kind in (("swin", SwinConfiguration), ("language", LanguageConfiguration)):
            inner = rest.pop(key, {})
            if not isinstance(inner, Mapping):
                raise ModelError(f'The entry "{key}" of the model configuration must be a table.')
            parts[key] = kind(**read(kind, inner))
        return cls(**parts, **read(cls, rest))

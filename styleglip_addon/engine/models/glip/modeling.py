"""GLIP: grounding of phrases in pictures (arXiv 2112.03857), differentiable to the picture.

`GLIP.from_pretrained(file or folder)` reads official checkpoints, mmdetection's and the add-on's own; the model gives
raw head outputs per pyramid level, from which `phrase_scores` and `detect` follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from ...vocabulary.errors import ModelError
from ..contract import PhraseBox
from .anchors import level_anchors
from .backbone import VisionBackbone
from .configuration import GLIPConfig
from .conversion import assign_weights, read_checkpoint, write_checkpoint
from .head import TokenHead, TowerBlock
from .language_folder import find_language_folder
from .postprocess import Boxes, detections
from .processor import Caption, GLIPProcessor
from .text import LanguageBackbone, TextFeatures
from .without_weights import without_weights
from .word_pieces import WordPieces


@dataclass(frozen=True, eq=False)
class GLIPOutput:
    """Raw outputs, one entry per pyramid level P3..P7 with n cells, row by row.

    Args:
        token_logits: (B, n, T) alignment of cells and tokens; a sigmoid makes it a probability.
        box_deltas: (B, n, 4) offsets from the anchors (`anchors.decode`).
        centerness: (B, n) logits.
        anchors: (n, 4) x0, y0, x1, y1, pixels.
        level_shapes: (h, w) per level, n = h * w.
    """

    token_logits: tuple[Tensor, ...]
    box_deltas: tuple[Tensor, ...]
    centerness: tuple[Tensor, ...]
    anchors: tuple[Tensor, ...]
    level_shapes: tuple[tuple[int, int], ...]


class GLIP(nn.Module):
    """Swin + FPN, BERT, a tower of deep fusion and dynamic convolutions, token-alignment heads.

    Args:
        config: sizes. Weights are random, except for a language backbone that `config.language.external` names,
            which is read from its folder.
        language_folder: where the word list (and the external language weights) are; None: looked for.

    Raises:
        ModelError: the language folder is missing, damaged or of another model.
    """

    def __init__(self, config: GLIPConfig, language_folder: Path | str | None = None) -> None:
        super().__init__()
        self.config = config
        folder = find_language_folder(language_folder)
        self.tokenizer = WordPieces(folder / "vocab.txt")
        if len(self.tokenizer) != config.language.vocabulary:
            raise ModelError(
                f'The word list in "{folder}" has {len(self.tokenizer)} entries; {config.name} needs '
                f"{config.language.vocabulary}. Choose the folder of the model's own language backbone."
            )
        self.processor = GLIPProcessor(self.tokenizer, config)
        self.backbone = VisionBackbone(config)
        self.language = LanguageBackbone(config.language)
        self.tower = nn.ModuleList(TowerBlock(config) for _ in range(config.blocks))
        self.head = TokenHead(config)
        rows = config.prompt_offset_rows
        self.prompt_offset = nn.Parameter(torch.zeros(rows, config.language.hidden)) if rows else None
        if config.language.external and not self.head.bias.is_meta:
            self.language.load(folder)

    @classmethod
    def from_pretrained(cls, path: Path | str, language_folder: Path | str | None = None) -> GLIP:
        """Reads a model, on the CPU, in float32, in eval mode and frozen.

        Args:
            path: a folder written by `save_pretrained`, or a checkpoint file: official (.pth), mmdetection's, or
                safetensors with official names; GLIP-T (A/B/C), GLIP-T, GLIP-L, prompt-tuned or not.
            language_folder: the word list's folder, for the embedded model all-MiniLM-L6-v2's; None: looked for
                beside the model and among the installed packages.

        Raises:
            ModelError: a file is missing, damaged, unsafe or of another model.
        """
        checkpoint = read_checkpoint(Path(path))
        beside = checkpoint.file.parent
        folder = find_language_folder(language_folder, beside)
        # Built without memory for the weights, which are the checkpoint's own tensors.
        with without_weights():
            model = cls(checkpoint.config, folder)
        assign_weights(model, checkpoint)
        if checkpoint.config.language.external:
            model.language.load(folder)
        return model.eval().requires_grad_(False)

    def save_pretrained(self, folder: Path | str, dtype: torch.dtype = torch.float32) -> Path:
        """Writes config.json and model.safetensors (official names; external language weights left out).

        Args:
            folder: made if missing; files in it are replaced only once they are complete.
            dtype: float32, float16 or bfloat16 on disk.

        Returns:
            The safetensors file.
        """
        return write_checkpoint(self, Path(folder), dtype)

    def train(self, mode: bool = True) -> GLIP:
        """Training or eval mode; the language backbone stays frozen in eval mode."""
        super().train(mode)
        # Equal in value; attention step by step is faster where the relative position bias needs a gradient.
        self.backbone.body.use_fused_attention(not mode)
        return self

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.head.bias.device

    @torch.no_grad()
    def encode_text(self, captions: Sequence[str], trim: bool = True) -> TextFeatures:
        """Language features of captions; needed once per prompt.

        Args:
            captions: texts; longer ones are cut to 256 tokens as in the original.
            trim: pad to the longest caption only; False pads to 256 (the same values, slower).
        """
        limit = self.config.max_tokens
        ids, mask = self.tokenizer.batch(captions, limit, None if trim else limit)
        ids, mask = ids.to(self.device), mask.to(self.device)
        return TextFeatures(self.language(ids, mask), mask, ids)

    def forward(self, pixel_values: Tensor, text: TextFeatures) -> GLIPOutput:
        """Raw outputs; differentiable to the picture and to every weight but the language backbone's.

        Args:
            pixel_values: (B, 3, H, W) from `processor.pixel_values`.
            text: features of B captions, or of one for all images.
        """
        batch = pixel_values.shape[0]
        levels: list[Tensor] = self.backbone(pixel_values)
        hidden, mask = text.hidden, text.mask
        if self.prompt_offset is not None:
            hidden = hidden + self.prompt_offset[: hidden.shape[1]]
        if not self.config.early_fusion:
            hidden = hidden * mask.unsqueeze(-1)
        if hidden.shape[0] != batch:
            hidden, mask = hidden.expand(batch, -1, -1), mask.expand(batch, -1)
        for block in self.tower:
            levels, hidden = block(levels, hidden, mask)
        logits, boxes, centers = self.head(levels, hidden)
        shapes = tuple((int(x.shape[-2]), int(x.shape[-1])) for x in levels)
        anchors = tuple(
            level_anchors(h, w, stride, size, pixel_values.device)
            for (h, w), stride, size in zip(shapes, self.config.strides, self.config.anchor_sizes, strict=True)
        )
        return GLIPOutput(tuple(logits), tuple(boxes), tuple(centers), anchors, shapes)

    @torch.no_grad()
    def boxes(self, output: GLIPOutput, caption: Caption, sizes: Sequence[tuple[int, int]]) -> list[Boxes]:
        """The full post-processing per image; `sizes` are heights and widths without padding."""
        token_map = caption.token_map.to(self.device)
        return [
            detections(
                [t[i] for t in output.token_logits],
                [t[i] for t in output.box_deltas],
                [t[i] for t in output.centerness],
                output.anchors,
                token_map,
                size,
                self.config,
            )
            for i, size in enumerate(sizes)
        ]

    @torch.no_grad()
    def detect(
        self, images: Tensor, phrases: Sequence[str], threshold: float = 0.5, pad: bool = True
    ) -> list[tuple[PhraseBox, ...]]:
        """Boxes of phrases in pictures.

        Args:
            images: (N, 3, H, W) sRGB-encoded RGB in 0..1.
            phrases: what to look for.
            threshold: least score of a box.
            pad: zero-pad to multiples of 32 as the original detector does.

        Returns:
            Per image, boxes in pixels of the image, best first.

        Raises:
            PromptError: the phrases make no caption.
        """
        caption = self.processor.caption(phrases)
        text = self.encode_text([caption.text])
        output = self(self.processor.pixel_values(images.to(self.device), pad), text)
        size = (int(images.shape[-2]), int(images.shape[-1]))
        found = []
        for result in self.boxes(output, caption, [size] * len(images)):
            rows = zip(result.phrases.tolist(), result.boxes.tolist(), result.scores.tolist(), strict=True)
            found.append(tuple(PhraseBox(p, (b[0], b[1], b[2], b[3]), s) for p, b, s in rows if s > threshold))
        return found

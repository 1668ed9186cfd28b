"""What goes into GLIP: phrases as one caption with a token map, and pictures as normalised BGR tensors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from ...vocabulary.errors import PromptError
from .configuration import GLIPConfig
from .word_pieces import WordPieces

SEPARATOR = ". "


@dataclass(frozen=True, eq=False)
class Caption:
    """A caption and where its phrases are.

    Args:
        text: the caption.
        phrases: the phrases, in order.
        spans: first character and character behind the last, per phrase.
        token_map: (P, T) bool, True where token t belongs to phrase p; [CLS] is token 0.
        tokens: the word pieces, [CLS] and [SEP] included.
    """

    text: str
    phrases: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    token_map: Tensor
    tokens: tuple[str, ...]


class GLIPProcessor:
    """Makes captions and pixel values.

    Args:
        tokenizer: the language backbone's word pieces.
        config: for limits and pixel statistics; GLIP-T's where left out.
    """

    def __init__(self, tokenizer: WordPieces, config: GLIPConfig | None = None) -> None:
        self.tokenizer = tokenizer
        self.config = config or GLIPConfig()

    def caption(self, phrases: Sequence[str]) -> Caption:
        """Joins phrases with ". " and maps each to its tokens; "hand-woven wool" stays one phrase.

        Raises:
            PromptError: no phrase, an empty phrase, more than 80 phrases or more than 256 tokens.
        """
        if isinstance(phrases, str):
            raise PromptError(f'"{phrases}" is one text where a list of phrases is needed.')
        parts = [" ".join(p.split()) for p in phrases]
        if not parts:
            raise PromptError("The prompt has no phrases. Name at least one part.")
        for i, part in enumerate(parts):
            if not part:
                raise PromptError(f"Phrase {i + 1} of the prompt is empty. Write a word or remove it.")
        if len(parts) > self.config.max_phrases:
            raise PromptError(
                f"The prompt has {len(parts)} phrases; at most {self.config.max_phrases} are possible. Remove some."
            )
        spans, start = [], 0
        for part in parts:
            spans.append((start, start + len(part)))
            start += len(part) + len(SEPARATOR)
        return self.caption_with_spans(SEPARATOR.join(parts), spans)

    def caption_with_spans(self, text: str, spans: Sequence[tuple[int, int]]) -> Caption:
        """A caption as typed, with the character span of each phrase in it.

        Raises:
            PromptError: a span without tokens, or more than 256 tokens.
        """
        encoding = self.tokenizer.encode(text)
        count = len(encoding.ids)
        if count > self.config.max_tokens:
            raise PromptError(
                f"The prompt is {count} word pieces long; at most {self.config.max_tokens} are possible. Shorten it."
            )
        token_map = torch.zeros(len(spans), count, dtype=torch.bool)
        for row, (begin, end) in enumerate(spans):
            first = _first_token(encoding.char_to_token, (begin, begin + 1, begin + 2))
            last = _first_token(encoding.char_to_token, (end - 1, end - 2, end - 3))
            if first is None or last is None or last < first:
                raise PromptError(f'The phrase "{text[begin:end]}" holds no readable letters. Write it differently.')
            token_map[row, first : last + 1] = True
        return Caption(text, tuple(text[b:e] for b, e in spans), tuple(spans), token_map, tuple(encoding.tokens))

    def pixel_values(self, images: Tensor, pad: bool = False) -> Tensor:
        """sRGB pictures as the network wants them; differentiable.

        Args:
            images: (N, 3, H, W) sRGB-encoded RGB in 0..1.
            pad: zero-pad right and bottom to multiples of 32, after normalisation, as the original detector does.
                Padding is not masked anywhere, so results depend on it; the style loss of 3DStyleGLIP does not pad.

        Returns:
            (N, 3, H', W') in BGR order, mean taken off, over the standard deviation.
        """
        mean = images.new_tensor(self.config.pixel_mean).view(1, 3, 1, 1)
        std = images.new_tensor(self.config.pixel_std).view(1, 3, 1, 1)
        values = (images.flip(1) * 255.0 - mean) / std
        return pad_to_multiple(values, self.config.size_divisor) if pad else values


def pad_to_multiple(values: Tensor, multiple: int) -> Tensor:
    """Zero-pads (N, C, H, W) right and bottom to multiples of `multiple`."""
    height, width = values.shape[-2:]
    return F.pad(values, (0, -width % multiple, 0, -height % multiple))


def _first_token(char_to_token: object, positions: Sequence[int]) -> int | None:
    """The token at the first of some characters that belongs to one; spaces belong to none."""
    if not callable(char_to_token):
        return None
    for position in positions:
        token = char_to_token(position) if position >= 0 else None
        if token is not None:
            return int(token)
    return None

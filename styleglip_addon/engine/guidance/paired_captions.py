"""The two captions of the part-level style loss: part words and style words, phrase by phrase in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from ..models.glip.processor import Caption, GLIPProcessor
from ..vocabulary import Part
from ..vocabulary.errors import PromptError


def phrase_spans(text: str) -> list[tuple[int, int]]:
    """Characters of the phrases of a period-separated caption: first one and the one behind the last.

    Every piece between periods is one phrase, found left to right, without the spaces around it; a period at the end
    closes the last phrase. The authors' code asks a part-of-speech tagger instead, which drops and cuts phrases.

    Raises:
        PromptError: an empty piece.
    """
    spans, start = [], 0
    pieces = text.rstrip().removesuffix(".").split(".")
    for number, piece in enumerate(pieces, 1):
        phrase = piece.strip()
        if not phrase:
            raise PromptError(f'Phrase {number} of "{text}" is empty. Write a word or remove the period.')
        begin = start + piece.index(phrase)
        spans.append((begin, begin + len(phrase)))
        start += len(piece) + 1
    return spans


@dataclass(frozen=True, eq=False)
class PairedCaptions:
    """Part words and style words; phrase k of one belongs to phrase k of the other.

    The released behaviour pairs whatever phrases its tagger found: build such captions from the tagger's own spans with
    `GLIPProcessor.caption_with_spans`. This engine does not hold that tagger.

    Args:
        content: the part words.
        style: the style words.
    """

    content: Caption
    style: Caption

    @classmethod
    def of_parts(cls, processor: GLIPProcessor, parts: Sequence[Part]) -> Self:
        """Captions of parts and their styles.

        Raises:
            PromptError: an empty word, more than 80 parts or more than 256 word pieces.
        """
        return cls(processor.caption([part.name for part in parts]), processor.caption([part.style for part in parts]))

    def style_apart(self, processor: GLIPProcessor) -> tuple[Caption, ...]:
        """A caption of its own for the style of every part.

        Raises:
            PromptError: not as many styles as parts.
        """
        parts, styles = self.content.phrases, self.style.phrases
        if len(parts) != len(styles):
            raise PromptError(f"There are {len(parts)} parts and {len(styles)} styles. Give every part one style.")
        return tuple(processor.caption([style]) for style in styles)

    @classmethod
    def of_texts(cls, processor: GLIPProcessor, content: str, style: str) -> Self:
        """Captions as typed, "lid. body" and "brass. hand-woven wool", split at their periods.

        Raises:
            PromptError: an empty phrase, not as many styles as parts, more than 80 parts or 256 word pieces.
        """
        spans = phrase_spans(content), phrase_spans(style)
        if len(spans[0]) != len(spans[1]):
            raise PromptError(f"There are {len(spans[0])} parts and {len(spans[1])} styles. Give every part one style.")
        if len(spans[0]) > processor.config.max_phrases:
            raise PromptError(f"At most {processor.config.max_phrases} parts are possible, not {len(spans[0])}.")
        return cls(processor.caption_with_spans(content, spans[0]), processor.caption_with_spans(style, spans[1]))

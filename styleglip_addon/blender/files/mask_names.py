"""Masks of the command line under the names that the parts have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...engine.vocabulary import Part
from ...engine.vocabulary.errors import PromptError
from ...engine.vocabulary.part_names import part_key
from ..reading.part_masks import PartMask


def masks_of_parts(masks: Mapping[str, PartMask], parts: Sequence[Part]) -> dict[str, PartMask]:
    """The masks under the parts' names as the prompt spells them.

    Raises:
        PromptError: the prompt has no such part.
    """
    known = {part_key(part.name): part.name for part in parts}
    for name in masks:
        if part_key(name) not in known:
            raise PromptError(f'There is a mask for "{name}", but the prompt names no such part.')
    return {known[part_key(name)]: mask for name, mask in masks.items()}

"""What of a GLIP is tuned: all of it, or only the prompt offset that is added to the language features."""

from __future__ import annotations

from enum import StrEnum

import torch
from torch import nn

from styleglip_addon.engine.models.glip.modeling import GLIP
from tools.finetune_glip.problems import FinetuningError

PROMPT_ROWS = 1000
"""Rows of the prompt offset in files of GLIP's `language_prompt_v2` tuning (`ADD_LINEAR_LAYER`), one per token."""


class TuningMode(StrEnum):
    """How a model is tuned."""

    FULL = "full"
    """Everything but the language backbone, which may be added."""
    PROMPT = "prompt"
    """GLIP's `language_prompt_v2` (arXiv 2112.03857, section 5.2): a learned offset per place in the caption."""


def unfreeze(glip: GLIP, mode: TuningMode, with_language: bool = False) -> list[str]:
    """Chooses what is trained, and adds a prompt offset of zeros where prompt tuning needs one.

    Args:
        glip: a model as loaded; changed in place.
        mode: full or prompt tuning.
        with_language: full tuning trains the language backbone, too.

    Returns:
        Names of the trained parameters.

    Raises:
        FinetuningError: the language backbone cannot be trained.
    """
    glip.requires_grad_(False)
    if mode is TuningMode.PROMPT:
        if with_language:
            raise FinetuningError("Prompt tuning leaves the language backbone alone. Use full tuning to train it.")
        if glip.prompt_offset is None:
            rows, width = PROMPT_ROWS, glip.config.language.hidden
            glip.prompt_offset = nn.Parameter(torch.zeros(rows, width, device=glip.device))
            glip.config = glip.config.with_(name=f"{glip.config.name}, prompt-tuned", prompt_offset_rows=rows)
        glip.prompt_offset.requires_grad_(True)
    else:
        if with_language and glip.config.language.external:
            raise FinetuningError(
                f"{glip.config.name} shares its language backbone with the add-on, so that it cannot be trained. "
                "Leave --train-language out."
            )
        glip.requires_grad_(True)
        glip.language.requires_grad_(with_language)
    return [name for name, parameter in glip.named_parameters() if parameter.requires_grad]

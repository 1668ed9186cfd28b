"""The pull of field L towards the roughness and metallic that a style usually has.

Networks that learned from matt renders or small pictures hardly see the difference between polished and brushed gold,
and without a pull the roughness drifts to an end of its range. The pull is on a part's mean: where a surface is rougher
and where smoother stays with the guidance. Words that are not in the table pull nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from ..materials.usual import usual_material
from ..vocabulary.channels import METALLIC, ROUGHNESS
from .contract import StepContext, Term, TermSetup


class UsualMaterialTerm(Term):
    """Pulls every part's mean roughness and metallic towards those its style usually has.

    Args:
        styles: the parts' style words, in the fields' order.
        areas: (W,) surface area each vertex stands for.
    """

    def __init__(self, styles: Sequence[str], areas: Tensor) -> None:
        self._targets = [usual_material(style) for style in styles]
        self._areas = areas

    def __call__(self, context: StepContext) -> Tensor | None:
        """Mean over the parts known of the squared distances of the two means; None where no part's style is known."""
        fields, terms = context.fields, []
        for index, (rows, target) in enumerate(zip(fields.rows, self._targets, strict=True)):
            own = context.styled.parts[index]
            if target is None or len(rows) == 0 or ROUGHNESS not in own:
                continue
            importance = self._areas[rows] * fields.weights[rows, index]
            total = importance.sum()
            if float(total) <= 0.0:
                continue
            rough, metal = (importance @ own[channel] / total for channel in (ROUGHNESS, METALLIC))
            terms.append((rough - target.roughness).square() + (metal - target.metallic).square())
        return torch.stack(terms).mean() if terms else None


def create(setup: TermSetup) -> Term:
    """The term of a run's styles."""
    return UsualMaterialTerm([part.style for part in setup.parts], setup.surface.areas)

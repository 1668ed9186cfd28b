"""The terms of a run's loss: what each asks for, and what it is called with.

A term judges the pictures or the fields of one step. To add one: a module with the term and its `create` function, and
a line in `terms.py`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ..fields import PartFields, StyledSurface
from ..models.contract import Models
from ..rendering.pictures import NOTHING, Pictures, WantedPictures
from ..surface.prepared import Surface
from ..vocabulary import Part, StylizeSettings
from .schedule import EVERY_STEP, Turns


@dataclass(frozen=True, eq=False)
class StepContext:
    """One step, as terms see it.

    Args:
        step: its number, from 1. What is drawn at random for a part follows from it, the seed and the part's name.
        fields: of the parts.
        styled: the surface with their styles, with gradient.
        pictures: those that the terms wanted.
    """

    step: int
    fields: PartFields
    styled: StyledSurface
    pictures: Pictures


class Term(ABC):
    """A part of the loss."""

    def begin(self, fields: PartFields) -> None:
        """Called once, before the first step of a run that is not continued: where the fields had best start."""
        del fields

    def wanted(self, step: int) -> WantedPictures:
        """The pictures it looks at in a step (from 1)."""
        del step
        return NOTHING

    @abstractmethod
    def __call__(self, context: StepContext) -> Tensor | None:
        """Scalar loss, differentiable; None where it has nothing to say in this step."""


@dataclass(frozen=True, eq=False)
class TermSetup:
    """What terms are made from; prompts are encoded then, once.

    Args:
        models: frozen.
        parts: those that were found.
        surface: the dense copy.
        settings: of the run.
        generator: random numbers of terms that treat the object as one.
        trained: indices of the parts whose fields learn; what would push others is not looked at.
        turns: the steps that the term has, where it shares them with another; others have all.
    """

    models: Models
    parts: Sequence[Part]
    surface: Surface
    settings: StylizeSettings
    generator: torch.Generator
    trained: tuple[int, ...]
    turns: Turns = EVERY_STEP


class InTurn(Term):
    """A term that has some steps only, see `schedule`.

    Args:
        term: which.
        turns: its steps.
    """

    def __init__(self, term: Term, turns: Turns) -> None:
        self.term = term
        self.turns = turns

    def begin(self, fields: PartFields) -> None:
        """The term's own start."""
        self.term.begin(fields)

    def wanted(self, step: int) -> WantedPictures:
        """Nothing in steps that are another term's."""
        return self.term.wanted(step) if self.turns.has(step) else NOTHING

    def __call__(self, context: StepContext) -> Tensor | None:
        """None in steps that are another term's."""
        return self.term(context) if self.turns.has(context.step) else None

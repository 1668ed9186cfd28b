"""The terms of a run: which there are, what they weigh, and whose turn it is. The one place that knows them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ..rendering.pictures import NOTHING, WantedPictures
from ..vocabulary import StylizeSettings
from ..vocabulary.errors import SettingsError
from ..vocabulary.settings import Start
from . import crops, palette, part_style, smoothness, surface_regularizer, usual_material
from .contract import InTurn, Term, TermSetup
from .schedule import EVERY_STEP, crop_turns, glip_turns


@dataclass(frozen=True)
class TermKind:
    """A kind of term.

    Args:
        create: makes it; prompts are encoded there.
        weight: its weight in a run's settings; None: that in `further_weights` under its name. 0: it is not made.
    """

    create: Callable[[TermSetup], Term]
    weight: Callable[[StylizeSettings], float] | None = None


GLIP, CROPS = "glip", "clip"


def _is_from_grey(settings: StylizeSettings) -> bool:
    """Whether priors on colour and material are needed: a material is its own."""
    return settings.start is Start.GREY


TERMS: dict[str, TermKind] = {
    GLIP: TermKind(part_style.create, lambda settings: settings.glip_weight),
    CROPS: TermKind(crops.create, lambda settings: settings.clip_weight),
    "palette": TermKind(palette.create, lambda settings: settings.palette_weight * _is_from_grey(settings)),
    "smoothness": TermKind(smoothness.create, lambda settings: settings.smoothness_weight),
    "usual_material": TermKind(
        usual_material.create,
        lambda settings: (
            0.0 if settings.field.material is None else settings.field.material.prior_weight * _is_from_grey(settings)
        ),
    ),
    "surface": TermKind(surface_regularizer.create, lambda settings: float(settings.regularizers.is_used)),
}
"""By the name under which its value is reported. Terms are summed in this order."""


@dataclass(frozen=True, eq=False)
class WeightedTerm:
    """A term of a run.

    Args:
        name: of its kind.
        weight: of its value in the loss.
        term: what judges.
    """

    name: str
    weight: float
    term: Term


def check_weights(settings: StylizeSettings) -> None:
    """Checks before anything long begins that the further weights are of terms that there are.

    Raises:
        SettingsError: names the one that is not.
    """
    further = {name for name, kind in TERMS.items() if kind.weight is None}
    if unknown := sorted(set(settings.further_weights) - further):
        raise SettingsError(
            f'further_weights names "{unknown[0]}", which is no guidance term without a setting of its own. '
            "Register it in guidance.terms.TERMS first, or take it out."
        )


def create_terms(setup: TermSetup) -> list[WeightedTerm]:
    """The terms whose weights are above 0. Those of GLIP and of the crops share the steps; one that is alone has all.

    Raises:
        PromptError: a style that a model cannot read.
        SettingsError: a term that cannot be had here.
    """
    settings = setup.settings
    weights = {
        name: settings.further_weights.get(name, 0.0) if kind.weight is None else kind.weight(settings)
        for name, kind in TERMS.items()
    }
    turns = {name: EVERY_STEP for name in TERMS}
    if weights[GLIP] > 0 and weights[CROPS] > 0:
        turns |= {GLIP: glip_turns(settings.schedule), CROPS: crop_turns(settings.schedule)}
    return [
        WeightedTerm(name, weights[name], _scheduled(kind, replace(setup, turns=turns[name])))
        for name, kind in TERMS.items()
        if weights[name] > 0
    ]


def wanted_pictures(terms: Sequence[WeightedTerm], step: int) -> WantedPictures:
    """The pictures that terms look at in a step, from 1."""
    wanted = NOTHING
    for weighted in terms:
        wanted |= weighted.term.wanted(step)
    return wanted


def _scheduled(kind: TermKind, setup: TermSetup) -> Term:
    term = kind.create(setup)
    return term if setup.turns == EVERY_STEP else InTurn(term, setup.turns)

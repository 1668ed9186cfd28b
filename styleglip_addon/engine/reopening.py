"""A result from its saved state: the fields are sampled again; nothing is optimised and no model is needed."""

from __future__ import annotations

from .optimisation.state import StyleState
from .stylizer import stylize
from .vocabulary import Mesh, OnProgress, StylizeResult


def result_of_state(state: StyleState, mesh: Mesh, on_progress: OnProgress | None = None) -> StylizeResult:
    """The result that a run had when it was put away, bit for bit on the same machine; only the seconds are new.

    Args:
        state: of the run, after at least one step.
        mesh: the one that was stylized. Its colours are not looked at: the state has those of before.
        on_progress: receives the engine's reports, on this thread.

    Raises:
        StateError: the state is of another mesh, or of a run that has not taken a step.
    """
    return stylize(mesh, (), state.settings_as_far(), on_progress, resume=state)

"""Other sizes and pieces of the materials of a finished run, one after the other: what is known already is kept.

`continuing.result_of_state` gives the same result, bit for bit, and begins from the mesh every time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..surface.prepared import Surface, prepare_surface
from ..vocabulary import Mesh, Part, StyledPart, StylizeResult
from ..vocabulary.arguments import check_mesh, check_parts, check_state
from .placing import Placing
from .resumption import check_fit, continued_parts, continued_run
from .state import StyleState


class Dials:
    """Keeps the surface of the mesh that was dialled last, how materials lie on it, and what its parts look like.

    Used by one thread at a time.
    """

    def __init__(self) -> None:
        self._surface: tuple[tuple[object, ...], Surface] | None = None
        self._state: StyleState | None = None
        self._placing: Placing | None = None
        self._sampled: tuple[StyledPart, ...] = ()

    def result(self, mesh: Mesh, state: StyleState, parts: Sequence[Part] = ()) -> StylizeResult:
        """The result of a run with other strengths, scales or seeds of parts.

        Args:
            mesh: the one that was stylized.
            state: of the run; where it is that of the last result, only `parts` are evaluated.
            parts: what is to be changed; empty: nothing.

        Raises:
            PromptError: a part that the state does not have, or another style for one.
            StateError: the state is of another mesh, or of a run that has not taken a step.
        """
        check_state(state)
        check_mesh(mesh)
        check_parts(parts)
        settings = state.settings_as_far()
        check_fit(state, mesh, settings)
        located = continued_parts(state, parts)
        colored = replace(mesh, colors=state.colors, up=state.up, front=state.front)
        surface = self._surface_of(colored, state)
        run = continued_run(state, colored, surface, settings, located, self._placing_of(state))
        known = {}
        if state is self._state:
            known = {
                part.located.part.name: part for part in self._sampled if part.located.part.name not in run.changed
            }
        sampled = run.sample(known)
        result = run.result({}, sampled)
        self._state, self._placing, self._sampled = result.state, run.placing, sampled
        return result

    def _surface_of(self, mesh: Mesh, state: StyleState) -> Surface:
        asked = (state.mesh_hash, state.settings.dense_vertices, state.up, state.front)
        if self._surface is None or self._surface[0] != asked:
            self._state = self._placing = None
            self._surface = (asked, prepare_surface(mesh, state.settings.dense_vertices, "cpu"))
        return self._surface[1]

    def _placing_of(self, state: StyleState) -> Placing | None:
        """How materials lie on the parts, where these are still in the same places."""
        before = self._state
        if before is None or len(before.parts) != len(state.parts):
            return None
        pairs = zip(before.parts, state.parts, strict=True)
        is_same = all(a.found == b.found and np.array_equal(a.weights, b.weights) for a, b in pairs)
        return self._placing if is_same else None

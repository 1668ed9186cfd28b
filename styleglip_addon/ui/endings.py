"""How work on objects ended, and what of it waits for its object: told below the Stylize button, where it is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import bpy

from ..jobs.session import Session, Stage
from .background import shown
from .labels import draw_ending, draw_sentence


@dataclass(frozen=True)
class Told:
    """A kind of work that is told of there.

    Args:
        kind: its sessions.
        ready: what to say when its result waits for its object.
        apply, discard: the operators that put the result on its object, and throw it away.
        warning_icon: of its warnings.
    """

    kind: type[Session]
    ready: str
    apply: str
    discard: str
    warning_icon: str


told: list[Told] = []
"""Filled by the folders whose work it is."""


def draw_endings(layout: Any, context: bpy.types.Context) -> None:
    """Draws them, below each other."""
    for work in told:
        session = shown(work.kind)
        if session.stage is Stage.ASKING:
            continue  # the question stands above
        if session.stage is not Stage.READY:
            draw_ending(layout, context, session, work.warning_icon)
            continue
        box = layout.box()
        draw_sentence(box, context, session.sentence or work.ready, "INFO")
        row = box.row(align=True)
        row.operator(work.apply, text="Apply", icon="CHECKMARK")
        row.operator(work.discard, icon="TRASH")

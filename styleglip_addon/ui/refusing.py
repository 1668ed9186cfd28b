"""Operators that can be refused: why stands in the tooltip of their greyed button."""

from __future__ import annotations

import bpy

from .language import translated


class Refusing:
    """What such an operator inherits from, beside `bpy.types.Operator`."""

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """Why the operator cannot be used now, as a sentence; empty where it can. Asked at every redraw."""
        raise NotImplementedError

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Whether it can be used; Blender shows the sentence where it cannot."""
        sentence = cls.refusal(context)
        if sentence:
            cls.poll_message_set(translated(sentence))  # type: ignore[attr-defined]
        return not sentence

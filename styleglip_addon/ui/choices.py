"""Enums as Blender's enum properties: a member is offered, and stored, under its name."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple


class Choice(NamedTuple):
    """How a choice is offered.

    Args:
        label: what the artist reads.
        description: the tooltip.
        icon: Blender's name of an icon.
    """

    label: str
    description: str = ""
    icon: str = "NONE"


def items(choices: Mapping[Enum | str, Choice]) -> list[tuple[str, str, str, str, int]]:
    """Items of an enum property; `Kind[value]` leads from its value back to the member.

    A .blend file stores the number of the item chosen: new choices go to the end.

    Args:
        choices: by member, or by identifier where there is no enum of them.
    """
    return [
        (key.name if isinstance(key, Enum) else key, *choice, number)
        for number, (key, choice) in enumerate(choices.items())
    ]

"""What an artist dials on a part's material besides its words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """What an artist dials on a part's material besides its words.

    Args:
        seed: of the piece; None: the one that the part has.
        scale: times its usual size.
        roughness: -1..1, how much smoother or rougher than it is by itself, see `channels.rougher`.
    """

    seed: int | None = None
    scale: float = 1.0
    roughness: float = 0.0

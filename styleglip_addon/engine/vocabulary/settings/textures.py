"""Settings of the textures that a run leaves besides its attributes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .codec import check_kinds, require


class TextureMode(StrEnum):
    """When a result is baked to textures. AUTO: where a style is finer than what the mesh's vertices carry."""

    AUTO = "auto"
    OFF = "off"
    ALWAYS = "always"


@dataclass(frozen=True)
class TextureSettings:
    """Textures of a result. The engine itself makes none: whoever has a UV map bakes them when the result is there.

    Args:
        mode: when they are made.
        size: width and height, pixels; 0: as many as the styles' finest detail needs.
    """

    mode: TextureMode = TextureMode.AUTO
    size: int = 0

    def __post_init__(self) -> None:
        check_kinds(self, "textures.")
        require(self.size == 0 or 16 <= self.size <= 8192, "textures.size must be 0 or lie in 16..8192.")

"""How StyleGLIP knows where a row's part is."""

from __future__ import annotations

from enum import Enum

from ...blender.reading.part_masks import MaskSource


class Where(Enum):
    """It looks for the part, or a mask says so."""

    DETECT = None
    VERTEX_GROUP = MaskSource.VERTEX_GROUP
    FACE_SET = MaskSource.FACE_SET
    MATERIAL = MaskSource.MATERIAL
    ATTRIBUTE = MaskSource.ATTRIBUTE

    @property
    def source(self) -> MaskSource | None:
        """What holds the mask; its value is the name of the row's property that names the mask. None: no mask."""
        source: MaskSource | None = self.value
        return source

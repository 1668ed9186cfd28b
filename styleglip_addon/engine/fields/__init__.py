"""Neural style fields: functions from a point of the unit-sphere object to its style."""

from .part_styles import PartStyles, StyledSurface
from .style_field import FieldOutput, FourierEncoding, StyleField

__all__ = ["FieldOutput", "FourierEncoding", "PartStyles", "StyleField", "StyledSurface"]

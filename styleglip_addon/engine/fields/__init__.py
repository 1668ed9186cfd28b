"""Neural style fields: functions from a point of the unit-sphere object to its style."""

from .appearance_field import AppearanceField, AppearanceOutput
from .encoding import FourierEncoding
from .input_frame import InputFrame
from .part_styles import PartStyles, StyledSurface
from .style_field import FieldOutput, StyleField

__all__ = [
    "AppearanceField",
    "AppearanceOutput",
    "FieldOutput",
    "FourierEncoding",
    "InputFrame",
    "PartStyles",
    "StyleField",
    "StyledSurface",
]

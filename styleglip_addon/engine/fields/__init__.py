"""Neural style fields: functions from a point of the unit-sphere object to its style."""

from .blending import StyledSurface, UnstyledPoints
from .contract import Field, Values
from .factory import create_field, input_frame
from .part_fields import PartFields

__all__ = ["Field", "PartFields", "StyledSurface", "UnstyledPoints", "Values", "create_field", "input_frame"]

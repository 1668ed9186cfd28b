"""Neural style fields: functions from a point of the unit-sphere object to its style."""

from .blending import StyledSurface, UnstyledPoints
from .contract import Field, Values
from .factory import create_field, input_frame
from .fitted_material import FittedMaterial
from .part_fields import MaterialsOnParts, PartFields
from .part_material import PartMaterial

__all__ = [
    "Field",
    "FittedMaterial",
    "MaterialsOnParts",
    "PartFields",
    "PartMaterial",
    "StyledSurface",
    "UnstyledPoints",
    "Values",
    "create_field",
    "input_frame",
]

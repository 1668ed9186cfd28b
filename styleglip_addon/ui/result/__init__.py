"""Using a result: sliders for its parts, taking it further or off, and the report."""

from __future__ import annotations

import bpy

from . import color_mix, detections, dialling, further, muting, operators, panel, rescued, variations

_CLASSES = (
    color_mix.MixColorsOperator,
    dialling.ApplyDialledOperator,
    muting.MutePartOperator,
    muting.SoloPartOperator,
    muting.ShowAllPartsOperator,
    variations.VariationsOperator,
    variations.CancelVariationsOperator,
    variations.TakeVariationOperator,
    further.RestylePartOperator,
    further.ContinueOperator,
    operators.ApplyResultOperator,
    operators.ShowColorsOperator,
    operators.DiscardResultOperator,
    operators.RemoveResultOperator,
    rescued.OpenRescuedOperator,
    operators.CopyReportOperator,
    detections.ShowDetectionsOperator,
    panel.ResultPanel,
    panel.ReportPanel,
)


def register() -> None:
    """Registers the sliders of colours, operators and panels."""
    for cls in _CLASSES:
        bpy.utils.register_class(cls)
    color_mix.add_properties()
    dialling.add_properties()


def unregister() -> None:
    """Takes them off."""
    variations.forget()
    dialling.forget()
    dialling.remove_properties()
    color_mix.remove_properties()
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)

"""Using a result: sliders for its parts, taking it further or off, and the report."""

from __future__ import annotations

import bpy

from . import color_mix, detections, further, operators, panel, rescued

_CLASSES = (
    color_mix.MixColorsOperator,
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
    color_mix.add_property()


def unregister() -> None:
    """Takes them off."""
    color_mix.remove_property()
    for cls in reversed(_CLASSES):
        bpy.utils.unregister_class(cls)

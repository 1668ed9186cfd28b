"""What moves an object, or changes its shape, over time: its animation, its constraints, and those of its parents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import bpy

Motion = tuple[tuple[str, str], ...]
"""What moves an object, as pairs of an object's name and a bone's; equal ones move together."""


def motion_of(obj: bpy.types.Object) -> Motion:
    """What moves an object: itself and its parents where they are animated or constrained, and bones they follow."""
    movers: list[tuple[str, str]] = []
    one: bpy.types.Object | None = obj
    while one is not None:
        if one.constraints or any(not _poses(path) for path, _ in animated_paths(one)):
            movers.append((one.name, ""))
        if one.parent is not None and one.parent_type == "BONE":
            movers.append((one.parent.name, one.parent_bone))
        elif one.parent is not None and one.parent_type != "OBJECT":  # its vertices, a lattice, a curve
            movers.append((one.parent.name, one.parent_type))
        one = one.parent
    return tuple(movers)


def animated_paths(owner: bpy.types.ID) -> Iterator[tuple[str, tuple[tuple[float, float], ...]]]:
    """The animated properties of a data block by their paths, and their key frames; a driver has none."""
    animation = owner.animation_data
    if animation is None:
        return
    for driver in animation.drivers:
        yield driver.data_path, ()
    actions = [(animation.action, getattr(animation, "action_slot_handle", None))]
    for track in animation.nla_tracks:
        actions += [(strip.action, getattr(strip, "action_slot_handle", None)) for strip in track.strips]
    for action, slot in actions:
        if action is not None:
            for curve in _curves(action, slot):
                yield curve.data_path, tuple((point.co[0], point.co[1]) for point in curve.keyframe_points)


def _curves(action: Any, slot: int | None) -> Iterator[Any]:
    if not hasattr(action, "layers"):  # before Blender 4.4
        yield from action.fcurves
        return
    for layer in action.layers:
        for strip in layer.strips:
            for bag in strip.channelbags:
                if bag.slot_handle == slot:
                    yield from bag.fcurves


def _poses(path: str) -> bool:
    """Whether a property is of a bone: an armature stands where it is while its bones move."""
    return path.startswith("pose.")


_STRIP_SETTINGS = (
    "frame_end",
    "action_frame_start",
    "action_frame_end",
    "scale",
    "repeat",
    "blend_type",
    "extrapolation",
    "mute",
)


@dataclass(frozen=True, eq=False)
class KeptAnimation:
    """The animation of a data block that is about to go, without its drivers.

    Args:
        action, slot: the active action and its slot.
        tracks: of the non-linear animation: name, whether it is muted, and for each strip its name, start, action,
            slot and settings.
    """

    action: Any
    slot: Any
    tracks: tuple[tuple[str, bool, tuple[tuple[str, float, Any, Any, dict[str, Any]], ...]], ...]

    @classmethod
    def of(cls, owner: bpy.types.ID) -> KeptAnimation:
        """That of a data block which has one."""
        animation = owner.animation_data
        tracks = []
        for track in animation.nla_tracks:
            strips = tuple(
                (
                    strip.name,
                    strip.frame_start,
                    strip.action,
                    getattr(strip, "action_slot", None),
                    {name: getattr(strip, name) for name in _STRIP_SETTINGS},
                )
                for strip in track.strips
                if strip.action is not None
            )
            tracks.append((track.name, track.mute, strips))
        return cls(animation.action, getattr(animation, "action_slot", None), tuple(tracks))

    def put_on(self, owner: bpy.types.ID) -> None:
        """Gives it to another data block of the same type."""
        animation = owner.animation_data_create()
        if self.action is not None:
            animation.action = self.action
            if self.slot is not None:
                animation.action_slot = self.slot
        for name, muted, strips in self.tracks:
            track = animation.nla_tracks.new()
            track.name, track.mute = name, muted
            for own, start, action, slot, settings in strips:
                strip = track.strips.new(own, round(start), action)
                if slot is not None:
                    strip.action_slot = slot
                strip.frame_start = start
                for setting, value in settings.items():
                    setattr(strip, setting, value)

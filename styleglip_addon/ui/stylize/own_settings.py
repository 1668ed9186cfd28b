"""Prompt, rows and settings as an object's own: taken over from another object's, from the scene, and from a result.

Up to version 0.1 the scene had one prompt for all its objects.
"""

from __future__ import annotations

from typing import Any

import bpy

from ...blender.result.record import ResultRecord, read_record
from ...blender.result.write_back import has_result
from ...engine.vocabulary.part_names import part_key
from ..parts.rows import writing
from ..target import settings_of

_ASKED = ("prompt", "problem", "parts", "active_part", "has_begun", "show_preview")
"""What is asked of one object, and what is a matter of the views; the rest are settings, which the next object gets."""


def begin(settings: Any, scene: Any) -> None:
    """An object gets its first prompt: it starts with the settings of the last run, but for those chosen already.

    Args:
        settings: the object's.
        scene: the scene's.
    """
    if settings.has_begun:
        return
    with writing():
        settings.has_begun = True
        for name in _settings(settings):
            if scene.is_property_set(name) and not settings.is_property_set(name):
                setattr(settings, name, getattr(scene, name))


def leave_settings(settings: Any, scene: Any) -> None:
    """Lets the next object start with the settings of a run; its prompt and its rows are the object's alone.

    Args:
        settings: of the object that is being stylized.
        scene: the scene's.
    """
    with writing():
        for name in _settings(settings):
            if settings.is_property_set(name):
                setattr(scene, name, getattr(settings, name))
            else:
                scene.property_unset(name)


def copy_all(settings: Any, source: Any) -> None:
    """Makes settings, prompt and rows equal to another object's."""
    with writing():
        settings.has_begun = True
        for name in _names(settings):
            if name != "parts" and source.is_property_set(name):
                setattr(settings, name, getattr(source, name))
        settings.parts.clear()
        for row in source.parts:
            own = settings.parts.add()
            for name in _names(row):
                if row.is_property_set(name):
                    setattr(own, name, getattr(row, name))


def give_recorded_prompt(obj: Any, prompt: str) -> None:
    """Gives an object that has no prompt the one that its result was made with."""
    settings = settings_of(obj)
    if not settings.prompt and not len(settings.parts) and obj.is_editable:
        settings.prompt = prompt


def take_over_file() -> None:
    """Gives the objects of a file that was just opened their own prompts, where they have none.

    A prompt of the scene goes to the object that was stylized with it; where none is, to the active one. Other results
    bring theirs along.
    """
    for scene in bpy.data.scenes:
        if scene.is_editable and scene.styleglip.prompt:
            _hand_over(scene)
    for obj in bpy.data.objects:
        if has_result(obj) and (record := read_record(obj.data)) is not None:
            give_recorded_prompt(obj, record.report.prompt)


def _hand_over(scene: bpy.types.Scene) -> None:
    former = scene.styleglip
    rows = {part_key(row.part) for row in former.parts}
    stylized = [obj for obj in scene.objects if has_result(obj) and obj.is_editable]
    records = {obj: record for obj in stylized if (record := read_record(obj.data)) is not None}
    same = [obj for obj, record in records.items() if _keys(record) == rows]
    active = [layer.objects.active for layer in scene.view_layers]
    for obj in (*same, *([] if same else [*records, *active])):
        settings = settings_of(obj)
        if settings is not None and obj.is_editable and not settings.prompt:
            copy_all(settings, former)
            if not same:
                break
    with writing():
        former.prompt = former.problem = ""
        former.parts.clear()


def _keys(record: ResultRecord) -> set[str]:
    return {part_key(part.name) for part in record.report.parts}


def _settings(settings: Any) -> list[str]:
    return [name for name in _names(settings) if name not in _ASKED]


def _names(settings: Any) -> list[str]:
    return [own.identifier for own in settings.bl_rna.properties if own.identifier not in ("name", "rna_type")]

"""What is done with the active row of the list: move it, copy it, look a material up for it, give it a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import bpy

from ...engine.vocabulary.picture_words import style_of_picture
from ..choices import Choice, items
from ..language import translated
from ..refusing import Refusing
from ..target import target_settings
from .material_pictures import material_icons, material_names
from .rows import add_row, copy_row, rows_to_prompt


class _OnActiveRow(Refusing):
    """There must be a row."""

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """There must be an active row."""
        settings = target_settings(context)
        return "" if 0 <= settings.active_part < len(settings.parts) else "There are no parts in the list."


class MovePartOperator(_OnActiveRow, bpy.types.Operator):
    """Move the active row up or down in the list"""

    bl_idname = "styleglip.move_part"
    bl_label = "Move Part"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO", "INTERNAL"}

    if TYPE_CHECKING:
        direction: str
    else:
        direction: bpy.props.EnumProperty(
            name="Direction",
            items=items({"UP": Choice("Up", "Towards the first row"), "DOWN": Choice("Down", "Towards the last row")}),
            options={"HIDDEN", "SKIP_SAVE"},
        )

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """There must be two rows."""
        return "" if len(target_settings(context).parts) > 1 else "There are no two parts in the list."

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Moves it; the prompt names the parts in the new order."""
        settings = target_settings(context)
        before = settings.active_part
        after = before + (-1 if self.direction == "UP" else 1)
        if not (0 <= after < len(settings.parts) and 0 <= before < len(settings.parts)):
            return {"CANCELLED"}
        settings.parts.move(before, after)
        settings.active_part = after
        rows_to_prompt(settings)
        return {"FINISHED"}


class DuplicatePartOperator(_OnActiveRow, bpy.types.Operator):
    """Add a row with the same style below the active one, for another part"""

    bl_idname = "styleglip.duplicate_part"
    bl_label = "Duplicate"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO", "INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Copies style and strength; the part's word is left to be typed, since no two rows may name the same part."""
        settings = target_settings(context)
        number = settings.active_part
        copy_row(settings.parts[number], add_row(settings))
        settings.parts.move(len(settings.parts) - 1, number + 1)
        settings.active_part = number + 1
        rows_to_prompt(settings)
        return {"FINISHED"}


def _materials(operator: Any, context: bpy.types.Context) -> list[tuple[str, str, str, int, int]]:
    if not _items:
        icons = material_icons()
        _items.extend((name, name, "", icons[name], number) for number, name in enumerate(material_names()))
    return _items


_items: list[tuple[str, str, str, int, int]] = []
"""Blender wants them kept."""


def forget_items() -> None:
    """The add-on is switched off, and its icons with it."""
    _items.clear()


class ChooseMaterialOperator(_OnActiveRow, bpy.types.Operator):
    """Look a material up for the active row, among all that the model knows by name"""

    bl_idname = "styleglip.choose_material"
    bl_label = "Choose Material"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO", "INTERNAL"}
    bl_property = "material"

    if TYPE_CHECKING:
        material: str
    else:
        material: bpy.props.EnumProperty(
            name="Material", description="What the part is to be made of", items=_materials, options={"SKIP_SAVE"}
        )

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        """Opens the list; typing searches it."""
        context.window_manager.invoke_search_popup(self)
        return {"FINISHED"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Makes it the row's style."""
        settings = target_settings(context)
        settings.parts[settings.active_part].style = self.material
        return {"FINISHED"}


class PictureStyleOperator(_OnActiveRow, bpy.types.Operator):
    """Let the active row's part look like a picture. What is made of it goes on seamlessly"""

    bl_idname = "styleglip.picture_style"
    bl_label = "Picture as Style"
    bl_options: ClassVar[set[str]] = {"REGISTER", "UNDO", "INTERNAL"}

    if TYPE_CHECKING:
        filepath: str
        filter_image: bool
        filter_folder: bool
    else:
        filepath: bpy.props.StringProperty(name="File", subtype="FILE_PATH", options={"HIDDEN", "SKIP_SAVE"})
        filter_image: bpy.props.BoolProperty(default=True, options={"HIDDEN", "SKIP_SAVE"})
        filter_folder: bpy.props.BoolProperty(default=True, options={"HIDDEN", "SKIP_SAVE"})

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        """Asks for the file."""
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Makes it the row's style, as the prompt writes pictures: "@photo.jpg"."""
        path = bpy.path.abspath(self.filepath)
        if not Path(path).is_file():
            self.report({"ERROR"}, translated(f'There is no picture "{path}".'))
            return {"CANCELLED"}
        settings = target_settings(context)
        settings.parts[settings.active_part].style = style_of_picture(path)
        return {"FINISHED"}


class PartMenu(bpy.types.Menu):
    """What can be done with the active row."""

    bl_idname = "STYLEGLIP_MT_part"
    bl_label = "Part"

    def draw(self, context: bpy.types.Context) -> None:
        """Draws it."""
        layout = self.layout
        layout.operator("styleglip.duplicate_part", icon="DUPLICATE")
        layout.separator()
        layout.operator("styleglip.choose_material", text="Choose Material...", icon="MATERIAL")
        layout.operator("styleglip.picture_style", text="Picture as Style...", icon="IMAGE_DATA")
        layout.separator()
        layout.operator("styleglip.solo_part", icon="SOLO_ON")
        layout.operator("styleglip.show_all_parts", icon="HIDE_OFF")

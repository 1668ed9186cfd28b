"""The add-on's preferences in Blender's window: models, device, folder, and the catalogue of models."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import bpy

from ...engine.models.catalogue.entry import ModelKind
from ...engine.models.catalogue.known_models import CATALOG, entries_of, find
from ...engine.vocabulary import Device
from ..choices import Choice, items
from ..language import translated
from . import packages, panel
from .choice import Source, uses
from .stored import PACKAGE, data_folder, models_folder, user_folder


def _models(kind: ModelKind) -> dict[Enum | str, Choice]:
    """The models of a kind to choose from; those of the catalogue under their ids."""
    entries = [entry for entry in entries_of(kind) if entry.can_be_downloaded]
    return {
        Source.EMBEDDED: Choice("Embedded", CATALOG[0].purpose),
        **{entry.id: Choice(entry.name, entry.purpose) for entry in entries},
        Source.OWN: Choice("Own File or Folder", "A file or folder of this kind on this computer"),
    }


class StyleGLIPPreferences(bpy.types.AddonPreferences):
    """Shown in Edit > Preferences > Add-ons."""

    bl_idname = PACKAGE

    if TYPE_CHECKING:
        glip: str
        glip_path: str
        clip: str
        clip_path: str
        embedded_palette: bool
        models_folder: str
        device: str
        threads: int
        keep_minutes: int
        shows_glip: bool
        shows_clip: bool
    else:
        glip: bpy.props.EnumProperty(
            name="Finds Parts",
            description="The GLIP model that finds the parts in pictures of the object",
            items=items(_models(ModelKind.GLIP)),
        )
        glip_path: bpy.props.StringProperty(
            name="File or Folder",
            description="A GLIP checkpoint (.pth, .safetensors), fine-tuned ones as well, or a folder with one",
            subtype="FILE_PATH",
        )
        clip: bpy.props.EnumProperty(
            name="Judges Styles",
            description="The CLIP model that tells how well a part looks like its style",
            items=items(_models(ModelKind.CLIP)),
        )
        clip_path: bpy.props.StringProperty(
            name="File or Folder",
            description="A CLIP folder from the hub, or a file (.safetensors, .bin, OpenAI's .pt)",
            subtype="FILE_PATH",
        )
        embedded_palette: bpy.props.BoolProperty(
            name="Colors from the Embedded Model",
            description="CLIP knows no colors by name: let the embedded model say which colors a style has",
            default=True,
        )
        models_folder: bpy.props.StringProperty(
            name="Models Folder",
            description="Where downloaded models go. Empty: the add-on's own folder in Blender's settings",
            subtype="DIR_PATH",
        )
        device: bpy.props.EnumProperty(
            name="Device",
            description="Where the networks run",
            items=items(
                {
                    Device.AUTO: Choice("Automatic", "The graphics card where PyTorch can use it, else the processor"),
                    Device.CPU: Choice("Processor (CPU)", "Works everywhere"),
                    Device.CUDA: Choice("NVIDIA graphics card (CUDA)", "Fast; needs a PyTorch with CUDA"),
                    Device.MPS: Choice("Apple graphics (MPS)", "For Apple silicon"),
                }
            ),
        )
        threads: bpy.props.IntProperty(
            name="Processor Threads",
            description="How many processor cores a job may use; 0 leaves the choice to PyTorch. "
            "One is as fast as several for the embedded model when anything else runs",
            default=1,
            min=0,
            max=256,
        )
        keep_minutes: bpy.props.IntProperty(
            name="Keep Models For",
            description="Minutes after the last run for which the models stay in memory, so that the next one need not "
            "load them. 0: until Blender is closed",
            default=10,
            min=0,
            max=1440,
        )
        shows_glip: bpy.props.BoolProperty(name="Models That Find Parts", options={"SKIP_SAVE"})
        shows_clip: bpy.props.BoolProperty(name="Models That Judge Styles", options={"SKIP_SAVE"})

    def draw(self, context: bpy.types.Context) -> None:
        """Draws the preferences."""
        folder = models_folder(context)
        layout = self.layout.column()
        packages.draw(layout, context)
        layout.use_property_split = True
        layout.use_property_decorate = False
        for kind, path in (("glip", "glip_path"), ("clip", "clip_path")):
            layout.prop(self, kind)
            if getattr(self, kind) == Source.OWN.name:
                layout.prop(self, path)
            panel.draw_missing(layout, find(getattr(self, kind)), folder)
        if self.clip != Source.EMBEDDED.name:
            layout.prop(self, "embedded_palette")
        layout.separator()
        layout.prop(self, "device")
        layout.prop(self, "threads")
        row = layout.row(align=True)
        row.prop(self, "keep_minutes")
        row.operator("styleglip.free_memory")
        layout.separator()
        panel.draw(layout, context, self, folder, lambda entry: uses(self, entry))
        layout.prop(self, "models_folder", placeholder=str(user_folder("models")))
        row = layout.row()
        row.active = False
        where = translated(f"Results that an object cannot take are kept in {data_folder()}")
        row.label(text=where, icon="FILE_FOLDER", translate=False)

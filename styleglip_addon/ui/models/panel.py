"""Draws the catalogue of models in the preferences: what there is, what is here, and what is arriving."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy

from ...engine.models.catalogue.entry import ModelEntry, ModelKind
from ...engine.models.catalogue.known_models import entries_of
from ...engine.models.catalogue.stored_models import has_part, is_downloaded, size_on_disk
from ...jobs.session import Stage
from ..background import shown
from ..labels import PREFERENCES, draw_sentence
from ..language import translated
from .online_access import offline_sentence
from .session import DownloadSession
from .wording import entry_facts, entry_size, progress_text


def draw_missing(layout: Any, entry: ModelEntry | None, folder: Path) -> None:
    """Says that a chosen model is not there yet, with a button that fetches it."""
    if entry is None or is_downloaded(entry, folder):
        return
    row = layout.split(factor=0.4)
    row.label(text="")
    row = row.row()
    download = shown(DownloadSession)
    if download.is_running(entry):
        row.label(text=translated(progress_text(download.progress)), icon="IMPORT", translate=False)
        return
    words = row.row()
    words.alert = True
    words.label(text="Not downloaded yet", icon="ERROR")
    text = translated(f"Download, {entry_size(entry)}")
    row.operator("styleglip.download_model", text=text, icon="IMPORT", translate=False).entry = entry.id


def draw(
    layout: Any, context: bpy.types.Context, preferences: Any, folder: Path, is_used: Callable[[ModelEntry], bool]
) -> None:
    """The catalogue, one fold for each kind of model.

    Args:
        layout: where to draw.
        context: Blender's.
        preferences: hold which folds are open.
        folder: the folder of all models.
        is_used: whether a model is the chosen one.
    """
    layout.use_property_split = False
    layout.label(text="Models")
    offline = offline_sentence()
    if offline:
        box = layout.box().column(align=True)
        _sentence(box, context, offline, "INTERNET_OFFLINE")
        if not getattr(bpy.app, "online_access_override", False):
            row = box.row()
            row.alignment = "LEFT"
            row.label(text="", icon="BLANK1")
            row.operator("styleglip.show_network_settings", icon="PREFERENCES")
    for entry in entries_of(ModelKind.EMBEDDED):
        _draw_entry(layout.box().column(align=True), context, entry, folder, is_used(entry))
    for kind, fold in ((ModelKind.GLIP, "shows_glip"), (ModelKind.CLIP, "shows_clip")):
        is_open = getattr(preferences, fold)
        entries = list(entries_of(kind))
        heading = layout.row()
        title = heading.row()
        title.alignment = "LEFT"
        title.prop(preferences, fold, icon="DOWNARROW_HLT" if is_open else "RIGHTARROW", emboss=False)
        count = heading.row()
        count.alignment = "RIGHT"
        count.active = False
        here = sum(is_downloaded(entry, folder) for entry in entries)
        count.label(text=translated(f"{here} downloaded"), translate=False)
        for entry in entries:
            if is_open or shown(DownloadSession).entry_id == entry.id:  # what arrives is shown in any case
                _draw_entry(layout.box().column(align=True), context, entry, folder, is_used(entry))
    layout.use_property_split = True


def _draw_entry(layout: Any, context: bpy.types.Context, entry: ModelEntry, folder: Path, is_used: bool) -> None:
    on_disk = size_on_disk(entry, folder)
    is_here = on_disk is not None or entry.kind is ModelKind.EMBEDDED
    heading = layout.row()
    heading.row().label(text=translated(entry.name), icon="CHECKMARK" if is_here else "DOT", translate=False)
    buttons = heading.row(align=True)
    buttons.alignment = "RIGHT"
    _draw_buttons(buttons, entry, folder, is_here, is_used)
    about = layout.column(align=True)
    about.active = False
    _sentence(about, context, f"{translated(entry.purpose)}.", "BLANK1")
    _sentence(about, context, entry_facts(entry, on_disk), "BLANK1")
    if entry.how_to_get and not is_here:
        _sentence(layout, context, f"{translated(entry.how_to_get)}.", "INFO")
    download = shown(DownloadSession)
    if download.is_running(entry):
        progress = download.progress
        share = progress.share if progress is not None else 0.0
        layout.progress(factor=share, text=translated(progress_text(progress)), translate=False)
    elif download.entry_id == entry.id and download.sentence:
        _sentence(layout, context, download.sentence, "ERROR" if download.stage is Stage.FAILED else "INFO")


def _draw_buttons(layout: Any, entry: ModelEntry, folder: Path, is_here: bool, is_used: bool) -> None:
    if shown(DownloadSession).is_running(entry):
        layout.operator("styleglip.cancel_download", icon="CANCEL")
    elif is_here:
        if is_used:
            layout.label(text="In use")
        else:
            layout.operator("styleglip.use_model", icon="PLAY").entry = entry.id
        if entry.can_be_downloaded:
            layout.operator("styleglip.remove_model", text="", icon="TRASH").entry = entry.id
    elif entry.can_be_downloaded:
        has_begun = has_part(entry, folder)
        fetch = layout.operator("styleglip.download_model", text="Resume" if has_begun else "Download", icon="IMPORT")
        fetch.entry = entry.id
        if has_begun:
            layout.operator("styleglip.remove_model", text="", icon="TRASH").entry = entry.id
    if entry.licence_url:
        layout.operator("wm.url_open", text="", icon="TEXT").url = entry.licence_url
    if entry.page:
        layout.operator("wm.url_open", text="", icon="URL").url = entry.page


def _sentence(layout: Any, context: bpy.types.Context, text: str, icon: str) -> None:
    draw_sentence(layout, context, text, icon, PREFERENCES)

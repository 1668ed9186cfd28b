"""Download, cancel, use and remove a model of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import bpy

from ...engine.models.catalogue.entry import ModelEntry
from ...engine.models.catalogue.known_models import find
from ...engine.models.catalogue.stored_models import remove
from ...engine.vocabulary.errors import StyleGLIPError
from ...jobs import messages
from ...jobs.downloading import DownloadOrder, download_work
from ...jobs.session import Lane
from ..background import driver, finish_without_window, shown
from ..language import translated
from ..missing_packages import missing_for_downloads
from ..refusing import Refusing
from ..windows import redraw_preferences
from .choice import choose
from .online_access import offline_sentence, online_access
from .session import DownloadSession
from .stored import models_folder, stored


class _OnEntry:
    """An operator on a model of the catalogue."""

    if TYPE_CHECKING:
        entry: str
    else:
        entry: bpy.props.StringProperty(name="Model", options={"SKIP_SAVE", "HIDDEN"})

    def chosen(self) -> ModelEntry:
        """The entry.

        Raises:
            StyleGLIPError: there is none of that name.
        """
        entry = find(self.entry)
        if entry is None:
            raise StyleGLIPError(f'There is no model "{self.entry}" in the catalogue.')
        return entry


class DownloadModelOperator(Refusing, _OnEntry, bpy.types.Operator):
    """Download this model, or go on with a download that was stopped. Blender can be used meanwhile"""

    bl_idname = "styleglip.download_model"
    bl_label = "Download"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """The network must be allowed, and no other download may run; the tooltip says what is missing."""
        sentence = offline_sentence() or missing_for_downloads()
        if not sentence and driver().busy_sentence(Lane.DOWNLOADS):
            sentence = "Another download is running. Wait until it is done, or cancel it."
        return sentence

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Starts the download; without a window it waits for its end."""
        try:
            entry = self.chosen()
            order = DownloadOrder(entry, models_folder(context), online_access())
            driver().start(DownloadSession(entry_id=entry.id), download_work(order), _listen)
        except StyleGLIPError as error:
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        finish_without_window(Lane.DOWNLOADS)
        redraw_preferences()
        return {"FINISHED"}


class CancelDownloadOperator(bpy.types.Operator):
    """Stop the download. What has arrived is kept, and Resume goes on with it"""

    bl_idname = "styleglip.cancel_download"
    bl_label = "Cancel"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be a download."""
        if not shown(DownloadSession).is_running():
            cls.poll_message_set(translated("Nothing is being downloaded."))
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Asks it to stop."""
        driver().cancel(Lane.DOWNLOADS)
        redraw_preferences()
        return {"FINISHED"}


class UseModelOperator(_OnEntry, bpy.types.Operator):
    """Use this model from now on"""

    bl_idname = "styleglip.use_model"
    bl_label = "Use"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Chooses it in the preferences."""
        preferences = stored(context)
        if preferences is None:
            return {"CANCELLED"}
        try:
            choose(preferences, self.chosen())
        except StyleGLIPError as error:
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        return {"FINISHED"}


class RemoveModelOperator(_OnEntry, bpy.types.Operator):
    """Delete this model's downloaded files from this computer. It can be downloaded again"""

    bl_idname = "styleglip.remove_model"
    bl_label = "Remove"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        """Asks first: a download of gigabytes is not to be lost by a slip."""
        return context.window_manager.invoke_confirm(self, event)

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Deletes the files."""
        try:
            entry = self.chosen()
            if shown(DownloadSession).is_running(entry):
                raise StyleGLIPError(f"{entry.name} is being downloaded. Cancel the download first.")
            remove(entry, models_folder(context))
        except StyleGLIPError as error:
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        if shown(DownloadSession).entry_id == entry.id:  # how it came is of no interest any more
            driver().forget(DownloadSession)
        redraw_preferences()
        return {"FINISHED"}


class ShowNetworkSettingsOperator(bpy.types.Operator):
    """Show Blender's own setting that lets it and its add-ons use the network"""

    bl_idname = "styleglip.show_network_settings"
    bl_label = "Show Network Settings"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Goes to the section; changes nothing: that is the user's to do."""
        context.preferences.active_section = "SYSTEM"
        return {"FINISHED"}


def _listen(message: messages.Message) -> None:
    if isinstance(message, messages.Failed) and message.details:
        print(message.details)  # there is no report for downloads: who is asked for help finds it in the console
    redraw_preferences()

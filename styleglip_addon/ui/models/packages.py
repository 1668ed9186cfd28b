"""Installing the Python packages in the preferences: what is shown of it, and its buttons."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import bpy

from ...engine.vocabulary.errors import StyleGLIPError
from ...jobs import messages
from ...jobs.installing import InstallOrder, install_work
from ...jobs.session import Lane, Session, Stage
from ...packages.installing import InstallProgress, disk_needed, has_begun, is_installed
from ...packages.search_path import activate
from ..background import driver, finish_without_window, shown
from ..labels import PREFERENCES, draw_sentence
from ..language import translated
from ..missing_packages import lock_for_installing, look_again, missing_sentence, packages_root
from ..windows import redraw_preferences
from .online_access import offline_sentence, online_access
from .wording import file_size


@dataclass(kw_only=True)
class PackagesSession(Session):
    """One installation of the packages.

    Args:
        progress: the last report.
    """

    lane: ClassVar[Lane] = Lane.DOWNLOADS
    doing: ClassVar[str] = "Installing packages"
    cancelled: ClassVar[str] = "Stopped. What has arrived is kept: Resume goes on with it."

    progress: InstallProgress | None = None

    def succeed(self, result: Path) -> None:
        """The packages are here."""
        look_again()
        activate(packages_root(), lock_for_installing())
        self.end(Stage.DONE, missing_sentence() or "The packages are installed.")


class InstallPackagesOperator(bpy.types.Operator):
    """Download the Python packages that StyleGLIP runs on into its own folder. Blender can be used meanwhile"""

    bl_idname = "styleglip.install_packages"
    bl_label = "Install Packages"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be something to install, the network allowed, and no other download running."""
        lock = lock_for_installing()
        sentence = "" if lock is not None else "This StyleGLIP brings its packages, or has none for this system."
        if lock is not None and is_installed(packages_root(), lock):
            sentence = "The packages are installed."
        sentence = sentence or offline_sentence()
        if not sentence and driver().busy_sentence(Lane.DOWNLOADS):
            sentence = "A download is running. Wait until it is done, or cancel it."
        if sentence:
            cls.poll_message_set(translated(sentence))
        return not sentence

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Starts it; without a window it waits for its end."""
        lock = lock_for_installing()
        if lock is None:
            return {"CANCELLED"}
        try:
            order = InstallOrder(lock, packages_root(), online_access())
            driver().start(PackagesSession(), install_work(order), _listen)
        except StyleGLIPError as error:
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        finish_without_window(Lane.DOWNLOADS)
        redraw_preferences()
        return {"FINISHED"}


class CancelPackagesOperator(bpy.types.Operator):
    """Stop installing. What has arrived is kept, and Resume goes on with it"""

    bl_idname = "styleglip.cancel_packages"
    bl_label = "Cancel"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """There must be something to stop."""
        if shown(PackagesSession).stage is not Stage.RUNNING:
            cls.poll_message_set(translated("Nothing is being installed."))
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Asks it to stop."""
        driver().cancel(Lane.DOWNLOADS)
        redraw_preferences()
        return {"FINISHED"}


def draw(layout: Any, context: bpy.types.Context) -> None:
    """The packages, where a click can install them and they are not all there, or something is wrong with them."""
    lock, session = lock_for_installing(), shown(PackagesSession)
    trouble = missing_sentence()
    if not trouble and session.stage is not Stage.DONE:
        return
    box = layout.box().column()
    if lock is None or (is_installed(packages_root(), lock) and session.stage is not Stage.DONE):
        draw_sentence(box, context, trouble, "ERROR", PREFERENCES)
        return
    box.label(text="Python Packages", icon="PACKAGE")
    if session.stage is Stage.RUNNING:
        progress = session.progress
        share = progress.share if progress is not None else 0.0
        box.progress(factor=share, text=translated(progress_text(progress)), translate=False)
        box.operator("styleglip.cancel_packages", icon="CANCEL")
        return
    if session.sentence:
        icons = {Stage.FAILED: "ERROR", Stage.DONE: "ERROR" if trouble else "CHECKMARK"}
        icon = icons.get(session.stage, "INFO")
        draw_sentence(box, context, session.sentence, icon, PREFERENCES)
    if is_installed(packages_root(), lock):
        return
    about = (
        f"StyleGLIP runs on PyTorch and {len(lock.wheels) - 1} other packages, which are not installed yet. They are "
        f"downloaded from the package index ({file_size(lock.size)}), checked, and put into StyleGLIP's own folder "
        f"({file_size(disk_needed(lock))} of free disk at most)."
    )
    draw_sentence(box, context, about, "BLANK1", PREFERENCES)
    draw_sentence(box, context, offline_sentence(), "INTERNET_OFFLINE", PREFERENCES)
    text = "Resume" if has_begun(packages_root()) else "Install Packages"
    box.operator("styleglip.install_packages", text=translated(text), icon="IMPORT", translate=False)


def progress_text(progress: InstallProgress | None) -> str:
    """How far it is, e.g. "Downloading, 120 MB of 2.7 GB"."""
    if progress is None:
        return "Connecting"
    doing = "Unpacking" if progress.is_unpacking else "Downloading"
    return f"{doing}, {file_size(progress.done)} of {file_size(progress.total)}"


def _listen(message: messages.Message) -> None:
    if isinstance(message, messages.Failed) and message.details:
        print(message.details)  # there is no report for this: who is asked for help finds it in the console
    redraw_preferences()

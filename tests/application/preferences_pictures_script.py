"""Photographs the preferences with the catalogue: offline, while a model arrives, stopped, and after a refusal.

    python tools/blender_window.py run --output build/window tests/application/preferences_pictures_script.py

leaves preferences-*.png there. The model that arrives is a small file from a server inside the window's own computer.
"""

from __future__ import annotations

import fcntl
import importlib
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import addon_utils  # type: ignore[import-not-found]
import bpy

from tests.engine.file_server import FileServer

NAME = "bl_ext.user_default.styleglip"
"""What Blender calls the add-on where it is installed as an extension."""
CHECKOUT = Path(__file__).resolve().parents[2]
LIMIT = 30.0


def steps(window: Any) -> Iterator[float]:
    """The session."""
    _install()
    known_models, entries, download, background, session, windows = (
        importlib.import_module(f"{NAME}.{name}")
        for name in (
            "engine.models.catalogue.known_models",
            "engine.models.catalogue.entry",
            "engine.models.catalogue.download",
            "ui.background",
            "ui.models.session",
            "ui.windows",
        )
    )
    find = known_models.find

    folder = window.output / "models"
    preferences = bpy.context.preferences.addons[NAME].preferences
    preferences.models_folder = str(folder)
    _lay_out(folder, find("glip-t"), find("clip-vit-b-32"))
    _show_preferences(window)
    bpy.context.preferences.system.use_online_access = False
    yield 1.0
    window.screenshot("preferences-offline")

    bpy.context.preferences.system.use_online_access = True
    preferences.shows_glip = True
    yield 0.5
    window.screenshot("preferences-glip")
    window.move(700, 600)
    yield 0.3
    subprocess.run(["xdotool", "click", "--repeat", "30", "--delay", "20", "5"], check=True)  # the wheel
    yield 0.5
    window.screenshot("preferences-glip-end")
    subprocess.run(["xdotool", "click", "--repeat", "30", "--delay", "20", "4"], check=True)
    yield 0.3
    preferences.shows_glip, preferences.shows_clip = False, True
    preferences.clip = "clip-vit-l-14"
    yield 0.5
    window.screenshot("preferences-clip")

    _raise_loopback()
    with FileServer(bytes(40_000_000)).running() as server:
        entry = find("clip-vit-b-16")
        assert entry is not None
        slow = entries.ModelEntry(
            **{
                name: getattr(entry, name)
                for name in ("id", "name", "purpose", "kind", "licence", "licence_url", "page")
            },
            files=(entries.ModelFile("ViT-B-16.pt", server.url, 40_000_000),),
            main="ViT-B-16.pt",
        )
        limits = download.TransferLimits(local_http=True)

        def work(channel: Any) -> object:
            def report(progress: Any) -> None:
                channel.progress(progress)
                time.sleep(0.1)  # or nobody would see it

            return download.download(slow, folder, report, channel.should_stop, True, limits)

        arriving = session.DownloadSession(entry_id=entry.id)
        background.driver().start(arriving, work, lambda message: windows.redraw_preferences())
        start = time.monotonic()
        while arriving.progress is None or arriving.progress.done == 0:
            assert time.monotonic() - start < LIMIT
            yield 0.05
        window.screenshot("preferences-arriving")
        bpy.ops.styleglip.cancel_download()
        while arriving.is_running():
            assert time.monotonic() - start < LIMIT
            yield 0.1
        window.screenshot("preferences-stopped")
    bpy.ops.styleglip.download_model("EXEC_DEFAULT", entry="glip-l")  # the window's computer has no network
    refused = background.shown(session.DownloadSession)
    start = time.monotonic()
    while refused.is_running():
        assert time.monotonic() - start < LIMIT
        yield 0.1
    window.screenshot("preferences-refused")
    assert refused.stage.name == "FAILED", refused


def _install() -> None:
    """Blender lists only add-ons that lie where it looks for them: as after an installation from the zip."""
    place = Path(bpy.utils.user_resource("EXTENSIONS", path="user_default", create=True)) / "styleglip"
    shutil.copytree(CHECKOUT / "styleglip_addon", place)
    shutil.copy(CHECKOUT / "blender_manifest.toml", place)
    addon_utils.modules_refresh()
    addon_utils.enable(NAME, default_set=True)


def _lay_out(folder: Path, *entries: Any) -> None:
    """Empty files of the right length, as if the entries had been downloaded."""
    for entry in entries:
        for file in entry.files:
            path = folder / entry.id / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                stream.truncate(file.size or 1000)


def _raise_loopback() -> None:
    """Lets programs in the window's computer reach each other: its network is off, the loopback included."""
    set_flags, up_and_running = 0x8914, 0x41
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh14x", b"lo", up_and_running))


def _show_preferences(window: Any) -> None:
    window.only_view_3d()
    screen = bpy.context.window_manager.windows[0].screen
    area = next(a for a in screen.areas if a.type == "VIEW_3D")
    area.type = "PREFERENCES"
    bpy.context.preferences.active_section = "ADDONS"
    bpy.context.window_manager.addon_search = "styleglip"
    bpy.ops.preferences.addon_expand(module=NAME)

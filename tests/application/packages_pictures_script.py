"""Photographs the slim zip's first step: the panel and the preferences before, while packages arrive, and after a stop.

    python tools/blender_window.py run --output build/window tests/application/packages_pictures_script.py

leaves packages-*.png there. The packages that "arrive" are counted only; the window's own computer has no network.
"""

from __future__ import annotations

import importlib
import json
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import addon_utils  # type: ignore[import-not-found]
import bpy

NAME = "bl_ext.user_default.styleglip"
"""What Blender calls the add-on where it is installed as an extension."""
CHECKOUT = Path(__file__).resolve().parents[2]
LIMIT = 60.0


def steps(window: Any) -> Iterator[float]:
    """The session."""
    sys.path[:] = [folder for folder in sys.path if not folder.endswith("styleglip-site")]
    _install()
    missing, background, packages, installing, windows = (
        importlib.import_module(f"{NAME}.{name}")
        for name in ("ui.missing_packages", "ui.background", "ui.models.packages", "packages.installing", "ui.windows")
    )
    seen: dict[str, Any] = {"sentence": missing.missing_sentence(), "lock": missing.lock_for_installing() is not None}
    window.only_view_3d()
    yield 0.3
    window.open_panel("StyleGLIP")
    yield 0.5
    window.screenshot("packages-panel", panel_only=True)
    _show_preferences(window)
    bpy.context.preferences.system.use_online_access = False
    yield 1.0
    window.screenshot("packages-offline")
    seen["offline"] = bpy.ops.styleglip.install_packages.poll()
    bpy.context.preferences.system.use_online_access = True
    yield 0.5
    window.screenshot("packages-ready")
    seen["online"] = bpy.ops.styleglip.install_packages.poll()

    def work(channel: Any) -> object:
        total = missing.lock_for_installing().size
        for done in range(0, total, total // 400):
            channel.progress(installing.InstallProgress(done, total))
            time.sleep(0.05)
            if channel.should_stop():
                break
        return Path()

    arriving = packages.PackagesSession()
    background.driver().start(arriving, work, lambda message: windows.redraw_preferences())
    yield 2.0
    window.screenshot("packages-arriving")
    bpy.ops.styleglip.cancel_packages()
    start = time.monotonic()
    while arriving.stage.name == "RUNNING":
        assert time.monotonic() - start < LIMIT
        yield 0.1
    yield 0.5
    window.screenshot("packages-stopped")
    bpy.ops.styleglip.install_packages("EXEC_DEFAULT")  # the window's computer has no network
    refused = background.shown(packages.PackagesSession)
    start = time.monotonic()
    while refused.stage.name == "RUNNING":
        assert time.monotonic() - start < LIMIT
        yield 0.1
    yield 0.5
    window.screenshot("packages-refused")
    seen["refused"] = [refused.stage.name, refused.sentence]
    (window.output / "seen.json").write_text(json.dumps(seen))


def _install() -> None:
    """Lays the add-on where Blender looks for extensions, with the locks, as the slim zip does."""
    place = Path(bpy.utils.user_resource("EXTENSIONS", path="user_default", create=True)) / "styleglip"
    shutil.copytree(CHECKOUT / "styleglip_addon", place)
    shutil.copy(CHECKOUT / "blender_manifest.toml", place)
    (place / "packages" / "locks").mkdir()
    for lock in (CHECKOUT / "bundled_wheels").glob("*.json"):
        shutil.copy(lock, place / "packages" / "locks")
    addon_utils.modules_refresh()
    addon_utils.enable(NAME, default_set=True)


def _show_preferences(window: Any) -> None:
    window.only_view_3d()
    screen = bpy.context.window_manager.windows[0].screen
    area = next(a for a in screen.areas if a.type == "VIEW_3D")
    area.type = "PREFERENCES"
    bpy.context.preferences.active_section = "ADDONS"
    bpy.context.window_manager.addon_search = "styleglip"
    bpy.ops.preferences.addon_expand(module=NAME)

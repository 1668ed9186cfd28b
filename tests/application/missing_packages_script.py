"""Enables the add-on in a Blender window that lacks the packages the engine needs, and photographs the panel."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import addon_utils  # type: ignore[import-not-found]
import bpy


def steps(window: Any) -> Iterator[float]:
    """The session."""
    sys.path[:] = [folder for folder in sys.path if not folder.endswith("styleglip-site")]
    addon_utils.enable("styleglip_addon", default_set=True)
    window.only_view_3d()
    yield 0.3
    window.open_panel("StyleGLIP")
    yield 0.5
    window.screenshot("packages-missing", panel_only=True)
    from styleglip_addon.ui.missing_packages import missing_sentence

    seen = {"sentence": missing_sentence(), "stylize": bpy.ops.styleglip.stylize.poll()}
    (window.output / "seen.json").write_text(json.dumps(seen))

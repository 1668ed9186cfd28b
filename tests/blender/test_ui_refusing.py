"""Small things of the panel: what may not be pressed, words to choose from, one question asked once, all workspaces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.engine import load_models
from styleglip_addon.engine.localization.located_parts import LocatedParts
from styleglip_addon.engine.surface.prepared import prepare_surface
from styleglip_addon.engine.vocabulary import LocatedPart, Part, StylizeSettings
from styleglip_addon.engine.vocabulary.suggestions import SuggestedPart, SuggestedParts

from .addon import driver, enabled_addon, last_run, show_running
from .sample_objects import add_prism, stylize
from .test_ui_seen import first_panel, run_job
from .test_ui_viewports import apply_a_result


@pytest.fixture
def settings() -> Iterator[Any]:
    with enabled_addon() as settings:
        yield settings


def test_a_result_cannot_be_removed_while_its_textures_are_baked(settings: Any) -> None:
    from styleglip_addon.jobs.session import Lane
    from styleglip_addon.ui.textures.session import BakeSession

    obj = add_prism()
    stylize(obj)
    assert bpy.ops.styleglip.remove_result.poll()
    run_job(BakeSession(about=obj.session_uid))
    assert not bpy.ops.styleglip.remove_result.poll()
    driver().stop(Lane.OBJECT)
    run_job(BakeSession(about=obj.session_uid + 1))
    assert bpy.ops.styleglip.remove_result.poll(), "another object's"
    driver().stop(Lane.OBJECT)


def _missing_lid(settings: Any) -> Any:
    """A prism on which a search found no lid, and the box that asks about it."""
    from styleglip_addon.jobs.stylizing import PartsMissing
    from styleglip_addon.ui.parts.found import remember
    from styleglip_addon.ui.stylize.session import StylizeSession

    obj = add_prism()
    settings.prompt = "gold lid, red foot"
    exported = export_object(obj)
    nowhere = np.zeros(len(obj.data.vertices), np.float32)
    lid = LocatedPart(Part("lid", "gold"), False, "No lid was seen.", 0.0, nowhere, alternatives=("cap", "foot", "rim"))
    foot = replace(lid, part=Part("foot", "red"), found=True, reason="", weights=nowhere + 1.0, alternatives=())
    surface = prepare_surface(exported.mesh, 100, "cpu")
    located = LocatedParts((lid, foot), exported.mesh, surface, (lid, foot), StylizeSettings(), load_models())
    remember(exported, {}, located)
    show_running(StylizeSession(exported=exported, prompt=settings.prompt))
    last_run().succeed(PartsMissing(located))
    return obj


def test_another_word_is_offered_from_what_the_object_seems_to_have(settings: Any) -> None:
    from styleglip_addon.ui.parts.suggesting import SuggestSession
    from styleglip_addon.ui.stylize.asking import _other_words

    obj = _missing_lid(settings)
    assert _other_words(SimpleNamespace(index=0), bpy.context, "") == ["cap", "rim"], "foot has a row of its own"
    suggested = SuggestedParts("vase", 0.9, (SuggestedPart("rim", 0.9), SuggestedPart("neck", 0.8)))
    driver().show(SuggestSession(about=obj.session_uid, suggested=suggested))
    assert _other_words(SimpleNamespace(index=0), bpy.context, "") == ["cap", "rim", "neck"]
    driver().show(SuggestSession(about=obj.session_uid + 1, suggested=suggested))
    assert _other_words(SimpleNamespace(index=0), bpy.context, "") == ["cap", "rim"]
    assert _other_words(SimpleNamespace(index=7), bpy.context, "") == []


def test_a_missing_part_is_told_of_once(settings: Any) -> None:
    _missing_lid(settings)
    told = first_panel()
    assert told.count("Nothing is styled yet") == 1
    assert told.count("No lid was seen.") == 1


def test_the_views_of_all_workspaces_show_the_result_and_go_back_with_it(settings: Any) -> None:
    screens = [screen for screen in bpy.data.screens if any(area.type == "VIEW_3D" for area in screen.areas)]
    assert len(screens) > 1
    before = _colors()
    apply_a_result()
    assert set(_colors().values()) == {"VERTEX"}
    bpy.ops.styleglip.remove_result()
    assert _colors() == before


def _colors() -> dict[tuple[str, int], str]:
    """What the Solid shading of each 3D view shows."""
    return {
        (screen.name, number): area.spaces.active.shading.color_type
        for screen in bpy.data.screens
        for number, area in enumerate(screen.areas)
        if area.type == "VIEW_3D"
    }

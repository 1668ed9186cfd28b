"""The prompt and the list of parts below it, and the sentences that say why Stylize is disabled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import bpy
import pytest

from styleglip_addon.engine.vocabulary.errors import PromptError

from .addon import enabled_addon
from .sample_objects import add_object


@pytest.fixture
def settings() -> Iterator[Any]:
    with enabled_addon() as settings:
        yield settings


def rows(settings: Any) -> list[tuple[str, str]]:
    return [(row.style, row.part) for row in settings.parts]


def test_a_prompt_becomes_rows(settings: Any) -> None:
    settings.prompt = "old pottery base, gold tube"
    assert rows(settings) == [("old pottery", "base"), ("gold", "tube")]
    assert settings.problem == ""


def test_a_bad_prompt_shows_its_problem_and_keeps_the_rows(settings: Any) -> None:
    settings.prompt = "gold tube"
    settings.prompt = "gold tube, linen"
    assert "linen" in settings.problem
    assert rows(settings) == [("gold", "tube")]
    settings.prompt = "gold tube, linen shade"
    assert settings.problem == ""


def test_an_empty_prompt_empties_the_list_without_a_complaint(settings: Any) -> None:
    settings.prompt = "gold tube"
    settings.prompt = "  "
    assert rows(settings) == []
    assert settings.problem == ""


def test_a_prompt_of_ten_thousand_characters_gets_a_sentence(settings: Any) -> None:
    settings.prompt = "gold tube, " * 1000
    assert "characters" in settings.problem


def test_sentences_become_rows_and_a_style_alone_is_for_the_whole_object(settings: Any) -> None:
    settings.prompt = "make the legs gold and the seat red velvet"
    assert rows(settings) == [("gold", "legs"), ("red velvet", "seat")]
    settings.prompt = "everything rusty"
    assert rows(settings) == [("rusty", "object")]


def test_other_languages_are_told_to_be_none_that_is_read(settings: Any) -> None:
    settings.prompt = "底座: 陶器, золотая трубка"
    assert "English" in settings.problem
    assert rows(settings) == []


def test_what_is_read_of_the_words_is_known_before_a_run(settings: Any) -> None:
    from styleglip_addon.ui.parts.readings import readings_to_show

    settings.prompt = "rusty steel base, zorgle tube"
    base, tube = readings_to_show(settings.parts, 0)
    assert base.lines[0] == "material: rusty metal"
    assert not base.doubts
    assert '"zorgle"' in tube.doubts[0]


def test_editing_a_row_rewrites_the_prompt(settings: Any) -> None:
    settings.prompt = "pottery base, gold tube"
    settings.parts[1].style = "silver"
    assert settings.prompt == "pottery base, silver tube"
    settings.parts[0].part = "round foot"
    assert settings.prompt == "round foot: pottery, silver tube"
    assert settings.problem == ""


def test_two_rows_of_the_same_part_are_a_problem(settings: Any) -> None:
    settings.prompt = "pottery base, gold tube"
    settings.parts[1].part = "Base"
    assert "twice" in settings.problem


def test_a_row_of_its_own_can_be_added_filled_in_and_removed(settings: Any) -> None:
    settings.prompt = "pottery base"
    bpy.ops.styleglip.add_part()
    assert settings.active_part == 1
    settings.parts[1].style = "gold"
    assert "no part" in settings.problem
    settings.parts[1].part = "tube"
    assert settings.problem == ""
    assert settings.prompt == "pottery base, gold tube"

    bpy.ops.styleglip.remove_part(index=0)
    assert settings.prompt == "gold tube"
    bpy.ops.styleglip.remove_part()
    assert settings.prompt == ""
    assert not bpy.ops.styleglip.remove_part.poll()


def test_strength_and_mask_of_a_part_survive_a_change_of_the_prompt(settings: Any) -> None:
    settings.prompt = "pottery base, gold tube"
    settings.parts[1].strength = 0.25
    settings.parts[1].vertex_group = "My Tube"
    settings.prompt = "silver tube, pottery base"
    assert settings.parts[0].strength == 0.25
    assert settings.parts[0].vertex_group == "My Tube"
    assert settings.parts[1].strength == 1.0


def test_the_engine_gets_the_rows_with_strengths_and_masks(settings: Any) -> None:
    import numpy as np

    from styleglip_addon.blender.reading.part_masks import MaskSource, PartMask
    from styleglip_addon.ui.parts.rows import read_masks, read_parts

    settings.prompt = "pottery base, gold tube"
    settings.parts[0].strength = 0.5
    settings.parts[1].vertex_group = "My Tube"
    mask = np.ones(8, dtype=np.float32)
    base, tube = read_parts(settings, {"tube": mask})
    assert (base.name, base.style, base.strength, base.mask) == ("base", "pottery", 0.5, None)
    assert tube.mask is mask
    assert read_masks(settings) == {"tube": PartMask(MaskSource.VERTEX_GROUP, "My Tube")}


def test_a_row_shows_its_words_as_they_are_read(settings: Any) -> None:
    settings.prompt = "pottery base"
    settings.parts[0].style = "old, rusty steel"
    assert rows(settings) == [("old and rusty steel", "base")]
    settings.parts[0].part = "the foot"
    assert rows(settings) == [("old and rusty steel", "foot")]
    assert settings.problem == ""


def test_a_row_that_would_be_two_parts_is_refused(settings: Any) -> None:
    from styleglip_addon.ui.parts.rows import read_parts

    settings.prompt = "pottery base"
    settings.parts[0].style = "red pottery, gold tube"
    with pytest.raises(PromptError):
        read_parts(settings)
    assert settings.problem


def why_disabled() -> str:
    from styleglip_addon.ui.stylize.operators import StylizeOperator

    reason = ""

    class Asked(StylizeOperator):
        @classmethod
        def poll_message_set(cls, message: str, *arguments: Any) -> None:
            nonlocal reason
            reason = message

    assert not Asked.poll(bpy.context)
    assert not bpy.ops.styleglip.stylize.poll()
    return reason


def test_stylize_is_disabled_with_a_reason_until_there_is_an_object_and_a_prompt(settings: Any) -> None:
    assert "No object is active" in why_disabled()
    obj = add_object()
    assert "pottery base" in why_disabled(), "an example of what to type"
    settings.prompt = "lamp"
    assert why_disabled() == settings.problem
    settings.prompt = "gold vase"
    assert bpy.ops.styleglip.stylize.poll()
    bpy.ops.object.mode_set(mode="EDIT")
    assert "Object Mode" in why_disabled()
    bpy.ops.object.mode_set(mode="OBJECT")
    obj.data.clear_geometry()
    assert "no faces" in why_disabled()


def test_stylize_is_disabled_for_what_is_no_mesh(settings: Any) -> None:
    settings.prompt = "gold vase"
    empty = bpy.data.objects.new("Marker", None)
    bpy.context.scene.collection.objects.link(empty)
    bpy.context.view_layer.objects.active = empty
    assert "empty" in why_disabled()

"""Many objects, one after the other: real jobs with an untrained model, without a window."""

from __future__ import annotations

from typing import Any

import bpy
import pytest

from styleglip_addon.blender.result.write_back import has_result

from .addon import set_fast
from .queued_objects import activate_row, items, masked, model, report, select, settings, shown, states, work
from .sample_objects import add_object

__all__ = ["model", "settings"]  # the fixtures


def test_each_gets_its_own_prompt_or_that_of_the_active_object_and_the_list_says_which(settings: Any) -> None:
    lamp, vase, bare = masked("Lamp", "gold lid"), masked("Vase", "red lid"), masked("Bare", "")
    lamp.styleglip.seed = 4
    select(lamp, vase, bare)
    bpy.ops.styleglip.stylize_selected()
    assert states() == {"Lamp": "DONE", "Vase": "DONE", "Bare": "DONE"}
    reports = {obj.name: report(obj) for obj in (lamp, vase, bare)}
    assert {name: report.prompt for name, report in reports.items()} == {
        "Lamp": "gold lid",
        "Vase": "red lid",
        "Bare": "gold lid",
    }
    assert [reports[name].run.seed for name in ("Lamp", "Vase", "Bare")] == [4, 0, 4]
    assert bare.styleglip.prompt == "gold lid", "the prompt of its result is its own now"
    assert (bare.styleglip.parts[0].vertex_group, bare.styleglip.seed) == ("Top", 4)
    activate_row("Vase")
    assert '"Vase" is stylized' in shown()
    assert "With its own prompt: red lid" in shown()


def test_a_lent_prompt_is_named_while_the_object_waits(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from styleglip_addon.ui.queue import operators

    lamp, bare = masked("Lamp"), masked("Bare", "")
    select(lamp, bare)
    monkeypatch.setattr(operators, "go_on", lambda: None)
    bpy.ops.styleglip.stylize_selected()
    activate_row("Bare")
    assert 'With the prompt of "Lamp": gold lid' in shown()
    bpy.data.objects.remove(lamp)
    assert 'With the prompt of "Lamp": gold lid' in shown(), "what was lent is there without its lender"
    work()
    assert states() == {"Lamp": "FAILED", "Bare": "DONE"}


def test_a_mask_that_only_the_lender_has_is_looked_for_and_the_row_says_so(settings: Any) -> None:
    lamp, bare = masked("Lamp"), add_object("Bare")
    settings_of_lamp = lamp.styleglip
    settings_of_lamp.parts_mode = "FIXED"
    select(lamp, bare)
    bpy.ops.styleglip.stylize_selected()
    (item,) = [item for item in items().all if item.name == "Bare"]
    told = " ".join([item.sentence, *item.warnings])
    assert item.state.name in ("NEEDS_YOU", "DONE")
    assert '"Lamp" says where "lid" is, "Bare" does not: it was looked for.' in told


def test_a_part_that_is_not_found_does_not_hold_the_others_up(settings: Any) -> None:
    first, odd, last = masked("First"), masked("Odd"), masked("Last")
    odd.vertex_groups["Top"].add(range(len(odd.data.vertices)), 1.0, "REPLACE")
    odd.styleglip.prompt = "gold lid, oak propeller"  # for which the lid leaves nothing
    select(first, odd, last)
    bpy.ops.styleglip.stylize_selected()
    assert states() == {"First": "DONE", "Odd": "NEEDS_YOU", "Last": "DONE"}
    assert not has_result(odd)
    activate_row("Odd")
    assert '"propeller" was not found' in shown()
    assert "styleglip.queue_without" in shown()
    number = next(item.number for item in items().all if item.name == "Odd")
    bpy.ops.styleglip.queue_without(number=number)
    assert states()["Odd"] == "DONE"
    assert has_result(odd)


def test_what_fails_says_why_and_is_tried_again_with_what_it_has_then(settings: Any) -> None:
    good, broken, dumb = masked("Good"), masked("Broken"), masked("Dumb", "")
    broken.data.vertices[0].co.x = float("nan")
    select(dumb, good, broken)
    bpy.ops.styleglip.stylize_selected()
    assert states() == {"Dumb": "NEEDS_YOU", "Good": "DONE", "Broken": "FAILED"}
    activate_row("Broken")
    assert "NaN" in shown()
    activate_row("Dumb")
    assert '"Dumb" has no prompt' in shown()
    broken.data.vertices[0].co.x = 0.0
    dumb.styleglip.prompt = "gold lid"
    set_fast(dumb.styleglip)
    dumb.styleglip.parts[0].vertex_group = "Top"
    bpy.ops.styleglip.queue_retry_failed()
    assert states() == {"Dumb": "DONE", "Good": "DONE", "Broken": "DONE"}
    assert not bpy.ops.styleglip.queue_retry_failed.poll()
    bpy.ops.styleglip.queue_remove_finished()
    assert states() == {}
    assert not len(bpy.context.window_manager.styleglip_queue)


def test_objects_that_are_deleted_renamed_or_hidden_meanwhile(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from styleglip_addon.ui.queue import working

    objects = [masked(name) for name in ("First", "Deleted", "Renamed", "Hidden")]
    select(*objects)
    begin, seen = working._begin, list[str]()

    def meanwhile(item: Any) -> bool:
        if not seen:
            bpy.data.objects.remove(objects[1])
            objects[2].name = "Other"
            objects[3].hide_viewport = True
        seen.append(item.name)
        return bool(begin(item))

    monkeypatch.setattr(working, "_begin", meanwhile)
    bpy.ops.styleglip.stylize_selected()
    assert states() == {"First": "DONE", "Deleted": "FAILED", "Other": "DONE", "Hidden": "DONE"}
    activate_row("Deleted")
    assert 'The object "Deleted" is no longer in the file.' in shown()
    assert has_result(objects[3])


def test_who_is_in_edit_mode_waits_without_keeping_others_waiting(settings: Any) -> None:
    busy, free = masked("Busy"), masked("Free")
    select(busy)
    bpy.ops.object.mode_set(mode="EDIT")
    free.select_set(True)
    bpy.ops.styleglip.stylize_selected()
    assert states() == {"Busy": "WAITING", "Free": "DONE"}, "one is in Edit Mode, another gets its result"
    activate_row("Busy")
    assert 'Waits until "Busy" is in Object Mode.' in shown()
    bpy.ops.object.mode_set(mode="OBJECT")
    work()
    assert states() == {"Busy": "DONE", "Free": "DONE"}


def test_a_result_waits_for_its_own_object_and_the_next_run_goes_on(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from styleglip_addon.ui.stylize.session import StylizeSession

    first, second = masked("First"), masked("Second")
    select(first, second)
    succeed = StylizeSession.succeed

    def edit_first(session: StylizeSession, result: Any) -> None:
        succeed(session, result)
        if session.object_name == "First" and first.mode == "OBJECT":
            bpy.context.view_layer.objects.active = first
            second.select_set(False)
            bpy.ops.object.mode_set(mode="EDIT")

    monkeypatch.setattr(StylizeSession, "succeed", edit_first)
    bpy.ops.styleglip.stylize_selected()
    monkeypatch.undo()
    assert states() == {"First": "READY", "Second": "DONE"}
    assert has_result(second)
    assert not has_result(first)
    activate_row("First")
    assert 'waits until "First" is in Object Mode' in shown()
    bpy.ops.object.mode_set(mode="OBJECT")
    work()
    assert states() == {"First": "DONE", "Second": "DONE"}
    assert has_result(first)

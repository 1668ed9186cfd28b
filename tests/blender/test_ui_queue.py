"""Many objects, one after the other: real jobs with an untrained model, without a window."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import pytest

from styleglip_addon.blender.result.write_back import has_result
from styleglip_addon.blender.textures.baked_material import baked_material
from tests.untrained_model import write_untrained_model

from .addon import driver, enabled_addon, set_fast
from .sample_objects import add_object, add_prism, fingerprint
from .test_ui_panels import draw


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def settings(model: Path) -> Iterator[Any]:
    with enabled_addon(model) as settings:
        set_fast(settings)
        yield settings


def masked(name: str, prompt: str = "gold lid") -> Any:
    """A prism with its own prompt, whose part is given."""
    obj = add_prism(name)
    obj.vertex_groups.new(name="Top").add([v.index for v in obj.data.vertices if v.co.z > 1.0], 1.0, "REPLACE")
    if prompt:
        obj.styleglip.prompt = prompt
        set_fast(obj.styleglip)
        obj.styleglip.parts[0].vertex_group = "Top"
    return obj


def select(*objects: Any) -> None:
    """Selects objects; the first becomes the active one."""
    for obj in bpy.context.view_layer.objects:
        obj.select_set(obj in objects)
    bpy.context.view_layer.objects.active = objects[0] if objects else None


def items() -> Any:
    from styleglip_addon.ui.queue.working import items

    return items


def states() -> dict[str, str]:
    """By object, where it is."""
    return {item.name: item.state.name for item in items().all}


def shown() -> str:
    """What the panel shows, the active row's details included."""
    from styleglip_addon.ui.queue.panel import QueuePanel

    return draw(QueuePanel)


def activate_row(name: str) -> None:
    """A click on a row."""
    numbers = [row.number for row in bpy.context.window_manager.styleglip_queue]
    number = next(item.number for item in items().all if item.name == name)
    bpy.context.window_manager.styleglip_queue_active = numbers.index(number)


def test_each_gets_its_own_prompt_or_that_of_the_active_object_and_the_list_says_which(settings: Any) -> None:
    lamp, vase, bare = masked("Lamp", "gold lid"), masked("Vase", "red lid"), masked("Bare", "")
    lamp.styleglip.seed = 4
    select(lamp, vase, bare)
    bpy.ops.styleglip.stylize_selected()
    assert states() == {"Lamp": "DONE", "Vase": "DONE", "Bare": "DONE"}
    reports = {obj.name: _report(obj) for obj in (lamp, vase, bare)}
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
    _work()
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
    _work()
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
    _work()
    assert states() == {"First": "DONE", "Second": "DONE"}
    assert has_result(first)


@pytest.fixture
def fine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Styles are finer than the vertices, so that textures are made."""
    monkeypatch.setattr("styleglip_addon.blender.textures.automatic.finest_detail", lambda parts: 0.05)


def textured(name: str) -> Any:
    obj = masked(name)
    obj.styleglip.use_textures = True
    return obj


def test_textures_are_made_before_the_next_run(settings: Any, fine: None) -> None:
    objects = [textured("First"), textured("Second")]
    select(*objects)
    bpy.ops.styleglip.stylize_selected()
    _work()
    assert states() == {"First": "DONE", "Second": "DONE"}
    assert all(baked_material(obj.data) is not None for obj in objects)


def test_textures_that_wait_are_not_lost_to_those_of_the_next(
    settings: Any, fine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from styleglip_addon.ui.textures.session import BakeSession

    first, second = textured("First"), textured("Second")
    select(first, second)
    succeed = BakeSession.succeed

    def edit_first(session: BakeSession, result: Any) -> None:
        succeed(session, result)
        if first.mode == "OBJECT":
            select(first)
            bpy.ops.object.mode_set(mode="EDIT")

    monkeypatch.setattr(BakeSession, "succeed", edit_first)
    bpy.ops.styleglip.stylize_selected()
    monkeypatch.undo()
    assert states() == {"First": "TEXTURES", "Second": "TEXTURES"}
    assert has_result(second), "the result itself does not wait for another object"
    activate_row("First")
    assert "Its textures wait until you are in Object Mode." in shown()
    bpy.ops.object.mode_set(mode="OBJECT")
    _work()
    assert states() == {"First": "DONE", "Second": "DONE"}
    assert all(baked_material(obj.data) is not None for obj in (first, second))


def test_each_result_is_one_undo_step(settings: Any) -> None:
    objects = [masked("First"), masked("Second")]
    before = [fingerprint(obj)["keys"] for obj in objects]
    select(*objects)
    _step("undo_push", message="before")
    bpy.ops.styleglip.stylize_selected("EXEC_DEFAULT", True)  # else no operator within makes a step
    assert _results() == [True, True]
    _step("undo")
    assert _results() == [True, False]
    _step("undo")
    assert _results() == [False, False]
    assert [fingerprint(bpy.data.objects[name])["keys"] for name in ("First", "Second")] == before
    _step("redo")
    assert _results() == [True, False]


def _step(name: str, **options: Any) -> None:
    """Undoes or the like."""
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        getattr(bpy.ops.ed, name)(**options)


def _results() -> list[bool]:
    return [has_result(bpy.data.objects[name]) for name in ("First", "Second")]


def test_a_second_press_adds_and_never_twice(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from styleglip_addon.ui.queue import operators

    first, second, third = masked("First"), masked("Second"), masked("Third")
    monkeypatch.setattr(operators, "go_on", lambda: None)  # as in a window, where the work is a timer's
    select(first, second)
    bpy.ops.styleglip.stylize_selected()
    select(third, second)
    bpy.ops.styleglip.stylize_selected()
    assert list(states()) == ["First", "Second", "Third"]
    monkeypatch.undo()
    _work()
    assert states() == {"First": "DONE", "Second": "DONE", "Third": "DONE"}
    select(second)
    bpy.ops.styleglip.stylize_selected()
    assert list(states()) == ["First", "Third", "Second"], "one that is done begins again"


def test_one_is_cancelled_and_all_are(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from styleglip_addon.jobs.messages import Progress
    from styleglip_addon.ui.stylize.session import StylizeSession

    objects = [masked(name) for name in ("First", "Second", "Third")]
    for obj in objects:
        obj.styleglip.iterations = 100_000
    select(*objects)
    take = StylizeSession.take
    cancelled: list[str] = []

    def cancel(session: StylizeSession, message: Any) -> None:
        take(session, message)
        if isinstance(message, Progress) and message.report.phase == "styling" and session.object_name not in cancelled:
            cancelled.append(session.object_name)
            if session.object_name == "First":
                assert bpy.ops.styleglip.queue_cancel(number=items().all[0].number) == {"FINISHED"}
            else:
                bpy.ops.styleglip.queue_cancel_all()

    monkeypatch.setattr(StylizeSession, "take", cancel)
    bpy.ops.styleglip.stylize_selected()
    assert cancelled == ["First", "Second"]
    assert set(states().values()) == {"CANCELLED"}
    assert not any(has_result(obj) for obj in objects)
    assert not bpy.ops.styleglip.queue_cancel_all.poll()
    bpy.ops.styleglip.queue_remove_finished()
    assert not items().all


def test_opening_another_file_ends_the_queue_and_keeps_what_waits(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from styleglip_addon.ui.models.stored import data_folder
    from styleglip_addon.ui.queue import working
    from styleglip_addon.ui.queue.items import State

    obj, other = masked("First"), masked("Second")
    monkeypatch.setattr(working, "is_free", lambda obj: False)
    select(obj)
    bpy.ops.styleglip.stylize_selected()
    assert states() == {"First": "READY"}
    items().add(other.session_uid, "Second", None, "")
    assert len(items().of(State.WAITING)) == 1
    before = set(data_folder().glob("*"))
    bpy.ops.wm.read_homefile(use_empty=True)
    assert not items().all
    assert not len(bpy.context.window_manager.styleglip_queue)
    assert "objects that were not stylized: 1" in shown()
    kept = set(data_folder().glob("*")) - before
    assert len(kept) == 1
    for path in kept:
        path.unlink()


def test_models_are_loaded_once_and_results_are_let_go(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from styleglip_addon import engine
    from styleglip_addon.engine import StylizeResult

    objects = [masked(f"Object {number}") for number in range(5)]
    select(*objects)
    load, loaded = engine.load_models, []

    def counted(*arguments: Any) -> Any:
        loaded.append(arguments)
        return load(*arguments)

    monkeypatch.setattr(engine, "load_models", counted, raising=False)
    driver().models.clear()
    bpy.ops.styleglip.stylize_selected()
    assert set(states().values()) == {"DONE"}
    assert len(loaded) == 1
    gc.collect()
    held = [thing for thing in gc.get_objects() if isinstance(thing, StylizeResult)]
    assert len(held) <= 1
    assert all(item.session is None for item in items().all)


def test_buttons_say_why_they_are_off_and_the_list_draws_in_every_state(settings: Any) -> None:
    from styleglip_addon.ui.queue.items import State
    from styleglip_addon.ui.queue.panel import QueueList

    from .test_ui_panels import Layout

    assert not bpy.ops.styleglip.stylize_selected.poll()
    obj = masked("Only", "")
    select(obj)
    assert not bpy.ops.styleglip.stylize_selected.poll(), "nothing says how it is to look"
    items().add(obj.session_uid, "Only", None, "")
    for state in State:
        items().all[0].state = state
        drawn = Layout([])
        row = bpy.context.window_manager.styleglip_queue[0]
        QueueList.draw_item(None, bpy.context, drawn, None, row, 0, None, "")  # type: ignore[arg-type]
        assert "Only" in drawn.texts
        assert shown()
    items().keep(lambda item: False)


def _work() -> None:
    """What the timer does in a window."""
    from styleglip_addon.ui.queue.working import go_on

    go_on()


def _report(obj: Any) -> Any:
    from styleglip_addon.blender.result.record import read_record

    record = read_record(obj.data)
    assert record is not None
    return record.report

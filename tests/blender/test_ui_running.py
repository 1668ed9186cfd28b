"""While work is under way: status bar, Esc, results that wait, runs that are kept, memory that is given back."""

from __future__ import annotations

import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import bpy
import pytest

from styleglip_addon.blender.files.rescue import open_rescued
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.engine.vocabulary import Phase, Progress
from styleglip_addon.engine.vocabulary.errors import ModelError
from styleglip_addon.jobs.channel import Channel
from styleglip_addon.jobs.session import Lane, Stage
from tests.blender.addon import driver, enabled_addon, last_run, set_fast
from tests.blender.sample_objects import add_object
from tests.blender.small_run import PROMPT, vase_result
from tests.untrained_model import write_untrained_model

LIMIT = 60.0


class Drawn:
    """Notes what is drawn on it: what was drawn, and with which arguments."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.layout = self

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def draw(*given: Any, **named: Any) -> Drawn:
            self.calls.append((name, {"given": given, **named}))
            return self

        return draw


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Any]:
    with enabled_addon(write_untrained_model(tmp_path)) as settings:
        yield settings


def status() -> list[tuple[str, dict[str, Any]]]:
    """What the add-on draws in the status bar."""
    from styleglip_addon.ui.running.status_bar import draw_status

    header = Drawn()
    draw_status(header, bpy.context)
    return header.calls


class Held:
    """A job that waits for the test."""

    def __init__(self) -> None:
        self.release, self.arrived = threading.Event(), threading.Event()

    def __call__(self, channel: Channel) -> None:
        channel.progress(Progress(Phase.STYLING, 3, 8, 12.0))
        self.arrived.set()
        while not self.release.wait(0.01):
            channel.check()
        raise ModelError("It broke.")


@pytest.fixture
def held(settings: Any) -> Iterator[Held]:
    from styleglip_addon.ui.stylize.session import StylizeSession

    work = Held()
    driver().start(StylizeSession(), work)
    assert work.arrived.wait(LIMIT)
    driver().tick(Lane.OBJECT)
    yield work
    work.release.set()
    driver().stop(Lane.OBJECT)


def test_the_status_bar_tells_how_far_a_run_is_and_can_cancel_it(held: Held) -> None:
    drawn = status()
    assert ("label", {"given": (), "text": "Styling, step 3 of 8", "icon": "SHADERFX", "translate": False}) in drawn
    assert any(name == "progress" for name, _ in drawn)
    assert [named["given"][0] for name, named in drawn if name == "operator"] == ["styleglip.cancel"]
    bpy.ops.styleglip.pause()
    assert [named["text"] for name, named in status() if name == "progress"] == ["Paused"]


@pytest.mark.parametrize("ending", ["cancel", "failure", "new file", "stop"])
def test_the_status_bar_is_empty_after_every_ending(held: Held, ending: str) -> None:
    if ending == "cancel":
        bpy.ops.styleglip.cancel()
    elif ending == "new file":
        bpy.ops.wm.read_homefile(use_empty=True)
    elif ending == "stop":
        driver().stop(Lane.OBJECT)
    held.release.set()
    if driver().job(Lane.OBJECT) is not None:
        driver().wait_until_done(Lane.OBJECT)
    assert status() == []


def test_the_status_bar_is_blenders_own_again_when_the_add_on_is_off() -> None:
    draws = lambda: list(getattr(bpy.types.STATUSBAR_HT_header.draw, "_draw_funcs", ()))  # noqa: E731
    before = draws()
    with enabled_addon():
        assert len(draws()) > len(before)
    assert [function.__module__ for function in draws()] == [function.__module__ for function in before or draws()]
    assert not any("styleglip" in function.__module__ for function in draws())


def test_esc_cancels_only_what_runs(held: Held) -> None:
    assert bpy.ops.styleglip.cancel_by_key.poll()
    bpy.ops.styleglip.cancel_by_key()
    assert not bpy.ops.styleglip.cancel_by_key.poll(), "it is being stopped already"
    driver().wait_until_done(Lane.OBJECT)
    assert last_run().stage is Stage.CANCELLED
    assert not bpy.ops.styleglip.cancel_by_key.poll(), "the key is Blender's again"


def test_esc_belongs_to_an_animation_that_plays(held: Held) -> None:
    from styleglip_addon.ui.running.escape import CancelByKeyOperator

    playing = SimpleNamespace(screen=SimpleNamespace(is_animation_playing=True))
    still = SimpleNamespace(screen=SimpleNamespace(is_animation_playing=False))
    assert not CancelByKeyOperator.poll(playing)
    assert CancelByKeyOperator.poll(still)


def test_a_run_whose_file_is_closed_is_kept_as_far_as_it_came(settings: Any, tmp_path: Path) -> None:
    from styleglip_addon.ui.stylize.operators import begin_run

    obj = add_object()
    settings.prompt = "gold top, wood bottom"
    set_fast(settings)
    settings.iterations = 400
    for row, is_top in zip(settings.parts, (True, False), strict=True):
        group = obj.vertex_groups.new(name=row.part)
        group.add([v.index for v in obj.data.vertices if (v.co.z > 0.0) == is_top], 1.0, "REPLACE")
        row.mask_source, row.vertex_group = "VERTEX_GROUP", row.part
    begin_run(bpy.context, asks=False)
    session = last_run()
    while driver().job(Lane.OBJECT) is not None and not is_styling(session.progress, 2):
        driver().job(Lane.OBJECT).channel.wait(LIMIT)
        driver().tick(Lane.OBJECT)
    assert session.stage is Stage.RUNNING, session.sentence + session.details
    bpy.ops.wm.read_homefile(use_empty=True)
    sentence = last_run().sentence
    assert last_run().stage is Stage.CANCELLED
    path = Path(sentence.split('"')[1])
    rescued = open_rescued(path)
    path.unlink()
    assert rescued.state.step >= 2
    assert rescued.prompt == "gold top, wood bottom"


def test_a_run_that_has_not_begun_to_style_leaves_no_file(held: Held) -> None:
    bpy.ops.wm.read_homefile(use_empty=True)
    assert last_run().sentence == "Stylizing was stopped because another file was opened."


def is_styling(progress: Progress | None, step: int) -> bool:
    """Whether a run has taken so many steps."""
    return progress is not None and progress.phase is Phase.STYLING and progress.step >= step


def waiting_result() -> Any:
    """An object whose result waits for it, and another one, which is active."""
    from styleglip_addon.ui.stylize.session import StylizeSession

    obj = add_object()
    exported = export_object(obj)
    session = StylizeSession(exported=exported, prompt=PROMPT)
    driver().show(session)
    session.succeed(vase_result(exported.mesh))
    bpy.ops.mesh.primitive_cube_add()
    return obj


@pytest.mark.parametrize("mode", ["EDIT", "SCULPT", "TEXTURE_PAINT"])
def test_a_result_waits_for_modes_whose_undo_does_not_hold_it_and_goes_on_its_object_after_them(
    settings: Any, mode: str
) -> None:
    from styleglip_addon.ui.running.waiting import apply_waiting

    obj = waiting_result()
    bpy.ops.object.mode_set(mode=mode)
    apply_waiting()
    assert last_run().stage is Stage.READY
    assert obj.data.shape_keys is None
    bpy.ops.object.mode_set(mode="OBJECT")
    apply_waiting()
    assert last_run().stage is Stage.DONE, last_run().sentence
    assert obj.data.shape_keys is not None


@pytest.mark.parametrize("mode", ["WEIGHT_PAINT", "VERTEX_PAINT"])
def test_a_result_does_not_wait_for_another_object_that_is_painted(settings: Any, mode: str) -> None:
    from styleglip_addon.ui.running.waiting import apply_waiting

    obj = waiting_result()
    bpy.ops.object.mode_set(mode=mode)
    apply_waiting()
    assert last_run().stage is Stage.DONE, last_run().sentence
    assert obj.data.shape_keys is not None
    assert bpy.context.object != obj
    assert bpy.context.object.mode == mode


def test_a_result_waits_while_its_own_object_is_painted(settings: Any) -> None:
    from styleglip_addon.ui.running.waiting import apply_waiting

    obj = waiting_result()
    bpy.context.view_layer.objects.active = obj
    bpy.ops.object.mode_set(mode="WEIGHT_PAINT")
    apply_waiting()
    assert last_run().stage is Stage.READY


class Network:
    """What takes memory."""


def test_unused_models_are_let_go_after_the_minutes_of_the_preferences(settings: Any) -> None:
    from styleglip_addon.ui.running.memory import free_unused

    made = [Network()]
    is_there = weakref.ref(made[0])
    driver().models.get("embedded", "cpu", lambda *_: made.pop())
    bpy.context.preferences.addons["styleglip_addon"].preferences.keep_minutes = 2
    driver().models, shelf = type(driver().models)(), driver().models
    free_unused(1000.0)
    driver().models = shelf
    free_unused(1119.0)
    assert is_there() is not None
    free_unused(1121.0)
    assert is_there() is None


def test_models_that_hold_themselves_are_let_go_too(settings: Any) -> None:
    def load(*_: Any) -> Network:
        network = Network()
        network.own = network  # type: ignore[attr-defined]
        return network

    is_there = weakref.ref(driver().models.get("embedded", "cpu", load))
    bpy.ops.styleglip.free_memory()
    assert is_there() is None


def test_a_search_that_is_kept_does_not_keep_its_models(settings: Any) -> None:
    from styleglip_addon.ui.parts.found import latest

    add_object()
    settings.prompt = "gold top, wood bottom"
    set_fast(settings)
    bpy.ops.styleglip.find_parts()
    found = latest()
    assert found is not None
    is_there = weakref.ref(found.located.models)
    before = found.located.parts
    del found
    bpy.ops.styleglip.free_memory()
    assert is_there() is None
    kept = latest()
    assert kept is not None
    assert kept.located.parts is before
    bpy.ops.styleglip.stylize()
    again = latest()
    assert again is not None
    assert [item.found for item in again.located] == [item.found for item in before]


def test_enabling_reads_neither_pytorch_nor_the_materials() -> None:
    program = (
        "import os, sys, bpy, styleglip_addon.ui\n"
        "late = ('torch', 'scipy', 'styleglip_addon.engine.materials.catalogue')\n"
        "print([name for name in late if name in sys.modules], flush=True)\n"
        "os._exit(0)\n"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_models_are_kept_for_good_where_the_preferences_say_0(settings: Any) -> None:
    from styleglip_addon.ui.running.memory import free_unused

    driver().models.get("embedded", "cpu", lambda *_: Network())
    bpy.context.preferences.addons["styleglip_addon"].preferences.keep_minutes = 0
    free_unused(1e9)
    assert not driver().models.is_empty


def test_a_button_gives_the_memory_back_and_tells_when_there_is_none(settings: Any) -> None:
    assert not bpy.ops.styleglip.free_memory.poll()
    driver().models.get("embedded", "cpu", lambda *_: Network())
    assert bpy.ops.styleglip.free_memory.poll()
    bpy.ops.styleglip.free_memory()
    assert driver().models.is_empty


def test_models_in_use_are_not_let_go(held: Held) -> None:
    from styleglip_addon.ui.running.memory import free_unused

    driver().models.get("embedded", "cpu", lambda *_: Network())
    assert not bpy.ops.styleglip.free_memory.poll()
    free_unused(1e12)
    assert not driver().models.is_empty

"""Restyle one part, continue, stop and keep: real jobs with an untrained model, without a window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from tests.untrained_model import write_untrained_model

from .addon import driver, enabled_addon, last_run, set_fast
from .sample_objects import add_prism, fingerprint


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def settings(model: Path) -> Iterator[Any]:
    with enabled_addon(model) as settings:
        set_fast(settings)
        yield settings


@pytest.fixture
def obj(settings: Any) -> Any:
    """A prism whose lid and foot were stylized."""
    obj = add_prism()
    for name, is_upper in (("Top", True), ("Bottom", False)):
        group = obj.vertex_groups.new(name=name)
        group.add([v.index for v in obj.data.vertices if (v.co.z > 1.0) == is_upper], 1.0, "REPLACE")
    settings.prompt = "gold lid, red foot"
    settings.parts[0].vertex_group, settings.parts[1].vertex_group = "Top", "Bottom"
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    return obj


def _untouched(before: dict[str, Any], after: dict[str, Any], name: str) -> bool:
    keys = [[key for key in state["keys"] if name not in key[0]] for state in (before, after)]
    colors = [state["attributes"]["StyleGLIP Color: lid"] for state in (before, after)]
    return keys[0] == keys[1] and colors[0] == colors[1]


def test_restyling_a_part_leaves_the_other_bit_for_bit(settings: Any, obj: Any) -> None:
    from styleglip_addon.ui.outcomes import outcome_of_row
    from styleglip_addon.ui.result.states import state_of

    before = fingerprint(obj)
    settings.parts[1].style = "blue"
    settings.seed = 5
    bpy.ops.styleglip.restyle_part(index=1)
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert '"foot" of "Prism" is stylized' in last_run().sentence
    after = fingerprint(obj)
    assert _untouched(before, after, "foot")
    assert after["attributes"]["StyleGLIP Color: foot"] != before["attributes"]["StyleGLIP Color: foot"]
    assert outcome_of_row(obj, settings.parts[1]) is not None, "the record knows the new style"
    assert [part.part.style for part in state_of(obj).parts] == ["gold", "blue"]


def test_a_part_of_a_run_from_grey_is_restyled_as_that_run_was(settings: Any, obj: Any) -> None:
    from styleglip_addon.engine.vocabulary.settings import Start
    from styleglip_addon.ui.result.states import state_of

    settings.recipe = "FROM_GREY"
    settings.iterations = 3
    bpy.ops.styleglip.stylize()
    settings.recipe = "DEFAULT"
    settings.parts[1].style, settings.seed = "blue", 5
    bpy.ops.styleglip.restyle_part(index=1)
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    state = state_of(obj)
    assert (state.settings.start, state.settings.seed, state.step) == (Start.GREY, 5, 3)
    assert [part.part.style for part in state.parts] == ["gold", "blue"]


def test_a_part_can_be_restyled_without_the_kept_state(settings: Any, obj: Any) -> None:
    from styleglip_addon.blender.files.packed_states import drop_packed_state
    from styleglip_addon.ui.result.states import _kept_states

    states = _kept_states()
    states.forget()
    for path in states.files():
        path.unlink()
    drop_packed_state(obj.data)
    before = fingerprint(obj)
    bpy.ops.styleglip.restyle_part(index=1)
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert _untouched(before, fingerprint(obj), "foot")
    assert not bpy.ops.styleglip.continue_run.poll(), "one part's state is not the whole object's"


def test_a_row_that_is_not_in_the_result_is_named(settings: Any, obj: Any) -> None:
    settings.prompt = "gold lid, red foot, green handle"
    with pytest.raises(RuntimeError, match=r'has no part "handle"\. Press Stylize'):
        bpy.ops.styleglip.restyle_part(index=2)


def test_continue_goes_on_from_the_last_step_after_a_restart_too(settings: Any, obj: Any) -> None:
    from styleglip_addon.ui.result.states import _kept_states, state_of

    assert state_of(obj).step == 2
    _kept_states().forget()
    settings.iterations = 3
    bpy.ops.styleglip.continue_run()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    state = state_of(obj)
    assert (state.step, len(state.history)) == (5, 5)


def test_continuing_is_the_same_run_as_one_never_put_away(settings: Any, obj: Any) -> None:
    bpy.ops.styleglip.continue_run()
    in_two = fingerprint(obj)["attributes"]["StyleGLIP Color"]
    settings.iterations = 4
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert fingerprint(obj)["attributes"]["StyleGLIP Color"] == in_two


def test_a_changed_mesh_cannot_be_continued_and_the_sentence_says_so(settings: Any, obj: Any) -> None:
    obj.data.flip_normals()
    with pytest.raises(RuntimeError, match='The faces of "Prism" are no longer those that were stylized'):
        bpy.ops.styleglip.continue_run()


def test_moved_vertices_cannot_be_continued_either(settings: Any, obj: Any) -> None:
    obj.data.shape_keys.reference_key.data[0].co.x += 0.5
    bpy.ops.styleglip.continue_run()
    assert last_run().stage.name == "FAILED"
    assert "of another mesh, or the mesh was changed" in last_run().sentence


def test_a_run_that_is_stopped_and_kept_is_on_the_object_and_can_be_continued(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from styleglip_addon.jobs.messages import Progress
    from styleglip_addon.jobs.session import Lane
    from styleglip_addon.ui.result.states import state_of
    from styleglip_addon.ui.stylize.session import StylizeSession

    obj = add_prism()
    settings.prompt = "gold lid"
    obj.vertex_groups.new(name="All").add(range(len(obj.data.vertices)), 1.0, "REPLACE")
    settings.parts[0].vertex_group = "All"
    settings.iterations = 100_000
    take = StylizeSession.take
    kept: list[int] = []

    def keep_after_two_steps(session: StylizeSession, message: Any) -> None:
        take(session, message)
        is_styling = isinstance(message, Progress) and message.report.phase == "styling"
        if is_styling and message.report.step >= 2 and bpy.ops.styleglip.keep.poll():
            kept.append(message.report.step)
            bpy.ops.styleglip.keep()

    monkeypatch.setattr(StylizeSession, "take", keep_after_two_steps)
    bpy.ops.styleglip.stylize()
    monkeypatch.undo()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert len(kept) == 1, "a second click, while what is kept is sampled, would have cancelled that"
    assert not driver().busy_sentence(Lane.OBJECT)
    step = state_of(obj).step
    assert step >= 2
    settings.iterations = 1
    bpy.ops.styleglip.continue_run()
    assert state_of(obj).step == step + 1


def test_what_is_kept_is_bounded_and_only_files_of_ours_are_read(settings: Any, obj: Any, tmp_path: Path) -> None:
    from styleglip_addon.blender.files import kept_states
    from styleglip_addon.blender.result.record import ResultRecord, read_record, write_record
    from styleglip_addon.engine.vocabulary.errors import StateError
    from styleglip_addon.ui.result.states import state_of

    state = state_of(obj)
    states = kept_states.KeptStates(tmp_path)
    for _ in range(kept_states.MOST_FILES + 2):
        record = read_record(obj.data)
        assert record is not None
        write_record(obj.data, ResultRecord(record.before, record.report, topology=record.topology))
        states.remember(obj, state)
    assert len(list(tmp_path.iterdir())) == kept_states.MOST_FILES
    assert states.has(obj)
    assert np.array_equal(kept_states.KeptStates(tmp_path).find(obj).parts[0].weights, state.parts[0].weights)

    (tmp_path / "elsewhere.styleglip").write_bytes(b"x")
    record = read_record(obj.data)
    assert record is not None
    write_record(obj.data, ResultRecord(record.before, record.report, "../elsewhere", record.topology))
    with pytest.raises(StateError, match=r"neither in this \.blend nor on this computer"):
        kept_states.KeptStates(tmp_path).find(obj)


def _dial(obj: Any) -> None:
    """The lid's material twice as large, its shape at a quarter, its color at a half; the foot is as it came."""
    from styleglip_addon.blender.result.part_mix import change_mix
    from styleglip_addon.blender.result.record import read_record, write_record
    from styleglip_addon.ui.result.states import remember_state, state_of

    record = read_record(obj.data)
    assert record is not None
    lines = tuple(replace(line, scale=2.0) if line.name == "lid" else line for line in record.report.parts)
    state = state_of(obj)
    parts = tuple(
        replace(located, part=replace(located.part, scale=2.0)) if located.part.name == "lid" else located
        for located in state.parts
    )
    write_record(obj.data, replace(record, report=replace(record.report, parts=lines)))
    remember_state(obj, replace(state, parts=parts))
    obj.data.shape_keys.key_blocks["StyleGLIP: lid"].value = 0.25
    change_mix(obj.data, {"lid": 0.5})


@pytest.mark.parametrize("button", ["stylize", "continue_run", "restyle_part"])
def test_what_was_dialled_stays(settings: Any, obj: Any, button: str) -> None:
    from styleglip_addon.blender.result.dial_values import read_mix
    from styleglip_addon.ui.outcomes import outcomes

    _dial(obj)
    options = {"index": 0} if button == "restyle_part" else {}
    getattr(bpy.ops.styleglip, button)(**options)
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert {name: outcome.scale for name, outcome in outcomes(obj).items()} == {"lid": 2.0, "foot": 1.0}
    keys = obj.data.shape_keys.key_blocks
    assert (keys["StyleGLIP: lid"].value, keys["StyleGLIP: foot"].value) == (0.25, 1.0)
    assert read_mix(obj.data) == {"lid": 0.5}
    assert not last_run().warnings


def test_a_part_that_is_dialled_away_is_told_of_when_it_is_styled_anew(settings: Any, obj: Any) -> None:
    from styleglip_addon.blender.result.part_mix import change_mix

    change_mix(obj.data, {"foot": 0.0})
    bpy.ops.styleglip.restyle_part(index=1)
    assert [warning for warning in last_run().warnings if '"foot" is still dialled to 0' in warning]
    bpy.ops.styleglip.restyle_part(index=0)
    assert not [warning for warning in last_run().warnings if "dialled" in warning]


def test_a_damaged_state_is_named(settings: Any, obj: Any) -> None:
    from styleglip_addon.blender.files.packed_states import drop_packed_state
    from styleglip_addon.ui.result.states import _kept_states

    states = _kept_states()
    states.forget()
    for path in states.files():
        path.write_bytes(path.read_bytes()[:100])
    bpy.ops.styleglip.continue_run()
    assert last_run().stage.name == "DONE", "the .blend has it too"
    states.forget()
    drop_packed_state(obj.data)
    for path in states.files():
        path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(RuntimeError, match=r"\.styleglip.*damaged"):
        bpy.ops.styleglip.continue_run()

"""Every panel draws in every state, and says what it has to say, against a layout that records its calls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import pytest

from .addon import enabled_addon, last_run, show_running
from .sample_objects import add_object, add_prism, styled


class Layout:
    """Takes every call of a layout and keeps texts and buttons; a misspelt property or operator fails as in Blender."""

    def __init__(self, texts: list[str]) -> None:
        object.__setattr__(self, "texts", texts)

    def __setattr__(self, name: str, value: object) -> None:
        """Accepts `layout.enabled = ...` and the like."""

    def __getattr__(self, name: str) -> Any:
        parameters = bpy.types.UILayout.bl_rna.functions[name].parameters.keys()

        def call(*arguments: Any, **options: Any) -> Any:
            unknown = set(options) - set(parameters) - {"text", "icon"}
            assert not unknown, f"{name} has no {unknown}"
            if name in ("prop", "prop_search"):
                assert arguments[1] in arguments[0].bl_rna.properties
            if name == "operator":
                category, _, operator = arguments[0].partition(".")
                getattr(getattr(bpy.ops, category), operator).get_rna_type()
            if "icon" in options:
                assert options["icon"] in bpy.types.UILayout.bl_rna.functions["label"].parameters["icon"].enum_items
            self.texts.append(arguments[0] if name == "operator" else options.get("text", ""))
            return Layout(self.texts)

        return call


def draw(panel: Any) -> str:
    """What a panel shows, as text; empty if it is hidden."""
    if hasattr(panel, "poll") and not panel.poll(bpy.context):
        return ""
    layout = Layout([])
    panel.draw(type("Drawn", (), {"layout": layout})(), bpy.context)
    return " ".join(text for text in layout.texts if text)


def panels_of(folder: Any) -> list[Any]:
    """The panels that a folder of the user interface registers."""
    return [cls for cls in folder._CLASSES if issubclass(cls, bpy.types.Panel)]


def draw_all() -> dict[str, str]:
    from styleglip_addon.ui import result, stylize

    return {cls.bl_idname: draw(cls) for folder in (stylize, result) for cls in panels_of(folder)}


@pytest.fixture
def settings() -> Iterator[Any]:
    with enabled_addon() as settings:
        yield settings


def begin() -> tuple[Any, Any]:
    """A prism that is being stylized, and its export; the test plays the job."""
    from styleglip_addon.blender.reading.mesh_export import export_object
    from styleglip_addon.ui.stylize.session import StylizeSession

    obj = add_prism()
    exported = export_object(obj)
    show_running(StylizeSession(exported=exported, prompt="pottery base, gold tube"))
    return obj, exported


def test_without_an_object_the_panel_says_so(settings: Any) -> None:
    shown = draw_all()
    assert "No object is active" in shown["STYLEGLIP_PT_main"]
    assert shown["STYLEGLIP_PT_result"] == ""
    assert shown["STYLEGLIP_PT_report"] == ""


def test_with_an_object_it_shows_its_name_and_the_button(settings: Any) -> None:
    add_object("My Vase")
    shown = draw_all()["STYLEGLIP_PT_main"]
    assert "My Vase" in shown
    assert "styleglip.stylize" in shown


def test_a_problem_of_the_prompt_stands_below_it(settings: Any) -> None:
    add_object()
    settings.prompt = "gold"
    shown = draw_all()["STYLEGLIP_PT_main"]
    assert settings.problem in shown


def test_a_run_shows_progress_time_left_and_cancel_instead_of_the_button(settings: Any) -> None:
    from styleglip_addon.engine.vocabulary import Phase, Progress
    from styleglip_addon.jobs import messages

    begin()
    draw_all()  # before the first report
    last_run().take(messages.Progress(Progress(Phase.STYLING, 40, 200, 80.0)))
    shown = draw_all()["STYLEGLIP_PT_main"]
    assert "Styling, step 40 of 200" in shown
    assert "1\u00a0min\u00a020\u00a0s left" in shown
    assert "styleglip.cancel" in shown
    assert "styleglip.stylize" not in shown


def test_a_waiting_result_offers_apply_and_discard(settings: Any) -> None:
    from styleglip_addon.jobs.messages import Done

    _, exported = begin()
    last_run().take(Done(styled(exported)))
    shown = draw_all()["STYLEGLIP_PT_main"]
    assert "styleglip.apply_result" in shown
    assert "styleglip.discard_result" in shown


def test_a_result_has_a_slider_for_each_part_and_a_sentence_for_one_that_was_not_found(settings: Any) -> None:
    from dataclasses import replace

    from styleglip_addon.jobs.messages import Done

    _, exported = begin()
    result = styled(exported)
    lost = replace(result.parts[1].located, found=False, reason="No view shows a tube.")
    parts = (result.parts[0], replace(result.parts[1], located=lost))
    last_run().take(Done(replace(result, parts=parts, warnings=("No view shows a tube.",))))
    bpy.ops.styleglip.apply_result()

    shown = draw_all()
    assert "Shape Color base" in shown["STYLEGLIP_PT_result"]
    assert "tube: not found" in shown["STYLEGLIP_PT_result"]
    assert "No view shows a tube." in shown["STYLEGLIP_PT_main"]
    assert "No view shows a tube." in shown["STYLEGLIP_PT_report"]


def test_a_failure_shows_its_sentence_and_the_report_the_end_of_the_traceback(settings: Any) -> None:
    from styleglip_addon.jobs.messages import Failed

    begin()
    last_run().take(Failed("Something went wrong.", "Traceback\n  File x\nValueError: shape mismatch"))
    shown = draw_all()
    assert "Something went wrong." in shown["STYLEGLIP_PT_main"]
    assert "ValueError: shape mismatch" in shown["STYLEGLIP_PT_report"]
    assert "styleglip.copy_report" in shown["STYLEGLIP_PT_report"]


def test_a_removed_shape_key_does_not_break_the_panel(settings: Any) -> None:
    from styleglip_addon.jobs.messages import Done

    obj, exported = begin()
    last_run().take(Done(styled(exported)))
    bpy.ops.styleglip.apply_result()
    obj.shape_key_clear()
    assert "no shape key" in draw_all()["STYLEGLIP_PT_result"]


def test_enabling_the_add_on_does_not_import_pytorch(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    program = (
        "import sys, bpy, addon_utils\n"
        "addon_utils.enable('styleglip_addon', default_set=True)\n"
        "bpy.context.scene.styleglip.prompt = 'gold vase'\n"
        "found = 'torch' in sys.modules\n"
        "addon_utils.disable('styleglip_addon', default_set=True)\n"
        "print('torch' if found else 'no torch')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "BLENDER_USER_RESOURCES": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip().endswith("no torch"), done.stdout + done.stderr

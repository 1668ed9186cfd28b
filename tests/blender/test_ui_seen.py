"""What the panel tells is true of what is active, stands where it is seen, and nothing moves under the pointer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import pytest

from .addon import driver, enabled_addon, last_bake, last_run, show_running
from .sample_objects import add_object, add_prism, styled
from .test_ui_panels import draw, panels_of
from .test_ui_viewports import apply_a_result

ROOT = Path(__file__).resolve().parents[2] / "styleglip_addon"


@pytest.fixture
def settings() -> Iterator[Any]:
    with enabled_addon() as settings:
        yield settings


def first_panel() -> str:
    """The panel that is always open."""
    from styleglip_addon.ui.stylize.panel import MainPanel

    return draw(MainPanel)


def in_window() -> Any:
    """A window, for undo."""
    return bpy.context.temp_override(window=bpy.context.window_manager.windows[0])


def run_job(session: Any) -> Any:
    """Starts a job of a session that ends when it is told to."""
    from .test_ui_runs import until_stopped

    return driver().start(session, until_stopped)


def test_after_undo_the_panel_does_not_say_that_the_object_is_stylized(settings: Any) -> None:
    apply_a_result()
    assert '"Prism" is stylized' in first_panel()
    with in_window():
        bpy.ops.ed.undo()
        assert "is stylized" not in first_panel()
        bpy.ops.ed.redo()
    assert '"Prism" is stylized' in first_panel()


def test_what_became_of_an_object_is_told_where_it_is_active_and_while_it_exists(settings: Any) -> None:
    obj = apply_a_result()
    add_object("Other")
    assert "is stylized" not in first_panel()
    bpy.context.view_layer.objects.active = obj
    assert "is stylized" in first_panel()
    bpy.data.objects.remove(obj)
    assert "is stylized" not in first_panel()


def test_where_a_result_was_kept_is_told_although_its_object_is_gone(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from styleglip_addon.ui.result import operators

    monkeypatch.setattr(operators, "data_folder", lambda: tmp_path)
    from styleglip_addon.blender.reading.mesh_export import export_object
    from styleglip_addon.jobs.messages import Done
    from styleglip_addon.ui.stylize.session import StylizeSession

    obj = add_prism()
    exported = export_object(obj)
    show_running(StylizeSession(exported=exported)).take(Done(styled(exported)))
    bpy.data.objects.remove(obj)
    bpy.ops.styleglip.apply_result()
    assert "The result was kept in" in first_panel()


def test_remove_and_continue_stand_above_all_sentences_that_come_and_go(settings: Any) -> None:
    from styleglip_addon.ui.result.panel import ResultPanel

    apply_a_result()
    shown = first_panel()
    assert shown.index("styleglip.stylize") < shown.index("styleglip.remove_result") < shown.index("is stylized")
    assert "styleglip.remove_result" not in draw(ResultPanel)


def test_names_of_objects_and_parts_are_not_translated(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from styleglip_addon.ui import result, stylize

    from . import test_ui_panels

    labels: list[tuple[str, bool]] = []

    class Watching(test_ui_panels.Layout):
        def __getattr__(self, name: str) -> Any:
            call = super().__getattr__(name)

            def watched(*arguments: Any, **options: Any) -> Any:
                if name == "label":
                    labels.append((options["text"], options.get("translate", True)))
                call(*arguments, **options)
                return Watching(self.texts)

            return watched

    monkeypatch.setattr(test_ui_panels, "Layout", Watching)
    apply_a_result()
    for folder in (stylize, result):
        for panel in panels_of(folder):
            draw(panel)
    names = [(text, translated) for text, translated in labels if text in ("Prism", "base", "tube")]
    assert {text for text, _ in names} == {"Prism", "base", "tube"}
    assert not [text for text, translated in names if translated]
    assert not [text for text, translated in labels if "is stylized" in text and translated]


def test_an_empty_row_says_in_the_panel_why_stylize_is_off(settings: Any) -> None:
    add_prism()
    settings.prompt = "gold base"
    assert "A row" not in first_panel()
    bpy.ops.styleglip.add_part()
    assert not bpy.ops.styleglip.stylize.poll()
    assert "A row of the list is empty" in first_panel()
    settings.prompt = ""
    assert "Type how each part should look" in first_panel()


def test_what_was_read_stands_in_the_panel_once(settings: Any) -> None:
    from styleglip_addon.blender.reading.mesh_export import export_object
    from styleglip_addon.engine.prompts.styles import told_before_run
    from styleglip_addon.engine.vocabulary import Part, Phase, Progress
    from styleglip_addon.jobs import messages
    from styleglip_addon.ui.stylize.session import StylizeSession

    obj = add_prism()
    settings.prompt = "red leather base"
    assert first_panel().count("material: red leather") == 1
    assert "color: its own" in first_panel()
    run_job(StylizeSession(exported=export_object(obj)))
    assert first_panel().count("material: red leather") == 1
    reading = replace(told_before_run(Part("base", "red leather"), ""), lines=("material: suede", "colour: red"))
    last_run().take(messages.Progress(Progress(Phase.READING, 1, 1, 9.0, readings=(reading,))))
    shown = first_panel()
    assert "base: material: suede; color: red" in shown
    assert "leather" not in shown
    assert shown.index("suede") < shown.index("styleglip.pause"), "the buttons below do not move when it comes"


def test_while_textures_bake_the_panel_says_that_stylize_waits_and_how_it_ended(settings: Any) -> None:
    from styleglip_addon.jobs.messages import Failed
    from styleglip_addon.ui.textures.session import BakeSession

    obj = add_prism()
    settings.prompt = "gold base"
    session = BakeSession(about=obj.session_uid)
    run_job(session)
    shown = first_panel()
    assert "Baking textures" in shown
    assert "styleglip.stylize" in shown, "where it always is, greyed"
    assert not bpy.ops.styleglip.stylize.poll()
    assert "Stylize can be pressed when this is done" in shown
    from styleglip_addon.jobs.session import Lane

    driver().stop(Lane.OBJECT)
    last_bake().take(Failed("The textures do not fit."))
    assert "The textures do not fit." in first_panel()


def test_textures_that_wait_say_so_in_the_first_panel(settings: Any) -> None:
    from styleglip_addon.jobs.session import Stage
    from styleglip_addon.ui.textures.session import BakeSession

    add_prism()
    driver().show(
        BakeSession(stage=Stage.READY, sentence="The textures are ready. Switch to Object Mode, press Apply.")
    )
    shown = first_panel()
    assert "Switch to Object Mode" in shown
    assert "styleglip.apply_textures" in shown
    assert "styleglip.discard_textures" in shown


def test_words_of_the_list_have_the_width_of_the_row(settings: Any) -> None:
    """At 229 pixels a slider beside them cut "pottery" to "p..."."""
    from styleglip_addon.ui.parts.lists import PartList

    drawn: list[str] = []

    class Row:
        def __getattr__(self, name: str) -> Any:
            def call(*arguments: Any, **options: Any) -> Row:
                if name == "prop":
                    drawn.append(arguments[1])
                return self

            return call

    add_prism()
    settings.prompt = "gold base"
    row = settings.parts[0]
    PartList.draw_item(Row(), bpy.context, Row(), settings, row, 0, settings, "active_part", 0)  # type: ignore[arg-type]
    assert drawn == ["tint", "style", "part"]


def test_the_interface_spells_color_as_blender_does() -> None:
    wrong = []
    tables = ROOT / "engine" / "materials"  # words that are read, in both spellings
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and any("bpy.types" in ast.unparse(base) for base in node.bases):
                texts = [ast.get_docstring(node) or ""]  # a tooltip
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
                texts = [] if _is_docstring(tree, node) or path.is_relative_to(tables) else [node.value]
            else:
                continue
            wrong += [f"{path.name}:{node.lineno} {text}" for text in texts if "olour" in text and not _is_table(text)]
    assert not wrong, "\n".join(wrong)


def _is_docstring(tree: ast.AST, node: ast.Constant) -> bool:
    return any(isinstance(other, ast.Expr) and other.value is node for other in ast.walk(tree))


def _is_table(text: str) -> bool:
    """Words to be recognized, or the name of a data-block that nobody sees, are no sentence."""
    return "paint colour color" in text or text.startswith("mesh mat") or text == "StyleGLIP colour conversion"

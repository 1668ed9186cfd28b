"""Objects in a queue, for tests of it: what they are, and what its list says of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import pytest

from tests.untrained_model import write_untrained_model

from .addon import enabled_addon, set_fast
from .sample_objects import add_prism
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


def work() -> None:
    """What the timer does in a window."""
    from styleglip_addon.ui.queue.working import go_on

    go_on()


def report(obj: Any) -> Any:
    from styleglip_addon.blender.result.record import read_record

    record = read_record(obj.data)
    assert record is not None
    return record.report

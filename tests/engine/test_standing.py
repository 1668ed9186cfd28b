"""Objects that lie are noticed, and looked at as they would stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from styleglip_addon.engine import Mesh, Models, Part, StylizeSettings, load_models, locate_parts, stylize
from styleglip_addon.engine.localization.standing import likeliest_up, stood_up
from styleglip_addon.engine.surface.prepared import Surface, prepare_surface
from tests.engine.box_meshes import boxes
from tests.engine.small_runs import QUICK
from tools.train_default_model.shapes import generate_object

PARTS = [Part("box", "oak"), Part("knob", "gold")]


class _KnobOnTop:
    """Takes an object for standing by how far the smaller of two pieces is above the larger one."""

    def __init__(self, sureness: float = 10.0) -> None:
        self._sureness = sureness
        self.asked: list[tuple[str, ...]] = []

    def uprightness(self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]) -> float:
        self.asked.append(tuple(words))
        return self._sureness * float(relations[1, 0, 2]) - 0.1


def _knobbed(knob: ArrayLike, up: tuple[float, float, float] = (0.0, 0.0, 1.0)) -> Mesh:
    vertices, faces = boxes(((-1, -1, -1), (2, 2, 2)), (np.asarray(knob) - 0.2, (0.4, 0.4, 0.4)))
    return Mesh(vertices.astype(np.float32), faces, up=up)


def _surface(mesh: Mesh) -> Surface:
    return prepare_surface(mesh, len(mesh.vertices), "cpu")


@pytest.mark.parametrize("axis", [(0, 1, 0), (0, -1, 0)])
def test_the_up_of_a_lying_object_is_found(axis: tuple[int, int, int]) -> None:
    mesh = _knobbed(1.3 * np.array(axis))
    up = likeliest_up(_surface(mesh), mesh, ["box", "knob"], _KnobOnTop())
    assert up == pytest.approx(axis, abs=1e-7)


@pytest.mark.parametrize(
    ("knob", "up", "words", "sureness"),
    [
        pytest.param((0, 0, 1.3), (0.0, 0.0, 1.0), ["box", "knob"], 10.0, id="stands"),
        pytest.param((0, 1.3, 0), (0.0, 1.0, 0.0), ["box", "knob"], 10.0, id="stands on another axis"),
        pytest.param((1.3, 0, 0), (0.0, 0.0, 1.0), ["box", "knob"], 10.0, id="on its side, as no file brings it"),
        pytest.param((0, 0, -1.3), (0.0, 0.0, 1.0), ["box", "knob"], 10.0, id="on its head"),
        pytest.param((0, 0, -1.3), (0.0, 1.0, 0.0), ["box", "knob"], 10.0, id="as no file with +Y up brings it"),
        pytest.param((0, 1.3, 0), (0.0, 0.0, 1.0), ["box"], 10.0, id="one word tells nothing"),
        pytest.param((0, 1.3, 0), (0.0, 0.0, 1.0), ["box", "knob"], 1.0, id="not sure enough"),
    ],
)
def test_what_stands_or_is_not_clearly_lying_stays(
    knob: Sequence[float], up: tuple[float, float, float], words: list[str], sureness: float
) -> None:
    mesh = _knobbed(knob, up)
    assert likeliest_up(_surface(mesh), mesh, words, _KnobOnTop(sureness)) is None


def test_a_file_with_z_up_that_was_taken_for_y_up_is_noticed() -> None:
    mesh = _knobbed((0, 0, 1.3), (0.0, 1.0, 0.0))
    assert likeliest_up(_surface(mesh), mesh, ["box", "knob"], _KnobOnTop()) == pytest.approx((0.0, 0.0, 1.0))


def test_an_object_of_one_piece_stays() -> None:
    vertices, faces = boxes(((0, 0, 0), (1, 1, 1)))
    mesh = Mesh(vertices.astype(np.float32), faces)
    reader = _KnobOnTop()
    assert likeliest_up(_surface(mesh), mesh, ["box", "knob"], reader) is None
    assert not reader.asked


def test_a_tilted_up_is_tried_with_the_axes_around_it() -> None:
    up = (0.0, -0.6, 0.8)
    mesh = _knobbed(1.3 * np.array((0.0, 0.8, 0.6)), up)
    found = likeliest_up(_surface(mesh), mesh, ["box", "knob"], _KnobOnTop())
    assert found == pytest.approx((0.0, 0.8, 0.6), abs=1e-6)


@lru_cache(maxsize=1)
def _models() -> Models:
    return load_models()


def _with_reader(reader: Any) -> Models:
    return replace(_models(), shape_words=reader)


def test_the_surface_stands_and_the_user_is_told() -> None:
    mesh = _knobbed((0, 1.3, 0))
    surface, notes = stood_up(mesh, _surface(mesh), PARTS, _with_reader(_KnobOnTop()), StylizeSettings())
    assert surface.up == (0.0, 1.0, 0.0)
    assert abs(np.dot(surface.front, surface.up)) < 1e-9
    assert len(notes) == 1
    assert "+Y" in notes[0]


def test_words_with_masks_and_of_the_rest_are_not_asked() -> None:
    mesh = _knobbed((0, 0, 1.3))
    parts = [Part("left knob", "gold"), Part("box", "oak"), Part("everything else", "clay")]
    parts.append(Part("lid", "oak", mask=np.ones(len(mesh.vertices), dtype=np.float32)))
    reader = _KnobOnTop()
    stood_up(mesh, _surface(mesh), parts, _with_reader(reader), StylizeSettings())
    assert set(reader.asked) == {("knob", "box")}


@pytest.mark.parametrize("off", [{"find_up": False}, {"shape_share": 0.0}])
def test_it_can_be_switched_off(off: dict[str, Any]) -> None:
    mesh, settings = _knobbed((0, 1.3, 0)), StylizeSettings()
    settings = settings.with_(localization=replace(settings.localization, **off))
    prepared, reader = _surface(mesh), _KnobOnTop()
    assert stood_up(mesh, prepared, PARTS, _with_reader(reader), settings) == (prepared, ())
    assert not reader.asked


@pytest.mark.parametrize("family", ["chair", "table lamp", "house", "upright piano", "man"])
def test_the_embedded_reader_knows_what_lies(family: str) -> None:
    reader = _models().shape_words
    assert reader is not None
    right = wrong = 0
    for seed in range(3):
        shape = generate_object(np.random.default_rng(seed), family)
        standing = Mesh(shape.vertices, shape.faces)
        words = list(dict.fromkeys(names[0] for names in shape.part_names))
        if len(words) < 2:
            continue
        lying = Mesh(shape.vertices[:, [0, 2, 1]] * np.array([1, -1, 1], dtype=np.float32), shape.faces)
        wrong += likeliest_up(_surface(standing), standing, words, reader) is not None
        up = likeliest_up(_surface(lying), lying, words, reader)
        right += up is not None and up[1] < -0.9
    assert right >= 2
    assert wrong == 0


def test_a_run_tells_and_keeps_the_scenes_up_for_its_materials() -> None:
    mesh, models = _knobbed((0, 1.3, 0)), _Lying(_models())
    located = locate_parts(mesh, PARTS, QUICK, models=models.models)
    assert "seems to lie" in located.warnings[0]
    result = stylize(mesh, PARTS, QUICK, models=models.models, located=located)
    assert any("seems to lie" in warning for warning in result.warnings)
    assert result.state is not None
    assert result.state.up == mesh.up


class _Lying:
    """Models whose reader of shapes sees lying objects and otherwise reads as the embedded one."""

    def __init__(self, models: Models) -> None:
        self._words = models.shape_words
        self.models = replace(models, shape_words=self)  # type: ignore[arg-type]

    def logits(
        self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]
    ) -> NDArray[np.float64]:
        assert self._words is not None
        return self._words.logits(shapes, relations, words)

    def presence(
        self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]
    ) -> NDArray[np.float64]:
        return np.full(len(words), 0.9)

    def uprightness(self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]) -> float:
        return _KnobOnTop().uprightness(shapes, relations, words)

"""Absent means absent: words of parts that an object does not have get no surface, and take none from others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from torch import Tensor

from styleglip_addon.engine import Mesh, Part, StylizeSettings
from styleglip_addon.engine.localization.detector import Witnesses
from styleglip_addon.engine.localization.locating import locate
from styleglip_addon.engine.localization.on_surface import pictured_in_guises
from styleglip_addon.engine.localization.presence import presence, without_absent
from styleglip_addon.engine.models.contract import PhraseBox
from styleglip_addon.engine.rendering import TorchRenderer
from styleglip_addon.engine.surface.prepared import prepare_surface
from tools.benchmarks.absent_parts import threshold_figures
from tools.benchmarks.absent_words import ABSENT_WORDS, absent_words

_SETTINGS = StylizeSettings(dense_vertices=500)
_BOX = (0.0, 0.0, 10.0, 10.0)


def _pictures(*scores: tuple[float, ...]) -> list[tuple[PhraseBox, ...]]:
    """A picture for each tuple, with a box for each phrase whose score is not 0."""
    return [tuple(PhraseBox(phrase, _BOX, score) for phrase, score in enumerate(own) if score) for own in scores]


def test_sure_boxes_in_some_pictures_speak_for_a_part_and_faint_or_single_ones_do_not() -> None:
    sure, faint, single, never = presence(_pictures(*[(0.7, 0.35, 0.0, 0.0)] * 3, (0.0, 0.35, 0.7, 0.0), *[()] * 8), 4)
    assert sure > 0.8
    assert faint < 0.5
    assert single < 0.2
    assert never < single
    assert presence([], 2).max() < 0.1


def test_more_guises_of_the_same_pictures_change_nothing() -> None:
    pictures = _pictures(*[(0.6,)] * 3, *[(0.4,)] * 5, *[()] * 4)
    np.testing.assert_allclose(presence(pictures * 2, 1), presence(pictures, 1))


def test_boxes_of_absent_parts_are_left_out() -> None:
    kept = without_absent(_pictures((0.7, 0.4), (0.0, 0.4)), (0.9, 0.2), 0.5)
    assert [[box.phrase for box in found] for found in kept] == [[0], []]


class _WingsEverywhere:
    """Boxes around all of the object for both words, surer ones for the first."""

    def __init__(self, scores: tuple[float, float]) -> None:
        self._scores = scores

    def detect(self, images: Tensor, phrases: Sequence[str]) -> list[tuple[PhraseBox, ...]]:
        height, width = images.shape[2:]
        halves = ((0.0, 0.0, width, height / 2), (0.0, height / 2, width, height))
        own = tuple(PhraseBox(i, halves[i], self._scores[i]) for i in range(len(phrases)))
        return [own for _ in images]


@pytest.mark.parametrize(("score", "least", "is_found"), [(0.35, 0.5, False), (0.35, 0.0, True), (0.8, 0.5, True)])
def test_a_word_that_is_probably_not_there_gets_no_surface_and_a_sentence(
    score: float, least: float, is_found: bool
) -> None:
    steps = np.linspace(0.0, 2.0 * np.pi, 12, endpoint=False)
    rings = [(np.cos(a), np.sin(a), z) for z in np.linspace(-1.0, 1.0, 7) for a in steps]
    faces = [
        triangle
        for r in range(6)
        for k in range(12)
        for a, b, c, d in [(12 * r + k, 12 * r + (k + 1) % 12, 12 * r + 12 + k, 12 * r + 12 + (k + 1) % 12)]
        for triangle in ((a, b, d), (a, d, c))
    ]
    surface = prepare_surface(Mesh(np.array(rings), np.array(faces)), _SETTINGS.dense_vertices, "cpu")
    pictured = pictured_in_guises(surface, TorchRenderer(), _SETTINGS)
    parts = (Part("shade", "linen"), Part("wing", "gold"))
    options = replace(_SETTINGS.localization, least_presence=least)
    shade, wing = locate(pictured, parts, [None, None], Witnesses(_WingsEverywhere((0.8, score))), options)
    assert shade.found
    assert wing.found is is_found
    assert bool(wing.weights.any()) is is_found
    if not is_found:
        assert wing.reason.startswith('The object seems to have no part "wing": pictures and shape speak for it with 2')


def test_the_figures_are_those_of_a_ranking() -> None:
    figures = threshold_figures([0.9] * 9 + [0.1], [0.95] + [0.2] * 19, 0.5)
    assert figures["kept"] == pytest.approx(0.9)
    assert figures["false_alarms"] == pytest.approx(0.05)
    assert figures["kept_at_false_alarms"] == pytest.approx(0.9)
    assert figures["false_alarms_at_kept"] == pytest.approx(0.05)


def test_absent_words_are_none_of_the_mesh_s_own() -> None:
    assert absent_words("lamp/lamp.obj", ("shade", "tube", "base")) == ABSENT_WORDS["lamp"]
    assert "wing" not in absent_words("bird_0.obj", ("wing", "head"))

"""CIEDE2000 against the published pairs, and what the style benchmark makes of colours."""

from __future__ import annotations

import numpy as np
import pytest

from styleglip_addon.engine import Mesh, Part
from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.materials.evaluation import evaluate
from styleglip_addon.engine.materials.points import boxed_points
from tools.benchmarks.colour_difference import (
    ciede2000,
    distribution_distance,
    linear_rgb_to_lab,
    srgb_to_linear_rgb,
)
from tools.benchmarks.style_outcomes import Outcome, true_materials
from tools.benchmarks.style_references import reference_of
from tools.benchmarks.style_scores import colour_distances, leakage
from tools.benchmarks.style_subjects import Subject, subject_of
from tools.labelled_meshes import LabelledMesh

# Sharma, Wu, Dalal (2005), table 1: L*a*b* of two colours and their difference.
PUBLISHED = """
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""
PAIRS = np.array([[float(word) for word in line.split()] for line in PUBLISHED.split("\n") if line])


def two_boxes() -> Subject:
    """A lower and an upper box that share no vertex, labelled "base" and "cap"."""
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=np.float32)
    quads = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
    faces = np.array([t for a, b, c, d in quads for t in ((a, b, c), (a, c, d))], dtype=np.int64)
    vertices = np.concatenate((corners, corners * 0.6 + np.array([0.0, 0.0, 1.7], dtype=np.float32)))
    mesh = Mesh(vertices, np.concatenate((faces, faces + 8)))
    labels = np.repeat(np.array([0, 1], dtype=np.int64), len(faces))
    return subject_of(LabelledMesh("boxes", mesh, "oak base, gold cap", ("base", "cap"), labels), 1500)


def test_ciede2000_gives_the_published_differences_either_way() -> None:
    first, second, published = PAIRS[:, :3], PAIRS[:, 3:6], PAIRS[:, 6]
    assert len(PAIRS) == 34
    assert ciede2000(first, second) == pytest.approx(published, abs=5e-5)
    assert ciede2000(second, first) == pytest.approx(published, abs=5e-5)
    assert ciede2000(first, first) == pytest.approx(0.0, abs=1e-12)


def test_white_and_black_are_a_hundred_apart() -> None:
    assert float(ciede2000(linear_rgb_to_lab([1.0, 1.0, 1.0]), linear_rgb_to_lab([0.0, 0.0, 0.0]))) == pytest.approx(
        100.0, abs=0.01
    )


def test_the_distance_of_two_sets_of_colours_is_the_cheapest_way_from_one_to_the_other() -> None:
    colors = np.array([[50.0, 0.0, 0.0], [50.0, 60.0, 20.0], [80.0, -40.0, 10.0]])
    assert distribution_distance(colors, colors[::-1]) == pytest.approx(0.0, abs=1e-12)
    lighter = colors + np.array([5.0, 0.0, 0.0])
    assert distribution_distance(colors, lighter) == pytest.approx(ciede2000(colors, lighter).mean())


def test_a_part_in_a_styles_own_colours_is_nearer_to_it_than_to_another_style() -> None:
    random = np.random.default_rng(5)
    normal = random.normal(size=(600, 3))
    normal = (normal / np.linalg.norm(normal, axis=1, keepdims=True)).astype(np.float32)
    srgb = evaluate(MATERIALS["gold"].sample(random), boxed_points(0.1 * normal, normal, 0.005)).color
    color = srgb_to_linear_rgb(srgb).astype(np.float32)
    areas = np.ones(len(color))
    gold, brick = (colour_distances(color, areas, words, words) for words in ("gold", "brick"))
    assert gold["ciede2000"] < 10.0 < brick["ciede2000"]
    assert gold["ciede2000_distribution"] < brick["ciede2000_distribution"]
    assert 0.0 < gold["ciede2000_true"] < 10.0


def test_leakage_is_zero_for_equal_results_and_where_only_the_changed_part_differs() -> None:
    subject = two_boxes()
    parts = (Part("base", "oak"), Part("cap", "gold"))
    outcome, _ = true_materials(subject, parts, 3)
    assert leakage(subject, outcome, outcome, 1) == 0.0
    is_cap = subject.part_areas(outcome.face_part, 2)[:, 1] > 0
    color = outcome.color.copy()
    color[is_cap] = (0.0, 0.0, 1.0)
    changed = Outcome(color, outcome.displacement, outcome.face_part)
    assert leakage(subject, outcome, changed, 1) == 0.0
    assert leakage(subject, outcome, changed, 0) > 20.0


def test_leakage_counts_what_happens_outside_by_its_area() -> None:
    subject = two_boxes()
    parts = (Part("base", "oak"), Part("cap", "gold"))
    outcome, _ = true_materials(subject, parts, 3)
    grey, lighter = np.full_like(outcome.color, 0.2), np.full_like(outcome.color, 0.2)
    half = subject.part_areas(outcome.face_part, 2)[:, 0] > 0
    half &= subject.unit_vertices[:, 0] > 0.0
    lighter[half] = 0.3
    first = Outcome(grey, outcome.displacement, outcome.face_part)
    second = Outcome(lighter, outcome.displacement, outcome.face_part)
    step = float(ciede2000(linear_rgb_to_lab([0.2] * 3), linear_rgb_to_lab([0.3] * 3)))
    assert leakage(subject, first, second, 1) == pytest.approx(step / 2.0, rel=0.1)


def test_words_that_a_material_has_are_measured_by_it_and_others_by_what_they_should_look_like() -> None:
    assert reference_of("bronze", "copper") is reference_of("bronze", "gold")
    assert reference_of("bronze", "copper") is not reference_of("copper", "")
    assert reference_of("gilded", "gold") is reference_of("gold", "")

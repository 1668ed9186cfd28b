"""The sharpness benchmark's measures say of made-up pictures what is known of them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from tools.benchmarks.sharpness_figures import figures_of, summary
from tools.benchmarks.sharpness_patches import Patch, Pictures, cylinder
from tools.benchmarks.spectra import compared_octaves, period

SIDE = 128


def noise(seed: int = 0, side: int = SIDE) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(side, side))


def grained(side: int = SIDE, seed: int = 0) -> Pictures:
    """Grey grain, and other grain as relief."""
    return Pictures(0.5 + 0.05 * np.repeat(noise(seed, side)[:, :, None], 3, axis=2), 1e-3 * noise(seed + 1, side))


def stripes(length: float) -> np.ndarray:
    """Soft stripes across the second axis."""
    return np.tile(0.5 + 0.5 * np.sin(2.0 * np.pi * np.arange(SIDE) / length), (SIDE, 1))


def test_a_picture_keeps_all_of_itself() -> None:
    octaves = compared_octaves(noise(), noise())
    assert len(octaves.kept) == 6
    np.testing.assert_allclose(octaves.kept, 1.0)
    np.testing.assert_allclose(octaves.in_phase, 1.0)


def test_octaves_hold_nearly_all_of_the_variance() -> None:
    # What lies beyond n / 2 waves, in the corners of the spectrum, is a fifth of white noise.
    assert compared_octaves(noise(), noise()).reference.sum() == pytest.approx(np.pi / 4.0, abs=0.05)


def test_half_the_contrast_is_a_quarter_of_the_energy_in_every_octave() -> None:
    octaves = compared_octaves(0.5 * noise() + 3.0, noise())
    np.testing.assert_allclose(octaves.in_phase, 0.25, atol=1e-6)


def test_a_blurred_picture_loses_its_finest_octaves_only() -> None:
    kept = compared_octaves(gaussian_filter(noise(), 1.0, mode="wrap"), noise()).in_phase
    assert kept[0] > 0.97
    assert kept[-1] < 0.1
    assert (np.diff(kept[2:]) < 0.0).all()


def test_other_detail_is_kept_but_not_in_phase() -> None:
    octaves = compared_octaves(noise(1), noise(0))
    assert octaves.kept[-1] == pytest.approx(1.0, abs=0.1)
    assert octaves.in_phase[-1] < 0.01


@pytest.mark.parametrize("length", [5.3, 11.0, 20.5])
def test_the_period_of_stripes_is_found_to_a_fraction_of_a_pixel(length: float) -> None:
    along = period(stripes(length) + 0.2 * noise(), 1)
    assert along is not None
    assert along.length == pytest.approx(length, rel=0.02)
    assert along.strength > 0.5
    assert period(stripes(length), 0) is None


def test_bricks_in_bond_have_the_length_of_a_brick_and_two_courses() -> None:
    row, column = np.mgrid[:SIDE, :SIDE]
    course = row // 8
    wall = ((row % 8 < 1) | ((column + 12 * (course % 2)) % 24 < 1)).astype(float)
    up, along = period(wall, 0), period(wall, 1)
    assert up is not None
    assert along is not None
    assert up.length in (pytest.approx(8.0, abs=0.1), pytest.approx(16.0, abs=0.1))
    assert along.length == pytest.approx(24.0, abs=0.1)


def test_noise_repeats_nothing() -> None:
    assert period(noise(), 0) is None
    assert period(np.ones((SIDE, SIDE)), 0) is None


def test_a_ripple_that_hardly_shows_is_no_period() -> None:
    clouds = gaussian_filter(noise(), 16.0, mode="wrap")
    clouds /= clouds.std()
    assert period(clouds + 0.23 * stripes(3.2), 1) is None
    strong = period(clouds + 1.5 * stripes(3.2), 1)
    assert strong is not None
    assert strong.length == pytest.approx(3.2, abs=0.1)


def test_aliasing_is_no_sharpness() -> None:
    true = grained()
    jagged = Pictures(true.color + 0.5 * grained(SIDE, 5).color - 0.25, true.height)
    blurred = Pictures(gaussian_filter(true.color, (1.0, 1.0, 0.0)), true.height)
    sharp, own, soft = (figures_of("x", (Patch(0, 0, SIDE),), [one], [true]) for one in (true, jagged, blurred))
    assert sharp.least == pytest.approx(1.0, abs=0.01)
    assert sharp.strange[-1] == pytest.approx(0.0, abs=0.01)
    assert own.least == pytest.approx(1.0, abs=0.3)
    assert own.strange[-1] == pytest.approx(0.25, abs=0.05)
    assert soft.least is not None
    assert soft.least < 0.5
    assert sharp.least_height == pytest.approx(1.0, abs=0.01)


def test_the_summary_counts_what_keeps_nine_tenths() -> None:
    patches = (Patch(0, 0, 1024, step=4), Patch(0, 0, 512))
    true = [grained(patch.pixels) for patch in patches]
    soft = [Pictures(gaussian_filter(one.color, (0.8, 0.8, 0.0)), one.height) for one in true]
    found = [figures_of(name, patches, own, true) for name, own in (("sharp", true), ("soft", soft))]
    figures = summary(found)
    assert figures["sharp"] == 0.5
    assert figures["worst"] == "soft"
    assert len(found[0].own) == len(figures["octave_median"])


def test_the_cylinders_texture_lies_on_its_wall_without_stretch() -> None:
    subject = cylinder(around=0.8, sides=32, rows=16)
    corners = subject.mesh.vertices[subject.mesh.faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2.0
    np.testing.assert_allclose(np.abs(subject.uv.areas()) * 0.64, area, rtol=0.01)
    assert area.sum() == pytest.approx(0.8 * 0.4, rel=0.01)
    assert (subject.uv.areas() > 0.0).all()

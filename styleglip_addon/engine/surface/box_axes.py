"""The own axes of a piece that was not turned: those of the box that its sides lie along, and which is its length.

A box' axes are those for which the normals have the least L1 norm (as for polycubes: Gregson, Sheffer & Zhang,
"All-hex mesh generation via volumetric polycube deformation", 2011).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bent_tubes import BentTube
from .revolution import Revolution, Samples, across_axes
from .topology import Floats

_TURNS = np.radians(np.arange(0.0, 90.0, 5.0))
_SNAP = np.cos(np.radians(3.0))
_ROD = 2.2
"""Ratio of standard deviations from which a piece's own length decides, whatever way its sides look."""

_CLEAR_LENGTH = 2.5
"""Ratio of lengths from which a piece is a beam or a leg, not a wall or a block."""

_THIN = 0.35
"""Thickness per height below which a long upright piece is a wall or a drawer's front all the same: its courses are
level."""


@dataclass(frozen=True, eq=False)
class Axes:
    """Two right-handed sets of axes of one piece, rows x, y, z, and what it was turned around.

    Args:
        solid: (3, 3) z along the length: what grain follows.
        laid: (3, 3) z along v of the sides: the length of beams and legs, up on walls.
        upright: whether z of `laid` is up.
        revolution: whose axis z of `laid` is; None where the piece was not turned.
        tube: that the piece is; None where it is none.
    """

    solid: Floats
    laid: Floats
    upright: bool
    revolution: Revolution | None = None
    tube: BentTube | None = None


def principal_axes(samples: Samples) -> tuple[Floats, Floats]:
    """(3, 3) rows: principal axes of the surface, the longest first, and (3,) standard deviations along them."""
    centered = samples.position - samples.area @ samples.position
    values, vectors = np.linalg.eigh((centered * samples.area[:, None]).T @ centered)
    return vectors.T[::-1], np.sqrt(np.maximum(values[::-1], 0.0))


def box_axes(samples: Samples, up: Floats, principal: Floats, deviation: Floats) -> Axes:
    """The axes of a piece's box, sorted out by length and up; positions in metres.

    Args:
        samples: of the piece.
        up: (3,) unit.
        principal, deviation: see `principal_axes`, of the whole piece.
    """
    normal_axes = np.linalg.eigh((samples.normal * samples.area[:, None]).T @ samples.normal)[1].T
    first = up
    # A rod is preferred to lie along its own length, anything else along up, where another box fits hardly better.
    preference = 1.03
    if deviation[0] > _ROD * deviation[1]:
        first, preference = _snapped(principal[0], up), 1.2
    best, least = np.eye(3), np.inf
    for number, main in enumerate((first, up, *np.eye(3), *principal, *normal_axes)):
        basis, norm = _turned(samples, main)
        norm *= 1.0 if number == 0 else preference
        if norm < least:
            best, least = basis, norm
    return _sorted(best, samples, up)


def turned_axes(revolution: Revolution, flat: bool, up: Floats) -> Axes:
    """The axes of a piece with an axis of revolution; a flat one (a table top) has its grain across the axis."""
    axis = revolution.axis
    first, second = across_axes(axis)
    laid = np.stack((first, second, axis))
    solid = np.stack((axis, first, second)) if flat else laid
    return Axes(solid, laid, bool(abs(axis @ up) > 0.8), revolution)


def _snapped(axis: Floats, up: Floats) -> Floats:
    """An object axis or up where it is as good as the same."""
    for candidate in (up, *np.eye(3)):
        if abs(axis @ candidate) > _SNAP:
            return np.asarray(candidate * np.sign(axis @ candidate))
    return axis


def _turned(samples: Samples, main: Floats) -> tuple[Floats, float]:
    """The basis around a main axis with the normals' least L1 norm, and that norm."""
    first, second = across_axes(main)
    a, b = samples.normal @ first, samples.normal @ second
    length, angle = np.hypot(a, b) * samples.area, np.arctan2(b, a)
    difference = angle[:, None] - _TURNS[None, :]
    norms = length @ (np.abs(np.cos(difference)) + np.abs(np.sin(difference)))
    # Where all turns do equally well, the object's own axes stay.
    turn = 0.0 if norms[0] <= norms.min() * 1.005 else float(_TURNS[int(np.argmin(norms))])
    rest = (angle - turn + np.pi / 4.0) % (np.pi / 2.0) - np.pi / 4.0
    near = np.abs(rest) < np.radians(10.0)
    if turn and (total := float(length[near].sum())) > 0.0:
        turn += float(length[near] @ rest[near]) / total
    x = np.cos(turn) * first + np.sin(turn) * second
    along = float(samples.area @ np.abs(samples.normal @ main))
    rotated = angle - turn
    norm = along + float(length @ (np.abs(np.cos(rotated)) + np.abs(np.sin(rotated))))
    return np.stack((x, np.cross(main, x), main)), norm


def _sorted(basis: Floats, samples: Samples, up: Floats) -> Axes:
    extents = np.ptp(samples.position @ basis.T, axis=0)
    order = np.argsort(-extents, kind="stable")
    longest, middle, least = extents[order]
    rising = np.abs(basis @ up)
    upmost = int(np.argmax(rising))
    has_up = rising[upmost] > 0.85
    wall = has_up and upmost == order[1] and least < _THIN * middle
    beam = longest > _CLEAR_LENGTH * middle and not wall
    if longest >= 1.15 * middle:
        length = int(order[0])
    elif least < 0.5 * middle:
        length = upmost if has_up and upmost != order[2] else int(order[0])
    else:
        length = upmost
    v = upmost if has_up and not beam else length
    laid = _right_handed(basis, v, int(max((i for i in range(3) if i != v), key=lambda i: extents[i])), up)
    solid = laid if v == length else _right_handed(basis, length, v, up)
    return Axes(solid, laid, has_up and v == upmost)


def _right_handed(basis: Floats, z: int, y: int, up: Floats) -> Floats:
    axis_z, axis_y = _signed(basis[z], up), _signed(basis[y], up)
    return np.stack((np.cross(axis_y, axis_z), axis_y, axis_z))


def _signed(axis: Floats, up: Floats) -> Floats:
    """The axis pointing up, or else along its greatest component, whichever way it was found."""
    rising = float(axis @ up)
    leading = rising if abs(rising) > 0.1 else float(axis[int(np.argmax(np.round(np.abs(axis), 6)))])
    return axis if leading >= 0.0 else -axis

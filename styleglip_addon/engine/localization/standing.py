"""Notices objects that lie: a house on its back, because a file's up is another than it was taken for.

Pictures of a lying object are taken from above and below, and a lid is no longer on top. The reader of shapes has seen
objects stand and lie; it is asked how well the pieces fit the object's own up and the two that a file with another up
axis would have (+Y for +Z, or the other way round). Only what is clearly better counts, and only for finding the parts:
materials keep the scene's up, for a bomb may lie as it is meant to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..models.contract import Models
from ..surface import component_labels
from ..surface.front import find_front
from ..surface.prepared import Surface
from ..vocabulary import Mesh, Part, StylizeSettings
from ..vocabulary.orientation import conventional_front
from ..vocabulary.part_names import is_rest
from ..vocabulary.place_words import placed_name
from .detector import UpReader
from .piece_relations import relate_pieces
from .piece_shapes import describe_pieces

UPS = (
    (0.0, 0.0, 1.0),
    (0.0, 1.0, 0.0),
    (0.0, -1.0, 0.0),
    (1.0, 0.0, 0.0),
    (-1.0, 0.0, 0.0),
    (0.0, 0.0, -1.0),
)
"""All ways to stand along the axes."""
MARGIN = 3.5
"""Logit by which another up must be likelier than the object's own, which mostly is right."""
LEAST = 0.0
"""Logit that it must have itself."""
_MOST_PIECES = 60


def stood_up(
    mesh: Mesh, surface: Surface, parts: Sequence[Part], models: Models, settings: StylizeSettings
) -> tuple[Surface, tuple[str, ...]]:
    """The surface with the up that its pieces say, for finding parts, and a sentence for the user where it is another.

    Args:
        mesh: the input.
        surface: as prepared from it.
        parts: whose words help; what has a mask or means the rest does not.
        models: with the reader of shapes; without one nothing is noticed.
        settings: of the run.
    """
    if models.shape_words is None or not settings.localization.find_up or settings.localization.shape_share <= 0.0:
        return surface, ()
    sought = [part for part in parts if part.mask is None and not is_rest(part.name)]
    words = list(dict.fromkeys(placed_name(part.name).thing for part in sought))
    up = likeliest_up(surface, mesh, words, models.shape_words)
    if up is None:
        return surface, ()
    front = find_front(surface.refined.vertices[: len(mesh.vertices)], mesh.faces, up)
    return replace(surface, up=up, front=_triple(front)), (_sentence(up),)


def likeliest_up(
    surface: Surface, mesh: Mesh, words: Sequence[str], reader: UpReader
) -> tuple[float, float, float] | None:
    """The up that is clearly likelier than the surface's own, None where there is none or nothing to tell it by."""
    if len(words) < 2:
        return None
    count = len(mesh.vertices)
    vertices, faces = surface.refined.vertices[:count], mesh.faces
    pieces = component_labels(faces, surface.refined.groups[:count])
    if int(pieces.max()) == 0:
        return None
    ups = _ways_to_stand(surface.up)
    told = np.empty(len(ups))
    for number, up in enumerate(ups):
        shapes = describe_pieces(vertices, faces, pieces, up, tuple(find_front(vertices, faces, up)))
        chosen = shapes.take(np.argsort(-shapes.share, kind="stable")[:_MOST_PIECES])
        told[number] = reader.uprightness(chosen.numbers, relate_pieces(chosen), words)
    best = int(told.argmax())
    return ups[best] if told[best] >= max(told[0] + MARGIN, LEAST) and best > 0 else None


def _ways_to_stand(up: tuple[float, float, float]) -> list[tuple[float, float, float]]:
    """The given one first, then those of files whose up was taken for another.

    A mesh that comes from a file keeps the file's axes. Where its own +Y is up, as of OBJ files, +Z is the other
    convention and -Z none; elsewhere a rotation may have been applied, and both ways across are tried.
    """
    front = conventional_front(up)
    if np.allclose(up, (0.0, 1.0, 0.0), atol=1e-3):
        return [up, _triple(front)]
    return [up, _triple(front), _triple(-front)]


def _triple(vector: NDArray[np.float64]) -> tuple[float, float, float]:
    return float(vector[0]), float(vector[1]), float(vector[2])


def _sentence(up: tuple[float, float, float]) -> str:
    axis = int(np.abs(up).argmax())
    sign = "-" if up[axis] < 0 else "+"
    return (
        f"The object seems to lie: parts are looked for as if its own {sign}{'XYZ'[axis]} were up. Turn it upright, or "
        'switch "Notice Lying Objects" (localization.find_up) off if it is meant to be as it is.'
    )

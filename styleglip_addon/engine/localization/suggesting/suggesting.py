"""Suggests parts: what the object seems to be, by its loose pieces and its names, and which words find a piece of it.

The kinds of objects propose words (`likely_parts`); the network that reads pieces and words together then says which
of them fit some piece. Both are probabilities of the same thing from different evidence, and are multiplied as odds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...models.contract import Models, check_models
from ...models.loading import EMBEDDED, load_models
from ...surface import weld
from ...surface.front import find_front
from ...surface.prepared import Surface
from ...surface.topology import Ints
from ...vocabulary import Mesh, NamedRegion, StylizeSettings
from ...vocabulary.arguments import check_run
from ...vocabulary.suggestions import SURE_ENOUGH, SuggestedPart, SuggestedParts
from ..labelling import loose_pieces
from ..piece_shapes import PieceShapes, describe_pieces
from ..word_fit import LEAST_AREA, read_shapes
from .likely_parts import likely_name, likely_words
from .told_names import told_parts, weighed_by_names

LEAST_LIKELY = 0.2
"""Words that the kinds make less probable are not asked for."""
LEAST_CONFIDENCE = 0.5
"""Parts that are surer than this are suggested."""
MOST_PARTS = 8
MOST_WORDS = 14
"""Suggested, and asked for."""
TOLD = 0.95
"""Confidence in a part that a name says."""
_SUREST = 0.9
"""So much and no more is believed of a word that fits a piece: it was trained with words that mostly fit."""
_ONE_PIECE = (
    "What the object is cannot be told, as it is one piece and no name says it: name the parts that you want to style."
)
_UNSURE = "What the object is cannot be told from its pieces and names: name the parts that you want to style."


@dataclass(frozen=True, eq=False)
class _Shape:
    """An object's triangles: vertices (V, 3), faces (F, 3), the place of each vertex (V,), its directions."""

    vertices: NDArray[np.floating]
    faces: Ints
    groups: Ints
    up: Sequence[float]
    front: Sequence[float]


def suggest_parts(
    mesh: Mesh, settings: StylizeSettings | None = None, models: Models | None = None, title: str = ""
) -> SuggestedParts:
    """What an object seems to be, and which parts can be asked for.

    Args:
        mesh: object space, metres.
        settings: whether names are asked; None: the defaults.
        models: None: the embedded one.
        title: the object's own name, which may say what it is; "": it is not asked.

    Raises:
        ModelError: the model files are missing or damaged.
        MeshError, SettingsError: an argument is of another kind.
    """
    check_run(mesh, settings, None)
    check_models(models)
    settings = settings or StylizeSettings()
    models = models or load_models(EMBEDDED, settings.machine.device)
    front = mesh.front if mesh.front is not None else find_front(mesh.vertices, mesh.faces, mesh.up)
    shape = _Shape(mesh.vertices, mesh.faces, weld(mesh.vertices), mesh.up, tuple(front))
    named = settings.localization.names
    return _suggested(shape, models, mesh.regions if named else (), title if named else "")


def suggest_on_surface(surface: Surface, models: Models, settings: StylizeSettings) -> SuggestedParts:
    """As `suggest_parts`, of a surface that is prepared already."""
    vertices, faces = surface.vertices.cpu().numpy(), surface.faces.cpu().numpy()
    shape = _Shape(vertices, faces, surface.refined.groups, surface.up, surface.front)
    return _suggested(shape, models, surface.regions if settings.localization.names else (), "")


def _suggested(shape: _Shape, models: Models, regions: Sequence[NamedRegion], title: str) -> SuggestedParts:
    if models.object_kinds is None or models.shape_words is None:
        return SuggestedParts("", 0.0, (), _UNSURE)
    kinds = models.object_kinds.kinds
    told = told_parts(regions, kinds)
    pieces = loose_pieces(shape.faces, shape.groups)
    is_whole = int(pieces.max()) == 0
    shapes = describe_pieces(shape.vertices, shape.faces, pieces, shape.up, shape.front)
    even = np.full(len(kinds), 1.0 / len(kinds))
    by_pieces = even if is_whole else models.object_kinds.probabilities(shapes.numbers, shapes.share)
    probable = weighed_by_names(by_pieces, kinds, told, title)
    kind, confidence = likely_name(kinds, probable)
    is_told = not is_whole or confidence >= SURE_ENOUGH  # of one piece only names tell
    words = {word: p for word, p in likely_words(kinds, probable).items() if p >= LEAST_LIKELY and is_told}
    words = dict(list(words.items())[:MOST_WORDS])
    fits = dict.fromkeys(words, 0.5) if is_whole else _fits(shapes, list(words), models)
    parts = [SuggestedPart(word, TOLD, by) for word, by in told.items()]
    parts += [SuggestedPart(w, _odds(p, fits[w])) for w, p in words.items() if w not in told]
    parts = [part for part in parts if part.confidence >= LEAST_CONFIDENCE]
    parts.sort(key=lambda part: -part.confidence)
    if not parts:
        return SuggestedParts(kind, confidence, (), _ONE_PIECE if is_whole else _UNSURE)
    return SuggestedParts(kind, confidence, tuple(parts[:MOST_PARTS]))


def _fits(shapes: PieceShapes, words: Sequence[str], models: Models) -> dict[str, float]:
    """How well each word fits the piece that it fits best."""
    if not words or models.shape_words is None:
        return {}
    read = read_shapes(shapes, words, models.shape_words)[shapes.share >= LEAST_AREA, :-1]
    best = np.exp(read.max(axis=0, initial=-np.inf))
    return dict(zip(words, best.tolist(), strict=True))


def _odds(likely: float, fit: float) -> float:
    """Two independent probabilities of one thing as one."""
    fit = min(fit, _SUREST)
    both = likely * fit
    return both / max(both + (1.0 - likely) * (1.0 - fit), 1e-9)

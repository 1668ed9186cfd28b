"""One stylized mesh of the style benchmark: made by the engine, or painted with the true material, kept as a file."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine import Models, Part, StylizeResult, StylizeSettings, stylize
from styleglip_addon.engine.baking.shape import StyledShape
from styleglip_addon.engine.vocabulary.channels import COLOR, DISPLACEMENT, MATERIAL, Channel, mixed_over
from tools.benchmarks.style_prompts import expectation
from tools.benchmarks.style_subjects import Subject
from tools.benchmarks.true_styles import Ground
from tools.labelled_meshes import UNLABELLED

_NAMES = ("color", "displacement", "face_part")


@dataclass(frozen=True, eq=False)
class Outcome:
    """A styled subject. V = vertices, F = triangles of the subject.

    Args:
        color: (V, 3) float32 scene-linear RGB in 0..1.
        displacement: (V, 3) float32 in the unit sphere.
        face_part: (F,) int64 index of the prompt's part each face belongs to, `UNLABELLED` for none.
        seconds: wall time of the run.
        material: (V,) per channel besides colour; empty: there are colours alone, and a plain surface under them.
    """

    color: NDArray[np.float32]
    displacement: NDArray[np.float32]
    face_part: NDArray[np.int64]
    seconds: float = 0.0
    material: Mapping[Channel, NDArray[np.float32]] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Writes it beside `path` and moves it there; half precision is plenty for colours."""
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".part.npz")
        np.savez_compressed(
            temporary,
            color=self.color.astype(np.float16),
            displacement=self.displacement.astype(np.float16),
            face_part=self.face_part.astype(np.int16),
            **{channel.name: values.astype(np.float16) for channel, values in self.material.items()},
        )
        temporary.replace(path)

    @classmethod
    def load(cls, path: Path) -> Outcome | None:
        """Reads what `save` wrote; None where there is no whole file."""
        try:
            with np.load(path, allow_pickle=False) as data:
                color, displacement, face_part = (data[name] for name in _NAMES)
                material = {c: data[c.name].astype(np.float32) for c in MATERIAL if c.name in data.files}
        except (OSError, KeyError, ValueError, zipfile.BadZipFile):
            return None
        moved = displacement.astype(np.float32)
        return cls(color.astype(np.float32), moved, face_part.astype(np.int64), material=material)


def stylized(
    subject: Subject, parts: Sequence[Part], settings: StylizeSettings, models: Models, located: bool
) -> tuple[Outcome, StylizeResult]:
    """Runs the engine; gives what it made at the subject's vertices, and the result itself.

    Args:
        subject: the mesh.
        parts: the prompt.
        settings, models: of the run.
        located: find the parts by the model also where they are labelled.
    """
    given = tuple(parts) if located else subject.with_masks(tuple(parts))
    result = stylize(subject.mesh, given, settings, models=models)
    if located or not subject.parts:
        weights = result.weights[subject.mesh.faces].mean(axis=1)
        unclaimed = 1.0 - weights.sum(axis=1)
        face_part = np.where(weights.max(axis=1) > unclaimed, weights.argmax(axis=1), UNLABELLED)
    else:
        face_part = labelled_faces(subject, parts)
    displacement = subject.sphere.apply_vectors(result.displacement).astype(np.float32)
    shown = tuple(
        (part.located.weights * np.float32(part.located.part.strength), part.material) for part in result.parts
    )
    material = mixed_material(shown, len(result.color))
    return Outcome(result.color, displacement, face_part, sum(result.seconds.values()), material), result


def mixed_material(
    parts: Sequence[tuple[NDArray[np.float32], Mapping[Channel, NDArray[np.float32]]]], count: int
) -> dict[Channel, NDArray[np.float32]]:
    """Per channel that any part has, (count,) of all parts together, as Blender shows them.

    Args:
        parts: of each, its share (count,) and its channels, (count,) each.
        count: of vertices.
    """
    present = [channel for channel in MATERIAL if any(channel in own for _, own in parts)]
    layers = {c: [(slice(None), share, own[c]) for share, own in parts if c in own] for c in present}
    return {c: mixed_over(c.plain, layers[c], count) for c in present}


def labelled_faces(subject: Subject, parts: Sequence[Part]) -> NDArray[np.int64]:
    """(F,) index into `parts` by the subject's labels, `UNLABELLED` where no part of the prompt is."""
    face_part = np.full(len(subject.mesh.faces), UNLABELLED, dtype=np.int64)
    for index, part in enumerate(parts):
        if part.name in subject.parts:
            face_part[subject.face_labels == subject.parts.index(part.name)] = index
    return face_part


def true_materials(subject: Subject, parts: Sequence[Part], seed: int) -> tuple[Outcome, StyledShape]:
    """The labelled parts painted with random true materials, relief included: what no guidance could better.

    Args:
        subject: the mesh; without labels the first part is all of it.
        parts: the prompt; parts whose style is in no list stay grey.
        seed: of the materials.

    Returns:
        What it is at the subject's vertices, and everywhere.
    """
    whole = np.zeros(len(subject.mesh.faces), dtype=np.int64)
    face_part = labelled_faces(subject, parts) if subject.parts else whole
    styles = {number: style for number, part in enumerate(parts) if (style := expectation(part.style).style)}
    painted = np.where(np.isin(face_part, list(styles)), face_part, UNLABELLED)
    ground = Ground.of(subject.mesh, painted, len(parts), 0)
    chosen = {number: style for number, style in styles.items() if (painted == number).any()}
    shape = replace(ground.shape, style=ground.styles(chosen, np.random.default_rng(seed)))
    blended = shape.blend(shape.dense_points)
    displacement = subject.sphere.apply_vectors(blended[DISPLACEMENT][:, None] * shape.normals).astype(np.float32)
    material = {channel: blended[channel] for channel in shape.plain}
    return Outcome(blended[COLOR], displacement, face_part, material=material), shape

"""A result in more detail than the vertices it was made on: as its textures show it, on a far denser copy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from styleglip_addon.engine import Mesh, StylizeResult
from styleglip_addon.engine.baking import dense_result
from styleglip_addon.engine.baking.from_state import styled_shape
from styleglip_addon.engine.surface import face_areas
from tools.benchmarks.style_outcomes import Outcome, mixed_material
from tools.benchmarks.style_subjects import Subject


def in_detail(subject: Subject, outcome: Outcome, result: StylizeResult, vertices: int) -> tuple[Subject, Outcome]:
    """The subject refined to about so many vertices, and the result evaluated at them.

    Args:
        subject: the mesh.
        outcome: what was made of it, at its own vertices.
        result: the same as the engine gave it.
        vertices: of the copy; with fewer than the subject has, and for fields of colours alone, nothing changes.
    """
    if not outcome.material or vertices <= len(subject.mesh.vertices):
        return subject, outcome
    dense = dense_result(styled_shape(result.state, subject.mesh), vertices)
    parents = dense.refined.face_parents
    unit = subject.sphere.apply(dense.vertices).astype(np.float32)
    finer = replace(
        subject,
        mesh=Mesh(dense.vertices, dense.faces, up=subject.mesh.up, front=subject.mesh.front),
        unit_vertices=unit,
        face_labels=subject.face_labels[parents],
        face_areas=face_areas(unit, dense.faces),
    )
    strengths = [part.located.part.strength for part in result.parts]
    shares = [(part.weights * np.float32(s), part.material) for part, s in zip(dense.parts, strengths, strict=True)]
    shown = Outcome(
        dense.color,
        subject.sphere.apply_vectors(dense.displacement).astype(np.float32),
        outcome.face_part[parents],
        outcome.seconds,
        mixed_material(shares, len(dense.color)),
    )
    return finer, shown

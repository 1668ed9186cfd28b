"""The styled shape of a finished run: its saved state on the mesh it was made for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..optimisation.placing import Placing
from ..optimisation.state import StyleState, mesh_hash
from ..surface import welded_vertex_normals
from ..surface.prepared import base_colors, dense_copy
from ..vocabulary import Mesh
from ..vocabulary.channels import MATERIAL, Channel
from ..vocabulary.errors import MeshError
from ..vocabulary.settings import Start
from .shape import StyledShape


def styled_shape(
    state: StyleState,
    mesh: Mesh,
    color_mix: Mapping[str, float] | None = None,
    height_mix: Mapping[str, float] | None = None,
    roughness: Mapping[str, float] | None = None,
) -> StyledShape:
    """Puts a run's styles back on its mesh.

    Args:
        state: of the run.
        mesh: the mesh that was stylized; where no part is, the colours it had at the start of the run show.
        color_mix: by part name, 0..1: how much of a part's colour and material is shown, besides its strength.
        height_mix: by part name, 0..1: how much of a part's displacement is shown, besides its strength.
        roughness: by part name, -1..1: how much smoother or rougher a part is, see `channels.rougher`.

    Raises:
        MeshError: the mesh is not the one that was stylized.
    """
    if mesh_hash(mesh) != state.mesh_hash:
        raise MeshError(
            "The mesh was changed or scaled since it was stylized, so its styles no longer know where they belong. "
            "Stylize it again, or undo the change."
        )
    sphere, refined = dense_copy(mesh, state.settings.dense_vertices)
    weights = np.stack([part.weights if part.found else np.zeros_like(part.weights) for part in state.parts], axis=1)
    if len(weights) != len(refined.vertices):
        raise MeshError(
            f"The run was made on a copy of the mesh with {len(weights)} vertices; this version makes one with "
            f"{len(refined.vertices)}. Stylize the mesh again."
        )
    names = [part.part.name for part in state.parts]
    strengths = np.array([part.part.strength for part in state.parts])
    normals = welded_vertex_normals(refined.vertices, refined.faces, refined.groups).astype(np.float32)
    placing = None
    found = {number: part.weights for number, part in enumerate(state.parts) if part.found}
    if state.settings.start is Start.MATERIAL and found:
        placing = Placing.of(sphere, refined, normals, found, state.up)
    return StyledShape(
        vertices=mesh.vertices,
        faces=mesh.faces,
        refined=refined,
        normals=normals,
        weights=np.ascontiguousarray(weights, dtype=np.float32),
        base_color=np.clip(refined.interpolate(base_colors(replace(mesh, colors=state.colors))), 0.0, 1.0),
        color_strengths=_scaled(strengths, names, color_mix),
        height_strengths=_scaled(strengths, names, height_mix),
        style=state,
        plain=_plain(state),
        held=None if state.held is None else refined.interpolate(state.held),
        placing=placing,
        roughness=tuple(roughness.get(name, 0.0) for name in names) if roughness else (),
    )


def _plain(state: StyleState) -> Mapping[Channel, float]:
    """What there is where no part is, by the channels that any part has besides colour and height."""
    material = state.settings.field.material
    if material is None or state.settings.start is Start.GREY:
        return {} if material is None else material.plain
    numbers = [number for number, part in enumerate(state.parts) if part.found]
    present = {channel for number in numbers for channel in state.build_field(number).channels}
    return {channel: channel.plain for channel in MATERIAL if channel in present}


def _scaled(strengths: np.ndarray, names: list[str], mix: Mapping[str, float] | None) -> tuple[float, ...]:
    return tuple(float(s) * (mix or {}).get(name, 1.0) for s, name in zip(strengths, names, strict=True))

"""How much of each part's look is shown, 0..1, after the fact: mixes the stored parts again without a run.

The mesh keeps the colours before the result and one colour attribute per part, alpha = weight times strength. What is
shown, `names.COLOR_ATTRIBUTE`, is computed from them whenever a mix changes, so that materials, exporters and the solid
viewport need to know one plain attribute only:

    shown = before + sum over parts of mix * alpha * (part's colour - before), clipped to 0..1

which with all mixes at 1 is the engine's own sum. Faces without any share of a part show the artist's materials.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.vocabulary import FloatArray
from ...engine.vocabulary.channels import COLOR, EVERY_ROW, clipped, mixed_over
from ..names import BASE_COLOR_ATTRIBUTE, COLOR_ATTRIBUTE, part_color_name, part_data_name
from ..textures.baked_material import hide_baked_material
from .appearance_materials import mix_part_materials
from .color_attributes import read_color, write_color
from .dial_values import read_mix, read_muted, read_roughness, shown_mix, write_mix, write_muted, write_roughness
from .materials import show_result_on_faces
from .record import read_record

_PAINTED = 1e-4
"""A shown colour this far from the mixed one was painted by the artist, and stays."""


@dataclass(frozen=True, eq=False)
class PartLayer:
    """One part as it is stored on the mesh.

    Args:
        name: the part.
        color: (V, 3) scene-linear RGB.
        alpha: (V,) weight times strength.
    """

    name: str
    color: FloatArray
    alpha: FloatArray

    def at(self, vertices: NDArray[np.bool_]) -> PartLayer:
        """The part at some vertices only."""
        return PartLayer(self.name, self.color[vertices], self.alpha[vertices])


def mixed_color(base: FloatArray, layers: Sequence[PartLayer], mix: Mapping[str, float]) -> FloatArray:
    """The shown colours.

    Args:
        base: (V, 3) scene-linear RGB before the result.
        layers: the parts.
        mix: 0..1 by part name; 1 for parts that are not in it.

    Returns:
        (V, 3) float32 in 0..1. Written in the engine's order of operations, so that at 1 no bit differs.
    """
    shares = [(layer, mix.get(layer.name, 1.0)) for layer in layers]
    parts = [(EVERY_ROW, layer.alpha * np.float32(share), layer.color) for layer, share in shares if share > 0.0]
    return clipped(COLOR, mixed_over(base, parts))


def shown_share(layers: Sequence[PartLayer], mix: Mapping[str, float], count: int) -> NDArray[np.bool_]:
    """(V,) whether a vertex shows anything of a part."""
    shown = np.zeros(count, dtype=bool)
    for layer in layers:
        if mix.get(layer.name, 1.0) > 0.0:
            shown |= layer.alpha > 0.0
    return shown


def part_names(mesh: bpy.types.Mesh) -> tuple[str, ...]:
    """Names of the found parts of a mesh's result, in its order."""
    record = read_record(mesh)
    return tuple(part.name for part in record.report.parts if part.found) if record is not None else ()


def change_mix(mesh: bpy.types.Mesh, changes: Mapping[str, float]) -> None:
    """Shows more or less of some parts' colours; the other parts and what the artist painted over stay.

    Fast enough for a slider. Does nothing while the mesh is in Edit Mode or cannot be changed: it would be lost.

    Args:
        mesh: with a result.
        changes: 0..1 by part name.
    """
    mix = read_mix(mesh)
    after = mix | {name: min(max(float(value), 0.0), 1.0) for name, value in changes.items()}
    if can_be_dialled(mesh) and after != mix:
        before = shown_mix(mesh)
        write_mix(mesh, after)
        _show(mesh, before)


def change_roughness(mesh: bpy.types.Mesh, changes: Mapping[str, float]) -> None:
    """Makes some parts smoother or rougher than they came; as `change_mix`.

    Args:
        mesh: with a result.
        changes: -1..1 by part name, see `channels.rougher`.
    """
    before = read_roughness(mesh)
    after = before | {name: min(max(float(value), -1.0), 1.0) for name, value in changes.items()}
    if can_be_dialled(mesh) and after != before:
        write_roughness(mesh, after)
        _show(mesh, shown_mix(mesh))


def mute_parts(obj: bpy.types.Object, names: Collection[str]) -> None:
    """Lets these parts show nothing, neither shape nor colour, and all others what is dialled; as `change_mix`."""
    mesh = obj.data
    if not can_be_dialled(mesh) or read_muted(mesh) == set(names):
        return
    before, changed = shown_mix(mesh), read_muted(mesh) ^ set(names)
    write_muted(mesh, names)
    keys = mesh.shape_keys.key_blocks if mesh.shape_keys is not None else {}
    for name in changed:
        key = keys.get(part_data_name(name))
        if key is not None:
            key.mute = name in names
    _show(mesh, before)


def can_be_dialled(mesh: bpy.types.Mesh) -> bool:
    """Whether what is dialled would stay: not in Edit Mode, and not in another file."""
    return not mesh.is_editmode and mesh.is_editable and mesh.library is None


def _show(mesh: bpy.types.Mesh, before: Mapping[str, float]) -> None:
    """Mixes colours and materials again; textures, which have them as they were, give way to the vertices' own."""
    hide_baked_material(mesh)
    layers, after = list(read_layers(mesh)), shown_mix(mesh)
    if after != before:
        _mix_again(mesh, layers, before, after)
    mix_part_materials(mesh, {layer.name: layer.alpha for layer in layers}, after)
    mesh.update()


def mix_again(mesh: bpy.types.Mesh) -> None:
    """Mixes the colours from the parts as they are stored, and takes back what was painted over the mixed colour."""
    layers = list(read_layers(mesh))
    base = read_color(mesh, BASE_COLOR_ATTRIBUTE)
    if base is None or not layers:
        return
    mix = shown_mix(mesh)
    write_color(mesh, COLOR_ATTRIBUTE, mixed_color(base[:, :3], layers, mix))
    mix_part_materials(mesh, {layer.name: layer.alpha for layer in layers}, mix)
    show_result_on_faces(mesh, shown_share(layers, mix, len(mesh.vertices)))
    mesh.update()


def read_layers(mesh: bpy.types.Mesh) -> Iterator[PartLayer]:
    """The parts of a mesh's result, in its order; those whose attribute is gone are left out."""
    for name in part_names(mesh):
        rgba = read_color(mesh, part_color_name(name))
        if rgba is not None:
            yield PartLayer(name, rgba[:, :3], rgba[:, 3])


def refresh_parts(mesh: bpy.types.Mesh, names: Collection[str], former: Sequence[PartLayer]) -> None:
    """Mixes the colours again where some parts were stored anew.

    What was painted over the mixed colour there goes; all other vertices keep their bits.

    Args:
        mesh: with the new parts and mixes.
        names: those parts.
        former: the parts that showed anything until now, as they were.
    """
    layers, mix, count = list(read_layers(mesh)), shown_mix(mesh), len(mesh.vertices)
    touched = np.zeros(count, dtype=bool)
    for layer in (*former, *layers):
        if layer.name in names:
            touched |= layer.alpha > 0.0
    base, shown = read_color(mesh, BASE_COLOR_ATTRIBUTE), read_color(mesh, COLOR_ATTRIBUTE)
    if base is None or shown is None:
        return
    shown[touched, :3] = mixed_color(base[touched, :3], [layer.at(touched) for layer in layers], mix)
    write_color(mesh, COLOR_ATTRIBUTE, shown[:, :3], alpha=shown[:, 3])
    show_result_on_faces(mesh, shown_share(layers, mix, count), before=shown_share(former, {}, count))
    mesh.update()


def _mix_again(
    mesh: bpy.types.Mesh, layers: Sequence[PartLayer], before: Mapping[str, float], after: Mapping[str, float]
) -> None:
    base, shown = read_color(mesh, BASE_COLOR_ATTRIBUTE), read_color(mesh, COLOR_ATTRIBUTE)
    if base is None or shown is None:
        return
    count = len(mesh.vertices)
    touched = np.zeros(count, dtype=bool)
    for layer in layers:
        if before.get(layer.name, 1.0) != after.get(layer.name, 1.0):
            touched |= layer.alpha > 0.0
    here = [layer.at(touched) for layer in layers]
    old = mixed_color(base[touched, :3], here, before)
    painted = np.zeros(count, dtype=bool)
    painted[touched] = np.abs(shown[touched, :3] - old).max(axis=1) > _PAINTED
    new = mixed_color(base[touched, :3], here, after)
    shown[touched, :3] = np.where(painted[touched, None], shown[touched, :3], new)
    write_color(mesh, COLOR_ATTRIBUTE, shown[:, :3], alpha=shown[:, 3])
    share_before, share_after = shown_share(layers, before, count), shown_share(layers, after, count)
    if not np.array_equal(share_before, share_after):  # only where a part comes or goes altogether
        show_result_on_faces(mesh, share_after | painted, before=share_before | painted)
    mesh.update()

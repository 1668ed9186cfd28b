"""Makes one object of several, with all that they carry: rigs, motion, shape keys, properties, attached objects.

Joining in Blender keeps what one of the objects carries. Here, a piece that moves otherwise than the rest stays behind
as an object without faces that keeps its animation, constraints, parents and children, and its vertices are hooked to
it. What cannot be carried over is refused by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import bpy
from mathutils import Matrix

from ..reading.joined_names import mark_objects, store_names
from ..reading.validation import ObjectError
from .motion import KeptAnimation, Motion, animated_paths, motion_of

MOST_FACES = 50_000_000
"""Of a joined object. A small file can name one large piece again and again."""
_ARMATURE = "ARMATURE"
_EXACT = 1e-6
_RIG_SETTINGS = (
    "use_vertex_groups",
    "use_bone_envelopes",
    "use_deform_preserve_volume",
    "use_multi_modifier",
    "vertex_group",
    "invert_vertex_group",
    "show_viewport",
    "show_render",
)


@dataclass(frozen=True)
class _Rig:
    """An armature modifier.

    Args:
        name: of the modifier.
        armature: name of the armature object.
        settings: its other settings.
    """

    name: str
    armature: str
    settings: tuple[tuple[str, bool | str], ...]

    @classmethod
    def of(cls, modifier: bpy.types.ArmatureModifier) -> _Rig:
        settings = tuple((name, getattr(modifier, name)) for name in _RIG_SETTINGS)
        return cls(modifier.name, "" if modifier.object is None else modifier.object.name, settings)

    def put_on(self, obj: bpy.types.Object) -> None:
        modifier = obj.modifiers.new(self.name, _ARMATURE)
        modifier.object = bpy.data.objects.get(self.armature)
        for name, value in self.settings:
            setattr(modifier, name, value)


@dataclass(frozen=True, eq=False)
class _Piece:
    """An object that is to be joined.

    Args:
        obj: the object.
        world: where it is.
        motion: what moves it.
        keys: its animated shape keys and their key frames.
    """

    obj: bpy.types.Object
    world: Matrix
    motion: Motion
    keys: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]

    @classmethod
    def of(cls, obj: bpy.types.Object) -> _Piece:
        shapes = obj.data.shape_keys
        keys = tuple(sorted(animated_paths(shapes))) if shapes is not None else ()
        return cls(obj, obj.matrix_world.copy(), motion_of(obj), keys)


def join_objects(objects: Sequence[bpy.types.Object]) -> bpy.types.Object:
    """One object out of several; the mesh remembers whose its faces were.

    It has the place, the frame and the parents of the first that carries most, and is the first itself where none
    carries anything.

    Raises:
        ObjectError: a piece carries what one object cannot have; the message names it.
    """
    if len(objects) == 1:
        return objects[0]
    faces = sum(len(obj.data.polygons) for obj in objects)
    if faces > MOST_FACES:
        raise ObjectError(
            f"The {len(objects):,} pieces of this file have {faces:,} faces together, more than one object can have "
            f'here ({MOST_FACES:,}). Take one of them, for example with --object "{objects[0].name}".'
        )
    for obj in objects:
        if obj.data.users > 1:
            obj.data = obj.data.copy()
    bpy.context.view_layer.update()
    pieces = [_Piece.of(obj) for obj in objects]
    _check(pieces)
    names = mark_objects(objects)
    leader = _leader(pieces)
    follows = () if leader is None else leader.motion
    hooked = [(piece, _marked(piece)) for piece in pieces if piece.motion != follows]
    rigs = _rigs(pieces)
    collections = {collection for obj in objects for collection in obj.users_collection}
    gone = [piece for piece in pieces if piece.motion == follows and piece is not leader]
    attached = [
        (child, piece) for piece in gone for child in piece.obj.children if child not in [one.obj for one in gone]
    ]
    moving = next((piece for piece in pieces if piece.keys), None)
    animation = None if moving is None or moving is leader else KeptAnimation.of(moving.obj.data.shape_keys)
    base = _standing(pieces[0]) if leader is None else leader.obj
    _free(base, [piece.obj for piece in gone])
    merged = [*(piece.obj for piece in gone), *(_left_behind(piece) for piece, _ in hooked)]
    own, of_meshes = [_properties(obj) for obj in merged], [_properties(obj.data) for obj in merged]
    _join(base, merged)
    store_names(base.data, names)
    _keep_properties(base, own)
    _keep_properties(base.data, of_meshes)
    for collection in collections - set(base.users_collection):
        collection.objects.link(base)
    bpy.context.view_layer.update()
    for child, piece in attached:
        if child != base:
            _attach(child, base, piece)
    base.modifiers.clear()  # all are rigs, and are put on again behind the hooks
    for piece, group in hooked:
        _hook(base, piece, group)
    for rig in rigs:
        rig.put_on(base)
    if animation is not None:
        animation.put_on(base.data.shape_keys)
    return base


def _check(pieces: Sequence[_Piece]) -> None:
    """Raises where one object cannot have what the pieces carry."""
    for piece in pieces:
        kinds = [modifier for modifier in piece.obj.modifiers if modifier.type != _ARMATURE]
        if kinds:
            raise ObjectError(
                f'"{piece.obj.name}" has a modifier "{kinds[0].name}", which would change the other pieces too when '
                f'all are joined to one object. Apply it, or take one object with --object "{piece.obj.name}".'
            )
    animated = [piece for piece in pieces if piece.keys]
    other = next((piece for piece in animated[1:] if piece.keys != animated[0].keys), None)
    if other is not None:
        raise ObjectError(
            f'The shape keys of "{animated[0].obj.name}" and "{other.obj.name}" are animated differently, which one '
            f'object cannot be. Take one of them with --object "{other.obj.name}".'
        )


def _leader(pieces: Sequence[_Piece]) -> _Piece | None:
    """The piece that the others are joined to; None where all move and not all alike."""
    together = all(piece.motion == pieces[0].motion for piece in pieces)
    fit = [piece for piece in pieces if together or not piece.motion]

    def carries(piece: _Piece) -> tuple[bool, bool, int]:
        moves_all = piece.obj.name in [mover for mover, _ in piece.motion]
        return moves_all, bool(piece.keys), len(piece.obj.modifiers)

    return max(fit, key=carries, default=None)


def _standing(piece: _Piece) -> bpy.types.Object:
    """A new object without faces, where a piece is, that nothing moves."""
    base = bpy.data.objects.new(piece.obj.name, bpy.data.meshes.new(piece.obj.data.name))
    piece.obj.users_collection[0].objects.link(base)
    base.matrix_world = piece.world
    bpy.context.view_layer.update()
    return base


def _free(base: bpy.types.Object, gone: Sequence[bpy.types.Object]) -> None:
    """Takes an object off parents that will be gone, and gives it to theirs; it stays where it is."""
    parent = base.parent
    while parent in gone:
        parent = parent.parent
    if parent == base.parent:
        return
    world = base.matrix_world.copy()
    base.parent = parent
    base.matrix_world = world
    bpy.context.view_layer.update()
    rest = base.matrix_world.inverted_safe() @ world  # shear, which an object without parents cannot have
    if max(abs(value) for row in rest - Matrix.Identity(4) for value in row) > _EXACT:
        base.data.transform(rest, shape_keys=True)


def _marked(piece: _Piece) -> str:
    """The name of a new vertex group with all vertices of a piece; no bone and no other group has it."""
    taken = {bone.name for obj in bpy.data.objects if obj.type == _ARMATURE for bone in obj.data.bones}
    taken |= {group.name for obj in bpy.data.objects if obj.type == "MESH" for group in obj.vertex_groups}
    name = piece.obj.name
    while name in taken:
        name = f"{name}."
    group = piece.obj.vertex_groups.new(name=name)
    group.add(range(len(piece.obj.data.vertices)), 1.0, "REPLACE")
    return str(group.name)


def _left_behind(piece: _Piece) -> bpy.types.Object:
    """Takes the mesh off a piece and gives it to a copy in the same place, which can be joined."""
    mesh = piece.obj.data
    copy = piece.obj.copy()
    piece.obj.users_collection[0].objects.link(copy)
    for name in list(copy.keys()):
        del copy[name]  # they stay with the piece
    piece.obj.modifiers.clear()
    piece.obj.data = bpy.data.meshes.new(mesh.name)
    return copy


def _join(base: bpy.types.Object, others: Sequence[bpy.types.Object]) -> None:
    bpy.context.view_layer.update()
    everything = [base, *others]
    override = {
        "object": base,
        "active_object": base,
        "selected_objects": everything,
        "selected_editable_objects": everything,
    }
    with bpy.context.temp_override(**override):
        bpy.ops.object.join()


def _properties(owner: bpy.types.ID) -> tuple[str, dict[str, object]]:
    return owner.name, {name: owner[name] for name in owner.keys() if not hasattr(owner[name], "bl_rna")}  # noqa: SIM118


def _keep_properties(owner: bpy.types.ID, others: Sequence[tuple[str, dict[str, object]]]) -> None:
    """Custom properties of the other pieces; one whose name is taken by another value is called after its piece."""
    for whose, properties in others:
        for name, value in properties.items():
            if name in owner and owner[name] != value:
                owner[f"{whose}: {name}"[:63]] = value
            elif name not in owner:
                owner[name] = value


def _attach(child: bpy.types.Object, base: bpy.types.Object, piece: _Piece) -> None:
    """Gives what was parented to a piece to the joined object; it stays where it is."""
    if child == base or child.name not in bpy.data.objects:
        return
    inverse = base.matrix_world.inverted_safe() @ piece.world @ child.matrix_parent_inverse
    child.parent = base
    child.parent_type = "OBJECT"
    child.matrix_parent_inverse = inverse


def _hook(base: bpy.types.Object, piece: _Piece, group: str) -> None:
    """Lets the vertices of a piece that was left behind follow it."""
    hook = base.modifiers.new(piece.obj.name, "HOOK")
    hook.object = piece.obj
    hook.vertex_group = group
    hook.falloff_type = "NONE"
    hook.matrix_inverse = piece.world.inverted_safe() @ base.matrix_world


def _rigs(pieces: Sequence[_Piece]) -> list[_Rig]:
    """The armature modifiers of all pieces, equal ones once; where there are several, each only for its pieces."""
    found = [(piece, modifier) for piece in pieces for modifier in piece.obj.modifiers]
    if len({modifier.object for _, modifier in found}) > 1:
        for piece, modifier in found:
            if not modifier.vertex_group:
                modifier.vertex_group = _marked(piece)
    return list(dict.fromkeys(_Rig.of(modifier) for _, modifier in found))

"""Remembers an object over undo and file loading, which invalidate every reference to Blender data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import bpy
import numpy as np

from .validation import ObjectError, check_writable


class ObjectChangedError(ObjectError):
    """The object is gone, or its vertices and faces are no longer those that were exported."""


@dataclass(frozen=True)
class Topology:
    """What must stay the same for per-vertex results to fit: counts, and a checksum of which face uses which vertex."""

    vertices: int
    faces: int
    checksum: str

    @classmethod
    def of(cls, mesh: bpy.types.Mesh) -> Topology:
        """Reads the topology of a mesh; positions do not matter."""
        corners = np.empty(len(mesh.loops), dtype=np.int32)
        mesh.loops.foreach_get("vertex_index", corners)
        sizes = np.empty(len(mesh.polygons), dtype=np.int32)
        mesh.polygons.foreach_get("loop_total", sizes)
        digest = hashlib.sha256(corners.tobytes() + b"|" + sizes.tobytes()).hexdigest()
        return cls(vertices=len(mesh.vertices), faces=len(mesh.polygons), checksum=digest)


@dataclass(frozen=True)
class ObjectHandle:
    """Finds an object again.

    The session id survives undo, renaming and moving to another scene; it ends with the object and with the file, and
    is never given to another object, so that a new object of the same name is not mistaken for the old one.

    Args:
        name: the name at export, for messages.
        session_uid: Blender's number of the object in this session.
        topology: of its mesh at export.
    """

    name: str
    session_uid: int
    topology: Topology

    @classmethod
    def of(cls, obj: bpy.types.Object) -> ObjectHandle:
        """Takes a handle of a mesh object."""
        return cls(name=obj.name, session_uid=obj.session_uid, topology=Topology.of(obj.data))

    def find(self, *, allow_shared: bool = False) -> bpy.types.Object:
        """The object, checked to be writable and of the same topology.

        Raises:
            ObjectChangedError: it was deleted, its file was closed, or its topology changed.
            ObjectBusyError, ObjectError: it cannot be written to now, see `check_writable`.
        """
        obj = next((o for o in bpy.data.objects if o.session_uid == self.session_uid), None)
        if obj is None:
            raise ObjectChangedError(f'The object "{self.name}" is no longer in the file.')
        check_writable(obj, allow_shared=allow_shared)
        now = Topology.of(obj.data)
        if now != self.topology:
            raise ObjectChangedError(
                f'The mesh of "{obj.name}" was edited meanwhile (then {self.topology.vertices} vertices and '
                f"{self.topology.faces} faces, now {now.vertices} and {now.faces})."
                if (now.vertices, now.faces) != (self.topology.vertices, self.topology.faces)
                else f'The faces of "{obj.name}" were rebuilt meanwhile.'
            )
        return obj

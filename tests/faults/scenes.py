"""Small .blend files with what stands in a command's way; Blender is imported only when one is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from .case import Maker
from .plain_files import CORNERS, TRIANGLES

Build = Callable[[Any], object]
"""Changes the scene; is given the cube, the scene's only object."""


def scene(build: Build | None = None, name: str = "scene.blend") -> Maker:
    """A file with a cube called "Vase", which `build` has changed; it is the active object."""

    def make(folder: Path) -> None:
        import bpy

        bpy.ops.wm.read_factory_settings(use_empty=True)
        obj = add_cube("Vase")
        if build is not None:
            build(obj)
        _save(folder / name)

    return make


def add_cube(name: str, faces: Any = TRIANGLES) -> Any:
    """A cube in the open scene, active."""
    import bpy

    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(CORNERS, [], faces)
    obj = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(obj)
    bpy.context.view_layer.objects.active = obj
    bpy.context.view_layer.update()
    return obj


def several(obj: Any) -> None:
    """Two more meshes, none active."""
    import bpy

    for name in ("Lid", "Box"):
        add_cube(name)
    bpy.context.view_layer.objects.active = None


def camera_instead(obj: Any) -> None:
    """No mesh, but a camera."""
    import bpy

    bpy.data.objects.remove(obj)
    camera = bpy.data.objects.new("Eye", bpy.data.cameras.new("Eye"))
    bpy.context.scene.collection.objects.link(camera)


def camera_besides(obj: Any) -> None:
    """A camera beside the mesh."""
    import bpy

    camera = bpy.data.objects.new("Eye", bpy.data.cameras.new("Eye"))
    bpy.context.scene.collection.objects.link(camera)


def without_faces(obj: Any) -> None:
    """Vertices alone."""
    obj.data.clear_geometry()
    obj.data.vertices.add(8)


def coordinates(value: float) -> Build:
    """One coordinate of one vertex has this value."""

    def build(obj: Any) -> None:
        obj.data.vertices[3].co.x = value

    return build


def in_one_point(obj: Any) -> None:
    """All vertices at one place."""
    for vertex in obj.data.vertices:
        vertex.co = (1.0, 2.0, 3.0)


def on_one_line(obj: Any) -> None:
    """All vertices on a line, so that no face has an area."""
    for number, vertex in enumerate(obj.data.vertices):
        vertex.co = (number / 7.0, number / 3.5, 0.0)


def absolute_keys(obj: Any) -> None:
    """Shape keys that follow each other in time."""
    obj.shape_key_add(name="Basis", from_mix=False)
    obj.shape_key_add(name="Later", from_mix=False)
    obj.data.shape_keys.use_relative = False


def shared(obj: Any) -> None:
    """Another object has the same mesh."""
    import bpy

    bpy.context.scene.collection.objects.link(bpy.data.objects.new("Twin", obj.data))


def animated_neighbours(obj: Any) -> None:
    """A hidden cube with a driver, and an animated one: none of the command's business."""
    hidden, moving = add_cube("Hidden"), add_cube("Moving")
    hidden.hide_set(True)
    driver = hidden.driver_add("location", 0).driver
    driver.expression = "frame / 10"
    moving.keyframe_insert("location", frame=1)
    moving.location.x = 5.0
    moving.keyframe_insert("location", frame=20)
    _activate(obj)


def with_scripts(obj: Any) -> None:
    """A text that runs itself when the file is opened, and a driver that calls Python; both would make a file."""
    import bpy

    script = bpy.data.texts.new("run.py")
    script.write("open('executed.txt', 'w').close()\n")
    script.use_module = True
    driver = obj.driver_add("location", 0).driver
    driver.expression = "open('executed.txt', 'w').close() or 1"


def linked(folder: Path, *, overridden: bool = False) -> None:
    """A file whose object is linked from another one beside it, and there overridden."""
    import bpy

    bpy.ops.wm.read_factory_settings(use_empty=True)
    obj = add_cube("Vase")
    collection = bpy.data.collections.new("Things")
    bpy.context.scene.collection.children.link(collection)
    collection.objects.link(obj)
    _save(folder / "library.blend")
    bpy.ops.wm.read_factory_settings(use_empty=True)
    with bpy.data.libraries.load(str(folder / "library.blend"), link=True) as (_, into):
        into.collections = ["Things"]
    collection = into.collections[0]
    bpy.context.scene.collection.children.link(collection)
    bpy.context.view_layer.update()
    if overridden:
        collection.override_hierarchy_create(bpy.context.scene, bpy.context.view_layer, do_fully_editable=True)
        bpy.context.scene.collection.children.unlink(collection)
        bpy.context.view_layer.update()
    _activate(next(obj for obj in bpy.context.view_layer.objects if obj.type == "MESH"))
    _save(folder / "scene.blend")


def overridden(folder: Path) -> None:
    """See `linked`."""
    linked(folder, overridden=True)


def cut_short(name: str, share: float = 0.5) -> Maker:
    """Removes the end of a file."""

    def make(folder: Path) -> None:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: int(len(content) * share)])

    return make


def _activate(obj: Any) -> None:
    import bpy

    bpy.context.view_layer.objects.active = obj


def _save(path: Path) -> None:
    import bpy

    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    bpy.ops.wm.read_factory_settings(use_empty=True)

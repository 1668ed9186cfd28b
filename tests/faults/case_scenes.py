"""Faults of .blend files: what stands in the way in a scene, and what must be left alone."""

from __future__ import annotations

from . import scenes
from .case import RUN, SHORT, Case, Maker, both, data, text
from .scenes import scene

NAMES_OBJECT = "names the object and what to do"
NAMES_FILE = "names the file"
OBJECTS = "names the objects there are"
BLEND = ("--input", "scene.blend")
STYLE = ("--prompt", "gold", "--output", "out.blend", *SHORT)


def _refused(
    name: str, does: str, files: Maker, *says: str, kind: str = NAMES_OBJECT, more: tuple[str, ...] = ()
) -> Case:
    return Case(f"blend-{name}", does, (*BLEND, *RUN, *more), "MESH", kind, says, files)


CASES = (
    Case(
        "blend-empty",
        "a .blend file of no bytes",
        (*BLEND, *RUN),
        "INPUT_FILE",
        NAMES_FILE,
        ("is empty",),
        data("scene.blend", b""),
    ),
    Case(
        "blend-text",
        "a letter called scene.blend",
        (*BLEND, *RUN),
        "INPUT_FILE",
        NAMES_FILE,
        ("no Blender file",),
        text("scene.blend", "Dear all,\n"),
    ),
    Case(
        "blend-short",
        "a .blend file cut in the middle",
        (*BLEND, *RUN),
        "INPUT_FILE",
        NAMES_FILE,
        (r"scene\.blend",),
        both(scene(), scenes.cut_short("scene.blend")),
    ),
    Case(
        "blend-head",
        "the first 20 bytes of a .blend file",
        (*BLEND, *RUN),
        "INPUT_FILE",
        NAMES_FILE,
        (r"scene\.blend",),
        both(scene(), scenes.cut_short("scene.blend", 0.0001)),
    ),
    _refused("no-mesh", "a scene with a camera alone", scene(scenes.camera_instead), "no mesh"),
    _refused("several", "three meshes, none active", scene(scenes.several), "--object", "Lid", kind=OBJECTS),
    _refused(
        "absent", "an object that is not there", scene(), '"Urn"', '"Vase"', kind=OBJECTS, more=("--object", "Urn")
    ),
    _refused(
        "camera", "an object that is a camera", scene(scenes.camera_besides), '"Eye"', "mesh", more=("--object", "Eye")
    ),
    _refused("faceless", "a mesh without faces", scene(scenes.without_faces), '"Vase" has no faces'),
    _refused(
        "nan",
        "a vertex at nan",
        scene(scenes.coordinates(float("nan"))),
        "1 of the 8 vertices",
        "NaN",
        kind="how many vertices are no numbers",
    ),
    _refused(
        "far",
        "a vertex at 1e30",
        scene(scenes.coordinates(1e30)),
        "1 of the 8 vertices",
        kind="how many vertices are no numbers",
    ),
    _refused("point", "all vertices in one point", scene(scenes.in_one_point), "one point"),
    _refused("line", "all vertices on one line", scene(scenes.on_one_line), '"Vase" lie on one line'),
    _refused("absolute", "absolute shape keys", scene(scenes.absolute_keys), "absolute shape keys", "Relative"),
    _refused("shared", "a mesh that another object has as well", scene(scenes.shared), '"Twin"'),
    _refused("linked", "an object linked from another file", scenes.linked, "linked from another file"),
    _refused("overridden", "a library override", scenes.overridden, "override"),
    Case(
        "blend-up",
        "--up for a .blend file",
        (*BLEND, *RUN, "--up", "z"),
        "INPUT_FILE",
        "says to leave it out",
        ("--up",),
        scene(),
    ),
    Case(
        "blend-shared-copied",
        "a shared mesh, with --make-single-user",
        (*BLEND, *STYLE, "--make-single-user"),
        "OK",
        "done",
        (),
        scene(scenes.shared),
        ("out.blend",),
    ),
    Case(
        "blend-neighbours",
        "hidden, driven and animated neighbours",
        (*BLEND, *STYLE),
        "OK",
        "done",
        (),
        scene(scenes.animated_neighbours),
        ("out.blend",),
    ),
    Case(
        "blend-scripts",
        "a file whose text and driver run Python",
        (*BLEND, *STYLE),
        "OK",
        "done; nothing is run",
        (),
        scene(scenes.with_scripts),
        ("out.blend",),
        own_process=True,
    ),
    Case(
        "blend-itself",
        "a .blend file saved over itself",
        (*BLEND, "--prompt", "gold", "--output", "scene.blend", *SHORT),
        "OK",
        "done",
        (),
        scene(),
        ("scene.blend",),
    ),
)
"""Scenes."""

"""Works that are ended at random moments: what is done again and again, and how to tell that what is there is whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..case import QUICK

MODEL, VASE, STATE = "model", "vase.blend", "kept.safetensors"
GIVEN = frozenset({MODEL, VASE, STATE, "address.txt"})
"""What lies in the folder before the work begins."""

CONTENT = hashlib.shake_128(b"kills").digest(3_000_000)
"""What is downloaded."""

_MASKS = ("--mask", "lid=vertex_group:lid", "--mask", "box=vertex_group:box")
_RUN = ("--input", VASE, "--prompt", "gold lid, wood box", *_MASKS, "--model", MODEL, "--settings", QUICK)
_QUEUE = ("first", "second", "third")


@dataclass(frozen=True)
class Work:
    """Something that is ended.

    Args:
        do: does it once in a folder; the number makes each time a little different.
        check: what of the files that are there is not whole, a line each.
        files: patterns of the names that may be there.
        seconds: a moment is drawn from so many, after it was done once.
    """

    do: Callable[[Path, int], None]
    check: Callable[[Path], Iterator[str]]
    files: tuple[str, ...]
    seconds: float


def prepare(folder: Path) -> None:
    """Puts what the works need into an empty folder."""
    import shutil

    from ..model_files import untrained
    from ..results import contents

    for name in (VASE, STATE):
        (folder / name).write_bytes(contents()[name])
    shutil.copytree(untrained(), folder / MODEL)


def _command(folder: Path, *arguments: str) -> None:
    import contextlib

    from styleglip_addon.batch import main

    with contextlib.chdir(folder):
        code = main(list(arguments))
    if code != 0:
        raise RuntimeError(f"the command ended with {code}")


def _do_run(folder: Path, number: int) -> None:
    _command(folder, *_RUN, "--output", "out.blend", "--report", "run.json", "--seed", str(number))


def _check_run(folder: Path) -> Iterator[str]:
    yield from _check_blend(folder / "out.blend")
    if (folder / "run.json").exists():
        try:
            json.loads((folder / "run.json").read_text(encoding="utf-8"))
        except ValueError as error:
            yield f"run.json is not whole: {error}"


def _do_save(folder: Path, number: int) -> None:
    """Saves a result's scene and its state, without the run before."""
    import bpy

    from styleglip_addon.blender.files.outputs import save_output
    from styleglip_addon.engine.optimisation.state import StyleState

    if not bpy.data.filepath:
        _command(folder, "--from-state", STATE, "--input", VASE, "--output", "first.blend")
        (folder / "first.blend").unlink()
    bpy.context.scene["number"] = number
    save_output(folder / "out.blend")
    StyleState.from_bytes((folder / STATE).read_bytes()).save(folder / "out.safetensors")


def _check_save(folder: Path) -> Iterator[str]:
    from styleglip_addon.blender.files.rescue import RescueError, open_rescued

    yield from _check_blend(folder / "out.blend")
    if (folder / "out.safetensors").exists():
        try:
            open_rescued(folder / "out.safetensors")
        except RescueError as error:
            yield f"out.safetensors is not whole: {error}"


def _do_bake(folder: Path, number: int) -> None:
    size = str(128 + 64 * (number % 2))
    files = ("--bake-folder", "textures", "--bake-overwrite", "--output", "out.blend")
    _command(folder, "--from-state", STATE, "--input", VASE, "--bake", size, *files)


def _check_bake(folder: Path) -> Iterator[str]:
    import bpy

    yield from _check_blend(folder / "out.blend")
    for path in sorted((folder / "textures").glob("[!.]*")):
        image = bpy.data.images.load(str(path))
        is_read = len(image.pixels) > 0 and image.has_data  # it is read when its pixels are asked for
        if not is_read or image.size[0] not in (128, 192):
            yield f"{path.name} is not whole"
        bpy.data.images.remove(image)


def _do_download(folder: Path, number: int) -> None:
    from styleglip_addon.engine.models.catalogue.download import download
    from styleglip_addon.engine.models.catalogue.entry import ModelEntry, ModelFile, ModelKind
    from styleglip_addon.engine.models.catalogue.http_answers import TransferLimits

    url = (folder / "address.txt").read_text(encoding="utf-8")
    (folder / "test" / "weights.bin").unlink(missing_ok=True)
    file = ModelFile("weights.bin", url, len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    entry = ModelEntry("test", "Test Model", "For tests", ModelKind.GLIP, "MIT", "", "", (file,), "weights.bin")
    download(entry, folder, allow_network=True, limits=TransferLimits(timeout=10.0, local_http=True))


def _check_download(folder: Path) -> Iterator[str]:
    path = folder / "test" / "weights.bin"
    if path.exists() and path.read_bytes() != CONTENT:
        yield "weights.bin is not whole"


def _do_queue(folder: Path, number: int) -> None:
    """Runs one after another, those that are there left out, as a farm does that begins again."""
    if all((folder / f"{name}.blend").exists() for name in _QUEUE):
        for name in _QUEUE:
            (folder / f"{name}.blend").unlink()
    for seed, name in enumerate(_QUEUE):
        if not (folder / f"{name}.blend").exists():
            _command(folder, *_RUN, "--output", f"{name}.blend", "--seed", str(seed))


def _check_queue(folder: Path) -> Iterator[str]:
    for name in _QUEUE:
        yield from _check_blend(folder / f"{name}.blend")


def _check_blend(path: Path) -> Iterator[str]:
    import bpy

    from styleglip_addon.blender.files.packed_states import packed_state
    from styleglip_addon.blender.result.record import read_record
    from styleglip_addon.engine.optimisation.state import StyleState

    if not path.exists():
        return
    try:
        bpy.ops.wm.open_mainfile(filepath=str(path))
        mesh = bpy.data.objects["Vase"].data
        record = read_record(mesh)
        state = None if record is None else packed_state(mesh, record.id)
        if state is None:
            yield f"{path.name} has no result"
        else:
            StyleState.from_bytes(state)
    except Exception as error:  # whatever a half file leads to
        yield f"{path.name} is not whole: {error}"
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)


WORKS = {
    "run": Work(_do_run, _check_run, ("out.blend", "run.json"), 3.0),
    "save": Work(_do_save, _check_save, ("out.blend", "out.safetensors"), 0.5),
    "bake": Work(_do_bake, _check_bake, ("out.blend", "textures/*"), 2.0),
    "download": Work(
        _do_download,
        _check_download,
        tuple(f"test/{name}" for name in ("weights.bin", "weights.bin.*", "download.lock")),
        0.6,
    ),
    "queue": Work(_do_queue, _check_queue, tuple(f"{name}.blend" for name in _QUEUE), 4.0),
}

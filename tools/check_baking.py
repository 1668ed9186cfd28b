"""Bakes the demonstration's lamp and tells how long that takes and how like the dense copy its picture is.

    python tools/check_baking.py [--size 2048] [--state FILE] [--output FOLDER] [--cycles]

The lamp (or --input) is stylized with the embedded model, in about a minute; --state keeps the run in a file, or takes
it from there. Then its textures are baked for a new UV map, single-threaded unless --threads says otherwise, and the
object is drawn from several sides as Blender has it: the dense copy with its vertex colours, and the object itself
with its colour texture and normal map. Two dense copies are taken: the one the run was made on, which on a coarse mesh
holds less than the textures do, and one of twenty times as many vertices, which holds all of it. The PSNR is told over
the whole object and over the pixels that both cover entirely: the relief of a dense copy is real, so its outline is
another one, which no texture can follow. The exit code is 0 only where the bake took at most 20 s of processor time
and the latter PSNR against the finer copy is at least 35 dB. --output keeps textures and pictures; --cycles also
renders object and dense copy in Blender's Cycles.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import os
import time
from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d

from styleglip_addon.blender.files.scene_files import read_object
from styleglip_addon.blender.names import COLOR_ATTRIBUTE
from styleglip_addon.blender.reading.mesh_export import ExportedObject, export_object
from styleglip_addon.blender.result.color_attributes import read_color
from styleglip_addon.blender.result.write_back import write_result
from styleglip_addon.blender.textures.baking import BakeOptions, PreparedBake, prepare_bake, write_bake
from styleglip_addon.blender.textures.dense_copy import make_dense_copy
from styleglip_addon.blender.textures.uv_maps import UvChoice, triangle_loops
from styleglip_addon.engine import MachineSettings, StylizeResult, StylizeSettings, continue_run, parse_prompt, stylize
from styleglip_addon.engine.baking import BakedMaps, BakeMap, BakeSettings, bake_order
from styleglip_addon.engine.baking.frames import TangentFrames
from styleglip_addon.engine.optimisation.state import StyleState
from styleglip_addon.engine.rendering.cameras import covering_cameras
from styleglip_addon.engine.surface import UnitSphere, weld
from tools.textured_drawing import TexturedLook, VertexLook, draw

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS = 20.0
LEAST_PSNR = 35.0
_VIEWS = 6
_PICTURE = 512
_SAMPLES = 4
"""Per pixel and axis; renderers take as many, and with fewer the finest threads differ by chance."""


def main() -> int:
    """Runs the check; see the file's head."""
    options = _options()
    torch.set_num_threads(options.threads)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    obj = read_object(options.input)
    exported = export_object(obj)
    result = _result(exported, options)
    write_result(obj, exported, result, options.prompt)

    kinds = frozenset({BakeMap.COLOR, BakeMap.NORMAL, BakeMap.DISPLACEMENT})
    settings = BakeSettings(size=options.size, maps=kinds, threads=options.threads)
    started = time.monotonic()
    prepared = prepare_bake(obj, result.state, BakeOptions(settings, UvChoice.NEW))
    unwrapped = time.monotonic()
    busy = time.process_time()
    baked = bake_order(prepared.order)
    seconds, busy = time.monotonic() - unwrapped, time.process_time() - busy
    print(f"mesh: {len(exported.mesh.vertices)} vertices, {len(exported.mesh.faces)} triangles")
    print(f"unwrapping and checks: {unwrapped - started:.1f} s")
    steps = ", ".join(f"{name} {value:.1f} s" for name, value in baked.seconds.items())
    print(
        f"bake at {options.size} px, {options.threads} thread(s): {seconds:.1f} s ({steps}), "
        f"{busy:.1f} s of processor time"
    )
    print(f"texels on the surface: {baked.coverage.mean():.0%}; {' '.join(baked.warnings) or 'no warnings'}")
    psnr = _compare(obj, prepared, baked, 0, options.output)
    print(f"PSNR of the object with its textures against the run's dense copy, {_VIEWS} views: {psnr}")
    finer = _compare(obj, prepared, baked, 20 * result.settings.dense_vertices)
    print(f"the same against a copy of {20 * result.settings.dense_vertices} vertices: {finer}")
    if options.output is not None:
        _save_textures(baked, options.output)
    if options.cycles and options.output is not None:
        _render_in_cycles(obj, prepared, baked, options.output)
    passed = busy <= MOST_SECONDS and finer.surface >= LEAST_PSNR
    print(
        "passed"
        if passed
        else f"FAILED: at most {MOST_SECONDS:.0f} s of processor time and at least {LEAST_PSNR:.0f} dB are wanted"
    )
    return 0 if passed else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--input", type=Path, default=ROOT / "tests" / "assets" / "lamp.obj", help="mesh file")
    parser.add_argument("--prompt", default="pottery base, gold tube, linen shade")
    parser.add_argument("--size", type=int, default=2048, help="of the textures, pixels")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads of PyTorch")
    parser.add_argument("--state", type=Path, help="file of the run: read where it exists, else written")
    parser.add_argument("--output", type=Path, help="folder for textures and pictures")
    parser.add_argument("--cycles", action="store_true", help="render in Cycles too; needs --output")
    options = parser.parse_args()
    if options.output is not None:
        options.output.mkdir(parents=True, exist_ok=True)
    return options


def _result(exported: ExportedObject, options: argparse.Namespace) -> StylizeResult:
    """The styles: from the state's file, or from a run of the embedded model with its default settings."""
    parts = parse_prompt(options.prompt)
    if options.state is not None and options.state.exists():
        state = StyleState.load(options.state)
        return continue_run(exported.mesh, state)
    result = stylize(exported.mesh, parts, StylizeSettings(machine=MachineSettings(threads=options.threads)))
    if options.state is not None:
        result.state.save(options.state)
    return result


@dataclass(frozen=True)
class Likeness:
    """PSNR in dB over all pixels that show the object in either picture, and over those that both cover entirely."""

    object: float
    surface: float

    def __str__(self) -> str:
        return f"{self.object:.1f} dB, {self.surface:.1f} dB inside the outline"


def _compare(obj: Any, prepared: PreparedBake, baked: BakedMaps, vertices: int, output: Path | None = None) -> Likeness:
    """How like the textured object is to a dense copy."""
    dense = make_dense_copy(obj, prepared.order.state, vertices)
    sphere = UnitSphere.fit(prepared.exported.mesh.vertices, prepared.exported.mesh.faces)
    fine = _as_shown(dense)
    color = read_color(dense.data, COLOR_ATTRIBUTE)
    assert color is not None
    fine_look = VertexLook(color[:, :3][fine.faces], fine.normals)
    own = _as_shown(obj)
    frames = TangentFrames.of(own.vertices, own.faces, weld(own.vertices), prepared.uv.corners.corners, own.normals)
    look = TexturedLook(prepared.uv.corners, frames, baked.maps[BakeMap.COLOR], baked.maps[BakeMap.NORMAL])
    bpy.data.objects.remove(dense)

    cameras = covering_cameras(_VIEWS, prepared.exported.mesh.up, (0.0, -1.0, 0.0), 40.0)
    size = (_SAMPLES * _PICTURE, _SAMPLES * _PICTURE)
    errors: list[list[Tensor]] = [[], []]
    pictures: list[list[np.ndarray]] = [[], []]
    for number in range(len(cameras)):
        camera = cameras.select([number])
        before, before_mask = draw(sphere.apply(fine.vertices), fine.faces, fine_look, camera, size)
        after, after_mask = draw(sphere.apply(own.vertices), own.faces, look, camera, size)
        before, after = avg_pool2d(before, _SAMPLES), avg_pool2d(after, _SAMPLES)
        shown = avg_pool2d(torch.stack((before_mask | after_mask, before_mask & after_mask), dim=1).float(), _SAMPLES)
        error = (before - after).double().square().mean(dim=1)
        errors[0].append(error[shown[:, 0] > 0])
        errors[1].append(error[shown[:, 1] >= 1])
        for views, picture in zip(pictures, (before, after), strict=True):
            views.append(picture[0].numpy().transpose(1, 2, 0))
    if output is not None:
        for name, views in zip(("dense", "baked"), pictures, strict=True):
            _save_png(np.concatenate(views[:3], axis=1), output, name)
    decibels = [-10.0 * np.log10(max(float(torch.cat(own_errors).mean()), 1e-12)) for own_errors in errors]
    return Likeness(*(float(value) for value in decibels))


@dataclass(frozen=True, eq=False)
class _Shown:
    """An object's mesh with its shape keys: vertices (V, 3), triangles (F, 3), shading normals (F, 3, 3)."""

    vertices: np.ndarray
    faces: np.ndarray
    normals: np.ndarray


def _as_shown(obj: Any) -> _Shown:
    bpy.context.view_layer.update()
    mesh = obj.evaluated_get(bpy.context.evaluated_depsgraph_get()).data
    vertices = np.empty(len(mesh.vertices) * 3, dtype=np.float32)
    mesh.vertices.foreach_get("co", vertices)
    loops = np.empty(len(mesh.loops), dtype=np.int32)
    mesh.loops.foreach_get("vertex_index", loops)
    # The triangles of the unmoved mesh: a polygon that is bent by its keys might be cut along the other diagonal.
    faces = loops[triangle_loops(obj.data)].astype(np.int64)
    normals = np.empty(len(mesh.loops) * 3, dtype=np.float32)
    mesh.corner_normals.foreach_get("vector", normals)
    return _Shown(vertices.reshape(-1, 3), faces, normals.reshape(-1, 3)[triangle_loops(obj.data)])


def _save_textures(baked: BakedMaps, output: Path) -> None:
    for kind, texture in baked.maps.items():
        values = np.asarray(texture, dtype=np.float64)
        if kind is BakeMap.DISPLACEMENT:
            values = (values - values.min()) / max(float(np.ptp(values)), 1e-12) * 255.0
        pixels = np.broadcast_to(values[..., None] if values.ndim == 2 else values, (*values.shape[:2], 3))
        _save_png(pixels[::-1] / 255.0, output, f"texture {kind.value}")


def _save_png(pixels: np.ndarray, output: Path, name: str) -> None:
    """Saves (H, W, 3) sRGB in 0..1, row 0 on top."""
    height, width = pixels.shape[:2]
    image = bpy.data.images.new(name, width, height)
    rgba = np.ones((height, width, 4), dtype=np.float32)
    rgba[..., :3] = pixels[::-1]
    image.pixels.foreach_set(rgba.ravel())
    image.file_format = "PNG"
    image.filepath_raw = str(output / f"{name}.png")
    image.save()
    bpy.data.images.remove(image)


def _render_in_cycles(obj: Any, prepared: PreparedBake, baked: BakedMaps, output: Path) -> None:
    from tools.preview_render import render_object

    render_object(obj, output / "cycles vertices.png")
    dense = make_dense_copy(obj, prepared.order.state, 20 * prepared.order.state.settings.dense_vertices)
    render_object(dense, output / "cycles dense.png")
    bpy.data.objects.remove(dense)
    write_bake(prepared, baked)
    render_object(obj, output / "cycles baked.png")


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)  # the bpy module can hang while the interpreter shuts down

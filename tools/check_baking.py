"""Bakes the demonstration's lamp and tells how long that takes and how like the dense copy its picture is.

    python tools/check_baking.py [--size 2048] [--state FILE] [--output FOLDER] [--cycles]

The lamp (or --input) is stylized with the embedded model, in about a minute; --state keeps the run in a file, or takes
it from there. Then its textures are baked for a new UV map, single-threaded unless --threads says otherwise, and the
object is drawn twice from several sides: the dense copy with its vertex colours, and the object itself with its colour
texture. Exit code 0 only where the bake took at most 20 seconds of wall time and the pictures' PSNR over the object is
at least 30 dB. --output keeps the textures and the pictures; --cycles also renders both in Blender's Cycles.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import bpy
import numpy as np
import torch

from styleglip_addon.blender.baking import BakeOptions, PreparedBake, prepare_bake, write_bake
from styleglip_addon.blender.dense_copy import make_dense_copy
from styleglip_addon.blender.mesh_export import ExportedObject, export_object
from styleglip_addon.blender.scene_files import read_object
from styleglip_addon.blender.uv_maps import UvChoice
from styleglip_addon.blender.write_back import write_result
from styleglip_addon.engine import StylizeResult, StylizeSettings, parse_prompt, stylize
from styleglip_addon.engine.baking import BakedMaps, BakeMap, BakeSettings, bake_order, dense_result, styled_shape
from styleglip_addon.engine.baking.texture_sampling import textured_albedo
from styleglip_addon.engine.cameras import covering_cameras
from styleglip_addon.engine.rendering import TorchRenderer
from styleglip_addon.engine.state import StyleState

MOST_SECONDS = 20.0
LEAST_PSNR = 30.0
_VIEWS = 6
_PICTURE = 512


def main() -> int:
    """Runs the check; see the file's head."""
    options = _options()
    torch.set_num_threads(options.threads)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    obj = read_object(options.input)
    exported = export_object(obj)
    result = _result(exported, options)
    assert result.state is not None
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
        f"bake at {options.size} px, {options.threads} thread(s): {seconds:.1f} s, of the processor {busy:.1f} s ({steps})"
    )
    print(f"texels on the surface: {baked.coverage.mean():.0%}; {' '.join(baked.warnings) or 'no warnings'}")
    psnr = _compare(prepared, baked, result, 0, options.output)
    print(f"PSNR of the object with its texture against the run's dense copy: {psnr:.1f} dB over {_VIEWS} views")
    finer = _compare(prepared, baked, result, 20 * result.settings.dense_vertices, moved=False)
    print(f"colours alone, without relief, against a copy of 20 times as many vertices: {finer:.1f} dB")
    if options.output is not None:
        _save_textures(baked, options.output)
    if options.cycles and options.output is not None:
        _render_in_cycles(obj, prepared, baked, options.output)
    passed = seconds <= MOST_SECONDS and psnr >= LEAST_PSNR
    print("passed" if passed else f"FAILED: at most {MOST_SECONDS:.0f} s and at least {LEAST_PSNR:.0f} dB are wanted")
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
        return stylize(exported.mesh, [part.part for part in state.parts], state.settings, resume=state)
    result = stylize(exported.mesh, parts, StylizeSettings(threads=options.threads))
    if options.state is not None and result.state is not None:
        result.state.save(options.state)
    return result


def _compare(
    prepared: PreparedBake,
    baked: BakedMaps,
    result: StylizeResult,
    vertices: int,
    output: Path | None = None,
    moved: bool = True,
) -> float:
    """PSNR in dB against a dense copy of so many vertices, over the pixels where either picture shows surface."""
    mesh = prepared.exported.mesh
    shape = styled_shape(prepared.order.state, mesh)
    dense = dense_result(shape, vertices)
    sphere = prepared.order.state.sphere
    fine = torch.from_numpy(sphere.apply(dense.vertices + moved * dense.displacement).astype(np.float32))
    own = torch.from_numpy(sphere.apply(mesh.vertices + moved * result.displacement).astype(np.float32))
    faces = torch.from_numpy(mesh.faces)
    color: Any = baked.maps[BakeMap.COLOR]
    cameras = covering_cameras(_VIEWS, mesh.up, (0.0, -1.0, 0.0), 40.0)
    renderer, size = TorchRenderer(), (_PICTURE, _PICTURE)
    before = renderer.render(fine, torch.from_numpy(dense.faces), torch.from_numpy(dense.color), cameras, size)
    after = renderer.render(own, faces, textured_albedo(color, prepared.uv.corners, own, mesh.faces), cameras, size)
    shown = (before.mask | after.mask)[:, None].expand_as(before.image)
    error = float((before.image - after.image)[shown].double().square().mean())
    if output is not None:
        for name, picture in (("dense", before.image), ("baked", after.image)):
            _save_png(np.concatenate([view.numpy().transpose(1, 2, 0) for view in picture[:3]], axis=1), output, name)
    return float(-10.0 * np.log10(max(error, 1e-12)))


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
    # The bpy module can hang while the interpreter shuts down.
    import os

    os._exit(status)

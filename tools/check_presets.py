"""Runs every preset for some iterations on a mesh, and tells what a step costs in time and memory.

    python tools/check_presets.py [--meshes FOLDER] [--mesh lamp] [--iterations 20] [--preset NAME ...] [--real-size]
        [--device cpu] [--pictures FOLDER] [--report FILE]

By default the embedded model guides. With --real-size the guides are a GLIP-T and a CLIP ViT-B/32 with random weights:
the work and the memory of the real ones, without their taste. The exit code is 0 only when every preset took all its
steps and gave finite colours and displacements. A heavy check, not part of the tests: GLIP-T on a CPU takes seconds per
picture.
"""

from __future__ import annotations

import argparse
import json
import resource
import string
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from styleglip_addon.engine import Models, Preset, StylizeResult, StylizeSettings, load_models, parse_prompt, stylize
from styleglip_addon.engine.cameras import covering_cameras
from styleglip_addon.engine.loop_settings import Device
from styleglip_addon.engine.models.clip import CLIPEncoder
from styleglip_addon.engine.models.clip_tokenizer import END, START, CLIPWords
from styleglip_addon.engine.models.glip import GLIP, GLIPConfig
from styleglip_addon.engine.rendering import create_renderer
from styleglip_addon.engine.surface import prepare_surface
from styleglip_addon.engine.types import Mesh
from tools.labelled_meshes import LabelledMesh, read_labelled_meshes

MESHES = Path(__file__).resolve().parent.parent.parent / "shared" / "meshes"


def real_size_models(device: str) -> Models:
    """GLIP-T and CLIP ViT-B/32 with random weights.

    GLIP's prior lets a few locations of a picture pass 3DStyleGLIP's threshold, as with a trained one, so that every
    loss and its crops have work.
    """
    from transformers.models.clip.configuration_clip import CLIPConfig
    from transformers.models.clip.modeling_clip import CLIPModel

    torch.manual_seed(0)
    glip = GLIP(replace(GLIPConfig.glip_t(), prior_probability=0.447))
    letters = [*string.ascii_lowercase, *string.digits, *string.punctuation]
    tokens = [*letters, *(letter + "</w>" for letter in letters), START, END]
    words = CLIPWords({token: index for index, token in enumerate(tokens)}, [], Path("letters"))
    config = CLIPConfig()  # transformers' default is ViT-B/32
    config.text_config.eos_token_id = words.end
    clip = CLIPEncoder(CLIPModel(config).to(device), words)
    return Models("GLIP-T and CLIP B/32, random", glip.to(device).eval().requires_grad_(False), clip, device)


def run_preset(name: str, mesh: LabelledMesh, models: Models, options: argparse.Namespace) -> dict[str, Any]:
    """One preset's figures."""
    settings = StylizeSettings.preset(name).with_(iterations=options.iterations, device=Device(options.device))
    started = time.monotonic()
    result = stylize(mesh.mesh, parse_prompt(mesh.prompt), settings, models=models)
    steps = len(result.history)
    finite = bool(np.isfinite(result.color).all() and np.isfinite(result.displacement).all())
    if options.pictures is not None:
        write_picture(options.pictures / f"{name}.png", mesh.mesh, result)
    return {
        "steps": steps,
        "seconds_per_step": round(result.seconds["styling"] / max(steps, 1), 3),
        "locating_seconds": round(result.seconds["locating"], 2),
        "total_seconds": round(time.monotonic() - started, 1),
        "peak_gb_so_far": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        "warnings": list(result.warnings),
        "holds": finite and steps == options.iterations,
    }


def write_picture(file: Path, mesh: Mesh, result: StylizeResult) -> None:
    """Three views of the result, drawn with the engine's plain renderer."""
    from PIL import Image

    file.parent.mkdir(parents=True, exist_ok=True)
    surface = prepare_surface(mesh, len(mesh.vertices), "cpu")
    cameras = covering_cameras(12, surface.up, surface.front, 40.0).select([0, 2, 6])
    unit = surface.sphere.apply(mesh.vertices + result.displacement).astype(np.float32)
    color = torch.from_numpy(result.color)
    image = create_renderer().render(torch.from_numpy(unit), surface.faces, color, cameras, (320, 320)).image
    wide = torch.cat(list(image), dim=2).permute(1, 2, 0).clamp(0.0, 1.0).numpy()
    Image.fromarray((wide * 255.0 + 0.5).astype(np.uint8)).save(file)


def main() -> int:
    """Runs the presets, prints a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--meshes", type=Path, default=MESHES, help="folder with parts.json")
    parser.add_argument("--mesh", default="lamp", help="the mesh whose name holds this")
    parser.add_argument("--iterations", type=int, default=20)
    parser.add_argument("--preset", nargs="+", choices=[item.value for item in Preset], default=list(Preset))
    parser.add_argument("--real-size", action="store_true", help="GLIP-T and CLIP B/32 with random weights")
    parser.add_argument("--device", default="cpu", choices=[item.value for item in Device])
    parser.add_argument("--pictures", type=Path, help="folder for a picture of each result")
    parser.add_argument("--report", type=Path, help="write the figures to this JSON file")
    options = parser.parse_args()
    mesh = next((item for item in read_labelled_meshes(options.meshes) if options.mesh in item.name), None)
    if mesh is None:
        parser.error(f'no mesh of "{options.meshes}" has "{options.mesh}" in its name')
    models = real_size_models(options.device) if options.real_size else load_models(device=Device(options.device))
    report: dict[str, Any] = {}
    for name in options.preset:
        report[str(name)] = run_preset(str(name), mesh, models, options)
        print(name, json.dumps(report[str(name)]), flush=True)
    if options.report is not None:
        options.report.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0 if all(figures["holds"] for figures in report.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())

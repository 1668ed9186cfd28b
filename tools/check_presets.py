"""Runs every preset for some iterations on every mesh, and tells what a step costs in time and memory.

    python tools/check_presets.py [--meshes FOLDER] [--mesh NAME ...] [--iterations 20] [--preset NAME ...]
        [--real-size] [--most-boxes N] [--device cpu] [--pictures FOLDER] [--report FILE]

By default the embedded model guides. With --real-size the guides are a GLIP-T and a CLIP ViT-B/32 with random weights:
the work and the memory of the real ones, without their taste. Random weights may find a hundred boxes in a picture
where trained ones find a few, and the released recipe judges five crops of each; --most-boxes 1 makes that what it
would be. Runs that the report holds already are not done again, so a check that was stopped goes on; the report may
hold both kinds. The exit code is 0 only when every run took all its steps, gave finite colours and displacements,
changed the colours it styles, moved vertices where its recipe does, and left the surface whole (see
tools/check_surfaces.py). A heavy check, not part of the tests: GLIP-T on a CPU takes seconds per picture.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import string
import time
from dataclasses import replace

import numpy as np
import torch

from styleglip_addon.engine import Models, Preset, StylizeResult, StylizeSettings, load_models, parse_prompt, stylize
from styleglip_addon.engine.models.clip.encoder import CLIPEncoder
from styleglip_addon.engine.models.clip.tokenizer import END, START, CLIPWords
from styleglip_addon.engine.models.glip import GLIP, GLIPConfig
from styleglip_addon.engine.rendering import create_renderer
from styleglip_addon.engine.rendering.cameras import covering_cameras
from styleglip_addon.engine.surface.prepared import prepare_surface
from styleglip_addon.engine.vocabulary import Mesh
from styleglip_addon.engine.vocabulary.settings import Device, MachineSettings
from tools.labelled_meshes import LabelledMesh, read_labelled_meshes
from tools.preset_runs import PeakMemory, PresetReport, PresetRun, measured, run_key
from tools.surface_integrity import examine

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


def run_preset(name: str, mesh: LabelledMesh, models: Models, options: argparse.Namespace) -> PresetRun:
    """One preset's figures on a mesh."""
    settings = StylizeSettings.preset(name).with_(
        iterations=options.iterations, machine=MachineSettings(Device(options.device))
    )
    if options.most_boxes is not None:
        settings = settings.with_(clip=replace(settings.clip, most_boxes=options.most_boxes))
    peak, started = PeakMemory(), time.monotonic()
    result = stylize(mesh.mesh, parse_prompt(mesh.prompt), settings, models=models)
    seconds, peak_gb = time.monotonic() - started, peak.gb
    if options.pictures is not None:
        write_picture(options.pictures / f"{Path(mesh.name).stem}, {name}.png", mesh.mesh, result)
    surface = examine(mesh.mesh, result)
    return measured(
        name, mesh.name, mesh.mesh, result, surface, options.iterations, seconds, peak_gb, options.most_boxes
    )


def write_picture(file: Path, mesh: Mesh, result: StylizeResult) -> None:
    """Three views of the result, drawn with the engine's plain renderer."""
    from PIL import Image

    file.parent.mkdir(parents=True, exist_ok=True)
    surface = prepare_surface(mesh, len(mesh.vertices), "cpu")
    cameras = covering_cameras(12, surface.up, surface.front, 40.0).select([0, 2, 6])
    unit = surface.sphere.apply(mesh.vertices + result.displacement).astype(np.float32)
    color, faces = torch.from_numpy(result.color), torch.from_numpy(mesh.faces)  # the surface's own are denser
    image = create_renderer().render(torch.from_numpy(unit), faces, color, cameras, (320, 320)).image
    wide = torch.cat(list(image), dim=2).permute(1, 2, 0).clamp(0.0, 1.0).numpy()
    Image.fromarray((wide * 255.0 + 0.5).astype(np.uint8)).save(file)


def main() -> int:
    """Runs the presets, prints a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--meshes", type=Path, default=MESHES, help="folder with parts.json")
    parser.add_argument("--mesh", nargs="+", default=[""], metavar="NAME", help="only meshes whose name contains one")
    parser.add_argument("--iterations", type=int, default=20)
    parser.add_argument("--preset", nargs="+", choices=[item.value for item in Preset], default=list(Preset))
    parser.add_argument("--real-size", action="store_true", help="GLIP-T and CLIP B/32 with random weights")
    parser.add_argument("--most-boxes", type=int, help="of a part in a view; 0: all; default: as the recipe says")
    parser.add_argument("--device", default="cpu", choices=[item.value for item in Device])
    parser.add_argument("--pictures", type=Path, help="folder for a picture of each result")
    parser.add_argument(
        "--report", type=Path, help="keep the figures in this JSON file; what it holds is not run again"
    )
    options = parser.parse_args()
    if not (options.meshes / "parts.json").is_file():
        parser.error(f'there is no parts.json in "{options.meshes}"; say with --meshes where the meshes are')
    wanted = [word.lower() for word in options.mesh]
    meshes = [m for m in read_labelled_meshes(options.meshes) if any(word in m.name.lower() for word in wanted)]
    if not meshes:
        parser.error(f'no mesh of "{options.meshes}" has {" or ".join(options.mesh)} in its name')
    report = PresetReport.opened(options.report)
    models = real_size_models(options.device) if options.real_size else load_models(device=Device(options.device))
    print(report.table()[0], flush=True)
    holds = True
    for mesh in meshes:
        for name in map(str, options.preset):
            run = report.runs.get(run_key(name, mesh.name, models.name, options.iterations, options.most_boxes))
            if run is None:
                run = run_preset(name, mesh, models, options)
                report.add(run)
                print(run.line, flush=True)
            holds = holds and run.holds
    return 0 if holds else 1


if __name__ == "__main__":
    raise SystemExit(main())

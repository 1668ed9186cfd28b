"""Short runs on the demonstration's lamp and the hashes of what they gave: what `check_same_results.py` compares."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from styleglip_addon.engine import (
    Mesh,
    Models,
    Preset,
    StylizeResult,
    StylizeSettings,
    load_models,
    parse_prompt,
    stylize,
)
from styleglip_addon.engine.vocabulary import (
    FieldKind,
    FieldSettings,
    JointSettings,
    MachineSettings,
    RegularizerSettings,
)
from tools.labelled_meshes import read_obj

LAMP = Path(__file__).resolve().parent.parent / "tests" / "assets" / "lamp.obj"
PROMPT = "pottery base, gold tube, linen shade"
STEPS = 6
SEED = 7


def lamp() -> Mesh:
    """The demonstration's lamp."""
    data = read_obj(LAMP)
    return Mesh(vertices=data.vertices, faces=data.faces, up=(0.0, 1.0, 0.0))


def _settings(preset: str = "default", **changes: Any) -> StylizeSettings:
    settings = StylizeSettings.preset(preset).with_(iterations=STEPS, seed=SEED, machine=MachineSettings(threads=1))
    return settings.with_(**changes) if changes else settings


def _fresh(preset: str, prompt: str = PROMPT, **changes: Any) -> Callable[[Models], StylizeResult]:
    return lambda models: stylize(lamp(), parse_prompt(prompt), _settings(preset, **changes), models=models)


def _resumed(models: Models) -> StylizeResult:
    half = stylize(lamp(), parse_prompt(PROMPT), _settings(iterations=STEPS // 2), models=models)
    return stylize(lamp(), (), _settings(), models=models, resume=half.state)


def _restyled(models: Models) -> StylizeResult:
    first = _fresh("default")(models)
    return stylize(lamp(), parse_prompt("oak tube"), _settings(), models=models, resume=first.state, only=("tube",))


RUNS: Mapping[str, Callable[[Models], StylizeResult]] = {
    **{preset.value: _fresh(preset.value) for preset in Preset},
    "resumed": _resumed,
    "restyled": _restyled,
    "joint": _fresh(
        "default", f"{PROMPT}, red bulb", parts_mode="joint", joint=JointSettings(every=2), learning_rate=0.1
    ),
    "both fields": _fresh("default", field=FieldSettings(kind=FieldKind.APPEARANCE_DISPLACEMENT)),
    "regularised": _fresh("default", smoothness_weight=1.0, regularizers=RegularizerSettings(laplacian=0.1)),
}
"""By name, a run that is given the embedded models."""


def digests(result: StylizeResult) -> dict[str, str]:
    """SHA-256 of what a result is made of."""
    arrays: dict[str, Any] = {
        "color": result.color,
        "displacement": result.displacement,
        "weights": result.weights,
        "parts": np.concatenate([np.concatenate((p.color, p.displacement), axis=1) for p in result.parts]),
    }
    for name in ("roughness", "metallic"):
        values = [getattr(part, name) for part in result.parts]
        if all(value is not None for value in values):
            arrays[name] = np.stack(values)
    arrays["losses"] = np.array([losses.total for losses in result.history], dtype=np.float64)
    return {name: hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest() for name, array in arrays.items()}


def machine() -> dict[str, str]:
    """What has to be the same for the same code to give the same bits."""
    processor = platform.processor()
    information = Path("/proc/cpuinfo")
    if information.is_file():
        lines = information.read_text(encoding="utf-8", errors="replace").splitlines()
        processor = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), processor)
    return {
        "system": platform.platform(terse=True),
        "processor": processor,
        "capability": torch.backends.cpu.get_cpu_capability(),
        "torch": torch.__version__,
        "numpy": np.__version__,
    }


def run(names: Sequence[str] = ()) -> dict[str, dict[str, str]]:
    """The digests of the runs of these names; of all without names."""
    models = load_models()
    found = {}
    for name in names or RUNS:
        found[name] = digests(RUNS[name](models))
        print(f"{name}: {found[name]['color'][:12]}", flush=True)
    return found


def record(file: Path, names: Sequence[str] = ()) -> int:
    """Runs and writes a record; returns the exit code."""
    file.parent.mkdir(parents=True, exist_ok=True)
    data = {"machine": machine(), "runs": run(names)}
    file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return 0


def compare(file: Path, names: Sequence[str] = ()) -> int:
    """Runs, compares with a record and says what differs; returns the exit code."""
    before = json.loads(file.read_text(encoding="utf-8"))
    if before["machine"] != machine():
        print(f"{file} was recorded on another machine or with other versions: record again before the change.")
        return 2
    after = run(names or list(before["runs"]))
    differing = [
        f"{name}: {what}"
        for name, found in after.items()
        for what in found
        if before["runs"].get(name, {}).get(what) != found[what]
    ]
    print("\n".join(differing) if differing else f"All {len(after)} runs give the same.")
    return 1 if differing else 0

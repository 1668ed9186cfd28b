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
    StyleState,
    StylizeResult,
    StylizeSettings,
    continue_run,
    load_models,
    parse_prompt,
    restyle,
    stylize,
)
from styleglip_addon.engine.vocabulary import (
    FieldKind,
    FieldSettings,
    JointSettings,
    MachineSettings,
    RegularizerSettings,
)
from styleglip_addon.engine.vocabulary.channels import MATERIAL
from tools.labelled_meshes import read_obj

LAMP = Path(__file__).resolve().parent.parent / "tests" / "assets" / "lamp.obj"
PROMPT = "pottery base, gold tube, linen shade"
STEPS = 6
SEED = 7

_EVERY = 97
COLOR_DRIFT = 1e-3
"""Linear RGB. Without vector instructions a colour differs by 2e-5 after six steps; a real change does far more."""


def lamp() -> Mesh:
    """The demonstration's lamp."""
    data = read_obj(LAMP)
    return Mesh(vertices=data.vertices, faces=data.faces, up=(0.0, 1.0, 0.0))


def _settings(preset: str = "default", **changes: Any) -> StylizeSettings:
    settings = StylizeSettings.preset(preset).with_(iterations=STEPS, seed=SEED, machine=MachineSettings(threads=1))
    return settings.with_(**changes) if changes else settings


def _fresh(preset: str, prompt: str = PROMPT, **changes: Any) -> Callable[[Models], StylizeResult]:
    return lambda models: stylize(lamp(), parse_prompt(prompt), _settings(preset, **changes), models=models)


def _state(result: StylizeResult) -> StyleState:
    assert result.state is not None
    return result.state


def _resumed(models: Models) -> StylizeResult:
    half = stylize(lamp(), parse_prompt(PROMPT), _settings(iterations=STEPS // 2), models=models)
    return continue_run(lamp(), _state(half), settings=_settings(), models=models)


def _restyled(models: Models) -> StylizeResult:
    first = _fresh("default")(models)
    return restyle(lamp(), _state(first), parse_prompt("oak tube"), _settings(), models=models)


RUNS: Mapping[str, Callable[[Models], StylizeResult]] = {
    **{preset.value: _fresh(preset.value) for preset in Preset},
    "resumed": _resumed,
    "restyled": _restyled,
    "joint": _fresh(
        "default", f"{PROMPT}, red bulb", parts_mode="joint", joint=JointSettings(every=2), learning_rate=0.1
    ),
    "both fields": _fresh("from_grey", field=FieldSettings(kind=FieldKind.APPEARANCE_DISPLACEMENT)),
    "regularised": _fresh("from_grey", smoothness_weight=1.0, regularizers=RegularizerSettings(laplacian=0.1)),
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
    for channel in MATERIAL:
        if all(channel in part.material for part in result.parts):
            arrays[channel.name] = np.stack([part.material[channel] for part in result.parts])
    arrays["losses"] = np.array([losses.total for losses in result.history], dtype=np.float64)
    return {name: hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest() for name, array in arrays.items()}


def machine() -> dict[str, str]:
    """What has to be the same for the same code to give the same bits."""
    processor = {"name": platform.processor()}
    information = Path("/proc/cpuinfo")
    if information.is_file():
        lines = information.read_text(encoding="utf-8", errors="replace").splitlines()
        told = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in reversed(lines))}
        processor = {key: told.get(key, "") for key in ("model name", "cpu family", "model", "stepping", "flags")}
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": hashlib.sha256(json.dumps(processor).encode()).hexdigest()[:16],
        "capability": torch.backends.cpu.get_cpu_capability(),
        "torch": torch.__version__,
        "numpy": np.__version__,
    }


def samples(result: StylizeResult) -> dict[str, list[list[float]]]:
    """Colours and displacements of every `_EVERY`-th vertex, rounded: what is compared on another machine."""
    return {
        "color": np.round(result.color[::_EVERY].astype(np.float64), 6).tolist(),
        "displacement": np.round(result.displacement[::_EVERY].astype(np.float64), 9).tolist(),
    }


def run(names: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    """Digests and samples of the runs of these names; of all without names."""
    models = load_models()
    found: dict[str, dict[str, Any]] = {}
    for name in names or RUNS:
        result = RUNS[name](models)
        found[name] = {"digests": digests(result), "samples": samples(result)}
        print(f"{name}: {found[name]['digests']['color'][:12]}", flush=True)
    return found


def record(file: Path, names: Sequence[str] = ()) -> int:
    """Runs and writes a record; returns the exit code."""
    file.parent.mkdir(parents=True, exist_ok=True)
    data = {"machine": machine(), "runs": run(names)}
    file.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


def differences(before: Mapping[str, Any], after: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What of the runs `after` differs from a record: "run: what".

    On the machine of the record every bit counts. On another one rounding differs, so there the samples are compared:
    colours may differ by `COLOR_DRIFT`, displacements by that share of the greatest one.
    """
    found = []
    same_machine = before["machine"] == machine()
    for name, run_now in after.items():
        run_then = before["runs"][name]
        if same_machine:
            digests_then, digests_now = run_then["digests"], run_now["digests"]
            found += [f"{name}: {what}" for what in digests_now if digests_then.get(what) != digests_now[what]]
            continue
        for what in ("color", "displacement"):
            then, now = np.array(run_then["samples"][what]), np.array(run_now["samples"][what])
            scale = 1.0 if what == "color" else max(float(np.abs(then).max()), 1e-9)
            if then.shape != now.shape or float(np.abs(then - now).max()) > COLOR_DRIFT * scale:
                found.append(f"{name}: {what}")
    return found


def compare(file: Path, names: Sequence[str] = ()) -> int:
    """Runs, compares with a record and says what differs; returns the exit code."""
    before = json.loads(file.read_text(encoding="utf-8"))
    after = run(names or list(before["runs"]))
    differing = differences(before, after)
    how = "to the last bit" if before["machine"] == machine() else "up to the rounding of another machine"
    print("\n".join(differing) if differing else f"All {len(after)} runs give the same, {how}.")
    return 1 if differing else 0

"""GLIP forward and backward to the picture: time, processor time and peak memory, per number of threads.

Random weights of a released size, or any GLIP file. Every number of threads is measured in a process of its own, so
that its peak memory is its own. Text features are computed once before, as in a run. Processor time beside wall time,
and the load of the machine, tell how much of the wall time it gave to something else.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from styleglip_addon.engine.models.glip import GLIP, GLIPConfig

ROOT = Path(__file__).resolve().parents[2]
PHRASES = ("handle", "body", "crocodile-leather")
SIZES: dict[str, Callable[[], GLIPConfig]] = {
    "glip-t": GLIPConfig.glip_t,
    "glip-t-a": GLIPConfig.glip_t_a,
    "glip-l": GLIPConfig.glip_l,
    "embedded": GLIPConfig.embedded,
}


@dataclass(frozen=True)
class Timing:
    """One process's measurement.

    Args:
        threads: CPU threads.
        wall_s, cpu_s: median wall and processor time of one forward and backward, seconds.
        walls_s: every run's wall time.
        busy: processor time over (wall time x threads); near 1 where nothing else ran.
        load: the machine's load average of the last minute, before; -1 where the system tells none.
        peak_mb: most memory the process held, megabytes; weights_mb of it are the weights. -1 where it is not told.
        weights_mb: the model's parameters, megabytes.
    """

    threads: int
    wall_s: float
    cpu_s: float
    walls_s: tuple[float, ...]
    busy: float
    load: float
    peak_mb: float
    weights_mb: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `benchmark.py glip`."""
    parser.add_argument("--size", choices=sorted(SIZES), default="glip-t", help="random weights of this size")
    parser.add_argument("--glip", type=Path, help="a GLIP file or folder instead of random weights")
    parser.add_argument("--image", type=int, default=224, help="height and width in pixels (default: 224)")
    parser.add_argument("--batch", type=int, default=1, help="pictures per run (default: 1)")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2], help="CPU threads, one by one (default: 1 2)")
    parser.add_argument("--repeats", type=int, default=5, help="timed runs, after one to warm up (default: 5)")
    parser.add_argument("--profile", action="store_true", help="print the costliest operators of one run as well")


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Measures and prints; returns the report."""
    what = arguments.glip or f"{arguments.size} with random weights"
    print(f"{what}, {arguments.batch} x {arguments.image}^2, {len(PHRASES)} phrases, forward + backward", flush=True)
    timings = []
    for threads in arguments.threads:
        timing = _in_own_process(arguments, threads)
        timings.append(timing)
        print(
            f"  {threads} thread(s): {timing.wall_s:6.2f} s  ({timing.cpu_s:.2f} s of processor time, "
            f"{100 * timing.busy:.0f} % of the threads, load {timing.load:.1f}), peak {timing.peak_mb:.0f} MB, "
            f"weights {timing.weights_mb:.0f} MB",
            flush=True,
        )
    return {
        "model": str(what),
        "image": arguments.image,
        "batch": arguments.batch,
        "phrases": list(PHRASES),
        "timings": [asdict(timing) for timing in timings],
    }


def _in_own_process(arguments: argparse.Namespace, threads: int) -> Timing:
    own = {**vars(arguments), "threads": threads, "glip": str(arguments.glip or "")}
    text = json.dumps({k: own[k] for k in ("size", "glip", "image", "batch", "threads", "repeats", "profile")})
    # The variable keeps libraries that read it at import to the same number.
    environment = os.environ | {"OMP_NUM_THREADS": str(threads)}
    command = [sys.executable, "-m", "tools.benchmarks.glip", text]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    *printed, last = done.stdout.strip().splitlines()
    print("\n".join(printed), end="\n" if printed else "")
    data = json.loads(last)
    return Timing(**data | {"walls_s": tuple(data["walls_s"])})


def _measure(size: str, glip: str, image: int, batch: int, threads: int, repeats: int, profile: bool) -> Timing:
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else -1.0
    model = GLIP.from_pretrained(glip) if glip else GLIP(SIZES[size]())
    model = model.eval().requires_grad_(False)
    text = model.encode_text([model.processor.caption(PHRASES).text])
    pictures = torch.rand(batch, 3, image, image)

    def once() -> None:
        pixels = model.processor.pixel_values(pictures).requires_grad_()
        output = model(pixels, text)
        torch.stack([t.sigmoid().sum() for t in (*output.token_logits, *output.centerness)]).sum().backward()

    once()
    walls, cpus = [], []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        once()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    peak = _peak_mb()
    if profile:
        with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as profiler:
            once()
        print(profiler.key_averages().table(sort_by="self_cpu_time_total", row_limit=25, max_name_column_width=50))
    return Timing(
        threads=threads,
        wall_s=statistics.median(walls),
        cpu_s=statistics.median(cpus),
        walls_s=tuple(walls),
        busy=sum(cpus) / (sum(walls) * threads),
        load=load,
        peak_mb=peak,
        weights_mb=sum(p.numel() * p.element_size() for p in model.parameters()) / 1e6,
    )


def _peak_mb() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return -1.0
    unit = 1.0 if sys.platform == "darwin" else 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    print(json.dumps(asdict(_measure(**json.loads(sys.argv[1])))))

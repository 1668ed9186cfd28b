"""Learning rate and report lines, the same for every network that is trained here."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from pathlib import Path

from .config import OptimizerConfig


def learning_rate(config: OptimizerConfig, step: int) -> float:
    """Linear warm-up, then cosine decay to 2 % of the peak."""
    if step < config.warmup:
        return config.learning_rate * (step + 1) / config.warmup
    share = (step - config.warmup) / max(1, config.steps - config.warmup)
    return config.learning_rate * (0.02 + 0.98 * 0.5 * (1.0 + math.cos(math.pi * min(share, 1.0))))


@dataclass
class RunLog:
    """Prints figures and appends them as tab-separated lines, which any plotting tool reads."""

    path: Path
    started: float = 0.0

    def write(self, step: int, steps: int, **figures: float) -> None:
        """One line: step, seconds since the start and the named figures."""
        self.started = self.started or time.monotonic()
        seconds = time.monotonic() - self.started
        text = "  ".join(f"{name} {value:.4f}" for name, value in figures.items())
        print(f"step {step}/{steps}  {seconds:.0f} s  {text}", flush=True)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = not self.path.exists()
        with self.path.open("a", encoding="utf-8") as file:
            if new:
                file.write("\t".join(("step", "seconds", *figures)) + "\n")
            file.write("\t".join((str(step), f"{seconds:.1f}", *(f"{v:.5f}" for v in figures.values()))) + "\n")

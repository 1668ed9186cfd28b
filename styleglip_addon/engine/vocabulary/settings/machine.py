"""Settings that decide where and with what a run is computed, not what its result looks like."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .codec import check_kinds, require


class Device(StrEnum):
    """Where the networks run. AUTO takes CUDA, then Apple's MPS, then the CPU."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"
    MPS = "mps"


class RendererChoice(StrEnum):
    """Which renderer draws. AUTO takes PyTorch3D where it loads, else plain PyTorch; both give the same image."""

    AUTO = "auto"
    PYTORCH3D = "pytorch3d"
    TORCH = "torch"


@dataclass(frozen=True)
class MachineSettings:
    """The machine of a run. Another one gives the same style, though not to the last bit.

    Args:
        device: where the networks run.
        threads: CPU threads for PyTorch; one is as fast as several on a busy machine; 0 leaves PyTorch's own setting.
        renderer: which renderer draws.
    """

    device: Device = Device.AUTO
    threads: int = 1
    renderer: RendererChoice = RendererChoice.AUTO

    def __post_init__(self) -> None:
        check_kinds(self, "machine.")
        require(self.threads >= 0, "machine.threads must not be below 0.")

"""Loads the photo judge and asks it what kind of material pictures show."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from .crops import features_of
from .efficientnet import SIZE, EfficientNetLite0, load_efficientnet
from .head import Head

KNOWN = 0.6
"""Share of the photographs of packages it was not trained on that a kind must be known at, to count."""

_FILE = "head.safetensors"
_FULL, _WHITE = 0.85, 0.995


@dataclass(frozen=True, eq=False)
class PhotoJudge:
    """The judge.

    Args:
        network: gives features.
        head: kinds of material from them.
        accuracy: per kind, share of photographs of packages that it was not trained on that it named rightly.
    """

    network: EfficientNetLite0
    head: Head
    accuracy: dict[str, float]

    @property
    def known(self) -> tuple[str, ...]:
        """The kinds whose verdicts count."""
        return tuple(kind for kind in self.head.kinds if self.accuracy.get(kind, 0.0) >= KNOWN)

    def verdict(self, crops: Tensor) -> tuple[tuple[str, float], ...]:
        """All kinds with their probability averaged over crops (n, 3, h, w), sRGB in 0..1, the likeliest first."""
        if crops.shape[2:] != (SIZE, SIZE):
            crops = functional.interpolate(crops, size=(SIZE, SIZE), mode="bilinear", antialias=True)
        mean = self.head.probabilities(features_of(self.network, crops)).mean(dim=0)
        order = mean.argsort(descending=True)
        return tuple((self.head.kinds[int(i)], float(mean[i])) for i in order)


def filled(crops: Tensor) -> Tensor:
    """Of crops (n, 3, h, w) on white those that a part fills nearly: what photographs of materials look like."""
    covered = (crops.amin(dim=1) < _WHITE).float().mean(dim=(1, 2))
    return crops[covered >= _FULL]


def save_head(folder: Path, head: Head, accuracy: dict[str, float]) -> Path:
    """Writes what `load_photo_judge` reads."""
    path = folder / _FILE
    tensors = {"mean": head.mean, "deviation": head.deviation, "weight": head.weight, "bias": head.bias}
    facts = {"kinds": json.dumps(head.kinds), "accuracy": json.dumps(accuracy)}
    save_file({name: value.contiguous() for name, value in tensors.items()}, path, metadata=facts)
    return path


def load_photo_judge(folder: Path) -> PhotoJudge:
    """The judge from the folder with the photographs' packages.

    Raises:
        FileNotFoundError: it has not been trained, or the network is not there.
    """
    path = folder / _FILE
    if not path.exists():
        raise FileNotFoundError(f"There is no {_FILE} in {folder}. Make it: python tools/benchmark.py photo-judge")
    with safe_open(path, "pt") as file:
        facts = file.metadata()
        tensors: dict[str, Tensor] = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    head = Head(tuple(json.loads(facts["kinds"])), **tensors)
    return PhotoJudge(load_efficientnet(folder), head, json.loads(facts["accuracy"]))

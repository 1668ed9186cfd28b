"""Reads a CLIP model from a hub folder or a file: its weights, its sizes, and how its pictures are normalised."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from ...vocabulary.errors import ModelError
from ..files.weight_files import read_tensors
from .configuration import CLIPSizes, configured, read_json, sizes_of
from .key_names import hub_tensors

PIXEL_MEAN = (0.48145466, 0.4578275, 0.40821073)
PIXEL_STD = (0.26862954, 0.26130258, 0.27577711)

_WEIGHTS = ("model.safetensors", "pytorch_model.bin", "open_clip_model.safetensors", "open_clip_pytorch_model.bin")
_SUFFIXES = (".safetensors", ".bin", ".pt", ".pth")


@dataclass(frozen=True, eq=False)
class CLIPCheckpoint:
    """A CLIP model as read.

    Args:
        file: where the weights are from.
        sizes: read off the tensors and the configuration.
        tensors: by transformers' names.
        pixel_mean, pixel_std: per colour channel, of pictures in 0..1.
    """

    file: Path
    sizes: CLIPSizes
    tensors: dict[str, Tensor]
    pixel_mean: tuple[float, ...] = PIXEL_MEAN
    pixel_std: tuple[float, ...] = PIXEL_STD


def read_clip(path: Path) -> CLIPCheckpoint:
    """Reads a folder from the hub, or a file: safetensors, .bin or .pt in transformers' or OpenAI's layout.

    Hub folders do not go through `CLIPModel.from_pretrained`, which takes files with missing tensors, in whose place it
    puts random numbers, and ones with foreign tensors or NaN; a file that is not CLIP's is refused here.

    Raises:
        ModelError: missing, damaged, unsafe or of another model.
    """
    file = _weights_file(path)
    tensors = hub_tensors(read_tensors(file), file)
    sizes = configured(sizes_of(tensors, file), file)
    mean, std = _pixel_statistics(file.with_name("preprocessor_config.json"))
    return CLIPCheckpoint(file, sizes, tensors, mean, std)


def _weights_file(path: Path) -> Path:
    if not path.is_dir():
        return path
    for name in _WEIGHTS:
        if (path / name).is_file():
            return path / name
        if (path / f"{name}.index.json").is_file():
            raise ModelError(f'The model in "{path}" is split over several files. Choose one that is a single file.')
    try:
        found = sorted(p for p in path.iterdir() if p.suffix in _SUFFIXES and p.is_file())
    except OSError as error:
        raise ModelError(f'The folder "{path}" cannot be read ({error.strerror}). Choose another one.') from error
    if len(found) != 1:
        raise ModelError(
            f'The folder "{path}" holds {len(found)} model files where one is expected. Choose the file itself.'
        )
    return found[0]


def _pixel_statistics(file: Path) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean and standard deviation of the pixels: a preprocessor_config.json's, else OpenAI's.

    Raises:
        ModelError: the file is damaged.
    """
    data = read_json(file)
    if not isinstance(data, dict) or "image_mean" not in data:
        return PIXEL_MEAN, PIXEL_STD
    values = []
    for key, least in (("image_mean", -1.0), ("image_std", 1e-3)):
        numbers = data.get(key)
        if not isinstance(numbers, list) or len(numbers) != 3:
            raise ModelError(f'"{key}" in the file "{file}" must be three numbers.')
        if not all(isinstance(n, int | float) and least <= n <= 10.0 for n in numbers):
            raise ModelError(f'"{key}" in the file "{file}" must be three numbers.')
        values.append(tuple(float(n) for n in numbers))
    return values[0], values[1]

"""Reads files of weights without ever running what is in them, and says what kind of model they are of.

Pickled checkpoints are read with PyTorch's restricted reader only (`weights_only=True`), TorchScript archives with a
reader of our own that can call nothing (`torchscript_archive.py`). Every failure is a sentence that names the file.
"""

from __future__ import annotations

import pickle
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor

from ...vocabulary.errors import ModelError
from .torchscript_archive import is_torchscript, read_torchscript

_ZIP, _PICKLE = b"PK\x03\x04", b"\x80"
_FLOATS = (torch.float32, torch.float16, torch.bfloat16, torch.float64)

# Plain numbers in NumPy's form, which training loops leave beside the weights (a best score, a learning rate).
_SCALAR = np.float64(0.0).__reduce__()[0]  # NumPy's function that makes a number; its module differs by version
_NUMPY_NUMBERS: list[Any] = [
    (_SCALAR, "numpy.core.multiarray.scalar"),
    (_SCALAR, "numpy._core.multiarray.scalar"),
    np.dtype,
    *(type(np.dtype(kind)) for kind in ("f8", "f4", "i8", "i4", "?")),
]

_KINDS = (
    ("a GLIP", ("rpn.head.dyhead_tower.", "bbox_head.head.dyhead_tower.", "rpn.head.")),
    ("a CLIP with a ResNet as picture side", ("visual.layer1.",)),
    ("a CLIP", ("vision_model.embeddings.patch_embedding", "visual.conv1", "visual.transformer.")),
    ("only the words' side of a CLIP", ("text_model.encoder.", "transformer.resblocks.")),
    ("only the picture side of a CLIP", ("vision_model.", "visual.")),
    ("a style encoder of the embedded model's kind", ("image_projection.", "statistics_center")),
    ("a ResNet", ("layer1.0.conv1.",)),
    ("a Swin backbone", ("layers.0.blocks.", "backbone.body.")),
    ("a BERT language model", ("encoder.layer.0.attention.self.", "bert.encoder.", "embeddings.word_embeddings.")),
    ("a diffusion model", ("model.diffusion_model.", "down_blocks.")),
)


def kind_of(keys: Iterable[str]) -> str:
    """What kind of model tensors of these names are of, e.g. "a ResNet"; "another model" where it is not known."""
    names = [key.removeprefix("module.") for key in keys]
    for kind, prefixes in _KINDS:
        if any(name.startswith(prefixes) for name in names):
            return kind
    return "another model"


def read_tensors(file: Path) -> dict[str, Tensor]:
    """All tensors of a safetensors file, a PyTorch checkpoint or a TorchScript archive, by the names they have in it.

    Raises:
        ModelError: missing, damaged, or holding more than weights.
    """
    if file.is_dir():
        raise ModelError(f'"{file}" is a folder where a model file is expected. Choose the file in it.')
    try:
        with file.open("rb") as stream:
            head = stream.read(9)
    except OSError as error:
        reason = "it may not be read by you" if isinstance(error, PermissionError) else str(error.strerror or error)
        raise ModelError(f'The model file "{file}" cannot be opened ({reason}). Choose another file.') from error
    if not head:
        raise ModelError(f'The model file "{file}" is empty. Fetch it again.')
    if head[8:9] == b"{" and not head.startswith(_ZIP):
        try:
            return load_file(file)
        except Exception as error:
            raise ModelError(f'The model file "{file}" is damaged or cut short. Fetch it again.') from error
    if not head.startswith((_ZIP, _PICKLE)):
        raise ModelError(f'The file "{file}" is not a model file (neither safetensors nor a PyTorch checkpoint).')
    if head.startswith(_ZIP) and _holds_torchscript(file):
        return read_torchscript(file)
    return _read_checkpoint(file, mapped=head.startswith(_ZIP))


def _holds_torchscript(file: Path) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return is_torchscript(archive.namelist())
    except Exception:
        return False  # PyTorch's reader gives the reason


def _read_checkpoint(file: Path, mapped: bool) -> dict[str, Tensor]:
    try:
        with torch.serialization.safe_globals(_NUMPY_NUMBERS):
            content = torch.load(file, map_location="cpu", weights_only=True, mmap=mapped or None)
    except pickle.UnpicklingError as error:
        if "Unsupported" in str(error) or "GLOBAL" in str(error):
            raise ModelError(
                f'The model file "{file}" holds program code besides weights and was not opened, because it could '
                "harm this computer. Fetch the model from its authors."
            ) from error
        raise ModelError(f'The model file "{file}" is damaged or cut short. Fetch it again.') from error
    except Exception as error:
        # PyTorch's reader fails on damaged files with whatever error the damage leads to.
        raise ModelError(f'The model file "{file}" is damaged or cut short. Fetch it again.') from error
    return _tensors_in(content, file)


def _tensors_in(content: Any, file: Path) -> dict[str, Tensor]:
    """The state dict inside a checkpoint: under "model" (GLIP), "state_dict" (mmdetection, OpenCLIP) or at the top."""
    for entry in ("model", "state_dict"):
        if isinstance(content, Mapping) and isinstance(content.get(entry), Mapping):
            content = content[entry]
    if not isinstance(content, Mapping):
        raise ModelError(f'The file "{file}" holds no table of weights, so it is no model. Choose another file.')
    tensors = {k: v for k, v in content.items() if isinstance(k, str) and isinstance(v, Tensor)}
    if not tensors:
        raise ModelError(f'The file "{file}" holds no weights, so it is no model. Choose another file.')
    return tensors


def without_prefix(state: Mapping[str, Tensor], file: Path) -> dict[str, Tensor]:
    """The tensors without the "module." that training on several devices puts before their names.

    Raises:
        ModelError: two tensors of one name.
    """
    plain: dict[str, Tensor] = {}
    for name, value in state.items():
        key = name.removeprefix("module.")
        if key in plain:
            raise ModelError(f'The model file "{file}" holds the tensor "{key}" twice. Fetch it again.')
        plain[key] = value
    return plain


def checked_weight(tensor: Tensor, key: str, expected: tuple[int, ...], file: Path, model: str) -> Tensor:
    """A tensor of a file in float32, after its shape, kind and values were looked at.

    Args:
        tensor: as read.
        key: its name in the file.
        expected: the shape the model needs.
        file: where it is from.
        model: what the model is called in messages.

    Raises:
        ModelError: a wrong shape, no floating-point numbers, or values that are not numbers.
    """
    if tuple(tensor.shape) != expected:
        raise ModelError(
            f'The tensor "{key}" of the model file "{file}" has shape {tuple(tensor.shape)} where {model} needs '
            f"{expected}. Choose another file."
        )
    if tensor.dtype not in _FLOATS or tensor.layout != torch.strided or tensor.is_meta:
        raise ModelError(
            f'The tensor "{key}" of the model file "{file}" holds {tensor.dtype} where floating-point numbers are '
            "needed. Fetch the file again."
        )
    if tensor.untyped_storage().nbytes() < tensor.numel() * tensor.element_size():
        raise ModelError(f'The tensor "{key}" of the model file "{file}" has fewer numbers than its shape says.')
    value = tensor.detach().float()
    if not bool(value.isfinite().all()):
        raise ModelError(
            f'The tensor "{key}" of the model file "{file}" has values that are not numbers. Fetch it again.'
        )
    return value


def check_keys(tensors: Iterable[str], needed: Iterable[str], file: Path, model: str) -> None:
    """Every tensor a model needs must be there, and no other.

    Raises:
        ModelError: how many are missing or unknown, and the first of them.
    """
    have, want = set(tensors), set(needed)
    for count, names in (("missing", sorted(want - have)), ("unknown", sorted(have - want))):
        if names:
            raise ModelError(
                f'The model file "{file}" does not fit {model}: {len(names)} tensors are {count}, the first is '
                f'"{names[0]}". Choose another file.'
            )

"""Reading and writing GLIP's weights: official, mmdetection's and our own files, strictly and without running code.

The files are opened by `weight_files.py`, which runs nothing; every failure is a sentence that names the file and what
is wrong with it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors import SafetensorError
from safetensors.torch import save_file
from torch import Tensor

from ...vocabulary.errors import ModelError
from ...vocabulary.json_texts import parse_json
from ..files.weight_files import check_keys, checked_weight, kind_of, read_tensors, without_prefix
from .configuration import GLIPConfig
from .key_names import IGNORED, PROMPT_OFFSET, from_mmdetection, is_mmdetection, official_places

if TYPE_CHECKING:
    from .modeling import GLIP

CONFIG_FILE = "config.json"
WEIGHTS_FILE = "model.safetensors"


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Weights as read.

    Args:
        file: where they came from.
        config: sizes, read or recognised.
        tensors: by official name.
    """

    file: Path
    config: GLIPConfig
    tensors: dict[str, Tensor]


def read_checkpoint(path: Path) -> Checkpoint:
    """Reads a model folder or a checkpoint file.

    Raises:
        ModelError: missing, damaged, unsafe or of another model.
    """
    file = _weights_file(path)
    beside = file.with_name(CONFIG_FILE)
    # Beside a single file there may be another model's configuration; a folder is one model.
    config = _read_config(beside) if beside.is_file() and (path.is_dir() or _is_ours(beside)) else None
    tensors = official_tensors(read_tensors(file), file)
    return Checkpoint(file, config or recognise(tensors, file), tensors)


def _weights_file(path: Path) -> Path:
    """The file itself, or the one in a folder."""
    if not path.is_dir() or (path / WEIGHTS_FILE).is_file():
        return path / WEIGHTS_FILE if path.is_dir() else path
    try:
        found = sorted(p for p in path.iterdir() if p.suffix in (".pth", ".pt", ".bin", ".safetensors") and p.is_file())
    except OSError as error:
        raise ModelError(f'The folder "{path}" cannot be read ({error.strerror}). Choose another one.') from error
    if len(found) != 1:
        raise ModelError(
            f'The folder "{path}" holds {len(found)} model files where one is expected. Choose the file itself.'
        )
    return found[0]


def official_tensors(state: Mapping[str, Tensor], file: Path) -> dict[str, Tensor]:
    """The same tensors under official names, without prefixes and without what the model does not need.

    Raises:
        ModelError: two tensors of one name.
    """
    plain = without_prefix(state, file)
    if is_mmdetection(plain):
        plain = from_mmdetection(plain)
    return {k: v for k, v in plain.items() if not IGNORED.search(k)}


def recognise(tensors: Mapping[str, Tensor], file: Path) -> GLIPConfig:
    """The preset a checkpoint belongs to, from its tensors' sizes.

    Raises:
        ModelError: not GLIP, or a GLIP of unknown size.
    """
    patch = tensors.get("backbone.body.patch_embed.proj.weight")
    if patch is None or not any(k.startswith("rpn.head.dyhead_tower.") for k in tensors):
        raise ModelError(
            f'The file "{file}" is of {kind_of(tensors)}: it has no GLIP backbone and tower. Choose a GLIP file.'
        )
    width = patch.shape[0] if patch.dim() else 0
    early = any(".b_attn." in k for k in tensors)
    if width == 96:
        config = GLIPConfig.glip_t() if early else GLIPConfig.glip_t_a()
    elif width == 192 and early:
        config = GLIPConfig.glip_l()
    else:
        raise ModelError(
            f'The file "{file}" is a GLIP of an unknown size (Swin width {width}); GLIP-T and GLIP-L work.'
        )
    offset = tensors.get(PROMPT_OFFSET)
    if offset is not None and offset.dim() == 2:
        config = config.with_(name=config.name + ", prompt-tuned", prompt_offset_rows=offset.shape[0])
    return config


def assign_weights(model: GLIP, checkpoint: Checkpoint) -> None:
    """Gives the model the checkpoint's tensors; all must be there, none may be left, shapes must agree.

    Raises:
        ModelError: names the file and the first tensor that is missing, unexpected, of a wrong shape or kind, or not
            finite.
    """
    file, tensors = checkpoint.file, checkpoint.tensors
    external = bool(checkpoint.config.language.external)
    own = {n: p for n, p in model.named_parameters() if not (external and n.startswith("language."))}
    places = official_places(own, checkpoint.config.early_fusion)
    check_keys(tensors, {place.key for place in places.values()}, file, checkpoint.config.name)
    state = {}
    for name, place in places.items():
        tensor, parameter = tensors[place.key], own[name]
        expected = (parameter.shape[0] * place.parts, *parameter.shape[1:])
        whole = checked_weight(tensor, place.key, expected, file, checkpoint.config.name)
        # Channels last is how the pyramid and the tower keep their maps, too.
        layout = torch.channels_last if whole.dim() == 4 and whole.shape[-1] == 3 else torch.contiguous_format
        state[name] = whole.chunk(place.parts)[place.part].contiguous(memory_format=layout)
    model.load_state_dict(state, strict=False, assign=True)


def official_state(model: GLIP, dtype: torch.dtype = torch.float32) -> dict[str, Tensor]:
    """The model's weights under official names, packed as official files have them; external language left out."""
    external = bool(model.config.language.external)
    own = {n: p.detach() for n, p in model.named_parameters() if not (external and n.startswith("language."))}
    parts: dict[str, list[tuple[int, Tensor]]] = {}
    for name, place in official_places(own, model.config.early_fusion).items():
        parts.setdefault(place.key, []).append((place.part, own[name]))
    state = {}
    for key, pieces in parts.items():
        ordered = [tensor for _, tensor in sorted(pieces, key=lambda piece: piece[0])]
        state[key] = torch.cat(ordered).to("cpu", dtype).contiguous()
    return state


def write_checkpoint(model: GLIP, folder: Path, dtype: torch.dtype) -> Path:
    """Writes config.json and model.safetensors; see `GLIP.save_pretrained`.

    Raises:
        ModelError: the folder cannot be written.
    """
    weights, config = folder / WEIGHTS_FILE, folder / CONFIG_FILE
    partial = [p.with_name(p.name + ".part") for p in (weights, config)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save_file(official_state(model, dtype), partial[0], metadata={"format": "pt"})
        partial[1].write_text(json.dumps(model.config.to_dict(), indent=1) + "\n", encoding="utf-8")
        for part, final in zip(partial, (weights, config), strict=True):
            part.replace(final)
    except (OSError, SafetensorError) as error:
        raise ModelError(f'The model cannot be written to "{folder}" ({error}). Choose another folder.') from error
    finally:
        for part in partial:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    return weights


def _is_ours(file: Path) -> bool:
    """Whether a config.json is of a GLIP written by `write_checkpoint`."""
    try:
        data = parse_json(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(data, dict) and "swin" in data


def _read_config(file: Path) -> GLIPConfig:
    try:
        data = parse_json(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f'The file "{file}" is damaged: it is not a model configuration. Fetch it again.') from error
    if isinstance(data, dict) and isinstance(kind := data.get("model_type"), str):
        raise ModelError(f'The file "{file}" describes another model ({kind[:40]}), not a GLIP. Choose a GLIP.')
    try:
        return GLIPConfig.from_dict(data)
    except ValueError as error:
        raise ModelError(f'The file "{file}" is damaged: it is not a model configuration. Fetch it again.') from error
    except ModelError as error:
        raise ModelError(f'The file "{file}" cannot be used. {error}') from error

"""Recordings of 3DStyleGLIP's part-level style loss: reading them, and rebuilding the networks they were made with.

A case is a pair NAME.json / NAME.npz. A file that cannot be used is told apart from a result that differs: it raises
`CaseError`, whose message names the file and what is wrong with it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styleglip_addon.engine.models.glip import GLIP
from styleglip_addon.engine.models.glip.key_names import PROMPT_OFFSET
from styleglip_addon.engine.vocabulary.settings import StyleLossKind
from tools.glip_recordings import build_model, rule_image, rule_tensor

OPTIONS = {"MSE": StyleLossKind.MSE, "BCE": StyleLossKind.BCE, "Negative": StyleLossKind.NEGATIVE}
MODES = ("released", "repaired")
PASSES = ("content", "style")

Spans = list[list[list[int]]]


class CaseError(Exception):
    """A recording, or the folder of recordings, cannot be used; the message says why."""


@dataclass(frozen=True, eq=False)
class StyleCase:
    """One recording.

    Args:
        name: its name.
        record: the JSON.
        arrays: the npz.
        salt, bias_shift, prompt_offset: how the network's weights are made.
        threshold: of the candidates.
        size: height and width of the pictures.
        views: number of the content picture and of the style picture, per view.
        captions: as typed, by pass.
        modes: those recorded; `released` first.
    """

    name: str
    record: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]
    salt: str
    bias_shift: float
    prompt_offset: bool
    threshold: float
    size: tuple[int, int]
    views: tuple[tuple[int, int], ...]
    captions: Mapping[str, str]
    modes: tuple[str, ...]

    def get(self, *path: str | int) -> Any:
        """A value of the JSON by its path.

        Raises:
            CaseError: it is not there.
        """
        value: Any = self.record
        for done, key in enumerate(path):
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                raise CaseError(f"{self.name}.json has no {'.'.join(map(str, path[: done + 1]))}.") from None
        return value

    def number(self, *path: str | int) -> float:
        """A number of the JSON by its path, where the text "nan" stands for NaN.

        Raises:
            CaseError: it is not there or no number.
        """
        value = self.get(*path)
        if value == "nan":
            return math.nan
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise CaseError(f"{self.name}.json: {'.'.join(map(str, path))} is {value!r} and no number.")
        return float(value)

    def array(self, name: str) -> NDArray[Any]:
        """An array of the npz.

        Raises:
            CaseError: it is not there.
        """
        if name not in self.arrays:
            raise CaseError(f"{self.name}.npz has no array {name}.")
        return self.arrays[name]

    def spans(self, mode: str, which: str) -> Spans:
        """Character spans of every label's phrase."""
        spans: Spans = self.get("char_spans", mode, which)
        return spans

    def image(self, k: int) -> Tensor:
        """Picture number k: (1, 3, H, W) sRGB in 0..1."""
        return torch.from_numpy(rule_image(*self.size, k)).permute(2, 0, 1)[None].float() / 255


def read_case(file: Path, keys: Mapping[str, Any]) -> StyleCase:
    """Reads a case and checks its outline.

    Raises:
        CaseError: it is damaged or of another format.
    """
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CaseError(f"{file.name} cannot be read as JSON: {error}.") from error
    if not isinstance(record, dict):
        raise CaseError(f"{file.name} holds no JSON object.")
    arrays_file = file.with_suffix(".npz")
    try:
        with np.load(arrays_file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except FileNotFoundError:
        raise CaseError(f"{arrays_file.name} is missing beside {file.name}.") from None
    except (OSError, ValueError, EOFError, AttributeError, BadZipFile) as error:
        raise CaseError(f"{arrays_file.name} cannot be read: {error}.") from error
    salt = record.get("weight_salt", keys.get("weight_salt", keys["weight_rule"].get("salt", "")))
    try:
        height, width = record["image_HW"]
        case = StyleCase(
            name=file.stem,
            record=record,
            arrays=arrays,
            salt=str(salt or ""),
            bias_shift=float(record.get("bias0_shift") or 0.0),
            prompt_offset=bool(record.get("prompt_offset_active")),
            threshold=float(record["threshold"]),
            size=(int(height), int(width)),
            views=tuple((int(view["content_k"]), int(view["style_k"])) for view in record["views"]),
            captions={which: str(record[f"{which}_caption"]) for which in PASSES},
            modes=tuple(str(mode) for mode in record["modes"]),
        )
    except KeyError as error:
        raise CaseError(f"{file.name} has no {error.args[0]}.") from error
    except (TypeError, ValueError) as error:
        raise CaseError(f"{file.name} is no recording of the style loss: {error}.") from error
    if not case.views or min(case.size) < 32 or not 0.0 < case.threshold < 1.0:
        raise CaseError(f"{file.name} needs at least one view, pictures of 32 px and a threshold in 0..1.")
    if "released" not in case.modes or not set(case.modes) <= set(MODES):
        raise CaseError(f"{file.name}: modes are {', '.join(case.modes)}; released and repaired are known.")
    return case


def find_cases(folder: Path) -> list[Path]:
    """The JSON files of a folder's cases, in order.

    Raises:
        CaseError: no folder, no case, or arrays without a JSON file.
    """
    if not folder.is_dir():
        raise CaseError(f"There is no folder {folder}.")
    files = sorted(folder.glob("*.json"))
    alone = [f.name for f in sorted(folder.glob("*.npz")) if not f.with_suffix(".json").is_file()]
    if alone:
        raise CaseError(f"{alone[0]} has no JSON file beside it.")
    if not files:
        raise CaseError(f"There are no cases (NAME.json with NAME.npz) in {folder}.")
    return files


class RecordedNetworks:
    """The networks of the cases; one is kept and re-used while the salt stays the same.

    Args:
        keys: KEYS.json.
        device: torch device string.
        model: a network with the weights of the empty salt, where there is one already.
    """

    def __init__(self, keys: Mapping[str, Any], device: str = "cpu", model: GLIP | None = None) -> None:
        self._keys = keys
        self._device = device
        self._salt: str | None = None if model is None else ""
        self._model = model
        self._bias = None if model is None else model.head.bias.detach().clone()

    def network(self, case: StyleCase) -> GLIP:
        """GLIP with the weights of a case; what an earlier call returned changes with it."""
        if self._model is None or self._bias is None or self._salt != case.salt:
            self._model = None  # the old weights go before the new ones come
            self._model = build_model(self._keys, case.salt, 0.0, False).to(self._device)
            self._bias, self._salt = self._model.head.bias.detach().clone(), case.salt
        model = self._model
        model.head.bias.data.copy_(self._bias + case.bias_shift)
        model.prompt_offset = None
        if case.prompt_offset:
            rules = self._keys["weight_rule"]["rules"]
            values = rule_tensor(PROMPT_OFFSET, (1000, model.config.language.hidden), rules, case.salt)
            assert values is not None
            offset = torch.from_numpy(values).to(self._device)
            model.prompt_offset = torch.nn.Parameter(offset, requires_grad=False)
        return model

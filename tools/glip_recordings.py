"""Rebuilds what the recordings of the original GLIP were made from: weights, pictures, captions; and taps the network.

KEYS.json holds the rule that fills every tensor from its name and a salt, and the rule that draws the pictures, so the
recordings need neither weights nor images.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor
from torchvision.ops import box_iou

from styleglip_addon.engine.models.glip import GLIP, Caption, GLIPOutput
from styleglip_addon.engine.models.glip.conversion import (
    Checkpoint,
    assign_weights,
    official_tensors,
    recognise,
)
from styleglip_addon.engine.models.glip.key_names import PROMPT_OFFSET
from styleglip_addon.engine.models.glip.processor import pad_to_multiple
from styleglip_addon.engine.models.glip.without_weights import without_weights

LEVELS = ("P3", "P4", "P5", "P6", "P7")


def pixel_iou(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Intersection over union (n, m) of boxes (n, 4) and (m, 4) that count their last pixel, as the original does."""
    last = np.array([0.0, 0.0, 1.0, 1.0])
    shares: NDArray[np.float64] = box_iou(torch.from_numpy(first + last), torch.from_numpy(second + last)).numpy()
    return shares


def seeded_normal(name: str, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Standard normal numbers that depend on a name only (the weight rule of KEYS.json)."""
    seed = int(hashlib.sha256(name.encode()).hexdigest()[:16], 16)
    return np.random.Generator(np.random.PCG64(seed)).standard_normal(shape)


def rule_tensor(key: str, shape: tuple[int, ...], rules: list[dict[str, Any]], salt: str) -> NDArray[np.float32] | None:
    """The tensor that the weight rule gives a key; None for structural buffers."""
    rule = next((r for r in rules if re.search(r["regex"], key)), None)
    if rule is not None and rule["kind"] == "skip":
        return None
    z = seeded_normal(salt + key, shape)
    fan = float(np.sqrt(np.prod(shape[1:]))) if len(shape) > 1 else 1.0
    if rule is not None:
        values = rule["a"] + rule["b"] * z if rule["kind"] == "affine" else rule["b"] * z / fan
    elif len(shape) == 1:
        values = 1.0 + 0.1 * z if key.endswith(".weight") else 0.05 * z
    else:
        values = z / fan
    return values.astype(np.float32)


def rule_image(height: int, width: int, k: int) -> NDArray[np.uint8]:
    """The picture (H, W, 3) uint8 RGB that the image rule draws."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    c = ((x // 16 + y // 16) % 2) * 64
    r, g, b = 7 * x + 3 * y + c + 37 * k, (x * x) // 8 + 5 * y + 53 * k, (x * y) // 16 + 11 * x + c + 91 * k
    return (np.stack((r, g, b), axis=-1) % 256).astype(np.uint8)


def build_model(keys: Mapping[str, Any], salt: str, bias_shift: float, prompt_offset: bool) -> GLIP:
    """A GLIP whose weights follow the rule, read through the same strict path as a checkpoint file."""
    rules, tensors = keys["weight_rule"]["rules"], {}
    shapes = {entry["key"]: tuple(entry["shape"]) for entry in keys["state_dict"]}
    if prompt_offset:
        shapes.setdefault(PROMPT_OFFSET, (1000, shapes["rpn.head.bias_lang"][0]))
    elif PROMPT_OFFSET in shapes:
        prompt_offset = True
    checks = keys["weight_rule"].get("check_values", {}).get(f"salt '{salt}'", {})
    for key, shape in shapes.items():
        values = rule_tensor(key, shape, rules, salt)
        if values is None:
            continue
        if key in checks and hashlib.sha256(values.astype("<f4").tobytes()).hexdigest() != checks[key]["sha256_le_f32"]:
            raise SystemExit(f"The weight rule gives other numbers than KEYS.json says for {key}.")
        tensors["module." + key] = torch.from_numpy(values)
    tensors["module.rpn.head.bias0"] += bias_shift
    file = Path("weights by the rule")
    plain = official_tensors(tensors, file)
    checkpoint = Checkpoint(file, recognise(plain, file), plain)
    with without_weights():
        model = GLIP(checkpoint.config)
    assign_weights(model, checkpoint)
    return model.eval().requires_grad_(False)


def case_pixels(case: Mapping[str, Any], keys: Mapping[str, Any], model: GLIP) -> tuple[Tensor, list[tuple[int, int]]]:
    """Normalised, padded batch and the sizes without padding; the pre-processing of the original demo."""
    pictures = []
    for height, width, k in case["images_HWk"]:
        picture = rule_image(height, width, k)
        expected = keys["image_rule"].get("sha256", {}).get(f"{height}x{width}k{k}")
        if expected not in (None, hashlib.sha256(picture.tobytes()).hexdigest()):
            raise SystemExit(f"The image rule gives another picture than KEYS.json says for {height}x{width}, k={k}.")
        short = case.get("resize_min_size")
        if short:
            wide, high = (
                short if n == min(height, width) else int(short * n / min(height, width)) for n in (width, height)
            )
            picture = np.asarray(Image.fromarray(picture).resize((wide, high), Image.Resampling.BILINEAR))
        pictures.append(picture)
    sizes = [(p.shape[0], p.shape[1]) for p in pictures]
    height, width = max(s[0] for s in sizes), max(s[1] for s in sizes)
    batch = []
    for picture in pictures:
        image = torch.from_numpy(picture.copy()).permute(2, 0, 1)[None].float() / 255
        values = model.processor.pixel_values(image)
        values = torch.nn.functional.pad(values, (0, width - values.shape[3], 0, height - values.shape[2]))
        batch.append(values if case.get("padded") is None else pad_to_multiple(values, model.config.size_divisor))
    return torch.cat(batch), sizes


def case_caption(model: GLIP, text: str, char_spans: list[list[list[int]]]) -> Caption:
    """The caption with one row per phrase; a phrase may occur several times."""
    flat = [(int(b), int(e)) for spans in char_spans for b, e in spans]
    caption = model.processor.caption_with_spans(text, flat)
    rows, start = [], 0
    for spans in char_spans:
        rows.append(caption.token_map[start : start + len(spans)].any(dim=0))
        start += len(spans)
    return replace(caption, token_map=torch.stack(rows))


class Recorder:
    """Collects the intermediate results that the recordings hold, by their names there."""

    def __init__(self, model: GLIP) -> None:
        self.found: dict[str, Tensor] = {}
        self.text: dict[str, Tensor] = {}
        self._handles = [
            model.backbone.body.layers[0].register_forward_hook(self._stem),
            model.backbone.body.register_forward_hook(self._stages),
            model.backbone.register_forward_hook(lambda _m, _i, out: self._levels("fpn", out)),
        ]
        step = 0
        for block in model.tower:
            if block.fusion is not None:
                self._tower(block.fusion, step, model)
                self._tower(block.language, step + 1, model)
                step += 2
            self._tower(block.dynamic, step, model)
            step += 1
        self.last = f"tower{step - 1}."

    def _stem(self, _module: object, _inputs: object, output: Any) -> None:
        self.found["swin.stage2"] = output[0].movedim(-1, 1)

    def _stages(self, _module: object, _inputs: object, output: Any) -> None:
        for i, stage in enumerate(output):
            self.found[f"swin.stage{i + 3}"] = stage

    def _levels(self, name: str, levels: list[Tensor]) -> None:
        for level, x in zip(LEVELS, levels, strict=True):
            self.found[f"{name}.{level}"] = x

    def _tower(self, module: Any, step: int, model: GLIP) -> None:
        def keep(_module: object, _inputs: object, output: Any) -> None:
            levels, text = output if isinstance(output, tuple) else (output, None)
            if isinstance(levels, Tensor):
                levels, text = [self.found[f"tower{step - 1}.{p}"] for p in LEVELS], levels
            self._levels(f"tower{step}", levels)
            self.text[f"tower{step}.lang"] = self.text[f"tower{step - 1}.lang"] if text is None else text

        self._handles.append(module.register_forward_hook(keep))

    def close(self) -> None:
        """Takes the hooks away."""
        for handle in self._handles:
            handle.remove()


def head_tensors(output: GLIPOutput, mask: Tensor) -> dict[str, Tensor]:
    """Head outputs in the recordings' layouts."""
    found = {}
    for i, level in enumerate(LEVELS):
        logits = output.token_logits[i]
        real = mask.expand(len(logits), -1)
        found[f"dot_logits.{level}"] = torch.cat([t[:, m].reshape(-1) for t, m in zip(logits, real, strict=True)])
        found[f"bbox_reg.{level}"] = output.box_deltas[i].transpose(1, 2)
        found[f"centerness.{level}"] = output.centerness[i]
        found[f"anchors.{level}"] = output.anchors[i]
    return found

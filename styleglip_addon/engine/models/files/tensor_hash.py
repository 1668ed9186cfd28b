"""A short name for a network's weights, by which what was computed with them is found again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import torch
from torch import Tensor


def tensor_hash(tensors: Iterable[tuple[str, Tensor]]) -> str:
    """32 hexadecimal digits of names, shapes, kinds and all bytes of tensors: SHA-256, shortened; seconds for a GB."""
    digest = hashlib.sha256()
    for name, tensor in tensors:
        digest.update(f"{name} {tuple(tensor.shape)} {tensor.dtype};".encode())
        digest.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy().data)
    return digest.hexdigest()[:32]

"""Tells whether an error means that memory, a GPU or the disk gave out: their errors have many names and texts."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from enum import StrEnum


class Shortage(StrEnum):
    """What there was not enough of."""

    MEMORY = "memory"
    GPU = "GPU"
    DISK = "disk"


_DISK_ERRORS = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_WINDOWS_DISK, _WINDOWS_MEMORY = (39, 112), (8, 14, 1455)
_GPU_SIGNS = (
    "cuda out of memory",
    "hip out of memory",
    "mps backend out of memory",
    "cuda error: out of memory",
    "alloc_failed",
    "no kernel image is available",
    "not compiled with cuda enabled",
    "cuda driver version is insufficient",
    "no nvidia driver",
    "driver on your system is too old",
    "libcudart functions unavailable",
    "no cuda-capable device",
    "devices are busy or unavailable",
    "device(s) is/are busy or unavailable",
    "no cuda gpus are available",
    "cudnn_status_not_initialized",
    "cublas_status_not_initialized",
    "cublas_status_arch_mismatch",
    "cudnn_status_arch_mismatch",
)
_MEMORY_SIGNS = (
    "out of memory",
    "not enough memory",
    "cannot allocate memory",
    "can't allocate memory",
    "failed to allocate",
    "unable to allocate",
    "bad_alloc",
    "bad allocation",
    "failed to map segment from shared object",
    "cannot map zero-fill pages",
    "cannot create shared object descriptor",
    "paging file is too small",
    "can't start new thread",
)
"""Texts of PyTorch, NumPy, the dynamic loader and the C++ library. A loader maps a library when it is imported, so an
import that fails for want of memory names a module that is whole."""
_DISK_SIGNS = ("no space left on device", "disk quota exceeded", "file too large")


def shortage_of(error: BaseException) -> Shortage | None:
    """What an error, or one of those that it came from, says was short; None: nothing."""
    return next((found for link in _chain(error) if (found := _of_one(link)) is not None), None)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _of_one(error: BaseException) -> Shortage | None:
    text = str(error).lower()
    if any(sign in text for sign in _GPU_SIGNS) or (type(error).__name__ == "OutOfMemoryError" and "cpu" not in text):
        return Shortage.GPU
    if isinstance(error, MemoryError):
        return Shortage.MEMORY
    if isinstance(error, OSError):
        windows = getattr(error, "winerror", None)
        if error.errno in _DISK_ERRORS or windows in _WINDOWS_DISK:
            return Shortage.DISK
        if error.errno == errno.ENOMEM or windows in _WINDOWS_MEMORY:
            return Shortage.MEMORY
    # Only errors of libraries: a sentence of the project's own may well speak of memory.
    if isinstance(error, RuntimeError | ImportError | OSError | SystemError) or _is_foreign(error):
        if "not permitted" in text:
            return None  # a folder whose files may not be run: the loader says it in the same words
        if any(sign in text for sign in _MEMORY_SIGNS):
            return Shortage.MEMORY
        if any(sign in text for sign in _DISK_SIGNS):
            return Shortage.DISK
    return None


def _is_foreign(error: BaseException) -> bool:
    return type(error).__module__.split(".")[0] in ("safetensors", "safetensors_rust", "PIL", "builtins")

"""Loads the engine on a job's thread the first time, in steps that leave the interpreter to Blender's window.

Importing a package with large libraries holds the interpreter's lock while the system loads them: seconds in which no
panel is drawn. Loaded first by a foreign call, which gives the lock up, the import finds them there.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from .interpreter_lock import without_collections

if TYPE_CHECKING:
    from .channel import Channel

_TORCH = ("c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch", "torch_python")
"""PyTorch's own libraries, each after those it needs."""
_CUDA = (
    *("cublasLt", "cublas", "cudnn", "nvrtc", "nvrtc-builtins", "cudart", "cupti", "cufft", "curand", "nvJitLink"),
    *("cusparse", "cusparseLt", "cusolver", "nccl", "nvshmem_host", "cufile"),
)
"""Those of NVIDIA's packages, in the order in which PyTorch loads them; most PyTorchs have none."""
_EXTENSIONS = ("scipy.libs", "tokenizers", "safetensors")
"""Folders beside PyTorch's whose libraries are all needed."""
_WINDOWS_SEARCH = 0x1100
"""LoadLibraryEx: what a library needs lies beside it or in the usual places (SEARCH_DLL_LOAD_DIR, DEFAULT_DIRS)."""
_THREADS = "OPENBLAS_NUM_THREADS"
_STEPS = ("torch", "scipy.sparse.linalg", "scipy.spatial", "tokenizers", "safetensors.torch")
"""What is imported, one after the other, before the engine."""

_loaded = False


def is_engine_loaded() -> bool:
    """Whether jobs of this Blender need not load it any more."""
    return _loaded


def load_engine(channel: Channel) -> None:
    """Imports what the engine needs, on the job's thread; nothing the second time.

    Args:
        channel: of the job; asked after every step whether it is to stop or to wait.

    Raises:
        StylizeCancelled: the job is to stop.
        ImportError: a package is missing or damaged.
    """
    global _loaded
    if _loaded:
        return
    with without_collections():
        with _one_thread_each():
            for path in libraries():
                _load(path)
                channel.check()
        for name in _STEPS:
            import_module(name)
            channel.check()
        import_module("..engine.stylizer", __package__)
        import_module("..engine.continuing", __package__)
    _loaded = True


def libraries() -> list[Path]:
    """The large libraries that the engine's packages load, in order; found without importing anything."""
    packages = _folder_of("torch")
    if packages is None:
        return []
    folders = sorted(packages.glob("nvidia/*/lib")) if sys.platform == "linux" else []
    cuda = [next(iter(_named(folders, name)), None) for name in _CUDA]
    own = [next(iter(_named([packages / "torch" / "lib"], name)), None) for name in _TORCH]
    found = [path for path in (*cuda, *own) if path is not None]
    if sys.platform == "win32":  # there PyTorch loads all that lies in its folder
        found += sorted(path for path in (packages / "torch" / "lib").glob("*.dll") if path not in found)
    for folder in _EXTENSIONS:
        beside = _folder_of(folder) or packages
        found += sorted(path for path in (beside / folder).glob("*") if path.suffix in (".so", ".pyd", ".dll"))
        found += sorted((beside / folder).glob("*.so.*"))
    return found


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Linear algebra that is loaded in the body takes one thread, unless the user's environment says how many.

    SciPy's holds the interpreter's lock while its threads wait for each other: a matrix of 35 x 35 takes 0.4 s instead
    of 0.3 ms where the cores are busy.
    """
    is_said = _THREADS in os.environ
    os.environ.setdefault(_THREADS, "1")
    try:
        yield
    finally:
        if not is_said:
            del os.environ[_THREADS]


def _folder_of(package: str) -> Path | None:
    """The folder that a package's folder lies in; None without it."""
    spec = None if "." in package else find_spec(package)
    return Path(spec.origin).parent.parent if spec is not None and spec.origin is not None else None


def _named(folders: list[Path], name: str) -> Iterator[Path]:
    patterns = {"win32": f"{name}.dll", "darwin": f"lib{name}.dylib"}
    for folder in folders:
        yield from sorted(folder.glob(patterns.get(sys.platform, f"lib{name}.so")))
        if sys.platform == "linux":
            yield from sorted(folder.glob(f"lib{name}.so.[0-9]*"))


def _load(path: Path) -> None:
    """Loads a library without the interpreter's lock. What is wrong with one, the import that needs it says better."""
    name = os.fsencode(path)
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32")
        kernel.LoadLibraryExW.restype = ctypes.c_void_p
        kernel.LoadLibraryExW.argtypes = (ctypes.c_wchar_p, ctypes.c_void_p, ctypes.c_uint32)
        kernel.LoadLibraryExW(str(path), None, _WINDOWS_SEARCH)
        return
    load: Callable[[bytes, int], object] = _foreign_dlopen()
    load(name, os.RTLD_NOW | os.RTLD_LOCAL)


def _foreign_dlopen() -> Callable[[bytes, int], object]:
    """The system's `dlopen` as a function that ctypes calls without the lock; `ctypes.CDLL(path)` keeps it."""
    function = ctypes.CDLL(None).dlopen
    function.restype, function.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    return function

"""Broken model folders and files; the untrained model behind them is written once."""

from __future__ import annotations

import json
import pickle
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from .case import Maker


@cache
def untrained() -> Path:
    """A folder with a model of random weights, kept until the process ends."""
    from tests.untrained_model import write_untrained_model

    return write_untrained_model(Path(tempfile.mkdtemp(prefix="styleglip-faults-")) / "model")


def model_but(name: str, content: bytes | None) -> Maker:
    """The model with one file of other content, or without it; a content of `b"..."` means its first half."""

    def make(folder: Path) -> None:
        shutil.copytree(untrained(), folder / "model")
        path = folder / "model" / name
        assert path.is_file(), path
        if content is None:
            path.unlink()
        elif content == b"...":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        else:
            path.write_bytes(content)

    return make


def model_changed(name: str, change: Callable[[dict[str, Any]], object]) -> Maker:
    """The model with other values in one of its JSON files."""

    def make(folder: Path) -> None:
        told = json.loads((untrained() / name).read_text(encoding="utf-8"))
        change(told)
        model_but(name, json.dumps(told).encode())(folder)

    return make


class _Executes:
    """Makes a file when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, ("executed.txt", "w")


def pickle_of_code(folder: Path) -> None:
    """A checkpoint as `torch.save` wrote them first: a pickle, here one that makes a file when it is read."""
    (folder / "weights.pth").write_bytes(pickle.dumps({"model": _Executes()}, protocol=2))


def archive_of_code(folder: Path) -> None:
    """A checkpoint as `torch.save` writes them now, with the same pickle in it."""
    with zipfile.ZipFile(folder / "weights.pth", "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"model": _Executes()}, protocol=2))
        archive.writestr("archive/version", "3\n")


def climbing_archive(folder: Path) -> None:
    """A checkpoint whose archive names a file outside of the folder."""
    with zipfile.ZipFile(folder / "weights.pth", "w") as archive:
        archive.writestr("../escaped.txt", "no")


def huge_header(folder: Path) -> None:
    """A safetensors file that announces a header of a terabyte."""
    (folder / "weights.safetensors").write_bytes((2**40).to_bytes(8, "little") + b"{}")

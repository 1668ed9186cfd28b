"""Weights out of a TorchScript archive, such as OpenAI's CLIP files, without running or importing any of it.

`torch.jit.load` would execute the archive's program, and PyTorch's restricted reader refuses such archives. What is
needed is small: the archive's data.pkl says which attribute of which module is which piece of which record. It is read
here opcode by opcode (`pickletools.genops` only splits the bytes into opcodes) into inert values of this file: a name
stays a name, and "build an object" fills a table. Nothing is looked up by name, imported or called, so a pickle that
asks for anything else can only be refused.
"""

from __future__ import annotations

import pickletools
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ...vocabulary.errors import ModelError

_MOST_PICKLE_BYTES = 64 << 20
_DTYPES = {
    "FloatStorage": torch.float32,
    "HalfStorage": torch.float16,
    "BFloat16Storage": torch.bfloat16,
    "DoubleStorage": torch.float64,
    "LongStorage": torch.int64,
    "IntStorage": torch.int32,
    "ShortStorage": torch.int16,
    "CharStorage": torch.int8,
    "ByteStorage": torch.uint8,
    "BoolStorage": torch.bool,
}
_LISTS = {f"torch.jit._pickle.build_{kind}list" for kind in ("int", "double", "bool", "tensor")}


class _CodeFound(Exception):
    """The pickle asks for something that is not part of plain weights."""


@dataclass(frozen=True)
class _Name:
    """Something the pickle names; only ever compared."""

    text: str


@dataclass(eq=False)
class _Module:
    """A module of the archive: its attributes."""

    attributes: dict[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class _Storage:
    dtype: torch.dtype
    record: str
    count: int


@dataclass(frozen=True, eq=False)
class _Piece:
    """A tensor: a strided piece of a storage."""

    storage: _Storage
    offset: int
    size: tuple[int, ...]
    stride: tuple[int, ...]


def is_torchscript(names: Iterable[str]) -> bool:
    """Whether records of these names make a TorchScript archive."""
    return any(name.endswith("/constants.pkl") for name in names)


def read_torchscript(file: Path) -> dict[str, Tensor]:
    """All tensors that are attributes of the archive's modules, by their dotted path.

    Raises:
        ModelError: damaged, or asking for more than weights.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _read(archive, file.stat().st_size)
    except _CodeFound as error:
        raise ModelError(
            f'The model file "{file}" asks for program code ({error}) besides weights and was not opened, because it '
            "could harm this computer. Fetch the model from its authors."
        ) from error
    except Exception as error:
        # Damaged archives fail with whatever error the damage leads to.
        raise ModelError(f'The model file "{file}" is damaged or cut short. Fetch it again.') from error


def _read(archive: zipfile.ZipFile, size: int) -> dict[str, Tensor]:
    name = next(n for n in archive.namelist() if n.endswith("/data.pkl") and n.count("/") == 1)
    folder = name.removesuffix("data.pkl")
    if f"{folder}byteorder" in archive.namelist() and _record(archive, f"{folder}byteorder", 16) != b"little":
        raise ValueError("other byte order")
    pieces = _pieces(_InertPickle(_record(archive, name, _MOST_PICKLE_BYTES)).value())
    # A storage may be shared by several tensors; together they cannot hold more than the file.
    storages = {piece.storage.record: piece.storage for piece in pieces.values()}
    if sum(s.count * s.dtype.itemsize for s in storages.values()) > size:
        raise ValueError("more weights than bytes")
    values = {record: _values(archive, f"{folder}data/{record}", s) for record, s in storages.items()}
    return {path: _strided(values[piece.storage.record], piece) for path, piece in pieces.items()}


def _record(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    info = archive.getinfo(name)
    if info.compress_type != zipfile.ZIP_STORED or info.file_size > most:
        raise ValueError("not a record of a PyTorch archive")
    return archive.read(info)


def _values(archive: zipfile.ZipFile, name: str, storage: _Storage) -> Tensor:
    size = storage.count * storage.dtype.itemsize
    data = bytearray(_record(archive, name, size))
    if len(data) != size:
        raise ValueError("record of another size")
    return torch.frombuffer(data, dtype=storage.dtype) if data else torch.empty(0, dtype=storage.dtype)


def _strided(values: Tensor, piece: _Piece) -> Tensor:
    last = piece.offset + sum((n - 1) * step for n, step in zip(piece.size, piece.stride, strict=True))
    count = prod(piece.size)
    if values.dtype != piece.storage.dtype or count > len(values) or (count and last >= len(values)):
        raise ValueError("tensor outside of its record")
    return values.as_strided(piece.size, piece.stride, piece.offset)


def _pieces(root: Any) -> dict[str, _Piece]:
    """The tensors below a module, by dotted path; a module that is met twice counts where it is met first."""
    if not isinstance(root, _Module):
        raise ValueError("not a module")
    found: dict[str, _Piece] = {}
    seen = {id(root)}
    waiting = [("", root)]
    while waiting:
        path, module = waiting.pop()
        for name, value in module.attributes.items():
            if isinstance(name, str) and isinstance(value, _Piece):
                found[path + name] = value
            elif isinstance(name, str) and isinstance(value, _Module) and id(value) not in seen:
                seen.add(id(value))
                waiting.append((f"{path}{name}.", value))
    return found


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 48:
        raise ValueError("not a size")
    return value


class _InertPickle:
    """Reads the pickle that PyTorch writes into TorchScript archives (protocol 2)."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._stack: list[Any] = []
        self._marks: list[int] = []
        self._memo: dict[int, Any] = {}

    def value(self) -> Any:
        """What the pickle describes, in inert values."""
        actions: dict[str, Callable[[Any], None]] = {
            "GLOBAL": lambda arg: self._push(_Name(arg.replace(" ", ".")[:200])),
            "MARK": lambda arg: self._marks.append(len(self._stack)),
            "NONE": lambda arg: self._push(None),
            "NEWTRUE": lambda arg: self._push(True),
            "NEWFALSE": lambda arg: self._push(False),
            "EMPTY_DICT": lambda arg: self._push({}),
            "EMPTY_LIST": lambda arg: self._push([]),
            "EMPTY_TUPLE": lambda arg: self._push(()),
            "TUPLE": lambda arg: self._push(tuple(self._from_mark())),
            "TUPLE1": lambda arg: self._push(tuple(self._pop(1))),
            "TUPLE2": lambda arg: self._push(tuple(self._pop(2))),
            "TUPLE3": lambda arg: self._push(tuple(self._pop(3))),
            "APPEND": lambda arg: self._append(self._pop(1)),
            "APPENDS": lambda arg: self._append(self._from_mark()),
            "SETITEM": lambda arg: self._set_items(self._pop(2)),
            "SETITEMS": lambda arg: self._set_items(self._from_mark()),
            "BINPERSID": lambda arg: self._push(_storage(*self._pop(1))),
            "NEWOBJ": lambda arg: self._push(_new(*self._pop(2))),
            "REDUCE": lambda arg: self._push(_reduced(*self._pop(2))),
            "BUILD": lambda arg: self._build(*self._pop(1)),
        }
        for put in ("BINPUT", "LONG_BINPUT"):
            actions[put] = self._remember
        for get in ("BINGET", "LONG_BINGET"):
            actions[get] = lambda arg: self._push(self._memo[arg])
        for constant in ("BINUNICODE", "BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT"):
            actions[constant] = self._push
        for opcode, arg, _ in pickletools.genops(self._data):
            if opcode.name == "STOP":
                (result,) = self._stack
                return result
            if opcode.name == "PROTO":
                continue
            if opcode.name not in actions:
                raise _CodeFound(f"pickle opcode {opcode.name}")
            actions[opcode.name](arg)
        raise ValueError("no end")

    def _push(self, value: Any) -> None:
        self._stack.append(value)

    def _pop(self, count: int) -> list[Any]:
        bottom = self._marks[-1] if self._marks else 0
        if len(self._stack) - bottom < count:
            raise ValueError("empty stack")
        values = self._stack[-count:]
        del self._stack[-count:]
        return values

    def _from_mark(self) -> list[Any]:
        mark = self._marks.pop()
        values = self._stack[mark:]
        del self._stack[mark:]
        return values

    def _remember(self, slot: int) -> None:
        self._memo[slot] = self._stack[-1]

    def _append(self, values: list[Any]) -> None:
        target = self._stack[-1]
        if not isinstance(target, list):
            raise ValueError("no list")
        target.extend(values)

    def _set_items(self, items: list[Any]) -> None:
        target = self._stack[-1]
        if not isinstance(target, dict):
            raise ValueError("no table")
        if not all(isinstance(key, str | int) for key in items[::2]):
            raise ValueError("a key that is no name")  # hashing nested tuples could take for ever
        target.update(zip(items[::2], items[1::2], strict=True))

    def _build(self, state: Any) -> None:
        target = self._stack[-1]
        if not isinstance(target, _Module):
            raise _CodeFound("state of something that is no module")
        if not isinstance(state, dict):
            raise ValueError("no table")
        target.attributes.update(state)


def _storage(reference: Any) -> _Storage:
    """A persistent reference: ("storage", type, record, device, numbers)."""
    if not isinstance(reference, tuple) or len(reference) != 5 or reference[0] != "storage":
        raise ValueError("no storage")
    kind, record, count = reference[1], reference[2], _whole(reference[4])
    if not isinstance(kind, _Name) or not isinstance(record, str):
        raise ValueError("no storage")
    dtype = _DTYPES.get(kind.text.removeprefix("torch."))
    if dtype is None or not kind.text.startswith("torch."):
        raise _CodeFound(kind.text)
    return _Storage(dtype, record, count)


def _new(kind: Any, arguments: Any) -> _Module:
    if not isinstance(kind, _Name) or not kind.text.startswith("__torch__.") or arguments != ():
        raise _CodeFound(kind.text if isinstance(kind, _Name) else "an object of no kind")
    return _Module()


def _reduced(function: Any, arguments: Any) -> Any:
    """What the few calls of plain weights stand for."""
    name = function.text if isinstance(function, _Name) else "a call of no name"
    if not isinstance(arguments, tuple):
        raise ValueError("no arguments")
    if name == "torch._utils._rebuild_tensor_v2" and len(arguments) >= 4:
        storage, offset, size, stride = arguments[:4]
        if not isinstance(storage, _Storage) or not isinstance(size, tuple) or not isinstance(stride, tuple):
            raise ValueError("no tensor")
        return _Piece(storage, _whole(offset), tuple(map(_whole, size)), tuple(map(_whole, stride)))
    if name == "collections.OrderedDict" and arguments == ():
        return {}
    if (name in _LISTS and len(arguments) == 1) or (name == "torch.jit._pickle.restore_type_tag" and arguments):
        return arguments[0]
    raise _CodeFound(name)

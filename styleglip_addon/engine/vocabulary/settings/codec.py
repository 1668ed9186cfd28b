"""Settings as plain data: checks of values, dataclasses to JSON-ready dictionaries and back."""

from __future__ import annotations

import sys
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from numbers import Integral, Real
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from ..errors import SettingsError

Settings = TypeVar("Settings")


def require(condition: bool, message: str) -> None:
    """Raises SettingsError with `message` unless the condition holds."""
    if not condition:
        raise SettingsError(message)


def check_kinds(settings: object, group: str = "") -> None:
    """Checks that every value is of its kind; for a settings dataclass's `__post_init__`, before its ranges.

    Words become the choices that they name, whole numbers fractions where these are wanted, dictionaries groups.

    Args:
        settings: the dataclass; it may be frozen.
        group: how messages name it, e.g. "field."; empty for the outermost.

    Raises:
        SettingsError: a value is of another kind; the message names the setting and what is right.
    """
    own: Any = type(settings)
    for name, hint in _hints(own):
        value = getattr(settings, name)
        if isinstance(hint, type) and issubclass(hint, Enum):
            require(value in tuple(hint), f'{group}{name} must be one of {", ".join(hint)}, not "{value}".')
        # A plain word is as good as the choice it names, but only the choice itself compares by identity.
        object.__setattr__(settings, name, _convert(hint, value, f"{group}{name}", ""))


def to_plain(value: Any) -> Any:
    """A settings dataclass (nested ones, enums and tuples included) as what JSON knows."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: to_plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Enum):
        return value.value
    return [to_plain(item) for item in value] if isinstance(value, tuple) else value


def from_plain(kind: type[Settings], data: Mapping[str, Any], where: str = "") -> Settings:
    """Inverse of `to_plain`; names that are left out take their defaults.

    Args:
        kind: the settings dataclass.
        data: names and values.
        where: how messages name the dictionary, e.g. "field."; empty for the outermost.

    Raises:
        SettingsError: an unknown name, or a value of the wrong kind or out of its range.
    """
    if not isinstance(data, Mapping):
        raise SettingsError(f'These settings cannot be read: "{where.rstrip(".") or "settings"}" must be a group.')
    hints = get_type_hints(kind)
    known = {item.name for item in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(str(name) for name in data if name not in known)
    if unknown:
        raise SettingsError(f'These settings cannot be read: there is no setting "{where}{unknown[0]}".')
    return kind(**{name: _convert(hints[name], value, f"{where}{name}") for name, value in data.items()})


def merged(settings: Settings, changes: Mapping[str, Any]) -> Settings:
    """Settings with some values replaced, those of nested groups one by one.

    Raises:
        SettingsError: see `from_plain`.
    """

    def laid_over(base: Any, change: Any) -> Any:
        if not (isinstance(base, Mapping) and isinstance(change, Mapping)):
            return change
        return dict(base) | {name: laid_over(base.get(name), value) for name, value in change.items()}

    return from_plain(type(settings), laid_over(to_plain(settings), changes))


@cache
def _hints(settings: type) -> tuple[tuple[str, Any], ...]:
    """Name and kind of all settings of a group; kept, as hints are slow to resolve."""
    hints = get_type_hints(settings)
    return tuple((item.name, hints[item.name]) for item in fields(settings))


_READ = "These settings cannot be read: "


def _convert(hint: Any, value: Any, name: str, start: str = _READ) -> Any:
    """A value as its kind; `start` is how messages begin."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        kinds = get_args(hint)
        if value is None and type(None) in kinds:
            return None
        return _convert(next(kind for kind in kinds if kind is not type(None)), value, name, start)
    if origin is tuple and isinstance(value, list | tuple):
        kinds = get_args(hint)
        if kinds[-1] is Ellipsis:
            return tuple(_convert(kinds[0], item, name, start) for item in value)
        if len(kinds) == len(value):
            return tuple(_convert(kind, item, name, start) for kind, item in zip(kinds, value, strict=True))
    elif origin is frozenset and isinstance(value, frozenset | set | list | tuple):
        return frozenset(_convert(get_args(hint)[0], item, name, start) for item in value)
    elif origin is Mapping and isinstance(value, Mapping):
        kind = get_args(hint)[1]
        return {str(key): _convert(kind, item, f"{name}.{key}", start) for key, item in value.items()}
    elif is_dataclass(hint):
        return value if isinstance(value, hint) else from_plain(hint, value, f"{name}.")  # type: ignore[arg-type]
    elif isinstance(hint, type) and issubclass(hint, Enum):
        try:
            return hint(value)
        except ValueError:
            choices = ", ".join(str(item.value) for item in hint)
            raise SettingsError(f'{start}"{name}" must be one of {choices}.') from None
    elif hint is float and _is_number(value):
        return float(value)
    elif hint is int and _is_number(value) and isinstance(value, Integral):
        return int(value)
    elif hint in (bool, str) and isinstance(value, hint):
        return value
    raise SettingsError(f'{start}the value of "{name}" is of the wrong kind: {_wanted(hint)}, not {_shown(value)}.')


def _is_number(value: Any) -> bool:
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    return is_number and bool(abs(value) <= sys.float_info.max)


_KINDS = {int: "a whole number", float: "a number", bool: "True or False", str: "a text"}


def _wanted(hint: Any) -> str:
    """What is right, in words."""
    origin, kinds = get_origin(hint), get_args(hint)
    if origin in (tuple, frozenset):
        return f"a list, each of it {_wanted(kinds[0])}"
    if origin is Mapping:
        return f"a group of names, each with {_wanted(kinds[1])}"
    return f"it must be {_KINDS.get(hint, 'another one')}"


def _shown(value: Any) -> str:
    return f'the text "{value[:60]}"' if isinstance(value, str) else str(value)[:60]

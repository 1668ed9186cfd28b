"""Reads a job file, YAML or JSON, into plain values that know the line they stand on. Nothing in it is executed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..files.failures import UsageError

Where = tuple[str | int, ...]
"""The place of a value in a job: keys and numbers from the outermost on, e.g. ("assets", 3, "prompt")."""

JOB_SUFFIXES = (".yaml", ".yml", ".json")
_LARGEST = 64 * 2**20
_DEEPEST = 60


class JobError(UsageError):
    """The job file is damaged or says something that cannot be done; the message names the file and the line."""


@dataclass(frozen=True)
class JobText:
    """What a job file says.

    Args:
        path: the file.
        data: mappings, lists, texts, numbers, True, False and None.
        lines: the line of each value, from 1 on, by its place.
    """

    path: Path
    data: Any
    lines: Mapping[Where, int] = field(default_factory=dict)

    def place(self, where: Where) -> str:
        """What a sentence calls the place of a value: the file, and the line where it is known."""
        while where and where not in self.lines:
            where = where[:-1]
        return f'"{self.path}", line {self.lines[where]}' if where in self.lines else f'"{self.path}"'

    def error(self, where: Where, sentence: str) -> JobError:
        """The error for a value."""
        return JobError(f"{self.place(where)}: {sentence}")


def read_job_file(path: Path) -> JobText:
    """Reads a file of one of `JOB_SUFFIXES`.

    Raises:
        JobError: it cannot be read, or is no YAML or JSON.
    """
    if path.suffix.lower() not in JOB_SUFFIXES:
        raise JobError(f'The job "{path}" is of an unknown kind. Use one of {", ".join(JOB_SUFFIXES)}.')
    try:
        if path.stat().st_size > _LARGEST:
            raise JobError(f'The job "{path}" is larger than {_LARGEST // 2**20} MB. Split it.')
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise JobError(f'The job "{path}" cannot be read: {error.strerror or error}.') from error
    except UnicodeDecodeError as error:
        raise JobError(f'The job "{path}" is no text in UTF-8. Save it as such.') from error
    try:
        return _json(path, text) if path.suffix.lower() == ".json" else _yaml(path, text)
    except RecursionError as error:
        raise JobError(f'The job "{path}" is nested too deeply.') from error


def _json(path: Path, text: str) -> JobText:
    def constant(name: str) -> None:
        raise JobError(f'"{path}": {name} is no number.')

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in found]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise JobError(f'"{path}": "{twice}" stands twice in the same object. Leave one of them out.')
        return dict(found)

    try:
        data = json.loads(text, parse_constant=constant, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        raise JobError(f'"{path}", line {error.lineno}: this is no JSON: {error.msg}.') from error
    except ValueError as error:  # a number of thousands of digits
        raise JobError(f'"{path}": this is no JSON: {error}.') from error
    try:  # JSON is YAML as well, but for tabs: that way its lines are known
        return JobText(path, data, _yaml(path, text.replace("\t", " ")).lines)
    except JobError:
        return JobText(path, data)


def _yaml(path: Path, text: str) -> JobText:
    import yaml

    loader = _loader_kind()(text)
    try:
        root = loader.get_single_node()
        lines: dict[Where, int] = {}
        data = None if root is None else _value(path, loader, root, (), lines, set())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = "" if mark is None else f", line {mark.line + 1}"
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
        raise JobError(f'"{path}"{line}: this is no YAML: {reason}.') from error
    except ValueError as error:
        raise JobError(f'"{path}": this is no YAML: {error}.') from error
    finally:
        loader.dispose()
    return JobText(path, data, lines)


def _value(path: Path, loader: Any, node: Any, where: Where, lines: dict[Where, int], seen: set[int]) -> Any:
    """A node as a plain value; each node is taken once, so that nothing small unfolds to something vast."""
    import yaml

    lines[where] = node.start_mark.line + 1
    told = f'"{path}", line {lines[where]}'
    if id(node) in seen:
        raise JobError(f'{told}: references (*NAME) are not read. Write what is common below "defaults".')
    if len(where) > _DEEPEST:
        raise JobError(f"{told}: this is nested too deeply.")
    seen.add(id(node))
    if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.split(":")[-1] not in _TAGS:
        raise JobError(f"{told}: a tag ({node.tag}) is not read. Write plain texts, numbers, lists and mappings.")
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_object(node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(path, loader, item, (*where, i), lines, seen) for i, item in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key, item in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise JobError(f'"{path}", line {key.start_mark.line + 1}: a name is to stand before the colon.')
        if key.value in found:
            raise JobError(f'"{path}", line {key.start_mark.line + 1}: "{key.value}" stands twice. Leave one out.')
        found[key.value] = _value(path, loader, item, (*where, key.value), lines, seen)
        lines[(*where, key.value)] = key.start_mark.line + 1
    return found


_TAGS = ("null", "bool", "int", "float", "str", "seq", "map")


def _loader_kind() -> Any:
    """PyYAML's safe loader with the plain words of YAML 1.2: "off", "yes" and "1:30" are texts, 1e-3 is a number."""
    import re

    import yaml

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012 (PyYAML's own name and kind)

    for name, pattern, first in (
        ("null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
        ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
        ("int", r"[-+]?(?:0|[1-9][0-9]*)", list("-+0123456789")),
        ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ):
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(f"(?:{pattern})\\Z"), first)
    return Loader

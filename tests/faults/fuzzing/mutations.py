"""Changes of bytes and of JSON values at random, as damage and other programs make them."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

_ODD_BYTES = (b"\x00", b"\xff", b"\x7f", b"\x80", b"\n", b'"', b"{", b"nan", b"-1", b"1e999", bytes(64))
_ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1,
    2**31,
    2**63,
    10**400,
    -(10**30),
    0.5,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "a",
    "gold",
    "\x00",
    "\ud83d",
    "../../secret.mtl",
    "x" * 5000,
    [],
    [[]],
    [1, 2, 3, 4, 5],
    ["a"] * 50,
    {},
    {"a": {"a": {}}},
    {"": None},
)
_MOST_CHANGES = 4


def mutate_bytes(content: bytes, draw: random.Random) -> bytes:
    """The content with one to four changes: bits, bytes, pieces cut, doubled, moved or put in."""
    for _ in range(draw.randint(1, _MOST_CHANGES)):
        place, other = (draw.randrange(len(content) + 1) for _ in range(2))
        first, last = min(place, other), max(place, other)
        match draw.randrange(8):
            case 0:
                content = content[:place]
            case 1:
                content = content[:place] + draw.choice(_ODD_BYTES) + content[place:]
            case 2:
                content = content[:place] + draw.choice(_ODD_BYTES) + content[place + 1 :]
            case 3 | 4 if place < len(content):
                flipped = content[place] ^ (1 << draw.randrange(8))
                content = content[:place] + bytes([flipped]) + content[place + 1 :]
            case 5:
                content = content[:first] + content[min(last, first + 64) :]
            case 6:
                content = content[:first] + content[first : first + 64] * 2 + content[first + 64 :]
            case _:
                number = draw.choice((0, 1, 2**16, 2**31 - 1, 2**32 - 1)).to_bytes(4, "little")
                content = content[:place] + number + content[place + 4 :]
    return content


def mutate_json(value: Any, draw: random.Random) -> Any:
    """The value with one to four changes somewhere inside: others in their place, left out, doubled, renamed."""
    whole = copy.deepcopy(value)
    for _ in range(draw.randint(1, _MOST_CHANGES)):
        holder, key = _somewhere(whole, draw)
        if holder is None:
            return draw.choice(_ODD_VALUES)
        match draw.randrange(6):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[draw.choice(("", "x", str(key).upper(), f"{key} "))] = holder.pop(key)
            case 1 | 2 if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
            case 3:
                holder[key] = [holder[key]]
            case _:
                holder[key] = draw.choice(_ODD_VALUES)
    return whole


def json_bytes(value: Any, draw: random.Random) -> bytes:
    """A value as JSON, one time in eight with damaged bytes."""
    content = json.dumps(value).encode()
    return mutate_bytes(content, draw) if draw.random() < 0.125 else content


def _somewhere(value: Any, draw: random.Random) -> tuple[Any, Any]:
    """A dict or list inside of a value and one of its keys, each as probable."""
    places: list[tuple[Any, Any]] = []
    left = [value]
    while left:
        item = left.pop()
        keys = list(item) if isinstance(item, dict) else range(len(item)) if isinstance(item, list) else ()
        for key in keys:
            places.append((item, key))
            left.append(item[key])
    return draw.choice(places) if places else (None, None)

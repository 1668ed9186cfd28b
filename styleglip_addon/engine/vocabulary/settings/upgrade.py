"""Settings as earlier versions wrote them, in reports, states and scripts, under the names they have now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .codec import require, to_plain
from .field import FieldKind
from .schedule import Schedule
from .start import Start

_MACHINE = ("device", "threads", "renderer")
_KINDS = {
    ("color_displacement", False): FieldKind.COLOR,
    ("color_displacement", True): FieldKind.COLOR_DISPLACEMENT,
    ("appearance", False): FieldKind.APPEARANCE,
    ("appearance", True): FieldKind.APPEARANCE,
    ("both", False): FieldKind.APPEARANCE,
    ("both", True): FieldKind.APPEARANCE_DISPLACEMENT,
}
"""By the former `field_kind` and `displacement`; APPEARANCE moved no vertex whatever `displacement` said."""

_WORDS = {
    FieldKind.COLOR: "color_displacement",
    FieldKind.COLOR_DISPLACEMENT: "color_displacement",
    FieldKind.APPEARANCE: "appearance",
    FieldKind.APPEARANCE_DISPLACEMENT: "both",
}
_EVER = frozenset(("seed", "iterations", "image_size", "learning_rate", "clip", "localization"))
"""Names that every version writes when it writes all settings."""

_GLIP_EVERY = 3  # the former default; no recipe had another one
_MOST = 1000  # of the former `clip.ratio`


def upgraded(
    data: Mapping[str, Any], kind: FieldKind = FieldKind.COLOR_DISPLACEMENT, schedule: Schedule | None = None
) -> Mapping[str, Any]:
    """Settings with every former name turned into the present one; what has present names stays as it is.

    `device`, `threads` and `renderer` are in `machine` now; `field_kind` with `displacement`, and `appearance`, are
    `field.kind` and `field.appearance`; `glip_every` and `clip.ratio` are `schedule`. Of the latter two the ratio
    decided wherever it was not None, also where only `glip_every` was laid over a recipe that had a ratio. All settings
    without a `start` are of a time when every field started from grey.

    Args:
        data: names and values, all settings or some.
        kind: the settings that `data` is laid over: their field's kind, for what `data` leaves out.
        schedule: likewise their schedule; None: the default one.

    Raises:
        SettingsError: a former name has a value that it could not have, or stands beside the present name.
    """
    if not isinstance(data, Mapping):
        return data  # `from_plain` says what is wrong
    new = dict(data)
    if "start" not in new and new.keys() >= _EVER:
        new["start"] = Start.GREY.value  # all settings of a version that knew no other start
    _put(new, "machine", {name: new.pop(name) for name in _MACHINE if name in new})
    _put(new, "field", _field_values(new, kind))
    former = _take_schedule(new, Schedule() if schedule is None else schedule)
    if former is not None:
        require("schedule" not in new, _twice("schedule", '"glip_every" or "clip.ratio"'))
        new["schedule"] = to_plain(former)
    return new


def _field_values(data: dict[str, Any], kind: FieldKind) -> dict[str, Any]:
    """Takes the former names of the field's kind and materials out of `data`; gives what belongs into `field`."""
    values = {}
    if "field_kind" in data or "displacement" in data:
        word = data.pop("field_kind", _WORDS[kind])
        displaces = data.pop("displacement", kind.displaces)
        words = ", ".join(dict.fromkeys(word for word, _ in _KINDS))
        known = isinstance(word, str) and (word, True) in _KINDS
        require(known, f'These settings cannot be read: "field_kind" must be one of {words}.')
        require(isinstance(displaces, bool), _wrong_kind("displacement"))
        values["kind"] = _KINDS[str(word), displaces].value
    if "appearance" in data:
        values["appearance"] = data.pop("appearance")
    return values


def _take_schedule(data: dict[str, Any], base: Schedule) -> Schedule | None:
    """Takes the former names of the schedule out of `data`; None where there are none."""
    clip = data.get("clip")
    names_ratio = isinstance(clip, Mapping) and "ratio" in clip
    if not names_ratio and "glip_every" not in data:
        return None
    every, ratio = _former_schedule(base)
    every = data.pop("glip_every", every)
    require(_is_whole(every), _wrong_kind("glip_every"))
    require(every >= 1, "glip_every must be at least 1.")
    if isinstance(clip, Mapping) and names_ratio:
        ratio = clip["ratio"]
        data["clip"] = {name: value for name, value in clip.items() if name != "ratio"}
    if ratio is None:
        return Schedule(every, every)
    require(_is_whole(ratio), _wrong_kind("clip.ratio"))
    require(0 <= ratio <= _MOST, f"clip.ratio must lie in 0..{_MOST}.")
    return Schedule.of_ratio(ratio)


def _former_schedule(schedule: Schedule) -> tuple[int, int | None]:
    """The former `glip_every` and `clip.ratio` of a schedule."""
    if schedule.glip_step in (0, 2):
        return _GLIP_EVERY, schedule.period - 1 if schedule.glip_step else 0
    return schedule.period, None


def _put(data: dict[str, Any], group: str, values: dict[str, Any]) -> None:
    """Puts values into a group of `data`, which must not have any of them."""
    present = data.get(group, {})
    if not values or not isinstance(present, Mapping):
        return
    for name in values:
        require(name not in present, _twice(f"{group}.{name}", "a former name of it"))
    data[group] = {**present, **values}


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _wrong_kind(name: str) -> str:
    return f'These settings cannot be read: the value of "{name}" is of the wrong kind.'


def _twice(present: str, former: str) -> str:
    return f'These settings cannot be read: both "{present}" and {former} are given. Leave one out.'

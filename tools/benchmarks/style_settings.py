"""The settings of a style benchmark's runs, from its options: a preset, single settings, seed, steps and threads."""

from __future__ import annotations

import argparse
import json
from typing import Any

from styleglip_addon.engine import MachineSettings, StylizeSettings


def chosen_settings(arguments: argparse.Namespace) -> StylizeSettings:
    """The settings of all runs.

    Raises:
        SystemExit: `--set` names none.
    """
    settings = StylizeSettings.preset(arguments.preset) if arguments.preset else StylizeSettings()
    data = settings.to_dict()
    for assignment in arguments.set:
        name, equals, value = assignment.partition("=")
        place: Any = data
        *groups, last = name.split(".")
        for group in groups:
            place = place.get(group) if isinstance(place, dict) else None
        if not equals or not isinstance(place, dict) or last not in place:
            raise SystemExit(f'--set {assignment}: there is no such setting. Write for example "palette_weight=4".')
        try:
            place[last] = json.loads(value)
        except json.JSONDecodeError:
            place[last] = value
    machine = MachineSettings(threads=arguments.threads)
    settings = StylizeSettings.from_dict(data).with_(seed=arguments.seed, machine=machine)
    if arguments.iterations is not None:
        return settings.with_(iterations=arguments.iterations)
    return settings

"""Families of small clocks: alarm clock, wristwatch."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import arc, smooth_curve, straight
from ...dials import add_dial
from ...fittings import corners, drawn_make, panel
from ...primitives import sweep


def alarm_clock(rng: np.random.Generator) -> LabelledObject:
    """An alarm clock with two bells, or a small table clock in a frame."""
    a, make = Assembly("alarm clock", "alarm clock", "clock", "table clock"), drawn_make(rng)
    radius, deep = rng.uniform(0.05, 0.07), rng.uniform(0.03, 0.06)
    lift = radius * rng.uniform(1.1, 1.35)
    twin = rng.random() < 0.75
    if twin or rng.random() < 0.4:
        body = make.disc(radius, deep, "y")
    else:
        body = make.block(radius * rng.uniform(2.1, 3.0), deep, radius * rng.uniform(2.1, 2.4), rng.uniform(0.05, 0.45))
    a.add("alarm.body", body.moved(z=lift))
    add_dial(rng, make, a, radius * 0.9, (0, -deep / 2 - 0.001, lift))
    if rng.random() < 0.8:
        for s in (-1, 1):
            angle = s * np.radians(rng.uniform(25, 40))
            tip = (radius * 1.35 * np.sin(angle), 0, lift - radius * 1.35 * np.cos(angle))
            a.add(
                "leg",
                make.rod((0.9 * radius * np.sin(angle), 0, lift - 0.9 * radius * np.cos(angle)), tip, 0.006, 0.004),
            )
    if twin:
        tilt, size = rng.uniform(25, 38), radius * rng.uniform(0.4, 0.55)
        curve = arc(size, 0, 90, 8)
        curve[-1, 0] = 0.0
        dome = make.turned(np.concatenate([[[0, 0]], curve * [1, 0.7]]))
        for s in (-1, 1):
            bell = dome.moved(z=radius * 1.12).rotated("y", s * tilt).moved(z=lift)
            a.add(
                "alarm.bell",
                bell,
                make.rod((0, 0, radius * 0.9), (0, 0, radius * 1.4), 0.003).rotated("y", s * tilt).moved(z=lift),
            )
        if rng.random() < 0.7:
            top = lift + radius * 1.25
            a.add(
                "alarm.hammer",
                make.rod((0, 0, lift + radius * 0.9), (0, 0, top), 0.003),
                make.disc(0.007, 0.02, "x").moved(z=top),
            )
        if rng.random() < 0.6:
            loop = np.array([(-0.6, 1.5), (-0.4, 1.9), (0, 2.02), (0.4, 1.9), (0.6, 1.5)]) * radius
            path = smooth_curve(np.stack([loop[:, 0], 0 * loop[:, 0], loop[:, 1] + lift], 1), 20)
            a.add("alarm.handle", make.tube(path, 0.004))
    if rng.random() < 0.5:
        for x, z in corners(0.4, 0.4)[: int(rng.integers(1, 4))]:
            a.add("machine.knob", make.disc(0.008, 0.015, "y").moved(x * radius, deep / 2 + 0.007, lift + z * radius))
    return a.finish()


def wristwatch(rng: np.random.Generator) -> LabelledObject:
    """A wristwatch standing on its closed strap, or lying open with the dial up."""
    a, make = Assembly("wristwatch", "watch", "wristwatch", "wrist watch", "smartwatch"), drawn_make(rng)
    radius, deep = 0.02, rng.uniform(0.007, 0.012)
    square = rng.random() < 0.35
    body = make.block(2 * radius, deep, 2.2 * radius, 0.4) if square else make.disc(radius, deep, "y")
    lugs = [
        make.block(0.004, deep * 0.6, 0.008).moved(x * radius * 0.6, 0.001, z * radius * (1.1 if square else 0.88))
        for x, z in corners(1, 1)
    ]
    a.add("watch.case", body, *lugs)
    if square and rng.random() < 0.6:
        a.add("machine.screen", panel(1.75 * radius, 1.95 * radius, 0.004, 0.002).moved(y=-deep / 2))
    else:
        add_dial(rng, make, a, radius * 0.88, (0, -deep / 2 + 0.0005, 0))
    crown = make.disc(0.003, 0.005, "x").moved(x=radius + 0.002)
    a.add("watch.crown", crown)
    wide = radius * rng.uniform(0.75, 1.1)
    links = rng.random() < 0.4
    if rng.random() < 0.65:
        turn = np.radians(np.linspace(20, 340, 40))
        path = np.stack([0 * turn, 0.027 - 0.027 * np.cos(turn), 0.032 * np.sin(turn)], 1)
    else:
        path = np.concatenate(
            [straight((0, 0.002, 0.02), (0, 0.004, 0.075), 20), straight((0, 0.004, -0.09), (0, 0.002, -0.02), 20)]
        )
    halves = [path[:20], path[20:]]
    for half in halves:
        if links:
            ahead = np.gradient(half, axis=0)
            tilt = np.degrees(np.arctan2(ahead[:, 1], ahead[:, 2]))
            step = float(np.linalg.norm(half[1] - half[0])) * 1.9
            a.add(
                "watch.strap",
                *(make.block(wide, 0.003, step).rotated("x", -tilt[k]).moved(*half[k]) for k in range(0, 20, 2)),
            )
        else:
            a.add(
                "watch.strap",
                sweep(
                    half, [[wide / 2, 0.0014]] * 20, np.array([(1, -1), (1, 1), (-1, 1), (-1, -1.0)]), side=(1, 0, 0)
                ),
            )
    if rng.random() < 0.7:
        end = path[19]
        a.add("watch.buckle", make.block(wide * 1.25, 0.005, 0.008).moved(*end))
    return a.finish(None if (lean := rng.integers(3)) == 0 else ("x", (-90.0, -35.0)[lean - 1]))


FAMILIES: Families = {"alarm clock": alarm_clock, "wristwatch": wristwatch}

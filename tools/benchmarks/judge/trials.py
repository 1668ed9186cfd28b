"""Measures both looks of the judge together on true materials, on objects that it did not learn from, for its card."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch

from .data import Rendering, random_ground
from .second_look import SeenPart
from .verdicts import StyleJudge


def trials(judge: StyleJudge, rendering: Rendering) -> dict[str, Any]:
    """One random style for each part of some objects, judged as results are.

    Args:
        judge: with the table of same looks.
        rendering: which objects; its variants are not asked for.

    Returns:
        Shares of first guesses that are right, right or of the same look, and of right ones among five; `pieces`, and
        `wrong`: the style, and what it was taken for.
    """
    ranks, alike, wrong = [], [], []
    for index in range(rendering.objects):
        ground, seen, rng = random_ground(rendering, index)
        for part, own in seen.items():
            if not own:
                continue
            style = str(rng.choice(judge.styles))
            shape = replace(ground.shape, style=ground.styles({part: style}, rng))
            pictures = torch.stack([sight.pictures(shape) for sight in own])
            verdict = judge.verdict(SeenPart((pictures * 255.0).round() / 255.0, tuple(own), ground, part))
            names = [name for name, _ in verdict]
            ranks.append(names.index(style) + 1)
            alike.append(judge.same_look.same(style, names[0]))
            if ranks[-1] > 1:
                wrong.append({"style": style, "taken_for": names[0], "rank": ranks[-1]})
            print(f"{style}: {names[0]}, rank {ranks[-1]}", flush=True)
    rank = np.array(ranks)
    return {
        "top1": float((rank == 1).mean()),
        "top1_same_look": float(np.mean(alike)),
        "top5": float((rank <= 5).mean()),
        "pieces": len(ranks),
        "wrong": wrong,
    }

"""Absent means absent: how many parts, and how many words for parts that are not there, are taken for there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine import Models, Part, StylizeSettings, locate_parts
from tools.benchmarks.absent_words import absent_words
from tools.labelled_meshes import LabelledMesh

FALSE_ALARMS = 0.05
KEPT = 0.9


def presence_report(meshes: Iterable[LabelledMesh], models: Models) -> dict[str, Any]:
    """Asks for each mesh's parts and its absent words in one prompt.

    Returns:
        `kept` and `false_alarms`, shares of the parts and of the absent words that the engine takes for there;
        `kept_at_false_alarms`, the share kept where the threshold lets 5 % of the absent words through;
        `false_alarms_at_kept`, the share let through where it keeps 90 %; and `words`, the probabilities by mesh.
    """
    settings = StylizeSettings()
    words: dict[str, dict[str, float]] = {}
    there: list[float] = []
    not_there: list[float] = []
    for labelled in meshes:
        if not labelled.parts:
            continue
        absent = absent_words(labelled.name, labelled.parts)
        likely = word_presence(labelled, (*labelled.parts, *absent), models, settings)
        there += likely[: len(labelled.parts)].tolist()
        not_there += likely[len(labelled.parts) :].tolist()
        words[labelled.name] = dict(zip((*labelled.parts, *absent), likely.round(3).tolist(), strict=True))
        figures = "  ".join(f"{word} {share:.2f}" for word, share in words[labelled.name].items())
        print(f"{labelled.name:32} {figures}", flush=True)
    report = {**threshold_figures(there, not_there, settings.localization.least_presence), "words": words}
    print(
        f"kept {report['kept']:.2f} of {len(there)} parts, false alarms {report['false_alarms']:.2f} of "
        f"{len(not_there)} words; at {FALSE_ALARMS:.0%} false alarms kept {report['kept_at_false_alarms']:.2f}, "
        f"at {KEPT:.0%} kept false alarms {report['false_alarms_at_kept']:.2f}"
    )
    return report


def word_presence(
    labelled: LabelledMesh, words: Sequence[str], models: Models, settings: StylizeSettings
) -> NDArray[np.float64]:
    """How probably the engine takes each word's part for there, names hidden; see `localization/presence.py`."""
    options = replace(settings.localization, least_presence=0.0, names=False)
    located = locate_parts(
        labelled.mesh, [Part(word, "oak") for word in words], settings.with_(localization=options), models=models
    )
    return np.array([part.presence for part in located], dtype=np.float64)


def threshold_figures(there: Sequence[float], not_there: Sequence[float], threshold: float) -> dict[str, float]:
    """What a threshold keeps and lets through, and what the best ones would; see `presence_report`."""
    parts, others = np.asarray(there), np.asarray(not_there)
    let_through = int(FALSE_ALARMS * len(others))
    above = np.sort(others)[::-1][let_through] if let_through < len(others) else -1.0
    at_kept = np.sort(parts)[::-1][max(int(np.ceil(KEPT * len(parts))), 1) - 1]
    return {
        "kept": float((parts >= threshold).mean()),
        "false_alarms": float((others >= threshold).mean()),
        "kept_at_false_alarms": float((parts > above).mean()),
        "false_alarms_at_kept": float((others >= at_kept).mean()),
    }

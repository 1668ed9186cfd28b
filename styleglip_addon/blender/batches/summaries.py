"""What a batch ends with: its exit code, and a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..files.deliveries import new_folders
from ..files.exit_codes import ExitCode
from .assets import Asset
from .drafts import BatchOrder
from .making import Made

_MOST_FOLDERS = 5
_FAILED = ("failed", "timeout", "crashed")
_WORST = (ExitCode.NOTHING_FOUND, ExitCode.INCOMPLETE, ExitCode.NOT_FOUND)
"""Of several the first; as in a call for one asset."""


def exit_code_of(made: Sequence[Made]) -> ExitCode:
    """The exit code of a batch."""
    if any(each.outcome in ("stopped", "not_begun") for each in made):
        return ExitCode.CANCELLED
    failed = [each for each in made if each.outcome in _FAILED]
    if failed:
        return ExitCode.NONE_DONE if len(failed) == len(made) else ExitCode.PARTLY
    codes = {each.code for each in made}
    return next((code for code in _WORST if code in codes), ExitCode.OK)


def sentence_of_batch(made: Sequence[Made], order: BatchOrder) -> str:
    """What is told at the end."""
    counts = Counter(each.outcome for each in made)
    done = counts["done"] + counts["part_missing"]
    told = [f"{done} of {len(made)} {'read' if order.dry_run else 'done'}"]
    told += [
        f"{counts[name]} {words}"
        for name, words in (
            ("part_missing", "of these without a part"),
            ("done_before", "done before"),
            ("skipped", "left out, because their outputs are there"),
            ("failed", "failed"),
            ("timeout", "took too long"),
            ("crashed", "crashed"),
            ("stopped", "stopped"),
            ("not_begun", "not begun"),
        )
        if counts[name]
    ]
    sentence = f"{', '.join(told)}."
    if order.dry_run:
        sentence += _expected(made)
    elif order.journal is not None and any(counts[name] for name in (*_FAILED, "stopped", "not_begun")):
        sentence += " The same command with --resume makes what is missing."
    return sentence


def folder_notes(assets: Sequence[Asset]) -> list[str]:
    """Sentences about folders that are made."""
    folders = new_folders([path for asset in assets for path in asset.files])
    notes = [f'The folder "{folder}" is not there and is made.' for folder in folders[:_MOST_FOLDERS]]
    more = len(folders) - _MOST_FOLDERS
    return notes + ([f"{more} more folders are made."] if more > 0 else [])


def _expected(made: Sequence[Made]) -> str:
    seconds = sum(each.answer.get("seconds_expected") or 0.0 for each in made)
    memory = [
        held + each.answer.get("memory_of_textures", 0)
        for each in made
        if (held := each.answer.get("memory")) is not None
    ]
    minutes = f"{seconds / 60:.0f} minutes" if seconds >= 90 else f"{seconds:.0f} seconds"
    told = f" All of it takes about {minutes} on this machine"
    return f"{told}, and {max(memory) / 2**30:.1f} GB of memory at most." if memory else f"{told}."

"""The page of a batch: a card for each asset with its picture, what was read and found. One file, no scripts."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from ...engine.optimisation.atomic_file import write_atomically
from ..files.scene_files import OutputFileError
from .making import Made

_WORDS = {
    "done": "done",
    "part_missing": "done in part",
    "failed": "failed",
    "timeout": "took too long",
    "crashed": "crashed",
    "skipped": "left out",
    "done_before": "done before",
    "stopped": "stopped",
    "not_begun": "not begun",
}
_GOOD, _DOUBTFUL = ("done", "done_before"), ("part_missing", "skipped", "stopped", "not_begun")

_HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 1180px; padding: 0 1rem; color: #222;
  background: #f4f4f2; }}
h1 {{ font-size: 1.5rem; margin: 0 0 .3rem; }}
p {{ margin: .3rem 0; }}
main {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(540px, 1fr)); gap: 1rem; margin-top: 1.2rem; }}
@media (max-width: 620px) {{ main {{ grid-template-columns: 1fr; }} }}
article {{ background: #fff; border: 1px solid #ddd; border-radius: 6px; padding: .8rem; display: flex; gap: .9rem; }}
article img, .none {{ width: 190px; height: 190px; border-radius: 4px; flex: none; background: #e6e6e3; }}
.none {{ display: flex; align-items: center; justify-content: center; color: #777; }}
article > div:last-child {{ min-width: 0; overflow-wrap: anywhere; }}
h2 {{ font-size: 1.05rem; margin: 0 0 .2rem; }}
.state {{ font-size: .8rem; font-weight: 600; border-radius: 3px; padding: .1rem .4rem; margin-left: .4rem; }}
.good {{ background: #d9eed9; color: #1c5a1c; }} .doubtful {{ background: #f5e9c8; color: #6a4b00; }}
.bad {{ background: #f6d6d2; color: #8c1d10; }}
ul {{ margin: .3rem 0; padding-left: 1.1rem; }}
small {{ color: #666; }}
</style></head><body>
"""


def write_page(path: Path, made: Sequence[Made], dry_run: bool, seconds: float) -> None:
    """Writes the page, complete or not at all.

    Args:
        path: the file.
        made: what came of the assets, in order; `answer["thumbnail"]` is a JPEG in Base64.
        dry_run: whether nothing was made.
        seconds: that it took.

    Raises:
        OutputFileError: it cannot be written.
    """
    text = "".join(_lines(made, dry_run, seconds)).encode("utf-8", "replace")
    try:
        write_atomically(path, lambda file: file.write(text))
    except OSError as error:
        raise OutputFileError(f'The page "{path}" cannot be written: {error.strerror or error}.') from error


def _lines(made: Sequence[Made], dry_run: bool, seconds: float) -> Iterator[str]:
    title = "StyleGLIP: what a batch would make" if dry_run else "StyleGLIP: what a batch made"
    yield _HEAD.format(title=title)
    counts = Counter(each.outcome for each in made)
    told = ", ".join(f"{count} {_WORDS[outcome]}" for outcome, count in counts.items())
    date = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    yield f"<h1>{title}</h1><p>{len(made)} assets: {told}.</p>"
    yield f"<p><small>{date}, in {_time(seconds)}</small></p><main>\n"
    for each in made:
        yield from _card(each)
    yield "</main></body></html>\n"


def _card(made: Made) -> Iterator[str]:
    answer, asset = made.answer, made.asset
    kind = "good" if made.outcome in _GOOD else "doubtful" if made.outcome in _DOUBTFUL else "bad"
    picture = answer.get("thumbnail", "")
    yield "<article>"
    if picture:
        yield f'<img alt="{escape(asset.name)}" src="data:image/jpeg;base64,{escape(picture)}">'
    else:
        yield '<div class="none">no picture</div>'
    yield f'<div><h2>{escape(asset.name)}<span class="state {kind}">{_WORDS[made.outcome]}</span></h2>'
    if made.sentence and made.outcome != "part_missing":  # there it is the warnings'
        yield f"<p>{escape(made.sentence)}</p>"
    if answer.get("parts"):
        yield f"<ul>{''.join(map(_part, answer['parts']))}</ul>"
    reasons = {part["reason"] for part in answer.get("parts", ())}
    for warning in answer.get("warnings", ()):
        if warning not in reasons:
            yield f"<p>{escape(warning)}</p>"
    yield f"<p><small>{escape(_figures(made))}</small></p></div></article>\n"


def _part(part: dict[str, Any]) -> str:
    read = escape("; ".join(part["reading"]))
    style = f" <q>{escape(part['style'])}</q>" if part["style"] else ""
    place = f"from {part['told_by']}" if part["told_by"] else "found"
    found = escape(place if part["found"] else f"not found. {part['reason']}")
    return f"<li><b>{escape(part['name'])}</b>{style}: {found}{f'<br><small>{read}</small>' if read else ''}</li>"


def _figures(made: Made) -> str:
    answer = made.answer
    told = [f"from {made.asset.input}"]
    if made.files:
        told.append(f"written: {', '.join(map(os.fspath, made.files))}")
    if answer.get("vertices"):
        told.append(f"{answer['vertices']:,} vertices")
    if answer.get("seconds_expected") is not None:
        told.append(f"a run takes about {_time(answer['seconds_expected'])}")
    elif answer.get("seconds"):
        told.append(_time(answer["seconds"]))
    if answer.get("memory"):
        told.append(f"{answer['memory'] / 2**30:.1f} GB of memory")
    return "; ".join(told)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"

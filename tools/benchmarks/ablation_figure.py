"""The ablation's figure: a row per mesh and field, a column per variant, before them the mesh as it was.

Pillow pastes the pictures pixel by pixel and measures the words under them; there are no axes in it to plot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from styleglip_addon.engine.surface.prepared import base_colors
from tools.benchmarks.ablation_report import AblationRun, Variant
from tools.benchmarks.studio import Scene, photograph
from tools.benchmarks.style_outcomes import Outcome
from tools.benchmarks.style_subjects import Subject

CELL = 260
GAP, SIDE, TOP = 14, 96, 54
"""Between the cells, left of them for the meshes' names, and above them for the variants' names, pixels."""

_LINE = 18
_PAPER, _INK, _FAINT, _GOOD, _BAD = (255, 255, 255), (34, 34, 34), (115, 115, 115), (20, 120, 60), (175, 70, 20)

Picture = NDArray[np.uint8]
_Ink = tuple[int, int, int]


def before_picture(subject: Subject) -> Picture:
    """(CELL, CELL, 3) the mesh as it was."""
    return photograph(_scene(subject, None), base_colors(subject.mesh), CELL)[0]


def after_picture(subject: Subject, outcome: Outcome) -> Picture:
    """(CELL, CELL, 3) a result: its colours and its displaced surface, under the studio's light."""
    return photograph(_scene(subject, outcome), outcome.color, CELL)[0]


def _scene(subject: Subject, outcome: Outcome | None) -> Scene:
    assert subject.mesh.front is not None
    vertices = subject.unit_vertices if outcome is None else subject.unit_vertices + outcome.displacement
    faces = torch.from_numpy(subject.mesh.faces)
    return Scene(torch.from_numpy(vertices), faces, subject.mesh.up, subject.mesh.front)


def write_figure(
    path: Path,
    variants: Sequence[Variant],
    rows: Mapping[tuple[str, str], tuple[Picture, str]],
    cells: Mapping[tuple[str, str, str], tuple[Picture, AblationRun]],
) -> None:
    """Draws the figure.

    Args:
        path: PNG or JPG file to write.
        variants: the columns, in order.
        rows: by mesh and field, in order: the mesh as it was, and the prompt.
        cells: by mesh, field and variant: the picture and the run; what is missing stays empty.
    """
    width = SIDE + (len(variants) + 1) * (CELL + GAP) + GAP
    captions = {key: _caption(run) for key, (_, run) in cells.items()}
    lines = [
        max(len(_lines(prompt)), *(len(captions.get((*row, v.value), ())) for v in variants))
        for row, (_, prompt) in rows.items()
    ]
    height = TOP + sum(CELL + _LINE * count + 2 * GAP for count in lines)
    sheet = Image.new("RGB", (width, height), _PAPER)
    draw = ImageDraw.Draw(sheet)
    for column, heading in enumerate(("before", *(variant.value for variant in variants))):
        draw.text((_left(column) + CELL / 2, 16), heading, fill=_INK, font=_font(24), anchor="ma")
    top = TOP
    for ((mesh, field), (before, prompt)), count in zip(rows.items(), lines, strict=True):
        draw.text((GAP, top + CELL / 2 - 14), Path(mesh).stem, fill=_INK, font=_fitting(Path(mesh).stem))
        draw.text((GAP, top + CELL / 2 + 10), f"field {field}", fill=_FAINT, font=_font(16))
        sheet.paste(Image.fromarray(before), (_left(0), top))
        _write(draw, _left(0), top + CELL, [(words, _FAINT) for words in _lines(prompt)])
        for column, variant in enumerate(variants, start=1):
            cell = cells.get((mesh, field, variant.value))
            if cell is None:
                continue
            sheet.paste(Image.fromarray(cell[0]), (_left(column), top))
            _write(draw, _left(column), top + CELL, captions[mesh, field, variant.value])
        top += CELL + _LINE * count + 2 * GAP
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path, optimize=True, quality=64)


def _left(column: int) -> int:
    return SIDE + column * (CELL + GAP)


def _caption(run: AblationRun) -> list[tuple[str, _Ink]]:
    """Lines and their colours: what the judge sees in each part, or else the losses; then how well parts were found."""
    if not run.parts:
        values = (("GLIP", run.glip), ("CLIP", run.clip), ("palette", run.palette))
        return [(f"{name} {value:.3g}", _FAINT) for name, value in values if value is not None]
    lines = []
    for part in run.parts:
        seen = f"seen as {part.verdict[0][0]}" if part.verdict else "not judged"
        ink = _FAINT if not part.verdict else _GOOD if part.is_same_look else _BAD
        lines.append((f"{part.part}{' (not found)' if part.part in run.missed else ''}: {seen}", ink))
    if run.mean_iou is not None:
        lines.append((f"parts found with IoU {run.mean_iou:.2f}", _FAINT))
    return lines


def _write(draw: ImageDraw.ImageDraw, x: int, y: int, lines: Sequence[tuple[str, _Ink]]) -> None:
    for number, (text, ink) in enumerate(lines):
        draw.text((x, y + 5 + _LINE * number), _shortened(text), fill=ink, font=_font(15))


def _lines(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if _font(15).getlength(longer) <= CELL or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shortened(text: str) -> str:
    if _font(15).getlength(text) <= CELL:
        return text
    while text and _font(15).getlength(text + "...") > CELL:
        text = text[:-1]
    return text + "..."


def _fitting(text: str) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font in which a name fits the column at the side."""
    return next((font for size in (20, 17, 14, 12) if (font := _font(size)).getlength(text) <= SIDE - GAP), _font(10))


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)

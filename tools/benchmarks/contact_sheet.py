"""Contact sheets of style results: before, parts and after in three views, the prompt under each, as PNG and HTML."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from styleglip_addon.engine.rendering.color import srgb_to_linear
from styleglip_addon.engine.surface.prepared import base_colors
from tools.benchmarks.studio import Scene, photograph
from tools.benchmarks.style_outcomes import Outcome
from tools.benchmarks.style_subjects import Subject

AFTER_SIZE = 288
SMALL_SIZE = AFTER_SIZE // 2
_CARD_WIDTH = 3 * AFTER_SIZE
_GAP = 28
_COLUMNS = 2

# sRGB of the parts in order; far apart also for colour-blind eyes (Okabe and Ito, "Color Universal Design", 2008).
PART_COLORS = (
    (230, 159, 0),
    (86, 180, 233),
    (0, 158, 115),
    (204, 121, 167),
    (240, 228, 66),
    (213, 94, 0),
    (0, 114, 178),
)
_NO_PART = (160, 160, 160)
_PAPER, _INK, _FAINT, _GOOD, _BAD = (255, 255, 255), (34, 34, 34), (115, 115, 115), (20, 120, 60), (175, 70, 20)


@dataclass(frozen=True)
class PartCaption:
    """One line under a card: the part and what was measured.

    Args:
        text: e.g. "base: pottery".
        remark: e.g. "seen as pottery, colour 4.2".
        is_good: whether the judge agrees; None: it was not asked.
    """

    text: str
    remark: str
    is_good: bool | None


@dataclass(frozen=True, eq=False)
class Card:
    """One result.

    Args:
        title: the prompt.
        subtitle: the mesh and the kind of run.
        picture: (H, W, 3) uint8: three views after, large; under them three before and three with parts, small.
        captions: one per part, in the order of `PART_COLORS`.
    """

    title: str
    subtitle: str
    picture: NDArray[np.uint8]
    captions: tuple[PartCaption, ...]


def card_picture(subject: Subject, outcome: Outcome) -> NDArray[np.uint8]:
    """The pictures of one result, put together as `Card` says."""
    assert subject.mesh.front is not None
    faces = torch.from_numpy(subject.mesh.faces)
    shape = torch.from_numpy(subject.unit_vertices)
    plain = Scene(shape, faces, subject.mesh.up, subject.mesh.front)
    moved = Scene(shape + torch.from_numpy(outcome.displacement), faces, subject.mesh.up, subject.mesh.front)
    after = photograph(moved, outcome.color, AFTER_SIZE, outcome.material)
    before = photograph(plain, base_colors(subject.mesh), SMALL_SIZE)
    parts = photograph(plain, _part_colors(subject, outcome), SMALL_SIZE)
    small = np.concatenate((*before, *parts), axis=1)
    return np.concatenate((np.concatenate(tuple(after), axis=1), small), axis=0)


def _part_colors(subject: Subject, outcome: Outcome) -> NDArray[np.float32]:
    """(V, 3) linear RGB: each part in a colour of its own, mixed where parts share a vertex; grey: no part."""
    count = max(int(outcome.face_part.max()) + 1, 1)
    labels = np.where(outcome.face_part >= 0, outcome.face_part, count)
    areas = subject.part_areas(labels, count + 1)
    colors = np.array([*(PART_COLORS[i % len(PART_COLORS)] for i in range(count)), _NO_PART]) / 255.0
    linear = srgb_to_linear(torch.from_numpy(colors)).numpy()
    shares = areas / np.maximum(areas.sum(axis=1, keepdims=True), 1e-20)
    return np.asarray(shares @ linear, dtype=np.float32)


def write_png(path: Path, heading: str, cards: Sequence[Card]) -> None:
    """All cards on one sheet."""
    drawn = [_draw_card(card) for card in cards]
    rows = [drawn[i : i + _COLUMNS] for i in range(0, len(drawn), _COLUMNS)]
    heights = [max(image.height for image in row) for row in rows]
    width = _COLUMNS * _CARD_WIDTH + (_COLUMNS + 1) * _GAP
    sheet = Image.new("RGB", (width, 70 + sum(heights) + _GAP * (len(rows) + 1)), _PAPER)
    ImageDraw.Draw(sheet).text((_GAP, 28), heading, fill=_INK, font=_font(26))
    top = 70 + _GAP
    for row, height in zip(rows, heights, strict=True):
        for column, image in enumerate(row):
            sheet.paste(image, (_GAP + column * (_CARD_WIDTH + _GAP), top))
        top += height + _GAP
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path, optimize=True)


def write_html(path: Path, heading: str, cards: Sequence[Card]) -> None:
    """A page that needs no other file: the pictures are in it."""
    articles = "\n".join(_article(card) for card in cards)
    page = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(heading)}</title>
<style>
body {{ font: 15px/1.45 system-ui, sans-serif; color: #222; background: #fff; margin: 2rem; }}
h1 {{ font-size: 1.4rem; font-weight: 600; }}
main {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(26rem, 1fr)); gap: 2rem; }}
article img {{ width: 100%; display: block; border-radius: 6px; }}
h2 {{ font-size: 1.05rem; margin: .6rem 0 0; }}
.of {{ color: #737373; margin: 0; }}
ul {{ list-style: none; padding: 0; margin: .3rem 0 0; }}
i {{ display: inline-block; width: .7em; height: .7em; border-radius: 50%; margin-right: .5em; }}
.good {{ color: #14783c; }} .bad {{ color: #af4614; }} .none {{ color: #737373; }}
</style></head><body>
<h1>{html.escape(heading)}</h1>
<main>
{articles}
</main></body></html>
"""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def _article(card: Card) -> str:
    buffer = io.BytesIO()
    Image.fromarray(card.picture).save(buffer, "JPEG", quality=90)
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    items = []
    for index, caption in enumerate(card.captions):
        red, green, blue = PART_COLORS[index % len(PART_COLORS)]
        kind = {True: "good", False: "bad", None: "none"}[caption.is_good]
        items.append(
            f'<li><i style="background: rgb({red}, {green}, {blue})"></i>{html.escape(caption.text)} '
            f'<span class="{kind}">{html.escape(caption.remark)}</span></li>'
        )
    alternative = f"{card.title}: after in three views; before and the parts, small"
    return (
        f'<article><img alt="{html.escape(alternative)}" src="data:image/jpeg;base64,{data}">'
        f"<h2>{html.escape(card.title)}</h2>"
        f'<p class="of">{html.escape(card.subtitle)}</p><ul>{"".join(items)}</ul></article>'
    )


def _draw_card(card: Card) -> Image.Image:
    """The picture with the prompt and one line per part under it."""
    lines = _wrapped(card.title, _font(24))
    height = card.picture.shape[0] + 14 + 30 * len(lines) + 26 + 26 * len(card.captions)
    image = Image.new("RGB", (_CARD_WIDTH, height), _PAPER)
    image.paste(Image.fromarray(card.picture), (0, 0))
    draw = ImageDraw.Draw(image)
    y = card.picture.shape[0] + 10
    for line in lines:
        draw.text((0, y), line, fill=_INK, font=_font(24))
        y += 30
    draw.text((0, y), card.subtitle, fill=_FAINT, font=_font(17))
    y += 26
    for index, caption in enumerate(card.captions):
        draw.ellipse((1, y + 5, 13, y + 17), fill=PART_COLORS[index % len(PART_COLORS)])
        draw.text((22, y), caption.text, fill=_INK, font=_font(18))
        start = 22 + draw.textlength(caption.text, font=_font(18)) + 12
        ink = {True: _GOOD, False: _BAD, None: _FAINT}[caption.is_good]
        draw.text((start, y), caption.remark, fill=ink, font=_font(18))
        y += 26
    return image


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> list[str]:
    """The text in lines that fit a card."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= _CARD_WIDTH or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines

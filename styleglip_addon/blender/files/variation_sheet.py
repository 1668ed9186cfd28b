"""Writes what there is to choose from for the parts of a result: a contact sheet, and the seeds as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...engine.optimisation.atomic_file import write_atomically
from ...engine.vocabulary import StylizeSettings
from ...engine.vocabulary.errors import SettingsError
from ...engine.vocabulary.settings import Start
from .scene_files import OutputFileError, check_output_file

if TYPE_CHECKING:
    from PIL import Image

    from ...engine import PartVariations
    from ...engine.optimisation.state import StyleState
    from ...engine.vocabulary import Mesh

_MARGIN = 8
_LINE = 24
_INK, _PAPER = (30, 30, 30), (255, 255, 255)


def check_variations(output: Path, settings: StylizeSettings) -> None:
    """Checks before a run that there will be variations of it, and that their files can be written.

    Raises:
        SettingsError: the run starts from grey.
        OutputFileError: a file cannot be written.
    """
    if settings.start is Start.GREY:
        raise SettingsError(
            "--variations shows other pieces of the parts' materials, and this run starts from grey. Leave it out, or "
            'start from materials (--settings \'{"start": "material"}\').'
        )
    for path in _files(output):
        check_output_file(path)


def save_variations(output: Path, mesh: Mesh, state: StyleState, count: int) -> tuple[Path, Path]:
    """Writes "NAME-variations.png" and "NAME-variations.json" beside an output file.

    Args:
        output: the file of the result.
        mesh: the one that was stylized.
        state: of the run.
        count: pieces per part.

    Returns:
        The sheet, a row per part and the part as it is in the first column; and the list.

    Raises:
        OutputFileError: a file cannot be written.
        StateError: the run has no materials.
    """
    from ...engine import variations

    found = variations(mesh, state, count=count)
    sheet, listed = _files(output)
    plain = {
        part.name: [
            {"seed": other.seed, "material": other.choice.understood.material, "blend": other.choice.blend}
            for other in part.others
        ]
        for part in found
    }
    text = json.dumps(plain, indent=2, ensure_ascii=False)
    try:
        write_atomically(sheet, lambda file: contact_sheet(found).save(file, "PNG"))
        write_atomically(listed, lambda file: file.write(text.encode()))
    except OSError as error:
        raise OutputFileError(
            f'The variations cannot be written beside "{output}": {error.strerror or error}.'
        ) from error
    return sheet, listed


def _files(output: Path) -> tuple[Path, Path]:
    return output.with_name(f"{output.stem}-variations.png"), output.with_name(f"{output.stem}-variations.json")


def contact_sheet(found: Sequence[PartVariations]) -> Image.Image:
    """A row per part: as it is, then the others, each with its seed below."""
    from PIL import Image, ImageDraw, ImageFont

    size = found[0].now.shape[0] if found else 1
    columns = 1 + max((len(part.others) for part in found), default=0)
    step, line = size + _MARGIN, size + _LINE + _MARGIN
    sheet = Image.new("RGB", (columns * step + _MARGIN, len(found) * line + _MARGIN), _PAPER)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(15)
    for row, part in enumerate(found):
        cells = [(part.now, f"{part.name}, as it is")]
        cells += [(other.picture, f"{part.name}={other.seed}") for other in part.others]
        for column, (picture, label) in enumerate(cells):
            left, top = _MARGIN + column * step, _MARGIN + row * line
            pixels = (np.clip(picture, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
            sheet.paste(Image.fromarray(pixels), (left, top))
            draw.text((left + 2, top + size + 2), label, fill=_INK, font=font)
    return sheet

"""Reads the pictures that styles name, before anything long begins."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...engine.vocabulary import Part
from ...engine.vocabulary.errors import PromptError
from ...engine.vocabulary.parts import LEAST_PICTURE
from ...engine.vocabulary.picture_words import picture_of

_KINDS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP")
"""Decoders that are asked; others of Pillow start programs or are seldom needed."""

_MOST_PIXELS = 170_000_000
_MOST_SIDE = 1024
"""A tile has no more than half of it."""


def with_pictures(parts: Sequence[Part], locate: Callable[[str], str] = str) -> tuple[Part, ...]:
    """The parts, those whose styles name pictures with these; paths are seen from the working folder.

    Args:
        parts: as they are asked for.
        locate: what a path means elsewhere, as Blender's "//" does.

    Raises:
        PromptError: a picture is missing, unreadable, no picture, too small or too large.
    """
    return tuple(
        replace(part, picture=read_picture(Path(locate(path)).expanduser())) if path else part
        for part, path in ((part, picture_of(part.style)) for part in parts)
    )


def read_picture(path: Path) -> NDArray[np.uint8]:
    """(H, W, 3) sRGB of a picture file, upright; transparent pixels are white.

    Raises:
        PromptError: see `with_pictures`.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if not path.is_file():
        raise PromptError(f'There is no picture "{path}".')
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the size is checked here
            with Image.open(path, formats=_KINDS) as opened:
                width, height = opened.size
                if width * height > _MOST_PIXELS:
                    raise PromptError(f'The picture "{path}" has {width} x {height} pixels, which is too large.')
                if min(width, height) < LEAST_PICTURE:
                    raise PromptError(
                        f'The picture "{path}" has {width} x {height} pixels, at least {LEAST_PICTURE} x '
                        f"{LEAST_PICTURE} are needed."
                    )
                factor = max(max(width, height) // _MOST_SIDE, 1)
                opened.draft("RGB", (width // factor, height // factor))
                upright = ImageOps.exif_transpose(opened).convert("RGBA")
                paper = Image.new("RGBA", upright.size, "white")
                return np.asarray(Image.alpha_composite(paper, upright).convert("RGB")).copy()
    except UnidentifiedImageError as error:
        raise PromptError(f'"{path}" is no picture, or of another kind than {", ".join(_KINDS)}.') from error
    except Image.DecompressionBombError as error:
        raise PromptError(f'The picture "{path}" has more than {_MOST_PIXELS:,} pixels, which is too large.') from error
    except (OSError, ValueError, SyntaxError) as error:
        raise PromptError(f'The picture "{path}" cannot be read: it is damaged, or may not be opened.') from error

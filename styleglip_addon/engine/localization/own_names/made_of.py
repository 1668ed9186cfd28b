"""Materials that say which part a surface is, where only one of the parts that are asked for is usually made so.

Glass on a car is its windows where windows are asked for and no lens or bulb is. On another object it is a bowl; so
this is a hint beside the pictures, and never more.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...materials.words.tokens import word_set

_OF = {
    "glass glazing glasses": (
        "window windscreen windshield windowpane pane porthole skylight lens bulb bottle jar screen display"
    ),
    "rubber tread": "tire tyre sole eraser",
    "leather fabric cloth velvet upholstery textile suede": (
        "seat cushion upholstery pillow mattress saddle pad back backrest armrest headrest footrest"
    ),
    "bark": "trunk branch stem root",
    "foliage leaves leaf": "leaf foliage crown canopy treetop",
    "grass": "lawn",
    "thatch slate shingle shingles": "roof",
    "brick bricks plaster stucco masonry": "wall chimney column tower",
    "wax": "candle",
    "fire ember": "flame",
    "canvas sailcloth": "sail canopy awning tent",
    "ivory enamel": "tusk tooth",
    "soil dirt mud": "soil earth ground",
    "mirror": "mirror",
}
_PARTS = {word: word_set(parts) for words, parts in _OF.items() for word in words.split()}


def made_part(material: str, asked: Sequence[Sequence[str]]) -> int:
    """The only one of the parts that is usually made of something; -1 where none or several are.

    Args:
        material: the last word of a name, in English, in lower case.
        asked: the words of each part.
    """
    parts = _PARTS.get(material)
    if parts is None:
        return -1
    fitting = [number for number, word in enumerate(asked) if word and word[-1] in parts]
    return fitting[0] if len(fitting) == 1 else -1

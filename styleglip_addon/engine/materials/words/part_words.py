"""What parts are usually made of, by their names: the material where a style says only a colour."""

from __future__ import annotations

from .tokens import number_variants, tokens_of

_OF = {
    "wax": "candle",
    "paper": "book, page, letter, envelope, scroll, map, poster, kite, lampion",
    "rubber": "tyre, tire, inner tube, balloon, rubber duck, hose, eraser",
    "glass": "window, windowpane, pane, bottle, jar, lens, light bulb, bulb, windscreen, windshield, goggles",
    "cotton": (
        "curtain, drape, pillow, cushion, mattress, sheet, towel, napkin, tablecloth, shirt, blouse, dress, skirt,"
        " trousers, pants, apron, flag, banner, awning, upholstery, sofa, couch, cloth, fabric, robe, cape, cloak"
    ),
    "linen": "lampshade",
    "canvas": "sail, tent, parasol, umbrella",
    "denim": "jeans, dungarees",
    "knitted wool": "sweater, jumper, pullover, sock, mitten, beanie, scarf",
    "wool": "blanket",
    "felt": "hat",
    "leather": "boot, shoe, glove, belt, saddle, holster, wallet, strap, purse, handbag",
    "porcelain": "plate, saucer, cup, mug, teapot, teacup, toilet, sink, bathtub, doll",
    "ceramic": "vase, flowerpot",
    "car paint": "car, car body, bonnet, fender, motorcycle tank",
    "bark": "trunk, tree trunk, branch",
    "leaves": "leaf, foliage, tree crown, bush",
    "brown hair": "hair, ponytail, wig, mane, beard, moustache, mustache",
    "rope": "rope",
    "roof tiles": "roof",
    "plaster": "wall, ceiling",
}

_BY_NAME = {tuple(tokens_of(name)): material for material, names in _OF.items() for name in names.split(", ")}
_LONGEST = max(map(len, _BY_NAME))


def usual_of_part(name: str) -> str:
    """The words for what a part of this name usually consists of; "" where that could be anything.

    The last words of the name decide: a "candle holder" is no candle, a "front left tyre" is a tyre.

    Args:
        name: of the part, e.g. "candles".
    """
    tokens = tuple(tokens_of(name))
    for length in range(min(_LONGEST, len(tokens)), 0, -1):
        words = tokens[-length:]
        for last in (words[-1], *number_variants(words[-1])):
            found = _BY_NAME.get((*words[:-1], last))
            if found is not None:
                return found
    return ""

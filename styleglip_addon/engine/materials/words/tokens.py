"""Words of a text, spelled in one way: lower case, no hyphens or accents, British English."""

from __future__ import annotations

import re
import unicodedata

_SPELLINGS = {
    "gray": "grey",
    "grayish": "greyish",
    "color": "coloured",
    "colour": "coloured",
    "colors": "coloured",
    "colours": "coloured",
    "colored": "coloured",
    "aluminum": "aluminium",
    "fiber": "fibre",
    "matt": "matte",
    "checkered": "chequered",
    "checked": "chequered",
    "woolen": "woollen",
    "mold": "mould",
    "moldy": "mouldy",
    "jewelry": "jewellery",
    "anodized": "anodised",
    "oxidized": "oxidised",
    "galvanized": "galvanised",
    "enameled": "enamelled",
    "multicolored": "multicoloured",
    "colorful": "colourful",
    "plow": "plough",
    "isnt": "not",
    "cannot": "not",
    "dont": "not",
    "n't": "not",
    "plaited": "braided",
}

COMMA = ","
"""The token that stands for a comma, a semicolon or a stroke."""


def tokens_of(text: str) -> list[str]:
    """The words of a text in one spelling; commas are tokens of their own."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("\u2019", "'")
    words = re.findall(r"[a-z0-9']+|[,;/+&]", plain)
    tokens = []
    for word in words:
        if word in ",;/":
            tokens.append(COMMA)
        elif word in "+&":
            tokens.append("and")
        else:
            # "isn't" -> "isnt", "leopard's" -> "leopard".
            word = word.replace("n't", "nt").removesuffix("'s").replace("'", "")
            if word:
                tokens.append(_SPELLINGS.get(word, word))
    return tokens


def number_variants(word: str) -> list[str]:
    """The word in the other number, likeliest first: "planks" -> "plank", "leaf" -> "leaves"."""
    if word in _IRREGULAR:
        return [_IRREGULAR[word]]
    if word.endswith("ies") and len(word) > 4:
        return [word[:-3] + "y", word[:-1]]
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return [word[:-2], word[:-1]]
    if word.endswith("s") and not word.endswith("ss"):
        return [word[:-1]]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return [word[:-1] + "ies"]
    return [word + "s", word + "es"]


_IRREGULAR = {
    "leaf": "leaves",
    "leaves": "leaf",
    "wolf": "wolves",
    "wolves": "wolf",
    "glass": "glasses",
    "moss": "moss",
}


def word_set(text: str) -> frozenset[str]:
    """The words of a text that needs no spelling."""
    return frozenset(text.split())

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
    "vermilion": "vermillion",
    "isnt": "not",
    "cannot": "not",
    "dont": "not",
    "n't": "not",
    "plaited": "braided",
}

_CODE = re.compile(r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![0-9a-z])")
"""A colour of three or six hexadecimal digits, perhaps with an opacity, that no surface here has."""

_LIKE_CODE = re.compile(r"#[0-9a-z]{3,}", re.IGNORECASE)

_RGB = re.compile(r"\brgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,[^)]*)?\)")

COMMA = ","
"""The token that stands for a comma, a semicolon or a stroke."""


def tokens_of(text: str) -> list[str]:
    """The words of a text in one spelling; commas and colours such as "#ff8800" are tokens of their own."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("\u2019", "'")
    plain = _RGB.sub(lambda found: "#" + "".join(f"{min(int(part), 255):02x}" for part in found.groups()), plain)
    plain = _CODE.sub(lambda found: f" {_six_digits(found.group())} ", plain)
    words = re.findall(r"#[0-9a-f]{6}|[a-z0-9']+|[,;/+&]", plain)
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


def unreadable_codes(text: str) -> list[str]:
    """Words of a text that are written as codes of colours are and cannot be read: "#zzzzzz", "#12345", "#gold"."""
    return [code for code in _LIKE_CODE.findall(text) if not _CODE.fullmatch(code.lower())]


def _six_digits(code: str) -> str:
    """ "#f80" and "#ff8800cc" as "#ff8800"."""
    digits = code[1:]
    return "#" + ("".join(2 * digit for digit in digits[:3]) if len(digits) < 6 else digits[:6])


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

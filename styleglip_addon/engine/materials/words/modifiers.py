"""Words that say how much, what is not there, and what glows."""

from __future__ import annotations

NEGATED = {
    "unpolished": "polished",
    "unpainted": "painted",
    "unglazed": "glazed",
    "unvarnished": "varnished",
    "unlacquered": "lacquered",
    "untarnished": "tarnished",
    "unworn": "worn",
    "undamaged": "worn",
    "unscratched": "scratched",
    "unbroken": "cracked",
    "uncracked": "cracked",
    "unwaxed": "waxed",
    "unburnt": "burnt",
    "undyed": "dyed",
    "nonmetallic": "metallic",
    "rustless": "rusty",
    "rustproof": "rusty",
    "dustless": "dusty",
    "spotless": "dirty",
    "stainless": "rusty",
}
"""Words that deny another one."""

_GLOWING = (
    "glowing, luminous, luminescent, bioluminescent, radiant, illuminated, emissive, incandescent,"
    " phosphorescent, fluorescent, lit, lit up, glow in the dark, glow, red hot, white hot, molten, smouldering,"
    " neon, neon lit, glows, ember like"
)
GLOW = frozenset(tuple(phrase.split()) for phrase in _GLOWING.split(", "))

HOT = {("molten",): "ff7a14", ("red", "hot"): "ff3a0c", ("white", "hot"): "ffe9c8", ("smouldering",): "ff5a14"}
"""Glow that has a colour of its own."""

DEGREES = {
    **dict.fromkeys(("slightly", "lightly", "somewhat", "faintly", "subtly", "mildly", "partly", "partially"), 0.5),
    **dict.fromkeys(("bit", "little", "gently", "subtle", "faint", "barely", "hint", "touch", "few", "thin"), 0.5),
    **dict.fromkeys(("very", "heavily", "extremely", "really", "deeply", "highly", "super", "strongly", "badly"), 1.6),
    **dict.fromkeys(("completely", "fully", "totally", "thickly", "heavy", "thick", "severely", "entirely"), 1.9),
    **dict.fromkeys(("quite", "rather", "fairly", "moderately", "pretty"), 1.0),
}
"""How much of the next word: 1 is what it says by itself."""

NEGATIONS = frozenset(
    {"not", "no", "without", "non", "never", "minus", "lacking", "neither", "nor", "un", "isnt", "sans"}
)

"""The words of a name that an artist or a program gave: "Wheel_FL.001" is a wheel, "RedFabricMat" red fabric.

What says nothing about a part is left out: numbers, marks of sides, words of the trade ("mesh", "mat", "geo"), the
names that programs give ("Cube.003"), materials and colours, and words for the whole thing. Names in other languages
are read in English.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ...materials.words.color_words import find_color
from ...materials.words.lexicon import catalogue_lexicon
from ...materials.words.meanings import COATS, FINISHES, PATTERNS, TONES
from ...materials.words.tokens import number_variants, tokens_of, word_set
from ...prompts.part_nouns import is_noun, is_part_in_lists
from ...vocabulary.part_names import is_whole_alone
from ...vocabulary.place_words import is_place_word
from .languages.translating import EnglishName, NameLanguages
from .name_splitting import split_name

_OF_THE_TRADE = word_set(
    "mesh mat material mtl tex texture textures shader bsdf object obj group grp geo geom geometry poly lowpoly"
    " highpoly lod low high res model part parts piece component default new copy dup duplicate duplicated shape node"
    " root scene export final test temp tmp none null unnamed untitled lambert blinn phong standard principled instance"
    " inst proxy collision collider ucx bone jnt joint def org mch ctrl rig armature skeleton skin mixamorig bip biped"
    " valvebiped weight weights mask selection layer color colour map uv png jpg jpeg tga bmp tif tiff exr main misc"
    " other the and with out in up down big small long short thin thick old young half whole extra detail details"
)
_ADJECTIVES = word_set("light dark deep pale bright soft hard clear")
"""Before a word for a look they are part of it: "light wood"."""
_DEFAULT_SHAPES = word_set(
    "cube sphere uvsphere icosphere ico cylinder cone torus plane circle grid suzanne monkey curve surfcurve surf nurbs"
    " nurbspath bezier beziercurve text metaball mball empty lattice box polysurface pcube psphere pcylinder pplane"
    " ptorus line spline extrude extruded revolve loft boolean"
)
_IRREGULAR = {
    "foot": "feet",
    "tooth": "teeth",
    "goose": "geese",
    "mouse": "mice",
    "trouser": "trousers",
}
_NUMBERS = _IRREGULAR | {many: one for one, many in _IRREGULAR.items()}
_LEAST_LETTERS = 3
"""Shorter words are marks: of sides ("FL", "r"), of programs ("RL")."""
_SIDE_MARKS = ("fl", "fr", "rl", "rr", "bl", "br", "lf", "rf", "lh", "rh", "l", "r")


@dataclass(frozen=True)
class NameWords:
    """What of a name can say something.

    Args:
        words: that tell, in their order; those that are asked for are among them whatever they are. The last one says
            what the thing is, those before it of what it is: the handle of a door.
        is_default: whether a program gives such names, and the word is there only because it is asked for.
        is_chosen: whether somebody gave the name, whatever it means: "Stone", but not "Material.001".
        last: the last word that a name has, the trade's left out, whether it tells or not: "glass".
        is_foreign: whether it was in another language, and the words are what they mean in English.
        is_sure: whether the object's names are of that language, and not only this one word.
    """

    words: tuple[str, ...]
    is_default: bool = False
    is_chosen: bool = True
    last: str = ""
    is_foreign: bool = False
    is_sure: bool = True

    @property
    def head(self) -> str:
        """The last word; "" where nothing tells."""
        return self.words[-1] if self.words else ""


def telling_words(
    names: Sequence[str], asked: Collection[str], spoken: NameLanguages | None = None
) -> tuple[NameWords, ...]:
    """What tells in the names of one kind that an object has; a word that all of them have tells nothing.

    Args:
        names: different names.
        asked: the words of the parts, in lower case.
        spoken: the languages of all the object's names; None: English alone.
    """
    forms = frozenset(form for word in asked for form in number_forms(word))
    english = [EnglishName(split_name(name)) if spoken is None else spoken.english(name, forms) for name in names]
    told = [_telling(name, forms) for name in english]
    common = frozenset.intersection(*(frozenset(one.words) for one in told)) if len(told) > 1 else frozenset()
    if not common:
        return tuple(told)
    rest = [tuple(word for word in one.words if word not in common) for one in told]
    if not all(rest):
        return tuple(told)  # four legs: the word is all that there is
    return tuple(replace(one, words=words) for words, one in zip(rest, told, strict=True))


def number_forms(word: str) -> tuple[str, ...]:
    """A word and its other numbers: "leaf" and "leaves", "foot" and "feet"."""
    other = [_NUMBERS[word]] if word in _NUMBERS else number_variants(word)
    if word.endswith("ves"):
        other = [*other, word[:-3] + "f", word[:-3] + "fe"]
    return (word, *other)


def is_look(word: str) -> bool:
    """Whether a word says how something looks, not what it is: a material, a colour, a finish."""
    if is_noun(word) and not is_part_in_lists(word):
        return False
    tokens = tuple(tokens_of(word))
    if is_part_in_lists(word) or bool(catalogue_lexicon().find(tokens)) or bool(catalogue_lexicon().whole(tokens)):
        return True
    return find_color(tokens) is not None or any(tokens in table for table in (FINISHES, COATS, PATTERNS, TONES))


def _telling(name: EnglishName, asked: frozenset[str]) -> NameWords:
    words = name.words
    if "of" in words[1:]:
        words = words[: words.index("of")]
    kept: list[str] = []
    is_default = False
    parted = [part for whole in words for part in _parted(whole, asked)]
    for word, following in zip_longest(parted, parted[1:], fillvalue=""):
        if word in _ADJECTIVES and following and is_look(following):
            continue
        if word in asked:
            is_default = is_default or word in _DEFAULT_SHAPES
            kept.append(word)
        elif len(word) >= _LEAST_LETTERS and not says_nothing(word):
            kept.append(word)
    is_chosen = any(len(w) >= _LEAST_LETTERS and w not in _OF_THE_TRADE | _DEFAULT_SHAPES for w in words)
    last = next((word for word in reversed(words) if len(word) >= _LEAST_LETTERS and not is_of_the_trade(word)), "")
    return NameWords(tuple(kept), is_default and len(kept) == 1, is_chosen, last, name.is_foreign, name.is_sure)


def says_nothing(word: str) -> bool:
    """Whether a word of a name tells no part: of the trade, a program's, of the whole thing, a place or a look."""
    return is_of_the_trade(word) or is_place_word(word) or is_whole_alone(word) or is_look(word)


def is_of_the_trade(word: str) -> bool:
    """Whether modellers and programs say it of anything: "mesh", "low", "cube"."""
    return word in _OF_THE_TRADE or word in _DEFAULT_SHAPES


def _parted(word: str, asked: frozenset[str]) -> tuple[str, ...]:
    """A word that is written together taken apart: "wheelfl" as wheel, "doorhandle" as door, handle.

    Only where all of it is understood: its ends are nouns, asked for or known.
    """
    if word in asked or is_noun(word) or len(word) < 2 * _LEAST_LETTERS - 1:
        return (word,)
    for mark in _SIDE_MARKS:
        if word.endswith(mark) and _is_known(word.removesuffix(mark), asked):
            return (word.removesuffix(mark),)
    for cut in range(_LEAST_LETTERS, len(word) - _LEAST_LETTERS + 1):
        first, second = word[:cut], word[cut:]
        if _is_known(second, asked) and (_is_known(first, asked) or is_place_word(first) or is_whole_alone(first)):
            return (first, second)
    return (word,)


def _is_known(word: str, asked: frozenset[str]) -> bool:
    return len(word) >= _LEAST_LETTERS and (word in asked or is_noun(word))

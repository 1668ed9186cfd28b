"""Which words name which material of the catalogue: its phrases, their other numbers, adjectives and everyday names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ..material import Kind, Material
from .color_words import find_color
from .meanings import FINISHES
from .modifiers import GLOW
from .names import ADJECTIVES, BESIDE, EVERYDAY, LAID, PATTERN_WORDS, PRINTS
from .tokens import number_variants, tokens_of

Phrase = tuple[str, ...]


class Lexicon:
    """Materials by the words that name them.

    Args:
        materials: the catalogue.
    """

    def __init__(self, materials: Iterable[Material]) -> None:
        self._materials = {material.name: material for material in materials}
        self._whole: dict[Phrase, str] = {}
        self._colors: set[str] = set()
        for material in self._materials.values():
            for phrase in (material.name, *material.phrases):
                self._whole.setdefault(tuple(tokens_of(phrase)), material.name)
        self._inner = {p: n for p, n in self._whole.items() if self._means_inside(p, self._materials[n])}
        self._add_bases()
        self._add_other_names()
        self.longest = max((len(phrase) for phrase in self._whole), default=1)

    def __contains__(self, name: object) -> bool:
        return name in self._materials

    @property
    def phrases(self) -> Iterable[Phrase]:
        """All that materials are called by."""
        return self._whole.keys() | self._inner.keys()

    def kind(self, name: str) -> Kind:
        """The family of a material by its name."""
        return self._materials[name].kind

    def whole(self, words: Phrase) -> str:
        """The material that all of a style's words together name as they are; "" for none."""
        return self._whole.get(words, "")

    def find(self, words: Phrase) -> str:
        """The material that some of a style's words name, in any number; "" for none."""
        if not words:
            return ""
        if words in self._inner:
            return self._inner[words]
        for last in number_variants(words[-1]):
            found = self._inner.get((*words[:-1], last))
            if found is not None:
                return found
        return ""

    def is_print(self, name: str, words: Phrase) -> bool:
        """Whether the material, named by these words, is a picture that lies on others: leopard print on velvet."""
        return "print" in words or name in PRINTS or (self.kind(name) is Kind.PATTERN and name not in LAID)

    def _means_inside(self, phrase: Phrase, material: Material) -> bool:
        """Colours among the catalogue's materials, and whole patterned things, are read word by word beside others."""
        if material.kind is Kind.COLOR or phrase[0] == "metallic":
            return False
        plain_color = self._materials.get(self._whole.get(phrase[-1:], ""))
        if phrase[:1] in FINISHES and plain_color is not None and plain_color.kind is Kind.COLOR:
            # "Glossy black" is a plastic, but "glossy black leather" is none of it.
            return False
        if phrase[:1] in GLOW and find_color(phrase[1:]) is not None:
            return False
        return not (material.kind is Kind.PATTERN and PATTERN_WORDS & set(phrase))

    def _add_bases(self) -> None:
        for material in self._materials.values():
            if material.base:
                self._inner.setdefault(tuple(tokens_of(material.base)), material.name)

    def _add_other_names(self) -> None:
        for word, name in BESIDE.items():
            if name in self._materials and (word,) in self._inner:
                self._inner[(word,)] = name
        for phrase, names in EVERYDAY.items():
            name = next((n for n in names if n in self._materials), "")
            if name and not self.find(tuple(tokens_of(phrase))):
                self._inner[tuple(tokens_of(phrase))] = name
        for adjective, noun in ADJECTIVES.items():
            found = self.find((noun,))
            if found:
                self._inner.setdefault((adjective,), found)
        for scene in ("forest", "jungle", "ocean", "sea", "sky", "beach", "desert", "space"):
            if (scene,) in self._inner:
                self._whole.setdefault((scene,), self._inner[(scene,)])


@cache
def catalogue_lexicon() -> Lexicon:
    """The words of the engine's own catalogue."""
    from ..catalogue import MATERIALS

    return Lexicon(MATERIALS.values())

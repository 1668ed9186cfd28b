"""Makes the add-on's dictionary of looks from WordNet's database files.

    python tools/train_default_model/words/wordnet.py FOLDER

FOLDER holds WordNet 3.0's `data.noun`, `index.noun`, `data.adj` and `index.adj` (Fellbaum 1998; the database is at
https://wordnet.princeton.edu, in Debian the package wordnet-base). Kept are the words that can say how something looks:
colours, materials, cloths, foods, animals, plants, things; per word at most two senses, those about looks first.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import re
from dataclasses import dataclass, field
from functools import cache

from styleglip_addon.engine.models.embedded.lexicon import LEXICON_FILE, Sense, write_lexicon
from styleglip_addon.engine.models.glip.language_folder import find_language_folder

SENSES = 2
"""Senses kept per word."""

_KINDS_OF_NOUNS = (
    "Tops act animal artifact attribute body cognition communication event feeling food group location motive object "
    "person phenomenon plant possession process quantity relation shape state substance time"
)
_KINDS_OF_VERBS = (
    "body change cognition communication competition consumption contact creation emotion motion perception possession "
    "social stative weather"
)
_LEXICOGRAPHER_FILES = (
    "adj.all",
    "adj.pert",
    "adv.all",
    *(f"noun.{kind}" for kind in _KINDS_OF_NOUNS.split()),
    *(f"verb.{kind}" for kind in _KINDS_OF_VERBS.split()),
    "adj.ppl",
)
"""Names of the files that synsets come from, in the order of their numbers (lexnames(5WN))."""

_KINDS = {
    "noun.substance": 1.0,
    "noun.food": 1.4,
    "noun.animal": 1.4,
    "noun.object": 1.4,
    "noun.phenomenon": 1.4,
    "noun.plant": 1.8,
    "noun.artifact": 1.8,
    "noun.location": 2.2,
    "noun.event": 2.2,
    "noun.body": 2.2,
    "noun.shape": 2.2,
}
"""How far a sense of this kind is from the word's look: the least is taken first."""

_COLOUR, _MATERIAL, _COLOUR_ADJECTIVE, _ADJECTIVE = 0.0, 1.0, 0.5, 2.5
_PER_RANK, _PER_COLOUR_RANK = 0.8, 0.2
"""WordNet lists a word's commonest sense first; every later one is this much farther."""

_LARGEST = 3.5
_WIDEST = 3
"""Longest entries, in words."""


@dataclass(frozen=True)
class Synset:
    """One meaning.

    Args:
        kind: its lexicographer file.
        words: its lemmas, as written.
        gloss: definition without examples.
        broader: offsets of the synsets it is a kind of.
    """

    kind: str
    words: tuple[str, ...]
    gloss: str
    broader: tuple[str, ...]


@dataclass
class WordNet:
    """Nouns and adjectives of the database: synsets by offset, and the offsets of a lemma's senses, commonest first."""

    nouns: dict[str, Synset] = field(default_factory=dict)
    noun_senses: dict[str, list[str]] = field(default_factory=dict)
    adjectives: dict[str, Synset] = field(default_factory=dict)
    adjective_senses: dict[str, list[str]] = field(default_factory=dict)


def _lines(file: Path) -> list[str]:
    # The files open with the licence, indented by two spaces.
    return [line for line in file.read_text(encoding="latin-1").splitlines() if not line.startswith("  ")]


def _plain(gloss: str) -> str:
    """A definition without its examples and without the subject label in front."""
    return re.sub(r"^\([^)]*\)\s*", "", re.split(r';\s*"', gloss)[0]).strip()


def parse_synset(line: str) -> tuple[str, Synset]:
    """Offset and synset of one line of a data file (wndb(5WN))."""
    head, _, gloss = line.partition(" | ")
    fields = head.split()
    count = int(fields[3], 16)
    words = tuple(re.sub(r"\(\w+\)$", "", fields[4 + 2 * i]).replace("_", " ") for i in range(count))
    first = 4 + 2 * count
    pointers = [fields[first + 1 + 4 * i : first + 5 + 4 * i] for i in range(int(fields[first]))]
    broader = tuple(p[1] for p in pointers if p[0] in ("@", "@i"))
    return fields[0], Synset(_LEXICOGRAPHER_FILES[int(fields[1])], words, _plain(gloss.strip()), broader)


def read_wordnet(folder: Path) -> WordNet:
    """Reads the four files.

    Raises:
        SystemExit: one of them is missing.
    """
    missing = [n for n in ("data.noun", "index.noun", "data.adj", "index.adj") if not (folder / n).is_file()]
    if missing:
        raise SystemExit(f'"{folder}" has no {", ".join(missing)}: give the folder of WordNet\'s database files.')
    net = WordNet()
    for name, synsets, senses in (
        ("noun", net.nouns, net.noun_senses),
        ("adj", net.adjectives, net.adjective_senses),
    ):
        synsets.update(parse_synset(line) for line in _lines(folder / f"data.{name}"))
        for line in _lines(folder / f"index.{name}"):
            fields = line.split()
            senses[fields[0].replace("_", " ")] = fields[6 + int(fields[3]) :]
    return net


class _Looks:
    """Which senses of a word are about its look."""

    def __init__(self, net: WordNet) -> None:
        self.net = net
        roots = {"color": "noun.attribute", "material": "noun.substance", "fabric": "noun.artifact"}
        first = {
            word: next(o for o in net.noun_senses[word] if net.nouns[o].kind == kind) for word, kind in roots.items()
        }
        self._colour = first["color"]
        self._materials = {first["material"], first["fabric"]}
        self._ancestors = cache(self._collect)

    def _collect(self, offset: str) -> frozenset[str]:
        broader = self.net.nouns[offset].broader
        return frozenset({offset}).union(*(self._ancestors(o) for o in broader))

    def ranked(self, word: str) -> list[tuple[float, Sense]]:
        """A word's senses about looks, the nearest first."""
        found: list[tuple[float, Sense]] = []
        for rank, offset in enumerate(self.net.noun_senses.get(word, ())):
            synset, ancestors = self.net.nouns[offset], self._ancestors(offset)
            if self._colour in ancestors:
                distance = _COLOUR + _PER_COLOUR_RANK * rank
            elif ancestors & self._materials:
                distance = _MATERIAL + _PER_RANK * rank
            elif synset.kind in _KINDS and (synset.kind == "noun.food" or not synset.words[0][0].isupper()):
                distance = _KINDS[synset.kind] + _PER_RANK * rank
            else:
                continue
            names = [*synset.words[:4], *(self.net.nouns[o].words[0] for o in synset.broader[:1])]
            found.append((distance, Sense(", ".join(dict.fromkeys(n.lower() for n in names)), synset.gloss)))
        for rank, offset in enumerate(self.net.adjective_senses.get(word, ())):
            synset = self.net.adjectives[offset]
            coloured = re.search(r"\bcolou?r", synset.gloss) is not None and rank < 2
            distance = _COLOUR_ADJECTIVE if coloured else _ADJECTIVE + _PER_RANK * rank
            found.append((distance, Sense(", ".join(w.lower() for w in synset.words[:4]), synset.gloss)))
        return sorted((entry for entry in found if entry[0] <= _LARGEST), key=lambda entry: entry[0])


def make_lexicon(net: WordNet, known_words: frozenset[str]) -> dict[str, tuple[Sense, ...]]:
    """The dictionary: senses by lower-case word.

    Args:
        net: the database.
        known_words: common English words; entries of several words about other things than colours and materials
            have to consist of these.
    """
    looks = _Looks(net)
    lexicon = {}
    for word in sorted({*net.noun_senses, *net.adjective_senses}):
        pieces = re.split(r"[ -]", word)
        if len(pieces) > _WIDEST or not all(re.fullmatch(r"[a-z']+", piece) for piece in pieces):
            continue
        ranked = looks.ranked(word)
        rare = len(pieces) > 1 and not known_words.issuperset(pieces)
        if not ranked or (rare and ranked[0][0] > _MATERIAL):
            continue
        lexicon[word] = tuple(sense for _, sense in ranked[:SENSES])
    return lexicon


def main() -> None:
    """Reads the command line, writes the dictionary."""
    parser = argparse.ArgumentParser(prog="python tools/train_default_model/words/wordnet.py", description=__doc__)
    parser.add_argument("folder", type=Path, help="WordNet's database files")
    output = Path(__file__).resolve().parents[3] / "styleglip_addon" / "models" / "embedded" / LEXICON_FILE
    parser.add_argument("--output", type=Path, default=output)
    options = parser.parse_args()
    vocabulary = (find_language_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    lexicon = make_lexicon(read_wordnet(options.folder), frozenset(vocabulary))
    write_lexicon(options.output, lexicon)
    print(f"{len(lexicon)} words, {options.output.stat().st_size / 1e6:.2f} MB: {options.output}")


if __name__ == "__main__":
    main()

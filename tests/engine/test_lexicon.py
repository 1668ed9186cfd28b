"""The dictionary: what is looked up, what happens to damaged files, and how it is made from WordNet."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from styleglip_addon.engine.models.embedded.lexicon import Lexicon, Sense, write_lexicon
from styleglip_addon.engine.vocabulary.errors import ModelError
from tools.train_default_model.words.wordnet import make_lexicon, parse_synset, read_wordnet

OAK = Sense("oak, wood", "the hard durable wood of any oak")
PANEL = Sense("oak panel", "a panel of oak")
DARK = Sense("dark", "with little light")
RED = (Sense("red", "the colour of blood"), Sense("reddish", "of a colour like blood"))
SMALL = Lexicon({"oak": (OAK,), "oak panel": (PANEL,), "dark": (DARK,), "red": RED})


def test_the_longest_entries_are_looked_up_first() -> None:
    description = SMALL.describe("Dark  oak panel")
    assert description.text == "dark; with little light | oak panel; a panel of oak"
    assert description.glosses == ("with little light a panel of oak",)


def test_a_phrase_that_is_one_entry_has_all_its_definitions() -> None:
    assert SMALL.describe("red").glosses == ("the colour of blood", "of a colour like blood")


def test_plurals_are_looked_up_as_the_singular() -> None:
    assert SMALL.senses("oaks") == (OAK,)
    assert SMALL.senses("oakss") == ()


def test_kinds_are_other_names_and_the_names_of_these() -> None:
    lexicon = Lexicon({"fir plank": (Sense("fir plank, plank", ""),), "plank": (Sense("plank, board", ""),)})
    assert lexicon.kinds("fir plank") == ("plank", "board")
    assert lexicon.kinds("zorb") == ()


def test_a_phrase_of_unknown_words_describes_itself() -> None:
    description = SMALL.describe("zorb")
    assert description.text == "zorb"
    assert description.glosses == ()


def test_what_is_written_is_read_and_always_the_same_bytes(tmp_path: Path) -> None:
    write_lexicon(tmp_path / "a", {"red": RED, "oak": (OAK,)})
    write_lexicon(tmp_path / "b", {"oak": (OAK,), "red": RED})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert Lexicon.from_file(tmp_path / "a").senses("red") == RED


@pytest.mark.parametrize("content", [b"", b"no gzip", gzip.compress(b"[1]"), gzip.compress(b'{"words": {"a": [1]}}')])
def test_a_damaged_dictionary_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "lexicon").write_bytes(content)
    with pytest.raises(ModelError, match="missing or damaged"):
        Lexicon.from_file(tmp_path / "lexicon")


def test_a_dictionary_cut_off_in_the_middle_is_refused(tmp_path: Path) -> None:
    write_lexicon(tmp_path / "lexicon", {f"word{i}": (OAK,) for i in range(500)})
    whole = (tmp_path / "lexicon").read_bytes()
    (tmp_path / "lexicon").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="missing or damaged"):
        Lexicon.from_file(tmp_path / "lexicon")


NOUNS = [
    "00000100 07 n 02 color 0 colour 0 000 | a visual attribute of things",
    "00000200 07 n 02 crimson 0 deep_red 0 001 @ 00000100 n 0000 | a deep and vivid red color",
    "00000300 27 n 01 material 0 000 | the tangible substance of an object",
    "00000400 27 n 01 lake 0 001 @ 00000300 n 0000 | a purplish red pigment",
    '00000500 17 n 01 lake 0 000 | (geography) a body of water; "they swam in the lake"',
    "00000600 06 n 01 fabric 0 001 @ 00000300 n 0000 | artifact made by weaving",
    "00000700 18 n 01 crimson 0 000 | a person in red",
    "00000800 20 n 02 Quercus_robur 0 zorbish_oak 0 000 | an oak",
]
NOUN_INDEX = [
    "color n 1 0 1 0 00000100",
    "crimson n 2 1 @ 2 0 00000700 00000200",
    "material n 1 0 1 0 00000300",
    "lake n 2 0 2 0 00000500 00000400",
    "fabric n 1 1 @ 1 0 00000600",
    "zorbish_oak n 1 0 1 0 00000800",
    "quercus_robur n 1 0 1 0 00000800",
]


def wordnet_files(folder: Path) -> Path:
    """A WordNet of a few synsets, in the format of its database files."""
    licence = "  1 This software and database is being provided to you\n"
    texts = {
        "data.noun": NOUNS,
        "index.noun": NOUN_INDEX,
        "data.adj": ["00000900 00 a 02 crimson 0 ruby(a) 0 000 | of the color of rubies"],
        "index.adj": ["crimson a 1 0 1 0 00000900"],
    }
    for name, lines in texts.items():
        (folder / name).write_text(licence + "\n".join(lines) + "\n")
    return folder


def test_senses_about_looks_come_first_and_persons_not_at_all(tmp_path: Path) -> None:
    lexicon = make_lexicon(read_wordnet(wordnet_files(tmp_path)), frozenset({"crimson", "lake"}))
    assert lexicon["crimson"] == (
        Sense("crimson, deep red, color", "a deep and vivid red color"),
        Sense("crimson, ruby", "of the color of rubies"),
    )


def test_the_commonest_sense_wins_over_a_rare_pigment(tmp_path: Path) -> None:
    lexicon = make_lexicon(read_wordnet(wordnet_files(tmp_path)), frozenset({"lake"}))
    assert [sense.gloss for sense in lexicon["lake"]] == ["a body of water", "a purplish red pigment"]


def test_rare_entries_of_several_words_are_left_out(tmp_path: Path) -> None:
    lexicon = make_lexicon(read_wordnet(wordnet_files(tmp_path)), frozenset({"lake"}))
    assert "zorbish oak" not in lexicon


def test_a_folder_without_the_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"index\.adj"):
        read_wordnet(tmp_path)


def test_markers_of_adjectives_are_no_part_of_the_word() -> None:
    assert parse_synset("00000900 00 a 01 ruby(a) 0 000 | red")[1].words == ("ruby",)

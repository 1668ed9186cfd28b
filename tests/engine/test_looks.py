"""The table of looks: which look a phrase is taken for, and what happens to damaged files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from styleglip_addon.engine.models.embedded.encoder import EmbeddedEncoder
from styleglip_addon.engine.models.embedded.lexicon import Lexicon, Sense
from styleglip_addon.engine.models.embedded.looks import LOOKS_WORDS, LookFinder, LookTable, embed_phrases
from styleglip_addon.engine.models.embedded.style_encoder import StyleEncoder, StyleEncoderConfig
from styleglip_addon.engine.models.glip.text import SentenceEncoder
from styleglip_addon.engine.models.loading import _EMBEDDED_FOLDER
from styleglip_addon.engine.vocabulary.errors import ModelError
from tests.untrained_model import random_looks
from tools.train_default_model.lit_materials import HELD_OUT_WORDS, STYLES
from tools.train_default_model.words.thesaurus import known_phrases

PHRASES = {"red": "red", "bright red": "red", "blue": "blue", "green": "green", "oak wood": "oak", "gold": "gold"}
DICTIONARY = Lexicon(
    {
        "crimson": (Sense("deep red, red", "a deep and vivid red color"),),
        "red": (Sense("redness", "the color of blood"),),
        "blue": (Sense("blueness", "the color of the clear sky"),),
    }
)


@pytest.fixture(scope="module")
def table() -> LookTable:
    torch.manual_seed(0)
    names = tuple(dict.fromkeys(PHRASES.values()))
    encoder = StyleEncoder(StyleEncoderConfig(widths=(8, 8, 8, 8), depths=(1, 1, 1, 1), embedding=16))
    sentences, descriptions = embed_phrases(SentenceEncoder.from_pretrained(), DICTIONARY, tuple(PHRASES))
    return replace(
        random_looks(names, encoder),
        phrases=tuple(PHRASES),
        owners=torch.tensor([names.index(name) for name in PHRASES.values()]),
        sentences=sentences,
        descriptions=descriptions,
    )


@pytest.fixture(scope="module")
def finder(table: LookTable) -> LookFinder:
    return LookFinder(table, SentenceEncoder.from_pretrained(), DICTIONARY)


def test_a_known_phrase_is_its_look_whatever_its_case_and_spaces(finder: LookFinder) -> None:
    reading = finder.find(" Oak   WOOD")
    assert (reading.name, reading.share) == ("oak", 1.0)


def test_a_word_that_only_the_dictionary_knows_is_read_by_its_definition(finder: LookFinder) -> None:
    assert finder.find("crimson").name == "red"


def test_votes_are_shares_and_a_word_near_nothing_gets_few(finder: LookFinder) -> None:
    shares = finder.shares("crimson")
    assert float(shares.sum()) == pytest.approx(1.0, abs=1e-5)
    assert finder.find("parliament").share < finder.find("crimson").share < 1.0


def test_where_no_phrase_is_near_the_word_is_what_the_dictionary_calls_it_a_kind_of() -> None:
    finder = LookFinder.from_folder(_EMBEDDED_FOLDER, SentenceEncoder.from_pretrained(), "cpu")
    bare = LookFinder(finder.table, finder.sentences, Lexicon({}))
    assert bare.find("buckram").name != finder.find("fabric").name
    found = finder.find("buckram")
    assert found.name == finder.find("fabric").name
    assert 0.25 < found.share < 0.4
    assert float(finder.shares("buckram").sum()) == pytest.approx(1.0, abs=1e-5)


def test_a_table_is_read_as_it_was_written(table: LookTable, tmp_path: Path) -> None:
    table.save(tmp_path)
    read = LookTable.from_folder(tmp_path)
    assert read.names == table.names
    assert torch.equal(read.owners, table.owners)
    assert torch.allclose(read.palette_lab, table.palette_lab, atol=0.05)


@pytest.mark.parametrize(
    "damage",
    [
        {"names": ["red"]},
        {"phrases": ["red"]},
        {"trained": 0},
        {"trained": 99},
        {"phrases": 3},
    ],
)
def test_files_that_do_not_belong_together_are_refused(
    table: LookTable, tmp_path: Path, damage: dict[str, object]
) -> None:
    table.save(tmp_path)
    words = json.loads((tmp_path / LOOKS_WORDS).read_text())
    (tmp_path / LOOKS_WORDS).write_text(json.dumps({**words, **damage}))
    with pytest.raises(ModelError, match="missing or damaged"):
        LookTable.from_folder(tmp_path)


@pytest.mark.parametrize("name", ["palette_shares", "descriptions", "texture_spread"])
def test_tensors_of_other_shapes_are_refused(table: LookTable, tmp_path: Path, name: str) -> None:
    replace(table, **{name: getattr(table, name)[:, :-1]}).save(tmp_path)
    with pytest.raises(ModelError, match="missing or damaged"):
        LookTable.from_folder(tmp_path)


def test_numbers_that_are_none_are_refused(table: LookTable, tmp_path: Path) -> None:
    replace(table, texture_mean=table.texture_mean * torch.nan).save(tmp_path)
    with pytest.raises(ModelError, match="missing or damaged"):
        LookTable.from_folder(tmp_path)


def test_a_phrase_of_a_look_that_there_is_not_is_refused(table: LookTable, tmp_path: Path) -> None:
    replace(table, owners=table.owners + 4).save(tmp_path)
    with pytest.raises(ModelError, match="missing or damaged"):
        LookTable.from_folder(tmp_path)


def test_no_held_out_word_is_among_the_known_phrases() -> None:
    held_out = set(HELD_OUT_WORDS)
    for phrase in known_phrases():
        for word in phrase.replace("-", " ").split():
            assert not held_out & {word, word.removesuffix("s"), word.removesuffix("es")}, phrase


def test_a_styles_own_phrase_is_that_style_whatever_the_thesaurus_says() -> None:
    phrases = known_phrases()
    assert all(phrases[phrase] == style.name for style in STYLES.values() for phrase in style.phrases)
    assert phrases["anvil"] == "iron"
    assert "bronze" not in phrases


def test_a_palette_is_without_the_faint_colours(finder: LookFinder) -> None:
    shares = torch.tensor([0.6, 0.3, 0.08, 0.02]).expand(len(finder.table.names), 4)
    encoder = StyleEncoder(StyleEncoderConfig(widths=(8, 8, 8, 8), depths=(1, 1, 1, 1), embedding=16))
    table = replace(finder.table, palette_shares=shares)
    palette = EmbeddedEncoder(encoder, LookFinder(table, finder.sentences, DICTIONARY)).palette("gold")
    assert palette is not None
    assert torch.allclose(palette.shares, torch.tensor([2 / 3, 1 / 3]))
    assert len(palette.lab) == 2

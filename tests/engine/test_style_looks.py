"""Words for whole looks: what they are read as alone and beside a material, and that they take nothing from others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from styleglip_addon.engine import Part, load_models
from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.materials.choice import MaterialChoice
from styleglip_addon.engine.materials.words.looks import LOOKS
from styleglip_addon.engine.materials.words.meanings import Coat, Finish, Pattern
from styleglip_addon.engine.materials.words.reader import read_style
from styleglip_addon.engine.materials.words.reading import StyleReading
from styleglip_addon.engine.optimisation.guided_parts import guided_parts
from styleglip_addon.engine.optimisation.run import Run
from styleglip_addon.engine.surface.prepared import prepare_surface
from styleglip_addon.engine.vocabulary import LocatedPart
from styleglip_addon.engine.vocabulary.settings.codec import from_plain, to_plain
from tests.engine.small_runs import QUICK, halves, sphere

WORDS = [word for names in LOOKS for word in names.split(", ")]


@pytest.mark.parametrize("word", WORDS)
def test_every_look_is_a_material_and_all_its_words_are_understood(word: str) -> None:
    for style in (word, f"a {word.upper()} style", f"{word}-themed"):
        reading = read_style(style)
        assert reading.material in MATERIALS or reading.colors, style
        assert not reading.unknown, style


@pytest.mark.parametrize("word", [names.split(", ")[0] for names, look in LOOKS.items() if look.beside])
def test_beside_a_material_a_look_leaves_it(word: str) -> None:
    reading = read_style(f"{word} granite")
    if word != "egyptian cotton":
        assert "granite" in reading.material, word
    assert not reading.unknown, word


def test_looks_are_what_people_mean() -> None:
    haunted = read_style("haunted")
    assert (haunted.material, [color.name for color in haunted.colors]) == ("wood", ["dark grey"])
    assert {coat.coat for coat in haunted.coats} == {Coat.DUST, Coat.WEATHERED}
    royal = read_style("royal")
    assert royal.material == "purple velvet"
    assert [(word.pattern, word.material) for word in royal.patterns] == [(Pattern.EDGES, "gold")]
    cyber = read_style("cyberpunk")
    assert cyber.glow > 0.0
    assert cyber.material == "black metal"
    assert read_style("steampunk").material == "riveted copper"


def test_a_look_lends_what_it_has_to_the_material_that_is_named() -> None:
    oak = read_style("steampunk oak")
    assert oak.material == "oak"
    assert [(word.pattern, word.material) for word in oak.patterns] == [(Pattern.INLAY, "brass")]
    stone = read_style("demonic stone")
    assert [word.pattern for word in stone.patterns] == [Pattern.CRACKS]
    assert Finish.IRIDESCENT in read_style("alien leather").finishes


def test_colours_said_beside_a_look_are_its() -> None:
    pink = read_style("pink cyberpunk")
    assert pink.colors[0].name == "pink"
    assert pink.material == "black metal"


@pytest.mark.parametrize(
    ("style", "material", "color"),
    [
        ("royal blue velvet", "velvet", "royal blue"),
        ("royal velvet", "velvet", "royal"),
        ("toxic green plastic", "plastic", "toxic green"),
        ("christmas tree", "pine needles", ""),
        ("egyptian cotton", "cotton", ""),
        ("spaceship", "hull panels", ""),
    ],
)
def test_longer_names_are_not_taken_apart(style: str, material: str, color: str) -> None:
    reading = read_style(style)
    assert reading.material == material
    assert [word.name for word in reading.colors] == ([color] if color else [])


def test_of_several_looks_the_first_leads() -> None:
    both = read_style("haunted, elvish")
    assert both.material == "wood"
    assert len(both.looks) == 2


def test_the_report_says_what_a_look_was_taken_for() -> None:
    notes = read_style("haunted").notes()
    assert notes[0] == "look: haunted, as dusty weathered dark grey wood"
    assert not any(note.startswith("look") for note in read_style("oak").notes())


def test_a_reading_with_looks_survives_a_state_and_older_ones_are_read() -> None:
    reading = read_style("haunted")
    assert from_plain(StyleReading, to_plain(reading)) == reading
    older = {name: value for name, value in to_plain(read_style("oak")).items() if name not in ("looks", "meant")}
    assert from_plain(StyleReading, older) == read_style("oak")


def test_a_model_of_few_looks_is_guided_by_what_a_look_means() -> None:
    mesh = sphere()
    parts = [replace(part, style=style) for part, style in zip(halves(mesh), ("haunted", "oak"), strict=True)]
    surface = prepare_surface(mesh, 400, "cpu")
    count = len(surface.vertices)
    located = [_located(part, count) for part in parts]
    run = Run.begun(mesh, surface, QUICK, located)
    run.choices = {part.name: MaterialChoice(read_style(part.style), 0) for part in parts}
    guided = guided_parts(run, load_models().encoder)
    assert [part.style for part in guided] == ["dusty weathered dark grey wood", "oak"]
    assert [part.name for part in guided] == [part.name for part in parts]


def _located(part: Part, count: int) -> LocatedPart:
    return LocatedPart(part, True, "", 1.0, np.full(count, 0.5, np.float32))

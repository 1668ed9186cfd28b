"""What a style's words deny is left away, and words that no table knows are asked for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from styleglip_addon.engine.materials.words.reader import read_style
from tests.engine.stand_in_lexicon import KNOWN, said

DENIALS = ("not {}", "not very {}", "never {}", "non-{}")
SAYINGS = ("rusty", "mossy", "dusty", "cracked", "striped", "shiny", "painted", "glowing", "chipped", "burnt", "wet")


@pytest.mark.parametrize("saying", SAYINGS)
@pytest.mark.parametrize("denial", DENIALS)
def test_what_is_denied_is_never_read_as_its_opposite(denial: str, saying: str) -> None:
    said_plainly = read_style(f"{saying} steel", lexicon=KNOWN)
    denied = read_style(denial.format(saying) + " steel", lexicon=KNOWN)
    assert denied.material == "steel"
    assert denied.without == (saying,)
    assert not denied.coats
    assert not denied.patterns
    assert not denied.glow
    assert not set(denied.finishes) & set(said_plainly.finishes)


@pytest.mark.parametrize("noun", ["rust", "moss", "dust", "cracks", "stripes", "paint", "scratches", "snow"])
@pytest.mark.parametrize("denial", ["steel without {}", "steel with no {}", "{}-free steel", "steel free of {}"])
def test_nouns_are_denied_as_well(denial: str, noun: str) -> None:
    reading = read_style(denial.format(noun), lexicon=KNOWN)
    assert said(reading) == f"material: steel; left away: {noun}"


def test_a_denial_ends_where_the_next_word_begins() -> None:
    assert said(read_style("steel without rust and with moss", lexicon=KNOWN)) == (
        "material: steel; wear: moss 40%; left away: rust"
    )
    assert said(read_style("not shiny but rusty iron", lexicon=KNOWN)) == (
        "material: iron; finish: matte; wear: rust 50%; left away: shiny"
    )


class Near:
    """A stand-in for a model that knows words that no table does."""

    def __init__(self, *found: tuple[str, float]) -> None:
        self.found = found
        self.asked: list[str] = []

    def __call__(self, phrase: str) -> Sequence[tuple[str, float]]:
        self.asked.append(phrase)
        return self.found


def test_the_nearest_is_asked_only_for_what_no_table_knows() -> None:
    near = Near(("velvet", 0.41), ("felt", 0.2), ("no such material", 0.15), ("silk", 0.02))
    reading = read_style("crimson plumpy stuffing", near, KNOWN)
    assert near.asked == ["plumpy stuffing"]
    assert (reading.material, reading.share, reading.others) == ("velvet", 0.41, (("felt", 0.2),))
    assert reading.notes()[0] == 'material: velvet, the nearest to "plumpy stuffing" (41%)'
    assert [color.name for color in reading.colors] == ["crimson"]
    assert not reading.unknown
    known = read_style("plumpy oak", near, KNOWN)
    assert (known.material, known.unknown, len(near.asked)) == ("oak", ("plumpy",), 1)


def test_a_doubtful_neighbour_is_a_better_start_than_grey_and_a_random_one_is_not() -> None:
    assert read_style("osier", Near(("velvet", 0.07)), KNOWN).material == "velvet"
    assert read_style("algebra", Near(("velvet", 0.013)), KNOWN).is_plain


@pytest.mark.parametrize(("words", "material"), [("cheetah", "cheetah spots"), ("jute", "burlap")])
def test_everyday_names_of_the_catalogues_materials(words: str, material: str) -> None:
    assert read_style(words).material == material


def test_vermilion_has_one_l_too() -> None:
    assert [color.name for color in read_style("vermilion silk").colors] == ["vermillion"]


def test_words_that_nobody_knows_are_a_plain_surface_and_said_so() -> None:
    reading = read_style("plumpy stuffing", Near(), KNOWN)
    assert reading.is_plain
    assert reading.unknown == ("plumpy", "stuffing")
    assert reading.notes()[0] == "material: none named, a plain surface"
    assert reading.notes()[-1] == "not understood: plumpy, stuffing"
    assert read_style("", lexicon=KNOWN).is_plain
    assert read_style(" ,;! ", lexicon=KNOWN).is_plain

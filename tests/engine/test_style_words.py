"""Style words read channel by channel, against stand-ins for the catalogue's materials."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest

from styleglip_addon.engine.materials.material import Kind, Material, Shader
from styleglip_addon.engine.materials.words.color_words import color_names, find_color
from styleglip_addon.engine.materials.words.lexicon import Lexicon, catalogue_lexicon
from styleglip_addon.engine.materials.words.reader import read_style
from styleglip_addon.engine.materials.words.reading import StyleReading

_STAND_INS = {
    Kind.COLOR: "red, red paint; dark green; green; black; white; grey; navy, navy blue; peach; olive, olive green",
    Kind.METAL: (
        "gold, golden; silver, silvery; copper, hammered copper; brass, antique brass;"
        " steel, stainless steel, metal; iron;"
        " brushed steel, brushed metal; chrome; aluminium; rose gold; bronze; rust, rusty; rusty metal, rusty steel;"
        " blue metal, metallic blue; chipped paint, peeling paint on metal; verdigris, copper patina"
    ),
    Kind.WOOD: (
        "wood, wooden; dark wood; oak, oak wood; dark oak; walnut; pine; ebony, black wood; weathered wood, driftwood;"
        " wooden planks, floorboards"
    ),
    Kind.STONE: (
        "marble, white marble, veined marble, polished marble; black marble; green marble; granite;"
        " rock, stone, grey stone;"
        " mossy stone, stone with moss; brick, bricks, red brick, brick wall; stone wall;"
        " concrete, grey concrete; terrazzo;"
        " obsidian; jade; diamond, crystal"
    ),
    Kind.CLOTH: (
        "linen; cotton, white cotton; denim, blue denim; velvet, plush; blue velvet; red velvet; silk;"
        " wool, woolly; felt;"
        " canvas; tartan, plaid; cashmere; brocade"
    ),
    Kind.LEATHER: "leather, old leather; red leather; black leather; white leather; quilted leather; suede",
    Kind.CERAMIC: "porcelain, white porcelain; blue and white porcelain; ceramic, glazed ceramic; pottery, terracotta;"
    " white tiles, tiles; crackle glaze",
    Kind.GLASS: "glass, clear glass; green glass; blue glass; amber glass",
    Kind.PLASTIC: "plastic; red plastic; rubber; wax",
    Kind.PAPER: "paper; newspaper",
    Kind.NATURE: (
        "moss, mossy; snow, snowy; ice, icy, frozen; leaves; flowers, floral; lava; mud, muddy;"
        " sand, sandy; coral; water"
    ),
    Kind.ANIMAL: (
        "leopard, leopard print; zebra, zebra print; tiger, tiger stripes; fur;"
        " pearl, mother of pearl; feathers; dragon scales"
    ),
    Kind.PATTERN: "striped, stripes; red and white stripes, red striped; camouflage; mosaic; rainbow",
    Kind.FOOD: "chocolate; honey",
}


def _unused(rng: np.random.Generator) -> Shader:
    raise AssertionError("reading draws nothing")


_BASES = {"red leather": "leather", "blue velvet": "velvet", "green glass": "glass", "red plastic": "plastic"}
KNOWN = Lexicon(
    Material(names[0], tuple(names), kind, _unused, 0.001, 0.01, base=_BASES.get(names[0], ""))
    for kind, text in _STAND_INS.items()
    for names in (entry.strip().split(", ") for entry in text.split(";"))
)

EXPECTED = {
    "stone-coloured linen": "material: linen; colour: stone",
    "glass coloured silk": "material: silk",
    "green patina copper": "material: copper; wear: green patina 50%",
    "gold cracks in black marble": "material: black marble; pattern: cracks (gold)",
    "glowing lava cracks in black stone": "material: rock; colour: black; pattern: cracks (lava); glow: strength 3",
    "dark rusty red metal": "material: steel; colour: dark red; wear: rust 50%",
    "cloudy glass": "material: glass; finish: translucent",
    "hand-painted blue porcelain": "material: porcelain; colour: blue; finish: painted",
    "crimson velvet": "material: velvet; colour: crimson",
    "polished dark walnut": "material: walnut; colour: its own, dark; finish: polished",
    "rusty blue metal": "material: blue metal; wear: rust 50%",
    "mossy stone": "material: mossy stone",
    "cracked white porcelain": "material: porcelain; pattern: cracks",
    "matte black steel": "material: steel; colour: black; finish: matte",
    "frosted green glass": "material: green glass; finish: frosted",
    "gold-veined marble": "material: marble; pattern: veins (gold)",
    "light grey wool with red stripes": "material: wool; colour: light grey; pattern: stripes (red)",
    "snow-covered bricks": "material: brick; wear: snow 75%",
    "old gold": "material: gold; wear: age 50%",
    "weathered teal wooden planks": "material: wooden planks; colour: teal; wear: weathering 50%",
    "glowing blue crystal": "material: diamond; colour: blue; glow: strength 3",
    "leopard print velvet": "material: velvet; pattern: print (leopard)",
    "brass with patina": "material: brass; wear: patina 40%",
    "chipped red paint on steel": "material: steel; colour: red; finish: painted; wear: chipped paint 55%",
    "dusty rose": "material: none named, a plain surface; colour: dusty rose",
    "rose gold": "material: rose gold",
    "forest": "material: leaves",
    "gold velvet": "material: velvet; colour: gold",
    "emerald silk": "material: silk; colour: emerald",
    "gold-plated brass": "material: gold",
    "gilded wood": "material: wood; wear: gold 75%",
    "blue and white porcelain": "material: blue and white porcelain",
    "red leather": "material: red leather",
    "dark wood": "material: dark wood",
    "rust-free steel": "material: steel; left away: rust",
    "not shiny steel": "material: steel; finish: matte; left away: shiny",
    "unpainted wood": "material: wood; left away: painted",
    "wood without rust or dirt": "material: wood; left away: rust, dirt",
    "rusty red metal": "material: steel; colour: red; wear: rust 50%",
    "dusty rose velvet": "material: velvet; colour: dusty rose",
    "navy blue velvet": "material: velvet; colour: navy blue",
    "black and white striped silk": "material: silk; colour: black and white; pattern: stripes",
    "wood with gold inlay": "material: wood; pattern: inlay (gold)",
    "black marble with gold veins": "material: black marble; pattern: veins (gold)",
    "green marble veined with gold": "material: green marble; pattern: veins (gold)",
    "marble tiles": "material: white tiles of marble",
    "oak floorboards": "material: wooden planks; colour: oak",
    "gold and marble": "material: gold; pattern: patches (marble)",
    "silver and black leather": "material: leather; colour: silver and black",
    "oak wood": "material: oak",
    "slightly rusty steel": "material: steel; wear: rust 25%",
    "very dark walnut": "material: walnut; colour: its own, very dark",
    "heavily weathered bronze": "material: bronze; wear: weathering 80%",
    "stone covered in moss": "material: rock; wear: moss 80%",
    "snow on rocks": "material: rock; wear: snow 55%",
    "steel with chipped red paint": "material: steel; colour: red; finish: painted; wear: chipped paint 40%",
    "gold leaf on wood": "material: wood; wear: gold 55%",
    "moss velvet": "material: velvet; colour: moss",
    "moss covered stone": "material: rock; wear: moss 75%",
    "velvet in emerald": "material: velvet; colour: emerald",
    "reddish brown leather": "material: leather; colour: reddish brown",
    "pinkish marble": "material: marble; colour: pinkish",
    "white dots on blue velvet": "material: blue velvet; pattern: dots (white)",
    "blue painted steel": "material: steel; colour: blue; finish: painted",
    "metallic blue paint": "material: none named, a plain surface; colour: metallic blue; finish: painted, metallic",
    "anodised purple aluminium": "material: aluminium; colour: purple; finish: anodised",
    "neon pink plastic": "material: plastic; colour: neon pink",
    "not red velvet": "material: velvet; left away: red",
    "stainless steel": "material: steel",
    "unpolished marble": "material: marble; finish: matte; left away: polished",
    "rust": "material: rust",
    "rusty": "material: rust",
    "a piece of weathered oak": "material: oak; wear: weathering 50%",
    "cracked leather": "material: leather; pattern: cracks",
    "burnt wood": "material: wood; wear: soot 50%",
    "dark crimson velvet": "material: velvet; colour: dark crimson",
    "bright red plastic": "material: plastic; colour: bright red",
    "pale gold": "material: gold; colour: its own, pale",
    "salmon": "material: none named, a plain surface; colour: salmon",
    "olive": "material: olive",
    "gold": "material: gold",
    "chocolate brown suede": "material: suede; colour: chocolate brown",
    "silk with floral pattern": "material: silk; pattern: print (flowers)",
    "red and gold brocade": "material: brocade; colour: red and gold",
    "marble with red and green veins": "material: marble; pattern: veins (red and green)",
    "iced glass": "material: glass; wear: ice 50%",
    "frozen metal": "material: steel; wear: ice 50%",
    "dusty old leather": "material: leather; wear: dust 50%",
    "shiny but scratched copper": "material: copper; finish: glossy; wear: scratches 50%",
    "red, blue and yellow tiles": "material: white tiles; colour: red and blue and yellow",
    "moss and stone": "material: rock; wear: moss 50%",
    "wooden": "material: wood",
    "glossy": "material: none named, a plain surface; colour: the mesh's own; finish: glossy",
    "Polished, dark walnut": "material: walnut; colour: its own, dark; finish: polished",
    "shiny red car paint": "material: none named, a plain surface; colour: red; finish: glossy, lacquered",
    "old rusty iron with moss": "material: iron; wear: age 50%, rust 50%, moss 40%",
    "grey concrete with cracks": "material: concrete; pattern: cracks",
    "red-and-white striped cotton": "material: cotton; colour: red and white; pattern: stripes",
    "white cotton with blue polka dots": "material: cotton; pattern: dots (blue)",
    "leopard print": "material: leopard",
    "zebra print silk": "material: silk; pattern: print (zebra)",
    "camouflage canvas": "material: canvas; pattern: print (camouflage)",
    "wood painted blue": "material: wood; colour: blue; finish: painted",
    "wood painted in red and white": "material: wood; colour: red and white; finish: painted",
    "white wood with peeling paint": "material: wood; colour: white; finish: painted; wear: chipped paint 40%",
    "bronze with verdigris": "material: bronze; wear: patina 40%",
    "copper covered in green patina": "material: copper; wear: green patina 80%",
    "ice with frost": "material: ice; wear: frost 40%",
    "glass without frost": "material: glass; left away: frost",
    "never rusty chrome": "material: chrome; left away: rusty",
    "non-metallic silver plastic": "material: plastic; colour: silver; left away: metallic",
    "plastic that looks like gold": "material: plastic; colour: gold",
    "steel but not polished": "material: steel; finish: matte; left away: polished",
    "smooth, shiny black marble": "material: black marble; finish: smooth, glossy",
    "sparkling blue glass": "material: blue glass; finish: glossy",
    "glitter": "material: none named, a plain surface; colour: the mesh's own; pattern: speckles",
    "purple glitter": "material: none named, a plain surface; colour: the mesh's own; pattern: speckles (purple)",
    "cherry red leather": "material: leather; colour: cherry red",
    "midnight blue silk": "material: silk; colour: midnight blue",
    "olive green canvas": "material: canvas; colour: olive green",
    "ivory satin": "material: silk; colour: ivory",
    "charcoal grey felt": "material: felt; colour: charcoal grey",
    "salmon pink cashmere": "material: cashmere; colour: salmon pink",
    "coral": "material: coral",
    "coral velvet": "material: velvet; colour: coral",
    "turquoise glazed ceramic": "material: ceramic; colour: turquoise",
    "sea green tiles": "material: white tiles; colour: sea green",
    "jet black obsidian": "material: obsidian; colour: jet black",
    "royal blue and gold porcelain": "material: porcelain; colour: royal blue and gold",
    "terracotta": "material: pottery",
    "sandy brown stone": "material: rock; colour: sandy brown",
    "burnt sienna leather": "material: leather; colour: burnt sienna",
    "burnt oak": "material: oak; wear: soot 50%",
    "charred wood": "material: wood; wear: soot 50%",
    "sun-bleached driftwood": "material: weathered wood; wear: weathering 50%",
    "snowy pine": "material: pine; wear: snow 50%",
    "muddy leather": "material: leather; wear: mud 50%",
    "cobwebbed stone": "material: rock; wear: dust 50%",
    "ivy-covered bricks": "material: brick; wear: ivy 75%",
    "vines on a stone wall": "material: stone wall; wear: ivy 55%",
    "brick wall overgrown with ivy": "material: brick; wear: ivy 80%",
    "obsidian with lava cracks": "material: obsidian; pattern: cracks (lava)",
    "stone with glowing red cracks": "material: rock; pattern: cracks (red); glow: strength 3",
    "glowing": "material: none named, a plain surface; colour: the mesh's own; glow: strength 3",
    "molten gold": "material: gold; colour: molten; glow: strength 3",
    "red hot iron": "material: iron; colour: red hot; glow: strength 3",
    "neon": "material: none named, a plain surface; colour: the mesh's own; glow: strength 3",
    "neon green": "material: none named, a plain surface; colour: neon green",
    "rainbow silk": "material: silk; pattern: print (rainbow)",
    "translucent amber": "material: amber glass; finish: translucent",
    "clear glass": "material: glass",
    "pale pink marble": "material: marble; colour: pale pink",
    "light oak": "material: oak; colour: its own, light",
    "lighter oak": "material: oak; colour: its own, light",
    "dark oak": "material: dark oak",
    "deep blue velvet": "material: velvet; colour: deep blue",
    "very pale yellow silk": "material: silk; colour: pale yellow",
    "bluish steel": "material: steel; colour: bluish",
    "greenish copper": "material: copper; colour: greenish",
    "quilted red leather": "material: red leather; finish: quilted",
    "hammered copper": "material: copper",
    "hammered silver": "material: silver; finish: hammered",
    "brushed brass": "material: brass; finish: brushed",
    "brushed gold": "material: gold; finish: brushed",
    "brushed": "material: brushed steel; finish: brushed",
    "wet stone": "material: rock; finish: wet",
    "wet asphalt": "material: concrete; finish: wet",
    "a chair made of oak": "material: oak; not understood: chair",
    "wooden chair": "material: wood; not understood: chair",
    "mother-of-pearl": "material: pearl",
    "papier-mâché": "material: newspaper",
    "crème silk": "material: silk; colour: creme",
    "denim jacket": "material: denim; not understood: jacket",
    "jade green": "material: none named, a plain surface; colour: jade green",
    "jade": "material: jade",
    "emerald": "material: none named, a plain surface; colour: emerald",
    "emerald green": "material: none named, a plain surface; colour: emerald green",
    "rose": "material: none named, a plain surface; colour: rose",
    "copper wire": "material: copper; not understood: wire",
    "copper coloured leather": "material: leather; colour: copper",
    "rust-coloured velvet": "material: velvet; colour: rust",
    "gold coloured plastic": "material: plastic; colour: gold",
    "marble with a matte finish": "material: marble; finish: matte",
    "steel with a blue tint": "material: steel; colour: slightly blue",
    "wool in dark red and cream": "material: wool; colour: dark red and cream",
    "tiger striped fur": "material: fur; pattern: print (tiger)",
    "green": "material: green",
    "dark green": "material: dark green",
    "matte": "material: none named, a plain surface; colour: the mesh's own; finish: matte",
    "striped": "material: striped",
    "red stripes": "material: none named, a plain surface; colour: red; pattern: stripes",
    "blue and yellow striped wool": "material: wool; colour: blue and yellow; pattern: stripes",
    "black": "material: black",
    "black wood": "material: ebony",
    "not black wood": "material: wood; left away: black",
    "wood, not painted": "material: wood; left away: painted",
    "oxidised silver": "material: silver; wear: tarnish 50%",
    "tarnished silver": "material: silver; wear: tarnish 50%",
    "antique brass": "material: brass",
    "vintage leather": "material: leather; wear: age 50%",
    "distressed blue denim": "material: denim; wear: wear 50%",
    "faded red canvas": "material: canvas; colour: faded red",
    "scratched glass": "material: glass; wear: scratches 50%",
    "dented steel": "material: steel; finish: hammered",
    "cracked mud": "material: mud; pattern: cracks",
    "crackle glaze in teal": "material: crackle glaze; colour: teal",
    "kintsugi porcelain": "material: porcelain; pattern: cracks (gold)",
    "silver-trimmed blue velvet": "material: blue velvet; pattern: edges (silver)",
    "pink fluffy fur": "material: fur; colour: pink; finish: fuzzy",
    "dragon scales with gold edges": "material: dragon scales; pattern: edges (gold)",
    "terrazzo with pink chips": "material: terrazzo; pattern: speckles (pink)",
    "lava": "material: lava",
    "dirty snow": "material: snow; wear: dirt 50%",
    "slightly green glass": "material: glass; colour: slightly green",
    "a bit rusty blue steel": "material: steel; colour: blue; wear: rust 25%",
    "extremely shiny gold": "material: gold; finish: glossy",
    "dusty": "material: none named, a plain surface; colour: the mesh's own; wear: dust 50%",
    "dusty pink": "material: none named, a plain surface; colour: dusty pink",
    "mossy green velvet": "material: velvet; colour: mossy green",
}


def said(reading: StyleReading) -> str:
    """The notes of what the words say, in one line."""
    silent = ("colour: its own",)
    return "; ".join(note for note in reading.notes() if not note.endswith(": -") and note not in silent)


@pytest.mark.parametrize(("style", "expected"), EXPECTED.items())
def test_words_are_read_channel_by_channel(style: str, expected: str) -> None:
    reading = read_style(style, lexicon=KNOWN)
    assert said(reading) == expected
    assert said(read_style(f"  {style.upper()} ", lexicon=KNOWN)) == expected
    json.dumps(reading.to_json())


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


def test_colours_have_the_names_of_the_survey_and_of_css() -> None:
    assert len(color_names()) > 1000
    for name, code in {"cloudy blue": "acc2d9", "rebecca purple": "663399", "grey": "929591"}.items():
        color = find_color(tuple(name.split()))
        assert color is not None
        assert [round(value * 255) for value in color.color] == list(bytes.fromhex(code))
    for name, share in {"reddish": 0.5, "bluish": 0.5, "whitish": 0.5, "red": 1.0}.items():
        shade = find_color((name,))
        assert shade is not None
        assert shade.share == share
    assert find_color(("fish",)) is None


def test_every_phrase_of_the_catalogue_is_its_material() -> None:
    lexicon = catalogue_lexicon()
    from styleglip_addon.engine.materials.catalogue import MATERIALS, find_material

    for material in MATERIALS.values():
        for phrase in (material.name, *material.phrases):
            found = find_material(phrase)
            assert found is not None
            reading = read_style(phrase)
            assert reading.material in lexicon
            assert not reading.unknown
            assert said(reading) == f"material: {reading.material}"

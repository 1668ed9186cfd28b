"""Words that name things and their parts, and the words for sides that belong to such a name.

They decide where a part's name begins and ends ("gold door handle", "legs gold") and that a comma is missing ("gold
base red tube"). A part need not be among them: in "STYLE PART" the last word is the part, whatever it is.
"""

from __future__ import annotations

from ..materials.words.tokens import number_variants, word_set

SIDES = word_set(
    "left right front back top bottom upper lower inner outer middle rear hind central first second third fourth last"
)
"""Directly before a part's last word they belong to its name."""

_NOUNS = word_set(
    # furniture and houses
    "seat back leg foot arm armrest backrest headrest footrest rest stretcher rung pillow cushion pad tabletop table"
    " apron pedestal mattress blanket headboard bedframe footboard cabinet drawer knob shelf frame side chair stool"
    " bench sofa couch bed desk wardrobe dresser cupboard door doorway handle hinge lock latch key keyhole roof wall"
    " tower chimney house building cottage hut window windowsill windowframe shutter gate fence column pillar stair"
    " staircase step balcony railing rail porch floor ceiling facade dome arch post beam panel pane curtain blind"
    " bathtub bath sink tap faucet toilet mirror stove oven fridge"
    # lights, vessels, tableware
    " lamp lampshade shade bulb light tube stem pole rod socket candle candlestick holder wick flame lantern cable"
    " cord chain base stand bottom top cup mug saucer pot teapot kettle spout lid bottle cork label neck jar vase"
    " goblet bowl bucket barrel hoop pan plate dish tray spoon fork tine basket box crate chest urn planter flowerpot"
    " glassware jug pitcher can tin bin"
    # tools, weapons, instruments, machines
    " hammer head axe blade sword dagger knife guard hilt grip pommel shovel spade spear tip edge bristle brush broom"
    " ferrule screwdriver shaft canopy umbrella shield boss rim hub gun rifle pistol muzzle trigger stock scope bow"
    " arrow quiver saw drill pliers wrench anvil bell clapper guitar fretboard headstock string bridge peg violin"
    " piano keyboard drum drumstick trumpet flute clock watch dial face hand pendulum case housing body bodywork"
    " chassis cabin bumper fender wheel tire tyre spoke headlight taillight hood bonnet boot engine exhaust windshield"
    " windscreen windowpane mast sail hull deck keel rudder oar anchor boat ship fuselage wing tail fin propeller"
    " rotor cockpit rocket nozzle nose car truck bus van train wagon cart bike bicycle motorcycle pedal handlebar"
    " saddle plane airplane aeroplane biplane helicopter tank turret track mixer blender toaster screen display"
    " monitor bezel button switch plug fan grille robot antenna sensor lens camera phone laptop mouse speaker radio"
    # creatures, plants, clothes, food
    " ear eye eyebrow eyelash mouth lip tooth tongue cheek chin forehead beard moustache hair mane horn antler tusk"
    " snout beak claw paw hoof torso belly shoulder elbow knee finger toe nail thumb skull collar scarf hat cap brim"
    " helmet visor mask crown shirt t-shirt tshirt trousers pants jeans skirt dress coat jacket sleeve cuff pocket"
    " belt buckle strap zip zipper shoe sole heel lace glove sock cape cloak robe armor armour trunk branch leaf"
    " petal twig root stalk spot inside outside interior exterior scoop topping cherry wrapper bun patty lettuce"
    # the rest
    " ring band ribbon jewel gem pendant necklace bracelet earring figure figurine statue character person man woman"
    " boy girl dog cat horse bird fish dragon spider monster creature animal tree plant flower toy ball globe sphere"
    " cube bracket bar board eraser pencil pen book cover page spine pouch bag backpack suitcase lever gear pipe wire"
    " bolt nut screw spring plinth monument fountain well bin block part object model mesh thing"
)

_MATERIALS_TOO = word_set(
    "glass wood stone metal cloth fabric fur skin scale feather bark soil rope paper rubber leather grass brick tile"
    " plank foliage water flesh"
)
"""Materials that artists also name parts by, "blue glass, red body"; alone ("blue glass") they are a look."""

GENERIC = word_set("wood stone metal glass cloth fabric leather paper")
"""Of these, what only says again what kind of thing a material is: "oak wood"."""

FIGURES = word_set(
    "knight pirate astronaut soldier wizard witch zombie elf dwarf orc goblin king queen samurai ninja viking mummy"
    " clown alien ghost angel demon unicorn mermaid princess cowboy vampire superhero paladin firefighter chef"
)
"""Looks that are also who has parts: "a knight with steel armor"."""

DECORATIONS = word_set(
    "flowers spots hearts stars dots edges edging trim trims trimming borders corners seams outlines accents details"
    " highlights"
)
"""Behind "with" they are on a thing, and are no part of it."""

_FIRST_IN_NAMES = {
    "window": frozenset[str](),
    "tire": frozenset[str](),
    "tyre": frozenset[str](),
    "candle": word_set("holder stand stick"),
    "hair": word_set("clip band tie pin"),
    "wine": word_set("bottle glass"),
    "coffee": word_set("table cup pot mug machine"),
    "tea": word_set("pot cup spoon"),
    "piano": word_set("key lid body leg stool"),
    "flower": word_set("pot bed"),
    "tree": word_set("trunk branch"),
}
"""Nouns that are materials as well and yet begin names of parts, before all words or before some: "window frame"."""


def is_noun(word: str) -> bool:
    """Whether a word in lower case, in any number, names a thing or a part."""
    return _is_among(word, _NOUNS) or word in ("feet", "teeth", "hooves", "leaves", "loaves", "shelves", "knives")


def is_part_in_lists(word: str) -> bool:
    """Whether a word in lower case is a material that parts are named by as well."""
    return _is_among(word, _MATERIALS_TOO)


def begins_name(word: str, following: str) -> bool:
    """Whether a material's word in lower case also begins a name that goes on with another word."""
    followed_by = _FIRST_IN_NAMES.get(word)
    return followed_by is not None and (not followed_by or _is_among(following, followed_by))


def _is_among(word: str, words: frozenset[str]) -> bool:
    return word in words or any(other in words for other in number_variants(word))

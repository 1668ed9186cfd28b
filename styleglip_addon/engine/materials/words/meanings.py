"""What single words say about a material besides its name: finishes, patterns, wear and coats, tones, glow."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from .tokens import word_set

_Meaning = TypeVar("_Meaning")


class Finish(StrEnum):
    """How a surface is worked."""

    POLISHED = "polished"
    GLOSSY = "glossy"
    SATIN = "satin"
    MATTE = "matte"
    ROUGH = "rough"
    SMOOTH = "smooth"
    BRUSHED = "brushed"
    HAMMERED = "hammered"
    KNURLED = "knurled"
    PERFORATED = "perforated"
    FROSTED = "frosted"
    WET = "wet"
    LACQUERED = "lacquered"
    WAXED = "waxed"
    PAINTED = "painted"
    METALLIC = "metallic"
    ANODISED = "anodised"
    TRANSLUCENT = "translucent"
    TRANSPARENT = "transparent"
    OPAQUE = "opaque"
    IRIDESCENT = "iridescent"
    FUZZY = "fuzzy"
    QUILTED = "quilted"
    RIBBED = "ribbed"
    WRINKLED = "wrinkled"
    TEMPERED = "heat tinted"


class Pattern(StrEnum):
    """How colours are laid out over a surface."""

    STRIPES = "stripes"
    DOTS = "dots"
    CHECKS = "checks"
    ZIGZAG = "zigzag"
    VEINS = "veins"
    CRACKS = "cracks"
    MARBLED = "marbled"
    SPECKLES = "speckles"
    PATCHES = "patches"
    SPLATTER = "splatter"
    DRIPS = "drips"
    GRADIENT = "gradient"
    INLAY = "inlay"
    EDGES = "edges"
    STUDS = "studs"
    ENGRAVED = "engraving"
    STITCHES = "stitching"
    COLOURFUL = "many colours"
    """Piece by piece, or in bands or patches where the material has no pieces."""
    PRINT = "print"
    """The colours of another material: leopard print."""


class Coat(StrEnum):
    """What time and weather put on a surface or take from it."""

    RUST = "rust"
    OXIDE = "oxidation"
    """Rust, patina or tarnish, as the metal has it; readings hold the one that it is."""
    PATINA = "patina"
    TARNISH = "tarnish"
    MOSS = "moss"
    LICHEN = "lichen"
    IVY = "ivy"
    SNOW = "snow"
    FROST = "frost"
    ICE = "ice"
    DUST = "dust"
    DIRT = "dirt"
    MUD = "mud"
    SAND = "sand"
    SOOT = "soot"
    BLOOD = "blood"
    CHIPPED = "chipped paint"
    SCRATCHED = "scratches"
    WORN = "wear"
    AGED = "age"
    WEATHERED = "weathering"
    FADED = "fading"
    MATERIAL = "material"
    """Another material of the catalogue."""


class Tone(StrEnum):
    """How a colour is moved, with or without a name for it."""

    DARK = "dark"
    LIGHT = "light"
    PALE = "pale"
    DEEP = "deep"
    BRIGHT = "bright"
    DULL = "dull"
    WARM = "warm"
    COOL = "cool"


def _table(entries: Mapping[_Meaning, str]) -> dict[tuple[str, ...], _Meaning]:
    """Meanings by words; phrases are divided by commas."""
    return {tuple(phrase.split()): meaning for meaning, text in entries.items() for phrase in text.split(", ")}


FINISHES = _table(
    {
        Finish.POLISHED: "polished, polish, mirror polished, mirrored, burnished, sleek, highly polished, liquid",
        Finish.GLOSSY: (
            "glossy, gloss, shiny, shining, gleaming, lustrous, high gloss, glistening, shimmering, glassy, sparkling"
        ),
        Finish.SATIN: "satin, semi gloss, semigloss, eggshell, silken, silky, satiny, satin finish",
        Finish.MATTE: "matte, flat, unglazed, chalky, powder coated, chalk painted, dry, dried, dried out",
        Finish.ROUGH: (
            "rough, coarse, raw, unfinished, rugged, grainy, gritty, rough hewn, hewn, bumpy, pitted, textured, craggy"
        ),
        Finish.SMOOTH: "smooth, smoothed, honed, sanded, seamless",
        Finish.BRUSHED: "brushed, machined, milled, lathe turned, spun, hairline, satin brushed",
        Finish.KNURLED: "knurled, knurling, diamond knurled, checkered grip, knurl",
        Finish.PERFORATED: "perforated, punched, full of holes, with holes, holes",
        Finish.HAMMERED: "hammered, beaten, dented, battered, dimpled, planished, forged, hand forged, hand beaten",
        Finish.FROSTED: "frosted, etched, sandblasted, acid etched, foggy, fogged, misted, steamed up",
        Finish.WET: "wet, damp, dewy, soaked, dripping wet, moist, rain soaked, slick, slimy,"
        " rainy, raindrops, water drops, water droplets, droplets, dew, condensation, sweaty, rain",
        Finish.LACQUERED: (
            "lacquered, lacquer, varnished, varnish, glazed, glaze, car paint, automotive paint, enamelled, "
            "enamel, clear coated, resin coated"
        ),
        Finish.WAXED: "wax finish, oil finish, waxed, oiled, greasy, oily, waxy",
        Finish.PAINTED: "painted, paint, paintwork, sprayed, spray painted, repainted, overpainted",
        Finish.METALLIC: "metallic",
        Finish.ANODISED: "anodised",
        Finish.TRANSLUCENT: "translucent, semi transparent, milky, backlit, cloudy",
        Finish.TRANSPARENT: "transparent, crystal clear, clear, see through, crystalline",
        Finish.OPAQUE: "opaque",
        Finish.IRIDESCENT: "iridescent, pearlescent, opalescent, holographic, pearly, nacreous, oil slick",
        Finish.FUZZY: "fuzzy, fluffy, hairy, shaggy, furry, velvety, downy, fleecy",
        Finish.QUILTED: "quilted, tufted, padded, upholstered, buttoned",
        Finish.RIBBED: "ribbed, fluted, corrugated, grooved, reeded, pleated, ridged",
        Finish.TEMPERED: (
            "heat tinted, heat tint, heat stained, heat coloured, tempered, heat treated, heat blued, flame coloured"
        ),
        Finish.WRINKLED: "wrinkled, wrinkly, crumpled, creased, rumpled, crinkled",
    }
)

OPPOSITES = {
    Finish.POLISHED: Finish.MATTE,
    Finish.GLOSSY: Finish.MATTE,
    Finish.SATIN: Finish.MATTE,
    Finish.MATTE: Finish.GLOSSY,
    Finish.ROUGH: Finish.SMOOTH,
    Finish.SMOOTH: Finish.ROUGH,
    Finish.TRANSPARENT: Finish.OPAQUE,
    Finish.TRANSLUCENT: Finish.OPAQUE,
    Finish.LACQUERED: Finish.MATTE,
}
"""What "not shiny" means; a finish that is missing has no opposite and is only left away."""

PATTERNS = _table(
    {
        Pattern.STRIPES: "striped, stripes, stripe, stripy, stripey, pinstriped, pinstripe, pinstripes, banded,"
        " bands, lines",
        Pattern.DOTS: "polka dot, polka dots, polka dotted, dotted, dots, spotted, spots, spotty, dot",
        Pattern.CHECKS: "chequered, chequerboard, checkerboard, checks, chessboard, check pattern, checked pattern",
        Pattern.ZIGZAG: "zigzag, zig zag, chevron, chevrons, zigzagged, herringbone",
        Pattern.VEINS: "veined, veins, veining, veiny, vein, threaded, streaked, streaks, streaky",
        Pattern.CRACKS: (
            "cracked, cracks, crack, crackle, crackled, crazed, fractured, fissured, shattered, cracking, broken, "
            "kintsugi"
        ),
        Pattern.MARBLED: "marbled, swirled, swirls, swirl, swirling, swirly, marbling, tie dyed",
        Pattern.SPECKLES: (
            "chips, speckled, speckles, flecked, flecks, freckled, speckle, dappled, glitter, glittery, "
            "glittering, sparkly"
        ),
        Pattern.PATCHES: "mottled, patchy, blotchy, patches, spots of, two tone, two toned, variegated",
        Pattern.SPLATTER: "splattered, splatter, splatters, splashed, spattered, splashes",
        Pattern.DRIPS: (
            "drips, drip, dripping, dripped, dripping down, running down, trickles, trickling, oozing, oozes, melting,"
            " drizzle, drizzled, drizzles, dribbles, poured over"
        ),
        Pattern.GRADIENT: "gradient, ombre, fading to, fade to",
        Pattern.INLAY: (
            "inlay, inlaid, inlays, filigree, accents, accent, details, detailing, ornament, ornaments, decoration"
        ),
        Pattern.COLOURFUL: (
            "colourful, multicoloured, multi coloured, multicolour, many coloured, in many colours, several colours,"
            " polychrome, polychromatic, kaleidoscopic, kaleidoscope, motley, harlequin, psychedelic, technicolour,"
            " mixed colours, assorted colours, all colours, different colours, various colours, rainbow coloured"
        ),
        Pattern.EDGES: (
            "trim, trimmed, edges, edged, edging, rim, rimmed, border, borders, bordered, corners, tipped, tips, piping"
        ),
        Pattern.ENGRAVED: "engraved, engraving, engravings, embossed, embossing, carvings, runes, tooled, chased",
        Pattern.STUDS: (
            "studs, studded, stud, rivets, rivet, bolts, bolted, tacks, nailheads, nail heads, rhinestones, spikes,"
            " spiked, beads, beaded"
        ),
        Pattern.STITCHES: (
            "stitching, stitches, stitched, stitch, seams, seam, topstitching, topstitched, sewn, threads"
        ),
    }
)

OWNS_COLOR_BEFORE = frozenset(
    {
        Pattern.VEINS,
        Pattern.SPECKLES,
        Pattern.SPLATTER,
        Pattern.DRIPS,
        Pattern.INLAY,
        Pattern.EDGES,
        Pattern.STUDS,
        Pattern.STITCHES,
    }
)
"""Patterns that have the colour named before them: "gold-veined marble" is not gold, "red striped wool" is red."""

COATS = _table(
    {
        Coat.RUST: "rusty, rusted, rust, rusting, rust stained, rusted through",
        Coat.OXIDE: "oxidised, oxidation, corroded, corrosion",
        Coat.PATINA: "patina, patinated, verdigris, patinaed, aged copper",
        Coat.TARNISH: "tarnished, tarnish, blackened, darkened",
        Coat.MOSS: "mossy, moss, moss grown, overgrown, algae, mouldy, mould, mildewed",
        Coat.LICHEN: "lichen, lichened, lichens",
        Coat.IVY: "ivy, ivied, vines, vine, creepers, leafy",
        Coat.SNOW: "snowy, snow, snow capped, snowcapped, snow dusted",
        Coat.FROST: "frosty, frost, hoarfrost, rime",
        Coat.ICE: "icy, iced, frozen, ice",
        Coat.DUST: "dusty, dust, powdery, flour, floury, cobwebbed",
        Coat.DIRT: "dirty, dirt, grimy, grime, filthy, filth, soiled, grubby, stained, stains,"
        " water stained, water stains, coffee stained, tea stained, grungy, grunge, smudged",
        Coat.MUD: "muddy, mud, mud caked, mud stained",
        Coat.SAND: "sandy, sand",
        Coat.SOOT: "burnt, burned, charred, scorched, singed, sooty, soot, ashy, fire damaged, smoke stained",
        Coat.BLOOD: "bloody, blood stained, bloodied, bloodstained",
        Coat.CHIPPED: "chipped, chipping, peeling, flaking, peeled, flaked, flaky",
        Coat.SCRATCHED: "scratched, scratches, scratch, scuffed, scuffs, scraped, brushmarked",
        Coat.WORN: "worn, used, well worn, worn out, damaged, wear, worn edges, eroded, distressed, shabby, threadbare,"
        " ripped, torn, tattered, rips, frayed, ragged, crumbling",
        Coat.AGED: "old, aged, antique, vintage, ancient, antiqued, dilapidated, patina of age, age",
        Coat.WEATHERED: "weathered, weather beaten, weatherworn, driftwood like, sun bleached, weathering",
        Coat.FADED: "faded, washed out, bleached, sun faded, stonewashed, prewashed, washed, discoloured,"
        " bleach stains, bleach stained",
    }
)

ADJECTIVES_OF_COATS = word_set(
    "rusty rusted rusting corroded oxidised patinated patinaed mossy overgrown mouldy mildewed lichened ivied leafy"
    " snowy snowcapped frosty icy iced frozen dusty powdery floury cobwebbed dirty grimy filthy soiled grubby stained"
    " grungy smudged muddy sandy sooty ashy bloody bloodied bloodstained burnt burned charred"
)
"""Before a material they are always a coat; nouns ("moss") are one only where the sentence says so."""

TONES = _table(
    {
        Tone.DARK: "dark, darker, dusky, shadowy, black stained, smoked, smoky, darkish, ebonised",
        Tone.LIGHT: "light, lighter, lightish, whitewashed, limed, blonde, blond, white wash,"
        " white washed, whitewash, lime wash, limewash, limewashed, pickled",
        Tone.PALE: "pale, paler, pastel, soft coloured, washed, ashen, light coloured",
        Tone.DEEP: "deep, rich, deeper",
        Tone.BRIGHT: "bright, vivid, brilliant, vibrant, saturated, intense, brighter, electric, hot",
        Tone.DULL: "dull, muted, desaturated, drab, greyed, subdued",
        Tone.WARM: "warm, warmer, sunny",
        Tone.COOL: "cool, cold, cooler, chilly",
    }
)

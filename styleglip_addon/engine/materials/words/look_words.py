"""The words for looks, and what each means in words that are understood."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """What a word for a look means.

    Args:
        alone: a style's words, where the style names no material.
        beside: words that it lends to another material; "": it says nothing of one.
    """

    alone: str
    beside: str = ""


LOOKS = {
    # Places, times and peoples.
    "african, tribal, ethnic": Look("kilim", "with black zigzag"),
    "atlantis, sunken": Look("limestone covered in verdigris", "with verdigris"),
    "aztec, mayan, inca": Look("sandstone with turquoise inlay", "with turquoise inlay"),
    "celtic, celtic knot, druid, irish": Look("mossy stone with gold inlay", "with gold inlay"),
    "chinese, china red": Look("red lacquer with gold inlay", "with gold inlay"),
    "egyptian, pharaoh, cleopatra": Look("sandstone with gold and lapis lazuli inlay", "with gold inlay"),
    "egyptian cotton": Look("cotton", "cotton"),
    "greek, grecian, hellenic": Look("white marble with blue inlay", "carved"),
    "greek statue, roman statue, greek sculpture, roman sculpture, classical statue": Look(
        "aged white marble", "carved"
    ),
    "hawaiian, tropical, tiki": Look("floral print", "with leaves"),
    "indian, bollywood, maharaja": Look("purple silk with gold filigree", "with gold filigree"),
    "islamic, arabic, arabian, persian, ottoman, turkish": Look("blue and white painted tiles", "with gold filigree"),
    "japanese, zen": Look("black lacquer with gold filigree", "with black trim"),
    "mars, martian": Look("rough red sandstone", "with red dust"),
    "mexican, fiesta": Look("colourful cotton", "colourful"),
    "moroccan, moorish": Look("teal and white mosaic", "with teal inlay"),
    "native american, navajo": Look("kilim", "with turquoise inlay"),
    "roman, romanesque, italian villa": Look("travertine", "carved"),
    "russian, soviet": Look("red enamel with gold trim", "with red trim"),
    "samurai, shogun, ninja": Look("glossy black lacquer with red trim", "with red trim"),
    "scandinavian, nordic, scandi, ikea": Look("satin birch wood", "satin"),
    "scottish, highlander": Look("tartan", "with tartan print"),
    "viking, norse, barbarian": Look("weathered dark oak with iron trim", "weathered"),
    "western, cowboy, wild west": Look("worn tan leather", "worn"),
    # Styles of art and of rooms.
    "art deco, great gatsby, gatsby": Look("black lacquer with gold inlay", "with gold inlay"),
    "art nouveau, tiffany": Look("stained glass", "with green filigree"),
    "baroque, rococo, ornate, versailles": Look("white porcelain with gold filigree", "with gold filigree"),
    "bauhaus, de stijl, piet mondrian": Look("mondrian", "with red trim"),
    "boho, bohemian, hippie": Look("kilim"),
    "brutalist, brutalism": Look("board formed concrete", "rough"),
    "byzantine": Look("gold mosaic", "with gold inlay"),
    "farmhouse, cottage, shabby chic": Look("worn white painted wood", "worn whitewashed"),
    "gothic, vampire, dracula": Look("dark red velvet with black trim", "dark"),
    "industrial": Look("worn galvanised steel", "worn"),
    "klimt, gustav klimt": Look("gold leaf with black and white swirls", "with gold leaf"),
    "luxury, luxurious, opulent, expensive, glamorous": Look("black marble with gold veins", "polished"),
    "medieval, middle ages": Look("weathered stone wall", "old"),
    "memphis": Look("confetti", "with confetti print"),
    "mid century, mid century modern, sixties": Look("satin teak", "satin"),
    "minimalist, minimal, minimalistic": Look("matte white plaster", "matte"),
    "retro, seventies, 70s": Look("brown and orange striped plastic", "with orange stripes"),
    "rustic, country": Look("weathered wood", "weathered"),
    "surreal, surrealist, dali, salvador dali": Look("marbled oil painting", "marbled"),
    "victorian, edwardian": Look("dark red damask", "with gold trim"),
    "wabi sabi, wabisabi": Look("raku", "worn"),
    # Worlds of stories and games.
    "alien, extraterrestrial, xenomorph": Look("wet iridescent green lizard skin", "iridescent"),
    "angelic, heavenly, angel": Look("white marble with gold trim", "white"),
    "biomechanical, giger": Look("wet black ribbed rubber"),
    "cyber, cyberpunk, tron, neon noir": Look("black metal with glowing cyan inlay", "black with glowing cyan veins"),
    "demonic, infernal, hellish, hell, demon, satanic, devil, devilish": Look(
        "obsidian with glowing red cracks", "with glowing red cracks"
    ),
    "dieselpunk, diesel, submarine": Look("oily dark grey riveted metal", "oily dark"),
    "disco": Look("mirror ball"),
    "dwarven, dwarvish, dwarf": Look("hammered steel with gold inlay", "with gold inlay"),
    "elvish, elven, elf": Look("pale ash wood with silver inlay", "pale with silver inlay"),
    "fairy, fairytale, fairy tale, pixie": Look("iridescent pale pink silk with glitter", "iridescent pale"),
    "futuristic, sci fi, scifi, space age, science fiction": Look(
        "glossy white plastic with glowing cyan inlay", "glossy with glowing cyan veins"
    ),
    "ghostly, ghost, phantom, spectral": Look("translucent pale blue milk glass", "translucent white"),
    "haunted, spooky, creepy, eerie, abandoned": Look("dusty weathered dark grey wood", "dusty weathered dark"),
    "kawaii, princess, barbie": Look("pink with white polka dots", "pink"),
    "knight, knightly, paladin, armor, armour, armored, armoured, plate armor, plate armour": Look(
        "hammered steel with brass trim", "with steel trim"
    ),
    "lovecraftian, lovecraft, eldritch, cthulhu": Look("slimy dark green fish scales", "slimy dark green"),
    "magic, magical, enchanted, wizard, sorcerer": Look("glowing amethyst", "glowing purple"),
    "necromancer, undead, lich": Look("old bone with glowing green cracks", "with glowing green cracks"),
    "pirate, pirates, buccaneer": Look("weathered dark ship deck", "weathered"),
    "pirate ship": Look("weathered ship deck", "weathered"),
    "post apocalyptic, apocalyptic, wasteland, mad max, dystopian": Look("dirty rusty metal", "dirty worn"),
    "royal, regal, imperial, king, queen, kingly": Look("purple velvet with gold trim", "with gold trim"),
    "steampunk, clockwork": Look("aged brass with copper trim", "with brass inlay"),
    "toxic, radioactive, nuclear, chernobyl": Look("glowing green slime", "glowing green"),
    "unicorn, pegasus": Look("iridescent white fur with pink gradient", "iridescent white"),
    "vaporwave, synthwave, outrun": Look("glossy cyan plastic with pink gradient", "cyan with pink gradient"),
    "witch, witchcraft": Look("black velvet with purple trim", "dark with purple trim"),
    "zombie, rotten, rotting": Look("bloody wrinkled green leather", "bloody"),
    # Figures and what they wear.
    "astronaut, spaceman, cosmonaut": Look("white ripstop nylon with orange trim", "white with orange trim"),
    "astronaut suit, space suit, spacesuit, astronaut costume": Look("quilted white ripstop nylon with orange trim"),
    "batman, dark knight": Look("matte black rubber with yellow trim", "matte black with yellow trim"),
    "captain america": Look("glossy blue car paint with red and white stripes", "blue with red stripes"),
    "chef, cook, baker": Look("white twill", "white"),
    "clown, harlequin costume": Look("yellow cotton with red polka dots", "with red polka dots"),
    "cyborg, terminator": Look("scratched chrome with glowing red inlay", "with glowing red inlay"),
    "darth vader, sith": Look("glossy black plastic with red trim", "glossy black"),
    "doctor, nurse, surgeon": Look("pale teal cotton", "white"),
    "firefighter, fireman": Look("dirty tan canvas with yellow stripes", "with yellow stripes"),
    "frankenstein, frankensteins monster, ogre, goblin, orc, troll": Look(
        "wrinkled green leather with black stitching"
    ),
    "hulk": Look("wrinkled green leather", "green"),
    "iron man, superhero": Look("metallic red car paint with gold trim", "red with gold trim"),
    "jester, joker": Look("purple and green chequered satin", "with green checks"),
    "minion": Look("yellow plastic with blue trim", "yellow"),
    "mummy": Look("dirty old muslin", "dirty old"),
    "pikachu": Look("yellow polar fleece with black tips", "yellow"),
    "police, policeman, police uniform": Look("navy blue twill with gold trim", "navy blue"),
    "robot, robotic, mech, mecha, android, transformers, transformer, gundam": Look("white hull panels", "metallic"),
    "soldier, military, army, sniper, commando": Look("camouflage", "matte olive green"),
    "spiderman, spider man": Look("red mesh cloth with blue trim", "red with blue trim"),
    "stormtrooper, imperial trooper": Look("glossy white plastic with black trim", "glossy white with black trim"),
    "super mario, mario": Look("red plastic with blue trim", "red"),
    "superman": Look("blue satin with red trim", "blue with red trim"),
    # Feasts, sports, seasons.
    "american flag, patriotic, usa, stars and stripes": Look(
        "red and white stripes with blue trim", "with red stripes"
    ),
    "birthday, party": Look("confetti", "colourful"),
    "christmas, xmas, festive": Look("red velvet with gold trim", "red with gold trim"),
    "cosy, cozy, hygge, snug": Look("cable knit"),
    "easter, easter egg": Look(
        "pale pink and pale yellow and pale teal striped eggshell", "pastel with yellow stripes"
    ),
    "halloween": Look("pumpkin", "orange with black splatter"),
    "nautical, navy style, sailor, marine": Look("blue and white stripes", "with blue stripes"),
    "racing, racing stripes, race car, racing car, formula one, nascar": Look(
        "red car paint with white stripes", "glossy with white stripes"
    ),
    "rasta, rastafari, reggae": Look("red and yellow and green striped wool", "with green stripes"),
    "sporty, athletic": Look("mesh cloth with red stripes", "with red stripes"),
    "valentine, valentines, valentines day, love, romantic": Look("hearts", "pink"),
    "wedding, bridal, bride": Look("white satin with lace print", "white"),
    "winter, wintry, winter wonderland": Look("snow", "snowy"),
    # Animals that no material of the catalogue is.
    "octopus, squid, kraken": Look("wet dark salmon silicone", "wet"),
    "panda": Look("white fur with black patches", "with black patches"),
    "shark, whale, dolphin, orca": Look("wet blue grey rubber", "wet blue grey"),
    "swan, dove, angel wings": Look("white feathers", "white"),
    "beetle, scarab, beetle shell": Look("iridescent dark green car paint", "iridescent"),
    # Things and events that look like some material.
    "acid": Look("glowing green slime", "glowing green"),
    "cola, coca cola, soda": Look("very dark brown glass", "dark brown"),
    "formica, laminate, melamine": Look("satin white plastic with grey speckles", "satin"),
    "embroidered, embroidery, needlepoint, cross stitch, cross stitched": Look("floral print", "with floral print"),
    "laser, laser beam, lightsaber, lightsabre": Look("red neon", "glowing red"),
    "licorice, liquorice": Look("glossy black rubber"),
    "milk": Look("glossy milk glass", "milky"),
    "money, dollars, dollar bills, banknotes, cash": Look("pale green newspaper", "green"),
    "murano, murano glass, venetian glass, blown glass": Look("glossy colourful glass", "glossy"),
    "oil slick, oil spill": Look("iridescent black plastic", "iridescent"),
    "oil, crude oil, petroleum, tar, bitumen": Look("glossy black slime", "oily"),
    "wedgwood, jasperware": Look("matte light blue porcelain with white inlay", "matte light blue"),
    "aurora, aurora borealis, northern lights": Look("glowing dark blue milk glass with green gradient", "iridescent"),
    "burning, on fire, flaming, ablaze, burning up": Look("embers", "charred with glowing orange cracks"),
    "cotton candy, candy floss, candyfloss": Look("fluffy pink wool", "fluffy pink"),
    "marshmallow": Look("matte white wax", "soft white"),
    "sunset, sunrise, dusk, dawn": Look("orange and purple gradient", "orange with purple gradient"),
    "sun, solar": Look("lava", "glowing orange"),
    "underwater, deep sea": Look("wet coral", "wet teal"),
    "volcanic ash": Look("dark grey sand"),
    "bubble gum, bubblegum, chewing gum": Look("glossy bubblegum pink rubber", "glossy bubblegum pink"),
    "nail polish, nail varnish": Look("glossy red lacquer", "lacquered"),
    "lipstick": Look("satin red wax", "satin lipstick"),
    "crayon, crayons, wax crayon": Look("matte red wax", "waxed"),
    "jellyfish": Look("glowing pale pink jelly", "translucent pink"),
    "starfish, sea star": Look("orange coral", "rough orange"),
    "sea urchin": Look("dark purple coral", "dark purple"),
    "stingray, shagreen, stingray leather": Look("grey green reptile skin"),
    "steak, raw steak, raw meat, flesh, gore": Look("bacon", "bloody"),
    "ham": Look("pale pink salami"),
    "cereal": Look("multicoloured gumdrops"),
    "snowflake, snowflakes": Look("frost", "frosty"),
    "tinsel": Look("silver glitter", "with silver glitter"),
    "rhinestone": Look("diamond", "with rhinestones"),
    "kintsugi": Look("kintsugi porcelain"),
    # Ways to draw and to render.
    "anime, cel shaded, cell shaded, cel shading, toon, toon shaded, toon shading": Look(
        "cel shading", "smooth bright"
    ),
    "low poly, low polygon, polygonal": Look("low poly", "smooth"),
    "wireframe, wire frame": Look("wireframe"),
    "x ray, xray": Look("translucent pale blue glass", "translucent pale blue"),
    "glitch, glitched, datamosh": Look("glowing magenta and cyan striped black plastic", "cyan striped"),
    "ink wash, sumi e, ink painting": Look("pencil drawing", "black ink marbled"),
    "matcap, clay render, greybox, grey box, blockout": Look("matte light grey clay", "matte"),
    "stylised, stylized, cartoon, cartoony, cartoonish": Look("cel shaded", "smooth bright"),
    "pixar, disney, dreamworks, fortnite, overwatch": Look("smooth satin bright plastic", "smooth bright"),
    "ghibli, studio ghibli, zelda, breath of the wild": Look("watercolour", "soft painted"),
    "pokemon, pikachu": Look("glossy yellow plastic", "glossy yellow"),
    "tim burton, nightmare before christmas": Look("black and white striped cloth", "black and white striped"),
    "ps1, playstation, n64, retro game, retro 3d": Look("pixel art", "pixelated"),
    "orcish, orc, goblin": Look("rough leather with iron studs", "rough dirty"),
    "fallout, wasteland, junkyard, scrap": Look("rusty chipped green painted steel", "rusty chipped"),
    "cottagecore": Look("floral print cotton", "with flowers"),
    "dark academia": Look("polished dark walnut with gold inlay", "dark aged"),
    "volcano, volcanic, vulcan": Look("lava rock with glowing orange cracks", "with glowing orange cracks"),
}
"""Looks by the words for them, divided by commas."""

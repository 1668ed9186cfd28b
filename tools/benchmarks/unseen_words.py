"""Words that neither the table of words nor the model was given, and the materials that they should look like.

No material, colour or other entry of `engine/materials/words` reads them, and the model was trained with no phrase that
has them; it knows them from WordNet's explanations, or not at all. Of each, the dictionary's meaning says which of the
materials are right.
"""

from __future__ import annotations

UNSEEN_WORDS: dict[str, tuple[str, ...]] = {
    "jaguar": ("leopard", "cheetah spots"),
    "inferno": ("fire", "lava"),
    "lake": ("water",),
    "osier": ("wicker", "rattan"),
    "gouda": ("cheese",),
    "baguette": ("bread",),
    "clementine": ("orange peel", "orange"),
    "aspen": ("light wood", "birch wood", "wood"),
    "hornbeam": ("light wood", "beech", "wood", "pine"),
    "sequoia": ("cedar", "mahogany", "wood", "bark", "pine bark"),
    "dolerite": ("rock", "black granite", "lava rock", "slate"),
    "chert": ("rock", "slate", "limestone"),
    "dolomite": ("marble", "limestone", "rock"),
    "worsted": ("wool", "twill", "tweed", "knitted wool"),
    "dungaree": ("denim", "washed denim"),
    "cordovan": ("leather", "dark brown leather"),
    "pigskin": ("leather", "tan leather"),
    "ciabatta": ("bread",),
    "focaccia": ("bread",),
    "pumpernickel": ("bread",),
    "ganache": ("chocolate", "dark chocolate"),
    "lagoon": ("water",),
    "hail": ("ice", "snow"),
    "wildfire": ("fire",),
    "scree": ("pebbles", "rock"),
    "ingot": ("gold", "silver", "steel", "iron", "aluminium"),
    "vermeil": ("gold",),
    "eiderdown": ("quilted", "feathers"),
    "loam": ("soil", "mud"),
    "silt": ("mud", "soil"),
    "sleet": ("snow", "ice"),
    "ebonite": ("rubber", "black plastic"),
    "vellum": ("parchment", "paper"),
    "foolscap": ("paper",),
    "pasteboard": ("cardboard",),
    "millboard": ("cardboard",),
    "grout": ("concrete", "plaster"),
    "macadam": ("asphalt", "concrete", "pebbles"),
}
"""By the word; the likeliest material first, whose colours count where colours are compared."""

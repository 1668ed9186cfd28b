"""Words for parts of bags, shoes and glasses."""

from __future__ import annotations

PART_WORDS: dict[str, tuple[str, ...]] = {
    "bag.body": ("bag", "body", "main compartment", "pouch", "sack", "leather"),
    "bag.strap": ("strap", "shoulder strap", "straps", "belt"),
    "bag.handle": ("handle", "grip", "carry handle", "loop", "handles"),
    "bag.flap": ("flap", "lid", "cover", "top flap"),
    "bag.belt": ("belt", "strap", "leather strap", "band"),
    "bag.ring": ("ring", "rings", "loop", "buckle", "d ring"),
    "bag.label": ("label", "tag", "patch", "logo"),
    "pocket": ("pocket", "front pocket", "side pocket", "pouch", "pockets"),
    "zipper": ("zipper", "zip", "fastener", "seam"),
    "zip.pull": ("zip pull", "zipper pull", "pull tab", "puller"),
    "clasp": ("clasp", "lock", "buckle", "latch", "fastener"),
    "bedroll": ("bedroll", "sleeping bag", "blanket", "mat", "roll"),
    "case.shell": ("case", "shell", "body", "suitcase", "box"),
    "case.corner": ("corner", "corners", "corner guard", "protector"),
    "telescopic.handle": ("telescopic handle", "pull handle", "trolley handle", "handle"),
    "shoe.upper": ("upper", "shoe", "boot", "body", "leather", "vamp"),
    "boot.shaft": ("shaft", "leg", "boot leg", "top", "upper"),
    "shoe.collar": ("collar", "opening", "ankle", "cuff"),
    "shoe.sole": ("sole", "outsole", "soles", "bottom", "rubber"),
    "shoe.heel": ("heel", "heels", "block heel"),
    "laces": ("laces", "shoelaces", "lace", "shoelace", "strings"),
    "shoe.tongue": ("tongue", "flap"),
    "toe.cap": ("toe cap", "toe", "cap", "toe box"),
    "shoe.trim": ("trim", "cuff", "fur", "edge", "rim"),
    "glasses.frame": ("frame", "rim", "frames", "rims", "glasses"),
    "nose.bridge": ("bridge", "nose bridge"),
    "spectacle.lens": ("lens", "lenses", "glass", "glasses"),
    "temple": ("temple", "arm", "temples", "arms", "earpiece", "leg"),
    "hinge": ("hinge", "hinges", "joint", "screw"),
    "nose.pad": ("nose pad", "pad", "nose pads"),
    # helmets
    "lining": ("lining", "padding", "pad", "inner liner"),
}

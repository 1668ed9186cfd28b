"""Names of bones and meshes that well-known rigs and character makers give, in plain English.

Rigify (Blender), Mixamo, 3ds Max Biped and Source, Unreal's mannequin, Character Creator, MakeHuman, VRoid: what they
call "LeftUpLeg", "J_Bip_L_UpperLeg" or "upperleg01.L" is a thigh. The names are those that these programs write.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ...materials.words.tokens import word_set
from .name_splitting import split_name

_PAIRS = {
    ("up", "leg"): ("thigh", "leg"),
    ("upper", "leg"): ("thigh", "leg"),
    ("lower", "leg"): ("calf", "shin", "leg"),
    ("low", "leg"): ("calf", "shin", "leg"),
    ("lower", "arm"): ("forearm", "arm"),
    ("low", "arm"): ("forearm", "arm"),
    ("fore", "arm"): ("forearm", "arm"),
    ("toe", "base"): ("toe",),
    ("horse", "link"): ("leg",),
    ("eye", "white"): ("eyeball",),
    ("face", "brow"): ("eyebrow",),
    ("face", "eye"): ("eye",),
    ("face", "mouth"): ("mouth",),
    ("face", "eyelash"): ("eyelash",),
    ("face", "eyeline"): ("eyelash",),
}
"""What two words that follow each other mean: the first of these that is asked for, else the last."""
_WORDS = {
    "upleg": ("thigh", "leg"),
    "upperleg": ("thigh", "leg"),
    "lowerleg": ("calf", "shin", "leg"),
    "lowleg": ("calf", "shin", "leg"),
    "uparm": ("arm",),
    "lowerarm": ("forearm", "arm"),
    "lowarm": ("forearm", "arm"),
    "onepiece": ("dress",),
    "bust": ("breast",),
    "toebase": ("toe",),
}
_OF_BONES = {
    "index": "finger",
    "middle": "finger",
    "ring": "finger",
    "pinky": "finger",
    "little": "finger",
    "metacarpal": "palm",
    "carpal": "palm",
    "ball": "toe",
    "clavicle": "shoulder",
    "collar": "shoulder",
    "brow": "eyebrow",
    "lid": "eyelid",
    "temple": "forehead",
    "oris": "lip",
    "risorius": "cheek",
    "temporalis": "forehead",
    "orbicularis": "eyelid",
    "levator": "cheek",
    "wrist": "hand",
}
"""What these words mean on a bone; on an object a ring is a ring."""
_NOT_OF_BONES = word_set(
    "def org mch bip bipb valvebiped mixamorig cc base adj sec opt twist roll share nub end bone joint jnt deform std"
)
_FINGERS = ("finger", "thumb")
_RIGIFY_SPINE = re.compile(r"(?:(?:DEF|ORG|MCH)-)?spine(?:\.(\d+))?\Z")
_RIGIFY_HEAD, _RIGIFY_NECK = 6, 4
"""Rigify's person has seven bones of the spine, 000 to 006: the last one is the head, the two before it the neck."""
_OF_A_RIG = re.compile(r"(mixamorig\d*:|Bip\d+[ _]|ValveBiped\.|(DEF|ORG)-|CC_Base_|J_(Bip|Adj|Sec)_)", re.IGNORECASE)
_ENOUGH = 3
_VROID = re.compile(r"[FMN]\d\d_\d{3}_")
_VROID_TAGS = ("FACE", "EYE", "SKIN", "HAIR", "CLOTH", "BODY")
_MARKS = re.compile(r"([_.\s]+(\d+|\(Instance\)))+\Z")


def are_bones(names: Sequence[str]) -> bool:
    """Whether names of vertex groups are those of a rig that is no longer there."""
    return sum(bool(_OF_A_RIG.match(name)) for name in names) >= _ENOUGH


def plain_names(names: Sequence[str], asked: Collection[str], is_bone: bool) -> list[str]:
    """The names of one kind that an object has, in plain English where they are a rig's; the others as they are.

    Args:
        names: any.
        asked: words, in lower case, that are preferred where a name means several things.
        is_bone: whether they are bones' names.
    """
    spine = {name: int(found.group(1) or 0) for name in names if (found := _RIGIFY_SPINE.match(name))}
    has_head = is_bone and max(spine.values(), default=0) == _RIGIFY_HEAD
    plain = []
    for name in names:
        if has_head and spine.get(name, 0) >= _RIGIFY_NECK:
            plain.append("head" if spine[name] == _RIGIFY_HEAD else "neck")
        else:
            plain.append(_plain(name, asked, is_bone))
    return plain


def _plain(name: str, asked: Collection[str], is_bone: bool) -> str:
    words = split_name(_without_tag(name) if _VROID.match(name) else name)
    kept: list[str] = []
    place = 0
    while place < len(words):
        pair = _PAIRS.get((words[place], words[place + 1]), ()) if place + 1 < len(words) else ()
        own = words[place].removesuffix("twist") if is_bone else words[place]
        meanings = pair or _WORDS.get(own, (_OF_BONES.get(own, own) if is_bone else own,))
        word = next((one for one in meanings if one in asked), meanings[-1])
        if is_bone and word in _FINGERS and kept[-1:] == ["hand"]:
            kept.pop()  # "LeftHandIndex2" is a finger of the hand
        if not is_bone or word not in _NOT_OF_BONES:
            kept.append(word)
        place += 2 if pair else 1
    return name if kept == list(split_name(name)) or not any(kept) else " ".join(kept)


def _without_tag(name: str) -> str:
    """A VRoid name without the class behind it: "N00_000_00_FaceMouth_00_FACE (Instance)" is FaceMouth."""
    bare = _VROID.sub("", _MARKS.sub("", name))
    for tag in _VROID_TAGS:
        bare = bare.removesuffix(f"_{tag}")
    return bare

"""Settings of the CLIP branch: this project's own, and `released`, `text2mesh` and `tango` as published."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .codec import check_kinds, require


class ClipMode(StrEnum):
    """Which crops the CLIP-style encoder judges.

    PART_CROPS: windows on the part masks, the neighbours faded to white. RELEASED_BOXES: the detector's boxes in every
    view, as in 3DStyleGLIP's code. TEXT2MESH: the whole picture against one sentence (arXiv 2112.03221).
    """

    PART_CROPS = "part_crops"
    RELEASED_BOXES = "released_boxes"
    TEXT2MESH = "text2mesh"


class CropTerms(StrEnum):
    """Which crops count: whole ones and local ones, or only one kind."""

    ALL = "all"
    GLOBAL = "global"
    LOCAL = "local"


class ClipBehaviour(StrEnum):
    """Of RELEASED_BOXES. REPAIRED: boxes from the unstyled mesh, every part counts once, pixels normalised for CLIP.

    RELEASED: boxes from the styled picture, running totals added per part (the first of K counts K times), and pixels
    that are not normalised.
    """

    REPAIRED = "repaired"
    RELEASED = "released"


@dataclass(frozen=True)
class ClipSettings:
    """The CLIP branch.

    Args:
        mode: which crops are judged.
        crops: local crops (PART_CROPS: per part and view; RELEASED_BOXES: per part; TEXT2MESH: per
            step, each cut from all views at the same place).
        crop_area: area of a local crop as a share of the picture, box or part it is cut from.
        terms: whole crops and local ones, or one kind only.
        texture_weight: weight of the feature statistics of the crops, for PART_CROPS with a model that knows them.
        behaviour: of RELEASED_BOXES.
        box_threshold: least score of a box, for RELEASED_BOXES.
        most_boxes: most boxes of a part in a view, the best ones, for RELEASED_BOXES; 0: all (up to a hundred).
        least_object: share of a local crop that must show the object, for RELEASED_BOXES.
        draws: how often a local crop is drawn again for that, before the best one is taken.
        geometry: TEXT2MESH: judge local crops of a grey render too, so that shape alone shows the style.
        perspective: TEXT2MESH: strength of the random perspective, 0..1 (Text2Mesh: 0.5).
        perspective_share: TEXT2MESH: share of the draws that get one (Text2Mesh: 0.8).
    """

    mode: ClipMode = ClipMode.PART_CROPS
    crops: int = 4
    crop_area: float = 0.25
    terms: CropTerms = CropTerms.ALL
    texture_weight: float = 0.6
    behaviour: ClipBehaviour = ClipBehaviour.REPAIRED
    box_threshold: float = 0.5
    most_boxes: int = 8
    least_object: float = 0.1
    draws: int = 50
    geometry: bool = True
    perspective: float = 0.5
    perspective_share: float = 0.8

    def __post_init__(self) -> None:
        check_kinds(self, "clip.")
        require(0 <= self.crops <= 64, "clip.crops must lie in 0..64.")
        require(0.0 < self.crop_area <= 1.0, "clip.crop_area must lie in 0..1.")
        require(0.0 < self.box_threshold < 1.0, "clip.box_threshold must lie in 0..1.")
        require(0.0 <= self.least_object < 1.0, "clip.least_object must lie in 0..1.")
        require(self.texture_weight >= 0.0, "clip.texture_weight must be at least 0.")
        require(1 <= self.draws <= 1000, "clip.draws must lie in 1..1000.")
        require(0.0 <= self.perspective <= 1.0, "clip.perspective must lie in 0..1.")
        require(0.0 <= self.perspective_share <= 1.0, "clip.perspective_share must lie in 0..1.")
        require(0 <= self.most_boxes <= 1000, "clip.most_boxes must lie in 0..1000.")
        require(
            self.crops > 0 or self.terms is not CropTerms.LOCAL,
            "clip.crops must be at least 1 where only local crops count.",
        )

    @classmethod
    def released(cls) -> ClipSettings:
        """3DStyleGLIP's CLIP branch as the authors released it: boxes, whole and four local crops of area 0.1."""
        return cls(
            ClipMode.RELEASED_BOXES,
            crops=4,
            crop_area=0.1,
            behaviour=ClipBehaviour.RELEASED,
            most_boxes=0,
            geometry=False,
        )

    @classmethod
    def text2mesh(cls) -> ClipSettings:
        """Text2Mesh: one whole picture, four local crops of area 0.1 in colour and four in grey, for every view."""
        return cls(ClipMode.TEXT2MESH, crops=4, crop_area=0.1)

    @classmethod
    def tango(cls) -> ClipSettings:
        """TANGO (arXiv 2210.11277): as Text2Mesh without the grey crops, for no vertex moves."""
        return cls(ClipMode.TEXT2MESH, crops=4, crop_area=0.1, geometry=False)

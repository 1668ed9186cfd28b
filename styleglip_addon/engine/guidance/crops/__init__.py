"""The CLIP branch: crops of the stylized pictures, judged by a CLIP-style encoder against the words of the styles."""

from __future__ import annotations

from ...vocabulary.settings import ClipMode
from ..contract import Term, TermSetup
from .box_crops import BoxCropTerm
from .part_crops import PartCropTerm
from .whole_pictures import WholePictureTerm, whole_object_sentence


def create(setup: TermSetup) -> Term:
    """The term that the settings name."""
    models, parts, settings = setup.models, setup.parts, setup.settings
    match settings.clip.mode:
        case ClipMode.PART_CROPS:
            return PartCropTerm(models.encoder, parts, settings.clip, settings.seed, setup.trained)
        case ClipMode.RELEASED_BOXES:
            return BoxCropTerm(models, parts, settings.clip, setup.generator)
        case ClipMode.TEXT2MESH:
            return WholePictureTerm(models.encoder, whole_object_sentence(parts), settings.clip, setup.generator)

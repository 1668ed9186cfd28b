"""GLIP in plain PyTorch: configuration, model, processor and checkpoint conversion."""

from .anchors import decode, encode
from .configuration import GLIPConfig
from .modeling import GLIP, GLIPOutput
from .postprocess import Boxes, phrase_scores
from .processor import Caption, GLIPProcessor
from .text import SentenceEncoder, TextFeatures

__all__ = [
    "GLIP",
    "Boxes",
    "Caption",
    "GLIPConfig",
    "GLIPOutput",
    "GLIPProcessor",
    "SentenceEncoder",
    "TextFeatures",
    "decode",
    "encode",
    "phrase_scores",
]

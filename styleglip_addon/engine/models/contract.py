"""What the optimisation asks of its frozen networks, whichever models they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from torch import Tensor

from ..vocabulary.errors import ModelError
from ..vocabulary.model_choice import ModelChoice
from ..vocabulary.style_match import StyleMatch

if TYPE_CHECKING:
    from .embedded.object_kinds import ObjectKinds
    from .embedded.shape_words import ShapeWords
    from .embedded.word_meanings import WordMeanings
    from .glip.modeling import GLIP


@dataclass(frozen=True, eq=False)
class Palette:
    """Which colours a style has: a distribution over colours.

    Args:
        lab: (K, 3) CIE L*a*b* colours.
        shares: (K,) that sum to 1.
    """

    lab: Tensor
    shares: Tensor


@dataclass(frozen=True, eq=False)
class Texture:
    """Which feature statistics the crops of a style have.

    Args:
        mean: (D,) mean over crops.
        spread: (D,) standard deviation among crops.
    """

    mean: Tensor
    spread: Tensor


@dataclass(frozen=True)
class PhraseBox:
    """One box that a detector found for one phrase in one picture.

    Args:
        phrase: index of the phrase.
        box: x0, y0, x1, y1 in pixels, x from the left and y from the top; pixel k spans k..k+1.
        score: confidence in 0..1; GLIP's is sqrt(phrase probability * centerness).
    """

    phrase: int
    box: tuple[float, float, float, float]
    score: float


class ImageTextEncoder(Protocol):
    """A CLIP-style dual encoder with frozen weights."""

    @property
    def image_size(self) -> int:
        """Height and width of the crops it wants, pixels."""

    def encode_images(self, images: Tensor) -> Tensor:
        """(n, 3, image_size, image_size) sRGB in 0..1 to (n, E), L2-normalised; differentiable."""

    def image_features(self, images: Tensor, raw_pixels: bool = False) -> Tensor:
        """As `encode_images` without the normalisation of the embeddings, which Text2Mesh's means are taken of.

        `raw_pixels` hands the pixels to the network as they are, not normalised, as 3DStyleGLIP's code does.
        """

    def encode_texts(self, texts: Sequence[str]) -> Tensor:
        """n phrases to (n, E), L2-normalised, no gradient."""

    def contrast(self) -> tuple[Tensor, float] | None:
        """Embeddings (M, E) of styles to be told apart from and the inverse temperature; None: plain cosine."""

    def palette(self, text: str) -> Palette | None:
        """The colours this style has, where the model knows; else None."""

    def image_side_hash(self) -> str:
        """Of all that embeddings of pictures depend on: they can be kept under this name."""

    def scale(self) -> float:
        """Inverse temperature: what the model was trained to multiply cosines by before a softmax."""


@runtime_checkable
class TextureEncoder(Protocol):
    """What a dual encoder may have besides `ImageTextEncoder`: knowledge of what a style's texture is made of."""

    def texture(self, text: str) -> Texture | None:
        """The feature statistics this style's crops have, where the weights have learned them; else None."""

    def encode_with_statistics(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """`encode_images` and the crops' statistics (n, D) in one pass."""


@runtime_checkable
class StyleReader(Protocol):
    """What a dual encoder may have besides `ImageTextEncoder`: a limited number of looks that it takes words for."""

    def read(self, text: str) -> StyleMatch:
        """Which of its looks the model takes the words for."""

    def likely(self, text: str, count: int) -> Sequence[StyleMatch]:
        """The `count` looks that the words mean most likely, the likeliest first."""


class RegionAlignment(Protocol):
    """What a model may have besides GLIP's tokens: it tells how well regions of pictures fit style words."""

    def meanings(self, phrases: Sequence[str]) -> Tensor:
        """What S style phrases mean to it, (S, D); no gradient."""

    def mean_colours(self, meanings: Tensor) -> Tensor:
        """(S, 3) sRGB in 0..1, the mean colours in pictures of what is meant."""

    def scores(
        self,
        images: Tensor,
        weights: Tensor,
        meanings: Tensor,
        anchors: Sequence[Tensor],
        levels: Sequence[tuple[int, int]],
    ) -> Tensor:
        """How well a part's look within each anchor fits what it is to mean.

        Args:
            images: (B, 3, H, W) sRGB in 0..1.
            weights: (B, S, H, W) in 0..1, where each picture shows the part of each of the S styles.
            meanings: (S, D) from `meanings`.
            anchors: per pyramid level (h * w, 4) x0, y0, x1, y1 pixels, `GLIPOutput.anchors`.
            levels: (h, w) per level.

        Returns:
            (B, N, S) in 0..1; differentiable to the pictures.
        """


@dataclass(frozen=True, eq=False)
class Models:
    """The frozen networks of a run.

    Args:
        name: how reports name them.
        glip: with its processor; grounds part words and carries the part-level style loss.
        encoder: judges crops of parts.
        device: torch device string they are on.
        choice: what `load_models` loaded them from; None for networks put together otherwise.
        cache: folder for what is computed once per model and kept; None: the user's, see `models.files.user_cache`.
        shape_words: knows which shapes and places words for parts mean; None: only pictures are asked.
        word_meanings: knows which other words an object's names may have for its parts; None: they are not asked.
        style_words: aligns regions with style words for the part-level style loss; None: GLIP's tokens do.
        object_kinds: knows what objects of loose pieces are; None: nothing is suggested.
        notes: sentences for the user about how they were loaded.
    """

    name: str
    glip: GLIP
    encoder: ImageTextEncoder
    device: str
    choice: ModelChoice | None = None
    cache: Path | None = None
    shape_words: ShapeWords | None = None
    word_meanings: WordMeanings | None = None
    style_words: RegionAlignment | None = None
    object_kinds: ObjectKinds | None = None
    notes: tuple[str, ...] = ()


def check_models(models: object) -> None:
    """Raises ModelError unless it is a set of models, or None."""
    if models is not None and not isinstance(models, Models):
        shown = f'the text "{models[:60]}"' if isinstance(models, str) else type(models).__name__
        raise ModelError(f"models must be Models, as load_models gives them, or None, not {shown}.")


class WithPalette:
    """An encoder that knows no palettes, with those of another one; implements `ImageTextEncoder`.

    Args:
        encoder: judges crops and words.
        palettes: is asked for colours.
    """

    def __init__(self, encoder: ImageTextEncoder, palettes: ImageTextEncoder) -> None:
        self.encoder = encoder
        self.palettes = palettes

    @property
    def image_size(self) -> int:
        """Height and width of the crops the encoder wants, pixels."""
        return self.encoder.image_size

    def encode_images(self, images: Tensor) -> Tensor:
        """The encoder's embeddings (n, E) of crops."""
        return self.encoder.encode_images(images)

    def image_features(self, images: Tensor, raw_pixels: bool = False) -> Tensor:
        """The encoder's embeddings (n, E) of crops, not normalised."""
        return self.encoder.image_features(images, raw_pixels)

    def encode_texts(self, texts: Sequence[str]) -> Tensor:
        """The encoder's embeddings (n, E) of phrases."""
        return self.encoder.encode_texts(texts)

    def contrast(self) -> tuple[Tensor, float] | None:
        """What the encoder itself tells styles apart from."""
        return self.encoder.contrast()

    def palette(self, text: str) -> Palette | None:
        """The other encoder's colours of a style."""
        return self.palettes.palette(text)

    def image_side_hash(self) -> str:
        """The encoder's."""
        return self.encoder.image_side_hash()

    def scale(self) -> float:
        """The encoder's."""
        return self.encoder.scale()

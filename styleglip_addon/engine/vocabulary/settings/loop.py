"""Settings of the optimisation loop's pieces: where it runs, how parts are found and kept, how steps are taken."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .codec import require


class Device(StrEnum):
    """Where the networks run. AUTO takes CUDA, then Apple's MPS, then the CPU."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"
    MPS = "mps"


class RendererChoice(StrEnum):
    """Which renderer draws. AUTO takes PyTorch3D where it loads, else plain PyTorch; both give the same image."""

    AUTO = "auto"
    PYTORCH3D = "pytorch3d"
    TORCH = "torch"


class PartsMode(StrEnum):
    """Where the parts' places come from.

    FIXED: located once, on the unstylized mesh, or painted. JOINT: located again as the style grows, as the paper does,
    within `JointSettings.most_drift` of the first place. HOLISTIC: nothing is located, one prompt styles the object.
    """

    FIXED = "fixed"
    JOINT = "joint"
    HOLISTIC = "holistic"


class Background(StrEnum):
    """What the pictures show around the object. METAL_AWARE is black where all styles name metals, else white."""

    WHITE = "white"
    GREY = "grey"
    BLACK = "black"
    METAL_AWARE = "metal_aware"


class OptimizerKind(StrEnum):
    """Adam (arXiv 1412.6980), or AdamW with decoupled weight decay (arXiv 1711.05101)."""

    ADAM = "adam"
    ADAMW = "adamw"


@dataclass(frozen=True)
class LocalizationSettings:
    """How part words are found on the mesh: views, box threshold, lifting to vertices (PartSLIP, arXiv 2212.01558).

    Args:
        views: number of views the part words are grounded in, at least 10.
        image_size: height and width of those renders, pixels.
        box_threshold: least score of a box (sqrt of phrase score times centerness), 0..1.
        whole_object_share: a box that covers more than this share of the object's own box is dropped.
        smoothing_steps: rounds of Laplacian smoothing of the weights over the surface.
        least_share: share of the surface below which a part counts as not found.
    """

    views: int = 12
    image_size: int = 224
    box_threshold: float = 0.3
    whole_object_share: float = 0.9
    smoothing_steps: int = 4
    least_share: float = 0.002

    def __post_init__(self) -> None:
        require(10 <= self.views <= 128, "localization.views must lie in 10..128.")
        require(64 <= self.image_size <= 2048, "localization.image_size must lie in 64..2048.")
        require(0.0 < self.box_threshold < 1.0, "localization.box_threshold must lie in 0..1.")


@dataclass(frozen=True)
class JointSettings:
    """How the parts are located again while the style grows (`PartsMode.JOINT`).

    Args:
        every: steps between two locations.
        most_drift: how far a part's place may leave the first one: 1 - weighted intersection over union by surface
            area. A place farther off is mixed with the first one until it is within, and a warning says so.
    """

    every: int = 50
    most_drift: float = 0.2

    def __post_init__(self) -> None:
        require(1 <= self.every <= 1_000_000, "joint.every must lie in 1..1000000.")
        require(0.0 <= self.most_drift < 1.0, "joint.most_drift must lie in 0..1.")


@dataclass(frozen=True)
class RegularizerSettings:
    """Weights of what keeps the displaced surface tidy (PyTorch3D, arXiv 2007.08501); 0 switches one off.

    Args:
        laplacian: mean distance of the vertices from the middle of their neighbours (uniform Laplacian).
        normal_consistency: mean of 1 - cosine between the normals of neighbouring triangles.
        edge_length: mean squared length of the edges, unit-sphere units.
    """

    laplacian: float = 0.0
    normal_consistency: float = 0.0
    edge_length: float = 0.0

    def __post_init__(self) -> None:
        require(min(self.laplacian, self.normal_consistency, self.edge_length) >= 0.0, "No regularizer may be below 0.")

    @property
    def is_used(self) -> bool:
        """Whether any weight is above 0."""
        return max(self.laplacian, self.normal_consistency, self.edge_length) > 0.0

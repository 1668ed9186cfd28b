"""The engine's vocabulary: meshes, parts, settings, progress and results as frozen dataclasses.

Arrays are NumPy, so that a caller needs no PyTorch. V = vertices, F = triangles, P = parts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from dataclasses import field as dataclass_field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import MeshError, SettingsError

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Mesh:
    """A triangle mesh in object space.

    Args:
        vertices: (V, 3) float32, metres, object space.
        faces: (F, 3) int64 indices into `vertices`, counter-clockwise seen from outside.
        colors: optional (V, 3) float32 scene-linear RGB in 0..1, the look before stylizing.
        masks: optional part masks by part name, each (V,) float32 in 0..1; used for parts without a mask of their own.
        up: unit vector (3,) in object space that points up; Blender's is +Z.
        front: optional unit vector (3,) from the object towards its viewer; None: found from the shape.

    Raises:
        MeshError: wrong shapes, NaN or infinite coordinates, no faces, indices out of range, zero size.
    """

    vertices: FloatArray
    faces: IntArray
    colors: FloatArray | None = None
    masks: Mapping[str, FloatArray] = dataclass_field(default_factory=dict)
    up: tuple[float, float, float] = (0.0, 0.0, 1.0)
    front: tuple[float, float, float] | None = None

    def __post_init__(self) -> None:
        vertices = np.ascontiguousarray(self.vertices, dtype=np.float32)
        faces = np.ascontiguousarray(self.faces, dtype=np.int64)
        object.__setattr__(self, "vertices", vertices)
        object.__setattr__(self, "faces", faces)
        if vertices.ndim != 2 or vertices.shape[1] != 3 or faces.ndim != 2 or faces.shape[1] != 3:
            raise MeshError(f"Expected vertices (V, 3) and triangles (F, 3), not {vertices.shape} and {faces.shape}.")
        if len(faces) == 0:
            raise MeshError("The mesh has no faces. Add faces or choose another object.")
        if faces.min() < 0 or faces.max() >= len(vertices):
            raise MeshError("Some faces point to missing vertices. Run Mesh > Clean Up or export the mesh again.")
        bad = int((~np.isfinite(vertices)).any(axis=1).sum())
        if bad:
            raise MeshError(f"{bad} vertices have NaN or infinite coordinates. Delete or move them, then try again.")
        extent = np.ptp(vertices[np.unique(faces)].astype(np.float64), axis=0)
        if float(extent.max()) <= 1e-12:
            raise MeshError("All faces of the mesh lie in one point. Scale it up or choose another object.")
        if self.colors is not None:
            colors = np.ascontiguousarray(self.colors, dtype=np.float32)
            if colors.shape != vertices.shape:
                raise MeshError(f"Vertex colours have shape {colors.shape}, expected {vertices.shape}.")
            object.__setattr__(self, "colors", colors)
        for name, mask in self.masks.items():
            if np.shape(mask) != (len(vertices),):
                raise MeshError(f'The mask of part "{name}" has {np.size(mask)} values for {len(vertices)} vertices.')


@dataclass(frozen=True, eq=False)
class Part:
    """One part of the mesh and how it should look.

    Args:
        name: the part word, e.g. "base".
        style: the style words, e.g. "pottery".
        strength: 0..1, scales this part's displacement and its colour mix in the summed result.
        mask: optional (V,) weights in 0..1 that replace detection.
    """

    name: str
    style: str
    strength: float = 1.0
    mask: FloatArray | None = None


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


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise SettingsError(message)


@dataclass(frozen=True)
class FieldSettings:
    """Size of the neural style field D (Text2Mesh, arXiv 2112.03221, section 3.1).

    Args:
        frequencies: number of random Fourier features (the encoding has 2x as many values).
        sigma: standard deviation of the Gaussian the frequencies are drawn from (unit-sphere coordinates).
        width: width of all hidden layers.
        depth: hidden layers of the shared trunk.
        head_depth: hidden layers of the colour and of the displacement head.
        displacement_limit: largest displacement along the normal, in radii of the unit sphere.
    """

    frequencies: int = 128
    sigma: float = 8.0
    width: int = 96
    depth: int = 3
    head_depth: int = 1
    displacement_limit: float = 0.005

    def __post_init__(self) -> None:
        _require(1 <= self.frequencies <= 4096, "field.frequencies must lie in 1..4096.")
        _require(0.0 < self.sigma <= 100.0, "field.sigma must lie in 0..100.")
        _require(1 <= self.width <= 4096, "field.width must lie in 1..4096.")
        _require(0 <= self.depth <= 16 and 0 <= self.head_depth <= 16, "field.depth and head_depth must lie in 0..16.")
        _require(0.0 <= self.displacement_limit <= 1.0, "field.displacement_limit must lie in 0..1.")


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
        _require(10 <= self.views <= 128, "localization.views must lie in 10..128.")
        _require(64 <= self.image_size <= 2048, "localization.image_size must lie in 64..2048.")
        _require(0.0 < self.box_threshold < 1.0, "localization.box_threshold must lie in 0..1.")


@dataclass(frozen=True)
class StylizeSettings:
    """Everything that decides a result besides the mesh, the parts and the model. Same settings and seed, same result.

    Args:
        seed: seed of every random number.
        iterations: optimisation steps.
        image_size: height and width of the renders, pixels.
        views_per_iteration: cameras drawn per step; the first looks at the front.
        azimuth_std, elevation_std: spread of the drawn cameras around the front, radians.
        field_of_view: vertical field of view, degrees.
        learning_rate, learning_rate_decay, decay_every: Adam's step size, times decay every so many steps.
        glip_weight, clip_weight: weights of the two guidance losses (0 switches one off).
        glip_every: every how many steps the part-level GLIP loss is used; the others use the CLIP-style loss.
        candidate_threshold: least phrase score times centerness for a location to be styled (3DStyleGLIP: 0.25).
        crops_per_part, crop_area: local crops per part, view and step, and their share of the part's box.
        palette_weight: weight of the prior on a part's colours (0 for models without one).
        smoothness_weight: weight of the colour-variation regulariser over mesh edges.
        displacement: whether the field moves vertices.
        feather: width of the blend between neighbouring parts, in radii of the unit sphere.
        dense_vertices: the field is optimised on a copy refined to about this many vertices.
        threads: CPU threads for PyTorch; one is as fast as several on a busy machine; 0 leaves PyTorch's own setting.
    """

    seed: int = 0
    iterations: int = 250
    image_size: int = 224
    views_per_iteration: int = 2
    azimuth_std: float = math.pi / 2
    elevation_std: float = math.pi / 8
    field_of_view: float = 40.0
    learning_rate: float = 2e-3
    learning_rate_decay: float = 0.9
    decay_every: int = 50
    glip_weight: float = 1.0
    clip_weight: float = 1.0
    glip_every: int = 3
    candidate_threshold: float = 0.25
    crops_per_part: int = 4
    crop_area: float = 0.25
    palette_weight: float = 6.0
    smoothness_weight: float = 0.0
    displacement: bool = True
    feather: float = 0.02
    dense_vertices: int = 10_000
    threads: int = 1
    device: Device = Device.AUTO
    renderer: RendererChoice = RendererChoice.AUTO
    field: FieldSettings = dataclass_field(default_factory=FieldSettings)
    localization: LocalizationSettings = dataclass_field(default_factory=LocalizationSettings)

    def __post_init__(self) -> None:
        _require(0 <= self.seed < 2**63, "seed must be a whole number from 0.")
        _require(1 <= self.iterations <= 1_000_000, "iterations must lie in 1..1000000.")
        _require(32 <= self.image_size <= 2048, "image_size must lie in 32..2048.")
        _require(1 <= self.views_per_iteration <= 64, "views_per_iteration must lie in 1..64.")
        _require(5.0 <= self.field_of_view <= 120.0, "field_of_view must lie in 5..120 degrees.")
        _require(self.learning_rate > 0.0, "learning_rate must be above 0.")
        _require(self.glip_every >= 1, "glip_every must be at least 1.")
        _require(0.0 < self.crop_area <= 1.0, "crop_area must lie in 0..1.")

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready dictionary that `from_dict` reads back."""
        data = asdict(self)
        data["device"], data["renderer"] = self.device.value, self.renderer.value
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> StylizeSettings:
        """Inverse of `to_dict`. Raises SettingsError on unknown names or values of the wrong kind."""
        try:
            values = dict(data)
            if "device" in values:
                values["device"] = Device(values["device"])
            if "renderer" in values:
                values["renderer"] = RendererChoice(values["renderer"])
            if "field" in values:
                values["field"] = FieldSettings(**values["field"])
            if "localization" in values:
                values["localization"] = LocalizationSettings(**values["localization"])
            return cls(**values)
        except (TypeError, ValueError) as error:
            raise SettingsError(f"These settings cannot be read: {error}.") from error

    def with_(self, **changes: Any) -> StylizeSettings:
        """A copy with some values replaced."""
        return replace(self, **changes)


class Phase(StrEnum):
    """What the engine is doing."""

    LOADING = "loading"
    LOCATING = "locating"
    STYLING = "styling"


@dataclass(frozen=True)
class Losses:
    """Values of the loss terms of one step; NaN where a term was not evaluated in that step."""

    total: float
    glip: float = math.nan
    clip: float = math.nan
    palette: float = math.nan


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The look so far, at the input's vertices.

    Args:
        color: (V, 3) float32 scene-linear RGB in 0..1.
        displacement: (V, 3) float32, object space, metres.
    """

    color: FloatArray
    displacement: FloatArray


@dataclass(frozen=True, eq=False)
class Progress:
    """One report from a running job.

    Args:
        phase: what is being done.
        step, steps: steps done and steps in all, within the phase.
        seconds_left: estimate of the whole job's remaining time; NaN while unknown.
        losses: of the last step, in the STYLING phase.
        snapshot: the look so far; present every few steps only.
    """

    phase: Phase
    step: int
    steps: int
    seconds_left: float
    losses: Losses | None = None
    snapshot: Snapshot | None = None


OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]


@dataclass(frozen=True)
class Detection:
    """One box of a part word in one view.

    Args:
        view: index of the view.
        box: x0, y0, x1, y1 in pixels of the view's image.
        score: confidence in 0..1.
    """

    view: int
    box: tuple[float, float, float, float]
    score: float


@dataclass(frozen=True, eq=False)
class LocatedPart:
    """Where a part is.

    Args:
        part: the part asked for.
        found: whether any surface belongs to it.
        reason: empty, or a sentence why it was not found.
        confidence: mean score of the boxes that support it, 0..1; 1 for a manual mask.
        weights: (V,) float32 in 0..1; over all parts they sum to at most 1 per vertex.
        detections: boxes by view; empty for a manual mask.
    """

    part: Part
    found: bool
    reason: str
    confidence: float
    weights: FloatArray
    detections: tuple[Detection, ...] = ()


@dataclass(frozen=True, eq=False)
class StyledPart:
    """A part's own share of the result.

    Args:
        located: where the part is.
        displacement: (V, 3) float32, object space, metres; already times the part's weights and strength.
        color: (V, 3) float32 scene-linear RGB of the part's style, at every vertex, not yet masked by the weights.
    """

    located: LocatedPart
    displacement: FloatArray
    color: FloatArray


@dataclass(frozen=True, eq=False)
class StylizeResult:
    """What `stylize` gives back, in the input's vertex order, object space, metres and scene-linear RGB.

    Args:
        parts: per part: location, displacement and colour.
        displacement: (V, 3) float32, sum over the parts.
        color: (V, 3) float32 in 0..1: the input's colours, each part's colour mixed in by weights and strength.
        history: losses per step.
        settings, model: what reproduces the run.
        seconds: wall time per phase name.
        warnings: sentences for the user, e.g. a part that was not found.
    """

    parts: tuple[StyledPart, ...]
    displacement: FloatArray
    color: FloatArray
    history: tuple[Losses, ...]
    settings: StylizeSettings
    model: str
    seconds: Mapping[str, float]
    warnings: tuple[str, ...] = ()

    @property
    def weights(self) -> FloatArray:
        """(V, P) float32 part weights in 0..1."""
        return np.stack([p.located.weights for p in self.parts], axis=1)

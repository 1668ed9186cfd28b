"""All of a run that it takes to go on with it later, and to evaluate its fields at any point.

A style field is a function of position, so the state of a run is the product as much as its samples at the vertices
are: a denser copy, a texture and a further run all come from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..fields import Field, FittedMaterial, PartMaterial, Values, create_field
from ..materials.choice import MaterialChoice
from ..materials.points import Points
from ..rendering.color import srgb_to_linear
from ..surface import UnitSphere
from ..vocabulary.channels import COLOR, DISPLACEMENT, Channel
from ..vocabulary.errors import StateError
from ..vocabulary.mesh import FloatArray, Mesh
from ..vocabulary.model_choice import ModelChoice
from ..vocabulary.results import LocatedPart, Losses
from ..vocabulary.settings import Start, StylizeSettings
from ..vocabulary.style_match import StyleMatch
from .placing import radii_per_metre

FieldSamples = dict[Channel, FloatArray]
"""One part's style at n points, (n,) or (n, C) float32 per channel: the colour scene-linear, the displacement in metres
of object space. Neither the part's weights nor its strength are applied."""


@dataclass(frozen=True, eq=False)
class StyleState:
    """A run after some steps.

    Args:
        settings: of the run.
        model: name of the models it was guided by.
        choice: what `load_models` loads them from; None for networks that were put together otherwise.
        parts: where the parts are, with weights (W,) at the vertices of the dense surface (`surface.prepare_surface` of
            the same mesh and `settings.dense_vertices`; the mesh's own vertices come first). Their masks are dropped.
        step: steps done.
        history: losses per step.
        sphere: normalises to the unit sphere and back.
        mesh_hash: see `mesh_hash`.
        colors, up, front: what else the run knew of its mesh; a resumed run takes these, whatever the mesh shows by
            then.
        fields: weights and Fourier matrices, the `state_dict` of the found parts' fields, named "0...", "1...".
        optimizer: the optimiser's moments, named "<parameter>.<moment>".
        generator: state of the random numbers.
        lights: what the shared lights learned; empty where they are fixed.
        first_weights: (W, P) weights of all parts as first located, where they are located again (joint mode).
        relocated_at: the step before which the parts were last located again (joint mode); 0: never.
        only: names of the parts that this run styles; empty: all.
        warnings: sentences that the run had for the user.
        held: (V, P) share of its displacement that each part was left with at the mesh's own vertices, see
            `holding_back`; None: none was held back, or the run is not finished.
        matches: by part name, which look the model took the style's words for; a part without one is left out.
        choices: by part name, the materials that the found parts' fields start from; empty where they start from grey.
    """

    settings: StylizeSettings
    model: str
    choice: ModelChoice | None
    parts: tuple[LocatedPart, ...]
    step: int
    history: tuple[Losses, ...]
    sphere: UnitSphere
    mesh_hash: str
    fields: Mapping[str, Tensor]
    optimizer: Mapping[str, Tensor]
    generator: Tensor
    lights: Mapping[str, Tensor] = dataclass_field(default_factory=dict)
    first_weights: FloatArray | None = None
    relocated_at: int = 0
    only: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    colors: FloatArray | None = None
    held: FloatArray | None = None
    matches: Mapping[str, StyleMatch] = dataclass_field(default_factory=dict)
    choices: Mapping[str, MaterialChoice] = dataclass_field(default_factory=dict)
    up: tuple[float, float, float] = (0.0, 0.0, 1.0)
    front: tuple[float, float, float] | None = None
    _built: dict[tuple[int, str], Field] = dataclass_field(default_factory=dict, init=False, repr=False)

    def save(self, path: Path | str) -> None:
        """Writes a safetensors file, complete or not at all; see `state_file.save_state`."""
        from .state_file import save_state

        save_state(self, Path(path))

    @classmethod
    def load(cls, path: Path | str) -> StyleState:
        """Reads a file of `save`; see `state_file.load_state`."""
        from .state_file import load_state

        return load_state(Path(path))

    def to_bytes(self) -> bytes:
        """The content of the file that `save` writes."""
        from .state_file import state_to_bytes

        return state_to_bytes(self)

    @classmethod
    def from_bytes(cls, data: bytes) -> StyleState:
        """Inverse of `to_bytes`. Raises StateError on anything else."""
        from .state_file import state_from_bytes

        return state_from_bytes(data)

    def settings_as_far(self) -> StylizeSettings:
        """The settings of a run that is over where this one was put away: with them the fields are only sampled.

        Raises:
            StateError: the run has not taken a step.
        """
        if self.step < 1:
            raise StateError("The saved run ended before its first step, so it has no result. Run the style again.")
        return self.settings.with_(iterations=self.step)

    def field_index(self, part_index: int) -> int:
        """Which of the fields is that of part `part_index`.

        Raises:
            StateError: there is no such part, or it was not found and has none.
        """
        if not 0 <= part_index < len(self.parts):
            raise StateError(f"The run has {len(self.parts)} parts; there is no part number {part_index}.")
        if not self.parts[part_index].found:
            name = self.parts[part_index].part.name
            raise StateError(f'Part "{name}" was not found, so it has no style to evaluate.')
        return sum(part.found for part in self.parts[:part_index])

    def build_field(self, part_index: int, device: str = "cpu") -> Field:
        """The field of a part, in evaluation mode; built once per device.

        Raises:
            StateError: see `field_index`; or the state's tensors do not fit its settings.
        """
        index = self.field_index(part_index)
        if (index, device) not in self._built:
            prefix = f"{index}."
            own = {name.removeprefix(prefix): value for name, value in self.fields.items() if name.startswith(prefix)}
            field = self._new_field(part_index)
            try:
                field.load_state_dict(own)
            except (RuntimeError, KeyError) as error:
                raise StateError("The state's fields do not fit its settings. Run the style again.") from error
            self._built[index, device] = field.to(device).eval().requires_grad_(False)
        return self._built[index, device]

    def with_material(self, part_index: int, choice: MaterialChoice) -> StyleState:
        """The state with another piece of material on a part; what the part's field has learned is gone.

        Raises:
            StateError: see `field_index`.
        """
        prefix = f"{self.field_index(part_index)}."
        changed = replace(self, choices={**self.choices, self.parts[part_index].part.name: choice})
        fresh = {prefix + name: value for name, value in changed._new_field(part_index).state_dict().items()}
        return replace(changed, fields={**self.fields, **fresh})

    def _new_field(self, part_index: int) -> Field:
        """A part's field before anything was learned."""
        settings, part = self.settings, self.parts[part_index].part
        if settings.start is Start.GREY:
            return create_field(settings.field, torch.Generator())
        choice = self.choices.get(part.name)
        if choice is None:
            raise StateError("The state's fields do not fit its settings. Run the style again.")
        material = PartMaterial(choice.sample(), choice.scale * part.scale, radii_per_metre(self.sphere))
        return FittedMaterial(settings.field, settings.material, material, torch.Generator())

    @torch.no_grad()
    def evaluate(
        self, part_index: int, points: np.ndarray, device: str = "cpu", places: Points | None = None
    ) -> FieldSamples:
        """A part's style at any points, its weights and strength not applied.

        Args:
            part_index: index into `parts`; the part must have been found.
            points: (n, 3) on or near the unstylized surface, object space, metres.
            device: torch device to compute on.
            places: where the points are on the part, for a style that starts from a material; `baking.styled_shape`
                knows it for points of its surface.

        Raises:
            StateError: see `build_field`; or the style starts from a material, and there are no places.
        """
        field = self.build_field(part_index, device)
        unit = torch.from_numpy(self.sphere.apply(points).astype(np.float32)).reshape(-1, 3)
        most = field.points_at_once
        pieces = [
            _sample(field, unit[rows].to(device), None if places is None else places.part(rows))
            for rows in (slice(start, start + most) for start in range(0, max(len(unit), 1), most))
        ]
        samples = {channel: torch.cat([piece[channel] for piece in pieces]).cpu().numpy() for channel in pieces[0]}
        samples[COLOR] = samples[COLOR].clip(0.0, 1.0)
        if DISPLACEMENT in samples:
            samples[DISPLACEMENT] = self.sphere.invert_vectors(samples[DISPLACEMENT]).astype(np.float32)
        return samples


def _sample(field: Field, points: Tensor, places: Points | None) -> Values:
    values = field.values(points, places=places)
    return values | {COLOR: srgb_to_linear(values[COLOR])}


def mesh_hash(mesh: Mesh) -> str:
    """SHA-256 of the mesh's shape: vertices and triangles, not its colours and masks."""
    digest = hashlib.sha256()
    for array in (mesh.vertices.astype("<f4"), mesh.faces.astype("<i8")):
        digest.update(repr(array.shape).encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()

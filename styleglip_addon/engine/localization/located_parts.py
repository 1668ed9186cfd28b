"""Parts that were located, with what it took to find them: a run that starts from them does nothing of it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np

from ..models.contract import Models
from ..surface.prepared import Surface
from ..vocabulary import LocatedPart, Mesh, Part, StylizeSettings
from ..vocabulary.errors import MeshError
from ..vocabulary.model_choice import ModelChoice
from ..vocabulary.part_names import is_rest, part_key
from .manual_masks import covered_sentence, has_surface, painted_part, with_manual_masks
from .remainder import remainder


def check_located(located: object) -> None:
    """Raises MeshError unless it is what `locate_parts` gives, or None."""
    if located is not None and not isinstance(located, LocatedParts):
        raise MeshError(f"located must be what locate_parts gives, or None, not {type(located).__name__}.")


@dataclass(frozen=True)
class PutAway:
    """What is known of models that are not in memory any more.

    Args:
        choice: what they were loaded from.
        device: where they were.
    """

    choice: ModelChoice
    device: str


@dataclass(frozen=True, eq=False)
class LocatedParts(Sequence[LocatedPart]):
    """What `locate_parts` gives: a sequence of the parts in the order they were asked for.

    Args:
        parts: with weights (V,) at the mesh's vertices.
        mesh: the one that they are on.
        surface: the mesh as it was prepared, W dense vertices.
        on_surface: the same parts with weights (W,) there.
        settings: with which they were located.
        models: those that were asked, or what is known of them.
        warnings: sentences for the user, such as that the object seems to lie.
        search: where parts that were looked for have a mask since, the search itself; None: this is it.
    """

    parts: tuple[LocatedPart, ...]
    mesh: Mesh
    surface: Surface
    on_surface: tuple[LocatedPart, ...]
    settings: StylizeSettings
    models: Models | PutAway
    warnings: tuple[str, ...] = ()
    search: LocatedParts | None = None

    @property
    def missing(self) -> tuple[LocatedPart, ...]:
        """The parts that were looked for and have no place."""
        return tuple(item for item in self.parts if not item.found)

    def without_models(self) -> LocatedParts:
        """The same without its models, where they can be loaded again: their memory can be given back."""
        if isinstance(self.models, PutAway) or self.models.choice is None:
            return self
        search = None if self.search is None else self.search.without_models()
        return replace(self, models=PutAway(self.models.choice, self.models.device), search=search)

    def is_on(self, mesh: Mesh) -> bool:
        """Whether a mesh is the one that the parts were located on, names included."""
        return _is_same_mesh(mesh, self.mesh) and _has_same_names(mesh, self.mesh)

    def __len__(self) -> int:
        return len(self.parts)

    @overload
    def __getitem__(self, index: int) -> LocatedPart: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[LocatedPart, ...]: ...

    def __getitem__(self, index: int | slice) -> LocatedPart | tuple[LocatedPart, ...]:
        """The part of a number."""
        return self.parts[index]

    def surface_of(self, mesh: Mesh, settings: StylizeSettings, models: Models) -> Surface | None:
        """The prepared surface, for a run with these settings; None where it has to be prepared in another way.

        Raises:
            MeshError: the parts were located on another mesh.
        """
        if not _is_same_mesh(mesh, self.mesh):
            raise MeshError("These parts were located on another mesh. Locate them again, or leave them out.")
        is_fit = settings.dense_vertices == self.settings.dense_vertices and models.device == self.models.device
        return self.surface if is_fit else None

    def placed(
        self, mesh: Mesh, parts: Sequence[Part], settings: StylizeSettings, models: Models
    ) -> LocatedParts | None:
        """The same search for a run; None where parts have to be looked for.

        That is where other parts are asked for, where a mask of the search is another now, or where its settings, its
        model or the object's own names differ. Styles, strengths and the like may be others, and a part that was looked
        for, or that is new, may have a mask now: it is then where that says, and the others keep what it leaves free.

        Args:
            mesh: of the run; the one that the parts were located on, but for its names.
            parts: as prepared for the run, see `prepared_parts`.
            settings: of the run.
            models: of the run.
        """
        if not self._is_same_search(settings, models) or not _has_same_names(mesh, self.mesh):
            return None
        asked = {part_key(part.name): part for part in parts}
        known = {part_key(item.part.name): item for item in self.on_surface}
        for key, item in known.items():
            if key not in asked or not (item.part.mask is None or _is_same_mask(asked[key], item.part)):
                return None
        if any(part.mask is None and key not in known for key, part in asked.items()):
            return None
        is_masked_now = any(
            part.mask is not None and (key not in known or known[key].part.mask is None) for key, part in asked.items()
        )
        if is_masked_now:
            return self._masked(parts, known)
        placed = tuple(replace(known[key], part=part) for key, part in asked.items())
        return replace(self, parts=at_vertices(placed, self.mesh), on_surface=placed)

    def _masked(self, parts: Sequence[Part], known: Mapping[str, LocatedPart]) -> LocatedParts:
        """The parts where some that were looked for have a mask now."""
        masks = [None if p.mask is None else self.surface.interpolate(p.mask).cpu().numpy() for p in parts]
        items = [known.get(part_key(part.name)) for part in parts]
        empty = np.zeros(len(self.surface.vertices))
        weights = with_manual_masks(np.stack([empty if i is None else i.weights for i in items], axis=1), masks)
        placed: list[LocatedPart] = []
        for part, item, own in zip(parts, items, weights.T.astype(np.float32), strict=True):
            if item is None or part.mask is not None:
                placed.append(painted_part(part, np.ascontiguousarray(own)))
                continue
            now = replace(item, part=part, weights=np.ascontiguousarray(own))
            if now.found and not has_surface(now.weights):
                now = replace(now, found=False, confidence=0.0, told_by="", reason=covered_sentence(part.name))
            placed.append(now)
        rest = next((index for index, part in enumerate(parts) if part.mask is None and is_rest(part.name)), None)
        if rest is not None:
            others = [item for index, item in enumerate(placed) if index != rest]
            placed[rest] = remainder(parts[rest], others, len(empty))
        return replace(self, parts=at_vertices(placed, self.mesh), on_surface=tuple(placed), search=self.search or self)

    def _is_same_search(self, settings: StylizeSettings, models: Models) -> bool:
        own = self.settings
        return (
            settings.localization == own.localization
            and settings.dense_vertices == own.dense_vertices
            and settings.field_of_view == own.field_of_view
            and settings.feather == own.feather
            and settings.machine.renderer == own.machine.renderer
            and models.device == self.models.device
            and (
                (isinstance(self.models, Models) and models.glip is self.models.glip)
                or (models.choice is not None and models.choice == self.models.choice)
            )
        )


def _is_same_mesh(first: Mesh, second: Mesh) -> bool:
    if first is second:
        return True
    if (first.up, first.front) != (second.up, second.front) or (first.colors is None) != (second.colors is None):
        return False
    is_same_shape = np.array_equal(first.vertices, second.vertices) and np.array_equal(first.faces, second.faces)
    if not is_same_shape or first.colors is None or second.colors is None:
        return is_same_shape
    return np.array_equal(first.colors, second.colors)


def _has_same_names(first: Mesh, second: Mesh) -> bool:
    return len(first.regions) == len(second.regions) and all(
        (one.kind, one.name) == (other.kind, other.name) and np.array_equal(one.faces, other.faces)
        for one, other in zip(first.regions, second.regions, strict=True)
    )


def _is_same_mask(first: Part, second: Part) -> bool:
    if first.mask is None or second.mask is None:
        return first.mask is second.mask
    return np.array_equal(first.mask, second.mask)


def at_vertices(placed: Sequence[LocatedPart], mesh: Mesh) -> tuple[LocatedPart, ...]:
    """Parts on the dense copy of a mesh, at the mesh's own vertices."""
    return tuple(item.at_input(len(mesh.vertices)) for item in placed)

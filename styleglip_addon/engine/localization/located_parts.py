"""Parts that were located, with what it took to find them: a run that starts from them does nothing of it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np

from ..models.contract import Models
from ..surface.prepared import Surface
from ..vocabulary import LocatedPart, Mesh, Part, StylizeSettings
from ..vocabulary.errors import MeshError
from ..vocabulary.part_names import part_key


@dataclass(frozen=True, eq=False)
class LocatedParts(Sequence[LocatedPart]):
    """What `locate_parts` gives: a sequence of the parts in the order they were asked for.

    Args:
        parts: with weights (V,) at the mesh's vertices.
        mesh: the one that they are on.
        surface: the mesh as it was prepared, W dense vertices.
        on_surface: the same parts with weights (W,) there.
        settings: with which they were located.
        models: those that were asked.
        warnings: sentences for the user, such as that the object seems to lie.
    """

    parts: tuple[LocatedPart, ...]
    mesh: Mesh
    surface: Surface
    on_surface: tuple[LocatedPart, ...]
    settings: StylizeSettings
    models: Models
    warnings: tuple[str, ...] = ()

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

    def places_of(
        self, parts: Sequence[Part], settings: StylizeSettings, models: Models
    ) -> tuple[LocatedPart, ...] | None:
        """Where parts are on the surface; None where they have to be looked for.

        That is where others are asked for, or other masks, or where the settings or the model of the search differ.
        Styles, strengths and the like may be others.

        Args:
            parts: as prepared for the run, see `prepared_parts`.
            settings: of the run.
            models: of the run.
        """
        known = {part_key(item.part.name): item for item in self.on_surface}
        if len(parts) != len(known) or not self._is_same_search(settings, models):
            return None
        placed = []
        for part in parts:
            item = known.get(part_key(part.name))
            if item is None or not _is_same_mask(part, item.part):
                return None
            placed.append(replace(item, part=part))
        return tuple(placed)

    def _is_same_search(self, settings: StylizeSettings, models: Models) -> bool:
        own = self.settings
        return (
            settings.localization == own.localization
            and settings.dense_vertices == own.dense_vertices
            and settings.field_of_view == own.field_of_view
            and settings.feather == own.feather
            and settings.machine.renderer == own.machine.renderer
            and models.device == self.models.device
            and (models.glip is self.models.glip or (models.choice is not None and models.choice == self.models.choice))
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


def _is_same_mask(first: Part, second: Part) -> bool:
    if first.mask is None or second.mask is None:
        return first.mask is second.mask
    return np.array_equal(first.mask, second.mask)

"""One bake as plain data: what a job, a command or another program hands over to have textures made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..vocabulary.mesh import Mesh
from ..vocabulary.results import ShouldStop
from .maps import BakedMaps, BakeSettings, OnBakeProgress
from .uv_map import UvMap

if TYPE_CHECKING:
    from ..optimisation.state import StyleState
    from ..surface.derived import DerivedVertices


@dataclass(frozen=True, eq=False)
class BakeOrder:
    """What to bake.

    Args:
        state: of the run that styled the mesh.
        mesh: the mesh that was styled.
        uv: of its triangles.
        settings: size, kinds of textures, margin, relief.
        corner_normals: (F, 3, 3) shading normals, which the normal map is relative to; None: smooth.
        copies: (F,) triangles that show the texels of others, as mirrored halves do; None: none.
        derived: how the mesh's vertices come from those that carry its displacement; None: they carry it themselves.
        color_mix, height_mix: by part name, 0..1, how much of a part is shown; 1 for parts that are not in it.
        roughness: by part name, -1..1, how much smoother or rougher a part is; 0 for parts that are not in it.
    """

    state: StyleState
    mesh: Mesh
    uv: UvMap
    settings: BakeSettings = field(default_factory=BakeSettings)
    corner_normals: NDArray[np.floating] | None = None
    copies: NDArray[np.bool_] | None = None
    derived: DerivedVertices | None = None
    color_mix: Mapping[str, float] = field(default_factory=dict)
    height_mix: Mapping[str, float] = field(default_factory=dict)
    roughness: Mapping[str, float] = field(default_factory=dict)


def bake_order(
    order: BakeOrder, on_progress: OnBakeProgress | None = None, should_stop: ShouldStop | None = None
) -> BakedMaps:
    """Bakes the textures of an order.

    Args:
        order: what to bake.
        on_progress: called after every chunk of texels, on this thread.
        should_stop: asked after every chunk; True ends the bake.

    Raises:
        MeshError: the mesh is not the one that was styled.
        UvMapError: the UV map cannot carry textures.
        StylizeCancelled: `should_stop` returned True.
    """
    from .baker import bake
    from .from_state import styled_shape

    shape = styled_shape(order.state, order.mesh, order.color_mix, order.height_mix, order.roughness)
    shape = replace(shape, copies=order.copies, derived=order.derived)
    return bake(shape, order.uv, order.settings, order.corner_normals, on_progress, should_stop)

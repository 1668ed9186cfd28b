"""Wire that is woven or bent to a mesh with holes in it."""

from __future__ import annotations

from ...material import Kind, Material
from ..nets import Net, net

MATERIALS = (
    Material(
        "wire mesh",
        ("wire mesh", "metal mesh", "wire cloth", "chicken wire", "wire netting"),
        Kind.METAL,
        net(Net("b4b5b6", (0.008, 0.01), 0.2, slanting=False, slack=0.02, metallic=1.0, roughness=0.35)),
        finest=0.0015,
        coarsest=0.03,
        weight=0.5,
    ),
    Material(
        "chain link fence",
        ("chain link fence", "chain link", "chainlink", "wire fence"),
        Kind.METAL,
        net(Net("a9abac", (0.042, 0.05), 0.085, slack=0.03, metallic=1.0, roughness=0.42)),
        finest=0.002,
        coarsest=0.12,
        weight=0.5,
    ),
)

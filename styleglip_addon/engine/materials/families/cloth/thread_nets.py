"""Nets of thread: fishnet, tulle, a fisherman's net."""

from __future__ import annotations

from ...material import Kind, Material
from ..nets import Net, net

MATERIALS = (
    Material(
        "fishnet",
        ("fishnet", "fishnet stockings", "black netting", "fishnet tights"),
        Kind.CLOTH,
        net(Net("1b1a1d", (0.009, 0.011), 0.13, knot=0.11, slack=0.1, roughness=0.6)),
        finest=0.0012,
        coarsest=0.03,
        weight=0.5,
    ),
    Material(
        "tulle",
        ("tulle", "net curtain", "mosquito net", "veil"),
        Kind.CLOTH,
        net(Net("f0ece6", (0.0017, 0.002), 0.24, slack=0.16, roughness=0.7)),
        finest=0.0005,
        coarsest=0.02,
        weight=0.5,
    ),
    Material(
        "netting",
        ("netting", "fishing net", "rope net", "cargo net", "net"),
        Kind.CLOTH,
        net(Net("a98e63", (0.03, 0.036), 0.14, knot=0.13, slack=0.12, roughness=0.9)),
        finest=0.002,
        coarsest=0.08,
        weight=0.5,
    ),
)

"""Families of the sea: sharks, whales, octopuses, crabs."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import Detail, drawn_detail, shift
from ...eyes import drawn_eyes
from ...fittings import divided, face_centres, hull
from ...geometry import FloatArray, Geometry, merged
from ...primitives import rod, sheet
from .builds import turned_view
from .insects import add_legs


def blade(root: tuple[float, float], length: float, lean: float, thickness: float, samples: int = 8) -> Geometry:
    """A fin that rises from y = root[0]..root[1] at z = 0 to `length`, its tip `lean` further back, thin along x."""
    t = np.linspace(0.0, 1.0, samples)[:, None]
    s = np.linspace(0.0, 1.0, 4)[None]
    front = root[0] + (root[1] - root[0]) * 0.35 * t + lean * t**1.3
    back = root[1] + lean * 0.75 * t**1.6
    y = front + (np.maximum(back, front + 0.02) - front) * s
    return sheet(np.stack([0 * y, y, length * t + 0 * s], axis=-1), thickness)


def _bodied(assembly: Assembly, rng: np.random.Generator, body: Geometry, level: float) -> None:
    """Adds the body, in half of the draws with its underside as a part of its own without a gap."""
    if rng.random() < 0.5:
        under, upper = divided(body, face_centres(body)[:, 2] < level)
        assembly.add("sea.belly", under)
        assembly.add("sea.body", upper)
    else:
        assembly.add("sea.body", body)


def _flank(body: Geometry, y: float, z: float) -> FloatArray:
    """The point of a body's +x side nearest to (y, z): (3,)."""
    v = body.vertices
    cost = (v[:, 1] - y) ** 2 + (v[:, 2] - z) ** 2 - 0.02 * v[:, 0]
    found: FloatArray = v[np.argmin(np.where(v[:, 0] >= -1e-6, cost, np.inf))]
    return found


def shark(rng: np.random.Generator) -> LabelledObject:
    """A shark or another large fish: tapering body, dorsal and side fins, upright tail, gills, teeth."""
    assembly = Assembly("shark", "shark", "fish", "great white", "whale shark")
    detail, eyes = drawn_detail(rng, 0.0), drawn_eyes(rng)
    girth, tall = rng.uniform(0.1, 0.2), rng.uniform(0.11, 0.2)
    nose = rng.uniform(-0.02, 0.04)
    stations = [
        (-0.6, 0.05, nose - 0.02, nose + 0.03),
        (-0.48, girth * 1.1, -tall * 0.7, tall * 0.6),
        (-0.2, girth * 2.0, -tall, tall),
        (0.1, girth * 1.6, -tall * 0.8, tall * 0.8),
        (0.42, girth * 0.5, -tall * 0.2, tall * 0.35),
        (0.56, girth * 0.3, 0.0, tall * 0.25),
    ]
    body = hull(stations, 10 + detail.steps, detail.sides + 4)
    _bodied(assembly, rng, body, rng.uniform(-0.3, 0.0) * tall)
    thin = rng.uniform(0.015, 0.035)
    high = rng.uniform(0.14, 0.26)
    fins = [("dorsal.fin", blade((-0.18, 0.06), high, rng.uniform(0.08, 0.2), thin).moved(z=tall * 0.85))]
    if rng.random() < 0.6:
        fins.append(("dorsal.fin", blade((0.28, 0.36), high * 0.35, 0.06, thin * 0.7).moved(z=tall * 0.45)))
    for side in (1, -1):
        drop = rng.uniform(95, 130)
        fin = blade((-0.1, 0.06), rng.uniform(0.2, 0.36), rng.uniform(0.08, 0.2), thin).rotated("y", side * drop)
        fins.append(("pectoral.fin", fin.moved(side * girth * 0.75, -0.12, -tall * 0.4)))
        if rng.random() < 0.5:
            small = blade((0.0, 0.07), 0.1, 0.05, thin * 0.8).rotated("y", side * 130)
            fins.append(("pectoral.fin", small.moved(side * girth * 0.4, 0.25, -tall * 0.4)))
    upper = blade((0.5, 0.6), rng.uniform(0.2, 0.32), rng.uniform(0.12, 0.25), thin).moved(z=tall * 0.1)
    lower = (
        blade((0.5, 0.6), rng.uniform(0.1, 0.26), rng.uniform(0.06, 0.2), thin).scaled(1, 1, -1).moved(z=tall * 0.15)
    )
    for key, piece in fins:
        assembly.add(key, piece)
    assembly.add("sea.tail", upper, lower)
    radius = rng.uniform(0.014, 0.03)
    for side in (1, -1):
        place = _flank(body, -0.44, tall * 0.2) * [side, 1, 1]
        eyes.add(assembly, detail, place, radius, (side, -0.3, 0.1))
        if rng.random() < 0.5:
            for k in range(int(rng.integers(3, 6))):
                spot = _flank(body, -0.28 + 0.03 * k, 0.0) * [side, 1, 1]
                assembly.add("gill", detail.small(0.008, 0.006, tall * 0.3).moved(*spot))
    if rng.random() < 0.55:
        jaw = _flank(body, -0.44, -tall * 0.45)
        path = [jaw * [-1, 1, 1], shift(0, -0.53, -tall * 0.35), jaw]
        assembly.add("sea.mouth", detail.tube(path, [0.01, 0.014, 0.01]))
        if rng.random() < 0.6:
            t = np.linspace(-1, 1, int(rng.integers(6, 14)))
            roots = [shift(jaw[0] * a, -0.53 + 0.09 * a * a, -tall * 0.37 - 0.02 * a * a) for a in t]
            assembly.add("sea.teeth", *(rod(r, r - shift(0, 0, 0.03), 0.01, 0.001, 5) for r in roots))
    return assembly.finish(turned_view(rng))


def whale(rng: np.random.Generator) -> LabelledObject:
    """A whale or dolphin: round head, belly, flippers, level flukes, sometimes a spout or a beak."""
    assembly = Assembly("whale", "whale", "dolphin", "orca", "fish")
    detail, eyes = drawn_detail(rng, 0.0), drawn_eyes(rng)
    toy, beaked = rng.random() < 0.4, rng.random() < 0.4
    girth = rng.uniform(0.24, 0.36) if toy else rng.uniform(0.11, 0.2)
    lift = rng.uniform(0.0, 0.35) if toy else rng.uniform(-0.02, 0.12)
    head = rng.uniform(0.5, 0.9)
    stations = [
        (-0.55, girth * 0.5 * head, -girth * 0.5, girth * 0.3),
        (-0.45, girth * 1.5 * head, -girth * 0.9, girth * 0.8 * head),
        (-0.15, girth * 2.0, -girth, girth),
        (0.15, girth * 1.4, -girth * 0.75, girth * 0.8),
        (0.42, girth * 0.5, lift * 0.6 - girth * 0.15, lift * 0.6 + girth * 0.35),
        (0.55, girth * 0.25, lift, lift + girth * 0.2),
    ]
    body = hull(stations, 10 + detail.steps, detail.sides + 4)
    _bodied(assembly, rng, body, rng.uniform(-0.4, 0.0) * girth)
    if beaked:
        start = shift(0, -0.48, -girth * 0.25)
        beak = [start, start + shift(0, -0.12, -0.01), start + shift(0, -rng.uniform(0.16, 0.24), -0.02)]
        assembly.add("snout", detail.tube(beak, np.array([0.4, 0.22, 0.14]) * girth))
    thin = rng.uniform(0.02, 0.045)
    for side in (1, -1):
        fin = blade((-0.05, 0.06), rng.uniform(0.16, 0.32), rng.uniform(0.06, 0.18), thin)
        fin = fin.rotated("y", side * rng.uniform(95, 135))
        assembly.add("pectoral.fin", fin.moved(side * girth * 0.75, -0.18, -girth * 0.4))
        place = _flank(body, -0.36, -girth * rng.uniform(-0.15, 0.15)) * [side, 1, 1]
        eyes.add(assembly, detail, place, girth * rng.uniform(0.07, 0.16), (side, -0.5, 0))
    long, back = rng.uniform(0.16, 0.3), rng.uniform(0.05, 0.15)
    flukes = [
        blade((0.5, 0.64), long, back, thin).rotated("y", side * rng.uniform(70, 90)).moved(z=lift + girth * 0.1)
        for side in (1, -1)
    ]
    assembly.add("sea.tail", *flukes)
    if rng.random() < 0.6:
        fin = blade((0.0, 0.12), rng.uniform(0.08, 0.22), rng.uniform(0.06, 0.14), thin)
        assembly.add("dorsal.fin", fin.moved(z=girth * 0.85))
    if rng.random() < 0.3:
        jaw = _flank(body, -0.35, -girth * 0.4)
        front = shift(0, -0.56, -girth * 0.15)
        assembly.add("sea.mouth", detail.tube([jaw * [-1, 1, 1], front, jaw], [0.012, 0.015, 0.012]))
    if rng.random() < 0.25:
        root = shift(0, -0.25, girth * 0.9)
        jets = [[root, root + shift(x * 0.4, 0, 0.18), root + shift(x, 0, 0.12)] for x in (-0.12, 0.0, 0.12)]
        assembly.add("water.spout", *(detail.tube(jet, [0.015, 0.02, 0.035]) for jet in jets))
    return assembly.finish(turned_view(rng))


def _curled(rng: np.random.Generator, angle: float, start: float, reach: float, detail: Detail) -> FloatArray:
    """A tentacle's axis (K, 3) from the rim outward along the ground, with a curling tip."""
    t = np.linspace(0, 1, max(7, detail.steps + 2))
    curl, sway = rng.uniform(0.2, 1.6), rng.uniform(-0.9, 0.9)
    out = start + reach * (t - 0.18 * curl * t**3)
    turn = angle + sway * t**2
    z = 0.18 * np.exp(-4 * t) - 0.02 + curl * 0.25 * reach * np.maximum(t - 0.55, 0) ** 1.3 * 2
    return np.stack([out * np.cos(turn), out * np.sin(turn), z + 0.06], axis=1)


def octopus(rng: np.random.Generator) -> LabelledObject:
    """An octopus or squid: mantle, eight arms, suckers, eyes in front."""
    assembly = Assembly("octopus", "octopus", "squid", "kraken", "sea monster")
    detail, eyes = drawn_detail(rng, 0.0), drawn_eyes(rng)
    wide, tall = rng.uniform(0.16, 0.28), rng.uniform(0.2, 0.42)
    lean = rng.uniform(-30, 5)
    pinch = rng.uniform(0.6, 1.0)
    head = detail.lump(wide, wide, tall).tapered(rng.uniform(0.8, 1.4))
    base = detail.tube([(0, 0, 0.06), (0, 0, 0.2)], [wide * 0.95, wide * pinch])
    top = head.moved(z=tall * 0.8).rotated("x", lean).moved(z=0.18)
    if rng.random() < 0.6:
        assembly.add("mantle", top, base)
    else:
        assembly.add("mantle", top)
        assembly.add("sea.body", base)
    reach, thick = rng.uniform(0.35, 0.75), wide * rng.uniform(0.18, 0.32)
    suckers = rng.random() < 0.35
    for k in range(8 if rng.random() < 0.85 else 6):
        axis = _curled(rng, np.radians(22.5 + 45 * k), wide * 0.6, reach, detail)
        radii = np.linspace(1.0, rng.uniform(0.1, 0.25), len(axis)) * thick
        assembly.add("tentacle", detail.tube(axis, radii))
        if suckers:
            cups = [
                detail.small(r * 0.35).moved(*(p - shift(0, 0, r * 0.85)))
                for p, r in zip(axis[2:], radii[2:], strict=True)
            ]
            assembly.add_each("sucker", *cups)
    radius = wide * rng.uniform(0.15, 0.34)
    for side in (1, -1):
        x = wide * rng.uniform(0.42, 0.5)
        eyes.add(assembly, detail, (side * x, -wide * 0.78, rng.uniform(0.24, 0.25)), radius, (side * 0.3, -1, 0.1))
    if rng.random() < 0.3:
        lips = [(-wide * 0.3, -wide * 0.93, 0.14), (0, -wide * 1.0, 0.12), (wide * 0.3, -wide * 0.93, 0.14)]
        assembly.add("sea.mouth", detail.tube(lips, [0.01, 0.014, 0.01]))
    return assembly.finish(turned_view(rng))


def _claw(detail: Detail, size: float, open_by: float) -> list[Geometry]:
    """A pincer along -y: palm, fixed and moving finger."""
    palm = detail.lump(size * 0.55, size * 0.7, size * 0.4).moved(y=-size * 0.5)
    fingers = []
    for side in (1, -1):
        path = [
            (side * size * 0.25, -size * 0.9, 0),
            (side * size * (0.4 + open_by), -size * 1.4, 0),
            (side * size * 0.06, -size * 1.9, 0),
        ]
        fingers.append(detail.tube(path, np.array([0.25, 0.22, 0.04]) * size))
    return [palm, *fingers]


def crab(rng: np.random.Generator) -> LabelledObject:
    """A crab: flat shell, eight legs, two pincers on arms, eyes on stalks."""
    assembly = Assembly("crab", "crab", "lobster", "crustacean", "hermit crab")
    detail, eyes = drawn_detail(rng, 0.0), drawn_eyes(rng)
    wide, deep, tall = rng.uniform(0.22, 0.36), rng.uniform(0.18, 0.26), rng.uniform(0.08, 0.2)
    height = rng.uniform(0.1, 0.2)
    shell = detail.lump(wide, deep, tall)
    vertices = shell.vertices.copy()
    vertices[:, 2] = np.maximum(vertices[:, 2], -rng.uniform(0.2, 0.9) * tall)
    vertices[:, 0] *= 1.0 - rng.uniform(0.0, 0.3) * vertices[:, 1] / deep
    assembly.add("crab.shell", Geometry(vertices, shell.faces).moved(z=height))
    if rng.random() < 0.5:
        assembly.add("belly", detail.lump(wide * 0.8, deep * 0.8, tall * 0.6).moved(z=height - tall * 0.3))
    rows = [(wide * 0.75, deep * y, height, a) for y, a in ((-0.4, 22.0), (0.0, 2.0), (0.35, -18.0), (0.6, -38.0))]
    add_legs(assembly, rng, detail, rows, (rng.uniform(0.25, 0.5), rng.uniform(0.02, 0.15), rng.uniform(0.018, 0.04)))
    size, thick = rng.uniform(0.1, 0.2), rng.uniform(0.025, 0.05)
    together = rng.random() < 0.4
    for side in (1, -1):
        root = shift(side * wide * 0.7, -deep * 0.6, height)
        elbow = root + shift(side * rng.uniform(0.1, 0.22), -0.08, rng.uniform(0.0, 0.12))
        wrist = elbow + shift(-side * rng.uniform(0.0, 0.08), -0.12, rng.uniform(-0.02, 0.12))
        arm = [detail.tube([root, elbow], [thick, thick]), detail.tube([elbow, wrist], [thick, thick * 1.1])]
        big = size * (1.0 if side == 1 else rng.uniform(0.7, 1.1))
        claw = [
            p.rotated("y", side * rng.uniform(0, 40)).rotated("z", -side * 20).moved(*wrist)
            for p in _claw(detail, big, 0.1)
        ]
        if together:
            assembly.add("crab.claw", merged(arm), *claw)
        else:
            assembly.add("crab.arm", *arm)
            assembly.add("crab.claw", *claw)
        foot = shift(side * wide * rng.uniform(0.2, 0.3), -deep * 0.85, height + tall * 0.3)
        high = foot + shift(side * 0.02, -0.02, rng.uniform(0.02, 0.16))
        if rng.random() < 0.85:
            assembly.add("eye.stalk", detail.tube([foot - shift(0, -0.03, 0.02), high], [0.016, 0.013]))
        eyes.add(assembly, detail, high, rng.uniform(0.024, 0.045), (0.2 * side, -1, 0.1))
    if rng.random() < 0.3:
        lips = [(-0.06, -deep * 0.97, height), (0, -deep * 1.02, height - 0.02), (0.06, -deep * 0.97, height)]
        assembly.add("sea.mouth", detail.tube(lips, [0.008, 0.012, 0.008]))
    return assembly.finish(turned_view(rng))


FAMILIES: Families = {"shark": shark, "whale": whale, "octopus": octopus, "crab": crab}

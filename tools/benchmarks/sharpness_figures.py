"""The sharpness benchmark's figures of one material, the medians of many, and their table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from tools.benchmarks.sharpness_patches import Patch, Pictures, Textured
from tools.benchmarks.spectra import Octaves, compared_octaves, period

WAVELENGTHS = (1024, 512, 256, 128, 64, 32, 16, 8, 4)
"""The longest wave of each octave, texels; the shortest is half of it."""

_FIRST_CLOSE = 16
"""Waves of at most so many texels are looked at in the close-up."""

ENOUGH = 0.9
"""Share of an octave's energy that counts as kept."""

NEAR = 0.1
"""Deviation of a period that counts as none."""

_VISIBLE = 1.5 / 255.0
"""An octave in which the reference deviates by less (sRGB, root of the channels' summed squares) hardly holds what 8
bits can show: less than a step per channel."""

_REGULAR = 0.25
"""Autocorrelation from which a reference counts as regular: flecks of noise reach 0.2."""

_VISIBLE_HEIGHT = 0.1
"""The same of heights, as a share of their deviation in all octaves."""


@dataclass(frozen=True)
class Repeat:
    """What repeats along one axis.

    Args:
        axis: "up" or "around".
        reference: period of the reference, pixels.
        baked: period of the texture; 0: it repeats nothing.
        strength: autocorrelation of the reference there.
    """

    axis: str
    reference: float
    baked: float
    strength: float

    @property
    def is_true(self) -> bool:
        """Whether the texture repeats as the reference does."""
        return abs(self.baked - self.reference) <= NEAR * self.reference


@dataclass(frozen=True)
class Figures:
    """One material.

    Args:
        name: of the material.
        deviation: by octave, of the reference, 0..255 of sRGB, root mean square over the channels' sum.
        kept: by octave, share of the reference's energy; None: there is nothing to be seen in that octave.
        in_phase: of the same, what is the reference's own detail; empty: it shows another piece.
        height_kept, height_in_phase: the same of the relief.
        repeats: what the reference repeats.
    """

    name: str
    deviation: tuple[float, ...]
    kept: tuple[float | None, ...]
    in_phase: tuple[float | None, ...]
    height_kept: tuple[float | None, ...]
    height_in_phase: tuple[float | None, ...]
    repeats: tuple[Repeat, ...]

    @property
    def own(self) -> tuple[float | None, ...]:
        """By octave, the share kept, of its own detail where it has any: the sharpness."""
        return self.in_phase or self.kept

    @property
    def strange(self) -> tuple[float | None, ...]:
        """By octave, energy that is no detail of the material (aliasing, rounding), as a share of the reference's."""
        return tuple(
            None if share is None or own is None else max(share - own, 0.0)
            for share, own in zip(self.kept, self.own, strict=True)
        )

    @property
    def least(self) -> float | None:
        """The share kept in the worst octave; None where nothing is to be seen."""
        return min((share for share in self.own if share is not None), default=None)

    @property
    def least_height(self) -> float | None:
        """The same of the relief, at its own height: a run may have held some of it back."""
        known = [share for share in self.height_in_phase if share is not None]
        return min(known) / float(np.median(known)) if known else None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self) | {
            "strange": self.strange,
            "least": self.least,
            "least_height": self.least_height,
        }

    def line(self) -> str:
        """The material on one line of the terminal."""
        shares = " ".join("   . " if share is None else f"{share:5.2f}" for share in self.own)
        repeats = ", ".join(f"{r.axis} {r.reference:.1f} -> {r.baked:.1f} px" for r in self.repeats)
        least, relief = _told(self.least), _told(self.least_height)
        return f"{self.name:26} {shares}  least {least}, relief {relief}  {repeats}"


def figures_of(
    name: str, patches: Sequence[Patch], baked: Sequence[Pictures], references: Sequence[Pictures]
) -> Figures:
    """The figures of a material from patches of its texture, the coarser first, and the same evaluated directly."""
    color = [compared_octaves(own.color, true.color) for own, true in zip(baked, references, strict=True)]
    height = [compared_octaves(own.height, true.height) for own, true in zip(baked, references, strict=True)]
    colors, heights = _joined(patches, color), _joined(patches, height)
    seen = np.sqrt(colors.reference) >= _VISIBLE
    deviation = np.sqrt(heights.reference)
    raised = (deviation >= _VISIBLE_HEIGHT * np.sqrt(heights.reference.sum())) & (deviation > 1e-9)
    deviations = [round(float(value), 3) for value in np.sqrt(colors.reference) * 255.0]
    return Figures(
        name,
        (*[0.0] * (len(WAVELENGTHS) - len(deviations)), *deviations),
        _shares(colors.kept, seen),
        _shares(colors.in_phase, seen),
        _shares(heights.kept, raised),
        _shares(heights.in_phase, raised),
        _repeats(baked[-1], references[-1]),
    )


def former_figures(name: str, former: Textured, textured: Textured, whole: Patch, close: Patch) -> Figures:
    """What a run without materials has in each octave, of the energy that the material's texture has there.

    Its detail is no piece of the material, so nothing can be in phase.
    """
    patches = (whole, close)
    own, true = [former.baked(patch) for patch in patches], [textured.baked(patch) for patch in patches]
    figures = figures_of(f"{name}, from grey", patches, own, true)
    return Figures(
        figures.name, figures.deviation, figures.kept, (), figures.height_kept, (), _repeats(own[-1], true[-1])
    )


def _joined(patches: Sequence[Patch], octaves: Sequence[Octaves]) -> Octaves:
    """Longer waves from the coarser patch and shorter from the finer; all from one if there is but one."""
    if len(octaves) == 1:
        return octaves[0]
    (whole, close), (coarse, fine) = patches, octaves
    return coarse.rows(slice(0, _octave_of(whole, _FIRST_CLOSE))).followed_by(
        fine.rows(slice(_octave_of(close, _FIRST_CLOSE), None))
    )


def _octave_of(patch: Patch, wavelength: int) -> int:
    return int(np.log2(patch.side / wavelength))


def _shares(values: np.ndarray, seen: np.ndarray) -> tuple[float | None, ...]:
    """By octave; nothing is known of waves longer than the patch."""
    known = [round(float(v), 4) if there else None for v, there in zip(values, seen, strict=True)]
    return (*[None] * (len(WAVELENGTHS) - len(known)), *known)


def _repeats(baked: Pictures, reference: Pictures) -> tuple[Repeat, ...]:
    found = []
    for number, axis in enumerate(("up", "around")):
        light = reference.color.mean(axis=2)
        true = period(light, number)
        if true is None or true.strength < _REGULAR or light.std() < _VISIBLE:
            continue
        own = period(baked.color.mean(axis=2), number)
        found.append(Repeat(axis, true.length, 0.0 if own is None else own.length, true.strength))
    return tuple(found)


def summary(found: Sequence[Figures]) -> dict[str, Any]:
    """The figures at the top of the report."""
    least = [one.least for one in found if one.least is not None]
    relief = [one.least_height for one in found if one.least_height is not None]
    repeats = [repeat for one in found for repeat in one.repeats]
    known = _by_octave([one.own for one in found])
    strange = _by_octave([one.strange for one in found])
    worst = min(found, key=lambda one: 9.0 if one.least is None else one.least)
    return {
        "materials_measured": len(found),
        "sharp": float(np.mean([value >= ENOUGH for value in least])) if least else None,
        "sharp_relief": float(np.mean([value >= ENOUGH for value in relief])) if relief else None,
        "least_median": float(np.median(least)) if least else None,
        "worst": worst.name,
        "worst_least": worst.least,
        "repeats": len(repeats),
        "regular": float(np.mean([repeat.is_true for repeat in repeats])) if repeats else None,
        "octave_median": [float(np.median(values)) if values else None for values in known],
        "octave_worst": [min(values) if values else None for values in known],
        "octave_strange": [float(np.median(values)) if values else None for values in strange],
    }


def _by_octave(shares: Sequence[Sequence[float | None]]) -> list[list[float]]:
    """What is known of each octave."""
    return [[share for share in octave if share is not None] for octave in zip(*shares, strict=True)]


def table(found: Sequence[Figures], former: Sequence[Figures]) -> str:
    """All materials, then the medians, the worst, and what went before, by octave."""
    heads = " ".join(f"{wave:5d}" for wave in WAVELENGTHS)
    figures = summary(found)
    rows = [f"{'longest wave, texels':26} {heads}", *(one.line() for one in found)]
    for name in ("median", "worst", "strange"):
        shares = " ".join(_told(value) for value in figures[f"octave_{name}"])
        rows.append(f"{name:26} {shares}")
    rows += [
        f"{one.name:26} " + " ".join("   . " if share is None else f"{share:5.2f}" for share in one.kept)
        for one in former
    ]
    rows.append(
        f"sharp in every octave: {_percent(figures['sharp'])}, relief: {_percent(figures['sharp_relief'])}; "
        f"repeats within {NEAR:.0%}: {_percent(figures['regular'])} of {figures['repeats']}"
    )
    return "\n".join(rows)


def _told(share: float | None) -> str:
    return "   . " if share is None else f"{share:5.2f}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"

"""The method, from a mesh and its parts to their styles: prepare, locate, optimise, sample.

3DStyleGLIP (arXiv 2404.02634): a neural style field is optimised so that, inside the regions where GLIP grounds the
part words, the style words align with the picture; alternating with a CLIP-style loss on crops of the parts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from .cameras import sample_cameras
from .color import linear_to_srgb, srgb_to_linear
from .errors import PromptError, StyleGLIPError
from .fields import PartStyles
from .guides import Guides, Views
from .localization.on_surface import locate_on_surface
from .losses import smoothness_loss
from .models import EMBEDDED, Models, load_models
from .progress import ProgressReporter
from .rendering import Renderer, create_renderer, interpolate
from .surface import Surface, base_colors, prepare_surface
from .types import (
    LocatedPart,
    Losses,
    Mesh,
    OnProgress,
    Part,
    Phase,
    ShouldStop,
    Snapshot,
    StyledPart,
    StylizeResult,
    StylizeSettings,
)

_SNAPSHOT_EVERY = 10


def stylize(
    mesh: Mesh,
    parts: Sequence[Part],
    settings: StylizeSettings | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    models: Models | None = None,
) -> StylizeResult:
    """Stylizes a mesh part by part.

    Args:
        mesh: object space, metres.
        parts: what should look how, see `parse_prompt`.
        settings: everything that decides the result; None: the defaults for the embedded model.
        on_progress: called after every step, on this thread.
        should_stop: asked after every step; True ends the run.
        models: frozen guidance networks; None: the embedded model.

    Returns:
        Displacements and colours per part and in sum. A part that was not found has a reason and no effect.

    Raises:
        PromptError: no parts, or a style the model cannot read.
        MeshError: the mesh cannot be stylized.
        ModelError: the model files are missing or damaged.
        StylizeCancelled: `should_stop` returned True.
    """
    settings = settings or StylizeSettings()
    parts = _with_masks(parts, mesh)
    if settings.threads:
        torch.set_num_threads(settings.threads)
    progress = ProgressReporter(on_progress, should_stop, settings.localization.views, settings.iterations)

    progress.start(Phase.LOADING)
    models = models or load_models(EMBEDDED, settings.device)
    renderer = create_renderer(settings.renderer)
    surface = prepare_surface(mesh, settings.dense_vertices, models.device)
    progress.finish(Phase.LOADING)

    progress.start(Phase.LOCATING)
    located = locate_on_surface(surface, parts, models, renderer, settings, progress)
    progress.finish(Phase.LOCATING)

    progress.start(Phase.STYLING)
    run = _Optimisation(mesh, surface, located, models, renderer, settings)
    history = []
    for step in range(1, settings.iterations + 1):
        if not run.active:
            break
        losses = run.step(step)
        history.append(losses)
        snapshot = run.snapshot() if step % _SNAPSHOT_EVERY == 0 else None
        progress.report(Phase.STYLING, step, losses, snapshot)
    progress.finish(Phase.STYLING)
    return run.result(tuple(history), models.name, progress.seconds)


def locate_parts(
    mesh: Mesh,
    parts: Sequence[Part],
    settings: StylizeSettings | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    models: Models | None = None,
) -> tuple[LocatedPart, ...]:
    """Finds the parts without stylizing; arguments and errors as for `stylize`. Weights are at the input's vertices."""
    settings = settings or StylizeSettings()
    parts = _with_masks(parts, mesh)
    progress = ProgressReporter(on_progress, should_stop, settings.localization.views, 0)
    models = models or load_models(EMBEDDED, settings.device)
    surface = prepare_surface(mesh, settings.dense_vertices, models.device)
    progress.start(Phase.LOCATING)
    located = locate_on_surface(surface, parts, models, create_renderer(settings.renderer), settings, progress)
    progress.finish(Phase.LOCATING)
    return tuple(_at_input_vertices(part, len(mesh.vertices)) for part in located)


def _with_masks(parts: Sequence[Part], mesh: Mesh) -> tuple[Part, ...]:
    """The parts, those without a mask of their own with the mesh's mask of their name, checked."""
    if not parts:
        raise PromptError('Name at least one part and its style, for example "gold lamp".')
    masked = tuple(replace(p, mask=mesh.masks.get(p.name)) if p.mask is None else p for p in parts)
    for part in masked:
        if part.mask is not None and np.shape(part.mask) != (len(mesh.vertices),):
            raise PromptError(
                f'The mask of part "{part.name}" has {np.size(part.mask)} values for {len(mesh.vertices)} vertices. '
                "Paint it again on this mesh."
            )
    return masked


def _at_input_vertices(located: LocatedPart, count: int) -> LocatedPart:
    """A part located on the dense copy, at the input's vertices, which come first there."""
    return LocatedPart(
        part=located.part,
        found=located.found,
        reason=located.reason,
        confidence=located.confidence,
        weights=np.ascontiguousarray(located.weights[:count], dtype=np.float32),
        detections=located.detections,
    )


@dataclass(frozen=True, eq=False)
class _PartSample:
    """One found part's field at the input's vertices: (V, 3) linear RGB and (V,) weighted displacement."""

    color: Tensor
    offset: Tensor


class _Optimisation:
    """The optimisation of the found parts' fields."""

    def __init__(
        self,
        mesh: Mesh,
        surface: Surface,
        located: Sequence[LocatedPart],
        models: Models,
        renderer: Renderer,
        settings: StylizeSettings,
    ) -> None:
        self._mesh = mesh
        self._surface = surface
        self._located = located
        self._found = [part for part in located if part.found]
        self._renderer = renderer
        self._settings = settings
        self._generator = torch.Generator().manual_seed(settings.seed)
        self.active = bool(self._found)
        if not self.active:
            return
        device = surface.vertices.device
        weights = torch.from_numpy(np.stack([part.weights for part in self._found], axis=1)).to(device)
        parts = [part.part for part in self._found]
        self._fields = PartStyles(
            settings.field,
            [part.name for part in parts],
            weights,
            surface.vertices,
            surface.normals,
            surface.base_color,
            settings.displacement,
            settings.seed,
        )
        sides = torch.cat([surface.faces[:, [a, b]] for a, b in ((0, 1), (1, 2), (2, 0))])
        self._edges = sides.sort(dim=1).values.unique(dim=0)
        self._guides = Guides.create(models, parts, surface.areas, settings, self._generator)
        self._optimizer = torch.optim.Adam(self._fields.parameters(), lr=settings.learning_rate)
        self._schedule = torch.optim.lr_scheduler.StepLR(
            self._optimizer, settings.decay_every, settings.learning_rate_decay
        )

    def step(self, step: int) -> Losses:
        """One iteration: draw cameras, render, guide, update.

        Raises:
            StyleGLIPError: the loss is not a number any more.
        """
        settings = self._settings
        use_glip = self._guides.glip is not None and (self._guides.crops is None or step % settings.glip_every == 0)
        styled = self._fields()
        views = self._render(styled.vertices, styled.color, with_content=use_glip)
        terms: list[Tensor] = []
        glip = clip = palette = math.nan
        if use_glip and self._guides.glip is not None:
            loss = self._guides.glip(views)
            glip = float(loss.value.detach())
            terms.append(settings.glip_weight * loss.value)
        elif self._guides.crops is not None:
            crops = self._guides.crops(views)
            if crops is not None:
                clip = float(crops.detach())
                terms.append(settings.clip_weight * crops)
        if self._guides.palette is not None:
            colors = self._guides.palette(self._fields, styled)
            if colors is not None:
                palette = float(colors.detach())
                terms.append(settings.palette_weight * colors)
        if settings.smoothness_weight > 0:
            terms.append(settings.smoothness_weight * smoothness_loss(linear_to_srgb(styled.color), self._edges))
        total = torch.stack(terms).sum() if terms else torch.zeros(())
        if not bool(torch.isfinite(total)):
            raise StyleGLIPError("The optimisation diverged. Lower the learning rate and try again.")
        if total.requires_grad:
            self._optimizer.zero_grad(set_to_none=True)
            total.backward()
            self._optimizer.step()
        self._schedule.step()
        return Losses(total=float(total.detach()), glip=glip, clip=clip, palette=palette)

    def _render(self, vertices: Tensor, color: Tensor, with_content: bool) -> Views:
        settings, surface = self._settings, self._surface
        cameras = sample_cameras(
            self._generator,
            settings.views_per_iteration,
            surface.up,
            surface.front,
            settings.azimuth_std,
            settings.elevation_std,
            settings.field_of_view,
        ).to(vertices.device)
        size = (settings.image_size, settings.image_size)
        content = None
        if with_content:
            with torch.no_grad():
                content = self._renderer.render(
                    surface.vertices, surface.faces, surface.base_color, cameras, size
                ).image
        rendering = self._renderer.render(vertices, surface.faces, color, cameras, size)
        with torch.no_grad():
            weights = interpolate(rendering.fragments, surface.faces, self._fields.weights)
        return Views(content, rendering.image, weights)

    @torch.no_grad()
    def _sample(self) -> list[_PartSample]:
        """Every found part's field at the input's vertices."""
        count = len(self._mesh.vertices)
        points = self._surface.vertices[:count]
        samples = []
        for index in range(len(self._found)):
            output = self._fields.evaluate(index, points)
            offset = output.displacement * self._fields.weights[:count, index]
            if not self._settings.displacement:
                offset = torch.zeros_like(offset)
            samples.append(_PartSample(srgb_to_linear(output.color), offset))
        return samples

    def snapshot(self) -> Snapshot:
        """The look so far, at the input's vertices."""
        parts = self._styled_parts()
        return Snapshot(self._summed_color(parts), self._summed_displacement(parts))

    def _styled_parts(self) -> tuple[StyledPart, ...]:
        count = len(self._mesh.vertices)
        samples = iter(self._sample() if self.active else [])
        normals = self._surface.normals[:count]
        base = base_colors(self._mesh)
        styled = []
        for located in self._located:
            at_input = _at_input_vertices(located, count)
            if not located.found:
                styled.append(StyledPart(at_input, np.zeros_like(self._mesh.vertices), base))
                continue
            sample = next(samples)
            vectors = sample.offset[:, None] * normals * located.part.strength
            color = sample.color.clamp(0.0, 1.0).cpu().numpy().astype(np.float32)
            styled.append(StyledPart(at_input, self._surface.displacement_in_object_space(vectors), color))
        return tuple(styled)

    def _summed_displacement(self, parts: Sequence[StyledPart]) -> np.ndarray:
        return np.sum([part.displacement for part in parts], axis=0, dtype=np.float32)

    def _summed_color(self, parts: Sequence[StyledPart]) -> np.ndarray:
        base = base_colors(self._mesh)
        color = base.copy()
        for part in parts:
            mix = (part.located.weights * part.located.part.strength)[:, None]
            color += mix * (part.color - base)
        return np.clip(color, 0.0, 1.0).astype(np.float32)

    def result(self, history: tuple[Losses, ...], model: str, seconds: dict[str, float]) -> StylizeResult:
        """Samples the fields at the input's vertices and puts everything together."""
        parts = self._styled_parts()
        return StylizeResult(
            parts=parts,
            displacement=self._summed_displacement(parts),
            color=self._summed_color(parts),
            history=history,
            settings=self._settings,
            model=model,
            seconds=dict(seconds),
            warnings=tuple(part.located.reason for part in parts if not part.located.found),
        )

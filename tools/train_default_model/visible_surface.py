"""What one camera sees of an object: surface points with their parts, materials on them, relief, and the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from styleglip_addon.engine.rendering import interpolate, rasterize
from styleglip_addon.engine.rendering.cameras import Cameras
from styleglip_addon.engine.rendering.color import linear_to_srgb, srgb_to_linear
from styleglip_addon.engine.rendering.shading import Lighting, brightness, mesh_normals, orient_normals

from .lit_materials import LitMaterial
from .shapes import LabelledObject

UInt8Array = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class VisibleSurface:
    """Surface points that one view shows, M pixels.

    Args:
        mask: (H, W) bool, where they are.
        light: (3,) unit direction towards the light, object space.
        lighting: brightness settings.
        position, normal: (M, 3) object space.
        part, instance: (M,) labels.
    """

    mask: Tensor
    light: Tensor
    lighting: Lighting
    position: NDArray[np.float32]
    normal: NDArray[np.float32]
    part: NDArray[np.int64]
    instance: NDArray[np.int64]


def see_surface(shape: LabelledObject, cameras: Cameras, size: int, smooth: bool, lighting: Lighting) -> VisibleSurface:
    """What the one camera sees of an object in a picture of `size` pixels; `smooth`: with interpolated normals."""
    vertices = torch.from_numpy(np.ascontiguousarray(shape.vertices, dtype=np.float32))
    faces = torch.from_numpy(np.ascontiguousarray(shape.faces, dtype=np.int64))
    fragments = rasterize(vertices, faces, cameras, (size, size))
    mask = fragments.mask[0]
    face = fragments.face_index[0][mask]
    position = interpolate(fragments, faces, vertices)[0][mask]
    vertex_normal, face_normal = mesh_normals(vertices, faces)
    # Half of what artists hand in is shaded flat; zero normals make the renderer take the face's own.
    normal = interpolate(fragments, faces, vertex_normal if smooth else vertex_normal * 0.0)[0][mask]
    seen = face_normal[face]
    seen = seen * (seen * (cameras.centers()[0] - position)).sum(dim=1, keepdim=True).sign()
    oriented = orient_normals(normal.T, seen.T).T
    return VisibleSurface(
        mask=mask,
        light=lighting.world_directions(cameras)[0],
        lighting=lighting,
        position=position.numpy(),
        normal=oriented.numpy(),
        part=shape.face_part[face.numpy()],
        instance=shape.face_instance[face.numpy()],
    )


def shade_surface(
    albedo: NDArray[np.float32], normal: NDArray[np.float32], surface: VisibleSurface, background: float
) -> UInt8Array:
    """(H, W, 3) uint8 sRGB picture of per-pixel sRGB albedo (M, 3) on normals (M, 3)."""
    lit = brightness(torch.from_numpy(normal) @ surface.light, surface.lighting)[:, None]
    image = torch.full((*surface.mask.shape, 3), background)
    image[surface.mask] = linear_to_srgb(srgb_to_linear(torch.from_numpy(albedo)) * lit)
    return (image * 255.0).round().to(torch.uint8).numpy()


def pixel_spacing(surface: VisibleSurface) -> float:
    """Median distance between surface points that neighbouring pixels of one instance show; 0.01 where there are none.

    How dense the samples are that materials are evaluated at; most parts are seen neither head on nor edge on.
    """
    shown = np.full(surface.mask.shape, -1, dtype=np.int64)
    shown[surface.mask.numpy()] = np.arange(len(surface.position))
    first, second = shown[:, :-1], shown[:, 1:]
    both = (first >= 0) & (second >= 0)
    first, second = first[both], second[both]
    same = surface.instance[first] == surface.instance[second]
    steps = np.linalg.norm(surface.position[first[same]] - surface.position[second[same]], axis=1)
    return float(np.median(steps)) if len(steps) else 0.01


def paint_parts(
    materials: list[LitMaterial], surface: VisibleSurface
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Lit sRGB colours (M, 3) and normals with relief (M, 3) of a surface whose parts choose among the materials."""
    albedo = np.zeros((len(surface.position), 3), dtype=np.float32)
    height = np.zeros(len(surface.position), dtype=np.float32)
    spacing = pixel_spacing(surface)
    covered = [(material, surface.part == index) for index, material in enumerate(materials)]
    evaluated = [
        (material, own, material.evaluate(surface.position[own], surface.normal[own], spacing))
        for material, own in covered
        if own.any()
    ]
    for _, own, values in evaluated:
        height[own] = values.relief
    normal = bumped_normals(surface, height)
    for material, own, values in evaluated:
        albedo[own] = material.lit(values, surface.position[own], normal[own])
    return albedo, normal


def bumped_normals(surface: VisibleSurface, height: NDArray[np.float32]) -> NDArray[np.float32]:
    """Normals (M, 3) of the surface raised by `height` (M,), from differences between neighbouring pixels.

    Mikkelsen, "Bump Mapping Unparametrized Surfaces on the GPU" (2010): the surface gradient of the height needs only
    how position and height change from pixel to pixel. Across the border of a part there is no slope, and a pixel
    without a next one keeps its normal.
    """
    if not height.any():
        return surface.normal
    grid = np.full(surface.mask.shape, -1, dtype=np.int64)
    mask = surface.mask.numpy()
    grid[mask] = np.arange(len(height))
    rows, columns = np.nonzero(mask)
    normal = surface.normal.astype(np.float64)

    def change(down: int, right: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Differences of position (M, 3) and height (M,) to the next pixel, 0 where that is another part."""
        r, c = np.minimum(rows + down, mask.shape[0] - 1), np.minimum(columns + right, mask.shape[1] - 1)
        following = grid[r, c]
        own = np.arange(len(height))
        valid = (following >= 0) & (following != own)
        valid &= surface.instance[following] == surface.instance
        target = np.where(valid, following, own)
        step = (surface.position[target] - surface.position).astype(np.float64)
        return step, (height[target] - height).astype(np.float64)

    (across, dx), (along, dy) = change(0, 1), change(1, 0)
    r1, r2 = np.cross(along, normal), np.cross(normal, across)
    determinant = (across * r1).sum(axis=1, keepdims=True)
    gradient = np.sign(determinant) * (dx[:, None] * r1 + dy[:, None] * r2)
    # A slope steeper than 60 degrees comes from a step between two pixels, not from relief that a pixel could show.
    scale = np.abs(determinant)
    steepness = np.linalg.norm(gradient, axis=1, keepdims=True) / np.maximum(scale, 1e-12)
    gradient = gradient * np.minimum(1.0, 1.7 / np.maximum(steepness, 1e-6))
    bent = scale * normal - gradient
    length = np.linalg.norm(bent, axis=1, keepdims=True)
    usable = (scale > 1e-12) & (length > 1e-12)
    return np.where(usable, bent / np.maximum(length, 1e-12), normal).astype(np.float32)

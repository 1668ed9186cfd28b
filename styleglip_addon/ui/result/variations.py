"""Variations of a part: pictures of other looks, made in the background; a click takes one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import bpy
import bpy.utils.previews
import numpy as np

from ...blender.reading.mesh_export import export_object
from ...blender.result.dial_values import read_roughness
from ...engine.vocabulary import FloatArray
from ...engine.vocabulary.errors import StyleGLIPError
from ...engine.vocabulary.look import Look
from ...engine.vocabulary.part_names import part_key
from ...engine.vocabulary.parts import LARGEST_SCALE, LEAST_SCALE
from ...jobs.dialling import PicturesOrder, PicturesProgress, pictures_work
from ...jobs.job import JobState
from ...jobs.messages import Message, Progress
from ...jobs.session import Lane, Session, Stage
from ..background import driver, finish_without_window
from ..language import translated
from ..outcomes import Outcome
from ..refusing import Refusing
from ..target import target_object
from ..windows import redraw_sidebars
from .dialling import chosen_part, dial, look_of, shelf, why_not_dialled
from .states import state_finder

_STEPS = ((1.0, 0.0), (0.6, -0.5), (1.7, 0.5), (1.0, -0.9), (0.75, 0.8), (1.35, -0.3))
"""Size times the part's own, and roughness, of the looks shown at once: pieces alone can be hard to tell apart."""

_pictures: Any = None
"""Blender's collection of previews."""


@dataclass(kw_only=True)
class VariationsSession(Session):
    """One row of pictures, from pressing Variations on.

    Args:
        part: that they show.
        looks: that it could have.
        icons: Blender's numbers of the pictures so far.
    """

    lane: ClassVar[Lane] = Lane.PICTURES
    cancelled: ClassVar[str] = ""

    part: str = ""
    looks: tuple[Look, ...] = ()
    icons: list[int] = field(default_factory=list)

    def succeed(self, result: PicturesProgress) -> None:
        """All pictures are there."""
        self.show(result.pictures)
        self.end(Stage.DONE, "")

    def show(self, pictures: Sequence[FloatArray]) -> None:
        """Makes icons of the pictures that are new."""
        for picture in pictures[len(self.icons) :]:
            self.icons.append(_icon(f"{len(self.icons)}", picture))


def next_looks(part: Outcome, before: VariationsSession | None = None) -> tuple[Look, ...]:
    """The looks to show of a part: pieces that were not shown before, in several sizes and degrees of gloss.

    Args:
        part: of the result.
        before: what was shown last; None: nothing.
    """
    shown = before.looks if before is not None and part_key(before.part) == part_key(part.name) else ()
    first = 1 + max((look.seed or 0 for look in shown), default=0)
    return tuple(
        Look(first + number, min(max(part.scale * times, LEAST_SCALE), LARGEST_SCALE), roughness)
        for number, (times, roughness) in enumerate(_STEPS)
    )


class VariationsOperator(Refusing, bpy.types.Operator):
    """Show the active row's part in other pieces, sizes and degrees of gloss of its material. Click one to take it"""

    bl_idname = "styleglip.variations"
    bl_label = "Variations"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """The active object must have a result with materials; the tooltip says what is missing."""
        sentence = why_not_dialled(target_object(context))
        if not sentence and chosen_part(context) is None:
            sentence = "None of the parts was found."
        if not sentence and driver().busy_sentence(Lane.PICTURES):
            sentence = "Pictures are being made. Wait until they are there, or cancel them."
        return sentence

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Starts to make the pictures; each is shown as soon as it is there."""
        obj, part = target_object(context), chosen_part(context)
        if part is None:
            return {"CANCELLED"}
        last = driver().shown(VariationsSession)
        looks = next_looks(part, last if last.about == obj.session_uid else None)
        session = VariationsSession(part=part.name, looks=looks, about=obj.session_uid)
        try:
            mesh, roughness = export_object(obj).mesh, read_roughness(obj.data)
            order = PicturesOrder(mesh, state_finder(obj), part.name, looks, roughness)
            driver().start(session, pictures_work(order, shelf), _listener(session))
        except StyleGLIPError as error:
            self.report({"ERROR"}, translated(str(error)))
            return {"CANCELLED"}
        _collection().clear()
        finish_without_window(Lane.PICTURES)
        return {"FINISHED"}


class CancelVariationsOperator(Refusing, bpy.types.Operator):
    """Make no further pictures. Those that are there stay"""

    bl_idname = "styleglip.cancel_variations"
    bl_label = "Cancel"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """Pictures must be on their way, and not be stopping already."""
        if driver().shown(VariationsSession).stage is not Stage.RUNNING:
            return "No pictures are being made."
        return "The job stops after its current step." if driver().state(Lane.PICTURES) is JobState.CANCELLING else ""

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Asks the job to stop."""
        driver().cancel(Lane.PICTURES)
        return {"FINISHED"}


class TakeVariationOperator(Refusing, bpy.types.Operator):
    """Give the part this look: its piece, size and roughness"""

    bl_idname = "styleglip.take_variation"
    bl_label = "Take This Variation"
    bl_options: ClassVar[set[str]] = {"INTERNAL"}

    if TYPE_CHECKING:
        index: int
    else:
        index: bpy.props.IntProperty(name="Number", min=0, options={"HIDDEN", "SKIP_SAVE"})

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """As for the sliders."""
        return why_not_dialled(target_object(context))

    @classmethod
    def description(cls, context: bpy.types.Context, properties: Any) -> str:
        """What the look is."""
        looks = driver().shown(VariationsSession).looks
        if not 0 <= properties.index < len(looks):
            return cls.__doc__ or ""
        look = looks[properties.index]
        told = f"Give the part this look. Scale {look.scale:.2f}, roughness {look.roughness:+.2f}, seed {look.seed}."
        return translated(told)

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Dials it; it is on the object in a moment, as one undo step."""
        session, obj = driver().shown(VariationsSession), target_object(context)
        if session.about != obj.session_uid or not 0 <= self.index < len(session.looks):
            return {"CANCELLED"}
        look = session.looks[self.index]
        dial(obj, session.part, seed=look.seed, scale=look.scale, roughness=look.roughness)
        return {"FINISHED"}


def draw_variations(layout: Any, context: bpy.types.Context, part: Outcome) -> None:
    """Draws the button, how far the pictures are, and those of the part, each above the button that takes it."""
    obj, session = target_object(context), driver().shown(VariationsSession)
    is_own = session.about == obj.session_uid and part_key(session.part) == part_key(part.name)
    if session.stage is Stage.RUNNING and is_own:
        row = layout.row(align=True)
        row.progress(factor=len(session.icons) / len(session.looks), text="Variations")
        row.operator("styleglip.cancel_variations", text="", icon="X")
    else:
        has_some = is_own and bool(session.icons)
        layout.operator("styleglip.variations", text="More Variations" if has_some else "Variations", icon="IMGDISPLAY")
    if not is_own or not session.icons:
        return
    columns, scale = _room(context)
    now = look_of(obj, part.name)
    grid = layout.grid_flow(row_major=True, columns=columns, even_columns=True, align=True)
    for number, icon in enumerate(session.icons):
        cell = grid.column(align=True)
        cell.template_icon(icon_value=icon, scale=scale)
        is_taken = session.looks[number] == now
        cell.operator(
            "styleglip.take_variation", text=f"{number + 1}", depress=is_taken, translate=False
        ).index = number


def _room(context: bpy.types.Context) -> tuple[int, float]:
    """How many pictures fit beside each other, and their size in units of Blender's buttons."""
    scale = context.preferences.system.ui_scale or 1.0
    width = (context.region.width if context.region is not None else 300) / scale - 60.0
    columns = min(max(int(width // 76.0), 2), 6)
    return columns, min(max(width / columns / 20.0, 2.0), 6.0)


def _listener(session: VariationsSession) -> Any:
    def listen(message: Message) -> None:
        if isinstance(message, Progress):
            session.show(message.report.pictures)
        redraw_sidebars()

    return listen


def _collection() -> Any:
    global _pictures
    if _pictures is None:
        _pictures = bpy.utils.previews.new()
    return _pictures


def _icon(name: str, picture: FloatArray) -> int:
    """Blender's number of a new preview (H, W, 3) sRGB in 0..1, row 0 highest."""
    height, width = picture.shape[:2]
    preview = _collection().new(name)
    preview.image_size = (width, height)
    pixels = np.ones((height, width, 4), dtype=np.float32)
    pixels[..., :3] = picture[::-1]
    preview.image_pixels_float.foreach_set(pixels.ravel())
    return int(preview.icon_id)


def forget() -> None:
    """Another file is opened, or the add-on is switched off: the pictures go."""
    global _pictures
    if _pictures is not None:
        bpy.utils.previews.remove(_pictures)
        _pictures = None

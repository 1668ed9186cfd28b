"""Take a result further: restyle one of its parts, go on for more steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import bpy

from ...blender.files.style_pictures import with_pictures
from ...blender.names import part_data_name
from ...blender.reading.mesh_export import export_object
from ...blender.reading.part_masks import MaskSource, PartMask
from ...engine.prompts.writing import format_prompt
from ...engine.vocabulary import Part, StylizeSettings
from ...engine.vocabulary.errors import StateError
from ...engine.vocabulary.part_names import part_key
from ...jobs.stylizing import StylizeOrder
from ..missing_packages import missing_sentence
from ..models.choice import engine_choice
from ..outcomes import as_dialled, outcomes
from ..parts.rows import read_parts
from ..refusing import Refusing
from ..stylize import runs
from ..stylize.operators import start_job
from ..stylize.runs import busy_sentence
from ..stylize.settings import engine_settings
from ..target import target_object, target_settings, why_not
from .states import has_state, state_of


class RestylePartOperator(Refusing, bpy.types.Operator):
    """Give this part its style anew, where it is. The other parts stay exactly as they are"""

    bl_idname = "styleglip.restyle_part"
    bl_label = "Restyle This Part"
    bl_options: ClassVar[set[str]] = {"REGISTER"}

    if TYPE_CHECKING:
        index: int
    else:
        index: bpy.props.IntProperty(name="Row", min=-1, default=-1, options={"HIDDEN", "SKIP_SAVE"})

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """The active object must have a result."""
        obj = target_object(context)
        sentence = missing_sentence() or busy_sentence() or why_not(obj)
        if not sentence and not outcomes(obj):
            sentence = "The active object has no StyleGLIP result. Press Stylize first."
        return sentence

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Starts a run of the row `index`, or of the active one."""
        return start_job(self, lambda: self._begin(context))

    def _begin(self, context: bpy.types.Context) -> None:
        obj, rows = target_object(context), target_settings(context)
        parts = read_parts(rows)
        index = self.index if self.index >= 0 else rows.active_part
        if not 0 <= index < len(parts):
            raise StateError("Choose a part in the list first.")
        part = parts[index]
        known = outcomes(obj)
        before = known.get(part_key(part.name))
        if before is None or not before.found:
            raise StateError(
                f'The result of "{obj.name}" has no part "{part.name}". Press Stylize to style all parts of the list.'
            )
        (part,) = with_pictures(as_dialled(obj, (part,)), bpy.path.abspath)
        group = PartMask(MaskSource.VERTEX_GROUP, part_data_name(before.name))
        exported = export_object(obj, masks=None if has_state(obj) else {part.name: group})
        now = [part if part_key(each.name) == part_key(part.name) else Part(each.name, each.style) for each in
               known.values()]  # fmt: skip
        settings, choice = engine_settings(rows, context), engine_choice(context)
        if has_state(obj):
            state = state_of(obj)
            order = StylizeOrder(exported.mesh, (part,), _fitting(settings, state.settings), choice.model, state, True)
        else:
            mask = exported.mesh.masks[part.name]
            order = StylizeOrder(exported.mesh, (replace(part, mask=mask),), settings, choice.model)
        runs.start(order, exported, format_prompt(now), (part.name,))


class ContinueOperator(Refusing, bpy.types.Operator):
    """Go on with the object's result for as many steps as the settings say"""

    bl_idname = "styleglip.continue_run"
    bl_label = "Continue"
    bl_options: ClassVar[set[str]] = {"REGISTER"}

    @classmethod
    def refusal(cls, context: bpy.types.Context) -> str:
        """The active object must have a result, and its state must be in the file or on this computer."""
        obj = target_object(context)
        sentence = missing_sentence() or busy_sentence() or why_not(obj)
        if not sentence and not has_state(obj):
            sentence = "There is nothing to go on from in this .blend or on this computer. Press Stylize first."
        return sentence

    def execute(self, context: bpy.types.Context) -> set[Any]:
        """Starts the run."""
        return start_job(self, lambda: self._begin(context))

    def _begin(self, context: bpy.types.Context) -> None:
        obj = target_object(context)
        state, choice = state_of(obj), engine_choice(context)
        steps = target_settings(context).iterations
        machine = replace(state.settings.machine, device=choice.device, threads=choice.threads)
        settings = state.settings.with_(iterations=state.step + steps, machine=machine)
        # A .blend from another computer does not say where the models are; then they are those of the preferences.
        model = state.choice if state.choice is not None else choice.model
        exported = export_object(obj)
        parts = tuple(Part(located.part.name, located.part.style) for located in state.parts)
        order = StylizeOrder(exported.mesh, (), settings, model, state)
        runs.start(order, exported, format_prompt(parts), state.only)


def _fitting(chosen: StylizeSettings, state: StylizeSettings) -> StylizeSettings:
    """The panel's settings as far as a new style for a part of an earlier run may differ from that run's.

    Where that run's fields start otherwise than the panel's recipe lets them, its own recipe stays: steps that suffice
    where a material is the start would leave a grey part grey.
    """
    if chosen.start is not state.start:
        chosen = state.with_(seed=chosen.seed, machine=chosen.machine, textures=chosen.textures)
    return chosen.with_(
        field=state.field,
        material=state.material,
        dense_vertices=state.dense_vertices,
        parts_mode=state.parts_mode,
    )

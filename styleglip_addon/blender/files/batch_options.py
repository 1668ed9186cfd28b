"""What a headless run is asked for: the command line's arguments, read and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import bpy

from ...engine.models import ModelChoice
from ...engine.prompts.reading import parse_prompt, read_prompt
from ...engine.vocabulary import Part, StylizeSettings
from ...engine.vocabulary.reproduction import RecordedRun
from ..reading.part_masks import PartMask
from ..textures.further_output import FurtherOutput
from .carried_results import carried_result
from .changes import PartChanges
from .rescue import RescuedResult


@dataclass(frozen=True)
class BatchOptions:
    """One headless run.

    Args:
        prompt: e.g. "pottery base, gold tube, linen shade".
        output: the file to write, of a kind in `outputs.OUTPUT_KINDS`.
        input: the mesh file; None: the file that Blender has open.
        object_name: the object to take; "": see `scene_files.read_object`.
        up: axis of the file that points up; "": as Blender imports it.
        report: JSON file to write; None: none.
        picture: PNG file to write, of the result; None: none.
        settings: of the engine.
        models: the guidance models.
        make_single_user: give the object its own copy of a mesh that others use.
        masks: what says where a part is, by part name; the other parts are looked for.
        further: what is wanted besides the result.
        recorded: the run to do again; its parts, with their strengths, replace the prompt's.
        rescued: the result to put on the object; nothing is stylized then, and its parts and settings are those.
        changes: of single parts, in the run or in a result that is there.
        variations: how many other pieces of each part's material are shown beside the output; 0: none.
        reopens: where the result is changed that the object has, what its settings become; nothing is stylized then
            either.
        shows_errors: whether the traceback of what fails is printed.
    """

    prompt: str
    output: Path
    input: Path | None = None
    object_name: str = ""
    up: str = ""
    report: Path | None = None
    picture: Path | None = None
    settings: StylizeSettings = field(default_factory=StylizeSettings)
    models: ModelChoice = field(default_factory=ModelChoice)
    make_single_user: bool = False
    masks: Mapping[str, PartMask] = field(default_factory=dict)
    further: FurtherOutput = field(default_factory=FurtherOutput)
    recorded: RecordedRun | None = None
    rescued: RescuedResult | None = None
    changes: PartChanges = field(default_factory=PartChanges)
    variations: int = 0
    reopens: Callable[[StylizeSettings], StylizeSettings] | None = None
    shows_errors: bool = False

    @property
    def written(self) -> tuple[Path, ...]:
        """Files that are written, one of each folder that may have to be made."""
        folder = self.further.texture_folder
        textures = None if folder is None else folder / "color.png"
        return tuple(path for path in (self.output, self.report, self.picture, textures) if path is not None)

    def prompt_doubts(self) -> tuple[str, ...]:
        """Sentences about words of the prompt that could have meant something else."""
        is_typed = self.rescued is None and self.recorded is None and self.reopens is None
        return read_prompt(self.prompt).doubts if is_typed else ()

    def parts(self) -> tuple[Part, ...]:
        """What should look how.

        Raises:
            PromptError: the prompt cannot be read.
        """
        if self.rescued is not None:
            parts = tuple(located.part for located in self.rescued.state.parts)
        else:
            parts = parse_prompt(self.prompt) if self.recorded is None else self.recorded.parts
        return self.changes.applied_to(parts)

    @property
    def only_looks(self) -> bool:
        """Whether the object stays as it is."""
        return self.reopens is not None and not self.changes

    def with_result_of(self, obj: bpy.types.Object) -> BatchOptions:
        """The same for the result that an object has, where that is to be changed.

        Raises:
            ObjectError, StateError: it has none, or the file does not hold what made it.
        """
        if self.reopens is None:
            return self
        carried = carried_result(obj, self.input or Path(bpy.data.filepath))
        state = replace(carried.state, settings=self.reopens(carried.state.settings))
        names = self.changes.names([located.part for located in state.parts])
        rescued = replace(carried, state=state, names=names)
        return replace(self, prompt=carried.prompt, settings=state.settings, rescued=rescued)

"""The command's --read-prompt: what a prompt would be read as, without a mesh and before anything is painted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...engine.models import ModelChoice
from ...engine.prompts.reading import read_prompt
from ...engine.prompts.styles import told_before_run
from ...engine.vocabulary import Part, PartReading, StylizeSettings
from ...engine.vocabulary.part_names import place_of
from ...engine.vocabulary.part_reading import as_shown, check_understood
from ...engine.vocabulary.settings import Start
from .arguments import read_models, read_settings
from .command_parser import command_parser
from .style_pictures import with_pictures


@dataclass(frozen=True)
class ReadPromptOrder:
    """What to read.

    Args:
        prompt: as typed.
        settings: of the run that it would be.
        models: of that run; they are loaded only where no material, colour or look has the words.
    """

    prompt: str
    settings: StylizeSettings
    models: ModelChoice


def read_prompt_order(arguments: Sequence[str]) -> ReadPromptOrder | None:
    """What --read-prompt asks for; None where it is not given.

    Raises:
        SystemExit: --help, or wrong usage, which has been told on stderr.
        SettingsError: a value cannot be read.
    """
    if not any(argument.startswith("--read-p") for argument in arguments):
        return None
    parser = command_parser()
    values = parser.parse_args(list(arguments))
    if not values.read_prompt:
        return None
    if values.prompt is None:
        parser.error("--read-prompt needs --prompt")
    return ReadPromptOrder(values.prompt, read_settings(values), read_models(values))


def reading_lines(order: ReadPromptOrder) -> Iterator[str]:
    """What the prompt is read as: a line per part, and indented below it what its style is taken for and doubts.

    Raises:
        PromptError: the prompt or a picture that it names cannot be read, or nothing was understood of a style.
        ModelError: the model files are missing or damaged.
    """
    reading = read_prompt(order.prompt)
    # A picture that is not there would end the run: it is read here as well.
    readings = _readings(with_pictures(reading.parts), order)
    check_understood(readings)
    told = {note.name: note for note in readings}
    for part in reading.parts:
        yield f"{part.name}: {part.style}"
        note = told.get(part.name)
        for line in (*note.lines, *(f"doubtful: {doubt}" for doubt in note.doubts)) if note is not None else ():
            yield f"    {as_shown(line)}"
    for doubt in reading.doubts:
        yield f"doubtful: {doubt}"


def _readings(parts: Sequence[Part], order: ReadPromptOrder) -> tuple[PartReading, ...]:
    if order.settings.start is Start.GREY:
        return ()
    known = tuple(told_before_run(part, place_of([p.name for p in parts], part.name)) for part in parts)
    if not any(note.doubts for note in known):
        return known
    from ...engine import load_models, read_styles  # PyTorch: not needed where all words are known

    return read_styles(parts, order.settings, lambda: load_models(order.models, order.settings.machine.device))

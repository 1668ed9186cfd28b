"""What is fuzzed: one try of each subject, decided by its number alone, and what must not come of it."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from .. import model_files
from ..case import QUICK, SHORT
from ..gltf_files import cube, glb_bytes
from ..results import REPORT, STATE, contents
from ..running import DONE, Outcome, make_places, run_command
from .drawn import mesh_file, prompt
from .mutations import json_bytes, mutate_bytes, mutate_json

Try = Callable[[random.Random, Path], Iterator[str]]
"""Makes a try in an empty folder; gives a line for each thing that is wrong with what came of it."""

_OUTPUT = "out.blend"
_WHOLE = ("--prompt", "gold", "--output", _OUTPUT, *SHORT)
_SHARE_STYLIZED = 1 / 3
_REFUSALS = ("USAGE", "INPUT_FILE", "MESH", "PROMPT", "MODEL", "OUTPUT")
"""Exit codes of what was refused with a reason."""


@dataclass(frozen=True)
class Subject:
    """Something that is fuzzed.

    Args:
        tries: how many there are in a whole fuzz.
        sample: how many of them the tests make.
        attempt: makes one.
    """

    tries: int
    sample: int
    attempt: Try


def attempt(name: str, number: int, around: Path) -> list[str]:
    """Makes a try; what is wrong with what came of it, a line each.

    Args:
        name: of the subject.
        number: of the try; the same number gives the same try.
        around: an empty folder.
    """
    draw = random.Random(f"{name} {number}")
    return list(SUBJECTS[name].attempt(draw, around))


def wrong(outcome: Outcome, *outputs: str) -> Iterator[str]:
    """What a command must never do, whatever it was given."""
    from styleglip_addon.batch import ExitCode

    lines = [line for line in outcome.told.splitlines() if line.strip()]
    done, refused = ({ExitCode[name].value for name in names} for names in (DONE, _REFUSALS))
    if outcome.code not in done | refused:
        yield f"exit code {outcome.code}: {lines[-1] if lines else ''}"
    if outcome.code != 0 and not (lines and lines[-1].startswith("StyleGLIP: ")):
        yield f"no sentence: {lines[-1] if lines else ''}"
    for word in ("Traceback", "unexpected"):
        if word in outcome.told:
            yield f"standard error has the word {word}: {lines[-1]}"
    allowed = outputs if outcome.code in done else ()
    for path in sorted(outcome.changed - set(allowed)):
        yield f"{path} is new, changed or gone"


def _mesh(draw: random.Random, around: Path) -> Iterator[str]:
    name, content = mesh_file(draw)
    (make_places(around) / name).write_bytes(content)
    yield from _stylized(name, draw, around)


def _glb(draw: random.Random, around: Path) -> Iterator[str]:
    folder = make_places(around)
    content = glb_bytes(mutate_json(cube(), draw)) if draw.random() < 0.5 else mutate_bytes(glb_bytes(), draw)
    (folder / "mesh.glb").write_bytes(content)
    yield from _stylized("mesh.glb", draw, around)


def _stylized(name: str, draw: random.Random, around: Path) -> Iterator[str]:
    """A mesh file is read and checked; a third of those that can be are also stylized, which takes seconds."""
    from styleglip_addon.blender.files import headless
    from styleglip_addon.blender.reading.validation import ObjectError

    with ExitStack() as stack:
        if draw.random() > _SHARE_STYLIZED:
            enough = ObjectError("All was read.")
            stack.enter_context(mock.patch.object(headless, "_result", side_effect=enough))
        yield from wrong(run_command(("--input", name, *_WHOLE), around), _OUTPUT)


def _prompt(draw: random.Random, around: Path) -> Iterator[str]:
    from styleglip_addon.engine.prompts.reading import parse_prompt
    from styleglip_addon.engine.prompts.styles import told_before_run
    from styleglip_addon.engine.vocabulary.errors import PromptError

    make_places(around)
    text = prompt(draw)
    # From grey no word has to be asked of a model; what the tables say of the words is asked below.
    yield from wrong(run_command((f"--prompt={text}", "--read-prompt", '--settings={"start": "grey"}'), around))
    try:
        parts = parse_prompt(text)
    except PromptError:
        return
    names = [part.name for part in parts]
    if not parts or len(set(names)) < len(names) or not all(names):
        yield f"parts without a name, or twice the same: {names}"
    for part in parts:
        told_before_run(part)


def _report(draw: random.Random, around: Path) -> Iterator[str]:
    folder = make_places(around)
    (folder / "vase.blend").write_bytes(contents()["vase.blend"])
    document = json.loads(contents()[REPORT])
    document["input"], document["settings"]["iterations"] = "vase.blend", 1
    document["models"] = {"glip": str(model_files.untrained()), "clip": str(model_files.untrained())}
    (folder / REPORT).write_bytes(json_bytes(mutate_json(document, draw), draw))
    yield from _read_only(["--from-report", REPORT, "--output", _OUTPUT], around)


def _settings(draw: random.Random, around: Path) -> Iterator[str]:
    from styleglip_addon.engine.vocabulary import StylizeSettings

    folder = make_places(around)
    document = StylizeSettings().to_dict() if draw.random() < 0.7 else json.loads(QUICK)
    (folder / "settings.json").write_bytes(json_bytes(mutate_json(document, draw), draw))
    yield from _read_only(["--prompt", "gold lid", "--output", _OUTPUT, "--settings", "settings.json"], around)


def _read_only(arguments: list[str], around: Path) -> Iterator[str]:
    """A command whose options are read, and no more: a run would take as long as its settings say."""
    from styleglip_addon.blender.files import calls
    from styleglip_addon.blender.files.scene_files import InputFileError

    def read(options: object, *others: object) -> None:
        options.parts()  # type: ignore[attr-defined]
        raise InputFileError("All was read.")

    with mock.patch.object(calls, "stylize_file", read):
        yield from wrong(run_command(arguments, around))


def _state(draw: random.Random, around: Path) -> Iterator[str]:
    folder = make_places(around)
    (folder / "vase.blend").write_bytes(contents()["vase.blend"])
    (folder / STATE).write_bytes(_mutated_tensors(contents()[STATE], draw))
    arguments = ("--from-state", STATE, "--input", "vase.blend", "--output", _OUTPUT)
    yield from wrong(run_command(arguments, around), _OUTPUT)


def _mutated_tensors(content: bytes, draw: random.Random) -> bytes:
    """A safetensors file with other bytes, or with another header that is JSON all the same."""
    if draw.random() < 0.4:
        return mutate_bytes(content, draw)
    length = int.from_bytes(content[:8], "little")
    document = json.loads(content[8 : 8 + length])
    entries = [name for name, text in document.get("__metadata__", {}).items() if text.startswith("{")]
    if entries and draw.random() < 0.7:
        entry = draw.choice(entries)
        document["__metadata__"][entry] = json.dumps(mutate_json(json.loads(document["__metadata__"][entry]), draw))
    else:
        document = mutate_json(document, draw)
    header = json.dumps(document).encode()
    header += b" " * (-len(header) % 8)
    return len(header).to_bytes(8, "little") + header + content[8 + length :]


def _checkpoint(draw: random.Random, around: Path) -> Iterator[str]:
    from styleglip_addon.engine import load_models
    from styleglip_addon.engine.vocabulary.errors import ModelError
    from styleglip_addon.engine.vocabulary.settings import Device

    folder = around / "model"
    shutil.copytree(model_files.untrained(), folder)
    path = draw.choice(sorted(folder.iterdir()))
    content = path.read_bytes()
    if path.suffix == ".safetensors":
        content = _mutated_tensors(content, draw)
    elif path.suffix == ".json" and draw.random() < 0.7:
        content = json_bytes(mutate_json(json.loads(content), draw), draw)
    else:
        content = mutate_bytes(content, draw)
    path.write_bytes(content)
    try:
        load_models(folder, Device.CPU)
    except ModelError as error:
        if not str(error):
            yield "an error without a sentence"
    left = {path.name for path in around.iterdir()}
    if left != {"model"}:
        yield f"files were made: {left}"
    shutil.rmtree(folder)


SUBJECTS = {
    "meshes": Subject(300, 6, _mesh),
    "prompts": Subject(1000, 100, _prompt),
    "reports": Subject(300, 40, _report),
    "settings": Subject(300, 60, _settings),
    "states": Subject(300, 8, _state),
    "checkpoints": Subject(300, 8, _checkpoint),
    "glb": Subject(300, 12, _glb),
}

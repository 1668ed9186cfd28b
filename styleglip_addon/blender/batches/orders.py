"""What a command line with many assets, or a job file, asks for: read and checked before any work."""

from __future__ import annotations

import argparse
import contextlib
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy

from ...engine.vocabulary.errors import StyleGLIPError
from ..files.arguments import read_options
from ..files.batch_arguments import BATCH_OPTIONS, Several, add_batch_arguments
from ..files.command_parser import command_parser
from ..files.find_options import read_find_order
from ..files.scene_files import INPUT_SUFFIXES, InputFileError
from .drafts import BatchOrder, Draft
from .job_files import JobError, JobText, read_job_file
from .job_schema import PATHS, PATTERNS, arguments_of, read_entries
from .output_names import FIELDS, fixed_folder, unknown_field, with_names

JOURNAL_NAME = "styleglip-batch.jsonl"
_WITH_JOB = frozenset(
    "prompt output report picture seed iterations device preset textures model glip clip debug".split()  # noqa: SIM905
)
"""Options that may stand beside --job: they win over what it says."""


def read_batch(arguments: Sequence[str]) -> BatchOrder | None:
    """What a command line asks for; None where it is a call for one asset as ever.

    Raises:
        SystemExit: --help, or wrong usage, which has been told on stderr.
        JobError: the job file says something that cannot be done.
        StyleGLIPError: a value cannot be read.
    """
    parser = command_parser()
    values = parser.parse_args(list(arguments))
    texts = list(getattr(values, "inputs", ()))
    objects = list(getattr(values, "objects", ()))
    asked = any(getattr(values, name) for name in BATCH_OPTIONS)
    if not asked and len(texts) < 2 and len(objects) < 2 and not any(map(_is_several, texts)):
        return None
    if values.read_prompt or values.from_state is not None:
        parser.error(f"{'--read-prompt' if values.read_prompt else '--from-state'} is for one asset at a time")
    own, rest = _own_parser().parse_known_args(list(arguments))
    if values.job is not None:
        given = [name for name in _names(values, parser) if name not in (*_WITH_JOB, *BATCH_OPTIONS)]
        given += [name for name in ("collection", "all") if getattr(values, name)]
        if given:
            parser.error(f"--job says what is made; leave out --{given[0].replace('_', '-')}")
        drafts = _drafts_of_job(read_job_file(values.job), own, rest)
    else:
        drafts = [_draft_of_line(values, own, rest, texts, objects)]
    for draft in drafts:
        _check_draft(draft)
    if values.dry_run and values.find_parts is not None:
        parser.error("--dry-run tells what a run would take; leave out --find-parts")
    if values.dry_run and values.resume:
        parser.error("--dry-run writes nothing; leave out --resume")
    journal = values.journal or (Path(own.journal) if own.journal else _usual_journal(drafts))
    if values.resume and journal is None:
        parser.error("--resume needs --journal FILE where there is no --output")
    return BatchOrder(
        drafts=tuple(drafts),
        journal=None if values.dry_run or journal is None else journal.absolute(),
        events=values.events or "",
        html=None if values.html is None else values.html.absolute(),
        skip_existing=values.skip_existing,
        resume=values.resume,
        dry_run=values.dry_run,
        debug=values.debug,
    )


def _is_several(text: str) -> bool:
    """Whether an input may stand for several files: a folder, or a pattern that is no file's name."""
    if not text or (Path(text).suffix.lower() in INPUT_SUFFIXES and "*" not in text and not _is_pattern(text)):
        return False
    try:
        return Path(text).is_dir() or _is_pattern(text)
    except (OSError, ValueError):  # too long for a name
        return False


def _is_pattern(text: str) -> bool:
    try:
        return any(sign in text for sign in "*?[") and not Path(text).exists()
    except (OSError, ValueError):
        return False


def _own_parser() -> argparse.ArgumentParser:
    """Takes the options that are not handed on to the calls as they are."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--input", nargs="+", action=Several)
    parser.add_argument("--object", action=Several)
    for name in PATTERNS:
        parser.add_argument(f"--{name.replace('_', '-')}")
    add_batch_arguments(parser)
    return parser


def _names(values: argparse.Namespace, parser: argparse.ArgumentParser) -> list[str]:
    """The options that were given."""
    return [
        name
        for name, value in vars(values).items()
        if name not in ("inputs", "objects") and value != parser.get_default(name)
    ]


def _draft_of_line(
    values: argparse.Namespace, own: argparse.Namespace, rest: list[str], texts: list[str], objects: list[str]
) -> Draft:
    if not texts:
        if not bpy.data.filepath:
            raise InputFileError(
                "No mesh was given. Name files, folders or patterns with --input, a job with --job, or a .blend file "
                "before -P on Blender's command line."
            )
        texts = [bpy.data.filepath]
    return Draft(
        inputs=tuple(str(Path(text).absolute()) for text in texts),
        objects=tuple(objects),
        collections=tuple(values.collection),
        every=values.all,
        arguments=tuple(rest),
        patterns=_patterns({name: getattr(own, name) for name in PATTERNS}, Path.cwd()),
        timeout=values.timeout,
    )


def _drafts_of_job(job: JobText, own: argparse.Namespace, rest: list[str]) -> list[Draft]:
    folder = job.path.absolute().parent
    given = {name: str(Path(value).absolute()) for name in PATTERNS if (value := getattr(own, name))}
    drafts = []
    for where, entries in read_entries(job):
        seen = {name: _seen_from(folder, name, value) for name, value in entries.items()}
        fields = {**{name: seen[name] for name in PATTERNS if name in seen}, **given}
        draft = Draft(
            inputs=tuple(str(folder / text) for text in _list(seen["input"])),
            objects=tuple(_list(seen.get("object", []))),
            collections=tuple(_list(seen.get("collection", []))),
            every=bool(seen.get("all", False)),
            name=seen.get("name", ""),
            arguments=(*arguments_of({n: v for n, v in seen.items() if n not in PATTERNS}), *rest),
            timeout=float(own.timeout or seen.get("timeout", 0.0)),
            job=job,
            where=where,
        )
        drafts.append(replace(draft, patterns=_patterns(fields, folder)))
    return drafts


def _seen_from(folder: Path, name: str, value: Any) -> Any:
    """A value, where it is a path as it is seen from the job's folder."""
    is_path = name in PATHS and not (name in ("model", "glip", "clip") and value == "embedded")
    if not is_path or name in PATTERNS:
        return value
    return str(folder / Path(value).expanduser())


def _patterns(values: dict[str, Any], folder: Path) -> tuple[tuple[str, str], ...]:
    found = [(f"--{name.replace('_', '-')}", value) for name, value in values.items() if value]
    return tuple((option, _absolute(value, folder)) for option, value in found)


def _absolute(pattern: str, folder: Path) -> str:
    """A pattern seen from a folder; that it means a folder itself stays to be seen."""
    return str(folder / pattern) + ("/" if pattern.endswith(("/", "\\")) else "")


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _check_draft(draft: Draft) -> None:
    """Reads the call once, so that what is wrong with it is told before any work, with its place."""
    for option, pattern in draft.patterns:
        if field := unknown_field(pattern):
            told = ", ".join(f"{{{name}}}" for name in FIELDS)
            raise JobError(f'{draft.place()}{option} has no "{{{field}}}". There are: {told}.')
    patterns = dict(draft.patterns)
    if draft.output:
        patterns["--output"] = with_names(draft.output, draft.several_objects)
    trial = [*draft.arguments, *(f"{option}={value}" for option, value in patterns.items())]
    trial.append(f"--input={'model.obj' if '--up' in ' '.join(draft.arguments) else 'model.blend'}")
    heard = io.StringIO()
    try:
        with contextlib.redirect_stderr(heard):
            if read_find_order(trial) is None:
                options = read_options(trial)
                if options.reopens is None:
                    options.parts()
    except SystemExit as error:
        sentence = heard.getvalue().strip().removeprefix("StyleGLIP: ").removesuffix(" See --help.")
        raise JobError(f"{draft.place()}{sentence}{'' if draft.job else ' See --help.'}") from error
    except StyleGLIPError as error:
        raise type(error)(f"{draft.place()}{error}") from error


def _usual_journal(drafts: Sequence[Draft]) -> Path | None:
    patterns = [with_names(draft.output, draft.several_objects) for draft in drafts if draft.output]
    return fixed_folder(patterns[0]) / JOURNAL_NAME if patterns else None

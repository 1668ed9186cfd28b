"""Runs a case's command and tells what came of it: exit code, standard error, every file that is not as before."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from unittest import mock

from . import model_files
from .case import MODEL, Case

ROOT = Path(__file__).resolve().parents[2]
DONE = ("OK", "NOT_FOUND", "NOTHING_FOUND", "INCOMPLETE", "PARTLY", "NONE_DONE")
"""Exit codes of commands that wrote what they could."""
_LONGEST_SENTENCE = 600
_SECONDS = 300.0


class NotHereError(Exception):
    """A case cannot be made on this computer; the message says what it needs."""


@dataclass(frozen=True)
class Outcome:
    """What came of a case.

    Args:
        code: the exit code.
        told: standard error.
        printed: standard output.
        changed: files that are new, other or gone, seen from the case's folder, or from the one around it ("../").
    """

    code: int
    told: str
    printed: str
    changed: frozenset[str]


def run_case(case: Case, around: Path) -> Outcome:
    """Makes the case's files in an empty folder of `around`, runs its command there, and compares.

    Beside the folder lie a file that a path may climb to, and the folder of temporary files: both must stay as they
    are.
    """
    folder = make_places(around)
    empty_blender()
    with small_disk(folder / "small", case.disk) if case.disk else contextlib.nullcontext():
        if case.files is not None:
            case.files(folder)
        return run_command(case.arguments, around, own_process=case.own_process, memory=case.memory)


@contextlib.contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """A file system of `size` bytes at a new folder.

    Raises:
        NotHereError: it cannot be had on this computer, or not by this user.
    """
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotHereError("a small file system needs Linux and the right to mount") from error
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True, capture_output=True)


def make_places(around: Path) -> Path:
    """The empty folder that a command is to run in, and what lies around it."""
    for place in ("here", "temporary"):
        (around / place).mkdir(parents=True)
    (around / "secret.mtl").write_text("newmtl Secret\n", encoding="utf-8")
    return around / "here"


def run_command(arguments: Sequence[str], around: Path, *, own_process: bool = False, memory: int = 0) -> Outcome:
    """Runs a command in the folder of `make_places` and compares all files; see `Case` for what it may have.

    Raises:
        NotHereError: the memory of a process cannot be limited here.
    """
    given = [model_files.untrained().as_posix() if argument == MODEL else argument for argument in arguments]
    empty_blender()
    before = _fingerprints(around)
    folder, temporary = around / "here", around / "temporary"
    run = _in_process(given, folder, temporary, memory) if own_process else _here(given, folder, temporary)
    code, told, printed = run
    after = _fingerprints(around)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    return Outcome(code, told, printed, frozenset(path.removeprefix("here/") for path in changed))


def faults_of(case: Case, outcome: Outcome) -> Iterator[str]:
    """What is not as the case says, a line each."""
    from styleglip_addon.batch import ExitCode

    expected = ExitCode[case.code]
    if outcome.code != expected:
        yield f"exit code {outcome.code}, not {expected.value} ({case.code})"
    lines = [line for line in outcome.told.splitlines() if line.strip()]
    sentence = lines[-1] if lines and case.code not in DONE else outcome.told
    if expected is not ExitCode.OK and not (lines and lines[-1].startswith("StyleGLIP: ")):
        yield "the last line on standard error is no sentence of ours"
    if expected is not ExitCode.OK and lines and len(lines[-1]) > _LONGEST_SENTENCE:
        yield f"the sentence has {len(lines[-1])} letters"
    for word in ("Traceback", "unexpected"):
        if word in outcome.told:
            yield f"standard error has the word {word}"
    for pattern in case.says:
        if re.search(pattern, sentence) is None:
            yield f"nothing says {pattern!r}"
    for path in sorted(outcome.changed):
        if not any(fnmatch(path, pattern) for pattern in case.writes):
            yield f"{path} is new, changed or gone"
    for pattern in case.writes:
        if not any(fnmatch(path, pattern) for path in outcome.changed):
            yield f"{pattern} was not written"


def empty_blender() -> None:
    """An empty file in this process's Blender, where there is anything else; loading one takes a while."""
    import bpy

    if bpy.data.filepath or any(len(blocks) for blocks in (bpy.data.objects, bpy.data.meshes, bpy.data.images)):
        bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)


def _fingerprints(folder: Path) -> dict[str, str]:
    """The content of every file and the target of every link below a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"link to {path.readlink()}"
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def _here(arguments: list[str], folder: Path, temporary: Path) -> tuple[int, str, str]:
    """The command's main function, in this process: quick, and faithful where no state is left behind."""
    from styleglip_addon.batch import main

    told, printed = _stream("backslashreplace"), _stream("strict")
    with (
        contextlib.chdir(folder),
        mock.patch.object(tempfile, "tempdir", str(temporary)),
        contextlib.redirect_stderr(told),
        contextlib.redirect_stdout(printed),
    ):
        code = main(arguments)
    return int(code), _content(told), _content(printed)


def _stream(errors: str) -> io.TextIOWrapper:
    """A stream that refuses what the process's own would refuse."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors=errors, write_through=True)


def _content(stream: io.TextIOWrapper) -> str:
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode(errors="replace")


def _in_process(arguments: list[str], folder: Path, temporary: Path, memory: int) -> tuple[int, str, str]:
    """The command as users start it."""
    limited = []
    if memory:  # the shell's own, for what a process limits itself to it cannot take back
        if sys.platform != "linux":
            raise NotHereError("the memory of a process can be limited on Linux")
        limited = ["bash", "-c", f'ulimit -v {memory // 1024} && exec "$@"', "limited"]
    environ = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    command = [*limited, sys.executable, "-m", "styleglip_addon.batch", *arguments]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=_SECONDS)
    return done.returncode, done.stderr, done.stdout

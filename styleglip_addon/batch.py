"""Stylizes without a window, in Blender or with Blender's Python module.

    blender --background [FILE.blend] -P styleglip_addon/batch.py -- --input MESH --prompt "..." --output OUT.blend
    python -m styleglip_addon.batch --input MESH --prompt "..." --output OUT.blend

Timers never run in background mode, so the engine is called directly and waited for.
"""

# ruff: noqa: E402 (a file that is started by its path has to find its package before it can import from it)

from __future__ import annotations

import sys
from pathlib import Path


def _package_name() -> str:
    """Imports the package this file belongs to, when the file was started by its path, and gives the package's name.

    The package is loaded from its folder, without a change to `sys.path`. Where Blender has it loaded as an enabled
    extension, under a name of Blender's, that one is taken.
    """
    from importlib.util import module_from_spec, spec_from_file_location

    start = Path(__file__).resolve().parent / "__init__.py"
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) and Path(str(module.__file__)).resolve() == start:
            return name
    name = start.parent.name
    spec = spec_from_file_location(name, start, submodule_search_locations=[str(start.parent)])
    if spec is None or spec.loader is None:
        sys.exit(f'StyleGLIP: "{start}" cannot be loaded. Install the add-on again.')
    package = module_from_spec(spec)
    sys.modules[name] = package
    spec.loader.exec_module(package)
    return name


if not __package__:
    from importlib import import_module

    _batch = import_module(f"{_package_name()}.batch")
    _batch.end_process(_batch.main())

import contextlib
import os
import shutil
import traceback
from collections.abc import Sequence
from typing import NoReturn

try:
    import bpy
except ImportError:
    if __name__ != "__main__":
        raise
    sys.exit("StyleGLIP: this Python has no bpy module. Run it with Blender, or in the environment of tools/demo.py.")

from .blender.batches.orders import read_batch
from .blender.batches.running import run_batch
from .blender.batches.worker import work
from .blender.batches.worker_process import WORKER
from .blender.files.arguments import read_options
from .blender.files.calls import run_call
from .blender.files.exit_codes import ExitCode, code_of
from .blender.files.failures import sentence_of
from .blender.files.interruption import stopped_by_signals
from .blender.files.progress_line import ProgressLine
from .packages.lock import lock_here
from .packages.search_path import activate

_PACKAGE_FOLDER = Path(__file__).resolve().parent

__all__ = ["ExitCode", "ProgressLine", "code_of", "end_process", "main", "read_options"]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line; every failure is one sentence on stderr.

    Args:
        argv: the arguments; None: those of the process, in Blender the ones behind "--".

    Returns:
        An `ExitCode`.
    """
    arguments = _process_arguments() if argv is None else list(argv)
    find_packages()
    if arguments == [WORKER]:
        return work()
    progress = ProgressLine(sys.stderr)
    try:
        with stopped_by_signals():
            if (batch := read_batch(arguments)) is not None:
                return run_batch(batch, sys.stderr)
            return run_call(arguments, progress).code
    except SystemExit as error:  # argparse: --help or wrong usage
        return int(error.code or 0)
    except BaseException as error:
        progress.close()
        if "--debug" in arguments:
            traceback.print_exc()
        print(f"StyleGLIP: {sentence_of(error)}", file=sys.stderr)
        return code_of(error)


def find_packages(package: Path = _PACKAGE_FOLDER) -> None:
    """Lets Python find what Install Packages has installed, also where Blender did not enable the extension.

    Args:
        package: the extension's folder in a repository of Blender's.
    """
    with contextlib.suppress(ValueError):  # it lies in none, as in a checkout
        root = bpy.utils.extension_path_user(f"bl_ext.{package.parent.name}.{package.name}", path="packages")
        activate(Path(root), lock_here(package / "packages" / "locks"))


def _process_arguments() -> list[str]:
    """The arguments meant for this program: in Blender those behind "--", else all."""
    if "--" in sys.argv:
        return sys.argv[sys.argv.index("--") + 1 :]
    return [] if bpy.app.binary_path else sys.argv[1:]


def end_process(code: int) -> NoReturn:
    """Ends a process that has nothing left to do, in one that has Blender as a module at once.

    The modules of 4.2 to 4.5 may crash or wait for ever while the interpreter shuts down, after all is written; one of
    the reasons is a driver whose expression failed.
    """
    if bpy.app.binary_path:
        sys.exit(code)
    shutil.rmtree(bpy.app.tempdir, ignore_errors=True)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # whoever read it may have gone
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    end_process(main())

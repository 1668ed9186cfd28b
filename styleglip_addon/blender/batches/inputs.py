"""The assets of a batch: files, folders, patterns and the objects of .blend files, each with its call and outputs."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..files.exit_codes import ExitCode
from ..files.scene_files import INPUT_SUFFIXES, InputFileError
from ..files.used_files import plain_path
from .assets import Asset
from .drafts import Draft
from .job_files import JobError
from .output_names import filled, with_names


@dataclass(frozen=True)
class Listing:
    """The objects of a .blend file that were asked for.

    Args:
        names: of the objects.
        fault: why they are not known; "": they are.
        code: the exit code of that.
    """

    names: tuple[str, ...] = ()
    fault: str = ""
    code: ExitCode = ExitCode.INPUT_FILE


Lists = Callable[[Path, Draft], Listing]
"""Looks into a .blend file."""


@dataclass
class Plan:
    """The assets of a batch.

    Args:
        assets: in order.
        notes: sentences about what was left out.
    """

    assets: list[Asset] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def planned(drafts: Sequence[Draft], lists: Lists, made: Iterable[str] = ()) -> Plan:
    """The assets of a batch.

    Args:
        drafts: what is asked for.
        lists: looks into .blend files.
        made: paths that earlier calls of the same batch wrote: a folder or pattern that finds them does not mean them.

    Raises:
        InputFileError: a folder or pattern gives no file.
        JobError: two assets would be written to the same file, or one over another's input.
    """
    plan = Plan()
    own = {plain_path(Path(path)) for path in made}
    for draft in drafts:
        for text in draft.inputs:
            for path in _files(draft, text, own, plan):
                for asset in _assets(draft, path, lists, len(plan.assets) + 1):
                    plan.assets.append(asset)
    _check_outputs(plan.assets)
    return plan


def _files(draft: Draft, text: str, made: set[str], plan: Plan) -> list[Path]:
    """The files that one input stands for."""
    path = Path(text)
    is_folder = path.is_dir() and path.suffix.lower() not in INPUT_SUFFIXES
    if not is_folder and (path.exists() or not any(sign in text for sign in "*?[")):
        return [path]
    found = [Path(name) for name in _fitting(str(Path(glob.escape(text)) / "*") if is_folder else text)]
    files = sorted((file for file in found if file.is_file()), key=lambda file: str(file).casefold())
    meshes = [file for file in files if file.suffix.lower() in INPUT_SUFFIXES and plain_path(file) not in made]
    if not meshes:
        kinds = ", ".join(INPUT_SUFFIXES)
        what = f'The folder "{text}" holds no mesh' if is_folder else f'Nothing fits "{text}"'
        raise InputFileError(f"{draft.place()}{what} ({kinds}). Check its name.")
    others = len(files) - len(meshes)
    if others:
        files_are = "1 file is" if others == 1 else f"{others} files are"
        plan.notes.append(f'{files_are} left out of "{text}": no meshes, or written by this batch.')
    return meshes


def _fitting(pattern: str) -> list[str]:
    """The files that fit an absolute pattern; "**" stands for any folders."""
    return glob.glob(pattern, recursive=True)  # noqa: PTH207 (pathlib takes no absolute pattern)


def _assets(draft: Draft, path: Path, lists: Lists, number: int) -> list[Asset]:
    """The assets of one file, numbered from `number` on."""
    is_blend = path.suffix.lower() == ".blend"
    if draft.collections and not is_blend:
        fault = f'"{path}" has no collections. Leave out --collection, or name a .blend file.'
        return [replace(_asset(draft, path, "", number), fault=fault)]
    if is_blend and (draft.every or draft.collections):
        listing = lists(path, draft)
        if listing.fault:
            return [replace(_asset(draft, path, "", number), fault=listing.fault, fault_code=listing.code)]
        names: Sequence[str] = listing.names
    else:
        names = draft.objects or ("",)
    return [_asset(draft, path, name, number + place) for place, name in enumerate(names)]


def _asset(draft: Draft, path: Path, object_name: str, number: int) -> Asset:
    fields = {
        "name": draft.name or path.stem,
        "object": object_name or draft.name or path.stem,
        "folder": path.parent.name,
        "number": f"{number:04d}",
    }
    arguments = [*draft.arguments, f"--input={path}"]
    if object_name:
        arguments.append(f"--object={object_name}")
    files = {}
    for option, pattern in draft.patterns:
        if option == "--output":
            pattern = with_names(pattern, draft.several_objects)
        files[option] = Path(filled(pattern, fields))
        arguments.append(f"{option}={files[option]}")
    told = fields["name"] if not object_name else f"{fields['name']}, {object_name}"
    return Asset(
        number=number,
        name=told,
        input=path,
        object_name=object_name,
        arguments=tuple(arguments),
        output=files.get("--output"),
        others=tuple(files[option] for option in ("--report", "--picture") if option in files),
        timeout=draft.timeout,
    )


def _check_outputs(assets: Sequence[Asset]) -> None:
    inputs = {plain_path(asset.input): asset for asset in reversed(assets)}
    taken: dict[str, Asset] = {}
    for asset in assets:
        for path in asset.files:
            plain = plain_path(path)
            if (other := taken.setdefault(plain, asset)) is not asset:
                cure = "{object}" if other.input == asset.input else "{folder} or {number}"
                raise JobError(
                    f'"{path}" would be written twice: for "{other.name}" ({other.input}) and "{asset.name}" '
                    f"({asset.input}). Put {cure} into its name."
                )
            if (other := inputs.get(plain, asset)).input != asset.input:
                raise JobError(
                    f'"{path}" would be written for "{asset.name}", but it is an input. Name another folder.'
                )

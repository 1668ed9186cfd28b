"""What follows from the kind of the output: options that it has no place for, and whether textures are made."""

from __future__ import annotations

import argparse
from pathlib import Path

from ...engine.vocabulary import StylizeSettings
from ...engine.vocabulary.settings import TextureMode, TextureSettings
from .exports import has_writer
from .outputs import OUTPUT_KINDS, Carries, kind_of


def output_fault(values: argparse.Namespace) -> str:
    """What is wrong with --output and the options beside it, as the end of a sentence; "" if nothing is."""
    kind = kind_of(values.output)
    if kind is None:
        return f'--output must end in {" or ".join(OUTPUT_KINDS)}, not "{values.output.name}"'
    if not has_writer(values.output):
        return f"this Blender was built without what writes {values.output.suffix} files; choose another --output"
    if kind.carries is Carries.ALL:
        return ""
    suffix = values.output.suffix
    if values.dense_copy:
        return f"--dense-copy adds an object to a scene, and a {suffix} file holds one object; write a .blend file"
    if kind.carries is Carries.COLORS:
        textured = values.textures is not None and values.textures.mode is TextureMode.ALWAYS
        for option, given in (("--bake", values.bake), ("--textures", textured), ("--bake-folder", values.bake_folder)):
            if given:
                return f"a {suffix} file holds no textures; leave out {option}"
    return ""


def left_out(output: Path, settings: StylizeSettings) -> tuple[str, ...]:
    """Sentences about what of a result does not come into a file of this kind."""
    kind = kind_of(output)
    if kind is None or kind.carries is Carries.ALL:
        return ()
    if kind.carries is Carries.COLORS:
        return (f"A {output.suffix} file holds the shape and the colors of vertices alone, and no more of a material.",)
    if settings.textures.mode is TextureMode.OFF:
        return (
            f"A {output.suffix} file without textures holds the colors of vertices alone; --textures 1024 brings "
            "roughness, metal and the rest.",
        )
    return ()


def carries_textures(values: argparse.Namespace) -> bool:
    """Whether all that the output carries of a material is in textures."""
    kind = kind_of(values.output)
    return kind is not None and kind.carries is Carries.TEXTURES


def with_textures(settings: StylizeSettings, values: argparse.Namespace, *, reopens: bool = False) -> StylizeSettings:
    """The settings of a run with the textures that its output needs, where neither option nor setting says which.

    Args:
        settings: as they are.
        values: the command line.
        reopens: whether the settings are those of a result that is there, whose file needed no textures.
    """
    if values.textures is not None:
        return settings.with_(textures=values.textures)
    kind = None if values.output is None else kind_of(values.output)
    if kind is None or values.bake or (settings.textures.mode is not TextureMode.AUTO and not reopens):
        return settings
    if kind.carries is Carries.TEXTURES:
        return settings.with_(textures=TextureSettings(TextureMode.ALWAYS, settings.textures.size))
    return settings.with_(textures=TextureSettings(TextureMode.OFF)) if kind.carries is Carries.COLORS else settings

"""Keeps the interface's translations complete.

    python tools/translate.py                 what is missing, as a table to be filled in
    python tools/translate.py --take TABLE    puts a filled table into styleglip_addon/ui/language/catalogues/*.po

The texts are collected from the source and from Blender, where the add-on is enabled; those that are gone leave the
catalogues. In a table each English text stands behind "= ", and below it a line for each language that lacks it.
Places in braces, such as {name}, are put in when the text is shown, and stay as they are. The exit code is 1 where
something is missing.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import os
import tempfile
from contextlib import redirect_stdout

from tools.translations.catalogues import TableError, missing_texts, read_table, table, write_catalogues
from tools.translations.written import written_texts

ADDON = "styleglip_addon"


def interface_texts() -> dict[str, str]:
    """All texts of the interface, with where each stands."""
    import addon_utils  # type: ignore[import-not-found]

    from tools.translations.registered import registered_texts

    was_enabled = addon_utils.check(ADDON)[1]
    if not was_enabled:
        addon_utils.enable(ADDON)
    try:
        return registered_texts(ADDON) | written_texts()
    finally:
        if not was_enabled:
            addon_utils.disable(ADDON)


def main() -> int:
    """The command line; 0 when nothing is missing."""
    parser = argparse.ArgumentParser(description="Keeps the interface's translations complete.")
    parser.add_argument("--take", type=Path, metavar="TABLE", help="a table that was filled in")
    options = parser.parse_args()
    os.environ.setdefault("BLENDER_USER_RESOURCES", tempfile.mkdtemp(prefix="styleglip-blender-"))
    import bpy  # noqa: F401 - starts Blender, whose modules are known only then

    with redirect_stdout(sys.stderr):  # what Blender prints is no part of the table
        texts = interface_texts()
    if options.take is not None:
        try:
            new = read_table(options.take.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, TableError) as error:
            print(error, file=sys.stderr)
            return 2
        write_catalogues(texts, new)
        unknown = sorted({text for taken in new.values() for text in taken} - set(texts))
        for text in unknown:
            print(f"Not in the interface, and left out: {text}", file=sys.stderr)
    lacking = missing_texts(texts)
    sys.stdout.write(table(lacking))
    print(f"{len(texts) - len(lacking)} of {len(texts)} texts are translated.", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # Blender's module may hang while the interpreter shuts down

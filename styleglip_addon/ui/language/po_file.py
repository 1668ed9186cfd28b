"""Reads a .po file, the format that translators' programs write. No bpy.

Only what the add-on's own catalogues hold is understood: `msgid` and `msgstr`, each of one or several quoted lines.
Contexts and plural forms are not.
"""

from __future__ import annotations

import re
from pathlib import Path

_ESCAPE = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t"}


def read_po(path: Path) -> dict[str, str]:
    """Translations by English text, those that are not translated yet and the file's header left out.

    The file is cut rather than read line by line: enabling the add-on reads thousands of lines and must not be felt.

    Raises:
        OSError: the file cannot be read.
        UnicodeDecodeError: it is not UTF-8.
    """
    texts = {}
    for entry in path.read_text(encoding="utf-8").split("\nmsgid ")[1:]:
        english, _, there = entry.partition("\nmsgstr ")
        english, there = _meant(english), _meant(there)
        if english and there:
            texts[english] = there
    return texts


def _meant(quoted: str) -> str:
    """What one or several quoted lines say; comments behind them are left out."""
    line, _, rest = quoted.partition("\n")
    text = line.strip()[1:-1]
    if rest.startswith('"'):
        text += "".join(line.strip()[1:-1] for line in rest.splitlines() if line.startswith('"'))
    return _ESCAPE.sub(lambda found: _MEANT.get(found[1], found[1]), text) if "\\" in text else text

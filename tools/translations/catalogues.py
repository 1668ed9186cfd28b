"""The interface's catalogues as files: which texts they lack, and new translations put into them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from styleglip_addon.ui.language.languages import CATALOGUES, LANGUAGES
from styleglip_addon.ui.language.po_file import read_po
from styleglip_addon.ui.language.sentences import PLACE

_HEADER = (
    "# The interface of StyleGLIP. What stands in braces is put in when it is shown; keep it as it is.\n"
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n'
)


class TableError(Exception):
    """A table of translations cannot be taken; the message says where."""


def read_all(folder: Path = CATALOGUES) -> dict[str, dict[str, str]]:
    """Translations by language and English text."""
    return {language: read_po(folder / f"{language}.po") for language in LANGUAGES}


def missing_texts(texts: Mapping[str, str], folder: Path = CATALOGUES) -> dict[str, list[str]]:
    """Texts that some language lacks, with those languages."""
    known = read_all(folder)
    lacking = {text: [language for language in LANGUAGES if text not in known[language]] for text in texts}
    return {text: languages for text, languages in lacking.items() if languages}


def faults(folder: Path = CATALOGUES) -> Iterator[str]:
    """What is wrong with translations that are there: places that differ from the English text's, or spaces around."""
    for language in LANGUAGES:
        for english, there in read_po(folder / f"{language}.po").items():
            if sorted(PLACE.findall(english)) != sorted(PLACE.findall(there)):
                yield f"{language}.po: the places in braces differ: {english} -> {there}"
            if there != there.strip():
                yield f"{language}.po: spaces around: {english} -> {there}"


def write_catalogues(
    texts: Mapping[str, str], new: Mapping[str, Mapping[str, str]] | None = None, folder: Path = CATALOGUES
) -> None:
    """Writes all catalogues: the interface's texts in their order, with the translations that there are.

    Args:
        texts: with the file that each stands in.
        new: translations by language and English text; they win over those of the files.
        folder: of the catalogues.
    """
    folder.mkdir(exist_ok=True)
    for language in LANGUAGES:
        path = folder / f"{language}.po"
        known = read_po(path) if path.exists() else {}
        known |= (new or {}).get(language, {})
        pieces = [_HEADER.replace("{language}", language)]
        for text, where in texts.items():
            pieces.append(f"#: {where}\nmsgid {_quoted(text)}\nmsgstr {_quoted(known.get(text, ''))}\n")
        path.write_text("\n".join(pieces), encoding="utf-8", newline="\n")


def table(lacking: Mapping[str, Sequence[str]]) -> str:
    """Texts to translate, in the form that `read_table` reads."""
    blocks = [
        f"= {text}\n" + "".join(f"{language}: \n" for language in languages) for text, languages in lacking.items()
    ]
    return "\n".join(blocks)


def read_table(text: str) -> dict[str, dict[str, str]]:
    """Translations by language and English text, from a table that was filled in; empty lines are left out.

    Raises:
        TableError: a line is of no known form.
    """
    taken: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    english = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("= "):
            english = line[2:].strip()
        elif line.strip():
            found = re.match(r"(\w+): ?(.*)\Z", line)
            if found is None or found[1] not in taken or not english:
                raise TableError(f'Line {number} is neither "= TEXT" nor "LANGUAGE: TRANSLATION": {line}')
            if found[2].strip():
                taken[found[1]][english] = found[2].strip()
    return taken


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'

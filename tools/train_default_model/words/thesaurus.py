"""Further words for the trained styles."""

from __future__ import annotations

import tomllib
from pathlib import Path

from ..lit_materials import STYLES

_FILE = Path(__file__).with_suffix(".toml")


def known_phrases() -> dict[str, str]:
    """Every phrase that means a style, and the style's canonical name; a style's own phrases first, and they win.

    Raises:
        ValueError: the thesaurus names a style that there is not, or a phrase twice.
    """
    own = {phrase: style.name for style in STYLES.values() for phrase in style.phrases}
    phrases = dict(own)
    for name, words in tomllib.loads(_FILE.read_text(encoding="utf-8")).items():
        if name not in STYLES:
            raise ValueError(f'The thesaurus has words for "{name}", which is no style.')
        for word in words:
            if word in own:
                continue
            if word in phrases:
                raise ValueError(f'"{word}" stands for "{phrases[word]}" and for "{name}".')
            phrases[word] = name
    return phrases

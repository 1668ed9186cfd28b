"""Writes procedural objects as labelled meshes, to try the fine-tuning: `python tools/finetune_glip/example_meshes.py`.

The families are by default those that the embedded model never saw in its training.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from tools.environment import enter_environment

    enter_environment()

import argparse
import json
from collections.abc import Sequence
from itertools import cycle
from typing import Any

import numpy as np

from tools.finetune_glip.problems import FinetuningError
from tools.train_default_model.config import read_config
from tools.train_default_model.shapes import FAMILIES, LabelledObject, generate_object

PROMPT_STYLES = ("oak", "gold", "red leather", "blue ceramic", "copper", "green velvet", "white marble", "pink plastic")
"""Styles of the meshes' own prompts, by the place of the part: trained ones that no eye takes for each other."""

_CONFIG = Path(__file__).resolve().parents[1] / "train_default_model" / "config.toml"


def write_examples(folder: Path, families: Sequence[str], count: int, seed: int = 0) -> Path:
    """Writes `count` objects of each family, of different proportions, as OBJ files with a parts.json.

    Args:
        folder: new or empty.
        families: keys of `FAMILIES`.
        count: objects per family; those of one family are called NAME_0.obj, NAME_1.obj and so on.
        seed: of the proportions.

    Raises:
        FinetuningError: an unknown family, or the folder is not empty.
    """
    unknown = [family for family in families if family not in FAMILIES]
    if unknown:
        raise FinetuningError(f'There is no family "{unknown[0]}". Choose from: {", ".join(sorted(FAMILIES))}.')
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FinetuningError(f'"{folder}" is not an empty folder. Choose another.')
    folder.mkdir(parents=True, exist_ok=True)
    entries: dict[str, Any] = {}
    for number, family in enumerate(families):
        for variant in range(count):
            shape = generate_object(np.random.default_rng((seed, number, variant)), family)
            name = f"{family.replace(' ', '_')}_{variant}.obj"
            (folder / name).write_text(_obj_text(shape), encoding="utf-8")
            entries[name] = {
                "up": "z",
                "by": "object",
                "parts": {words[0]: [f"{part}_"] for part, words in enumerate(shape.part_names)},
                "words": {words[0]: list(words[1:]) for words in shape.part_names if len(words) > 1},
                "prompt": _prompt([words[0] for words in shape.part_names]),
            }
    path = folder / "parts.json"
    path.write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")
    return path


def _prompt(parts: Sequence[str]) -> str:
    """A prompt with another style for every part."""
    return ", ".join(f"{style} {part}" for style, part in zip(cycle(PROMPT_STYLES), parts, strict=False))


def _obj_text(shape: LabelledObject) -> str:
    """The object as OBJ, one `o` per part, whose name begins with the part's number."""
    lines = [f"v {x:.6f} {y:.6f} {z:.6f}" for x, y, z in shape.vertices]
    for part, words in enumerate(shape.part_names):
        lines.append(f"o {part}_{words[0].replace(' ', '_')}")
        lines += [f"f {a} {b} {c}" for a, b, c in shape.faces[shape.face_part == part] + 1]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Reads the command line and writes the folder."""
    held_out = read_config(_CONFIG).dataset.held_out_families
    parser = argparse.ArgumentParser(prog="python tools/finetune_glip/example_meshes.py", description=__doc__)
    parser.add_argument("output", type=Path, help="folder to write, new or empty")
    parser.add_argument("--families", nargs="+", default=list(held_out), help="default: %(default)s")
    parser.add_argument("--count", type=int, default=4, help="objects per family; default: %(default)s")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    try:
        path = write_examples(options.output, options.families, options.count, options.seed)
    except FinetuningError as error:
        print(error)
        return 1
    print(f"Wrote {path}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

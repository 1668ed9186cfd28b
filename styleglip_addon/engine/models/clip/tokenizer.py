"""CLIP's words: byte-pair encoding from the files that hub folders bring, or from the list that OpenAI's code brings.

OpenAI's .pt files hold no word list, so it is also looked for in a folder of the add-on and in installed packages.
"""

from __future__ import annotations

import gzip
import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers.models.clip.tokenization_clip import CLIPTokenizer

from ...vocabulary.errors import ModelError, PromptError
from ...vocabulary.json_texts import parse_json

START, END = "<|startoftext|>", "<|endoftext|>"
OPENAI_LIST = "bpe_simple_vocab_16e6.txt.gz"
WORDS_FOLDER = Path(__file__).resolve().parents[3] / "models" / "clip_words"
"""Where the add-on may bring a word list for CLIP files that have none."""

_PACKAGES = ("clip", "open_clip")
_MOST_BYTES = 32 << 20


class CLIPWords:
    """CLIP's tokenizer.

    Args:
        vocabulary: token to id.
        merges: pairs of tokens, the commonest first.
        source: where they came from, for messages.

    Raises:
        ModelError: they make no CLIP tokenizer.
    """

    def __init__(self, vocabulary: dict[str, int], merges: Sequence[tuple[str, str]], source: Path) -> None:
        self.source = source
        wrong = ModelError(f'The word list "{source}" is damaged or not one of CLIP. Fetch it again.')
        if START not in vocabulary or END not in vocabulary:
            raise wrong
        if not all(type(i) is int and 0 <= i < 1 << 24 for i in vocabulary.values()):
            raise wrong
        try:
            self._tokenizer = CLIPTokenizer(vocab=vocabulary, merges=list(merges))
        except Exception as error:  # the tokenizer library raises bare Exception for lists that do not fit
            raise wrong from error
        self.size = max(vocabulary.values()) + 1
        self.end = vocabulary[END]

    @classmethod
    def find(cls, folder: Path, rows: int) -> CLIPWords:
        """Reads the first word list of: `folder`, its subfolder "tokenizer", the add-on, installed packages.

        Args:
            folder: where the model is.
            rows: tokens the model knows.

        Raises:
            ModelError: there is none, it is damaged, or it has more tokens than the model.
        """
        for place in _places(folder):
            read = _read_folder(place, rows)
            if read is None:
                continue
            words = cls(*read)
            if words.size > rows:
                raise ModelError(
                    f'The word list "{words.source}" has {words.size} tokens, the CLIP model in "{folder}" knows '
                    f"{rows}. Choose the word list of this model."
                )
            return words
        raise ModelError(
            f'The CLIP model in "{folder}" has no word list. Put vocab.json and merges.txt, or tokenizer.json, or '
            f"{OPENAI_LIST} into that folder; they are the same for all of OpenAI's CLIP models."
        )

    def batch(self, texts: Sequence[str], limit: int) -> Tensor:
        """Ids (n, T) of texts, padded to the longest with the end token; longer ones are cut to `limit` tokens.

        Raises:
            PromptError: something that is not a text.
        """
        if any(not isinstance(text, str) for text in texts):
            raise PromptError("A style must be a text.")
        if not texts:
            return torch.zeros(0, 2, dtype=torch.long)
        ids = self._tokenizer(list(texts), padding=True, truncation=True, max_length=limit)["input_ids"]
        return torch.tensor(ids, dtype=torch.long)


def _places(folder: Path) -> Iterator[Path]:
    yield from (folder, folder / "tokenizer", WORDS_FOLDER)
    for package in _PACKAGES:
        spec = importlib.util.find_spec(package)  # does not import a top-level package
        yield from (Path(place) for place in (spec.submodule_search_locations if spec else None) or [])


def _read_folder(folder: Path, rows: int) -> tuple[dict[str, int], list[tuple[str, str]], Path] | None:
    """Vocabulary, merges and their file; None where the folder has none.

    Raises:
        ModelError: a file cannot be read.
    """
    readers = (("vocab.json", _hub_files), ("tokenizer.json", _tokenizer_json))
    for name, reader in readers:
        file = folder / name
        if file.is_file() and (name != "vocab.json" or (folder / "merges.txt").is_file()):
            try:
                return *reader(file), file
            except Exception as error:
                raise ModelError(f'The word list "{file}" is damaged or not one of CLIP. Fetch it again.') from error
    for file in (folder / OPENAI_LIST, folder / OPENAI_LIST.removesuffix(".gz")):
        if file.is_file():
            try:
                return *_openai_list(file, rows), file
            except Exception as error:
                raise ModelError(f'The word list "{file}" is damaged or not one of CLIP. Fetch it again.') from error
    return None


def _text(file: Path) -> str:
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as stream:
        data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValueError("too long for a word list")
    return data.decode("utf-8")


def _pairs(lines: Sequence[str]) -> list[tuple[str, str]]:
    pairs = [tuple(line.split()) for line in lines]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("a merge is not a pair")
    return [(pair[0], pair[1]) for pair in pairs]


def _hub_files(vocabulary: Path) -> tuple[dict[str, int], list[tuple[str, str]]]:
    lines = _text(vocabulary.with_name("merges.txt")).split("\n")
    return dict(parse_json(_text(vocabulary))), _pairs([x for x in lines if x.strip() and not x.startswith("#version")])


def _tokenizer_json(file: Path) -> tuple[dict[str, int], list[tuple[str, str]]]:
    model: dict[str, Any] = parse_json(_text(file))["model"]
    return dict(model["vocab"]), _pairs([m if isinstance(m, str) else " ".join(m) for m in model["merges"]])


def _openai_list(file: Path, rows: int) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """The list of merges of OpenAI's CLIP code; the vocabulary follows from it.

    Its order: 256 bytes, the same at a word's end, one token per merge, the start and the end. A byte is written as its
    own character where that can be seen, else as a character from 256 on (GPT-2's byte encoding). The file holds more
    merges than CLIP uses; how many follows from the tokens the model knows.
    """
    lines = _text(file).split("\n")[1:]
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in visible]
    characters = [chr(byte) for byte in visible] + [chr(256 + i) for i in range(len(hidden))]
    merges = _pairs([line for line in lines[: max(rows - 2 * len(characters) - 2, 0)] if line])
    tokens = [*characters, *(c + "</w>" for c in characters), *("".join(pair) for pair in merges), START, END]
    return {token: number for number, token in enumerate(tokens)}, merges

"""The word pieces that captions are cut into."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import BertWordPieceTokenizer, Encoding
from torch import Tensor

from ...vocabulary.errors import ModelError


class WordPieces:
    """bert-base-uncased's word pieces with character positions.

    Args:
        vocabulary: path of vocab.txt.

    Raises:
        ModelError: the file is missing or is no BERT vocabulary.
    """

    def __init__(self, vocabulary: Path) -> None:
        if not vocabulary.is_file():
            raise ModelError(f'The word list "{vocabulary}" is missing. Choose a folder that holds vocab.txt.')
        try:
            self._tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
            self._tokenizer.no_truncation()
            self._tokenizer.no_padding()
        except Exception as error:  # the tokenizer library raises bare Exception for unreadable files
            raise ModelError(f'The word list "{vocabulary}" cannot be read: {error}.') from error
        for token in ("[CLS]", "[SEP]", "[UNK]", "[PAD]"):
            if self._tokenizer.token_to_id(token) is None:
                raise ModelError(f'The word list "{vocabulary}" is not a BERT vocabulary: {token} is missing.')

    def __len__(self) -> int:
        return int(self._tokenizer.get_vocab_size())

    def encode(self, text: str) -> Encoding:
        """[CLS] ... [SEP] with ids, tokens and character positions, neither cut nor padded."""
        return self._tokenizer.encode(text)

    def batch(self, captions: Sequence[str], limit: int, length: int | None = None) -> tuple[Tensor, Tensor]:
        """Ids and mask of captions.

        Args:
            captions: any texts; longer ones are cut to `limit` tokens, [SEP] kept, as the original does.
            limit: most tokens of a caption.
            length: columns to pad to; None pads to the longest caption.

        Returns:
            ids (B, T) int64 and mask (B, T) bool.
        """
        rows = []
        for encoding in self._tokenizer.encode_batch(list(captions)):
            ids = encoding.ids
            rows.append(ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]])
        width = max([len(r) for r in rows], default=1) if length is None else length
        pad = self._tokenizer.token_to_id("[PAD]")
        ids = torch.tensor([r + [pad] * (width - len(r)) for r in rows], dtype=torch.long).reshape(len(rows), width)
        sizes = torch.tensor([len(r) for r in rows]).reshape(-1, 1)
        return ids, torch.arange(width)[None, :] < sizes

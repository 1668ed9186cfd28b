"""Of which kind an object is, told from the shapes and places of its loose pieces: small networks and a table.

Each piece goes through the same network, what comes out is averaged over the pieces in three ways, and a second network
makes kinds of it (Zaheer et al., "Deep sets", 2017). Trained on procedural objects and on artists' models whose file
names say what they are, see `tools/train_default_model/object_kinds.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from ...vocabulary.errors import ModelError
from ..glip.text import SentenceEncoder
from .kind_table import KINDS_FILE, Kind, kinds_text, read_kinds
from .kind_words import KindWords

KIND_WEIGHTS = "kinds.safetensors"

SHAPE = 39
"""Numbers per piece, those of `describe_pieces`."""
MOST_PIECES = 32
"""So many of the largest pieces are looked at."""
_WIDTH = 96
_LOWEST = -9.0
_NAMES = "kinds"


class KindNetwork(nn.Module):
    """Pieces of objects to logits of K kinds.

    Args:
        kinds: K.
    """

    def __init__(self, kinds: int) -> None:
        super().__init__()
        self.piece = nn.Sequential(
            nn.Linear(SHAPE, _WIDTH), nn.GELU(), nn.Dropout(0.15), nn.Linear(_WIDTH, _WIDTH), nn.GELU()
        )
        self.whole = nn.Sequential(
            nn.Dropout(0.3), nn.Linear(3 * _WIDTH, _WIDTH), nn.GELU(), nn.Dropout(0.2), nn.Linear(_WIDTH, kinds)
        )
        self.mean: Tensor
        self.deviation: Tensor
        self.register_buffer("mean", torch.zeros(SHAPE))
        self.register_buffer("deviation", torch.ones(SHAPE))

    def forward(self, shapes: Tensor, shares: Tensor, is_piece: Tensor) -> Tensor:
        """Logits (B, K) of objects with n pieces each.

        Args:
            shapes: (B, n, 39) from `describe_pieces`.
            shares: (B, n) of the surface.
            is_piece: (B, n) bool, which are no padding; at least one per object.
        """
        read = self.piece((shapes - self.mean) / self.deviation) * is_piece[..., None]
        weight = shares.sqrt() * is_piece
        weight = weight / weight.sum(dim=1, keepdim=True)
        whole = [
            read.sum(dim=1) / is_piece.sum(dim=1, keepdim=True),
            (read * weight[..., None]).sum(dim=1),
            read.masked_fill(~is_piece[..., None], _LOWEST).amax(dim=1),
        ]
        result: Tensor = self.whole(torch.cat(whole, dim=-1))
        return result


@dataclass(frozen=True, eq=False)
class ObjectKinds:
    """Several networks, whose mean counts, and the kinds that they tell.

    Args:
        kinds: K of them.
        networks: trained from different random starts.
        words: for the parts; None: they were not read.
    """

    kinds: tuple[Kind, ...]
    networks: tuple[KindNetwork, ...]
    words: KindWords | None = None

    @classmethod
    def from_folder(cls, folder: Path, sentences: SentenceEncoder | None = None) -> ObjectKinds:
        """Reads `KIND_WEIGHTS`, the table of kinds, and, with an encoder, the words for their parts.

        Raises:
            ModelError: missing, damaged, or the files do not belong together.
        """
        kinds, file = read_kinds(folder), folder / KIND_WEIGHTS
        try:
            with safe_open(file, framework="pt") as stored:
                names = (stored.metadata() or {}).get(_NAMES, "")
                state = {key: stored.get_tensor(key).float() for key in stored.keys()}  # noqa: SIM118 (no mapping)
            if names != _joined(kinds):
                raise ValueError("other kinds")
            networks = []
            for number in range(1 + max(int(key.split(".")[0]) for key in state)):
                network, prefix = KindNetwork(len(kinds)), f"{number}."
                network.load_state_dict(
                    {key.removeprefix(prefix): value for key, value in state.items() if key.startswith(prefix)}
                )
                networks.append(network.eval().requires_grad_(False))
        except (OSError, SafetensorError, RuntimeError, ValueError) as error:
            raise ModelError(f'The model file "{file}" is missing, damaged or of another model.') from error
        words = KindWords.from_folder(folder, kinds, sentences) if sentences is not None else None
        return cls(kinds, tuple(networks), words)

    def save(self, folder: Path) -> None:
        """Writes the table and, in half precision, `KIND_WEIGHTS`."""
        state = {
            f"{number}.{key}": value.half().contiguous()
            for number, network in enumerate(self.networks)
            for key, value in network.state_dict().items()
        }
        save_file(state, folder / KIND_WEIGHTS, metadata={_NAMES: _joined(self.kinds)})
        (folder / KINDS_FILE).write_text(kinds_text(self.kinds), encoding="utf-8")

    def usual(self, words: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """See `KindWords.usual`.

        Raises:
            ModelError: the words were not read.
        """
        if self.words is None:
            raise ModelError("The words for the parts of the kinds were not read.")
        return self.words.usual(words)

    @torch.no_grad()
    def probabilities(self, shapes: NDArray[np.float32], shares: NDArray[np.float32]) -> NDArray[np.float64]:
        """(K,) how probably an object is of each kind; they sum to 1.

        Args:
            shapes: (n, 39) of its pieces from `describe_pieces`.
            shares: (n,) of its surface.
        """
        largest = np.argsort(-shares, kind="stable")[:MOST_PIECES]
        pieces = torch.from_numpy(np.ascontiguousarray(shapes[largest]))[None]
        weights = torch.from_numpy(np.ascontiguousarray(shares[largest]))[None]
        every = torch.ones(weights.shape, dtype=torch.bool)
        told = torch.stack([network(pieces, weights, every).softmax(dim=-1) for network in self.networks])
        return np.asarray(told.mean(dim=0)[0].double().numpy())


def _joined(kinds: Sequence[Kind]) -> str:
    return "\n".join(kind.name for kind in kinds)

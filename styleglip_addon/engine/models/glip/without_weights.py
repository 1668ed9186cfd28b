"""Building a network whose weights come from a file: none are drawn, and none take up memory meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor
from torch.nn import init
from torch.overrides import TorchFunctionMode

_DRAWS = (Tensor.normal_, Tensor.uniform_, init.normal_, init.uniform_, init.kaiming_uniform_)


class _NothingDrawn(TorchFunctionMode):
    """Leaves tensors as they are where they would be filled with random numbers.

    PyTorch loads its compiler, which takes seconds, to find out what random numbers without memory are like.
    """

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        del types
        given = kwargs or {}
        if func in _DRAWS:
            return args[0] if args else given["tensor"]
        return func(*args, **given)


@contextmanager
def without_weights() -> Iterator[None]:
    """Modules made in here have parameters on PyTorch's meta device."""
    with torch.device("meta"), _NothingDrawn():
        yield

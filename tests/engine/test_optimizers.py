"""Our Adam takes PyTorch's steps to the last bit, and goes on from what it was put away with."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from styleglip_addon.engine.optimisation.optimizers import Adam, create_optimizer, moments, restore_moments
from styleglip_addon.engine.vocabulary.settings import OptimizerKind, StylizeSettings

RATES = [0.01, 0.01, 0.003, 0.002, 0.05]


def parameters() -> list[nn.Parameter]:
    generator = torch.Generator().manual_seed(3)
    return [nn.Parameter(torch.randn(shape, generator=generator)) for shape in ((5, 3), (4,), ())]


def set_gradients(given: list[nn.Parameter], step: int) -> None:
    generator = torch.Generator().manual_seed(step)
    for parameter in given[:-1] if step % 2 else given:  # one has no gradient in every other step
        parameter.grad = torch.randn(parameter.shape, generator=generator)


def state_of(optimizer: torch.optim.Optimizer) -> dict[str, Tensor]:
    kept = optimizer.state_dict()["state"]
    return {f"{i}.{name}": value for i, values in kept.items() for name, value in values.items()}


@pytest.mark.parametrize("kind", list(OptimizerKind))
@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_steps_and_moments_are_those_of_pytorch(kind: OptimizerKind, decay: float) -> None:
    ours, theirs = parameters(), parameters()
    optimizer = create_optimizer(ours, StylizeSettings(optimizer=kind, weight_decay=decay))
    theirs_kind = torch.optim.AdamW if kind is OptimizerKind.ADAMW else torch.optim.Adam
    reference = theirs_kind(theirs, lr=1.0, weight_decay=decay)
    for step, rate in enumerate(RATES):
        optimizer.zero_grad()
        reference.zero_grad()
        set_gradients(ours, step)
        set_gradients(theirs, step)
        optimizer.step(rate)
        reference.param_groups[0]["lr"] = rate
        reference.step()
        assert all(torch.equal(a, b) for a, b in zip(ours, theirs, strict=True)), step
    kept, expected = moments(optimizer), state_of(reference)
    assert kept.keys() == expected.keys()
    assert all(torch.equal(value, expected[name]) for name, value in kept.items())


def test_a_restored_optimizer_goes_on_with_the_same_steps() -> None:
    whole, halves = parameters(), parameters()
    through, first = Adam(whole), Adam(halves)
    for step, rate in enumerate(RATES):
        if step == 2:
            kept, first = moments(first), Adam(halves)
            restore_moments(first, kept)
        for optimizer, given in ((through, whole), (first, halves)):
            optimizer.zero_grad()
            set_gradients(given, step)
            optimizer.step(rate)
    assert all(torch.equal(a, b) for a, b in zip(whole, halves, strict=True))


@pytest.mark.parametrize("wrong", ["shape", "number", "name"])
def test_moments_of_other_parameters_are_refused(wrong: str) -> None:
    given = parameters()
    optimizer = Adam(given)
    set_gradients(given, 0)
    optimizer.step(0.1)
    kept = moments(optimizer)
    if wrong == "shape":
        kept["0.exp_avg"] = torch.zeros(2, 3)
    elif wrong == "number":
        kept["7.exp_avg"] = torch.zeros(5, 3)
    else:
        del kept["1.exp_avg_sq"]
    with pytest.raises(ValueError, match="do not fit"):
        restore_moments(Adam(parameters()), kept)

"""The work of a job that installs the packages the add-on runs on, on the worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..packages.installing import install
from ..packages.lock import WheelLock
from .channel import Channel

if TYPE_CHECKING:
    from .job import Work


@dataclass(frozen=True)
class InstallOrder:
    """What to install.

    Args:
        lock: the wheels for this computer and Python.
        root: the add-on's folder for packages.
        allow_network: whether the user allows the network, when the order is given.
    """

    lock: WheelLock
    root: Path
    allow_network: bool


def install_work(order: InstallOrder) -> Work:
    """The work of a job that installs packages; its `Done` carries the folder to import from.

    Its progress is a `packages.installing.InstallProgress`.
    """

    def work(channel: Channel) -> Path:
        return install(order.lock, order.root, channel.progress, channel.should_stop, order.allow_network)

    return work

"""The work of a job that bakes textures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..engine.baking import BakedMaps, BakeOrder, BakeProgress, bake_order
from .channel import Channel
from .engine_loading import load_engine

if TYPE_CHECKING:
    from .job import Work


def bake_work(order: BakeOrder) -> Work:
    """The work of a job that bakes textures; its `Done` carries an `engine.baking.BakedMaps`.

    Args:
        order: what to bake.
    """

    def work(channel: Channel) -> BakedMaps:
        channel.progress(BakeProgress(0.0, math.nan))
        load_engine(channel)
        return bake_order(order, channel.progress, channel.should_stop)

    return work

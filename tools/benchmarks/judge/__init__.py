"""The independent judge: says which trained style a crop of a part shows. It measures and never guides."""

from .network import Judge, JudgeConfig
from .verdicts import SameLook, StyleJudge, load_judge

__all__ = ["Judge", "JudgeConfig", "SameLook", "StyleJudge", "load_judge"]

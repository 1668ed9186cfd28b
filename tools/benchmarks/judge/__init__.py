"""The independent judge: says which trained style a crop of a part shows. It measures and never guides."""

from .network import Judge, JudgeConfig
from .second_look import SeenPart
from .verdicts import SameLook, StyleJudge, load_judge

__all__ = ["Judge", "JudgeConfig", "SameLook", "SeenPart", "StyleJudge", "load_judge"]

"""Which models a run uses, as the user chose them: plain text, without PyTorch, for panels and reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .errors import ModelError

EMBEDDED = "embedded"
"""Name of the model that comes with the add-on."""

ENCODER_WEIGHTS = "style_encoder.safetensors"
"""The file that makes a folder one with an encoder of the embedded model's kind."""


@dataclass(frozen=True)
class ModelChoice:
    """The models of a run. Hashable; `load_models` loads what it names.

    Args:
        glip: "embedded"; or a GLIP file: official (.pth), fine-tuned or prompt-tuned (PartSLIP, 3DStyleGLIP),
            mmdetection's, safetensors with official names; or a folder written by `GLIP.save_pretrained`.
        clip: what judges crops: "embedded"; or a CLIP folder from the hub, or a CLIP file (safetensors, .bin, OpenAI's
            .pt); or a folder with an encoder of the embedded model's kind.
        embedded_palette: whether the embedded model's palette of a style is used with a `clip` that has none (CLIP
            knows no palettes, and colours come sooner with one).
    """

    glip: str = EMBEDDED
    clip: str = EMBEDDED
    embedded_palette: bool = True

    def __post_init__(self) -> None:
        # A path is kept as text: the choice goes into reports and preferences.
        object.__setattr__(self, "glip", str(self.glip).strip() or EMBEDDED)
        object.__setattr__(self, "clip", str(self.clip).strip() or EMBEDDED)

    @property
    def is_embedded(self) -> bool:
        """Whether the add-on's own model is all that is used."""
        return self.glip == EMBEDDED and self.clip == EMBEDDED

    @property
    def name(self) -> str:
        """How reports and the panel name it: "embedded", a folder, or both models by their files' names."""
        if self.glip == self.clip:
            return self.glip
        glip, clip = (EMBEDDED if path == EMBEDDED else Path(path).name or path for path in (self.glip, self.clip))
        return f"GLIP {glip}, CLIP {clip}"

    @classmethod
    def of(cls, name_or_path: ModelChoice | str | Path) -> ModelChoice:
        """A choice from one name or path.

        "embedded" and a folder with an encoder of the embedded model's kind are both models in one; any other path is a
        GLIP, beside the embedded encoder. A choice is given back as it is.
        """
        if isinstance(name_or_path, ModelChoice):
            return name_or_path
        name = str(name_or_path)
        both = name == EMBEDDED or (Path(name) / ENCODER_WEIGHTS).is_file()
        return cls(glip=name, clip=name if both else EMBEDDED)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready dictionary that `from_dict` reads back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ModelChoice:
        """Inverse of `to_dict`.

        Raises:
            ModelError: unknown names, or values of the wrong kind.
        """
        kinds = {"glip": str, "clip": str, "embedded_palette": bool}
        for name, value in data.items():
            if name not in kinds or not isinstance(value, kinds[name]):
                raise ModelError(f'The choice of models cannot be read: "{name}" is unknown or of the wrong kind.')
        return cls(**data)

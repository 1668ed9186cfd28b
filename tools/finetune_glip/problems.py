"""What can be wrong with what the user gave: an error whose message is a sentence that says what to do."""

from __future__ import annotations

from styleglip_addon.engine.vocabulary.errors import StyleGLIPError


class FinetuningError(StyleGLIPError):
    """The meshes, the settings or the folders do not allow fine-tuning; `str(error)` is meant for people."""

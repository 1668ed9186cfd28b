"""Where all panels are: the StyleGLIP tab in the 3D view's sidebar."""

from __future__ import annotations

from .language import CONTEXT


class Tab:
    """The tab, as a panel names it; to be inherited from."""

    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "StyleGLIP"
    # Its own, or Blender's other sense of a word would win: "Report" as a verb, "Fine" as the opposite of thick.
    bl_translation_context = CONTEXT

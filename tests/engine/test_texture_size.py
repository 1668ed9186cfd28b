"""The size of textures follows the finest detail, the surface and the room that the UV map gives it."""

from __future__ import annotations

import pytest

from styleglip_addon.engine.baking.texture_size import vertices_carry, wanted_texture_size
from styleglip_addon.engine.vocabulary import StylizeSettings
from styleglip_addon.engine.vocabulary.errors import SettingsError
from styleglip_addon.engine.vocabulary.settings import TextureMode, TextureSettings


@pytest.mark.parametrize(
    ("finest", "area", "coverage", "size"),
    [
        (0.004, 1.0, 1.0, 512),
        (0.002, 1.0, 1.0, 1024),
        (0.002, 1.0, 0.25, 2048),
        (0.0008, 0.36, 0.43, 2048),
        (0.0008, 1.0, 0.5, 4096),
        (1e-6, 1.0, 0.5, 4096),
        (10.0, 1.0, 0.5, 512),
        (None, 1.0, 0.5, 2048),
        (0.001, 1.0, 0.0, 4096),
    ],
)
def test_the_finest_detail_is_about_two_texels_wide_within_bounds(
    finest: float | None, area: float, coverage: float, size: int
) -> None:
    assert wanted_texture_size(finest, area, coverage) == size


def test_vertices_that_are_close_enough_need_no_textures() -> None:
    assert vertices_carry(0.01, 1.0, 40_000)
    assert not vertices_carry(0.01, 1.0, 39_000)


def test_settings_say_whether_textures_are_made_and_are_kept() -> None:
    settings = StylizeSettings(textures=TextureSettings(TextureMode.ALWAYS, 1024))
    assert StylizeSettings.from_dict(settings.to_dict()) == settings
    assert StylizeSettings().merged({"textures": {"mode": "off"}}).textures == TextureSettings(TextureMode.OFF)
    with pytest.raises(SettingsError, match=r"textures\.size"):
        TextureSettings(size=7)

"""Pictures of the boxes of a result, from the record alone."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.reading.validation import ObjectError
from styleglip_addon.blender.result.detection_images import recorded_detections, show_as_image
from styleglip_addon.blender.result.write_back import write_result
from styleglip_addon.engine.vocabulary import Detection

from .addon import enabled_addon
from .sample_objects import add_object, add_prism, styled, stylize


def test_the_record_gives_the_boxes_and_the_settings_back() -> None:
    obj = add_prism()
    result = stylize(obj)
    recorded = recorded_detections(obj)
    assert recorded.detections == {
        "base": (Detection(0, (1.0, 2.0, 30.0, 40.0), 0.7),),
        "tube": (Detection(1, (1.0, 2.0, 30.0, 40.0), 0.7),),
    }
    assert recorded.settings == result.settings


def test_without_boxes_or_with_other_faces_a_sentence_says_so() -> None:
    obj = add_object()
    with pytest.raises(ObjectError, match='"Vase" has no StyleGLIP result'):
        recorded_detections(obj)
    from dataclasses import replace

    exported = export_object(obj)
    result = styled(exported)
    parts = tuple(replace(p, located=replace(p.located, detections=())) for p in result.parts)
    write_result(obj, exported, replace(result, parts=parts), "")
    with pytest.raises(ObjectError, match="their places were given by masks"):
        recorded_detections(obj)
    stylize(obj)
    obj.data.flip_normals()
    with pytest.raises(ObjectError, match="no longer those in which the parts were looked for"):
        recorded_detections(obj)


def test_a_picture_becomes_one_image_per_object_that_is_not_saved() -> None:
    picture = np.zeros((2, 3, 3), dtype=np.uint8)
    picture[0, 0] = (255, 128, 0)
    image = show_as_image("Lamp", picture)
    assert tuple(image.size) == (3, 2)
    pixels = np.array(image.pixels[:]).reshape(2, 3, 4)
    assert pixels[1, 0] == pytest.approx([1.0, 128 / 255, 0.0, 1.0], abs=1e-3)
    assert show_as_image("Lamp", picture) == image
    show_as_image("Lamp", np.zeros((4, 4, 3), dtype=np.uint8))
    assert [i.name for i in bpy.data.images] == ["StyleGLIP: Detections of Lamp"]
    assert bpy.data.images[0].users == 0


def test_the_button_makes_the_pictures() -> None:
    with enabled_addon():
        obj: Any = add_prism()
        assert not bpy.ops.styleglip.show_detections.poll()
        stylize(obj)
        bpy.ops.styleglip.show_detections()
        image = bpy.data.images["StyleGLIP: Detections of Prism"]
        assert image.size[0] > 4 * 448
        obj.data.flip_normals()
        with pytest.raises(RuntimeError, match="no longer those"):
            bpy.ops.styleglip.show_detections()


def test_pictures_that_are_being_made_do_not_come_into_the_file_that_is_opened() -> None:
    import threading

    from styleglip_addon.jobs.session import Lane
    from styleglip_addon.ui.background import driver
    from styleglip_addon.ui.result.detections import PicturesSession

    with enabled_addon():
        opened = threading.Event()
        heard: list[Any] = []
        driver().start(PicturesSession(), lambda channel: opened.wait(5.0), heard.append)
        bpy.ops.wm.read_homefile(use_empty=True)
        opened.set()
        driver().wait_until_done(Lane.PICTURES)
        assert driver().job(Lane.PICTURES) is None
        assert heard == []

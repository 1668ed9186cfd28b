"""What a prompt's styles mean is known before parts are looked for; wholes and rests are not looked for at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from styleglip_addon.engine import Models, Part, Phase, Progress, PromptError, load_models, read_styles, stylize
from styleglip_addon.engine.vocabulary.part_reading import check_understood
from styleglip_addon.engine.vocabulary.parts import prepared_parts
from styleglip_addon.engine.vocabulary.report import Report
from styleglip_addon.engine.vocabulary.reproduction import recorded_run
from styleglip_addon.engine.vocabulary.settings import PartsMode
from tests.engine.test_material_start import MESH, PARTS, SETTINGS


@pytest.fixture(scope="module")
def models() -> Models:
    return load_models()


def test_styles_are_read_before_parts_are_looked_for(models: Models) -> None:
    reports: list[Progress] = []
    strange = (replace(PARTS[0], style="red qwxyz"), PARTS[1])
    result = stylize(MESH, strange, SETTINGS.with_(iterations=1), reports.append, models=models)
    phases = list(dict.fromkeys(report.phase for report in reports))
    assert phases[:3] == [Phase.LOADING, Phase.READING, Phase.LOCATING]
    (told,) = [report.readings for report in reports if report.readings]
    assert [reading.name for reading in told] == ["cap", "body"]
    assert told[1].text == 'body, "linen": material: linen; color: its own'
    (doubt,) = told[0].doubts
    assert '"qwxyz" was not understood' in doubt
    assert 'write "qwxyz cap: red"' in doubt
    assert doubt in result.warnings


def test_what_a_callback_raises_at_the_reading_ends_the_run(models: Models) -> None:
    def refuse(progress: Progress) -> None:
        assert progress.phase in (Phase.LOADING, Phase.READING)
        check_understood(progress.readings)

    parts = (replace(PARTS[0], style="bjkvq wqzzk"), PARTS[1])
    likely = read_styles(parts, SETTINGS, models)[0]
    if likely.is_understood:
        pytest.skip("the encoder holds these letters near to a material")
    with pytest.raises(PromptError, match='Nothing was understood of "bjkvq wqzzk"'):
        stylize(MESH, parts, SETTINGS, refuse, models=models)


def test_no_model_is_loaded_for_words_that_are_known() -> None:
    def load() -> Models:
        raise AssertionError("nothing here is unknown")

    (reading,) = read_styles([Part("base", "rust-free steel")], models=load)
    assert reading.lines == ("material: steel", "colour: its own", "left away: rust")
    assert not reading.doubts


@pytest.mark.parametrize("name", ["object", "lamp", "Chair"])
def test_the_only_part_that_names_the_thing_is_all_of_it(name: str) -> None:
    (part,) = prepared_parts([Part(name, "gold")], MESH, PartsMode.FIXED)
    assert part.mask is not None
    assert part.mask.min() == 1.0
    (part, _) = prepared_parts([Part(name, "gold"), Part("leg", "oak")], MESH, PartsMode.FIXED)
    assert part.mask is None
    (part,) = prepared_parts([Part("leg", "gold")], MESH, PartsMode.FIXED)
    assert part.mask is None


def test_the_rest_is_what_the_others_leave_and_needs_no_mask_again(models: Models) -> None:
    parts = (Part("everything else", "oak"), PARTS[0])
    result = stylize(MESH, parts, SETTINGS.with_(iterations=1), models=models)
    rest, cap = (styled.located for styled in result.parts)
    assert rest.found
    np.testing.assert_allclose(rest.weights + cap.weights, 1.0, atol=1e-6)
    report = Report.of(result, "x", vertices=1, triangles=1, versions={})
    assert recorded_run(report.to_dict()).painted == ("cap",)


def test_a_whole_object_of_a_report_needs_no_mask_again(models: Models) -> None:
    result = stylize(MESH, [Part("object", "oak")], SETTINGS.with_(iterations=1), models=models)
    assert result.weights.min() == 1.0
    assert recorded_run(Report.of(result, "x", vertices=1, triangles=1, versions={}).to_dict()).painted == ()


def test_a_painter_without_a_look_is_told_as_such_and_no_model_is_asked() -> None:
    def load() -> Models:
        raise AssertionError("no model knows painters")

    known, unknown = read_styles([Part("base", "Van Gogh"), Part("lid", "Paul Cezanne")], models=load)
    assert known.lines[0] == "material: oil painting"
    assert not unknown.is_understood
    with pytest.raises(PromptError, match=r'look of "paul cezanne" is not known.*Van Gogh'):
        check_understood([known, unknown])

"""Wrong arguments end in the project's own errors, which name the argument and what is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from styleglip_addon.engine import (
    LocalizationSettings,
    MachineSettings,
    Mesh,
    MeshError,
    ModelError,
    Part,
    PromptError,
    SettingsError,
    StateError,
    StyleGLIPError,
    StylizeSettings,
    continue_run,
    load_models,
    locate_parts,
    parse_prompt,
    read_styles,
    restyle,
    result_of_state,
    stylize,
    suggest_parts,
    variations,
)
from styleglip_addon.engine.baking import BakeSettings, UvMap, UvMapError, bake
from styleglip_addon.engine.vocabulary.settings import TextureSettings

CORNERS = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
FACES = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])
MESH = Mesh(CORNERS, FACES)
GOLD = Part("base", "gold")


def masked(*weights: float) -> Part:
    return Part("base", "gold", mask=np.array(weights, dtype=np.float32))


WRONG: Mapping[str, tuple[Callable[[], object], type[StyleGLIPError], str]] = {
    "a text for parts": (lambda: stylize(MESH, "gold base"), PromptError, 'not the text "gold base". parse_prompt'),  # type: ignore[arg-type]
    "one part": (lambda: stylize(MESH, GOLD), PromptError, r"Write \[part\]"),  # type: ignore[arg-type]
    "None for parts": (lambda: stylize(MESH, None), PromptError, "parts must be a list of Part, not None"),  # type: ignore[arg-type]
    "texts in parts": (lambda: stylize(MESH, ["gold"]), PromptError, r"parts\[0\] must be a Part"),  # type: ignore[list-item]
    "texts to locate": (lambda: locate_parts(MESH, "base"), PromptError, "parts must be"),  # type: ignore[arg-type]
    "texts to read": (lambda: read_styles("gold base"), PromptError, "parts must be"),  # type: ignore[arg-type]
    "a number as prompt": (lambda: parse_prompt(3), PromptError, "must be a text"),  # type: ignore[arg-type]
    "a number as style": (lambda: stylize(MESH, [Part("base", 3)]), PromptError, r"style of parts\[0\] must be text"),  # type: ignore[arg-type]
    "no name": (lambda: stylize(MESH, [Part(" ", "gold")]), PromptError, "has no name"),
    "strength above 1": (lambda: stylize(MESH, [Part("base", "gold", 2.0)]), PromptError, "in 0..1, not 2"),
    "strength below 0": (lambda: stylize(MESH, [Part("base", "gold", -0.5)]), PromptError, "in 0..1, not -0.5"),
    "strength NaN": (lambda: stylize(MESH, [Part("base", "gold", np.nan)]), PromptError, "in 0..1, not nan"),
    "strength text": (lambda: stylize(MESH, [Part("base", "gold", "1")]), PromptError, 'not the text "1"'),  # type: ignore[arg-type]
    "scale text": (lambda: stylize(MESH, [Part("base", "gold", scale="2")]), PromptError, "scale of part"),  # type: ignore[arg-type]
    "seed fraction": (lambda: stylize(MESH, [Part("base", "gold", seed=1.5)]), PromptError, "seed of part"),  # type: ignore[arg-type]
    "mask NaN": (lambda: stylize(MESH, [masked(0, 1, np.nan, 1)]), PromptError, "weights in 0..1; 1 of 4 are not"),
    "mask of 2": (lambda: stylize(MESH, [masked(0, 1, 2, 2)]), PromptError, "2 of 4 are not, such as 2"),
    "mask too short": (lambda: stylize(MESH, [masked(0, 1)]), PromptError, "2 values for 4 vertices"),
    "mask text": (lambda: stylize(MESH, [Part("base", "gold", mask="all")]), PromptError, "array of numbers"),  # type: ignore[arg-type]
    "the mesh's mask of 2": (lambda: Mesh(CORNERS, FACES, masks={"base": np.full(4, 2.0)}), MeshError, "in 0..1"),
    "the mesh's masks a list": (lambda: Mesh(CORNERS, FACES, masks=[1]), MeshError, "masks must be a dictionary"),  # type: ignore[arg-type]
    "vertices text": (lambda: Mesh("cube", FACES), MeshError, "Vertices must be an array of numbers"),  # type: ignore[arg-type]
    "ragged vertices": (lambda: Mesh([[0, 0, 0], [1, 0]], FACES), MeshError, "Vertices must be"),  # type: ignore[arg-type]
    "faces of fractions": (lambda: Mesh(CORNERS, FACES + 0.5), MeshError, "whole numbers"),  # type: ignore[arg-type]
    "faces text": (lambda: Mesh(CORNERS, "all"), MeshError, "Faces must be an array"),  # type: ignore[arg-type]
    "NaN colours": (lambda: Mesh(CORNERS, FACES, np.full((4, 3), np.nan)), MeshError, "colors have NaN"),
    "up of two": (lambda: Mesh(CORNERS, FACES, up=(0.0, 1.0)), MeshError, "up must be a direction"),  # type: ignore[arg-type]
    "front of zeros": (lambda: Mesh(CORNERS, FACES, front=(0.0, 0.0, 0.0)), MeshError, "front must be a direction"),
    "arrays for the mesh": (lambda: stylize((CORNERS, FACES), [GOLD]), MeshError, "mesh must be a Mesh"),  # type: ignore[arg-type]
    "None for the mesh": (lambda: suggest_parts(None), MeshError, "mesh must be a Mesh"),  # type: ignore[arg-type]
    "a dictionary of settings": (
        lambda: stylize(MESH, [GOLD], {"iterations": 1}),  # type: ignore[arg-type]
        SettingsError,
        "settings must be StylizeSettings, not a dict. StylizeSettings.from_dict",
    ),
    "progress": (lambda: stylize(MESH, [GOLD], on_progress="print"), SettingsError, "on_progress must be a function"),  # type: ignore[arg-type]
    "stop": (lambda: stylize(MESH, [GOLD], should_stop=True), SettingsError, "should_stop must be a function"),  # type: ignore[arg-type]
    "the models' name": (lambda: stylize(MESH, [GOLD], models="embedded"), ModelError, "models must be Models"),  # type: ignore[arg-type]
    "a number to load": (lambda: load_models(5), ModelError, "a name or a path"),  # type: ignore[arg-type]
    "a device": (lambda: load_models(device="gpu"), SettingsError, "device must be one of auto, cpu"),  # type: ignore[arg-type]
    "located": (lambda: stylize(MESH, [GOLD], located=[GOLD]), MeshError, "located must be what locate_parts"),  # type: ignore[arg-type]
    "state": (lambda: continue_run(MESH, None), StateError, "state must be a StyleState"),  # type: ignore[arg-type]
    "state to restyle": (lambda: restyle(MESH, b"", [GOLD]), StateError, "state must be a StyleState"),  # type: ignore[arg-type]
    "state to sample": (lambda: result_of_state({}, MESH), StateError, "state must be a StyleState"),  # type: ignore[arg-type]
    "state to vary": (lambda: variations(MESH, "x"), StateError, "state must be a StyleState"),  # type: ignore[arg-type]
    "steps text": (
        lambda: StylizeSettings(iterations="5"),  # type: ignore[arg-type]
        SettingsError,
        '"iterations".*a whole number, not the text',
    ),
    "steps fraction": (lambda: StylizeSettings(iterations=5.5), SettingsError, '"iterations".*a whole number, not 5.5'),  # type: ignore[arg-type]
    "steps true": (lambda: StylizeSettings(iterations=True), SettingsError, '"iterations" is of the wrong kind'),
    "weight NaN": (lambda: StylizeSettings(glip_weight=np.nan), SettingsError, '"glip_weight".*a number, not nan'),
    "names text": (lambda: LocalizationSettings(names="no"), SettingsError, r'"localization\.names".*True or False'),  # type: ignore[arg-type]
    "views None": (lambda: LocalizationSettings(views=None), SettingsError, r'"localization\.views" is of the wrong'),  # type: ignore[arg-type]
    "threads text": (lambda: MachineSettings(threads="2"), SettingsError, r'"machine\.threads" is of the wrong'),  # type: ignore[arg-type]
    "textures' size": (lambda: TextureSettings(size="big"), SettingsError, r'"textures\.size" is of the wrong'),  # type: ignore[arg-type]
    "milestones": (lambda: StylizeSettings(milestones=5), SettingsError, '"milestones" is of the wrong kind'),  # type: ignore[arg-type]
    "a seed too large": (lambda: StylizeSettings(seed=2**63), SettingsError, "from 0 to 9223372036854775807"),
    "texture size": (lambda: BakeSettings(size="big"), SettingsError, '"size".*a whole number'),  # type: ignore[arg-type]
    "kinds of textures": (lambda: BakeSettings(maps="color"), SettingsError, '"maps" is of the wrong kind'),  # type: ignore[arg-type]
    "flat UV": (lambda: UvMap(np.zeros((4, 2))), UvMapError, r"\(F, 3, 2\)"),
    "UV text": (lambda: UvMap("uv"), UvMapError, "array of numbers"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("case", WRONG)
def test_it_is_told_in_a_sentence(case: str) -> None:
    call, error, words = WRONG[case]
    with pytest.raises(error, match=words) as caught:
        call()
    assert type(caught.value) is error
    assert len(str(caught.value).splitlines()) == 1


class _Shape:
    """What `bake` looks at before it begins."""

    faces = FACES


def test_a_uv_map_of_another_mesh_is_told() -> None:
    corners = np.random.default_rng(0).random((3, 3, 2))
    shape: Any = _Shape()
    with pytest.raises(UvMapError, match="corners of 3 triangles, the mesh has 4"):
        bake(shape, UvMap(corners))
    with pytest.raises(UvMapError, match="uv must be a UvMap"):
        bake(shape, corners)  # type: ignore[arg-type]
    with pytest.raises(MeshError, match="corner_normals must have shape"):
        bake(shape, UvMap(np.concatenate([corners, corners[:1]])), corner_normals=np.zeros((3, 3, 3)))


def test_what_is_right_is_taken_in_any_form() -> None:
    settings = StylizeSettings(
        iterations=np.int64(5),  # type: ignore[arg-type]
        glip_weight=1,
        milestones=[3, 4],  # type: ignore[arg-type]
        localization={"views": 20},  # type: ignore[arg-type]
        start="grey",  # type: ignore[arg-type]
    )
    assert settings == StylizeSettings.from_dict(settings.to_dict())
    assert (settings.milestones, settings.localization.views) == ((3, 4), 20)
    assert Mesh(CORNERS.tolist(), FACES.tolist(), masks={"a": [0, 1, 0.5, 1]}).faces.dtype == np.int64  # type: ignore[dict-item]


def test_models_that_gpu_refuses_are_on_the_cpu_and_say_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import torch

    from styleglip_addon.engine import Device
    from tests.untrained_model import write_untrained_model

    if torch.cuda.is_available():
        pytest.skip("there is a GPU that can be used")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    folder = write_untrained_model(tmp_path)
    for device in (Device.AUTO, Device.CUDA):
        models = load_models(folder, device)
        assert models.device == "cpu"
        assert len(models.notes) == 1
        assert models.notes[0].startswith("The GPU cannot be used (")
        assert models.notes[0].endswith("This was computed on the CPU instead, which takes longer.")

"""What an object seems to be and have where nobody names parts, and what is said beside a part that is not there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from styleglip_addon.engine import LocatedPart, Mesh, Models, NamedRegion, NameKind, Part, StylizeSettings
from styleglip_addon.engine.localization.suggesting.alternatives import with_alternatives
from styleglip_addon.engine.localization.suggesting.likely_parts import likely_name, likely_words
from styleglip_addon.engine.localization.suggesting.suggesting import suggest_parts
from styleglip_addon.engine.localization.suggesting.told_names import told_parts, weighed_by_names
from styleglip_addon.engine.models import load_models
from styleglip_addon.engine.models.embedded.kind_table import KINDS_FILE, Kind, KindPart, kinds_text, read_kinds
from styleglip_addon.engine.models.embedded.object_kinds import KIND_WEIGHTS, KindNetwork, ObjectKinds
from styleglip_addon.engine.models.loading import _EMBEDDED_FOLDER
from styleglip_addon.engine.surface.prepared import prepare_surface
from styleglip_addon.engine.vocabulary.errors import ModelError
from styleglip_addon.engine.vocabulary.suggestions import SuggestedPart, SuggestedParts
from tests.engine.box_meshes import boxes

LAMP = Kind(
    "table lamp",
    ("lamp", "table lamp", "light"),
    (KindPart(("base", "foot"), 1.0), KindPart(("tube", "stem", "pole"), 1.0), KindPart(("shade",), 1.0)),
)
FLOOR_LAMP = Kind("floor lamp", ("floor lamp", "lamp", "light"), (KindPart(("shade",), 1.0), KindPart(("leg",), 0.5)))
FLOWER = Kind("flower", ("flower",), (KindPart(("stem", "stalk"), 1.0), KindPart(("petal",), 1.0)))
KINDS = (LAMP, FLOOR_LAMP, FLOWER)
LEGS = [((x, y, 0.0), (0.05, 0.05, 0.45)) for x in (0.0, 0.4) for y in (0.0, 0.4)]
CHAIR = boxes(((0.0, 0.0, 0.45), (0.45, 0.45, 0.05)), ((0.0, 0.41, 0.5), (0.45, 0.04, 0.5)), *LEGS)


@pytest.fixture(scope="module")
def models() -> Models:
    return load_models()


def _chair() -> Mesh:
    return Mesh(CHAIR[0].astype(np.float32), CHAIR[1])


def test_the_name_is_what_most_of_the_likely_kinds_are_called() -> None:
    name, confidence = likely_name(KINDS, np.array([0.4, 0.4, 0.2]))
    assert (name, round(confidence, 6)) == ("lamp", 0.8)
    assert likely_name(KINDS, np.array([0.1, 0.1, 0.8])) == ("flower", 0.8)


def test_parts_of_several_kinds_are_added_up_and_called_one_thing() -> None:
    words = likely_words(KINDS, np.array([0.5, 0.3, 0.2]))
    assert next(iter(words)) == "shade"
    assert words["shade"] == pytest.approx(0.8)
    assert words["tube"] == pytest.approx(0.5)
    assert "stem" not in words, "most call it a tube"
    assert words["petal"] == pytest.approx(0.2)
    assert likely_words(KINDS, np.array([0.1, 0.0, 0.9]))["stem"] == pytest.approx(1.0)


def test_names_say_parts_and_what_has_such_parts() -> None:
    regions = [
        NamedRegion(name, kind, np.arange(2))
        for name, kind in (
            ("Lamp_Shade.001", NameKind.OBJECT),
            ("Wood", NameKind.MATERIAL),
            ("Stem", NameKind.MATERIAL),
        )
    ]
    told = told_parts(regions, KINDS)
    assert told == {"shade": 'object "Lamp_Shade.001"', "stem": 'material "Stem"'}
    weighed = weighed_by_names(np.full(3, 1 / 3), KINDS, told, "")
    assert weighed[0] > 0.7
    assert weighed.sum() == pytest.approx(1.0)
    assert weighed_by_names(np.full(3, 1 / 3), KINDS, {}, "Flower.003")[2] > 0.85
    assert weighed_by_names(np.full(3, 1 / 3), KINDS, {}, "Cube.003") == pytest.approx(np.full(3, 1 / 3))


def test_words_of_the_trade_and_of_place_are_no_parts() -> None:
    kinds = (Kind("boot", ("boot",), (KindPart(("upper",), 1.0), KindPart(("mesh",), 1.0), KindPart(("back",), 1.0))),)
    names = ("RL_Upper.002", "RL_HairMesh.002", "Boot_Back")
    regions = [NamedRegion(name, NameKind.OBJECT, np.arange(2)) for name in names]
    assert told_parts(regions, kinds) == {"back": 'object "Boot_Back"'}


def test_a_chair_of_boxes_is_seen_as_one_whichever_way_it_is_turned(models: Models) -> None:
    found = suggest_parts(_chair(), models=models)
    assert found.is_sure
    assert found.kind in ("chair", "stool")
    assert {"seat", "leg", "back"} <= set(found.names)
    assert not {"wheel", "shade", "head"} & set(found.names)
    quarter = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    turned = Mesh((7.0 * CHAIR[0] @ quarter).astype(np.float32), CHAIR[1])
    assert {"seat", "leg", "back"} <= set(suggest_parts(turned, models=models).names)


def test_of_one_piece_nothing_is_told_unless_a_name_does(models: Models) -> None:
    vertices, faces = boxes(((0, 0, 0), (1, 2, 3)))
    mesh = Mesh(vertices.astype(np.float32), faces)
    found = suggest_parts(mesh, models=models)
    assert not found.parts
    assert not found.is_sure
    assert "one piece" in found.reason
    assert found.sentence() == found.reason
    named = suggest_parts(mesh, models=models, title="Sword.001")
    assert {"blade", "handle"} <= set(named.names)
    settings = StylizeSettings()
    unnamed = settings.with_(localization=replace(settings.localization, names=False))
    assert not suggest_parts(mesh, unnamed, models, title="Sword.001").parts


def test_a_missing_part_is_answered_with_those_that_are_there(models: Models) -> None:
    mesh = _chair()
    surface = prepare_surface(mesh, 500, "cpu")
    weights = np.zeros(len(surface.vertices), dtype=np.float32)
    located = [
        LocatedPart(Part("seat", ""), True, "", 0.9, weights + 1.0),
        LocatedPart(Part("wings", ""), False, "No wings.", 0.0, weights),
    ]
    seat, wings = with_alternatives(located, surface, models, StylizeSettings())
    assert seat is located[0]
    assert wings.reason.startswith("No wings. This seems to be a ")
    assert "seat" in wings.reason
    assert with_alternatives(located[:1], surface, replace(models, object_kinds=None), StylizeSettings()) == (seat,)


def test_sentences() -> None:
    parts = (SuggestedPart("fuselage", 0.9), SuggestedPart("wing", 0.8))
    assert SuggestedParts("airplane", 0.8, parts).sentence() == "This seems to be an airplane with: fuselage, wing."
    assert SuggestedParts("airplane", 0.8, parts).sentence(frozenset({"wing"})).endswith("with: fuselage.")
    assert SuggestedParts("airplane", 0.2, parts).sentence() == "The object seems to have: fuselage, wing."
    assert SuggestedParts("airplane", 0.2, (), "Why not.").sentence() == "Why not."


def test_the_table_of_kinds_is_that_of_the_families() -> None:
    from tools.train_default_model.kind_parts import kinds_of_families
    from tools.train_default_model.shapes import FAMILIES

    kinds = read_kinds(_EMBEDDED_FOLDER)
    cure = "Run tools/train_default_model/object_kinds.py."
    assert [kind.name for kind in kinds] == sorted(FAMILIES), cure
    for kind in kinds_of_families(("chair", "mug", "table lamp")):
        assert kind in kinds, cure
    assert kinds_text(kinds) == (_EMBEDDED_FOLDER / KINDS_FILE).read_text(encoding="utf-8")


def test_weights_of_other_kinds_and_damaged_files_are_refused(tmp_path: Path) -> None:
    ObjectKinds(KINDS, (KindNetwork(3).eval(),)).save(tmp_path)
    assert ObjectKinds.from_folder(tmp_path).kinds == KINDS
    (tmp_path / KINDS_FILE).write_text(kinds_text(KINDS[::-1]), encoding="utf-8")
    with pytest.raises(ModelError, match=KIND_WEIGHTS):
        ObjectKinds.from_folder(tmp_path)
    (tmp_path / KINDS_FILE).write_text('{"lamp": {}}', encoding="utf-8")
    with pytest.raises(ModelError, match="table of kinds"):
        read_kinds(tmp_path)


def test_the_benchmark_takes_other_words_for_the_same_part() -> None:
    from tools.benchmarks.suggestions import matching

    assert matching("pole", ("shade", "tube"), KINDS) == ("tube",)
    assert matching("petal", ("shade", "tube"), KINDS) == ()
    assert matching("door", ("door",), KINDS) == ("door",)

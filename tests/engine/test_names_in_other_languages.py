"""Names in other languages: which they are in, what they mean in English, and what they decide."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from styleglip_addon.engine.localization.own_names.languages.language import Language, folded, languages
from styleglip_addon.engine.localization.own_names.languages.translating import NameLanguages
from styleglip_addon.engine.localization.own_names.matching import CERTAIN, match_names
from styleglip_addon.engine.localization.suggesting.told_names import told_parts
from styleglip_addon.engine.models.embedded.kind_table import Kind, KindPart
from styleglip_addon.engine.vocabulary.named_regions import NamedRegion, NameKind
from tests.engine.test_own_names import _IS_TOP, _located, _region


@pytest.mark.parametrize(
    ("names", "english"),
    [
        (("Stuhlbein_VL", "Sitzfläche", "Rueckenlehne"), ("chair leg vl", "seat", "back")),
        (("TÜR", "Lenkrad", "Rad"), ("door", "steering wheel", "wheel")),
        (("tafelpoot", "bovenkant_tafelblad"), ("table leg", "upper top")),
        (("pied de table", "roue_avant_gauche", "pare-brise"), ("table leg", "left front wheel", "windshield")),
        (("pata_silla", "Respaldo", "asiento.001"), ("chair leg", "back", "seat")),
        (("Porta_Anteriore", "Ruota", "Finestrino"), ("front door", "wheel", "window")),
        (("Perna_cadeira", "encosto", "Roda_traseira"), ("chair leg", "back", "rear wheel")),
        (("koło_przednie", "drzwi", "SZYBA"), ("front wheel", "door", "pane")),
        (("ножка_стула", "Спинка"), ("стула leg", "back")),
        (("nozhka", "spinka_levaya", "kryshka"), ("leg", "left back", "lid")),
        (("kapı_kolu", "Tekerlek", "duvar"), ("door handle", "wheel", "wall")),
        (("左ひざ", "髪", "スカート", "左腕IK"), ("left knee", "hair", "skirt", "left arm ik")),
        (("左前轮", "椅子的腿", "车窗"), ("left front wheel", "chair leg", "window")),
    ],
)
def test_names_are_read_in_english(names: Sequence[str], english: Sequence[str]) -> None:
    spoken = NameLanguages(names)
    asked = {"leg", "seat", "back", "door", "wheel", "handle", "windshield", "hair", "window", "top"}
    assert [" ".join(spoken.english(name, asked).words) for name in names] == list(english)


@pytest.mark.parametrize(
    "word",
    [
        "Rock",
        "Hut",
        "main",
        "dent",
        "robe",
        "pale",
        "cane",
        "gonna",
        "rug",
        "been",
        "slang",
        "post",
        "rot",
        "far",
        "without",
        "restore",
        "kickstand",
    ],
)
def test_english_words_stay_english_alone(word: str) -> None:
    told = NameLanguages([word, "Door", "Wheel_FL"]).english(word, ())
    assert (told.words, told.is_foreign) == ((word.lower(),), False)


def test_english_compounds_are_not_taken_apart_beside_another_language() -> None:
    words = ("toothpaste", "kickstand", "encounter", "sprinkling", "shamrock", "nightstand", "without")
    for others in (("Bein", "Kopf", "Nase"), ("voeten", "hoofd", "neus")):
        spoken = NameLanguages([*words, *others])
        wrong = [word for word in words if spoken.english(word, ()).is_foreign]
        assert not wrong
    assert NameLanguages(["Thonetlehne", "Kopf", "Nase"]).english("Thonetlehne", ()).words == ("back",)


@pytest.mark.parametrize(
    ("word", "others", "english"),
    [
        ("Rock", ("Kragen", "Gürtel"), "skirt"),
        ("main", ("jambe", "oreille"), "hand"),
        ("been", ("voeten", "hoofd"), "leg"),
        ("rog", ("glaza", "zuby"), "horn"),
    ],
)
def test_they_are_of_another_language_where_other_names_are(word: str, others: Sequence[str], english: str) -> None:
    assert NameLanguages([word, *others]).english(word, ()).words == (english,)


def test_a_word_that_is_asked_for_is_not_translated() -> None:
    spoken = NameLanguages(["Horn", "Kopf", "Bein", "Rock"])
    assert spoken.english("Rock", {"rock"}).words == ("rock",)


def test_a_word_of_several_languages_means_what_they_agree_on() -> None:
    assert NameLanguages(["mano"]).english("mano", ()).words == ("hand",)
    assert NameLanguages(["casco", "rueda", "espejo"]).english("casco", {"helmet"}).words == ("helmet",)
    assert NameLanguages(["casco"]).english("casco", ()).words in (("casco",), ("helmet",), ("hoof",), ("hull",))


@pytest.mark.parametrize(
    ("names", "is_certain"),
    [(("Bein", "Kopf"), True), (("Bein", "Cube.001"), False), (("足", "Cube.001"), True), (("нога",), True)],
)
def test_one_foreign_word_alone_does_not_decide(names: Sequence[str], is_certain: bool) -> None:
    match = match_names(names, ("leg", "seat"), None, NameLanguages(names))[0]
    assert match.word == 0
    assert (match.confidence >= CERTAIN) == is_certain
    assert match.meaning == "leg"


def test_the_part_says_what_a_name_was_taken_for() -> None:
    found, label = _located((_region("Tischplatte", _IS_TOP), _region("Beine", ~_IS_TOP, NameKind.MATERIAL)))
    assert [part.told_by for part in found] == ['object "Tischplatte" (top)', 'material "Beine" (leg)']
    assert (label == 1 - _IS_TOP).all()


def test_parts_are_suggested_by_names_in_other_languages() -> None:
    kind = Kind("table", ("table",), (KindPart(("leg",), 1.0), KindPart(("top",), 1.0)))
    told = told_parts([NamedRegion("Stuhlbein", NameKind.OBJECT, _IS_TOP.nonzero()[0])], [kind])
    assert told == {}
    regions = [_region("Stuhlbein", ~_IS_TOP), _region("Sitz", _IS_TOP)]
    assert told_parts(regions, [kind]) == {"leg": 'object "Stuhlbein" (leg)'}


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.name)
def test_tables_are_whole(language: Language) -> None:
    assert len({meaning for meanings in language.words.values() for meaning in meanings}) >= 180
    known = {word for word in language.also_english if language.meanings(word) or word in ("without", "tandoor")}
    assert language.also_english == known, "listed as English, and in no table"
    assert all(word == folded(word) for word in (*language.words, *language.phrases))

"""The interface in five languages: every text translated, what is put together as well, and names left as they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace

import bpy
import pytest

from styleglip_addon.ui.language.languages import CATALOGUES, LANGUAGES, language_of
from styleglip_addon.ui.language.po_file import read_po
from styleglip_addon.ui.language.sentences import PLACE, Sentences
from tests.blender.addon import enabled_addon
from tools.translate import interface_texts
from tools.translations.catalogues import faults, missing_texts, read_all, read_table, table, write_catalogues
from tools.translations.written import PACKAGE, texts_of

_DRAWN = {"label", "operator", "prop", "prop_search", "progress", "menu", "popover"}
_COMMAND = "python tools/translate.py > build/texts.txt lists them; fill that in, and --take build/texts.txt"


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """All texts of the interface."""
    with enabled_addon():
        return interface_texts()


def test_every_text_is_translated_into_every_language(texts: dict[str, str]) -> None:
    lacking = missing_texts(texts)
    assert not lacking, f"{len(lacking)} texts lack a translation: {_COMMAND}\n{table(lacking)}"


def test_no_catalogue_holds_what_the_interface_no_longer_says(texts: dict[str, str]) -> None:
    left = {f"{language}: {text}" for language, known in read_all().items() for text in set(known) - set(texts)}
    assert not left, f"{sorted(left)} left over; python tools/translate.py --take with an empty file drops them"


def test_translations_have_the_places_of_the_english_text() -> None:
    assert not list(faults())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_known_again_whatever_is_put_into_it(language: str) -> None:
    known = read_po(CATALOGUES / f"{language}.po")
    sentences = Sentences(known)
    wrong = []
    for english, there in known.items():
        values = {name: f"Ding-{number}" for number, name in enumerate(PLACE.findall(english))}
        shown = sentences.translated(_filled(english, values))
        if shown != _filled(there, values):
            wrong.append(f"{english} -> {shown}")
    assert not wrong, "\n".join(wrong)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return PLACE.sub(lambda place: values[place[1]], text)


def test_names_in_quotes_are_left_and_words_of_the_add_on_are_not() -> None:
    sentences = Sentences(
        {"Color": "Farbe", '"{name}" is in {mode}.': '"{name}" ist im {mode}.', "Edit Mode": "E-Modus"}
    )
    assert sentences.translated('"Color" is in Edit Mode.') == '"Color" ist im E-Modus.'


def test_several_sentences_and_facts_in_one_line_are_translated_one_by_one() -> None:
    sentences = Sentences({"It is full.": "Es ist voll.", "Try again.": "Noch einmal.", "{n} MB": "{n} Mo"})
    assert sentences.translated("It is full. No one knows. Try again.") == "Es ist voll. No one knows. Noch einmal."
    assert sentences.translated("3 MB  ·  It is full.") == "3 Mo  ·  Es ist voll."
    assert sentences.translated(" Try again.") == " Noch einmal."


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        *[("de_DE", "de"), ("de", "de"), ("es", "es"), ("fr_FR", "fr"), ("ja_JP", "ja"), ("zh_HANS", "zh_HANS")],
        *[("zh_CN", "zh_HANS"), ("zh_HANT", ""), ("en_US", ""), ("", ""), ("eo", ""), ("des", "")],
    ],
)
def test_locales_of_all_blender_versions_lead_to_their_catalogue(locale: str, language: str) -> None:
    assert language_of(locale) == language


def test_a_translators_file_with_wrapped_lines_and_escapes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "de.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Language: de\\n"\n\n#: a.py\nmsgid ""\n"Say \\"gold\\", "\n"please."\n'
        'msgstr ""\n"Bitte \\"gold\\" "\n"sagen."\n\n#: b.py\nmsgid "Not yet"\nmsgstr ""\n'
        '\n#~ msgid "Old"\n#~ msgstr "Alt"\n',
        encoding="utf-8",
    )
    assert read_po(path) == {'Say "gold", please.': 'Bitte "gold" sagen.'}


def test_a_filled_table_goes_into_the_catalogues_and_nothing_else_is_lost(tmp_path: Path) -> None:
    wanted = {"Find": "a.py", 'The "{name}"': "b.py"}
    write_catalogues(wanted, {"de": {"Find": "Suchen", "Gone": "Weg"}}, tmp_path)
    filled = table(missing_texts(wanted, tmp_path)).replace("fr: \n", 'fr: Le "{name}"\n')
    write_catalogues(wanted, read_table(filled), tmp_path)
    known = read_all(tmp_path)
    assert known["de"] == {"Find": "Suchen"}
    assert known["fr"] == {"Find": 'Le "{name}"', 'The "{name}"': 'Le "{name}"'}
    assert list(faults(tmp_path)) == ['fr.po: the places in braces differ: Find -> Le "{name}"']


def test_texts_are_found_in_source_and_what_is_no_text_is_not() -> None:
    source = (
        '"""A docstring of this module."""\n'
        'row.label(text="Find It", icon="Not a text")\n'
        'column.label(text=f"{obj.name}: {share:.0%} found")\n'
        'raise ValueError("Nobody reads this one.")\n'
        'bl_idname = "Some Name"\n'
        'getattr(row, "mask_source")\n'
    )
    assert list(texts_of(source, is_interface=True)) == ["Find It", "{name}: {share} found"]
    assert list(texts_of('a = "Two Words"\nb = "This is one sentence."', is_interface=False)) == [
        "This is one sentence."
    ]


def test_the_dials_of_a_part_are_named_in_the_artists_language(monkeypatch: pytest.MonkeyPatch) -> None:
    with enabled_addon():
        from styleglip_addon.ui import language
        from styleglip_addon.ui.result import color_mix

        monkeypatch.setattr(language, "language_of", lambda locale: "de")
        monkeypatch.setattr(color_mix, "part_names", lambda mesh: ["base"])
        drawn: list[str] = []
        layout = SimpleNamespace(prop=lambda *_, text, **options: drawn.append(text))
        color_mix.draw_roughness_slider(layout, None, "base")
        assert drawn == ["Rauheit"], "it is drawn with translate=False, as names of parts are"
        scale = bpy.types.WindowManager.bl_rna.properties["styleglip_scale"]
        assert scale.translation_context == language.CONTEXT, "Blender's own word is the verb"


def test_what_the_interface_puts_together_is_translated_before_it_is_drawn() -> None:
    wrong = []
    for path in sorted((PACKAGE / "ui").rglob("*.py")):
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        for node in calls:
            wrong += [f"{path.relative_to(PACKAGE)}:{node.lineno} {why}" for why in _untranslated(node)]
    assert not wrong, "\n".join(wrong)


def _untranslated(node: ast.Call) -> Iterator[str]:
    if not isinstance(node.func, ast.Attribute):
        return
    name, given = node.func.attr, {keyword.arg: keyword.value for keyword in node.keywords}
    if name == "poll_message_set" and not _is_translated(node.args[0]):
        yield "tells why a button is off without translated()"
    if name == "report" and len(node.args) == 2 and not _is_translated(node.args[1]):
        yield "reports without translated()"
    text = given.get("text")
    if name not in _DRAWN or text is None or _is_literal(text):
        return
    is_left_alone = isinstance(given.get("translate"), ast.Constant)
    if not is_left_alone:
        yield "draws what is put together without translate=False: names would be translated by Blender"


def _is_translated(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "translated"


def _is_literal(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return _is_literal(node.body) and _is_literal(node.orelse)
    return isinstance(node, ast.Constant)

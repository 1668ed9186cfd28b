"""Notices prompts in other languages than English: by their letters, or by the commonest words of some languages.

A few words never prove a language, so sentences say what was seen, not what the language is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ..materials.words.tokens import word_set
from ..vocabulary.errors import PromptError
from ..vocabulary.picture_words import has_picture
from .clauses import EXAMPLE
from .words import Word

_LETTERS = {
    "CJK": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "CYRILLIC": "Cyrillic",
    "GREEK": "Greek",
    "ARABIC": "Arabic",
    "HEBREW": "Hebrew",
    "DEVANAGARI": "Devanagari",
    "BENGALI": "Bengali",
    "TAMIL": "Tamil",
    "THAI": "Thai",
    "GEORGIAN": "Georgian",
    "ARMENIAN": "Armenian",
}

_COMMONEST = {
    "German": word_set(
        "der die das und aus mit ein eine einen einem einer ohne ist soll sollen sein auf für alles ganz wie holz"
        " leder glas stahl eisen stein rot rote roter rotes blau blaue grün grüne schwarz schwarze schwarzer weiß"
        " weiße weißer goldene goldener goldenes silberne silberner hölzerne lampe stuhl tisch bein beine fuß füße"
        " sitz"
    ),
    "French": word_set(
        "le la les un une des du de en et avec sans est doit être sur pour tout comme bois cuir verre acier fer"
        " pierre rouge bleu bleue vert verte noir noire blanc blanche doré dorée lampe chaise pied pieds siège jambe"
        " jambes dossier"
    ),
    "Spanish": word_set(
        "el la los las un una de del en y con sin es debe ser para todo como madera cuero vidrio acero hierro piedra"
        " rojo roja azul verde negro negra blanco blanca oro plata dorado dorada lámpara silla mesa pata patas pie"
        " pies asiento"
    ),
    "Italian": word_set(
        "il lo la gli le un una di del della in e con senza è deve essere per tutto come legno pelle vetro acciaio"
        " ferro pietra rosso rossa blu verde nero nera bianco bianca oro argento dorato dorata lampada sedia gamba"
        " gambe piede"
    ),
    "Portuguese": word_set(
        "o os as um uma de do da em e com sem é deve ser para tudo como madeira couro vidro aço ferro pedra vermelho"
        " vermelha azul verde preto preta branco branca ouro prata dourado cadeira perna pernas pé assento"
    ),
    "Dutch": word_set(
        "de het een en van met zonder is moet zijn op voor alles als hout leer glas staal ijzer steen rood rode blauw"
        " blauwe groen groene zwart zwarte wit witte goud gouden zilver stoel houten poot poten voet"
    ),
    "Polish": word_set("i z ze bez jest na do drewno skóra szkło stal kamień czerwony czarny biały złoty nogi krzesło"),
    "Turkish": word_set("ve ile bir siyah beyaz ahşap deri cam çelik altın gümüş taş ayak ayaklar"),
    "Swedish": word_set("och med utan ett av är ska trä läder glas stål sten röd blå grön svart vit guld ben stol"),
}
_FEWEST = 2
_STRANGE_LETTERS = frozenset("łżźćńśąęğşışøåæßõãčřšžěůőűþðđħ")
_ENGLISH = word_set(
    "a in an i as is do me on to no so die las all also man pan per and of the with made be it made glass glas"
)
"""Words of those that English has as well."""


def letters_of(word: str) -> str:
    """Whose letters a word has, where they are not Latin ones; "" where they are."""
    if has_picture(word):
        return ""
    for character in word:
        if character.isalpha() and (name := unicodedata.name(character, "").split(" ")[0]) in _LETTERS:
            return _LETTERS[name]
    return ""


def foreign_sentence(words: Sequence[Word]) -> str:
    """What a prompt in another language is told; "" where nothing speaks for one.

    Two words of one language that mean nothing in English are enough; where no word says anything of a look, so is one
    word, or a letter that English has not.
    """
    letters = [letters_of(word.text) for word in words]
    if letters and all(letters):
        return _sentence(f"It has {letters[0]} letters.")
    unknown = [word for word in words if not (word.is_look or word.is_filler or word.is_listed)]
    has_look = any(word.is_look for word in words)
    for word in () if has_look else unknown:
        if strange := sorted(_STRANGE_LETTERS & set(word.text.lower())):
            return _sentence(f'It has the letter "{strange[0]}", in "{word.text}".')
    unknown = [word for word in unknown if word.key not in _ENGLISH]
    best, seen = "", list[str]()
    for language, commonest in _COMMONEST.items():
        own = [word.key for word in unknown if word.key in commonest]
        if len(dict.fromkeys(own)) > len(seen):
            best, seen = language, list(dict.fromkeys(own))
    means_nothing = not has_look and len(seen) == len({word.key for word in unknown})
    if len(seen) >= _FEWEST or (seen and means_nothing):
        told = ", ".join(f'"{word}"' for word in seen[:3])
        return _sentence(f"It may be {best}, going by {told}.")
    return ""


def refuse_foreign(words: Sequence[Word]) -> None:
    """Raises PromptError with the sentence that a prompt in another language is told."""
    if sentence := foreign_sentence(words):
        raise PromptError(sentence)


def _sentence(seen: str) -> str:
    return f'The prompt seems not to be English, and only English is read. {seen} Write for example "{EXAMPLE}".'

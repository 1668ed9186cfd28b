"""Which languages an object's names are in, and what their words are called in English.

A word that English has as well, or a very short one, counts only where other names are of its language; one that
several languages have means what the likeliest of them agree on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from ....prompts.part_nouns import is_noun
from ..name_splitting import split_name
from .language import Language, folded, is_cyrillic, is_han_or_kana, languages

_ENOUGH = 2
"""Words of different meanings from which on names are taken to be of a language."""
_SHORT = 3
"""Latin words of so few letters are abbreviations as well, unless they have accents."""
_JAPANESE, _CHINESE, _RUSSIAN = "Japanese", "Chinese", "Russian"

_Meanings = tuple[tuple[str, ...], ...]
"""For each word that something is put together of, what it may mean."""


@dataclass(frozen=True)
class EnglishName:
    """A name with its words in English, as far as they were understood.

    Args:
        words: in lower case.
        is_foreign: whether some of them were in another language.
        is_sure: whether the object's names are of that language, and not only this one word.
    """

    words: tuple[str, ...]
    is_foreign: bool = False
    is_sure: bool = True


class NameLanguages:
    """The languages of an object's names, told from all of them together.

    Args:
        names: of objects, materials, groups, bones.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = {split_name(name) for name in names}

    @cached_property
    def scores(self) -> dict[str, int]:
        """How many different things words of each language say that are no English ones."""
        said: dict[str, set[tuple[str, ...]]] = {language.name: set() for language in languages()}
        expressions = {tuple(map(folded, name[place:])) for name in self._names for place in range(len(name) - 1)}
        for language in languages():
            for word in {word for name in self._names for word in name}:
                if _tells(word, language) and (found := _meanings(word, language, with_unknown=False)):
                    said[language.name].add(found[-1])
            said[language.name] |= {phrase for plain in expressions if (phrase := language.phrase(plain)[1])}
        return {name: len(meanings) for name, meanings in said.items()}

    def english(self, name: str, asked: Collection[str]) -> EnglishName:
        """A name's words, those of other languages in English.

        Args:
            name: any.
            asked: words, in lower case, that stay as they are, and are preferred where a word means several things.
        """
        words = split_name(name)
        if not any(self.scores.values()):
            return EnglishName(words)
        items: list[tuple[str, ...]] = []
        is_own: list[bool] = []
        used: list[Language] = []
        place, was_dropped = 0, False
        while place < len(words):
            count, language, meanings = self._understood(words[place:], asked)
            is_dropped = language is None and bool(used) and folded(words[place]) in used[0].dropped
            if language is not None:
                used.append(language)
                items.append(tuple(part for one in meanings for part in _chosen(one, asked).split()))
            elif not is_dropped:
                items.append((words[place],))
            if not is_dropped:
                is_own.append(language is not None or was_dropped)
            place, was_dropped = place + count, is_dropped
        if not used:
            return EnglishName(words)
        if used[0].is_head_first:
            _reverse(items, is_own)
        is_sure = all(self._is_sure(language) for language in used)
        return EnglishName(tuple(word for item in items for word in item), True, is_sure)

    def _understood(self, words: Sequence[str], asked: Collection[str]) -> tuple[int, Language | None, _Meanings]:
        """How many words are one expression, of which language, and the meanings of its words."""
        if words[0] in asked:
            return 1, None, ()
        plain = [folded(word) for word in words]
        best = max((language.phrase(plain) for language in languages()), key=lambda found: found[0])
        count = best[0] or 1
        read: list[tuple[Language, _Meanings]] = []
        for language in languages():
            number, phrase = language.phrase(plain)
            found: _Meanings = (phrase,) if number == count > 1 else ()
            if count == 1 and (self._is_of(language) or _tells(words[0], language)):
                found = _meanings(words[0], language, self._is_of(language))
            if found:
                read.append((language, found))
        if not read:
            return 1, None, ()
        most = max(self.scores[language.name] for language, _ in read)
        likely = [(language, found) for language, found in read if self.scores[language.name] == most]
        language, found = likely[0]
        head = tuple(word for word in found[-1] if all(word in other[-1] for _, other in likely))
        return (count, language, (*found[:-1], head)) if head else (1, None, ())

    def _is_of(self, language: Language) -> bool:
        """Whether the names are of a language, and of no other one rather."""
        score = self.scores[language.name]
        return score >= _ENOUGH and score == max(self.scores.values())

    def _is_sure(self, language: Language) -> bool:
        return self.scores[language.name] >= _ENOUGH or language.name in (_JAPANESE, _CHINESE, _RUSSIAN)


def _tells(word: str, language: Language) -> bool:
    """Whether a word is of a language rather than of English."""
    return (len(word) > _SHORT or not word.isascii()) and folded(word) not in language.also_english


def _meanings(word: str, language: Language, with_unknown: bool) -> _Meanings:
    if is_han_or_kana(word[0]):
        has_kana = any(is_han_or_kana(letter) and letter < "\u3100" for letter in word)
        readers = (_JAPANESE,) if has_kana else (_JAPANESE, _CHINESE)
        return language.segments(folded(word)) if language.name in readers else ()
    if is_cyrillic(word[0]) and language.name != _RUSSIAN:
        return ()
    plain = folded(word)
    found = language.meanings(plain)
    if found:
        return (found,)
    return () if is_noun(word) else language.compound(plain, with_unknown)


def _chosen(meanings: tuple[str, ...], asked: Collection[str]) -> str:
    return next((one for one in meanings if one in asked or all(word in asked for word in one.split())), meanings[0])


def _reverse(items: list[tuple[str, ...]], is_own: list[bool]) -> None:
    """Puts what the words say the thing is last, as English does; an English noun behind them stays there."""
    start = is_own.index(True)
    end = start + 1
    while end < len(items) and (is_own[end] or not is_noun(items[end][0])):
        end += 1
    items[start:end] = items[start:end][::-1]

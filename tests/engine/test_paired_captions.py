"""How the captions of the part-level style loss are split and paired."""

from __future__ import annotations

import pytest

from styleglip_addon.engine.guidance.paired_captions import PairedCaptions, phrase_spans
from styleglip_addon.engine.models.glip import GLIPProcessor
from styleglip_addon.engine.models.glip.language_folder import find_language_folder
from styleglip_addon.engine.models.glip.word_pieces import WordPieces
from styleglip_addon.engine.vocabulary import Part
from styleglip_addon.engine.vocabulary.errors import PromptError


@pytest.fixture(scope="module")
def processor() -> GLIPProcessor:
    return GLIPProcessor(WordPieces(find_language_folder() / "vocab.txt"))


def phrases(text: str) -> list[str]:
    return [text[begin:end] for begin, end in phrase_spans(text)]


def test_every_piece_between_periods_is_one_phrase() -> None:
    assert phrases("wooden. golden. marble") == ["wooden", "golden", "marble"]
    assert phrases("wicker. crocodile-leather") == ["wicker", "crocodile-leather"]
    assert phrases(" lid .body ") == ["lid", "body"]
    assert phrases("a. b.") == ["a", "b"]


def test_a_phrase_that_occurs_in_another_or_twice_has_its_own_place() -> None:
    assert phrase_spans("wood. wooden metal") == [(0, 4), (6, 18)]
    assert phrase_spans("gold. gold") == [(0, 4), (6, 10)]
    assert phrases("c++ (matt). 50 % grey") == ["c++ (matt)", "50 % grey"]


@pytest.mark.parametrize("text", ["", ".", "a.. b", "a. . b", ". a", "  "])
def test_an_empty_piece_is_named(text: str) -> None:
    with pytest.raises(PromptError, match=r"Phrase \d of"):
        phrase_spans(text)


def test_parts_and_texts_give_the_same_captions(processor: GLIPProcessor) -> None:
    parts = [Part("lid", "brass"), Part("body", "hand-woven wool")]
    of_parts = PairedCaptions.of_parts(processor, parts)
    of_texts = PairedCaptions.of_texts(processor, "lid. body", "brass. hand-woven wool")
    for one, other in ((of_parts.content, of_texts.content), (of_parts.style, of_texts.style)):
        assert one.text == other.text
        assert one.spans == other.spans
        assert one.token_map.equal(other.token_map)
    assert of_texts.style.token_map.sum(dim=1).tolist() == [1, 4]


def test_parts_and_styles_must_be_as_many(processor: GLIPProcessor) -> None:
    with pytest.raises(PromptError, match="3 parts and 2 styles"):
        PairedCaptions.of_texts(processor, "shade. pole. base", "wooden. marble")


def test_too_many_parts_and_too_long_captions_are_refused(processor: GLIPProcessor) -> None:
    with pytest.raises(PromptError, match="At most 80"):
        PairedCaptions.of_texts(processor, ". ".join("a" * 81), ". ".join("b" * 81))
    with pytest.raises(PromptError, match="at most 256"):
        PairedCaptions.of_texts(processor, "lid", "very " * 300 + "red")

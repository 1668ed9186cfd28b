"""Phrases become one caption with a token map, and pictures become normalised BGR tensors."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from styleglip_addon.engine.models.glip import GLIPConfig, GLIPProcessor, SentenceEncoder
from styleglip_addon.engine.models.glip.language_folder import find_language_folder
from styleglip_addon.engine.models.glip.word_pieces import WordPieces
from styleglip_addon.engine.vocabulary.errors import ModelError, PromptError


@pytest.fixture(scope="module")
def processor() -> GLIPProcessor:
    return GLIPProcessor(WordPieces(find_language_folder() / "vocab.txt"))


def words(processor: GLIPProcessor, phrases: list[str]) -> list[list[str]]:
    caption = processor.caption(phrases)
    return [[t for t, used in zip(caption.tokens, row.tolist(), strict=True) if used] for row in caption.token_map]


def test_phrases_are_joined_with_a_period_and_a_space_and_none_at_the_end(processor: GLIPProcessor) -> None:
    caption = processor.caption(["pottery base", "gold tube"])
    assert caption.text == "pottery base. gold tube"
    assert [caption.text[b:e] for b, e in caption.spans] == ["pottery base", "gold tube"]
    assert caption.token_map.nonzero().tolist() == [[0, 1], [0, 2], [1, 4], [1, 5]]


def test_hyphenated_and_repeated_phrases_stay_one_phrase_each(processor: GLIPProcessor) -> None:
    assert words(processor, ["crocodile-leather", "wood", "wooden metal", "wood"]) == [
        ["crocodile", "-", "leather"],
        ["wood"],
        ["wooden", "metal"],
        ["wood"],
    ]


def test_capitals_accents_and_extra_spaces_do_not_matter(processor: GLIPProcessor) -> None:
    assert words(processor, ["  Café   TABLE "]) == [["cafe", "table"]]


def test_characters_of_regular_expressions_are_taken_as_they_are(processor: GLIPProcessor) -> None:
    assert words(processor, ["a (b) [c]*", "b"])[1] == ["b"]
    assert processor.caption(["a+", "a+"]).token_map.sum(dim=1).tolist() == [2, 2]


@pytest.mark.parametrize(
    ("phrases", "message"),
    [
        ([], "no phrases"),
        (["gold", "  "], "Phrase 2"),
        (["a"] * 81, "81 phrases"),
        (["gold " * 300], "word pieces"),
        (["gold", "\u200b\u200d"], "readable letters"),
    ],
)
def test_prompts_that_cannot_be_read_get_a_sentence(processor: GLIPProcessor, phrases: list[str], message: str) -> None:
    with pytest.raises(PromptError, match=message):
        processor.caption(phrases)


def test_eighty_phrases_and_exactly_256_tokens_are_allowed(processor: GLIPProcessor) -> None:
    assert processor.caption(["gold"] * 80).token_map.shape[0] == 80
    assert len(processor.caption(["gold " * 254]).tokens) == 256
    with pytest.raises(PromptError, match="257"):
        processor.caption(["gold " * 255])


def test_pictures_are_turned_to_bgr_and_normalised_before_padding(processor: GLIPProcessor) -> None:
    picture = torch.tensor([1.0, 0.5, 0.0]).view(1, 3, 1, 1).expand(1, 3, 33, 40)
    values = processor.pixel_values(picture)
    expected = [(0 - 103.53) / 57.375, (127.5 - 116.28) / 57.12, (255 - 123.675) / 58.395]
    assert values[0, :, 5, 5].tolist() == pytest.approx(expected, abs=1e-5)
    assert values.shape == (1, 3, 33, 40)
    padded = processor.pixel_values(picture, pad=True)
    assert padded.shape == (1, 3, 64, 64)
    assert torch.equal(padded[..., :33, :40], values)
    assert padded[..., 33:, :].abs().max() == 0
    assert padded[..., 40:].abs().max() == 0


def test_long_captions_are_cut_to_256_tokens_with_the_closing_one_kept(processor: GLIPProcessor) -> None:
    ids, mask = processor.tokenizer.batch(["gold " * 400, "gold"], 256)
    assert ids.shape == (2, 256)
    assert mask.sum(dim=1).tolist() == [256, 3]
    assert ids[0, -1] == ids[1, 2]
    assert ids[1, 3] == 0


def test_sentence_embeddings_are_unit_vectors_that_know_synonyms_and_do_not_depend_on_their_batch() -> None:
    encoder = SentenceEncoder.from_pretrained()
    sentences = ["gold", "golden metal", "a mossy forest floor with ferns", "crimson", "red"]
    vectors = encoder.embed(sentences)
    torch.testing.assert_close(vectors.norm(dim=1), torch.ones(5))
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2
    assert vectors[3] @ vectors[4] > vectors[3] @ vectors[2] + 0.2
    torch.testing.assert_close(encoder.embed(["crimson"])[0], vectors[3], atol=1e-5, rtol=0)
    features = encoder.token_features(sentences, batch=2)
    alone = encoder.token_features(["red"])
    torch.testing.assert_close(features.hidden[4, :3], alone.hidden[0], atol=1e-5, rtol=0)


def test_a_folder_without_the_language_model_gets_a_sentence(tmp_path: object) -> None:
    with pytest.raises(ModelError, match="all-MiniLM-L6-v2 was not found"):
        find_language_folder(str(tmp_path))


def test_configurations_survive_json_and_nonsense_is_refused() -> None:
    for config in (GLIPConfig.glip_t_a(), GLIPConfig.glip_l(), GLIPConfig.embedded()):
        assert GLIPConfig.from_dict(config.to_dict()) == config
    changes: list[dict[str, Any]] = [
        {"blocks": 10**9},
        {"channels": 250},
        {"groups": 0},
        {"strides": [8, 16]},
        {"anchor_sizes": "64"},
        {"pixel_std": [0.0, 1.0, 1.0]},
        {"swin": {"depths": [2, 2]}},
        {"swin": {"window": 7.5}},
        {"swin": []},
        {"language": {"external": "../elsewhere"}},
        {"name": 3},
        {"surprise": 1},
    ]
    for change in changes:
        with pytest.raises(ModelError):
            GLIPConfig.from_dict(GLIPConfig.glip_t().to_dict() | change)

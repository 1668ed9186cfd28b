"""Words that go together, and with what the object is: which parts it probably has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from styleglip_addon.engine.localization.coherence import coherence
from styleglip_addon.engine.localization.piece_shapes import PieceShapes
from styleglip_addon.engine.localization.presence import combined
from styleglip_addon.engine.models import load_models
from styleglip_addon.engine.models.embedded.kind_table import Kind, KindPart
from styleglip_addon.engine.models.embedded.kind_words import KIND_WORDS_FILE, KindWords, words_of, write_kind_words
from styleglip_addon.engine.models.glip.text import SentenceEncoder
from styleglip_addon.engine.vocabulary.errors import ModelError

_WORDS = ("leg", "head", "wheel", "window", "stripe")
_USUAL = {"spider": (0.5, 0.5, 0.0, 0.0, 0.0), "car": (0.0, 0.0, 0.5, 0.5, 0.0), "horse": (0.5, 0.5, 0.0, 0.0, 0.0)}
_SHAPES = PieceShapes(*[np.zeros((2, 3), dtype=np.float32)] * 6)


class _Kinds:
    """Spiders, cars and horses, as probable by their shape as one is told."""

    def __init__(self, *probable: float) -> None:
        self._probable = np.array(probable)

    def probabilities(self, shapes: NDArray[np.float32], shares: NDArray[np.float32]) -> NDArray[np.float64]:
        return self._probable

    def usual(self, words: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        rows = [_WORDS.index(word) for word in words]
        known = np.array([word != "stripe" for word in words], dtype=np.float64)
        return np.array(list(_USUAL.values())).T[rows], known


def test_a_word_that_does_not_go_with_the_others_is_probably_not_there() -> None:
    leg, head, wheel = coherence(["leg", "head", "wheel"], None, _Kinds())
    assert wheel < 0.25 < 0.4 < min(leg, head)
    wheel, window, head = coherence(["wheel", "window", "head"], None, _Kinds())
    assert head < 0.25 < 0.4 < min(wheel, window)


def test_the_shape_tells_between_words_that_go_with_different_kinds() -> None:
    words = ["head", "wheel"]
    head, wheel = coherence(words, _SHAPES, _Kinds(0.01, 0.98, 0.01))
    assert head < 0.2 < 0.5 < wheel
    head, wheel = coherence(words, _SHAPES, _Kinds(0.5, 0.0, 0.5))
    assert wheel < 0.2 < 0.5 < head


def test_a_word_that_nobody_knows_and_one_word_of_one_piece_say_nothing() -> None:
    told = coherence(["leg", "head", "stripe"], _SHAPES, _Kinds(0.4, 0.2, 0.4))
    assert told[2] == pytest.approx(0.5)
    assert coherence(["wheel"], None, _Kinds()) == pytest.approx(0.5)
    assert coherence(["wheel"], _SHAPES, _Kinds(0.5, 0.0, 0.5))[0] < 0.2


def test_the_company_of_words_outweighs_a_sure_box_but_not_all_other_witnesses() -> None:
    sure, faint = np.array([0.95]), np.array([0.1])
    assert combined(sure, None)[0] == 0.95
    assert combined(sure, faint, (np.array([0.5]), np.array([0.6])))[0] < 0.5
    assert combined(sure, faint, (sure, sure))[0] > 0.5
    assert combined(np.array([0.02]), np.array([0.9]), (np.array([0.4]), np.array([0.9])))[0] > 0.5


_TABLE = (
    Kind("car", ("car",), (KindPart(("wheel", "tire"), 1.0), KindPart(("window", "pane"), 1.0))),
    Kind("house", ("house",), (KindPart(("window",), 1.0), KindPart(("roof",), 0.5), KindPart(("door",), 0.5))),
)


@pytest.fixture(scope="module")
def sentences() -> SentenceEncoder:
    models = load_models()
    assert models.shape_words is not None
    return models.shape_words.sentences


def test_words_are_as_usual_as_the_nearest_of_the_table(tmp_path: Path, sentences: SentenceEncoder) -> None:
    write_kind_words(tmp_path, _TABLE, sentences)
    read = KindWords.from_folder(tmp_path, _TABLE, sentences)
    assert read.embeddings.shape == (len(words_of(_TABLE)), 384)
    usual, known = read.usual(["wheels", "roof", "zeppelin"])
    assert usual[0, 0] == pytest.approx(0.5, abs=0.1)
    assert usual[0, 1] < 0.02
    assert usual[1] == pytest.approx((0.0, 0.25), abs=0.02)
    assert min(known[:2]) > 0.8
    assert known[2] < 0.1


def test_embeddings_of_another_table_and_damaged_ones_are_refused(tmp_path: Path, sentences: SentenceEncoder) -> None:
    write_kind_words(tmp_path, _TABLE[:1], sentences)
    with pytest.raises(ModelError, match="another table"):
        KindWords.from_folder(tmp_path, _TABLE, sentences)
    (tmp_path / KIND_WORDS_FILE).write_bytes(b"nothing")
    with pytest.raises(ModelError, match="damaged"):
        KindWords.from_folder(tmp_path, _TABLE, sentences)


def test_the_embedded_kinds_know_what_goes_together() -> None:
    kinds = load_models().object_kinds
    assert kinds is not None
    told = coherence(["shirt", "trousers", "hair", "wheel"], None, kinds)
    assert min(told[:3]) > 0.6
    assert told[3] < 0.2
    with pytest.raises(ModelError, match="not read"):
        replace(kinds, words=None).usual(["wheel"])

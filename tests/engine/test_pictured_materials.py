"""What all materials look like to an encoder: the pictures, how they are kept, and which of them words mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn.functional import normalize

from styleglip_addon.engine import Models, load_models
from styleglip_addon.engine.materials.catalogue import MATERIALS
from styleglip_addon.engine.materials.choice import candidate_choices
from styleglip_addon.engine.materials.words.reading import StyleReading
from styleglip_addon.engine.models.contract import ImageTextEncoder, WithPalette
from styleglip_addon.engine.models.files.user_cache import VARIABLE, user_cache
from styleglip_addon.engine.optimisation.pictured.ball import NEAR, WHOLE, ball_picture, studio
from styleglip_addon.engine.optimisation.pictured.kept import FOLDER, pictured_materials
from styleglip_addon.engine.optimisation.pictured.pictures import embed_materials, nearest_materials, ranked
from styleglip_addon.engine.vocabulary.errors import StylizeCancelled
from tests.engine.glip_small import small_model

FEW = {name: MATERIALS[name] for name in ("red plastic", "green plastic", "blue plastic", "gold", "white")}
COLORS = {"crimson": (0.9, 0.1, 0.15), "leaf": (0.1, 0.7, 0.2), "sky": (0.1, 0.3, 0.9)}


class MeanColors:
    """An encoder whose embedding of a picture is its middle's mean colour, and of words the colour of one of them."""

    image_size = 24

    def __init__(self, weights: str = "a") -> None:
        self.weights = weights
        self.seen = 0

    def image_features(self, images: Tensor, raw_pixels: bool = False) -> Tensor:
        self.seen += len(images)
        return images[:, :, 8:16, 8:16].mean(dim=(2, 3)) - 0.4

    def encode_images(self, images: Tensor) -> Tensor:
        return normalize(self.image_features(images), dim=1)

    def encode_texts(self, texts: Sequence[str]) -> Tensor:
        found = [next(color for word, color in COLORS.items() if word in text) for text in texts]
        return normalize(torch.tensor(found) - 0.4, dim=1)

    def contrast(self) -> None:
        return None

    def palette(self, text: str) -> None:
        return None

    def image_side_hash(self) -> str:
        return self.weights

    def scale(self) -> float:
        return 20.0


def models_of(encoder: ImageTextEncoder, cache: Path) -> Models:
    return Models("test", small_model(), encoder, "cpu", cache=cache)


def picture(name: str, reach: float = WHOLE, pixels: int = 48) -> Tensor:
    return ball_picture(MATERIALS[name].sample(np.random.default_rng(5)), pixels, reach, studio())


def nothing(count: int) -> None:
    del count


def unwanted(count: int) -> None:
    raise AssertionError(f"{count} materials were pictured again")


def test_pictures_are_of_materials_on_a_ball() -> None:
    gold, brick = picture("gold"), picture("brick", NEAR)
    assert gold.shape == (3, 48, 48)
    assert 0.0 <= float(gold.min()) < float(gold.max()) <= 1.0
    torch.testing.assert_close(gold, picture("gold"), rtol=0.0, atol=0.0)
    middle = gold[:, 16:32, 16:32].mean(dim=(1, 2))
    assert middle[0] > middle[2] + 0.3
    torch.testing.assert_close(gold[:, :2, :2], picture("brick")[:, :2, :2])  # the wall behind
    assert float(brick.diff(dim=1).std()) > 3.0 * float(picture("white", NEAR).diff(dim=1).std())


def test_glass_shows_what_is_behind_it_upside_down_and_light_shines() -> None:
    glass, steel = picture("glass").mean(dim=0), picture("white").mean(dim=0)
    above, below = slice(8, 14), slice(30, 38)
    assert glass[above, 20:28].mean() < glass[below, 20:28].mean() - 0.05
    assert steel[above, 20:28].mean() > steel[below, 20:28].mean()
    assert picture("yellow neon").amax() > 0.95


def test_what_is_made_once_is_read_again(tmp_path: Path) -> None:
    encoder, told = MeanColors(), list[int]()
    models = models_of(encoder, tmp_path)
    made, sentence = pictured_materials(models, told.append, told.append, FEW)
    assert (told, sentence, encoder.seen) == ([5, 5], "", 10)
    assert made.embeddings.shape == (5, 2, 3)
    again, _ = pictured_materials(models, unwanted, unwanted, FEW)
    assert again.names == made.names
    torch.testing.assert_close(again.embeddings, made.embeddings, rtol=0.0, atol=1e-3)
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == ["a.safetensors"]


@pytest.mark.parametrize("change", ["other materials", "other programs", "cut short", "other kind", "other shape"])
def test_what_does_not_fit_is_made_anew(tmp_path: Path, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from safetensors.torch import save_file

    from styleglip_addon.engine.optimisation.pictured import kept

    models, few = models_of(MeanColors(), tmp_path), dict(FEW)
    pictured_materials(models, nothing, nothing, few)
    file = tmp_path / FOLDER / "a.safetensors"
    if change == "other materials":
        few["silver"] = MATERIALS["silver"]
    elif change == "other programs":
        monkeypatch.setattr(kept, "drawing_hash", lambda: "newer")
    elif change == "cut short":
        file.write_bytes(file.read_bytes()[:-9])
    elif change == "other kind":
        file.write_bytes(b"no tensors")
    else:
        from safetensors import safe_open

        with safe_open(file, "pt") as opened:
            described = opened.metadata()
        save_file({"embeddings": torch.zeros(4, 2, 3)}, file, described)
    begun: list[int] = []
    made, _ = pictured_materials(models, begun.append, nothing, few)
    assert begun == [len(few)]
    assert made.names == tuple(few)
    pictured_materials(models, unwanted, unwanted, few)


def test_each_model_has_a_file_of_its_own(tmp_path: Path) -> None:
    for weights in "ab":
        pictured_materials(models_of(MeanColors(weights), tmp_path), nothing, nothing, FEW)
    assert sorted(path.stem for path in (tmp_path / FOLDER).iterdir()) == ["a", "b"]
    embedded = load_models().encoder
    assert WithPalette(MeanColors("c"), embedded).image_side_hash() == "c"
    assert len(embedded.image_side_hash()) == 32


def test_one_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int) -> None:
        raise StylizeCancelled(str(done))

    with pytest.raises(StylizeCancelled):
        pictured_materials(models_of(MeanColors(), tmp_path), nothing, stop, FEW)
    assert not list(tmp_path.iterdir())


def test_where_nothing_can_be_kept_a_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file in the way", encoding="utf-8")
    made, sentence = pictured_materials(models_of(MeanColors(), tmp_path), nothing, nothing, FEW)
    assert len(made.names) == 5
    assert "could not be kept" in sentence
    assert sentence.endswith(".")


def test_words_find_the_pictures_that_look_like_them(tmp_path: Path) -> None:
    encoder = MeanColors()
    pictured = embed_materials(FEW, encoder, "cpu", nothing)
    for word, name in (("crimson", "red plastic"), ("leaf", "green plastic"), ("sky", "blue plastic")):
        found = nearest_materials(pictured, encoder, word, 3)
        assert found[0][0] == name
        assert len(found) == 3
        shares = [share for _, share in found]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1.0 + 1e-6


def test_shares_are_counted_among_the_best_few() -> None:
    names = tuple(map(str, range(400)))
    found = ranked(names, torch.linspace(0.0, 1.0, 400), 5)
    assert [name for name, _ in found] == ["399", "398", "397", "396", "395"]
    assert found[0][1] == pytest.approx(1.0 / 8.0, abs=0.01)


def test_the_embedded_encoder_knows_materials_by_their_pictures() -> None:
    encoder = load_models().encoder
    wanted = ("gold", "moss", "denim", "lava", "leopard", "rust", "galaxy", "stained glass", "zebra", "leaves", "snow")
    pictured = embed_materials({name: MATERIALS[name] for name in wanted}, encoder, "cpu", nothing)
    scores = encoder.encode_texts(wanted) @ pictured.embeddings.mean(dim=1).T
    right = sum(wanted[int(row.argmax())] == name for row, name in zip(scores, wanted, strict=True))
    assert right >= len(wanted) - 1


def test_candidates_for_a_guess_are_of_the_next_nearest_materials_too() -> None:
    guess = StyleReading("royal", "gold", "royal", 0.5, (("purple velvet", 0.3), ("marble", 0.1)))
    drawn = [choice.understood.material for choice in candidate_choices(guess, 1, 6)]
    assert drawn == ["gold", "purple velvet", "gold", "marble", "gold", "gold"]
    sure = StyleReading("gold", "gold", "gold")
    assert {choice.reading.material for choice in candidate_choices(sure, 1, 4)} == {"gold"}


def test_the_folder_for_such_files_is_the_user_s_or_the_one_that_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert user_cache() == tmp_path
    monkeypatch.delenv(VARIABLE)
    assert user_cache().name == "styleglip"

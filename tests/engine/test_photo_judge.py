"""The judge of photographs: its table of labels, its crops, its head, and what is counted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from styleglip_addon.engine.materials.catalogue import MATERIALS
from tools.benchmarks.photo_judge.crops import random_crops
from tools.benchmarks.photo_judge.efficientnet import FEATURES, SIZE, EfficientNetLite0
from tools.benchmarks.photo_judge.head import even_weights, trained_head
from tools.benchmarks.photo_judge.labels import kind_of, labels, materials_of
from tools.benchmarks.photo_judge.photographs import read_photographs
from tools.benchmarks.photo_judge.train import accuracies
from tools.benchmarks.photo_judge.verdicts import load_photo_judge, save_head


@pytest.mark.parametrize(
    ("package", "path", "kind"),
    [
        ("ufoai-textures", "textures/tex_ctp1/bricks_r_4.jpg", "brick"),
        ("ufoai-textures", "textures/tex_mattn/wall053.jpg", "brick"),
        ("ufoai-textures", "textures/tex_buildings/wall041.png", "stone wall"),
        ("ufoai-textures", "textures/tex_mattn/wall041.jpg", "stone wall"),
        ("ufoai-textures", "textures/tex_material/wood012.png", "wood"),
        ("ufoai-textures", "textures/tex_material/wood006.png", ""),
        ("ufoai-textures", "textures/tex_nature/rock001_nm.png", ""),
        ("ufoai-textures", "textures/tex_doors/door001.jpg", ""),
        ("sweethome3d", "com/eteks/sweethome3d/io/resources/textures/smallRedBricks.jpg", "brick"),
        ("libreoffice-common", "Pictures/sand-light.jpg", "sand"),
        ("scikit_image", "skimage/data/gravel.png", "pebbles"),
        ("some-other-package", "brick.png", ""),
    ],
)
def test_a_file_is_labelled_by_its_name_and_folder(package: str, path: str, kind: str) -> None:
    assert kind_of(package, path) == kind


def test_every_kind_has_materials_of_ours_and_all_of_them_exist() -> None:
    kinds = {kind for own in labels().values() for kind in own}
    assert kinds == set(materials_of())
    assert {name for names in materials_of().values() for name in names} <= set(MATERIALS)


def test_photographs_are_read_from_folders_and_archives(tmp_path: Path) -> None:
    picture = Image.fromarray(np.full((128, 128, 3), 90, np.uint8))
    textures = tmp_path / "miniworld" / "textures"
    textures.mkdir(parents=True)
    picture.save(textures / "marble_1.png")
    picture.save(textures / "door_doom_1.png")
    picture.resize((20, 20)).save(textures / "marble_2.png")
    found = list(read_photographs(tmp_path))
    assert [(one.package, one.kind, one.path) for one in found] == [("miniworld", "marble", "textures/marble_1.png")]
    with pytest.raises(FileNotFoundError, match="no unpacked packages"):
        list(read_photographs(tmp_path / "miniworld"))


@pytest.mark.parametrize("size", [(150, 400), (900, 700)])
def test_crops_stay_within_the_picture(size: tuple[int, int]) -> None:
    # What lies outside would be black.
    crops = random_crops(Image.new("RGB", size, (180, 180, 180)), 12, np.random.default_rng(3))
    assert crops.shape == (12, 3, SIZE, SIZE)
    assert float(crops.min()) > 0.35
    assert float(crops.std(dim=(2, 3)).max()) < 0.01


def test_the_network_gives_its_features_of_a_picture() -> None:
    network = EfficientNetLite0().eval()
    assert sum(value.numel() for value in network.parameters()) == 3_371_008
    with torch.no_grad():
        assert network(torch.rand(1, 3, SIZE, SIZE)).shape == (1, FEATURES)


def test_the_head_learns_what_can_be_parted_and_is_kept(tmp_path: Path) -> None:
    generator = torch.Generator().manual_seed(0)
    numbers = torch.arange(60) % 3
    features = torch.randn(60, FEATURES, generator=generator)
    features[torch.arange(60), numbers] += 6.0
    head = trained_head(features, numbers, ("a", "b", "c"), even_weights(numbers, 3))
    assert (head.probabilities(features).argmax(dim=1) == numbers).all()
    save_head(tmp_path, head, {"a": 0.9, "b": 0.2, "c": 0.6})
    with pytest.raises(FileNotFoundError, match="no EfficientNet-Lite0"):
        load_photo_judge(tmp_path)


def test_rare_kinds_count_for_more_each_and_less_in_all() -> None:
    weights = even_weights(torch.tensor([0, 0, 0, 0, 1]), 2)
    assert float(weights[4]) == pytest.approx(2.0 * float(weights[0]))


def test_what_is_known_is_counted_by_kind() -> None:
    figures = accuracies(("brick", "brick", "wood"), ("brick", "tiles", "wood"), ("one", "two", "one"))
    assert figures["brick"] == {"known": 0.5, "photographs": 2, "packages": 2, "taken_for": "tiles 1"}
    assert figures["wood"]["known"] == 1.0

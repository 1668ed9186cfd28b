"""Chosen models become one set: any GLIP with any encoder, named in the report, with colours where they are wanted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from styleglip_addon.engine import Mesh, ModelError, Part, StylizeSettings, load_models, stylize
from styleglip_addon.engine.models import EMBEDDED, ModelChoice
from styleglip_addon.engine.models.clip.encoder import CLIPEncoder
from styleglip_addon.engine.models.contract import WithPalette
from styleglip_addon.engine.models.embedded.encoder import EmbeddedEncoder
from styleglip_addon.engine.models.glip import GLIP, GLIPConfig
from styleglip_addon.engine.models.glip.conversion import official_state
from tests.engine.clip_small import openai_state, small_clip, write_words
from tests.engine.glip_small import small_config, small_model
from tests.untrained_model import write_untrained_model

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files as artists have them: an official GLIP, OpenAI's CLIP, a CLIP folder, a folder with both of ours."""
    folder = tmp_path_factory.mktemp("models")
    official = folder / "glip" / "small.pth"
    write_official(official, small_model())
    clip = folder / "clip" / "ViT-small.pt"
    clip.parent.mkdir()
    write_words(clip.parent)
    torch.save(openai_state(small_clip()), clip)
    hub = folder / "clip-vit-small"
    small_clip().save_pretrained(hub)
    write_words(hub)
    ours = write_untrained_model(folder / "ours")
    return {"glip": official, "clip": clip, "hub": hub, "ours": ours}


def write_official(file: Path, model: GLIP) -> None:
    """An official checkpoint; beside it our config.json, since its sizes are no released model's."""
    model.save_pretrained(file.parent)
    (file.parent / "model.safetensors").unlink()
    torch.save({"model": {"module." + k: v for k, v in official_state(model).items()}, "iteration": 1}, file)


def test_a_choice_of_an_official_glip_and_openai_s_clip_loads_both(places: dict[str, Path]) -> None:
    choice = ModelChoice(glip=str(places["glip"]), clip=str(places["clip"]))
    models = load_models(choice)
    assert models.choice == choice
    assert models.name == "GLIP small.pth, CLIP ViT-small.pt"
    assert models.glip.config == small_config()
    assert torch.equal(models.glip.head.text_bias, small_model().head.text_bias)
    assert isinstance(models.encoder, WithPalette)
    assert isinstance(models.encoder.encoder, CLIPEncoder)
    texts = models.encoder.encode_texts(["gold"])
    assert torch.equal(texts, CLIPEncoder.from_pretrained(places["clip"]).encode_texts(["gold"]))
    assert models.encoder.image_size == 24
    frozen = [*models.glip.parameters(), *models.encoder.encoder.model.parameters()]
    assert not any(p.requires_grad for p in frozen)


def test_the_embedded_palette_comes_with_clip_unless_it_is_not_wanted(places: dict[str, Path]) -> None:
    with_colours = load_models(ModelChoice(clip=str(places["hub"]))).encoder
    palette = load_models(EMBEDDED).encoder.palette("gold")
    ours = with_colours.palette("gold")
    assert palette is not None
    assert ours is not None
    assert torch.equal(palette.shares, ours.shares)
    assert with_colours.contrast() is None
    crops = torch.rand(2, 3, 24, 24)
    plain = load_models(ModelChoice(clip=str(places["hub"]), embedded_palette=False)).encoder
    assert plain.palette("gold") is None
    assert torch.equal(plain.encode_images(crops), with_colours.encode_images(crops))
    assert torch.equal(plain.image_features(crops, True), with_colours.image_features(crops, True))


def test_a_plain_path_of_a_glip_file_goes_with_the_embedded_encoder(places: dict[str, Path]) -> None:
    models = load_models(places["glip"])
    assert models.choice == ModelChoice(glip=str(places["glip"]))
    assert models.name == "GLIP small.pth, CLIP embedded"
    assert isinstance(models.encoder, EmbeddedEncoder)
    # The embedded encoder needs its own sentence encoder here: the official GLIP's language side is another one.
    expected = load_models().encoder.encode_texts(["crimson shoe"])
    torch.testing.assert_close(models.encoder.encode_texts(["crimson shoe"]), expected)


def test_a_plain_path_of_a_folder_with_both_is_both(places: dict[str, Path]) -> None:
    models = load_models(str(places["ours"]))
    assert models.choice == ModelChoice(glip=str(places["ours"]), clip=str(places["ours"]))
    assert models.name == str(places["ours"])
    assert isinstance(models.encoder, EmbeddedEncoder)
    assert models.encoder.looks.sentences.backbone is models.glip.language


def test_the_encoder_of_such_a_folder_can_be_chosen_alone(places: dict[str, Path]) -> None:
    models = load_models(ModelChoice(clip=str(places["ours"])))
    assert models.glip.config == GLIPConfig.from_dict(models.glip.config.to_dict())
    assert isinstance(models.encoder, EmbeddedEncoder)
    assert models.encoder.encode_texts(["gold"]).shape == (1, 32)


def test_embedded_is_the_default_and_named_so() -> None:
    models = load_models()
    assert models.name == EMBEDDED
    assert models.choice == ModelChoice()
    assert ModelChoice().is_embedded
    assert not ModelChoice(clip="x").is_embedded


@pytest.mark.parametrize(
    ("field", "place", "words"),
    [
        ("glip", "clip", "a CLIP"),
        ("glip", "hub", "another model (clip)"),
        ("clip", "glip", "a GLIP"),
        ("glip", "nowhere.pth", "nowhere.pth"),
        ("clip", "nowhere.pt", "nowhere.pt"),
        ("glip", "nothing", "0 model files"),
        ("clip", "nothing", "0 model files"),
    ],
)
def test_a_wrong_choice_is_named(places: dict[str, Path], tmp_path: Path, field: str, place: str, words: str) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(ModelError) as caught:
        load_models(ModelChoice.from_dict({field: str(places.get(place, tmp_path / place))}))
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_choice_survives_a_report_and_reads_no_nonsense() -> None:
    choice = ModelChoice(glip="a.pth", clip="b", embedded_palette=False)
    assert ModelChoice.from_dict(choice.to_dict()) == choice
    assert ModelChoice.of(choice) is choice
    assert ModelChoice(glip=" ", clip="") == ModelChoice()
    for data in ({"glip": 3}, {"model": "x"}, {"embedded_palette": "yes"}):
        with pytest.raises(ModelError, match="cannot be read"):
            ModelChoice.from_dict(data)


def test_a_panel_can_hold_a_choice_without_pytorch() -> None:
    program = "import sys\nfrom styleglip_addon.engine.models import ModelChoice\nassert 'torch' not in sys.modules\n"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_mesh_is_stylized_with_an_official_glip_and_clip(places: dict[str, Path], tmp_path: Path) -> None:
    generous = GLIP(small_config(prior_probability=0.9)).eval()
    write_official(tmp_path / "generous" / "official.pth", generous)
    models = load_models(ModelChoice(str(tmp_path / "generous" / "official.pth"), str(places["clip"])))
    corners = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=np.float32)
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    cube = Mesh(corners, np.array([t for a, b, c, d in quads for t in ((a, b, c), (a, c, d))]))
    masks = (Part("base", "gold", mask=np.ones(8, dtype=np.float32)),)
    settings = StylizeSettings(iterations=3, image_size=64, dense_vertices=200)
    result = stylize(cube, masks, settings, models=models)
    assert result.model == "GLIP official.pth, CLIP ViT-small.pt"
    assert len(result.history) == 3
    assert all(np.isfinite(losses.total) for losses in result.history)
    assert any(np.isfinite(losses.terms.get("glip", np.nan)) for losses in result.history)
    assert any(np.isfinite(losses.terms.get("clip", np.nan)) for losses in result.history)
    assert float(np.abs(result.color - result.color[0]).max()) > 0.0

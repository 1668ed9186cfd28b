"""CLIP as judge of crops (arXiv 2103.00020), through transformers: ViT-B/32, B/16, L/14 and other sizes.

`CLIPEncoder.from_pretrained` reads a folder from the hub, a single file, or OpenAI's original .pt.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers.models.clip.configuration_clip import CLIPConfig
from transformers.models.clip.modeling_clip import CLIPModel

from ..contract import Palette
from ..files.tensor_hash import tensor_hash
from ..files.weight_files import check_keys, checked_weight
from .checkpoint import PIXEL_MEAN, PIXEL_STD, CLIPCheckpoint, read_clip
from .configuration import CLIPSizes, TowerSizes
from .tokenizer import CLIPWords


class CLIPEncoder:
    """CLIP with frozen weights; implements `ImageTextEncoder`.

    Args:
        model: the network; frozen here.
        words: its tokenizer.
        pixel_mean, pixel_std: per colour channel, of pictures in 0..1.
    """

    def __init__(
        self,
        model: CLIPModel,
        words: CLIPWords,
        pixel_mean: Sequence[float] = PIXEL_MEAN,
        pixel_std: Sequence[float] = PIXEL_STD,
    ) -> None:
        self.model = model.eval().requires_grad_(False)
        self.words = words
        device = self.model.logit_scale.device
        self._mean = torch.tensor(pixel_mean, device=device).view(1, 3, 1, 1)
        self._std = torch.tensor(pixel_std, device=device).view(1, 3, 1, 1)
        self._hash = ""

    @classmethod
    def from_pretrained(cls, path: Path | str, device: str = "cpu") -> CLIPEncoder:
        """Reads a CLIP model in float32.

        Args:
            path: a folder with config.json, model.safetensors or pytorch_model.bin and the tokenizer's files; or a file
                of weights in transformers' or OpenAI's layout (.safetensors, .bin, .pt; TorchScript too).
            device: where to put it.

        Raises:
            ModelError: a file is missing, damaged, unsafe or of another model.
        """
        checkpoint = read_clip(Path(path))
        words = CLIPWords.find(checkpoint.file.parent, checkpoint.sizes.vocabulary)
        model = build_clip(checkpoint, words.end)
        return cls(model.to(device), words, checkpoint.pixel_mean, checkpoint.pixel_std)

    @property
    def image_size(self) -> int:
        """Height and width of the crops it wants, pixels."""
        return int(self.model.config.vision_config.image_size)

    def encode_images(self, images: Tensor) -> Tensor:
        """(n, 3, h, w) sRGB in 0..1 to (n, E), L2-normalised; differentiable. Other sizes are resized (bicubic)."""
        return functional.normalize(self.image_features(images), dim=-1)

    def image_features(self, images: Tensor, raw_pixels: bool = False) -> Tensor:
        """As `encode_images`, embeddings not normalised; `raw_pixels` hands over the pixels as they are."""
        size = (self.image_size, self.image_size)
        if images.shape[-2:] != size:
            # The original resizes bytes, which cannot leave 0..1 either.
            images = functional.interpolate(images, size=size, mode="bicubic", antialias=True).clamp(0.0, 1.0)
        pixels = images if raw_pixels else (images - self._mean) / self._std
        features: Tensor = self.model.visual_projection(self.model.vision_model(pixel_values=pixels).pooler_output)
        return features

    @torch.no_grad()
    def encode_texts(self, texts: Sequence[str]) -> Tensor:
        """n phrases to (n, E), L2-normalised.

        Raises:
            PromptError: something that is not a text.
        """
        limit = int(self.model.config.text_config.max_position_embeddings)
        ids = self.words.batch(texts, limit).to(self._mean.device)
        if len(ids) == 0:
            return self._mean.new_zeros(0, self.model.text_projection.out_features)
        # The text side looks at earlier tokens only, so the padding behind the end token changes nothing.
        pooled = self.model.text_model(input_ids=ids).pooler_output
        return functional.normalize(self.model.text_projection(pooled), dim=-1)

    def contrast(self) -> tuple[Tensor, float] | None:
        """None: crops are judged by the plain cosine, as in Text2Mesh and 3DStyleGLIP."""
        return None

    def palette(self, text: str) -> Palette | None:
        """None: CLIP knows no palettes."""
        return None

    def image_side_hash(self) -> str:
        """Of the image tower's weights and the pixels' normalisation."""
        if not self._hash:
            sides = (self.model.vision_model, self.model.visual_projection)
            named = [item for side in sides for item in sorted(side.state_dict().items())]
            self._hash = tensor_hash([*named, ("mean", self._mean), ("std", self._std)])
        return self._hash

    def scale(self) -> float:
        """The learned one, at most 100 as in training."""
        return min(float(self.model.logit_scale.exp()), 100.0)


class _Patches(nn.Module):
    """The first layer, a convolution whose patches do not overlap, as one matrix product: its gradient is much faster.

    Args:
        width: channels of the result.
        patch: side of a patch, pixels.
    """

    def __init__(self, width: int, patch: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(width, 3, patch, patch))

    def forward(self, pixels: Tensor) -> Tensor:
        """(n, 3, h, w) to (n, width, h / patch, w / patch)."""
        patch = self.weight.shape[-1]
        grid = pixels.unflatten(3, (-1, patch)).unflatten(2, (-1, patch))  # (n, 3, rows, patch, columns, patch)
        flat = grid.permute(0, 2, 4, 1, 3, 5).flatten(3)
        return functional.linear(flat, self.weight.flatten(1)).permute(0, 3, 1, 2)


def build_clip(checkpoint: CLIPCheckpoint, end_token: int) -> CLIPModel:
    """transformers' model with the checkpoint's weights: all must be there, none may be left, shapes must agree.

    Args:
        checkpoint: as read.
        end_token: whose features stand for the whole text.

    Raises:
        ModelError: names the file and the first tensor that does not fit.
    """
    file, sizes = checkpoint.file, checkpoint.sizes
    # Built without memory for the weights, which are the checkpoint's own tensors.
    with torch.device("meta"):
        model = CLIPModel(_configuration(sizes, end_token))
        model.vision_model.embeddings.patch_embedding = _Patches(sizes.vision.width, sizes.patch)
    own = {name: tuple(parameter.shape) for name, parameter in model.named_parameters()}
    check_keys(checkpoint.tensors, own, file, sizes.name)
    state = {}
    for name, shape in own.items():
        state[name] = checked_weight(checkpoint.tensors[name], name, shape, file, sizes.name).contiguous()
    model.load_state_dict(state, strict=False, assign=True)
    for name, count in (("vision_model", sizes.grid**2 + 1), ("text_model", sizes.positions)):
        embeddings: nn.Module = model.get_submodule(f"{name}.embeddings")
        embeddings.register_buffer("position_ids", torch.arange(count)[None], persistent=False)
    return model


def _configuration(sizes: CLIPSizes, end_token: int) -> CLIPConfig:
    def tower(of: TowerSizes) -> dict[str, object]:
        return {
            "hidden_size": of.width,
            "num_hidden_layers": of.layers,
            "num_attention_heads": of.heads,
            "intermediate_size": of.intermediate,
            "hidden_act": of.activation,
            "layer_norm_eps": of.epsilon,
            "projection_dim": sizes.embedding,
            "attention_dropout": 0.0,
        }

    text = {
        "vocab_size": sizes.vocabulary,
        "max_position_embeddings": sizes.positions,
        # Only the end token is looked at; the others would be checked against the vocabulary.
        "eos_token_id": end_token,
        "bos_token_id": None,
        "pad_token_id": None,
    }
    vision = {"image_size": sizes.image_size, "patch_size": sizes.patch, "num_channels": 3}
    configuration = CLIPConfig(
        text_config=tower(sizes.text) | text,
        vision_config=tower(sizes.vision) | vision,
        projection_dim=sizes.embedding,
    )
    configuration._attn_implementation = "sdpa"
    return configuration

"""A CLIP of every part at a size that runs in milliseconds, in each layout that people have."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import CLIPConfig, CLIPModel, CLIPTokenizer

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOCABULARY = {
    token: i
    for i, token in enumerate(
        [*_LETTERS, *(c + "</w>" for c in _LETTERS), "go", "ld</w>", "gold</w>", "<|startoftext|>", "<|endoftext|>"]
    )
}
MERGES = [("g", "o"), ("l", "d</w>"), ("go", "ld</w>")]
TEXTS = ["gold", "red leather", "a"]


@functools.cache
def small_clip(width: int = 128, activation: str = "quick_gelu") -> CLIPModel:
    """Random weights with two heads per side; shared between tests, so it must not be changed."""
    torch.manual_seed(3)
    tower = {"hidden_size": width, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 2}
    tower["hidden_act"] = activation  # type: ignore[assignment]
    config = CLIPConfig(
        text_config=tower
        | {
            "vocab_size": len(VOCABULARY),
            "max_position_embeddings": 12,
            "eos_token_id": VOCABULARY["<|endoftext|>"],
            "bos_token_id": VOCABULARY["<|startoftext|>"],
        },
        vision_config=tower | {"image_size": 24, "patch_size": 8},
        projection_dim=20,
    )
    model = CLIPModel(config).eval().requires_grad_(False)
    for parameter in model.parameters():
        parameter.add_(0.1 * torch.randn_like(parameter))  # no bias stays zero, no norm stays one
    return model


def reference(images: Tensor, model: CLIPModel) -> tuple[Tensor, Tensor]:
    """transformers' own embeddings of normalised pictures and of `TEXTS`, L2-normalised."""
    tokenizer = CLIPTokenizer(vocab=dict(VOCABULARY), merges=list(MERGES))
    words = tokenizer(TEXTS, padding=True, return_tensors="pt")
    seen = model.get_image_features(pixel_values=images).pooler_output
    read = model.get_text_features(**words).pooler_output
    return nn.functional.normalize(seen, dim=-1), nn.functional.normalize(read, dim=-1)


def write_words(folder: Path) -> None:
    """vocab.json and merges.txt as hub folders have them."""
    (folder / "vocab.json").write_text(json.dumps(VOCABULARY), encoding="utf-8")
    lines = ["#version: 0.2", *(" ".join(pair) for pair in MERGES), ""]
    (folder / "merges.txt").write_text("\n".join(lines), encoding="utf-8")


def openai_state(model: CLIPModel) -> dict[str, Tensor]:
    """The model's weights as OpenAI's code names and packs them; the inverse of what loading does, written apart."""
    out: dict[str, Tensor] = {}
    state = model.state_dict()
    for name, value in state.items():
        key = name.replace("vision_model.embeddings.class_embedding", "visual.class_embedding")
        key = key.replace("vision_model.embeddings.position_embedding.weight", "visual.positional_embedding")
        key = key.replace("vision_model.embeddings.patch_embedding.", "visual.conv1.")
        key = key.replace("vision_model.pre_layrnorm.", "visual.ln_pre.")
        key = key.replace("vision_model.post_layernorm.", "visual.ln_post.")
        key = key.replace("vision_model.encoder.layers.", "visual.transformer.resblocks.")
        key = key.replace("text_model.embeddings.token_embedding.", "token_embedding.")
        key = key.replace("text_model.embeddings.position_embedding.weight", "positional_embedding")
        key = key.replace("text_model.encoder.layers.", "transformer.resblocks.")
        key = key.replace("text_model.final_layer_norm.", "ln_final.")
        key = key.replace("layer_norm1", "ln_1").replace("layer_norm2", "ln_2")
        key = key.replace("mlp.fc1", "mlp.c_fc").replace("mlp.fc2", "mlp.c_proj").replace("self_attn", "attn")
        if name == "visual_projection.weight":
            out["visual.proj"] = value.T.contiguous()
        elif name == "text_projection.weight":
            out["text_projection"] = value.T.contiguous()
        elif re.search(r"attn\.q_proj", key):
            packed = [state[name.replace("q_proj", f"{part}_proj")] for part in "qkv"]
            out[key.replace("q_proj.", "in_proj_")] = torch.cat(packed)
        elif not re.search(r"attn\.[kv]_proj", key):
            out[key] = value.clone()
    numbers = {"input_resolution": 24, "context_length": 12, "vocab_size": len(VOCABULARY)}
    return out | {name: torch.tensor(number) for name, number in numbers.items()}


class _Node(nn.Module):
    """A module that holds what a state dict says."""

    def forward(self, x: Tensor) -> Tensor:
        return x * 2


def write_torchscript(state: dict[str, Tensor], file: Path, half: bool = False) -> None:
    """The state as attributes of a TorchScript program's modules, as OpenAI's .pt files have it."""
    root = _Node()
    for name, value in state.items():
        *path, leaf = name.split(".")
        module: nn.Module = root
        for step in path:
            if step not in module._modules:
                module.add_module(step, _Node())
            module = module.get_submodule(step)
        value = value.half() if half and value.is_floating_point() else value
        if value.is_floating_point():
            module.register_parameter(leaf, nn.Parameter(value, requires_grad=False))
        else:
            module.register_buffer(leaf, value)
    torch.jit.save(torch.jit.trace(root, torch.zeros(1)), str(file))

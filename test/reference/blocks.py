"""Blocks and their gradients by PyTorch, for the tests of hilum.

    python3 test/reference/blocks.py            writes blocks.json beside this file
    python3 test/reference/blocks.py --print    prints it instead

Every block is written out here in the operations of PyTorch, in float64. Arrays are flat, of the shapes that
TensorFlow.js has: maps [B, H, W, C], kernels [kh, kw, C, F]. The gradients are those of sum(output * cotangent).
Weights bear the names that hilum gives them in a block called `piece`.
"""

import json
import pathlib
import sys

import numpy as np
import torch
from torch.nn import functional as F

SEED = 21


class Block:
    """Inputs and weights of one block, drawn when they are asked for."""

    def __init__(self, random):
        self.random = random
        self.inputs = []
        self.weights = {}

    def draw(self, shape, low=-1.0, high=1.0):
        values = self.random.uniform(low, high, shape).round(3)
        return torch.tensor(values, dtype=torch.float64, requires_grad=True)

    def input(self, *shape):
        self.inputs.append(self.draw(shape))
        return self.inputs[-1].permute(0, 3, 1, 2)

    def weight(self, name, *shape, low=-1.0, high=1.0):
        self.weights[name] = self.draw(shape, low, high)
        return self.weights[name]

    def conv(self, x, name, filters, size=3, step=1, dilation=1, bias=True):
        kernel = self.weight(f"{name}/kernel", size, size, x.shape[1], filters)
        offset = self.weight(f"{name}/bias", filters) if bias else None
        return conv_same(x, kernel, offset, step, dilation)

    def dense(self, x, name, units):
        return x @ self.weight(f"{name}/kernel", x.shape[1], units)

    def dilated(self, x, name, filters, dilation, bias=True):
        """A dilated convolution by PyTorch, its kernel in the two parts that hilum has."""
        channels = x.shape[1]
        centre = self.weight(f"{name}_centre/kernel", 1, 1, channels, filters)
        offset = self.weight(f"{name}_centre/bias", filters) if bias else None
        ring = self.weight(f"{name}_ring/kernel", 1, 1, 8 * channels, filters)
        taps = ring.reshape(8, channels, filters)
        kernel = torch.cat([taps[:4], centre.reshape(1, channels, filters), taps[4:]])
        return conv_same(x, kernel.reshape(3, 3, channels, filters), offset, 1, dilation)

    def norm(self, x, name):
        """Batch normalisation in prediction."""
        c = x.shape[1]
        gamma = self.weight(f"{name}/gamma", c)
        beta = self.weight(f"{name}/beta", c)
        mean = self.weight(f"{name}/moving_mean", c)
        variance = self.weight(f"{name}/moving_variance", c, low=0.5, high=1.5)
        return F.batch_norm(x, mean.detach(), variance.detach(), gamma, beta, training=False, eps=1e-3)


def conv_same(x, kernel, bias, step, dilation):
    """Padding 'same' as TensorFlow has it: what is left over goes to the end."""
    padding = []
    for length, size in ((x.shape[3], kernel.shape[1]), (x.shape[2], kernel.shape[0])):
        total = max((-(-length // step) - 1) * step + (size - 1) * dilation + 1 - length, 0)
        padding += [total // 2, total - total // 2]
    return F.conv2d(F.pad(x, padding), kernel.permute(3, 2, 0, 1), bias, step, 0, dilation)


def bilinear(x):
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


def squeeze_excite(b, x, name, ratio):
    mean = x.mean((2, 3))
    squeezed = F.relu(b.dense(mean, f"{name}_squeeze", x.shape[1] // ratio))
    return x * torch.sigmoid(b.dense(squeezed, f"{name}_excite", x.shape[1]))[:, :, None, None]


def spatial_squeeze_excite(b, x, name):
    return x * torch.sigmoid(b.conv(x, f"{name}_excite", 1, 1))


def attention_gate(b, x, gate, filters):
    both = b.conv(x, "piece_skip", filters, 2, 2, bias=False) + b.conv(gate, "piece_gate", filters, 1)
    return x * bilinear(torch.sigmoid(b.conv(F.relu(both), "piece_psi", 1, 1)))


def aspp(b, x, filters, dilations):
    def branch(y, name):
        return F.relu(b.norm(y, f"{name}_norm"))

    maps = [branch(b.conv(x, "piece_branch1", filters, 1, bias=False), "piece_branch1")]
    for i, dilation in enumerate(dilations):
        name = f"piece_branch{i + 2}"
        maps.append(branch(b.dilated(x, name, filters, dilation, bias=False), name))
    image = branch(b.conv(x.mean((2, 3), keepdim=True), "piece_image", filters, 1, bias=False), "piece_image")
    parts = [
        b.weight("piece_project/kernel", 1, 1, len(maps) * filters, filters),
        b.weight("piece_project_image/kernel", 1, 1, filters, filters),
    ]
    joined = torch.cat([*maps, image.expand(-1, -1, *x.shape[2:])], 1)
    return branch(conv_same(joined, torch.cat(parts, 2), None, 1, 1), "piece")


def additive_aspp(b, x, filters, dilations):
    total = 0
    for i, dilation in enumerate(dilations):
        name = f"piece_branch{i + 1}"
        y = b.conv(x, name, filters) if dilation == 1 else b.dilated(x, name, filters, dilation)
        total = total + b.norm(y, f"{name}_norm")
    return b.conv(total, "piece", filters, 1)


def residual(b, x, sizes, filters, width, step_at, step):
    y = x
    for i, size in enumerate(sizes):
        name, last = f"piece_conv{i + 1}", i == len(sizes) - 1
        y = b.conv(y, name, filters if last else width, size, step if i == step_at else 1, bias=False)
        y = b.norm(y, f"{name}_norm")
        y = y if last else F.relu(y)
    if step > 1 or x.shape[1] != filters:
        x = b.norm(b.conv(x, "piece_shortcut", filters, 1, step, bias=False), "piece_shortcut_norm")
    return F.relu(y + x)


# One image where something is upsampled: the cpu backend's gradient of it is right for the first of a batch alone.
CASES = [
    ("upsampleBilinear", {}, lambda b: bilinear(b.input(1, 3, 4, 2))),
    ("upsampleBilinear", {}, lambda b: bilinear(b.input(1, 1, 3, 1))),
    ("upsampleBilinear", {}, lambda b: bilinear(b.input(1, 1, 1, 2))),
    ("downsampleAverage", {}, lambda b: F.avg_pool2d(b.input(1, 4, 5, 2), 2)),
    ("downsampleStrided", {"filters": 3}, lambda b: b.conv(b.input(1, 4, 6, 2), "piece", 3, 2, 2)),
    ("squeezeExcite", {"ratio": 2}, lambda b: squeeze_excite(b, b.input(2, 3, 2, 4), "piece", 2)),
    ("spatialSqueezeExcite", {}, lambda b: spatial_squeeze_excite(b, b.input(2, 3, 2, 4), "piece")),
    (
        "concurrentSqueezeExcite",
        {},
        lambda b: squeeze_excite(b, x := b.input(2, 3, 2, 4), "piece_channel", 2)
        + spatial_squeeze_excite(b, x, "piece_spatial"),
    ),
    (
        "attentionGate",
        {"filters": 3},
        lambda b: attention_gate(b, b.input(1, 4, 6, 2), b.input(1, 2, 3, 4), 3),
    ),
    (
        "dilatedConvBlock",
        {"filters": 3, "dilation": 2},
        lambda b: F.relu(b.dilated(b.input(2, 5, 6, 2), "piece", 3, 2)),
    ),
    (
        "dilatedConvBlock",
        {"filters": 2, "dilation": 4, "activation": "linear"},
        lambda b: b.dilated(b.input(1, 3, 9, 1), "piece", 2, 4),
    ),
    ("aspp", {"filters": 3, "dilations": [2, 3]}, lambda b: aspp(b, b.input(2, 4, 5, 2), 3, [2, 3])),
    (
        "additiveAspp",
        {"filters": 3, "dilations": [1, 2]},
        lambda b: additive_aspp(b, b.input(2, 4, 5, 2), 3, [1, 2]),
    ),
    (
        "postactivatedResidualBlock",
        {"filters": 3, "strides": 2},
        lambda b: residual(b, b.input(2, 5, 4, 2), (3, 3), 3, 3, 0, 2),
    ),
    (
        "postactivatedResidualBlock",
        {"filters": 2},
        lambda b: residual(b, b.input(1, 4, 4, 2), (3, 3), 2, 2, 0, 1),
    ),
    (
        "bottleneckResidualBlock",
        {"filters": 8, "strides": 2},
        lambda b: residual(b, b.input(2, 4, 5, 2), (1, 3, 1), 8, 2, 1, 2),
    ),
]


def flat(tensor):
    return [float(f"{v:.9g}") for v in tensor.detach().reshape(-1).tolist()]


def row(index, name, args, build):
    block = Block(np.random.default_rng([SEED, index]))
    output = build(block).permute(0, 2, 3, 1)
    cotangent = block.draw(output.shape).detach()
    (output * cotangent).sum().backward()

    def told(tensor):
        gradient = None if tensor.grad is None else flat(tensor.grad)
        return {"shape": list(tensor.shape), "values": flat(tensor), "gradient": gradient}

    return {
        "block": name,
        "args": args,
        "inputs": [told(x) for x in block.inputs],
        "weights": {key: told(w) for key, w in block.weights.items()},
        "output": {"shape": list(output.shape), "values": flat(output)},
        "cotangent": flat(cotangent),
    }


def main():
    result = {
        "made_by": "test/reference/blocks.py",
        "torch": torch.__version__,
        "numpy": np.__version__,
        "seed": SEED,
        "rows": [row(i, *case) for i, case in enumerate(CASES)],
    }
    text = json.dumps(result, separators=(",", ":")).replace('{"block"', '\n{"block"') + "\n"
    if "--print" in sys.argv:
        print(text, end="")
    else:
        pathlib.Path(__file__).with_suffix(".json").write_text(text)


if __name__ == "__main__":
    main()

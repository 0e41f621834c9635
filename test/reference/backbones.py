"""Features of VGG16, ResNet50 and InceptionResNetV2 by PyTorch, for the tests of hilum.

    python3 test/reference/backbones.py            writes backbones.json beside this file
    python3 test/reference/backbones.py --print    prints it instead

The networks are written out here from their papers and the layer names of Keras, independently of src. Weights and
images come from a hash of the weight's name and the position in it (`noise`), which backbones.test.ts computes too,
so none are kept. Kernels are drawn in the layout of TensorFlow, [height, width, in, out].
"""

import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

SIZES = {"vgg16": (40, 70), "resnet50": (40, 70), "inceptionResnetV2": (75, 110)}


def noise(name, size):
    """Uniform in [-1, 1): position and name mixed by multiplications and shifts of 32-bit integers."""
    seed = 0
    for character in name:
        seed = (seed * 31 + ord(character)) & 0xFFFFFFFF
    with np.errstate(over="ignore"):
        h = np.arange(size, dtype=np.uint32) * np.uint32(2654435761) + np.uint32(seed)
        for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39)):
            h = (h ^ (h >> np.uint32(shift))) * np.uint32(factor)
        h ^= h >> np.uint32(15)
    return h / 2**31 - 1


def tensor(values):
    return torch.tensor(np.ascontiguousarray(values.astype(np.float32)))


def image(height, width):
    return tensor(noise("image", height * width * 3).reshape(1, height, width, 3).transpose(0, 3, 1, 2))


def same(x, kernel, stride=1):
    """TensorFlow's padding: as much as the strides need, the odd pixel at the bottom right."""
    pads = []
    for size, side in reversed(list(zip(x.shape[2:], kernel))):
        total = max((-(-size // stride) - 1) * stride + side - size, 0)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads)


def conv(x, name, filters, kernel, stride=1, padding="same", bias=True):
    kernel = (kernel, kernel) if isinstance(kernel, int) else kernel
    fan_in = kernel[0] * kernel[1] * x.shape[1]
    shape = (*kernel, x.shape[1], filters)
    weight = noise(f"{name}/kernel", fan_in * filters).reshape(shape) * (6 / fan_in) ** 0.5
    offset = tensor(noise(f"{name}/bias", filters) * 0.1) if bias else None
    if padding == "same":
        x = same(x, kernel, stride)
    return F.conv2d(x, tensor(weight.transpose(3, 2, 0, 1)), offset, stride)


def norm(x, name, epsilon, scale=True):
    channels = x.shape[1]
    gamma = tensor(1 + noise(f"{name}/gamma", channels) * 0.5) if scale else None
    beta = tensor(noise(f"{name}/beta", channels) * 0.1)
    mean = tensor(noise(f"{name}/moving_mean", channels) * 0.1)
    variance = tensor(2 + noise(f"{name}/moving_variance", channels))
    return F.batch_norm(x, mean, variance, gamma, beta, eps=epsilon)


def vgg16(x):
    for block, (count, filters) in enumerate(((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)), 1):
        for i in range(count):
            x = F.relu(conv(x, f"block{block}_conv{i + 1}", filters, 3))
        x = F.max_pool2d(x, 2)
    return x


def resnet50(x):
    def conv_norm(x, name, filters, kernel, stride=1, padding="valid"):
        return norm(conv(x, f"{name}_conv", filters, kernel, stride, padding), f"{name}_bn", 1.001e-5)

    x = F.relu(conv_norm(F.pad(x, (3, 3, 3, 3)), "conv1", 64, 7, 2))
    x = F.max_pool2d(F.pad(x, (1, 1, 1, 1)), 3, 2)
    for stage, (count, width) in enumerate(((3, 64), (4, 128), (6, 256), (3, 512)), 2):
        for i in range(1, count + 1):
            name = f"conv{stage}_block{i}"
            stride = 2 if i == 1 and stage > 2 else 1
            shortcut = conv_norm(x, f"{name}_0", 4 * width, 1, stride) if i == 1 else x
            x = F.relu(conv_norm(x, f"{name}_1", width, 1, stride))
            x = F.relu(conv_norm(x, f"{name}_2", width, 3, padding="same"))
            x = F.relu(shortcut + conv_norm(x, f"{name}_3", 4 * width, 1))
    return x


def inceptionResnetV2(x):
    counts = {}

    def automatic(kind):
        counts[kind] = counts.get(kind, -1) + 1
        return f"{kind}_{counts[kind]}" if counts[kind] else kind

    def cn(x, filters, kernel, stride=1, padding="same", name=None):
        x = conv(x, name or automatic("conv2d"), filters, kernel, stride, padding, bias=False)
        return F.relu(norm(x, f"{name}_bn" if name else automatic("batch_normalization"), 1e-3, scale=False))

    def chain(x, *convs):
        for args in convs:
            x = cn(x, *args)
        return x

    def residual(x, name, scale, *branches):
        mixed = torch.cat([chain(x, *branch) for branch in branches], 1)
        return x + scale * conv(mixed, f"{name}_conv", x.shape[1], 1)

    x = chain(x, (32, 3, 2, "valid"), (32, 3, 1, "valid"), (64, 3))
    x = chain(F.max_pool2d(x, 3, 2), (80, 1), (192, 3, 1, "valid"))
    x = F.max_pool2d(x, 3, 2)
    branches = [chain(x, (96, 1)), chain(x, (48, 1), (64, 5)), chain(x, (64, 1), (96, 3), (96, 3))]
    average = F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
    x = torch.cat([*branches, cn(average, 64, 1)], 1)
    for i in range(1, 11):
        branches = [(32, 1)], [(32, 1), (32, 3)], [(32, 1), (48, 3), (64, 3)]
        x = F.relu(residual(x, f"block35_{i}", 0.17, *branches))
    last = (384, 3, 2, "valid")
    x = torch.cat([cn(x, *last), chain(x, (256, 1), (256, 3), last), F.max_pool2d(x, 3, 2)], 1)
    for i in range(1, 21):
        branches = [(192, 1)], [(128, 1), (160, (1, 7)), (192, (7, 1))]
        x = F.relu(residual(x, f"block17_{i}", 0.1, *branches))
    branches = [
        chain(x, (256, 1), last),
        chain(x, (256, 1), (288, 3, 2, "valid")),
        chain(x, (256, 1), (288, 3), (320, 3, 2, "valid")),
        F.max_pool2d(x, 3, 2),
    ]
    x = torch.cat(branches, 1)
    for i in range(1, 11):
        branches = [(192, 1)], [(192, 1), (224, (1, 3)), (256, (3, 1))]
        x = residual(x, f"block8_{i}", 0.2 if i < 10 else 1.0, *branches)
        x = F.relu(x) if i < 10 else x
    return cn(x, 1536, 1, name="conv_7b")


def features(network, size):
    with torch.inference_mode():
        y = network(image(*size)).permute(0, 2, 3, 1)
    values = y.double().reshape(-1)
    # All of the first two pixels, and of the rest what sums tell.
    return {
        "inputShape": [1, *size, 3],
        "shape": list(y.shape),
        "sum": float(f"{values.sum().item():.8g}"),
        "sumOfSquares": float(f"{(values * values).sum().item():.8g}"),
        "first": [float(f"{v:.7g}") for v in values[: 2 * y.shape[3]].tolist()],
    }


def main():
    answers = {
        "made_by": "test/reference/backbones.py",
        "torch": torch.__version__,
        "numpy": np.__version__,
        **{name: features(globals()[name], size) for name, size in SIZES.items()},
    }
    text = json.dumps(answers) + "\n"
    if "--print" in sys.argv:
        print(text, end="")
    else:
        pathlib.Path(__file__).with_suffix(".json").write_text(text)


main()

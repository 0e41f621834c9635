"""Predicts with a Keras 2 HDF5 model in PyTorch: python3 torch_forward.py MODEL.hdf5 < input.f32 > output.f32

Independent of the library: reads the file with h5py and the configuration as it is. Float64, so that the difference is
that of the other side.
"""

import json
import sys

import h5py
import numpy as np
import torch
import torch.nn.functional as F

file = h5py.File(sys.argv[1], "r")
model = json.loads(file.attrs["model_config"])["config"]
weights = file["model_weights"]


def tensors(name):
    names = [n.decode() if isinstance(n, bytes) else n for n in weights[name].attrs["weight_names"]]
    return [torch.from_numpy(weights[name][n][...].astype("float64")) for n in names]


def same_padded(x, kernel, strides, value=0.0):
    """TensorFlow pads so that the output is ceil(size / stride), the odd one behind."""
    pads = []
    for size, k, s in reversed(list(zip(x.shape[2:], kernel, strides))):
        total = max((-(-size // s) - 1) * s + k - size, 0)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads, value=value)


def run(kind, config, inputs):
    x = inputs[0]
    padded = config.get("padding") == "same"
    if kind == "Conv2D":
        kernel, *bias = tensors(config["name"])
        x = same_padded(x, config["kernel_size"], config["strides"]) if padded else x
        x = F.conv2d(x, kernel.permute(3, 2, 0, 1), *bias, stride=config["strides"])
    elif kind == "Conv2DTranspose":
        kernel, *bias = tensors(config["name"])
        sizes = [n * s for n, s in zip(x.shape[2:], config["strides"])]
        full = F.conv_transpose2d(x, kernel.permute(3, 2, 0, 1), *bias, stride=config["strides"])
        for axis, (size, k, s) in enumerate(zip(sizes, config["kernel_size"], config["strides"])):
            full = full.narrow(axis + 2, max(k - s, 0) // 2 if padded else 0, size)
        x = full
    elif kind == "BatchNormalization":
        gamma, beta, mean, variance = tensors(config["name"])
        x = F.batch_norm(x, mean, variance, gamma, beta, eps=config["epsilon"])
    elif kind == "LeakyReLU":
        return F.leaky_relu(x, config["alpha"])
    elif kind == "Add":
        return sum(inputs)
    elif kind == "Concatenate":
        return torch.cat(inputs, 1)
    elif kind == "UpSampling2D":
        return x.repeat_interleave(config["size"][0], 2).repeat_interleave(config["size"][1], 3)
    elif kind == "MaxPooling2D":
        x = same_padded(x, config["pool_size"], config["strides"], -np.inf) if padded else x
        return F.max_pool2d(x, config["pool_size"], config["strides"])
    else:
        raise SystemExit(f"torch_forward: no {kind}")
    return {"linear": lambda y: y, "relu": F.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}[
        config.get("activation", "linear")
    ](x)


torch.set_num_threads(1)
values = {}
for layer in model["layers"]:
    if layer["class_name"] == "InputLayer":
        shape = [1] + layer["config"]["batch_input_shape"][1:]
        image = np.frombuffer(sys.stdin.buffer.read(), "float32").reshape(shape).astype("float64")
        values[layer["name"]] = torch.from_numpy(image).permute(0, 3, 1, 2)
    else:
        values[layer["name"]] = run(
            layer["class_name"], layer["config"], [values[name] for name, *_ in layer["inbound_nodes"][0]]
        )
result = values[model["output_layers"][0][0]].permute(0, 2, 3, 1)
sys.stdout.buffer.write(result.numpy().astype("float32").tobytes())

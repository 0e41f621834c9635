"""A peer in its own process: `python3 torch_peer.py LAYOUT FOLDER`, LAYOUT contiguous or channels_last.

Runs the graph of job.json in PyTorch on one thread, from the same weights. Its requests are told in peer.ts.
"""

import json
import resource
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

LAYOUT, FOLDER = sys.argv[1:3]
FORMAT = torch.channels_last if LAYOUT == "channels_last" else torch.contiguous_format
torch.set_num_threads(1)
job = json.load(open(f"{FOLDER}/job.json"))
training = job["work"] != "predict"


def floats(name):
    return np.fromfile(f"{FOLDER}/{name}", dtype=np.float32)


def to_torch(array):
    """tfjs puts the spatial axes of a kernel first, PyTorch last; images likewise channels last and first."""
    if array.ndim == 4:
        array = array.transpose(3, 2, 0, 1)
    elif array.ndim == 2:
        array = array.T
    tensor = torch.tensor(np.ascontiguousarray(array))
    return tensor.to(memory_format=FORMAT) if array.ndim == 4 else tensor


def from_torch(tensor):
    array = tensor.detach().numpy()
    if array.ndim == 4:
        array = array.transpose(2, 3, 1, 0)
    return np.ascontiguousarray(array.T if array.ndim == 2 else array).ravel()


def image(name, shape):
    array = floats(name).reshape(shape)
    if array.ndim != 4:
        return torch.tensor(array)
    return torch.tensor(np.ascontiguousarray(array.transpose(0, 3, 1, 2))).to(memory_format=FORMAT)


values = floats("weights.bin")
weights = {}
for entry in job["weights"]:
    size = int(np.prod(entry["shape"]))
    weights[entry["name"]] = to_torch(values[entry["offset"] : entry["offset"] + size].reshape(entry["shape"]))
trainable = [weights[entry["name"]] for entry in job["weights"] if entry["trainable"]]
for tensor in trainable:
    tensor.requires_grad_(training)

uses = {}
for node in job["graph"]:
    for name in node["inputs"]:
        uses[name] = uses.get(name, 0) + 1
ops = {node["name"]: node["op"] for node in job["graph"]}


def padded(x, pads, value=0.0):
    top, left, bottom, right = pads
    if top == bottom and left == right:
        return x, (top, left)
    return F.pad(x, (left, right, top, bottom), value=value), (0, 0)


def run_node(node, inputs):
    op = node["op"]
    x = inputs[0]
    w = [weights[name] for name in node["weights"]]
    bias = w[1] if len(w) > 1 else None
    if op == "conv":
        x, padding = padded(x, node["pads"])
        return F.conv2d(x, w[0], bias, stride=node["strides"], padding=padding)
    if op == "convTranspose":
        return F.conv_transpose2d(x, w[0], bias, stride=node["strides"])
    if op == "dense":
        return F.linear(x, w[0], bias)
    if op == "batchNorm":
        gamma, beta, mean, variance = w if len(w) == 4 else (None, *w)
        return F.batch_norm(x, mean, variance, gamma, beta, training=training, momentum=0.01, eps=node["epsilon"])
    if op == "relu":
        # In place where nothing else reads the value, as a PyTorch user would write it.
        source = node["inputs"][0]
        alone = uses[source] == 1 and ops[source] in ("conv", "batchNorm", "dense")
        return F.relu(x, inplace=alone)
    if op == "sigmoid":
        return torch.sigmoid(x)
    if op == "softmax":
        return torch.softmax(x, -1)
    if op == "maxPool":
        x, padding = padded(x, node["pads"], float("-inf"))
        return F.max_pool2d(x, node["kernel"], node["strides"], padding)
    if op == "averagePool":
        top, left, bottom, right = node["pads"]
        assert top == bottom and left == right, "PyTorch counts the zeros of an uneven border"
        return F.avg_pool2d(x, node["kernel"], node["strides"], (top, left), count_include_pad=False)
    if op == "pad":
        top, left, bottom, right = node["pads"]
        return F.pad(x, (left, right, top, bottom))
    if op == "scale":
        return x * node["factor"]
    if op == "upsample":
        return F.interpolate(x, scale_factor=tuple(map(float, node["strides"])), mode="nearest")
    if op == "concat":
        return torch.cat(inputs, 1)
    if op == "add":
        return inputs[0] + inputs[1]
    raise ValueError(f"torch_peer: no operator for {op} ({node['name']})")


LAST_USE = {name: i for i, node in enumerate(job["graph"]) for name in node["inputs"]}


def forward(x):
    alive = {}
    for i, node in enumerate(job["graph"]):
        inputs = [alive[name] for name in node["inputs"]]
        alive[node["name"]] = x if node["op"] == "input" else run_node(node, inputs)
        for name in node["inputs"]:
            if LAST_USE[name] == i:
                alive.pop(name, None)
    return alive[job["graph"][-1]["name"]]


def loss_of(y_true, y_pred):
    if job["loss"] == "crossEntropy":
        return -(y_true * torch.log(y_pred)).sum(-1).mean()
    overlap = (y_true * y_pred).sum()
    return 1 - (2 * overlap + 1) / (y_true.sum() + y_pred.sum() + 1)


x = image("input.bin", job["inputShape"])
y = image("target.bin", job["outputShape"])
optimizer = torch.optim.Adam(trainable, lr=1e-3, eps=1e-7) if training else None


def step():
    optimizer.zero_grad(set_to_none=True)
    loss = loss_of(y, forward(x))
    loss.backward()
    return loss


def predict():
    with torch.inference_mode():
        return forward(x)


def answer():
    if training:
        loss = step()
        np.concatenate([from_torch(tensor.grad) for tensor in trainable]).tofile(f"{FOLDER}/torch-{LAYOUT}.bin")
        return {"loss": loss.item()}
    output = predict()
    if output.ndim == 4:
        output = output.permute(0, 2, 3, 1)
    np.ascontiguousarray(output.numpy()).tofile(f"{FOLDER}/torch-{LAYOUT}.bin")
    return {}


def timed():
    wall, cpu = time.perf_counter(), time.process_time()
    parts = {}
    if training:
        step()
        parts["gradients"] = (time.process_time() - cpu) * 1e3
        if job["work"] == "train":
            optimizer.step()
    else:
        predict()
    return {
        "cpu": (time.process_time() - cpu) * 1e3,
        "wall": (time.perf_counter() - wall) * 1e3,
        "parts": parts,
    }


def memory():
    return {"rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "heap": 0}


def reply(value):
    print(json.dumps(value), flush=True)


reply({"ready": True, "version": torch.__version__})
for line in sys.stdin:
    reply({"answer": answer, "time": timed}.get(line.strip(), memory)())

"""Steps of optimizers, clipped gradients and learning rates by PyTorch, for the tests of hilum.

    python3 test/reference/optimizers.py            writes optimizers.json beside this file
    python3 test/reference/optimizers.py --print    prints it instead

A kernel [3, 4] and a bias [4] make twenty steps along given gradients, in float64. The kernel is in a group with weight
decay, the bias in one without. Every learning rate is that of a scheduler at each step.
"""

import json
import pathlib
import sys

import numpy as np
import torch
from torch.optim import lr_scheduler

SEED = 41
STEPS = 20

OPTIMIZERS = {
    "adamW": (torch.optim.AdamW, {"lr": 0.01, "eps": 1e-7}, 0.1),
    "adamW with other betas": (torch.optim.AdamW, {"lr": 0.003, "betas": (0.8, 0.99), "eps": 1e-7}, 0.5),
    "adamW without decay": (torch.optim.AdamW, {"lr": 0.01, "eps": 1e-7}, 0),
    "sgd": (torch.optim.SGD, {"lr": 0.01, "momentum": 0.9, "nesterov": True}, 0),
    "sgd with decay": (torch.optim.SGD, {"lr": 0.02, "momentum": 0.8, "nesterov": True}, 0.1),
    "sgd without Nesterov": (torch.optim.SGD, {"lr": 0.01, "momentum": 0.9}, 0.05),
    "sgd without momentum": (torch.optim.SGD, {"lr": 0.05, "momentum": 0}, 0.01),
}


def number(value):
    return float(f"{value:.12g}")


def numbers(values):
    return [number(value) for value in np.asarray(values).ravel()]


def drawn(random, shape):
    """Few decimals: what float32 makes of them differs from float64 by rounding alone."""
    return np.round(random.normal(size=shape), 3)


def variables(start):
    return [torch.tensor(start[name], dtype=torch.float64, requires_grad=True) for name in ("kernel", "bias")]


def walk(start, gradients, make, settings, decay):
    kernel, bias = variables(start)
    groups = [{"params": [kernel], "weight_decay": decay}, {"params": [bias], "weight_decay": 0}]
    optimizer = make(groups, **settings)
    path = []
    for gradient in gradients:
        kernel.grad, bias.grad = (torch.tensor(gradient[name], dtype=torch.float64) for name in ("kernel", "bias"))
        optimizer.step()
        path.append({"kernel": numbers(kernel.detach()), "bias": numbers(bias.detach())})
    return path


def clipped(start, gradient, norm):
    kernel, bias = variables(start)
    kernel.grad, bias.grad = (torch.tensor(gradient[name], dtype=torch.float64) for name in ("kernel", "bias"))
    before = torch.nn.utils.clip_grad_norm_([kernel, bias], norm)
    return {"norm": norm, "before": number(before), "kernel": numbers(kernel.grad), "bias": numbers(bias.grad)}


def rates(make, learning_rate, steps):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=learning_rate)
    scheduler = make(optimizer)
    values = []
    for step in range(steps):
        values.append(number(optimizer.param_groups[0]["lr"]))
        if step < steps - 1:
            optimizer.step()
            scheduler.step()
    return values


def schedules():
    one_cycle = lambda steps, **args: rates(
        lambda o: lr_scheduler.OneCycleLR(o, 0.1, total_steps=steps, **args), 0.1, steps
    )
    return {
        "oneCycle of 40": one_cycle(40),
        "oneCycle of 23": one_cycle(23, pct_start=0.25, div_factor=10, final_div_factor=100),
        "cosine": rates(lambda o: lr_scheduler.CosineAnnealingLR(o, 30), 0.1, 31),
        "cosine to 0.01": rates(lambda o: lr_scheduler.CosineAnnealingLR(o, 30, eta_min=0.01), 0.1, 31),
        "step": rates(lambda o: lr_scheduler.StepLR(o, 7, gamma=0.5), 0.1, 30),
        "polynomial": rates(lambda o: lr_scheduler.PolynomialLR(o, 20, power=0.9), 0.1, 25),
    }


def main():
    random = np.random.default_rng(SEED)
    pair = lambda: {"kernel": drawn(random, (3, 4)), "bias": drawn(random, 4)}
    start, gradients = pair(), [pair() for _ in range(STEPS)]
    text = json.dumps(
        {
            "made_by": "test/reference/optimizers.py",
            "torch": torch.__version__,
            "numpy": np.__version__,
            "seed": SEED,
            "start": {name: numbers(values) for name, values in start.items()},
            "gradients": [{name: numbers(values) for name, values in each.items()} for each in gradients],
            "paths": {name: walk(start, gradients, *args) for name, args in OPTIMIZERS.items()},
            "clipped": [clipped(start, gradients[0], norm) for norm in (1, 100)],
            "schedules": schedules(),
        }
    )
    if "--print" in sys.argv:
        print(text)
    else:
        pathlib.Path(__file__).with_name("optimizers.json").write_text(text + "\n")


if __name__ == "__main__":
    main()

"""Losses and their gradients by PyTorch, scores by scikit-learn, for the tests of hilum.

    python3 test/reference/losses.py            writes losses.json beside this file
    python3 test/reference/losses.py --print    prints it instead

Arrays are flat, of shape [B, H, W, C]. The formulas are written out as numerics of the field have them: Dice and
Jaccard over the whole batch as in the Keras pipeline for chest X-rays, per sample as in MONAI's DiceLoss and
TverskyLoss (sums over the pixels of each sample and channel, then the mean).
"""

import json
import pathlib
import sys

import numpy as np
import sklearn
import torch
from sklearn import metrics

SEED = 20
SHAPE = (3, 4, 5, 2)


def overlap(t, y, alpha, beta, smooth, per_sample, square=False):
    axes = (1, 2) if per_sample else (0, 1, 2)
    size = (lambda v: v * v) if square else (lambda v: v)
    tp = (t * y).sum(axes)
    fp = size(y).sum(axes) - tp
    fn = size(t).sum(axes) - tp
    return (1 - (tp + smooth) / (tp + alpha * fp + beta * fn + smooth)).mean()


def dice(t, y, smooth, per_sample, square=False):
    axes = (1, 2) if per_sample else (0, 1, 2)
    size = (lambda v: v * v) if square else (lambda v: v)
    return (1 - (2 * (t * y).sum(axes) + smooth) / (size(t).sum(axes) + size(y).sum(axes) + smooth)).mean()


def losses():
    for per_sample in (False, True):
        for smooth in (1, 1e-5):
            args = {"smooth": smooth, "perSample": per_sample}
            yield "diceLoss", args, lambda t, y, s=smooth, p=per_sample: dice(t, y, s, p)
            yield "squaredDiceLoss", args, lambda t, y, s=smooth, p=per_sample: dice(t, y, s, p, True)
            yield "jaccardLoss", args, lambda t, y, s=smooth, p=per_sample: overlap(t, y, 1, 1, s, p)
            yield (
                "tverskyLoss",
                {**args, "falsePositives": 0.3, "falseNegatives": 0.7},
                lambda t, y, s=smooth, p=per_sample: overlap(t, y, 0.3, 0.7, s, p),
            )
    yield "bceLoss", {}, torch.nn.functional.binary_cross_entropy


def flat(tensor):
    return [float(f"{v:.9g}") for v in tensor.detach().double().reshape(-1).tolist()]


def loss_rows(t, x):
    rows = []
    for from_logits in (False, True):
        for name, args, loss in losses():
            given = (x if from_logits else torch.sigmoid(x)).detach().clone().requires_grad_()
            predicted = torch.sigmoid(given) if from_logits else given
            value = loss(predicted, t) if name == "bceLoss" else loss(t, predicted)
            value.backward()
            rows.append(
                {
                    "loss": name,
                    "args": {**args, "fromLogits": from_logits},
                    "value": float(f"{value.item():.9g}"),
                    "gradient": flat(given.grad),
                }
            )
    return rows


def score_rows(random):
    """Masks with every kind of emptiness; scikit-learn gives 0 where there is nothing to divide by."""
    kinds = [(0.5, 0.5), (0.2, 0.3), (0.9, 0.1), (0.0, 0.4), (0.4, 0.0), (1.0, 0.4), (0.4, 1.0), (1.0, 1.0)]
    rows = []
    for truth_share, predicted_share in kinds:
        truth = (random.random(12) < truth_share).astype(int)
        predicted = (random.random(12) < predicted_share).astype(int)
        tn, fp, fn, tp = metrics.confusion_matrix(truth, predicted, labels=[0, 1]).ravel().tolist()
        rows.append(
            {
                "truth": truth.tolist(),
                "predicted": predicted.tolist(),
                "counts": {"tp": tp, "fp": fp, "fn": fn, "tn": tn},
                "dice": metrics.f1_score(truth, predicted, zero_division=0),
                "iou": metrics.jaccard_score(truth, predicted, zero_division=0),
                "precision": metrics.precision_score(truth, predicted, zero_division=0),
                "recall": metrics.recall_score(truth, predicted, zero_division=0),
                "accuracy": metrics.accuracy_score(truth, predicted),
            }
        )
        # Specificity is the recall of the background; where there is no background our convention decides.
        if tn + fp > 0:
            rows[-1]["specificity"] = metrics.recall_score(truth, predicted, pos_label=0)
    return rows


def main():
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    t = torch.tensor((random.random(SHAPE) < 0.4).astype(np.float64))
    t[1, :, :, 0] = 0  # one sample and class without foreground
    x = torch.tensor(np.round(random.normal(0, 2, SHAPE), 3))
    text = json.dumps(
        {
            "made_by": "test/reference/losses.py",
            "torch": torch.__version__,
            "sklearn": sklearn.__version__,
            "numpy": np.__version__,
            "seed": SEED,
            "shape": SHAPE,
            "truth": flat(t),
            "logits": flat(x),
            "probabilities": flat(torch.sigmoid(x)),
            "losses": loss_rows(t, x),
            "scores": score_rows(random),
        }
    )
    if "--print" in sys.argv:
        print(text)
    else:
        pathlib.Path(__file__).with_name("losses.json").write_text(text + "\n")


if __name__ == "__main__":
    main()

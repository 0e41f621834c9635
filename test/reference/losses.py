"""Losses and their gradients by PyTorch, scores by scikit-learn, for the tests of hilum.

    python3 test/reference/losses.py            writes losses.json beside this file
    python3 test/reference/losses.py --print    prints it instead

Arrays are flat, of shape [B, H, W, C]. The formulas are written out as numerics of the field have them: Dice and
Jaccard over the whole batch as in the Keras pipeline for chest X-rays, per sample as in MONAI's DiceLoss and
TverskyLoss (sums over the pixels of each sample and channel, then the mean); the generalised Dice of MONAI, the focal
losses of MONAI and torchvision (masks) and of Keras (classes), the Lovasz hinge and the boundary loss of the authors of
the papers. Cross-entropies are PyTorch's own.
"""

import json
import pathlib
import sys

import numpy as np
import scipy
import sklearn
import torch
import torch.nn.functional as F
from scipy import ndimage
from sklearn import metrics

SEED = 20
SHAPE = (3, 4, 5, 2)
CLASS_SHAPE = (2, 3, 4, 3)


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


def generalized_dice(t, y, per_sample, smooth):
    """MONAI's GeneralizedDiceLoss: w = 1 / volume**2, infinite ones become the largest of the others. Its smooth_nr and
    smooth_dr, added to sums that are 1 / volume in size, are here given in pixels of the smallest class."""
    axes = (1, 2) if per_sample else (0, 1, 2)
    volume, predicted, overlap = t.sum(axes), y.sum(axes), (t * y).sum(axes)
    w = 1 / volume**2
    infinite = torch.isinf(w)
    w = torch.where(infinite, torch.zeros_like(w), w)
    largest = w.max(-1, keepdim=True).values
    w = torch.where(infinite, largest, w)
    smooth = smooth * largest[..., 0]
    numerator = (2 * overlap * w).sum(-1) + smooth
    return (1 - numerator / (((volume + predicted) * w).sum(-1) + smooth)).mean()


def focal_tversky(t, y, alpha, beta, smooth, gamma, per_sample):
    axes = (1, 2) if per_sample else (0, 1, 2)
    tp, fp, fn = (t * y).sum(axes), ((1 - t) * y).sum(axes), (t * (1 - y)).sum(axes)
    return ((1 - (tp + smooth) / (tp + alpha * fp + beta * fn + smooth)) ** (1 / gamma)).mean()


def overlap_losses():
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
            yield "generalizedDiceLoss", args, lambda t, y, s=smooth, p=per_sample: generalized_dice(t, y, p, s)
        yield (
            "focalTverskyLoss",
            {"perSample": per_sample, "falsePositives": 0.3, "falseNegatives": 0.7, "gamma": 4 / 3},
            lambda t, y, p=per_sample: focal_tversky(t, y, 0.3, 0.7, 1, 4 / 3, p),
        )


def focal(t, x, gamma, alpha=None):
    """MONAI's, from logits."""
    loss = torch.exp(gamma * F.logsigmoid(-x * (2 * t - 1))) * (x - x * t - F.logsigmoid(x))
    return loss if alpha is None else (alpha * t + (1 - alpha) * (1 - t)) * loss


def lovasz_hinge(t, x):
    """Of one image, flat, as its authors have it."""
    errors, order = torch.sort(1 - x * (2 * t - 1), descending=True)
    t = t[order]
    intersection = t.sum() - t.cumsum(0)
    jaccard = 1 - intersection / (t.sum() + (1 - t).cumsum(0))
    jaccard[1:] = jaccard[1:] - jaccard[:-1].clone()
    return torch.dot(F.relu(errors), jaccard.detach())


def lovasz_of_maps(t, x):
    images = [(b, c) for b in range(SHAPE[0]) for c in range(SHAPE[3])]
    return torch.stack([lovasz_hinge(t[b, :, :, c].ravel(), x[b, :, :, c].ravel()) for b, c in images]).mean()


def signed_distances(mask):
    """Of one mask, as the authors of the boundary loss have it."""
    inside = mask.astype(bool)
    if not inside.any():
        return np.full(mask.shape, np.hypot(*mask.shape))  # theirs is 0, which lets every false alarm pass
    outside = ~inside
    distance = ndimage.distance_transform_edt
    return distance(outside) * outside - (distance(inside) - 1) * inside


def mask_losses(weights, distances):
    """Of masks, from truth and logits. `weights` is [B, H, W, 1]; means over pixels are weighted means."""
    bce = F.binary_cross_entropy_with_logits
    by_class, three = torch.tensor([1.0, 4.0]), torch.tensor(3.0)

    def weighted(loss, w):
        return (loss * w).sum() / w.expand_as(loss).sum()

    def weighted_dice(t, y):
        tp, sizes = (weights * t * y).sum((0, 1, 2)), (weights * (t + y)).sum((0, 1, 2))
        return (1 - (2 * tp + 1) / (sizes + 1)).mean()

    yield "bceLoss", {}, lambda t, x: bce(x, t)
    yield "bceLoss", {"positiveWeight": 3}, lambda t, x: bce(x, t, pos_weight=three)
    yield "bceLoss", {"labelSmoothing": 0.1}, lambda t, x: bce(x, 0.9 * t + 0.05)
    yield "bceLoss", {"weights": True}, lambda t, x: weighted(bce(x, t, reduction="none"), weights)
    yield (
        "bceLoss",
        {"classWeights": [1, 4], "weights": True, "positiveWeight": 3},
        lambda t, x: weighted(bce(x, t, pos_weight=three, reduction="none"), weights * by_class),
    )
    yield "focalLoss", {}, lambda t, x: focal(t, x, 2).mean()
    yield "focalLoss", {"gamma": 1.5, "alpha": 0.25}, lambda t, x: focal(t, x, 1.5, 0.25).mean()
    yield "focalLoss", {"classWeights": [1, 4]}, lambda t, x: weighted(focal(t, x, 2), by_class)
    yield "lovaszHingeLoss", {}, lovasz_of_maps
    yield "boundaryLoss", {}, lambda t, x: (distances * torch.sigmoid(x)).mean()
    yield "diceLoss", {"weights": True}, lambda t, x: weighted_dice(t, torch.sigmoid(x))


def cross_entropy(labels, log_p, weight, label_smoothing):
    """PyTorch's after its log-softmax, so that it takes probabilities too; see class_rows."""
    known = labels >= 0
    total = weight[labels[known]].sum()
    nll = F.nll_loss(log_p, labels, weight, ignore_index=-1)
    undecided = -(log_p[known] * weight).sum() / total / log_p.shape[-1]
    return (1 - label_smoothing) * nll + label_smoothing * undecided


def class_losses(weights):
    """Of classes, from labels, -1 where a pixel is to be ignored, and logarithms of probabilities."""
    by_class, equal = torch.tensor([1.0, 2.0, 5.0]).double(), torch.ones(3).double()

    def mean(loss, labels, w=torch.ones(())):
        w = w * (labels >= 0)
        return (loss * w).sum() / w.sum()

    def nll(labels, log_p):
        return F.nll_loss(log_p, labels, reduction="none", ignore_index=-1)

    def focal(labels, log_p, gamma):
        loss = nll(labels, log_p)
        return mean((1 - torch.exp(-loss)).clamp(min=1e-7) ** gamma * loss, labels)

    name = "categoricalCrossEntropyLoss"
    for smoothing in (0, 0.1):
        args = {"labelSmoothing": smoothing}
        yield name, args, lambda labels, log_p, s=smoothing: cross_entropy(labels, log_p, equal, s)
        yield (
            name,
            {**args, "classWeights": [1, 2, 5]},
            lambda labels, log_p, s=smoothing: cross_entropy(labels, log_p, by_class, s),
        )
    yield name, {"weights": True}, lambda labels, log_p: mean(nll(labels, log_p), labels, weights)
    for gamma in (2, 0.5):
        yield "categoricalFocalLoss", {"gamma": gamma}, lambda labels, log_p, g=gamma: focal(labels, log_p, g)


def flat(tensor):
    return [float(f"{v:.9g}") for v in tensor.detach().double().reshape(-1).tolist()]


def row(name, args, given, value):
    value.backward()
    return {"loss": name, "args": args, "value": float(f"{value.item():.9g}"), "gradient": flat(given.grad)}


def leaf(tensor):
    return tensor.detach().clone().requires_grad_()


def loss_rows(t, x, weights, distances):
    rows = []
    for from_logits in (False, True):
        for name, args, loss in overlap_losses():
            given = leaf(x if from_logits else torch.sigmoid(x))
            predicted = torch.sigmoid(given) if from_logits else given
            rows.append(row(name, {**args, "fromLogits": from_logits}, given, loss(t, predicted)))
        for name, args, loss in mask_losses(weights, distances):
            given = leaf(x if from_logits else torch.sigmoid(x))
            logits = given if from_logits else torch.logit(given)
            rows.append(row(name, {**args, "fromLogits": from_logits}, given, loss(t, logits)))
    return rows


def class_rows(labels, x, weights):
    rows = []
    for from_logits in (False, True):
        for name, args, loss in class_losses(weights):
            given = leaf(x if from_logits else torch.softmax(x, -1))
            log_p = torch.log_softmax(given, -1) if from_logits else given.log()
            rows.append(row(name, {**args, "fromLogits": from_logits}, given, loss(labels, log_p)))
            if from_logits and "labelSmoothing" in args:
                weight = torch.tensor(args.get("classWeights", [1, 1, 1])).double()
                smoothing = args["labelSmoothing"]
                torchs = F.cross_entropy(x, labels, weight, ignore_index=-1, label_smoothing=smoothing)
                assert abs(torchs.item() - rows[-1]["value"]) < 1e-8
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
    scores = score_rows(random)
    weights = torch.tensor(np.round(random.uniform(0, 3, (*SHAPE[:3], 1)), 3))
    weights[:, 1] = 0  # a row that does not count
    distances = np.stack([[signed_distances(t[b, :, :, c].numpy()) for c in range(SHAPE[3])] for b in range(SHAPE[0])])
    distances = torch.tensor(distances).permute(0, 2, 3, 1)
    labels = torch.tensor(random.integers(-1, 3, 24))
    class_logits = torch.tensor(np.round(random.normal(0, 2, (24, 3)), 3))
    class_weights = torch.tensor(np.round(random.uniform(0, 3, 24), 3))
    text = json.dumps(
        {
            "made_by": "test/reference/losses.py",
            "torch": torch.__version__,
            "sklearn": sklearn.__version__,
            "scipy": scipy.__version__,
            "numpy": np.__version__,
            "seed": SEED,
            "masks": {
                "shape": SHAPE,
                "truth": flat(t),
                "logits": flat(x),
                "probabilities": flat(torch.sigmoid(x)),
                "weights": flat(weights),
                "distances": flat(distances),
                "losses": loss_rows(t, x, weights, distances),
            },
            "classes": {
                "shape": CLASS_SHAPE,
                "truth": flat(F.one_hot(labels.clamp(min=0), 3) * (labels >= 0)[:, None]),
                "logits": flat(class_logits),
                "probabilities": flat(torch.softmax(class_logits, -1)),
                "weights": flat(class_weights),
                "losses": class_rows(labels, class_logits, class_weights),
            },
            "scores": scores,
        }
    )
    if "--print" in sys.argv:
        print(text)
    else:
        pathlib.Path(__file__).with_name("losses.json").write_text(text + "\n")


if __name__ == "__main__":
    main()

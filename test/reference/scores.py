"""Scores of masks and of label maps by scikit-learn, for the tests of hilum.

    python3 test/reference/scores.py            writes scores.json beside this file
    python3 test/reference/scores.py --print    prints it instead
"""

import json
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics

SEED = 32
SHAPE = (3, 5, 7)
CLASSES = 4
BETAS = (0.5, 2)


def binary(truth, predicted):
    tn, fp, fn, tp = metrics.confusion_matrix(truth, predicted, labels=[0, 1]).ravel().tolist()
    row = {
        "counts": {"tp": tp, "fp": fp, "fn": fn, "tn": tn},
        "fBeta": [metrics.fbeta_score(truth, predicted, beta=beta, zero_division=0) for beta in BETAS],
        "kappa": metrics.cohen_kappa_score(truth, predicted, labels=[0, 1]),
        "matthews": metrics.matthews_corrcoef(truth, predicted),
    }
    if np.isnan(row["kappa"]):
        del row["kappa"]
    return row


def masks(random):
    """Of every kind of emptiness but the agreeing ones, where scikit-learn has no value or 0."""
    for truth_share, predicted_share in [
        (0.5, 0.5), (0.2, 0.3), (0.9, 0.1), (0.0, 0.4), (0.4, 0.0), (1.0, 0.4), (0.4, 1.0), (0.0, 1.0),
    ]:  # fmt: skip
        truth = (random.random(40) < truth_share).astype(int)
        yield binary(truth, (random.random(40) < predicted_share).astype(int))
    right = random.random(40) < 0.6
    truth = (random.random(40) < 0.5).astype(int)
    yield binary(truth, np.where(right, truth, 1 - truth))
    yield binary(truth, 1 - truth)


def averages(truth, predicted, labels):
    scores = {
        "dice": lambda average: metrics.f1_score(truth, predicted, labels=labels, average=average, zero_division=0),
        "iou": lambda average: metrics.jaccard_score(truth, predicted, labels=labels, average=average, zero_division=0),
        "precision": lambda average: metrics.precision_score(
            truth, predicted, labels=labels, average=average, zero_division=0
        ),
        "recall": lambda average: metrics.recall_score(
            truth, predicted, labels=labels, average=average, zero_division=0
        ),
    }
    return {
        name: {"perClass": score(None).tolist(), "micro": score("micro"), "macro": score("macro")}
        for name, score in scores.items()
    }


def main():
    warnings.simplefilter("ignore")
    random = np.random.default_rng(SEED)
    truth = random.integers(0, CLASSES, SHAPE)
    predicted = np.where(random.random(SHAPE) < 0.6, truth, random.integers(0, CLASSES, SHAPE))
    labels = list(range(CLASSES))
    counts = [
        [
            {"tp": int(tp), "fp": int(fp), "fn": int(fn), "tn": int(tn)}
            for (tn, fp), (fn, tp) in metrics.multilabel_confusion_matrix(t.ravel(), p.ravel(), labels=labels)
        ]
        for t, p in zip(truth, predicted)
    ]
    text = json.dumps(
        {
            "made_by": "test/reference/scores.py",
            "sklearn": sklearn.__version__,
            "numpy": np.__version__,
            "seed": SEED,
            "betas": BETAS,
            "masks": list(masks(random)),
            "shape": SHAPE,
            "classes": CLASSES,
            "truth": truth.ravel().tolist(),
            "predicted": predicted.ravel().tolist(),
            "counts": counts,
            "averages": averages(truth.ravel(), predicted.ravel(), labels),
        }
    )
    if "--print" in sys.argv:
        print(text)
    else:
        pathlib.Path(__file__).with_name("scores.json").write_text(text + "\n")


if __name__ == "__main__":
    main()

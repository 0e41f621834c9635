"""Logistic regression by scikit-learn, for the tests of hilum.

    python3 test/reference/logistic-regression.py            writes logistic-regression.json beside this file
    python3 test/reference/logistic-regression.py --print    prints it instead

Features and labels are made of a formula that the test computes too, so that none are kept: few images with more
features, many images with fewer, two classes and more, weak and strong penalties, classes that a plane divides.
"""

import json
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

CASES = [
    {"name": "more images than features", "images": 60, "features": 5, "classes": 2, "noise": 1.0, "C": 1.0},
    {"name": "more features than images", "images": 30, "features": 200, "classes": 2, "noise": 1.0, "C": 1.0},
    {"name": "a strong penalty", "images": 40, "features": 12, "classes": 2, "noise": 1.0, "C": 0.001},
    {"name": "a weak penalty", "images": 40, "features": 12, "classes": 2, "noise": 1.0, "C": 1000.0},
    {"name": "classes that a plane divides", "images": 24, "features": 50, "classes": 2, "noise": 0.0, "C": 100.0},
    {"name": "three classes", "images": 45, "features": 6, "classes": 3, "noise": 1.0, "C": 1.0},
    {"name": "four classes of more features", "images": 32, "features": 90, "classes": 4, "noise": 1.0, "C": 10.0},
    {"name": "as many features as images", "images": 20, "features": 20, "classes": 2, "noise": 0.5, "C": 1.0},
]


def noise(seed, size):
    """Uniform in [-1, 1), as backbones.py draws it."""
    with np.errstate(over="ignore"):
        h = np.arange(size, dtype=np.uint32) * np.uint32(2654435761) + np.uint32(seed)
        for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39)):
            h = (h ^ (h >> np.uint32(shift))) * np.uint32(factor)
        h ^= h >> np.uint32(15)
    return h / 2**31 - 1


def features_and_labels(seed, images, features, classes, share):
    x = noise(1000 * seed + 1, images * features).astype(np.float32).reshape(images, features)
    # Every third feature is of another scale and all are off the middle.
    x[:, ::3] *= np.float32(4)
    x += np.float32(0.5)
    score = x[:, 0] / 4 + x[:, 1] + share * noise(1000 * seed + 2, images)
    order = np.argsort(np.argsort(score, kind="stable"), kind="stable")
    return x, order * classes // images


def main():
    rows = []
    for seed, case in enumerate(CASES):
        x, y = features_and_labels(seed, case["images"], case["features"], case["classes"], case["noise"])
        scaler = StandardScaler().fit(x.astype(np.float64))
        answers = {}
        for kind, values in (("raw", x.astype(np.float64)), ("standard", scaler.transform(x.astype(np.float64)))):
            # Both solvers go to the one minimum there is. The default one, lbfgs, stops where a step betters the
            # objective by less than 2e-9 of it, whatever tol says; this one goes on.
            model = LogisticRegression(C=case["C"], solver="newton-cg", tol=1e-11, max_iter=100_000)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # that the line search finds nothing better in float64
                model.fit(values, y)
                lbfgs = LogisticRegression(C=case["C"], tol=1e-11, max_iter=100_000).fit(values, y)
            assert np.allclose(lbfgs.coef_, model.coef_, atol=2e-3), case
            answers[kind] = {
                "coefficients": np.round(model.coef_, 9).tolist(),
                "intercept": np.round(model.intercept_, 9).tolist(),
                "probabilities": np.round(model.predict_proba(values)[:6], 9).tolist(),
            }
        rows.append(
            {
                **case,
                "labels": y.tolist(),
                "mean": np.round(scaler.mean_, 9).tolist(),
                "scale": np.round(scaler.scale_, 9).tolist(),
                **answers,
            }
        )
    answers = {
        "made_by": "test/reference/logistic-regression.py",
        "sklearn": sklearn.__version__,
        "numpy": np.__version__,
        "rows": rows,
    }
    text = json.dumps(answers) + "\n"
    if "--print" in sys.argv:
        print(text, end="")
    else:
        pathlib.Path(__file__).with_suffix(".json").write_text(text)


main()

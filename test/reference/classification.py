"""Classification metrics by scikit-learn, SciPy and NumPy, for the tests of hilum.

    /usr/bin/python3 test/reference/classification.py            writes classification.json beside this file
    /usr/bin/python3 test/reference/classification.py --print    prints it instead

DeLong's variances are written out from the definition, with every placement value found by comparing all pairs; the
expected calibration error from its sum.
"""

import json
import pathlib
import sys
import warnings

import numpy as np
import scipy
import sklearn
from scipy import optimize, special, stats
from sklearn import metrics
from sklearn.calibration import calibration_curve

SEED = 4
warnings.simplefilter("ignore")


def report(y_true, y_pred, names=None, **options):
    """scikit-learn has no rule of its own for labels that follow from names: they are 0, 1, 2, ..."""
    labels = options.pop("labels", None)
    used = list(range(len(names))) if names and labels is None else labels
    given = {"labels": used, "target_names": names, "zero_division": options.get("zeroDivision", 0)}
    numbers = metrics.precision_recall_fscore_support(y_true, y_pred, labels=used, zero_division=given["zero_division"])
    averages = {
        average: metrics.precision_recall_fscore_support(
            y_true, y_pred, labels=used, average=average, zero_division=given["zero_division"]
        )[:3]
        for average in ("micro", "macro", "weighted")
    }
    args = {"labels": labels, "classNames": names, **options}
    return {
        "yTrue": y_true,
        "yPred": y_pred,
        "args": {key: value for key, value in args.items() if value is not None},
        "text": metrics.classification_report(y_true, y_pred, digits=options.get("digits", 2), **given),
        "rows": np.transpose(numbers).tolist(),
        "averages": averages,
        "accuracy": metrics.accuracy_score(y_true, y_pred),
    }


def reports(random):
    yield report([0, 1, 2, 2, 2], [0, 0, 2, 2, 1], ["class 0", "class 1", "class 2"])
    yield report([1, 1, 1], [1, 1, 0], labels=[1, 2, 3])
    yield report([0, 1, 1, 1], [0, 1, 0, 1], ["normal", "tuberculosis"])
    yield report([0, 0, 0], [0, 0, 0])
    yield report([3, 3], [3, 3])
    yield report([0, 0, 0], [1, 1, 1])
    yield report([0, 0, 0], [1, 1, 1], zeroDivision=1)
    yield report([0, 2, 2, 0], [0, 2, 0, 0])
    yield report([0, 0], [0, 0], ["here", "never"])
    yield report([0, 0], [0, 0], ["here", "never"], zeroDivision=1)
    yield report([0, 1], [0, 1], labels=[5, 6])
    yield report([0, 1], [0, 1], labels=[5, 6], zeroDivision=1)
    yield report([0, 1], [6, 1], labels=[5, 6], zeroDivision=1)
    yield report([-1, 1, -1, 100], [-1, 1, 1, 1])
    yield report([0, 1, 2], [0, 1, 2], labels=[2, 0, 1])
    yield report([0, 1, 2, 1], [0, 1, 2, 0], ["two", "zero"], labels=[2, 0])
    yield report([0, 1, 1], [0, 1, 0], ["a", "a name that is much longer than weighted avg"])
    yield report([0, 1, 1], [0, 1, 0], ["Lungenentzündung, beidseitig", "結核"])
    yield report([0, 1, 1], [0, 1, 0], ["\U0001fac1 lung", "x"])
    yield report([0, 1, 1], [0, 1, 0], ["", "x"])
    for digits in (0, 1, 3, 6, 15, 20):
        yield report([0, 1, 2, 2, 2, 1], [0, 0, 2, 2, 1, 1], digits=digits)
    # Halves that a binary fraction holds exactly go to the even digit.
    for tp in range(9):
        yield report([0] * 8 + [1], [0] * tp + [1] * (9 - tp))
    for tp in range(3):
        yield report([0, 0, 1], [0] * tp + [1] * (3 - tp), digits=0)
    yield report([0] * 1234, [0] * 1233 + [1])
    # Many classes: NumPy adds eight at a time, and in halves beyond 128.
    for classes in [2] * 12 + [3] * 12 + [8, 9, 10, 12, 16, 17]:
        cases = int(random.integers(1, 12) * classes)
        args = {"digits": 15} if classes > 3 else {}
        yield report(*random.integers(0, classes, (2, cases)).tolist(), **args)
    for _ in range(20):
        labels = random.permutation(5)[: random.integers(1, 5)].tolist()
        y = random.integers(0, 4, (2, int(random.integers(2, 20)))).tolist()
        yield report(*y, labels=labels, zeroDivision=int(random.integers(0, 2)))
    # 150 classes, each case right but a few: a table of nothing but its averages' last digits.
    many = np.arange(150).tolist()
    yield report(many + many[:40], many[::-1][:3] + many[3:] + many[1:41], digits=16)


def matrices(random):
    for classes, cases in ((2, 9), (3, 14), (5, 30)):
        y_true, y_pred = random.integers(0, classes, (2, cases)).tolist()
        matrix = metrics.confusion_matrix(y_true, y_pred, labels=range(classes))
        yield {"yTrue": y_true, "yPred": y_pred, "classes": classes, "matrix": matrix.tolist()}


def placements(y_true, score):
    """V10 of the positives and V01 of the negatives: means over all pairs of 1, 1/2 or 0 (DeLong 1988, equation 4)."""
    positive, negative = score[y_true == 1], score[y_true == 0]
    pairs = (positive[:, None] > negative).astype(float) + (positive[:, None] == negative) / 2
    return pairs.mean(1), pairs.mean(0), pairs.mean()


def delong(y_true, first, second):
    a10, a01, auc_a = placements(y_true, first)
    b10, b01, auc_b = placements(y_true, second)
    m, n = len(a10), len(a01)
    covariance = np.cov([a10, b10]) / m + np.cov([a01, b01]) / n
    contrast = np.array([1, -1])
    variance = contrast @ covariance @ contrast
    z = (auc_a - auc_b) / np.sqrt(variance)
    return {
        "first": first.tolist(),
        "second": second.tolist(),
        "aucs": [auc_a, auc_b],
        "variances": np.diag(covariance).tolist(),
        "variance": variance,
        "z": z,
        "pValue": 2 * stats.norm.sf(abs(z)),
    }


def binaries(random):
    cases = [
        (np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8])),
        (np.array([0, 1, 0, 1]), np.array([0.5, 0.5, 0.5, 0.5])),
        (np.array([1, 1, 0, 0]), np.array([0.1, 0.2, 0.3, 0.4])),
        (np.array([0, 0, 1, 1]), np.array([-3.0, -2.0, 5.0, 7.0])),
    ]
    for size, decimals in ((12, 1), (40, 1), (40, 2), (120, 6), (90, 2)):
        y_true = (random.random(size) < 0.4).astype(int)
        cases.append((y_true, np.round(special.expit(random.normal(2 * y_true - 1, 1.5)), decimals)))
    for y_true, score in cases:
        fpr, tpr, thresholds = metrics.roc_curve(y_true, score, drop_intermediate=False)
        precision, recall, pr_thresholds = metrics.precision_recall_curve(y_true, score)
        row = {
            "yTrue": y_true.tolist(),
            "yScore": score.tolist(),
            # The first threshold is 1 above the highest score in version 1.2, infinity in later ones.
            "roc": {"fpr": fpr.tolist(), "tpr": tpr.tolist(), "thresholds": thresholds[1:].tolist()},
            "pr": {"precision": precision.tolist(), "recall": recall.tolist(), "thresholds": pr_thresholds.tolist()},
            "auc": metrics.roc_auc_score(y_true, score),
            "averagePrecision": metrics.average_precision_score(y_true, score),
            "youden": float((tpr - fpr).max()),
        }
        if score.min() >= 0 and len(score) > 30:
            row["brier"] = metrics.brier_score_loss(y_true, score)
            row["calibration"] = [calibration(y_true, score, bins, "uniform") for bins in (1, 7, 10, 15)]
            # No edge that is a value itself: NumPy's rounding of 5 / 7 * 100 / 100 would decide on which side it lies.
            row["calibration"] += [
                calibration(y_true, score, bins, "quantile")
                for bins in (1, 7, 10, 15)
                if np.gcd(len(score) - 1, bins) == 1
            ]
            other = np.round(score + random.normal(0, 0.2, len(score)), 2)
            row["delong"] = delong(y_true, score, other)
        yield row


def calibration(y_true, probability, bins, strategy):
    frequency, mean = calibration_curve(y_true, probability, n_bins=bins, strategy=strategy)
    edges = np.linspace(0, 1, bins + 1)
    edges = edges if strategy == "uniform" else np.percentile(probability, edges * 100)
    counts = np.bincount(np.searchsorted(edges[1:-1], probability))
    counts = counts[counts > 0]
    return {
        "bins": bins,
        "strategy": strategy,
        "frequency": frequency.tolist(),
        "probability": mean.tolist(),
        "count": counts.tolist(),
        "error": float((counts * abs(frequency - mean)).sum() / len(y_true)),
    }


def softmaxes(random):
    for classes, cases, scale in ((3, 60, 3), (4, 80, 0.5), (2, 50, 40)):
        y_true = np.r_[np.arange(classes), random.integers(0, classes, cases - classes)]
        logits = random.normal(0, 1, (cases, classes))
        logits[np.arange(cases), y_true] += 1
        logits = np.round(logits * scale, 3)
        probability = special.softmax(logits, 1)
        binary = np.eye(classes)[y_true]

        def loss(log_t):
            return -special.log_softmax(logits / np.exp(log_t), 1)[np.arange(cases), y_true].mean()

        one_vs_rest = {
            name: [each.tolist(), score(average="macro"), score(average="weighted")]
            for name, score in (
                ("rocAuc", lambda average: metrics.roc_auc_score(binary, probability, average=average)),
                ("averagePrecision", lambda average: metrics.average_precision_score(binary, probability, average=average)),
            )
            for each in [score(average=None)]
        }
        guess, right = probability.max(1), probability.argmax(1) == y_true
        index = np.ceil(guess * 10).astype(int) - 1
        gaps = [abs(right[index == i].mean() - guess[index == i].mean()) * (index == i).sum() for i in set(index)]
        yield {
            "yTrue": y_true.tolist(),
            "logits": logits.ravel().tolist(),
            "classes": classes,
            "oneVsRest": one_vs_rest,
            "brier": float(((probability - binary) ** 2).sum(1).mean()),
            "error": float(sum(gaps) / cases),
            "temperature": minimum(loss),
        }


def minimum(loss):
    """To about 1e-9: a minimum found by values alone has half of their digits, so the slope's root follows."""
    start = optimize.minimize_scalar(loss, bracket=(-1, 1)).x
    slope = lambda x: (loss(x + 1e-4) - loss(x - 1e-4)) / 2e-4
    return float(np.exp(optimize.brentq(slope, start - 0.05, start + 0.05, xtol=1e-14)))


def sigmoids(random):
    for scale in (1, 8):
        y_true = np.array([0, 1] * 30)
        logits = np.round(random.normal(2 * y_true - 1, 1.5) * scale, 3)

        def loss(log_t):
            return np.logaddexp(0, -(2 * y_true - 1) * logits / np.exp(log_t)).mean()

        yield {
            "yTrue": y_true.tolist(),
            "logits": logits.tolist(),
            "temperature": minimum(loss),
            "probabilities": special.expit(logits).tolist(),
        }


def wilsons():
    for successes, total in ((0, 1), (1, 1), (0, 20), (3, 7), (45, 50), (500, 1000), (99999, 100000)):
        for level in (0.5, 0.9, 0.95, 0.999):
            interval = stats.binomtest(successes, total).proportion_ci(level, method="wilson")
            yield {"successes": successes, "total": total, "level": level, "low": interval.low, "high": interval.high}


def bcas(random):
    for name, data in (("mean", random.exponential(1, 25)), ("std", random.normal(0, 1, 30))):
        statistic = np.mean if name == "mean" else np.std
        for level in (0.9, 0.95):
            result = stats.bootstrap(
                (data,), statistic, n_resamples=300, confidence_level=level, method="BCa", random_state=SEED
            )
            yield {
                "level": level,
                "values": result.bootstrap_distribution.tolist(),
                "estimate": float(statistic(data)),
                "leftOneOut": [float(statistic(np.delete(data, i))) for i in range(len(data))],
                "low": result.confidence_interval.low,
                "high": result.confidence_interval.high,
            }


def clustered(random):
    """Cases of patients: Obuchowski (1997) for two AUCs, by patient, and Rao and Scott (1992) for a share."""
    for patients, most in ((12, 4), (40, 3), (25, 1)):
        sizes = random.integers(1, most + 1, patients)
        group = np.repeat(np.arange(patients), sizes)
        y_true = (random.random(len(group)) < 0.3 + 0.4 * (group % 2)).astype(int)
        shared = random.normal(0, 1, patients)[group]
        first, second = np.round(y_true + shared + random.normal(0, 0.7, (2, len(group))), 2)
        own = [placements(y_true, score) for score in (first, second)]
        m, n = y_true.sum(), (1 - y_true).sum()
        covariance = np.zeros((2, 2))
        for r, s in ((0, 0), (0, 1), (1, 0), (1, 1)):
            x, y = np.zeros((2, patients)), np.zeros((2, patients))
            for i in range(patients):
                for k, score in enumerate((r, s)):
                    v10, v01, auc = own[score]
                    x[k, i] = (v10[group[y_true == 1] == i] - auc).sum()
                    y[k, i] = (v01[group[y_true == 0] == i] - auc).sum()
            i10, i01 = (len(set(group[y_true == label])) for label in (1, 0))
            s10 = i10 / ((i10 - 1) * m) * (x[0] * x[1]).sum()
            s01 = i01 / ((i01 - 1) * n) * (y[0] * y[1]).sum()
            s11 = [patients / (patients - 1) * (x[a] * y[1 - a]).sum() for a in (0, 1)]
            covariance[r, s] = s10 / m + s01 / n + sum(s11) / (m * n)
        aucs = [own[0][2], own[1][2]]
        variance = np.array([1, -1]) @ covariance @ np.array([1, -1])

        right = (first > 0.5) == y_true
        x = np.bincount(group, right)
        share = right.mean()
        spread = patients / (patients - 1) * ((x - share * sizes) ** 2).sum() / len(group) ** 2
        # One case a patient: no clusters, and Wilson's interval as it is.
        design = 1 if most == 1 else max(1, spread / (share * (1 - share) / len(group)))
        effective = len(group) / design
        z = stats.norm.isf(0.025)
        # Wilson: the shares from which the one seen is z standard errors away.
        low, high = sorted(
            np.roots([1 + z**2 / effective, -(2 * share + z**2 / effective), share**2]).real.tolist()
        )
        yield {
            "groups": [f"patient {i}" for i in group],
            "yTrue": y_true.tolist(),
            "first": first.tolist(),
            "second": second.tolist(),
            "aucs": aucs,
            "variances": np.diag(covariance).tolist(),
            "variance": variance,
            "pValue": 2 * stats.norm.sf(abs(aucs[0] - aucs[1]) / np.sqrt(variance)),
            "share": {"right": right.astype(int).tolist(), "estimate": share, "low": low, "high": high},
        }


def normals():
    points = [-9, -3.5, -1, -1e-9, 0, 1e-9, 0.3, 1, 1.96, 1.999, 2, 2.001, 3, 5, 8, 12, 20, 37]
    tails = [1e-12, 1e-6, 0.001, 0.025, 0.05, 0.3, 0.5, 0.7, 0.975, 0.9999]
    return {
        "tails": [[x, float(stats.norm.sf(x))] for x in points],
        "quantiles": [[p, float(stats.norm.isf(p))] for p in tails],
    }


def main():
    random = np.random.default_rng(SEED)
    text = json.dumps(
        {
            "made_by": "test/reference/classification.py",
            "sklearn": sklearn.__version__,
            "scipy": scipy.__version__,
            "numpy": np.__version__,
            "seed": SEED,
            "reports": list(reports(random)),
            "matrices": list(matrices(random)),
            "binary": list(binaries(random)),
            "softmax": list(softmaxes(random)),
            "sigmoid": list(sigmoids(random)),
            "wilson": list(wilsons()),
            "bca": list(bcas(random)),
            "normal": normals(),
            "clustered": list(clustered(random)),
        },
        ensure_ascii=False,
    )
    if "--print" in sys.argv:
        print(text)
    else:
        pathlib.Path(__file__).with_name("classification.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

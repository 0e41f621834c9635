"""Distance transforms and surface distances by SciPy, for the tests of hilum.

    python3 test/reference/surfaces.py            writes surfaces.json beside this file
    python3 test/reference/surfaces.py --print    prints it instead

Masks are rows of 0 and 1. The boundary of a mask is the mask without its erosion by the cross of four neighbours
(outside of the image is background), a surface distance goes from a boundary pixel of one mask to the nearest of the
other. HD95 is the larger of the 95th percentiles of both directions, ASSD the mean of all distances of both, the
normalised surface Dice the share of all boundary pixels within the tolerance of the other boundary: MONAI's
definitions.
"""

import json
import pathlib
import sys

import numpy as np
import scipy
from scipy import ndimage

SEED = 31
SPACINGS = [(1, 1), (0.143, 0.143), (0.7, 2.5), (3, 0.2)]
TOLERANCE = 1.5


def rows(mask):
    return ["".join(map(str, row)) for row in mask.astype(int).tolist()]


def number(value):
    return float(f"{value:.12g}")


def blob(random, height, width, share, smooth):
    noise = ndimage.gaussian_filter(random.normal(size=(height, width)), smooth)
    return noise > np.quantile(noise, 1 - share)


def disc(height, width, y, x, radius):
    grid = np.mgrid[:height, :width]
    return np.hypot(grid[0] - y, grid[1] - x) < radius


def transforms(random):
    masks = [
        random.random((9, 13)) < 0.5,
        random.random((16, 11)) < 0.95,
        blob(random, 24, 20, 0.6, 2),
        np.arange(15).reshape(1, 15) % 7 != 3,
        np.arange(12).reshape(12, 1) != 2,
    ]
    for mask in masks:
        for spacing in SPACINGS:
            distances = ndimage.distance_transform_edt(mask, sampling=spacing)
            yield {
                "mask": rows(mask),
                "spacing": spacing,
                "distances": [number(value) for value in distances.ravel()],
            }


def boundary(mask):
    return mask & ~ndimage.binary_erosion(mask)


def directed(a, b, spacing):
    return ndimage.distance_transform_edt(~boundary(b), sampling=spacing)[boundary(a)]


def pairs(random):
    masks = [
        (disc(40, 50, 20, 20, 12), disc(40, 50, 22, 25, 11)),
        (disc(40, 50, 5, 5, 12), disc(40, 50, 0, 10, 9)),
        (blob(random, 30, 34, 0.3, 3), blob(random, 30, 34, 0.35, 3)),
        (random.random((12, 14)) < 0.4, random.random((12, 14)) < 0.6),
        (disc(20, 20, 10, 10, 3), disc(20, 20, 4, 4, 0.5)),
        (np.ones((7, 9), bool), disc(7, 9, 3, 4, 2.5)),
        (disc(30, 30, 14, 14, 9), disc(30, 30, 14, 14, 9)),
    ]
    for truth, prediction in masks:
        for spacing in SPACINGS:
            there = directed(truth, prediction, spacing)
            back = directed(prediction, truth, spacing)
            both = np.concatenate([there, back])
            yield {
                "truth": rows(truth),
                "prediction": rows(prediction),
                "spacing": spacing,
                "boundaries": [len(there), len(back)],
                "hausdorff": number(both.max()),
                "hd95": number(max(np.percentile(there, 95), np.percentile(back, 95))),
                "assd": number(both.mean()),
                "surfaceDice": number((both <= TOLERANCE).mean()),
            }


def main():
    random = np.random.default_rng(SEED)
    text = json.dumps(
        {
            "made_by": "test/reference/surfaces.py",
            "scipy": scipy.__version__,
            "numpy": np.__version__,
            "seed": SEED,
            "tolerance": TOLERANCE,
            "transforms": list(transforms(random)),
            "pairs": list(pairs(random)),
        }
    )
    if "--print" in sys.argv:
        print(text)
    else:
        pathlib.Path(__file__).with_name("surfaces.json").write_text(text + "\n")


if __name__ == "__main__":
    main()

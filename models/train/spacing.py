"""Text whose punctuation marks stand apart, as in WikiText and other corpora of the field: written so, and undone.

WikiText-2 is measured as it is distributed. A model that has never seen "the play , written by X ." pays for the
spaces more than for the words, and says nothing useful of them: so a little of the articles is written in this way.
"""
import random
import re
from collections import Counter

TITLES = r"(?<!\bMr)(?<!\bDr)(?<!\bSt)(?<!\bMrs)"


def set_off(line):
    """The line with its marks set off by spaces, and a space at either end: ' He said , " No . " '."""
    line = re.sub(r'([;:!?()\[\]"%/$£€&–—]|\.\.\.|,(?!\d))', r" \1 ", line)
    line = re.sub(r"(?<=\w)('s|'t|'re|'ll|'ve|'d|'m|')(?=\W|$)", r" \1", line)
    # A stop, but neither that of an initial or a title nor one within a figure
    line = re.sub(rf'(?<![ .]\w){TITLES}\.(?=\s+[A-Z"(]|\s*$)', " .", line)
    return f" {' '.join(line.split())} "


def set_close(text):
    """The text as one would write it: the spaces taken out that `set_off`, or WikiText, put around marks."""
    for pattern, plain in (
        (r" ([,.;:!?%)\]])", r"\1"), (r"([(\[]) ", r"\1"), (r" ('(?:s|t|re|ll|ve|d|m)|n't)\b", r"\1"),
        (r'" ([^"\n]*?) "', r'"\1"'), (r"([$£€]) ", r"\1"), (r" / ", "/"),
    ):
        text = re.sub(pattern, plain, text)
    return "\n".join(line.strip() for line in text.split("\n"))


def articles_set_off(texts, every=5, known=33_000, size=3000):
    """One article in `every`, set off, in pieces of about `size` characters; rarer words than the `known` are X.

    The X stands where WikiText has <unk>; known, the number of words that it keeps.
    """
    articles = [[]]
    for line in texts:
        if line.startswith("= "):
            articles.append([])
        else:
            articles[-1].append(set_off(line))
    counts = Counter(word for article in articles for line in article for word in line.split())
    common = {word for word, _ in counts.most_common(known)}
    pieces = []
    for article in articles[1::every]:
        piece, length = [], 0
        for line in article:
            piece.append(f" {' '.join(word if word in common else 'X' for word in line.split())} ")
            length += len(line)
            if length > size:
                pieces.append("\n".join(piece))
                piece, length = [], 0
        if piece:
            pieces.append("\n".join(piece))
    random.Random(0).shuffle(pieces)
    return pieces

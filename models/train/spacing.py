"""Text whose punctuation marks stand apart, as in WikiText and other corpora of the field: written so, and undone.

WikiText-2 is measured as it is distributed. A model that has never seen "the play , written by X ." pays for the
spaces more than for the words, and says nothing useful of them: so a little of the articles is written in this way.
"""
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


def set_apart(texts, every=5, known=33_000):
    """One text in `every` with each of its lines set off; words that are not among the `known` most frequent are X.

    The X stands where WikiText has <unk>; `known` is the number of words that it keeps.
    """
    texts = ["\n".join(map(set_off, text.split("\n"))) for text in texts]
    counts = Counter(word for text in texts for word in text.split())
    common = {word for word, _ in counts.most_common(known)}
    return [re.sub(r"\S+", lambda word: word[0] if word[0] in common else "X", text) for text in texts[::every]]

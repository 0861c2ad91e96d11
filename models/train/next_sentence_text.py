"""Pairs of sentences out of running text, for next_sentence.py: what follows, another of the same text, one of another text."""
import random
import re
from itertools import chain

from corpora import lines

ENDS = re.compile(r"(?:(?<=[.!?])|(?<=[.!?]['\"”’]))\s+(?=['\"“‘A-Z])")
SHORTEST, LONGEST = 20, 250
# The classes of a pair; a model of Hugging Face's knows two, and 0 is the one that follows
NEXT, SAME, OTHER = range(3)
# Sentences so near to each other might follow as well
NEAR = 8


def articles(corpora, name, limit, skip=0):
    """The sentences of CORPORA/name.xz from `skip` on, of `limit` characters, in their order; None for one of unfit length.

    A list for each article, whose title stands in a line like "= Title ="; one list where there are none.
    """
    read, made = 0, [[]]
    for line in lines(corpora, name, skip + limit):
        read += len(line)
        if line.startswith("= "):
            made.append([])
        elif read > skip:
            made[-1] += (one if SHORTEST <= len(one) <= LONGEST else None for one in map(str.strip, ENDS.split(line)))
    return made


def stretches(texts, length):
    """The same sentences in lists of `length`: the files of books do not say where one ends."""
    every = list(chain.from_iterable(texts))
    return [every[at:at + length] for at in range(0, len(every), length)]


def pairs(texts, count, apart, seed):
    """Three pairs each for `count` first sentences: [(first, second, class)].

    The one of another text is out of a list at least `apart` places away. Raises SystemExit where the texts have too few.
    """
    draw = random.Random(seed)
    places = [(text, at) for text, rows in enumerate(texts) for at in range(len(rows) - 1) if rows[at] and rows[at + 1]]
    draw.shuffle(places)
    made = []
    for text, at in places:
        same = [one for other, one in enumerate(texts[text]) if one and abs(other - at) > NEAR]
        drawn = (draw.randrange(len(texts)) for _ in range(20))
        far = [other for other in drawn if abs(other - text) >= apart and any(texts[other])]
        if same and far:
            first = texts[text][at]
            other = draw.choice([one for one in texts[far[0]] if one])
            made += [(first, texts[text][at + 1], NEXT), (first, draw.choice(same), SAME), (first, other, OTHER)]
        if len(made) == 3 * count:
            return made
    raise SystemExit(f"The text has {len(made) // 3} sentences with one that follows and others, not {count}.")


def halves(rows):
    """As many pairs that do not follow as ones that do, half of them of the same text."""
    threes = [rows[at:at + 3] for at in range(0, len(rows), 3)]
    return list(chain.from_iterable((three[0], three[1 + turn % 2]) for turn, three in enumerate(threes)))

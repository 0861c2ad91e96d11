"""Sentences that stand in one language only, for back_translate.py, and which translations of them are of use."""
import re
from collections import Counter
from itertools import islice

from corpora import lines

# Stands before what a model translated, in training alone; a piece of its own in the vocabulary
TAG = "<bt>"
FEWEST, MOST = 4, 22
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"])")
UNUSUAL = re.compile(r"[^\w\s.,;:!?'’\"%()€$£¿¡«»„“”–-]")
# English text and how many of its sentences are drawn from
ENGLISH = {"simplewiki2017.clean": 400_000, "books.children": 30_000, "storybooks.ccby": 30_000, "commonvoice-en": 60_000}


def is_plain(sentence, held=frozenset()):
    """Whether it is a sentence of a length that the model is good at, in plain writing."""
    return (FEWEST <= len(sentence.split()) <= MOST and sentence not in held and sentence[0].isupper()
            and sentence[-1] in ".!?" and not UNUSUAL.search(sentence))


def english(corpora, held):
    for name, count in ENGLISH.items():
        texts = (line for line in lines(corpora, f"english/{name}.txt") if line[0] != "=")
        yield from islice((s for text in texts for s in SENTENCE.split(text) if is_plain(s, held)), count)


def other(corpora, language):
    return (line for line in lines(corpora, f"english/commonvoice-{language}.txt") if is_plain(line))


def is_sound(given, made):
    """Whether `made` can be a translation of `given`, by lengths, by its numbers and by what it repeats."""
    if not made or not 0.55 < (len(made) + 4) / (len(given) + 4) < 1.7:
        return False
    # A model that learns from wrong numbers learns not to look at them
    if sorted(re.findall(r"\d+", given)) != sorted(re.findall(r"\d+", made)):
        return False
    words = made.lower().split()
    return max(Counter(zip(words, words[1:])).values(), default=1) < 3

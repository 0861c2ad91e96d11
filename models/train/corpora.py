"""Reads the training text: xz files of one sentence or paragraph a line, as models/train/README.md lists them."""
import lzma
import random
import re
import unicodedata
from pathlib import Path

LANGUAGES = {"de": "German", "fr": "French", "es": "Spanish", "ro": "Romanian"}
STORY_PAIRS = {"de": "en-global-de", "fr": "en-asp-fr", "es": "en-global-es", "ro": "en-global-ro"}


def lines(corpora, name, limit=None):
    """Yields the non-empty lines of CORPORA/name.xz in NFC, until `limit` characters have been read."""
    path = Path(corpora) / f"{name}.xz"
    if not path.is_file():
        raise SystemExit(f"Missing {path}: see models/train/README.md for where the text comes from.")
    read = 0
    try:
        with lzma.open(path, "rt", encoding="utf8", errors="replace") as file:
            for line in file:
                line = unicodedata.normalize("NFC", line.strip())
                if not line:
                    continue
                yield line
                read += len(line)
                if limit and read > limit:
                    return
    except (EOFError, lzma.LZMAError) as error:
        raise SystemExit(f"{path} is cut off or damaged ({error}): copy it again.") from None


def sides(corpora, name):
    """Yields the two sides of each line of CORPORA/name.xz."""
    for line in lines(corpora, name):
        columns = line.split("\t")
        if len(columns) < 2:
            raise SystemExit(f"{Path(corpora) / name}.xz has a line without a tab: {line[:60]!r}. It should hold a pair a line.")
        yield columns[0].strip(), columns[1].strip()


def pairs(corpora, language, held_out=frozenset()):
    """Yields (English, other language) sentence pairs, without those whose English side is held out."""
    for english, other in sides(corpora, f"parallel/en-{language}.tsv"):
        if english not in held_out and len(english) < 250 and len(other) < 300:
            yield english, other


def story_pairs(corpora, language):
    """Yields sentence pairs of the story books: paragraphs whose two sides have as many sentences each."""
    for paragraphs in sides(corpora, f"parallel/{STORY_PAIRS[language]}.ccby.tsv"):
        here, there = (re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-ÞȘȚĂÎ¿¡])", paragraph) for paragraph in paragraphs)
        if len(here) != len(there):
            continue
        for english, other in zip(here, there):
            ratio = len(english) / max(1, len(other))
            if 0.5 < ratio < 1.6 and len(english) < 200 and english.count('"') % 2 == 0:
                yield english, other


def held_out_english(corpora, count=2000):
    """English Tatoeba sentences that no training file may contain: those with a German, French and Spanish pair."""
    found = {}
    for language in LANGUAGES:
        for sentence, _ in sides(corpora, f"parallel/en-{language}.tsv"):
            if 4 <= len(sentence.split()) <= 14:
                found.setdefault(sentence, set()).add(language)
    every = sorted(s for s, languages in found.items() if {"de", "fr", "es"} <= languages)
    random.Random(7).shuffle(every)
    return set(every[:count])


def prepared(path):
    """The lines of a text that prepare.py wrote."""
    if not path.is_file():
        raise SystemExit(f"Missing {path}: run prepare.py first.")
    text = path.read_text(encoding="utf8")
    if text and not text.endswith("\n"):
        raise SystemExit(f"{path} is cut off: run prepare.py again.")
    return text.split("\n")[:-1]


def read_held_out(data):
    """The held-out sentences that prepare.py wrote, in a fixed order."""
    return prepared(Path(data) / "heldout-en.txt")


def shuffled(texts):
    texts = list(texts)
    random.Random(0).shuffle(texts)
    return texts

"""Names found in running text: words that stand with a capital inside sentences and never without one."""
import re
from collections import Counter

from corpora import lines

# Kept out of training, so that evaluate.py can measure whether unknown names come through a translation.
UNSEEN = ("Tobias", "Saskia", "Ophelia", "Zainab", "Mateusz", "Rosalind", "Wendell", "Amadou",
          "Tallinn", "Accra", "Ottawa", "Calgary", "Reykjavik", "Kampala", "Mombasa", "Adelaide")


def find_names(corpora, least=4, limit=40_000_000):
    """Words of Simple English Wikipedia that are names at least `least` times and never ordinary words."""
    upper, lower = Counter(), Counter()
    for line in lines(corpora, "english/simplewiki2017.clean.txt", limit):
        for word in re.findall(r"(?<=[a-z,] )[A-Z][a-zà-ÿ]{2,11}\b", line):
            upper[word] += 1
        for word in re.findall(r"\b[a-z]{3,12}\b", line):
            lower[word] += 1
    return sorted(w for w, n in upper.items() if n >= least and not lower[w.lower()] and w not in UNSEEN)

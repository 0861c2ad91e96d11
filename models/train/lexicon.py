"""Word pairs found in the sentence pairs themselves, so that the translator also knows single words.

IBM model 1 (Brown et al. 1993) in both directions; a pair stays where each word is the other's best, and likely.
"""
from collections import Counter

import numpy as np

from augment import WORD


def vocabulary(sentences):
    """Rows of word numbers, and for each word the way it is mostly written inside a sentence."""
    numbers, forms, rows = {}, {}, []
    for sentence in sentences:
        row = []
        for at, word in enumerate(WORD.findall(sentence)):
            number = numbers.setdefault(word.lower(), len(numbers))
            # The first word's capital says nothing, so it counts little
            forms.setdefault(number, Counter())[word] += 1 if at else 0.01
            row.append(number)
        rows.append(sorted(set(row)))
    return rows, [forms[number].most_common(1)[0][0] for number in range(len(numbers))]


def model_1(given, wanted, sentence, cells, cell, rounds=6):
    """t(wanted | given) for every cell. given, wanted, sentence, cell: one entry for each possible link."""
    given_of_cell = np.zeros(cells, np.int64)
    given_of_cell[cell] = given
    probability = np.full(cells, 1.0)
    # A link's share is normalised over the words `given` of its sentence
    place = np.unique(sentence * (wanted.max() + 1) + wanted, return_inverse=True)[1]
    for _ in range(rounds):
        share = probability[cell]
        share = share / np.bincount(place, share)[place]
        counts = np.bincount(cell, share, cells)
        probability = counts / np.bincount(given_of_cell, counts)[given_of_cell]
    return probability, counts


def word_pairs(pairs, least_count=4, least_probability=0.3, longest=14):
    """(English word, other word) pairs from (English, other) sentence pairs."""
    pairs = [pair for pair in pairs if len(pair[0].split()) <= longest]
    here, here_forms = vocabulary(english for english, _ in pairs)
    there, there_forms = vocabulary(other for _, other in pairs)
    links = [(i, s, t) for i, (row, other) in enumerate(zip(here, there)) for s in row for t in other]
    sentence, s, t = np.array(links, np.int64).T
    codes, cell = np.unique(s * len(there_forms) + t, return_inverse=True)
    forward, counts = model_1(s, t, sentence, len(codes), cell)
    backward, _ = model_1(t, s, sentence, len(codes), cell)
    source, target = codes // len(there_forms), codes % len(there_forms)
    score = forward * backward
    best_source, best_target = np.zeros(len(here_forms)), np.zeros(len(there_forms))
    np.maximum.at(best_source, source, score)
    np.maximum.at(best_target, target, score)
    good = (score == best_source[source]) & (score == best_target[target]) & (counts >= least_count)
    good &= (forward > least_probability) & (backward > least_probability)
    return [(here_forms[a], there_forms[b]) for a, b in zip(source[good], target[good])]

"""Tries a next-sentence head on a frozen encoder: does a sentence follow another? Writes nothing, none was good enough.

    python next_sentence.py --corpora CORPORA --models MODELS --on bert-mini

Learns from pairs of old books and tales, and is measured on tales and on articles that it has not learnt from. For each set
of features it prints the share that is right of pairs that follow and of ones that do not, both counting the same. Runs in
the export environment.
"""
from versions import require

require("requirements-export.txt")

import argparse
from pathlib import Path

import numpy as np

from next_sentence_text import NEXT, OTHER, SAME, articles, halves, pairs, stretches
from sentiment import LONGEST, ROWS, Vectors, fit

PENALTIES = 100.0, 1000.0, 10000.0
# Of the pairs that are learnt from, those by which the penalty is chosen
CHOOSING = 0.2


class Pairs(Vectors):
    """States of two texts read as one row, the second behind the first."""

    def of(self, rows):
        """[pairs, 3 * width]: the first state, the mean of the first text's, the mean of the second's."""
        read = [(one.ids[:LONGEST], one.sequence_ids[:LONGEST])
                for one in self.tokenizer.encode_batch([(first, second) for first, second, _ in rows])]
        order, made = sorted(range(len(read)), key=lambda at: len(read[at][0])), [None] * len(read)
        for start in range(0, len(order), ROWS):
            part = order[start:start + ROWS]
            ids = np.zeros((len(part), max(len(read[at][0]) for at in part)), np.int64)
            mask = np.zeros_like(ids)
            for row, at in enumerate(part):
                ids[row, :len(read[at][0])], mask[row, :len(read[at][0])] = read[at][0], 1
            for states, at in zip(self.states(ids, mask), part):
                side = np.array([-1 if one is None else one for one in read[at][1]])
                first, second = (states[:len(side)][side == one].mean(0) for one in (0, 1))
                made[at] = np.concatenate([states[0], first, second])
        return np.array(made, np.float64)


def features(vectors, rows):
    """Name of each set to its values, [pairs, how many]. The first two are controls that know nothing of what is said."""
    cls, first, second = np.split(vectors, 3, axis=1)
    long = np.log([[len(a), len(b)] for a, b, _ in rows])
    words = [[set(text.lower().split()) for text in row[:2]] for row in rows]
    shared = np.array([[len(a & b) / min(len(a), len(b))] for a, b in words])
    return {
        "lengths": np.c_[long, long[:, :1] - long[:, 1:]],
        "lengths, words in common": np.c_[long, long[:, :1] - long[:, 1:], shared],
        "[CLS]": cls,
        "u, v": np.c_[first, second],
        "|u − v|, u ∘ v": np.c_[np.abs(first - second), first * second],
        "all of these": np.c_[cls, first, second, np.abs(first - second), first * second],
    }


def right(logit, kinds, against):
    """Share that is right, in percent, of pairs that follow and of the class `against`."""
    return 50 * ((logit[kinds == NEXT] > 0).mean() + (logit[kinds == against] <= 0).mean())


def chosen(x, follows):
    """Weight, bias and penalty: the one that is best on a part of its own; then learnt from all."""
    cut = int(len(x) * (1 - CHOOSING))

    def good(penalty):
        weight, bias = fit(x[:cut], follows[:cut], penalty)
        return ((x[cut:] @ weight + bias > 0) == follows[cut:]).mean()

    best = max(PENALTIES, key=good)
    return *fit(x, follows, best), best


def texts(corpora, count, tests):
    """The pairs to learn from, and name of each set to measure on to its pairs."""
    books = stretches(articles(corpora, "english/books.children.txt", 12e6), 300)
    tales = stretches(articles(corpora, "english/fairytaleqa-train.txt", 2.5e6), 80)
    learnt = halves(pairs(books, count * 3 // 4, 10, 1)) + halves(pairs(tales, count // 4, 5, 2))
    # Whole books first would leave tales alone to choose by
    order = np.random.default_rng(3).permutation(len(learnt) // 2)
    learnt = [learnt[2 * at + part] for at in order for part in (0, 1)]
    held = stretches(articles(corpora, "english/fairytaleqa-test.txt", 3e5), 80)
    return learnt, {"tales": pairs(held, tests, 5, 4),
                    "articles": pairs(articles(corpora, "english/simplewiki2017.clean.txt", 2e6, 3e7), tests, 1, 5)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--on", default="bert-mini", help="whose states: bert-mini or e5-mini")
    parser.add_argument("--pairs", type=int, default=4000, help="to learn from that follow, and as many that do not")
    parser.add_argument("--tests", type=int, default=500, help="first sentences of each set that it is measured on")
    options = parser.parse_args()
    learnt, sets = texts(options.corpora, options.pairs, options.tests)
    model = Pairs(options.models / options.on)
    follows = np.array([kind == NEXT for *_, kind in learnt], float)
    told = features(model.of(learnt), learnt)
    tested = {name: (features(model.of(rows), rows), np.array([kind for *_, kind in rows])) for name, rows in sets.items()}
    print(f"learnt from {len(learnt)} pairs; right in % of {', of '.join(f'{name}: same, other' for name in sets)}", flush=True)

    def measure(name, weight, bias, penalty, called):
        figures = [right(values[name] @ weight + bias, kinds, against)
                   for values, kinds in tested.values() for against in (SAME, OTHER)]
        print(f"| {options.on} | {called} | {penalty:g} | {' | '.join(f'{one:.1f}' for one in figures)} |", flush=True)

    for name, x in told.items():
        measure(name, *chosen(x, follows), name)
    # What it finds where there is nothing to find
    measure("u, v", *chosen(told["u, v"], np.random.default_rng(6).permutation(follows)), "u, v; classes shuffled")


if __name__ == "__main__":
    main()

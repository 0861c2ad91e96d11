"""Measures whether a BERT tells the senses of a word apart: 40 words, two sentences for each of two senses (senses.tsv)."""
from itertools import combinations
from pathlib import Path

import numpy as np


def read():
    """[(word, [two sentences, two sentences])]"""
    table = (Path(__file__).parent / "senses.tsv").read_text(encoding="utf8").splitlines()
    rows = [line.split("\t") for line in table]
    return [(row[0], [row[1:3], row[3:5]]) for row in rows]


def compared(first, second, value):
    """Means of `value` over the pairs of one sense, and over those of two; first and second: one entry a sentence."""
    within = [value(*pair) for sense in (first, second) for pair in combinations(sense, 2)]
    across = [value(a, b) for a in first for b in second]
    return np.mean(within), np.mean(across)


def cosine(a, b):
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def shared(a, b):
    return len(set(a) & set(b))


def measure(model):
    """Rows of text: cosine of the word's vector after each layer, and the first five in its place."""
    layers, fives, mask, bank = [], [], model.tokenizer.token_to_id("[MASK]"), None
    for word, senses in read():
        vectors, best = [], []
        for sense in senses:
            vectors.append([])
            best.append([])
            for sentence in sense:
                encoding = model.tokenizer.encode(sentence)
                at = encoding.tokens.index(word)
                vectors[-1].append([layer[0, at] for layer in model.layers([encoding.ids])])
                masked = [mask if i == at else token for i, token in enumerate(encoding.ids)]
                best[-1].append(np.argsort(-model.logits([masked])[0, at])[:5])
        layers.append([compared(*([v[layer] for v in sense] for sense in vectors), cosine) for layer in range(len(vectors[0][0]))])
        fives.append(compared(*best, shared))
        if word == "bank":
            bank = layers[-1]
    for layer, (within, across) in enumerate(np.mean(layers, 0), 1):
        near, far = bank[layer - 1]
        yield (f"senses, layer {layer}: cosine {within:.3f} within, {across:.3f} across, apart by {within - across:.3f}; "
               f"bank {near:.3f}, {far:.3f}, {near - far:.3f}")
    # sense_states.py leaves every second word out
    kept, left_out = (within - across for within, across in (np.mean([rows[-1] for rows in layers[at::2]], 0) for at in (0, 1)))
    yield f"senses, last layer: words that sense training may have seen apart by {kept:.3f}, those it never has by {left_out:.3f}"
    within, across = np.mean(fives, 0)
    yield f"senses: of the first five in the word's place {within:.2f} shared within, {across:.2f} across"

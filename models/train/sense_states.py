"""What e5-mini makes of words in their contexts, for bert-mini to tell their senses apart as it does.

    python sense_states.py --corpora CORPORA --data DATA --teacher MODELS/e5-mini

For the commonest words of some length, sentences that hold them, each with the place of the word among bert-mini's tokens and
the teacher's state of it, less the mean over the word's sentences: what is left is the context. Every second word of senses.tsv is
left out, so that evaluation sees what is learnt of words that were not. Runs in the export environment.
"""
from versions import require

require("requirements-export.txt")

import argparse
from pathlib import Path

import numpy as np

from contexts import GRAMMAR, LENGTH, gathered
from corpora import lines, read_held_out
from files import replacing
from one_language import SENTENCE
from packed import read_tokenizer
from sessions import Model, Session
from word_senses import read

BATCH = 32
# multilingual-e5 knows a text by what stands before it
PREFIX = "query: "
SOURCES = ("simplewiki2017.clean", "tatoeba-eng-sentences", "commonvoice-en", "books.children")


class Teacher(Model):
    """A sentence encoder, for the states of single words."""

    def __init__(self, folder):
        super().__init__(folder)
        self.session = self.open("model")

    def states(self, contexts):
        """[(sentence, (start, end) of the word)] to the mean of the last states of the word's pieces, [contexts, width]."""
        found = [self.tokenizer.encode(PREFIX + sentence) for sentence, _ in contexts]
        ids = np.ones((len(found), max(len(one.ids) for one in found)), np.int64)
        mask = np.zeros_like(ids)
        for row, one in enumerate(found):
            ids[row, :len(one.ids)], mask[row, :len(one.ids)] = one.ids, 1
        states = self.session.run(input_ids=ids, attention_mask=mask)["last_hidden_state"]
        return np.stack([state[places(one.offsets, start + len(PREFIX), end + len(PREFIX))].mean(0)
                         for state, one, (_, (start, end)) in zip(states, found, contexts)])


def places(offsets, first, last):
    """Which of the tokens at these offsets have a part in [first, last)."""
    return [at for at, (start, end) in enumerate(offsets) if start < last and end > max(first, start)]


def sentences(corpora, held):
    for name in SOURCES:
        for line in lines(corpora, f"english/{name}.txt"):
            if line[0] != "=":
                yield from (sentence for sentence in SENTENCE.split(line) if sentence not in held)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpora", "data", "teacher"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--words", type=int, default=2000)
    parser.add_argument("--contexts", type=int, default=40, help="sentences of each word")
    parser.add_argument("--grammar", type=int, default=GRAMMAR, help="how many of the commonest words are left out")
    options = parser.parse_args()
    tokenizer, teacher = read_tokenizer(options.data / "bert" / "tokenizer.json"), Teacher(options.teacher)
    held = frozenset(read_held_out(options.data))
    rows = gathered(tokenizer, sentences(options.corpora, held), options.words, options.contexts,
                    frozenset(word for word, _ in read()[1::2]), options.grammar)
    if not rows:
        raise SystemExit(f"The text has no word in {options.contexts} sentences: give more of it, or fewer --contexts and --grammar.")
    ids, places_there, states = [], [], []
    for word, found in rows.items():
        order = sorted(range(len(found)), key=lambda at: len(found[at][0]))
        made = [None] * len(found)
        for start in range(0, len(order), BATCH):
            batch = order[start:start + BATCH]
            for at, state in zip(batch, teacher.states([found[at][:2] for at in batch])):
                made[at] = state
        made = np.stack(made)
        made -= made.mean(0)
        states.append((made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float16))
        ids.append([tokens + [0] * (LENGTH - len(tokens)) for _, _, tokens, _ in found])
        places_there.append([at for *_, at in found])
        if len(ids) % 100 == 0:
            print(f"{len(ids)} of {len(rows)} words", flush=True)
    path = options.data / "bert" / "senses.npz"
    with replacing(path) as partial, open(partial, "wb") as file:
        np.savez(file, words=list(rows), ids=np.array(ids, np.uint16), places=np.array(places_there, np.uint8), states=np.stack(states))
    print(f"{path}: {len(rows)} words, {options.contexts} sentences each", flush=True)


if __name__ == "__main__":
    main()

"""Words in their contexts: sentences that hold a word, and what it costs to tell their senses apart otherwise than a teacher.

The teacher's likeness of two contexts is the cosine of its states there, less their mean. As in neighbour embedding (Hinton and
Roweis 2002), each context has a distribution over the others of its word by their likeness, and the model's is to be the
teacher's.
"""
from collections import defaultdict

import numpy as np
import torch

LENGTH = 32
SHORTEST, LEAST_LETTERS = 6, 3
# How many of the commonest words are taken for words of grammar
GRAMMAR = 150
# How far likeness reaches: that of the teacher's centred states, and that of the model's as they are
OF_TEACHER, OF_MODEL = 0.15, 0.1


def gathered(tokenizer, sentences, words, contexts, without=frozenset(), grammar=GRAMMAR):
    """{word: [(sentence, where the word stands in it, token ids, place of the word)]}; words of one piece, the commonest first.

    `contexts` sentences of each word; `grammar` of the commonest words and those of `without` are left out.
    """
    pieces = {at: piece for piece, at in tokenizer.get_vocab().items()
              if piece.isascii() and piece.isalpha() and len(piece) >= LEAST_LETTERS and piece not in without}
    found, counts = defaultdict(list), defaultdict(int)
    for sentence in sentences:
        encoding = tokenizer.encode(sentence)
        if not SHORTEST <= len(encoding.ids) <= LENGTH:
            continue
        tokens = encoding.tokens
        for at, token in enumerate(encoding.ids):
            # Every row ends with [SEP], so that there is a next one
            if token not in pieces or tokens[at + 1].startswith("##") or encoding.ids.index(token) != at:
                continue
            counts[token] += 1
            # Spread over the text: the n-th sentence of a word is kept with the chance contexts / n, in the place of another
            kept, context = found[token], (sentence, encoding.offsets[at], encoding.ids, at)
            if len(kept) < contexts:
                kept.append(context)
            elif (place := scattered(counts[token])) < contexts:
                kept[place] = context
    full = sorted((token for token in found if len(found[token]) == contexts), key=lambda token: (-counts[token], token))
    return {pieces[token]: found[token] for token in full[grammar:][:words]}


def scattered(count):
    """A number below `count` that depends on it alone and looks like chance (Knuth's multiplicative hash)."""
    return count * 2654435761 % 2**32 * count >> 32


class Contexts:
    """Batches of what sense_states.py wrote; `make(index)` depends on the seed and the index alone."""

    WORDS, EACH = 12, 12

    def __init__(self, path, seed):
        if not path.is_file():
            raise SystemExit(f"Missing {path}: run sense_states.py first.")
        try:
            with np.load(path) as held:
                self.ids, self.places, self.states = (held[name] for name in ("ids", "places", "states"))
        except (OSError, ValueError, KeyError) as error:
            raise SystemExit(f"{path} is cut off or damaged ({error}): run sense_states.py again.") from None
        self.seed = seed

    def make(self, index):
        """(ids [words x each, LENGTH], attention mask, places [words x each], the teacher's states [words, each, width])."""
        rng = np.random.default_rng((self.seed, index, 2))
        words = rng.choice(len(self.ids), self.WORDS, replace=len(self.ids) < self.WORDS)
        some = np.stack([rng.permutation(self.ids.shape[1])[:self.EACH] for _ in words])
        ids = self.ids[words[:, None], some].astype(np.int64).reshape(-1, LENGTH)
        arrays = (ids, (ids != 0).astype(np.int64), self.places[words[:, None], some].astype(np.int64).ravel(),
                  self.states[words[:, None], some].astype(np.float32))
        return [torch.from_numpy(array) for array in arrays]


def sense_loss(states, teacher):
    """Mean Kullback-Leibler divergence in nats of the model's neighbours from the teacher's.

    states [words, contexts, width], teacher [words, contexts, width of its own, unit length].
    """
    def neighbours(vectors, reach):
        likeness = vectors @ vectors.transpose(1, 2) / reach
        itself = torch.eye(vectors.shape[1], dtype=torch.bool, device=vectors.device)
        return likeness.masked_fill(itself, -1e4).log_softmax(-1)

    wanted = neighbours(teacher, OF_TEACHER)
    found = neighbours(torch.nn.functional.normalize(states.float(), dim=-1), OF_MODEL)
    return (wanted.exp() * (wanted - found)).sum(-1).mean()

"""What the right-hand context is worth to the pair model, in bits: the same weights, words and places, with it and without."""
import math

import numpy as np

from causal_switch import CAUSAL, SEEN
from sessions import log_softmax

# Tokens between [CLS] and [SEP]: as many as the model reads, and where each token is hidden in turn; there those within
# EDGE of an end are context only
LONGEST, WINDOW, EDGE = 254, 126, 32
# Rows of a masked batch
ROWS = 16


def windows(tokenizer, text, length, before, after):
    """(ids with [CLS] and [SEP], places that count, bytes of the text there). All counted tokens have so many others around them."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    start, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    for first in range(0, len(encoding.ids) - length, length - before - after):
        span = encoding.offsets[first + before][0], encoding.offsets[first + length - after][0]
        ids = [start, *encoding.ids[first:first + length], end]
        yield ids, range(1 + before, 1 + length - after), len(text[slice(*span)].encode())


def causal(model, ids):
    """Log-probabilities [tokens, vocabulary] of each token by those before it; of [CLS] that is not known."""
    p = log_softmax(model.logits([ids], [[CAUSAL] * len(ids)])[0])
    return np.concatenate([np.full_like(p[:1], np.nan), p[:-1]])


def masked(model, ids, places, mask):
    """Log-probabilities [places, vocabulary] of the token at each place, which is hidden; `mask` is the attention mask."""
    hidden, made = model.tokenizer.token_to_id("[MASK]"), []
    for first in range(0, len(places), ROWS):
        some = places[first:first + ROWS]
        rows = [[hidden if at == place else token for at, token in enumerate(ids)] for place in some]
        logits = model.logits(rows, [mask] * len(some))
        made.append(log_softmax(logits[range(len(some)), list(some)]))
    return np.concatenate(made)


def bits_per_byte(model, text):
    """Causal: of each token after 127 others or more. The text counts in small letters, as the model reads it."""
    nats, size = 0.0, 0
    for ids, places, span in windows(model.tokenizer, text, LONGEST, LONGEST // 2, 0):
        p = causal(model, ids)
        nats -= sum(p[at, ids[at]] for at in places)
        size += span
    return nats / math.log(2) / size


class Compared:
    """Sums over places, each predicted from the left, from the left at a [MASK], and from both sides."""

    ways = ("next token, causal", "at [MASK], right side hidden", "at [MASK], both sides")

    def __init__(self):
        self.nats, self.entropy, self.first = ([[] for _ in self.ways] for _ in range(3))
        self.divergence, self.whole, self.bytes = [], [], 0

    def add(self, model, ids, places, size):
        places = list(places)
        wanted = [ids[at] for at in places]
        found = (causal(model, ids)[places], masked(model, ids, places, [CAUSAL] * len(ids)),
                 masked(model, ids, places, [SEEN] * len(ids)))
        for way, p in enumerate(found):
            self.nats[way] += list(-p[range(len(places)), wanted])
            self.entropy[way] += list(-(np.exp(p) * p).sum(-1))
            self.first[way] += list(p.argmax(-1) == wanted)
        self.divergence += list((np.exp(found[2]) * (found[2] - found[0])).sum(-1))
        pieces = [model.tokenizer.id_to_token(token).startswith("##") for token in (*ids, ids[0])]
        self.whole += [not pieces[at] and not pieces[at + 1] for at in places]
        self.bytes += size

    def lines(self, name):
        def bits(values, chosen=slice(None)):
            return np.mean(np.asarray(values)[chosen]) / math.log(2)

        whole = np.asarray(self.whole)
        yield f"{name}: {len(whole)} tokens, {100 * whole.mean():.0f} % of them whole words or marks"
        for way, nats, entropy, first in zip(self.ways, self.nats, self.entropy, self.first):
            yield (f"    {way}: {bits(nats):.2f} bits a token ({bits(nats, whole):.2f} of whole ones), {sum(nats) / math.log(2) / self.bytes:.3f} "
                   f"a byte; entropy {bits(entropy):.2f}; first choice right {100 * np.mean(first):.1f} %")
        gain, sure = (np.subtract(values[0], values[2]) for values in (self.nats, self.entropy))
        yield (f"    right-hand context: {bits(gain):.2f} bits a token ({bits(gain, whole):.2f}), by entropy {bits(sure):.2f}, KL "
               f"{bits(self.divergence):.2f}; it helps {100 * np.mean(gain > 0):.0f} % of the tokens")


def of_text(model, text):
    compared = Compared()
    for ids, places, size in windows(model.tokenizer, text, WINDOW, EDGE, EDGE):
        compared.add(model, ids, places, size)
    return compared


def of_sentences(model, sentences):
    compared = Compared()
    for sentence in sentences:
        ids = model.tokenizer.encode(sentence).ids
        compared.add(model, ids, range(1, len(ids) - 1), len(sentence.encode()))
    return compared

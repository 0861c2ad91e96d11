"""Trains gptbert-mini: one model that fills gaps from both sides and says the next token from the left, with the same weights.

GPT-BERT's way (Charpentier and Samuel 2024): every second batch is masked, every other causal. One thing is different. There a
hidden token is predicted at the position before it, as the next one is; here at its own position, as BERT does it, because all
that reads a BERT looks there. So the model knows two rules: at a [MASK] say what stands here, elsewhere what comes next.
"""
from versions import require

require("requirements-train.txt")

import numpy as np
import torch
from transformers import BertConfig, BertForMaskedLM

from causal_switch import CAUSAL, HIDDEN, SEEN, added_to_scores
from losses import cross_entropy
from packed import read_tokenizer, stream
from training import Run, arguments, attention, compiled, device, forward, pretrained

# Shares of the rows of running text, by stream; single sentences have batches of their own
RUNNING = {"wiki": 0.35, "stories": 0.4, "books": 0.25}
# (rows, length) of batches of short sentences, of longer ones, and of running text as long as the model takes
SHORT, LONGER, LONGEST = (256, 16), (128, 32), (16, 256)
# What the batches are in turn, two of each: a masked one and a causal one
TURNS = (LONGEST, SHORT, LONGEST, LONGER)
# Share of the masked rows whose right side is hidden behind some place: so hiding it and lifting the mask again, token by
# token, is something that the model has met
LIFTED = 0.25


def build(options, tokenizer):
    if options.start:
        model = pretrained(BertForMaskedLM, options.start, tokenizer, attention())
    else:
        model = BertForMaskedLM(BertConfig(
            vocab_size=tokenizer.get_vocab_size(), hidden_size=options.width, num_hidden_layers=options.layers,
            num_attention_heads=options.heads, intermediate_size=4 * options.width, max_position_embeddings=LONGEST[1],
            hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, pad_token_id=tokenizer.token_to_id("[PAD]"),
            attn_implementation=attention()))
    model.config.glassbox_causal_mask_value = CAUSAL
    return model.to(device()).train()


class Batches:
    """Masked batches at even indices, causal ones at odd; `make(index)` depends on the seed and the index alone."""

    def __init__(self, data, tokenizer, seed, masked=0.25):
        self.seed, self.masked = seed, masked
        self.pad, self.start, self.end, self.mask = (tokenizer.token_to_id(t) for t in ("[PAD]", "[CLS]", "[SEP]", "[MASK]"))
        self.streams = {name: stream(data / "pair" / f"{name}.bin", LONGEST[1] + 1) for name in (*RUNNING, "sentences")}
        ends = np.flatnonzero(self.streams["sentences"] == self.end)
        bounds = np.stack([ends[:-1] + 1, ends[1:]], 1)
        short = bounds[:, 1] - bounds[:, 0] <= SHORT[1] - 2
        self.bounds = {shape: bounds[fits] if fits.any() else bounds for shape, fits in ((SHORT, short), (LONGER, ~short))}

    def sentence(self, rng, shape):
        bounds = self.bounds[shape]
        first, end = bounds[rng.integers(len(bounds))]
        return self.streams["sentences"][first:end][:shape[1] - 2]

    def running(self, rng, shape):
        tokens, length = self.streams[rng.choice(list(RUNNING), p=list(RUNNING.values()))], shape[1] - 2
        at = rng.integers(0, len(tokens) - length)
        return tokens[at:at + length]

    def rows(self, rng, shape):
        """ids int64 of that shape: [CLS] text [SEP], padded."""
        take = self.sentence if shape in (SHORT, LONGER) else self.running
        ids = np.full(shape, self.pad, dtype=np.int64)
        for row in ids:
            piece = take(rng, shape)
            row[0], row[1:len(piece) + 1], row[len(piece) + 1] = self.start, piece, self.end
        return ids

    def hidden(self, rng, ids):
        """(ids with gaps, mask, where something is predicted, the tokens that stood there)."""
        chosen = (rng.random(ids.shape) < self.masked) & ~np.isin(ids, (self.pad, self.start, self.end))
        # From which place on the future is hidden: in most rows from nowhere on
        cut = np.where(rng.random(len(ids)) < LIFTED, rng.integers(0, (ids != self.pad).sum(1) + 1), ids.shape[1])
        mask = np.where(np.arange(ids.shape[1]) < cut[:, None], SEEN, CAUSAL)
        return np.where(chosen, self.mask, ids), np.where(ids == self.pad, HIDDEN, mask), chosen, ids[chosen]

    def following(self, ids, shape):
        """The same of the next token. Running text is cut anywhere, so that the [SEP] behind it says nothing."""
        chosen = np.zeros(ids.shape, dtype=bool)
        last = -1 if shape in (SHORT, LONGER) else -2
        chosen[:, :last] = ids[:, 1:ids.shape[1] + last + 1] != self.pad
        after = np.roll(chosen, 1, axis=1)
        return ids, np.where(ids == self.pad, HIDDEN, CAUSAL), chosen, ids[after]

    def make(self, index):
        """(ids [rows, length], attention mask of causal_switch.py, where something is predicted, the tokens wanted there)."""
        rng = np.random.default_rng((self.seed, index))
        shape = TURNS[index // 2 % len(TURNS)]
        ids = self.rows(rng, shape)
        made = self.following(ids, shape) if index % 2 else self.hidden(rng, ids)
        return [torch.from_numpy(array).to(device()) for array in made]


class PairRun(Run):
    """A run that also says the loss of either half."""

    def log(self, scale):
        super().log(scale)
        recent = self.losses[-200:]
        at = range(self.position - len(recent) + 1, self.position + 1)
        for name, half in (("masked", 0), ("causal", 1)):
            losses = [loss for index, loss in zip(at, recent) if index % 2 == half]
            print(f"    {name} {sum(losses) / max(1, len(losses)):.3f}", flush=True)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--masked", type=float, default=0.25, help="share of the tokens hidden; fewer towards the end are nearer to use")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    path = options.data / "pair" / "tokenizer.json"
    tokenizer = read_tokenizer(path)
    model, batches = build(options, tokenizer), Batches(options.data, tokenizer, options.seed, options.masked)
    run = PairRun(options, model, path)
    body, head = compiled(model.bert, options), model.cls.predictions
    while run.going():
        ids, mask, chosen, wanted = batches.make(run.position)
        with forward():
            h = head.transform(body(input_ids=ids, attention_mask=added_to_scores(mask)).last_hidden_state[chosen])
        loss = cross_entropy(h, model.bert.embeddings.word_embeddings.weight, wanted, head.bias)
        run.update(loss, int((mask > HIDDEN).sum()))
        run.checkpoint_if_due(run.position + 1)
    run.finish()


if __name__ == "__main__":
    main()

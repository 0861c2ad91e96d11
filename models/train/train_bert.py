"""Trains bert-mini: masked words of sentences and paragraphs, English and Chinese."""
from versions import require

require("requirements-train.txt")

import numpy as np
import torch
from transformers import BertConfig, BertForMaskedLM

from losses import cross_entropy
from packed import read_tokenizer, stream
from training import Run, arguments, attention, compiled, device, pretrained

STREAMS = ("wiki", "books", "sentences", "chinese")
# (rows, length) of batches of sentences, of paragraphs, and of the longest that the model takes
SENTENCES, PARAGRAPHS, LONGEST = (256, 24), (48, 128), (12, 512)
MASKED, CHINESE = 0.25, 0.25


def build(options, tokenizer):
    if options.start:
        model = pretrained(BertForMaskedLM, options.start, tokenizer, attention())
    else:
        model = BertForMaskedLM(BertConfig(
            vocab_size=tokenizer.get_vocab_size(), hidden_size=options.width, num_hidden_layers=options.layers,
            num_attention_heads=options.heads, intermediate_size=4 * options.width, max_position_embeddings=512,
            hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, pad_token_id=tokenizer.token_to_id("[PAD]"),
            attn_implementation=attention()))
    return model.to(device()).train()


class Batches:
    """Masked batches; `make(index)` depends on the seed and the index alone."""

    def __init__(self, data, tokenizer, seed):
        self.seed, self.size = seed, tokenizer.get_vocab_size()
        self.pad, self.start, self.end, self.mask = (tokenizer.token_to_id(t) for t in ("[PAD]", "[CLS]", "[SEP]", "[MASK]"))
        self.streams = {name: stream(data / "bert" / f"{name}.bin", LONGEST[1] + 1) for name in STREAMS}
        self.ends = {name: np.flatnonzero(self.streams[name] == self.end) for name in ("sentences", "chinese")}

    def sentences(self, rng, rows, length):
        for _ in range(rows):
            name = "chinese" if rng.random() < CHINESE else "sentences"
            at = rng.integers(0, len(self.ends[name]) - 1)
            yield self.streams[name][self.ends[name][at] + 1:self.ends[name][at + 1]][:length - 2]

    def paragraphs(self, rng, rows, length):
        for _ in range(rows):
            stream = self.streams["wiki" if rng.random() < 0.6 else "books"]
            at = rng.integers(0, len(stream) - length)
            yield stream[at:at + length - 2]

    def make(self, index):
        """(masked ids [rows, length], attention mask, which are masked, the tokens that stood there)."""
        rng = np.random.default_rng((self.seed, index))
        (rows, length), take = (SENTENCES, self.sentences) if index % 2 else (PARAGRAPHS, self.paragraphs)
        if index % 24 == 0:
            rows, length = LONGEST
        ids = np.full((rows, length), self.pad, dtype=np.int64)
        for row, piece in zip(ids, take(rng, rows, length)):
            row[0], row[1:len(piece) + 1], row[len(piece) + 1] = self.start, piece, self.end
        chosen = (rng.random(ids.shape) < MASKED) & ~np.isin(ids, (self.pad, self.start, self.end))
        # Most masked, a few another word, a few as they were (Devlin et al. 2018, with other shares)
        how, masked = rng.random(ids.shape), ids.copy()
        masked[chosen & (how < 0.85)] = self.mask
        other = chosen & (how >= 0.85) & (how < 0.925)
        masked[other] = rng.integers(5, self.size, int(other.sum()))
        tensors = (masked, (ids != self.pad).astype(np.int64), chosen, ids[chosen])
        return [torch.from_numpy(array).to(device()) for array in tensors]


def main():
    options = arguments(__doc__).parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    path = options.data / "bert" / "tokenizer.json"
    tokenizer = read_tokenizer(path)
    model, batches = build(options, tokenizer), Batches(options.data, tokenizer, options.seed)
    run = Run(options, model, path)
    body, head = compiled(model.bert, options), model.cls.predictions
    while run.going():
        ids, mask, chosen, wanted = batches.make(run.position)
        with torch.autocast(device(), torch.bfloat16):
            h = head.transform(body(input_ids=ids, attention_mask=mask).last_hidden_state[chosen])
        loss = cross_entropy(h, model.bert.embeddings.word_embeddings.weight, wanted, head.bias)
        run.update(loss, int(mask.sum()))
        run.checkpoint_if_due(run.position + 1)
    run.finish()


if __name__ == "__main__":
    main()

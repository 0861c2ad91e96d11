"""Trains bert-mini: masked whole words of sentences and paragraphs, English and Chinese."""
from versions import require

require("requirements-train.txt")

from pathlib import Path

import numpy as np
import torch
from transformers import BertConfig, BertForMaskedLM

from contexts import Contexts, sense_loss
from losses import cross_entropy
from packed import read_tokenizer, stream
from training import Run, arguments, attention, compiled, device, forward, pretrained

STREAMS = ("wiki", "books", "sentences", "chinese")
# (rows, length) of batches of short sentences, of longer ones, of paragraphs, and of the longest that the model takes
SHORT, LONGER, PARAGRAPHS, LONGEST = (384, 16), (192, 32), (48, 128), (12, 512)
# What the batches are in turn: each shape is filled to two thirds or more
TURNS = (SHORT, PARAGRAPHS, SHORT, LONGER, SHORT, PARAGRAPHS, SHORT, PARAGRAPHS)
# Shares of Chinese rows. Its paragraphs are sentences that do not belong together, so that far positions are learnt
CHINESE = {SHORT: 0.32, LONGER: 0.6, PARAGRAPHS: 0.2, LONGEST: 0.0}


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

    def __init__(self, data, tokenizer, seed, masked=0.25):
        self.seed, self.size, self.masked = seed, tokenizer.get_vocab_size(), masked
        self.pad, self.start, self.end, self.mask = (tokenizer.token_to_id(t) for t in ("[PAD]", "[CLS]", "[SEP]", "[MASK]"))
        self.continues = np.zeros(self.size, dtype=bool)
        self.continues[[at for piece, at in tokenizer.get_vocab().items() if piece.startswith("##")]] = True
        self.streams = {name: stream(data / "bert" / f"{name}.bin", LONGEST[1] + 1) for name in STREAMS}
        self.bounds = {name: self.by_length(self.streams[name]) for name in ("sentences", "chinese")}

    def by_length(self, tokens):
        """For either shape of sentences, the [first, end) of those that fill it; of all, where the text has none such."""
        ends = np.flatnonzero(tokens == self.end)
        bounds = np.stack([ends[:-1] + 1, ends[1:]], 1)
        short = bounds[:, 1] - bounds[:, 0] <= SHORT[1] - 2
        return {shape: bounds[fits] if fits.any() else bounds for shape, fits in ((SHORT, short), (LONGER, ~short))}

    def sentence(self, rng, shape):
        name = "chinese" if rng.random() < CHINESE[shape] else "sentences"
        bounds = self.bounds[name][shape]
        first, end = bounds[rng.integers(len(bounds))]
        return self.streams[name][first:end][:shape[1] - 2]

    def paragraph(self, rng, shape):
        name = "chinese" if rng.random() < CHINESE[shape] else "wiki" if rng.random() < 0.6 else "books"
        tokens, length = self.streams[name], shape[1] - 2
        at = rng.integers(0, len(tokens) - length)
        return tokens[at:at + length]

    def by_word(self, ids, draws):
        """The first piece's draw for all pieces of a word, so that whole words are masked: the rest would tell a piece.

        A Chinese character is a word of its own. (Whole word masking came with BERT's release of May 2019.)
        """
        words = np.cumsum(~self.continues[ids], axis=1) - 1
        return np.take_along_axis(draws, words, axis=1)

    def make(self, index):
        """(masked ids [rows, length], attention mask, which are masked, the tokens that stood there)."""
        rng = np.random.default_rng((self.seed, index))
        shape = LONGEST if index % 24 == 0 else TURNS[index % len(TURNS)]
        take = self.sentence if shape in (SHORT, LONGER) else self.paragraph
        ids = np.full(shape, self.pad, dtype=np.int64)
        for row in ids:
            piece = take(rng, shape)
            row[0], row[1:len(piece) + 1], row[len(piece) + 1] = self.start, piece, self.end
        chosen = (self.by_word(ids, rng.random(shape)) < self.masked) & ~np.isin(ids, (self.pad, self.start, self.end))
        # Most masked, a few another word, a few as they were (Devlin et al. 2018, with other shares)
        how, masked = rng.random(ids.shape), ids.copy()
        masked[chosen & (how < 0.85)] = self.mask
        other = chosen & (how >= 0.85) & (how < 0.925)
        masked[other] = rng.integers(5, self.size, int(other.sum()))
        tensors = (masked, (ids != self.pad).astype(np.int64), chosen, ids[chosen])
        return [torch.from_numpy(array).to(device()) for array in tensors]


def of_senses(body, batch):
    """sense_loss of the last layer's states; nothing is masked there."""
    ids, mask, places, teacher = (tensor.to(device()) for tensor in batch)
    with forward():
        h = body(input_ids=ids, attention_mask=mask).last_hidden_state
    words, each, _ = teacher.shape
    return sense_loss(h[torch.arange(len(h)), places].view(words, each, -1), teacher)


class Teacher:
    """A finished model that says what it would put into the gaps. It keeps what the student knew while that learns something else.

    (Learning without forgetting, Li and Hoiem 2016.)
    """

    def __init__(self, options, tokenizer):
        self.model = pretrained(BertForMaskedLM, options.teacher, tokenizer, attention(), "--teacher").to(device()).eval()
        self.body = compiled(self.model.bert, options)

    @torch.no_grad()
    def says(self, ids, mask, chosen):
        """Its probabilities [chosen tokens, vocabulary]."""
        with forward():
            h = self.body(input_ids=ids, attention_mask=mask).last_hidden_state[chosen]
            return self.model.cls(h).float().softmax(-1)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--masked", type=float, default=0.25, help="share of the tokens hidden; fewer towards the end are nearer to use")
    parser.add_argument("--senses", type=float, default=0, help="weight of telling senses apart as sense_states.py's teacher does")
    parser.add_argument("--teacher", type=Path, help="a finished model of the same vocabulary, whose answers are learnt beside the text's")
    parser.add_argument("--told", type=float, default=0.7, help="share of the teacher's answers in what is to be said")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    path = options.data / "bert" / "tokenizer.json"
    tokenizer = read_tokenizer(path)
    model, batches = build(options, tokenizer), Batches(options.data, tokenizer, options.seed, options.masked)
    contexts = Contexts(options.data / "bert" / "senses.npz", options.seed) if options.senses else None
    teacher = Teacher(options, tokenizer) if options.teacher else None
    run = Run(options, model, path)
    body, head = compiled(model.bert, options), model.cls.predictions
    while run.going():
        ids, mask, chosen, wanted = batches.make(run.position)
        with forward():
            h = head.transform(body(input_ids=ids, attention_mask=mask).last_hidden_state[chosen])
        loss = cross_entropy(h, model.bert.embeddings.word_embeddings.weight, wanted, head.bias,
                             told=teacher and teacher.says(ids, mask, chosen), share=options.told)
        if contexts and run.position % 2:
            loss = loss + options.senses * of_senses(body, contexts.make(run.position))
        run.update(loss, int(mask.sum()))
        run.checkpoint_if_due(run.position + 1)
    run.finish()


if __name__ == "__main__":
    main()

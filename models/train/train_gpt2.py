"""Trains gpt2-mini (or its amateur, with --layers 2 --width 128 --heads 4): the next token of stories and articles."""
from versions import require

require("requirements-train.txt")

import numpy as np
import torch
from transformers import GPT2Config, GPT2LMHeadModel

from losses import cross_entropy
from packed import read_tokenizer, stream
from training import Run, arguments, attention, compiled, device, forward, pretrained

SHARES = {"wiki": 0.3, "spaced": 0.05, "stories": 0.34, "books": 0.17, "sentences": 0.14}
# (rows, length), in turn: half of the steps see short text, which is quicker, a quarter as much as the model can hold
SHAPES = (12, 512), (48, 128), (24, 256), (48, 128)
# Text whose words and marks are set apart is only ever gone on with: nothing is learnt from the first tokens of its rows
LEAD = {"spaced": 64}
IGNORED = -1


def build(options, tokenizer):
    if options.start:
        model = pretrained(GPT2LMHeadModel, options.start, tokenizer, attention())
    else:
        end = tokenizer.token_to_id("<|endoftext|>")
        model = GPT2LMHeadModel(GPT2Config(
            vocab_size=tokenizer.get_vocab_size(), n_positions=512, n_embd=options.width, n_layer=options.layers,
            n_head=options.heads, resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0, bos_token_id=end, eos_token_id=end,
            attn_implementation=attention()))
    return model.to(device()).train()


def batch(streams, seed, index):
    """Rows from random places of the streams: inputs and labels, both [rows, length] int64, some labels IGNORED."""
    rng = np.random.default_rng((seed, index))
    rows, length = SHAPES[index % len(SHAPES)]
    out = np.empty((rows, length + 1), dtype=np.int64)
    names = rng.choice(list(SHARES), rows, p=list(SHARES.values()))
    for row, name in enumerate(names):
        start = rng.integers(0, len(streams[name]) - length - 1)
        out[row] = streams[name][start:start + length + 1]
    labels = out[:, 1:].copy()
    for row, name in enumerate(names):
        labels[row, :LEAD.get(name, 0)] = IGNORED
    return torch.from_numpy(out[:, :-1].copy()).to(device()), torch.from_numpy(labels).to(device())


def main():
    options = arguments(__doc__).parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    path = options.data / "gpt2" / "tokenizer.json"
    model = build(options, read_tokenizer(path))
    longest = max(length for _, length in SHAPES)
    streams = {name: stream(options.data / "gpt2" / f"{name}.bin", longest + 2) for name in SHARES}
    run = Run(options, model, path)
    body = compiled(model.transformer, options)
    while run.going():
        ids, labels = batch(streams, options.seed, run.position)
        with forward():
            h = body(input_ids=ids, use_cache=False).last_hidden_state
        learnt = labels != IGNORED
        loss = cross_entropy(h[learnt], model.transformer.wte.weight, labels[learnt])
        run.update(loss, ids.numel())
        run.checkpoint_if_due(run.position + 1)
    run.finish()


if __name__ == "__main__":
    main()

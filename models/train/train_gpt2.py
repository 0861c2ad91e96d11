"""Trains gpt2-mini (or its amateur, with --layers 2 --width 128 --heads 4): the next token of stories and articles."""
from versions import require

require("requirements-train.txt")

import numpy as np
import torch
from transformers import GPT2Config, GPT2LMHeadModel

from losses import cross_entropy
from packed import read_tokenizer, stream
from training import Run, arguments, attention, compiled, device, pretrained

SHARES = {"wiki": 0.35, "stories": 0.35, "books": 0.15, "sentences": 0.15}
# (rows, length): one step in eight sees long text
SHORT, LONG = (48, 128), (12, 512)


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
    """Rows of length + 1 from random places of the streams: [rows, length + 1] int64."""
    rng = np.random.default_rng((seed, index))
    rows, length = LONG if index % 8 == 0 else SHORT
    out = np.empty((rows, length + 1), dtype=np.int64)
    for row, name in enumerate(rng.choice(list(SHARES), rows, p=list(SHARES.values()))):
        start = rng.integers(0, len(streams[name]) - length - 1)
        out[row] = streams[name][start:start + length + 1]
    return torch.from_numpy(out).to(device())


def main():
    options = arguments(__doc__).parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    path = options.data / "gpt2" / "tokenizer.json"
    model = build(options, read_tokenizer(path))
    streams = {name: stream(options.data / "gpt2" / f"{name}.bin", LONG[1] + 2) for name in SHARES}
    run = Run(options, model, path)
    body = compiled(model.transformer, options)
    while run.going():
        x = batch(streams, options.seed, run.position)
        with torch.autocast(device(), torch.bfloat16):
            h = body(input_ids=x[:, :-1].contiguous(), use_cache=False).last_hidden_state
        loss = cross_entropy(h.reshape(-1, h.size(-1)), model.transformer.wte.weight, x[:, 1:].reshape(-1))
        run.update(loss, x.numel())
        run.checkpoint_if_due(run.position + 1)
    run.finish()


if __name__ == "__main__":
    main()

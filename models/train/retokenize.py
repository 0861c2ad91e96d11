"""Gives a trained GPT-2 another vocabulary, to go on training from.

    python retokenize.py --model FOLDER --tokenizer DATA/gpt2/tokenizer.json --out FOLDER

A token that the model knows keeps its row of the embedding; a new one begins as the mean of the rows of those that the model
spells it with. Runs in the training environment, on a folder that training finished or dequantise.py made.
"""
from versions import require

require("requirements-train.txt")

import argparse
from pathlib import Path

import torch
from tokenizers import Tokenizer

from finished import read_finished, write_finished
from packed import read_tokenizer

EMBEDDING = "transformer.wte.weight"


def rows(old, new):
    """For each token of `new`, in the order of its ids, the ids of the tokens of `old` that spell it."""
    known = old.get_vocab()
    return [[known[token]] if token in known else [part.id for part in old.model.tokenize(token)]
            for token, _ in sorted(new.get_vocab().items(), key=lambda item: item[1])]


def embedded(weights, spelt):
    """[tokens, width] as the means of rows of `weights`; `spelt` as from `rows`."""
    return torch.stack([weights[ids].double().mean(0) for ids in spelt]).to(weights.dtype)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("model", "tokenizer", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    config, weights, written = read_finished(options.model)
    if config["model_type"] != "gpt2":
        raise SystemExit(f"--model {options.model} is a {config['model_type']}; this script knows gpt2.")
    new = read_tokenizer(options.tokenizer)
    spelt = rows(Tokenizer.from_str(written), new)
    if not all(spelt):
        raise SystemExit(f"The model cannot spell some tokens of {options.tokenizer}: both must be of bytes.")
    weights[EMBEDDING] = embedded(weights[EMBEDDING], spelt)
    end = new.token_to_id("<|endoftext|>")
    config |= {"vocab_size": len(spelt), "bos_token_id": end, "eos_token_id": end}
    write_finished(options.out, config, weights, options.tokenizer.read_text(encoding="utf8"))
    print(f"{options.out}: {sum(len(ids) > 1 for ids in spelt)} new tokens, {len(spelt)} in all")


if __name__ == "__main__":
    main()

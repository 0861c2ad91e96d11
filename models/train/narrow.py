"""Makes a smaller model to train on from a BERT: only the tokens that English text needs, and the first positions.

    python narrow.py --corpora CORPORA --model FOLDER --out FOLDER [--tokens 8000] [--positions 256]

For gptbert-mini, which reads English alone, to begin where bert-mini stands. What stays are the tokens most frequent in
English text and all single ASCII characters; what is predicted for those is what it was, but for the share of the others.
What it writes is for --start, its tokenizer.json for DATA/pair before prepare.py. Runs in the training environment.
"""
from versions import require

require("requirements-train.txt")

import argparse
import json
from collections import Counter
from pathlib import Path

import torch
from transformers import BertForMaskedLM

import tokenizers_for
from files import replacing, writing
from packed import read_tokenizer
from training import pretrained

# Of each English source, in characters
READ = 1_500_000


def counts(tokenizer, corpora):
    """Token to how often English text has it."""
    found = Counter()
    for encoding in tokenizer.encode_batch(list(tokenizers_for.english(corpora, READ)), add_special_tokens=False):
        found.update(encoding.tokens)
    return found


def kept(vocabulary, found, count):
    """The tokens that stay, in their old order: what is special, what spells every word, and the most frequent."""
    special = set(tokenizers_for.BERT_SPECIAL)
    letters = {token for token in vocabulary if len(token.removeprefix("##")) == 1 and token.isascii()}
    chosen = special | letters
    for token, _ in found.most_common():
        if len(chosen) >= count:
            break
        chosen.add(token)
    return sorted(chosen, key=vocabulary.get)


def narrowed(model, places, positions):
    """The model with these rows of its vocabulary and so many positions."""
    rows = torch.tensor(places)
    state = model.state_dict()
    for name in ("bert.embeddings.word_embeddings.weight", "cls.predictions.decoder.weight", "cls.predictions.decoder.bias",
                 "cls.predictions.bias"):
        state[name] = state[name][rows]
    state["bert.embeddings.position_embeddings.weight"] = state["bert.embeddings.position_embeddings.weight"][:positions]
    state.pop("bert.embeddings.position_ids", None)
    config = model.config
    config.vocab_size, config.max_position_embeddings = len(places), positions
    made = BertForMaskedLM(config)
    made.load_state_dict(state)
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpora", "model", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--tokens", type=int, default=8000)
    parser.add_argument("--positions", type=int, default=256)
    options = parser.parse_args()
    tokenizer = read_tokenizer(options.model / "tokenizer.json")
    model = pretrained(BertForMaskedLM, options.model, tokenizer, "eager")
    written = json.loads((options.model / "tokenizer.json").read_text(encoding="utf8"))
    vocabulary = written["model"]["vocab"]
    tokens = kept(vocabulary, counts(tokenizer, options.corpora), options.tokens)
    written["model"]["vocab"] = {token: at for at, token in enumerate(tokens)}
    with writing(options.out):
        options.out.mkdir(parents=True, exist_ok=True)
        narrowed(model, [vocabulary[token] for token in tokens], options.positions).save_pretrained(options.out)
    with replacing(options.out / "tokenizer.json") as partial:
        partial.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", encoding="utf8")
    print(f"{options.out}: {len(tokens)} tokens")


if __name__ == "__main__":
    main()

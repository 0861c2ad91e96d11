"""Gives t5-mini's vocabulary pieces for words in CAPITALS, placeholders and marks, in the place of pieces hardly used.

    python pieces.py --corpora CORPORA --model FOLDER --out FOLDER [--count 1400]

A piece in capitals starts as its small form does, and a step aside that all of them share: so the model can read it at
once, and has one thing to learn for all. The size stays, and plain text is cut as before but where it used the pieces
that make way. Runs in the training environment, on a folder that training finished or dequantise.py made; give what it
writes as --start, and its tokenizer.json to --data.
"""
from versions import require

require("requirements-train.txt")

import argparse
import json
import shutil
from collections import Counter
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from corpora import LANGUAGES, lines, pairs
from files import replacing

WEIGHTS, EMBEDDING, SPACE = "model.safetensors", "shared.weight", "▁"
PLACEHOLDERS = [f"{start}<x{number}>" for number in range(10) for start in (SPACE, "")]
MARKS = list("*#<>/\\|~^{}[]@&%+=_`€$£°•→–—…’‘“”«»„")


def used(tokenizer, corpora):
    """How often each piece stands in the sentence pairs and in the sentences of Common Voice."""
    counts = Counter()
    for language in LANGUAGES:
        rows = list(pairs(corpora, language))
        for texts in ([a for a, _ in rows], [b for _, b in rows], list(lines(corpora, f"english/commonvoice-{language}.txt"))):
            for encoding in tokenizer.encode_batch(texts):
                counts.update(encoding.ids)
    return counts


def capitals(pieces, counts):
    """Pieces in capitals, most used first, each with (id, uses) of the pieces that it is the capital form of."""
    forms = {}
    for at, piece in enumerate(pieces):
        if sum(map(str.isalpha, piece)) > 1 and piece.strip(SPACE).replace("'", "").isalpha():
            forms.setdefault(piece.upper(), []).append((at, counts[at] + 1))
    return sorted(forms.items(), key=lambda form: -sum(uses for _, uses in form[1]))


def plan(pieces, counts, count):
    """[(id, new piece, [(id, weight) that its embedding is the mean of])]: what takes the place of what."""
    own = {piece: at for at, piece in enumerate(pieces)}
    names = [(at, counts[at]) for at, piece in enumerate(pieces) if piece[1:].istitle() and counts[at] > 200]
    new = [(piece, names) for piece in PLACEHOLDERS] + [(mark, []) for mark in MARKS]
    new = [(piece, like) for piece, like in new if piece not in own]
    new += capitals(pieces, counts)
    free = sorted((at for at, piece in enumerate(pieces) if len(piece) > 2 and at > 2), key=lambda at: counts[at])
    free, taken, made = iter(free), set(), []
    for piece, like in new[:count]:
        at = own[piece] if piece in own else next(at for at in free if at not in taken)
        taken.add(at)
        made.append((at, piece, like))
    return made


def embedded(weights, made):
    """The embedding with the rows of the new pieces; `made` as from `plan`."""
    generator = torch.Generator().manual_seed(0)
    old, new = weights.double(), weights.clone()
    size = old.norm(dim=1).mean()
    aside = torch.randn(old.shape[1], generator=generator, dtype=torch.double)
    for at, piece, like in made:
        if piece in PLACEHOLDERS or not like:
            step = torch.randn(old.shape[1], generator=generator, dtype=torch.double)
        else:
            step = aside
        row = 0.4 * size * step / step.norm()
        if like:
            total = sum(uses for _, uses in like)
            row = row + sum(old[of] * (uses / total) for of, uses in like)
        new[at] = row.to(new.dtype)
    return new


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpora", "model", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1400, help="pieces that make way")
    options = parser.parse_args()
    tokenizer = json.loads((options.model / "tokenizer.json").read_text(encoding="utf8"))
    vocabulary = tokenizer["model"]["vocab"]
    pieces = [piece for piece, _ in vocabulary]
    made = plan(pieces, used(Tokenizer.from_file(str(options.model / "tokenizer.json")), options.corpora), options.count)
    best = max(score for _, score in vocabulary[3:])
    for at, piece, like in made:
        written = piece in PLACEHOLDERS or not like
        vocabulary[at] = [piece, best if written else max(vocabulary[of][1] for of, _ in like)]
    weights = load_file(options.model / WEIGHTS)
    weights[EMBEDDING] = embedded(weights[EMBEDDING], made)
    options.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(options.model / "config.json", options.out)
    with replacing(options.out / "tokenizer.json") as partial:
        partial.write_text(json.dumps(tokenizer, indent=2, ensure_ascii=False), encoding="utf8")
    with replacing(options.out / WEIGHTS) as partial:
        save_file(weights, partial, metadata={"format": "pt"})
    print(f"{options.out}: {len(made)} new pieces, {sum(len(like) > 0 and piece not in PLACEHOLDERS for _, piece, like in made)} in capitals")


if __name__ == "__main__":
    main()

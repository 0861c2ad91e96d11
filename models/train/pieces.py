"""Gives t5-mini's vocabulary pieces for words in CAPITALS, with a Capital, and with curly quotes.

    python pieces.py --corpora CORPORA --model FOLDER --out FOLDER [--capitals 3000] [--titles 1000] [--marks] [--only-marks]

Without them a word in capitals is read letter by letter, and not understood. A new piece starts as its plain form does, so
that it is read at once, and a step aside that all of them share: one that the decoder, as it is, never writes. What it
says stays as it was, therefore, and training has one direction to learn for all. Plain text is cut as before. --marks adds
placeholders and marks, which mean nothing until they are trained. Runs in the training environment, on a folder that training finished or
dequantise.py made. Give what it writes as --start, its tokenizer.json to --data.
"""
from versions import require

require("requirements-train.txt")

import argparse
import json
from collections import Counter
from itertools import islice
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import T5ForConditionalGeneration

from augment import WORD
from corpora import LANGUAGES, pairs
from finished import read_finished, write_finished
from one_language import TAG

EMBEDDING, SPACE = "shared.weight", "▁"
PLACEHOLDERS = [f"{start}<x{number}>" for number in range(10) for start in (SPACE, "")]
MARKS = list("*#<>/\\|~^{}[]@&%+=_`€$£°•→–—…’‘“”«»„")
# A piece of the old vocabulary that is used no more than this is not known to the model
RARE = 5
# A word seen so often with a capital needs no piece for that
KNOWN = 40
# How much less likely than its small form the decoder finds a new piece, in nats
MARGIN = 4.0


def used(tokenizer, corpora):
    """How often each piece stands in the sentence pairs, and each word with a capital."""
    counts, words = Counter(), Counter()
    for language in LANGUAGES:
        for side in zip(*pairs(corpora, language)):
            for encoding in tokenizer.encode_batch(list(side)):
                counts.update(encoding.ids)
            words.update(word for text in side for word in WORD.findall(text) if word[0].isupper())
    return counts, words


def is_word(piece):
    return piece.removeprefix(SPACE).replace("'", "").isalpha()


def capitals(pieces, counts):
    """Pieces in capitals, most used first, each with [(id, uses)] of the pieces that it is the capital form of."""
    forms = {}
    for at, piece in enumerate(pieces):
        if sum(map(str.isalpha, piece)) > 1 and is_word(piece):
            forms.setdefault(piece.upper(), []).append((at, counts[at] + 1))
    return sorted(forms.items(), key=lambda form: -sum(uses for _, uses in form[1]))


def titles(pieces, counts, words):
    """The pieces that begin a word with a small letter, with a capital; as `capitals`.

    Not of words that the pairs have with a capital often enough: how those are cut has been learnt.
    """
    small = [(at, counts[at] + 1) for at, piece in enumerate(pieces) if len(piece) > 2 and is_word(piece) and piece[1].islower()
             and piece[0] == SPACE and words[piece[1:].capitalize()] < KNOWN]
    return [(SPACE + pieces[at][1:].capitalize(), [(at, uses)]) for at, uses in sorted(small, key=lambda row: -row[1])]


def curly(pieces, counts):
    """The pieces with a straight quote or apostrophe, with a curly one; as `capitals`."""
    found = [(at, piece) for at, piece in enumerate(pieces) if "'" in piece or '"' in piece]
    return [(piece.replace(f'{SPACE}"', f"{SPACE}“").replace('"', "”").replace("'", "’"), [(at, counts[at] + 1)]) for at, piece in found]


def plan(pieces, counts, wanted):
    """[(id, new piece, like)] for `wanted` [(piece, like)]: after the last piece, so that plain text is cut as before.

    A piece that is in the vocabulary stays as it is if the pairs have it, and starts anew if they hardly do.
    """
    own, done, made, end = {piece: at for at, piece in enumerate(pieces)}, set(), [], len(pieces)
    for piece, like in wanted:
        at = own.get(piece, end)
        if at < len(pieces) and counts[at] > RARE or piece in done:
            continue
        done.add(piece)
        made.append((at, piece, like))
        end += at == end
    return made


def unwritten(model, tokenizer, corpora, count=60):
    """A step of the embedding that makes a piece MARGIN less likely, the same wherever the decoder writes it.

    With g the decoder's last states, scaled as the output matrix takes them: g · step = -MARGIN on the mean, with little
    variance and for a step that is not long.
    """
    states = []
    for language, name in LANGUAGES.items():
        for english, other in islice(pairs(corpora, language), 5000, 5000 + 20 * count, 20):
            for given, wanted, prefix in ((english, other, f"English to {name}"), (other, english, f"{name} to English")):
                given, wanted = (torch.tensor([tokenizer.encode(text).ids]) for text in (f"translate {prefix}: {given}", wanted))
                with torch.no_grad():
                    out = model(input_ids=given, labels=wanted, output_hidden_states=True)
                states.append(out.decoder_hidden_states[-1][0])
    g = torch.cat(states).double() * model.config.d_model ** -0.5
    mean, second = g.mean(0), g.T @ g / len(g)
    step = torch.linalg.solve(second + second.trace() / len(mean) * torch.eye(len(mean)), mean)
    return -MARGIN * step / (mean @ step)


def embedded(weights, made, step):
    """The embedding with the rows of the new pieces; `made` as from `plan`, `step` as from `unwritten`."""
    generator, old = torch.Generator().manual_seed(0), weights.double()
    new = torch.cat([old, torch.zeros(max(0, 1 + max(at for at, _, _ in made) - len(old)), old.shape[1])])
    for at, _, like in made:
        if like:
            new[at] = step + sum(old[of] * uses for of, uses in like) / sum(uses for _, uses in like)
        else:
            new[at] = step + 0.1 * old.norm(dim=1).mean() * torch.randn(old.shape[1], generator=generator) / old.shape[1] ** 0.5
    return new.to(weights.dtype)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpora", "model", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--capitals", type=int, default=3000)
    parser.add_argument("--titles", type=int, default=1000)
    parser.add_argument("--marks", action="store_true", help="placeholders and marks too, which mean nothing until trained")
    parser.add_argument("--only-marks", action="store_true", help="these alone, for a model that has the others")
    options = parser.parse_args()
    config, weights, written = read_finished(options.model)
    described, tokenizer = json.loads(written), Tokenizer.from_str(written)
    vocabulary = described["model"]["vocab"]
    pieces, (counts, words) = [piece for piece, _ in vocabulary], used(tokenizer, options.corpora)
    wanted = [(piece, []) for piece in ([SPACE + TAG, *PLACEHOLDERS, *MARKS] if options.marks or options.only_marks else [])]
    if not options.only_marks:
        wanted += capitals(pieces, counts)[:options.capitals] + titles(pieces, counts, words)[:options.titles] + curly(pieces, counts)
    made = plan(pieces, counts, wanted)
    best = max(score for _, score in vocabulary[3:])
    scores = {piece: max((vocabulary[of][1] for of, _ in like), default=best) for _, piece, like in made}
    for at, piece, _ in made:
        vocabulary[at:at + 1] = [[piece, scores[piece]]]
    model = T5ForConditionalGeneration.from_pretrained(options.model, dtype=torch.float32, local_files_only=True).eval()
    weights[EMBEDDING] = embedded(weights[EMBEDDING], made, unwritten(model, tokenizer, options.corpora))
    write_finished(options.out, {**config, "vocab_size": len(vocabulary)}, weights, json.dumps(described, indent=2, ensure_ascii=False))
    print(f"{options.out}: {len(made)} new pieces, {len(vocabulary)} in all")


if __name__ == "__main__":
    main()

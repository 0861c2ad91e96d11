"""Translates text that stands in one language only, so that t5-mini learns to write it (Sennrich et al. 2016).

    python back_translate.py --corpora CORPORA --data DATA --model MODELS/t5-mini --minutes 10 [--part 0 --parts 2]

The side that is learnt is people's, the other one the model's own by greedy decoding. train_t5.py marks it with a tag before
it (Caswell et al. 2019) and learns only towards people's side. What did not end, is far too short or long, has other
numbers, or says a thing three times is left out. Runs in the export environment, one thread; `--part` lets several run beside
one another, and train_t5.py reads what all of them wrote.
"""
from versions import require

require("requirements-export.txt")

import argparse
import time
from itertools import islice
from pathlib import Path

import numpy as np

from corpora import LANGUAGES, read_held_out, shuffled
from files import replacing
from one_language import english, is_sound, other
from sessions import T5

PAD, EOS = 0, 1
ROWS, POOL = 64, 2048


def translations(model, texts):
    """Greedy translations of texts of about the same length, None where one did not end."""
    rows = [model.tokenizer.encode(text).ids for text in texts]
    width = max(map(len, rows))
    ids = np.array([row + [PAD] * (width - len(row)) for row in rows], np.int64)
    mask = (ids != PAD).astype(np.int64)
    memory, past, last = model.encode(ids, mask), None, np.full((len(rows), 1), PAD)
    made, ended = [[] for _ in rows], np.zeros(len(rows), bool)
    for _ in range(int(1.5 * width) + 4):
        logits, past = model.step(last, memory, mask, past)
        last = logits[:, -1].argmax(-1)[:, None]
        for row in np.flatnonzero(~ended):
            if last[row, 0] == EOS:
                ended[row] = True
            else:
                made[row].append(int(last[row, 0]))
        if ended.all():
            break
    texts = model.tokenizer.decode_batch(made)
    return [text.strip() if done else None for text, done in zip(texts, ended)]


def rounds(corpora, held, part, parts):
    """Yields (code, whether English is people's side, sentences), each language in turn, as far as its text goes."""
    def share(texts):
        return iter(shuffled(texts)[part::parts])
    every = share(english(corpora, held))
    tasks = {(code, is_english): every if is_english else share(other(corpora, code))
             for code in LANGUAGES for is_english in (True, False)}
    while tasks:
        for task, texts in list(tasks.items()):
            pool = sorted(islice(texts, POOL), key=len)
            if not pool:
                del tasks[task]
                continue
            yield (*task, pool)


def row(code, is_english, text, made):
    """A line of what train_t5.py reads: language, people's side, English, other."""
    return "\t".join((code, "en" if is_english else code, *((text, made) if is_english else (made, text))))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpora", "data", "model"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--part", type=int, default=0, help="which of the --parts of the text, from 0")
    parser.add_argument("--parts", type=int, default=1)
    options = parser.parse_args()
    if not 0 <= options.part < options.parts:
        raise SystemExit(f"--part counts from 0: {options.part} is none of {options.parts} parts.")
    held, model = frozenset(read_held_out(options.data)), T5(options.model)
    until, kept, tried = time.time() + 60 * options.minutes, [], 0
    for code, is_english, pool in rounds(options.corpora, held, options.part, options.parts):
        prefix = f"translate English to {LANGUAGES[code]}: " if is_english else f"translate {LANGUAGES[code]} to English: "
        for start in range(0, len(pool), ROWS):
            if time.time() > until:
                break
            given = pool[start:start + ROWS]
            made = translations(model, [prefix + text for text in given])
            kept += [row(code, is_english, text, one) for text, one in zip(given, made) if is_sound(text, one)]
            tried += len(given)
        print(f"{len(kept)} of {tried}", flush=True)
        if time.time() > until:
            break
    with replacing(options.data / "t5" / f"back-{options.part}.tsv") as partial:
        partial.write_text("".join(f"{line}\n" for line in kept), encoding="utf8")


if __name__ == "__main__":
    main()

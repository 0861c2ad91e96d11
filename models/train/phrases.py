"""Phrases of two to four words as people select them ("the old man"), which the sentence pairs hold but inside sentences only.

    python phrases.py --corpora CORPORA --data DATA --model MODELS/t5-mini

The English side is found in the pairs, the other side is what a t5-mini writes for it, kept where that translates back to the
same phrase. train_t5.py learns them in every form: with a capital, with a stop, in capitals. Runs in the export environment.
"""
from versions import require

require("requirements-export.txt")

import argparse
from pathlib import Path

from back_translate import ROWS, translations
from corpora import LANGUAGES, pairs, read_held_out
from files import replacing
from noun_phrases import found, that_come_back
from sessions import T5


def by_length(model, prefix, texts):
    """Translations of any texts, in batches of like length."""
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    made = [None] * len(texts)
    for start in range(0, len(order), ROWS):
        rows = order[start:start + ROWS]
        for at, text in zip(rows, translations(model, [prefix + texts[at] for at in rows])):
            made[at] = text
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpora", "data", "model"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    held = frozenset(read_held_out(options.data))
    table = (Path(__file__).parent / "short_phrases.tsv").read_text(encoding="utf8")
    tested = frozenset(line.split("\t")[0] for line in table.splitlines())
    model, lines = T5(options.model), []
    phrases = found((english for code in LANGUAGES for english, _ in pairs(options.corpora, code, held)), tested)
    for code, name in LANGUAGES.items():
        rows = that_come_back(phrases, lambda texts: by_length(model, f"translate English to {name}: ", texts),
                              lambda texts: by_length(model, f"translate {name} to English: ", texts))
        print(code, len(rows), "of", len(phrases), flush=True)
        lines += ["\t".join((code, *row)) for row in rows]
    with replacing(options.data / "t5" / "phrases.tsv") as partial:
        partial.write_text("".join(f"{line}\n" for line in lines), encoding="utf8")


if __name__ == "__main__":
    main()

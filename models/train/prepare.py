"""Makes everything that training reads: held-out sentences, tokenizers, packed tokens, names and word pairs.

    python prepare.py --corpora CORPORA --data DATA

A tokenizer.json that is already in DATA/bert, DATA/gpt2 or DATA/t5 is kept: put a shipped one there to go on training
a shipped model. Each file is finished before it takes its name, so a killed run can simply be started again.
"""
import argparse
import os
import random
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

import tokenizers_for
from corpora import LANGUAGES, held_out_english, lines, pairs
from lexicon import word_pairs
from names_in_text import find_names

STORIES = ("books.children", "storybooks.ccby", "fairytaleqa-train")


def write(path, text):
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf8")
    os.replace(partial, path)
    print(path, flush=True)


def tokenizer(path, train):
    if not path.exists():
        train().save(str(path.with_suffix(".partial")))
        os.replace(path.with_suffix(".partial"), path)
    return Tokenizer.from_file(str(path))


def pack(tokenizer, texts, path, end, batch=4000):
    """Writes the tokens of all texts, each closed by `end`, as one stream of uint16."""
    if path.exists():
        return
    partial, count, waiting = path.with_suffix(".partial"), 0, []
    with open(partial, "wb") as file:
        def flush():
            ids = [i for e in tokenizer.encode_batch(waiting, add_special_tokens=False) for i in (*e.ids, end)]
            np.asarray(ids, dtype=np.uint16).tofile(file)
            waiting.clear()
            return len(ids)
        for text in texts:
            waiting.append(text)
            if len(waiting) >= batch:
                count += flush()
        count += flush()
    os.replace(partial, path)
    print(f"{path}: {count} tokens", flush=True)


# How a writer parts paragraphs: mostly by a line break, else by an empty line as in Markdown, or not at all
BREAKS = ("\n", "\n\n", "\n", " ")


def paragraphs(texts, size, breaks=(" ",)):
    """Neighbouring lines of one source joined, so that context runs past a line; a heading starts anew.

    Within one piece all lines are parted by the same of `breaks`; the pieces take them in turn.
    """
    current, made = "", 0
    for line in texts:
        heading = line.startswith("= ")
        if heading or len(current) > size:
            if current:
                yield current
                made += 1
            current = ""
            if heading:
                continue
        current = f"{current}{breaks[made % len(breaks)]}{line}" if current else line
    if current:
        yield current


def shuffled(texts):
    texts = list(texts)
    random.Random(0).shuffle(texts)
    return texts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vocabulary", type=int, nargs=3, default=(14_000, 10_000, 14_000), metavar=("BERT", "GPT2", "T5"))
    options = parser.parse_args()
    corpora, data = options.corpora, options.data
    for name in ("bert", "gpt2", "t5"):
        (data / name).mkdir(parents=True, exist_ok=True)

    held = held_out_english(corpora)
    write(data / "heldout-en.txt", "\n".join(sorted(held)) + "\n")
    sentences = [s for s in lines(corpora, "english/tatoeba-eng-sentences.txt") if s not in held]
    chinese = list(lines(corpora, "english/commonvoice-zh.txt"))
    chinese += [line.split("\t")[1] for line in lines(corpora, "parallel/en-zh.tsv")]

    def wiki():
        return lines(corpora, "english/simplewiki2017.clean.txt")

    def books(names, size, breaks=(" ",)):
        for name in names:
            yield from paragraphs(lines(corpora, f"english/{name}.txt"), size, breaks)

    sizes = options.vocabulary

    bert = tokenizer(data / "bert" / "tokenizer.json", lambda: tokenizers_for.bert(corpora, sentences, chinese, sizes[0]))
    end = bert.token_to_id("[SEP]")
    pack(bert, paragraphs(wiki(), 300), data / "bert" / "wiki.bin", end)
    pack(bert, books((*STORIES, "books-sample"), 300), data / "bert" / "books.bin", end)
    pack(bert, shuffled(sentences + list(lines(corpora, "english/commonvoice-en.txt"))), data / "bert" / "sentences.bin", end)
    pack(bert, shuffled(chinese), data / "bert" / "chinese.bin", end)

    gpt2 = tokenizer(data / "gpt2" / "tokenizer.json", lambda: tokenizers_for.gpt2(corpora, sentences, sizes[1]))
    end = gpt2.token_to_id("<|endoftext|>")
    pack(gpt2, paragraphs(wiki(), 1200, BREAKS), data / "gpt2" / "wiki.bin", end)
    pack(gpt2, books(STORIES, 1500, BREAKS), data / "gpt2" / "stories.bin", end)
    pack(gpt2, books(("books-sample",), 1500, BREAKS), data / "gpt2" / "books.bin", end)
    pack(gpt2, shuffled(sentences), data / "gpt2" / "sentences.bin", end)

    tokenizer(data / "t5" / "tokenizer.json", lambda: tokenizers_for.t5(corpora, sizes[2]))
    write(data / "t5" / "names.txt", "\n".join(find_names(corpora)) + "\n")
    rows = [f"{language}\t{a}\t{b}\n" for language in LANGUAGES for a, b in word_pairs(list(pairs(corpora, language, held)))]
    write(data / "t5" / "lexicon.tsv", "".join(rows))


if __name__ == "__main__":
    main()

"""Makes everything that training reads: held-out sentences, tokenizers, packed tokens, names and word pairs.

    python prepare.py --corpora CORPORA --data DATA

A tokenizer.json that is already in DATA/bert, DATA/gpt2, DATA/t5 or DATA/pair is kept: put a shipped one there to go on training
a shipped model. Each file is finished before it takes its name, so a killed run can simply be started again; packed
tokens that are there already are kept if they are whole and of that tokenizer.
"""
from versions import require

require("requirements-train.txt")

import argparse
from pathlib import Path

import tokenizers_for
from corpora import LANGUAGES, held_out_english, lines, pairs, shuffled, sides
from files import replacing
from lexicon import word_pairs
from names_in_text import find_names
from packed import pack, read_tokenizer
from spacing import set_apart

STORIES = ("books.children", "storybooks.ccby", "fairytaleqa-train")


def write(path, lines):
    with replacing(path) as partial:
        partial.write_text("".join(f"{line}\n" for line in lines), encoding="utf8")
    print(path, flush=True)


def tokenizer(path, train):
    if not path.exists():
        made = train()
        with replacing(path) as partial:
            partial.write_text(made.to_str(pretty=True), encoding="utf8")
    return read_tokenizer(path)


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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vocabulary", type=int, nargs=4, default=(14_000, 10_000, 14_000, 8_000),
                        metavar=("BERT", "GPT2", "T5", "PAIR"))
    options = parser.parse_args()
    corpora, data = options.corpora, options.data
    for name in ("bert", "gpt2", "t5", "pair"):
        (data / name).mkdir(parents=True, exist_ok=True)

    held = held_out_english(corpora)
    write(data / "heldout-en.txt", sorted(held))
    sentences = [s for s in lines(corpora, "english/tatoeba-eng-sentences.txt") if s not in held]
    chinese = list(lines(corpora, "english/commonvoice-zh.txt"))
    chinese += [other for _, other in sides(corpora, "parallel/en-zh.tsv")]

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
    pack(gpt2, set_apart(paragraphs(wiki(), 3000, ("\n",))), data / "gpt2" / "spaced.bin", end)
    pack(gpt2, books(STORIES, 1500, BREAKS), data / "gpt2" / "stories.bin", end)
    pack(gpt2, books(("books-sample",), 1500, BREAKS), data / "gpt2" / "books.bin", end)
    pack(gpt2, shuffled(sentences), data / "gpt2" / "sentences.bin", end)

    pair = tokenizer(data / "pair" / "tokenizer.json", lambda: tokenizers_for.bert(corpora, sentences, [], sizes[3], alphabet=150))
    end = pair.token_to_id("[SEP]")
    pack(pair, paragraphs(wiki(), 600), data / "pair" / "wiki.bin", end)
    pack(pair, books(STORIES, 600), data / "pair" / "stories.bin", end)
    pack(pair, books(("books-sample",), 600), data / "pair" / "books.bin", end)
    pack(pair, shuffled(sentences + list(lines(corpora, "english/commonvoice-en.txt"))), data / "pair" / "sentences.bin", end)

    tokenizer(data / "t5" / "tokenizer.json", lambda: tokenizers_for.t5(corpora, sizes[2]))
    write(data / "t5" / "names.txt", find_names(corpora))
    rows = [f"{language}\t{a}\t{b}" for language in LANGUAGES for a, b in word_pairs(list(pairs(corpora, language, held)))]
    write(data / "t5" / "lexicon.tsv", rows)


if __name__ == "__main__":
    main()

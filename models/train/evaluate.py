"""Measures the finished folders on text never trained on: the figures of the model cards.

    python evaluate.py --corpora CORPORA --data DATA --models MODELS [--only t5-mini] [--sentences 150] [--write FOLDER]

Of each model: gaps and word senses (bert-mini), bits a byte (gpt2-mini and its amateur), both and what the right side is worth
(gptbert-mini); BLEU, chrF and length on Tatoeba and on NTREX-128 in each direction, by length of sentence and in the forms of
selected text (t5-mini). --write keeps each as Markdown and JSON. e5-mini is measured by the engine: npm run bench -- sentences.

Runs in the export environment, on the ONNX files themselves (the ending _quantized, or --form "" for fp32).
"""
from versions import require

require("requirements-export.txt")

import argparse
import lzma
import math
import random
import re
import tarfile
from pathlib import Path

import numpy as np
import sacrebleu

import pair_measures
import translation_measures as measures
import word_senses
from causal_switch import CAUSAL, SEEN
from corpora import LANGUAGES, lines, pairs, read_held_out
from measured import kept
from names_in_text import UNSEEN
from sessions import T5, Bert, Gpt2, log_softmax
from spacing import set_close

MASKED = (
    "I would like a cup of [MASK].", "She opened the [MASK] and walked in.", "We went to the [MASK] by car.",
    "The cat sat on the [MASK].", "我喜[MASK]吃苹果。", "The capital of France is [MASK].",
    "He deposited the money in the [MASK].",
)
CONTINUED = ("Once upon a time there was a", "The old man opened the door and", "I would like to")
TRANSLATED = (
    "Good morning", "My name is Anna and I live in Berlin.", "How much does this cost?", "The house is wonderful.",
    "I love machine learning.", "On Monday we are going to Lisbon by train.", "The old man sat down by the fire and told a story",
    "chapter three: the empty house", "Our meeting starts at 10:30.", "Mr. Nakamura bought 24 apples and a loaf of bread.",
)


def test_text(corpora, archive, member):
    path = corpora / "test" / f"{archive}.tar.xz"
    if not path.is_file():
        raise SystemExit(f"Missing {path}: see models/train/README.md for where the text comes from.")
    try:
        with tarfile.open(path) as tar:
            found = next(m for m in tar.getmembers() if m.name.endswith(member))
            return tar.extractfile(found).read().decode("utf8")
    except (EOFError, lzma.LZMAError, tarfile.ReadError, StopIteration) as error:
        raise SystemExit(f"{path} is cut off or damaged ({error}): copy it again.") from None


def masked_words(model, sentences, per_sentence, rng, attention=SEEN):
    """Shares of masked whole words that are the model's first, or among its first five; and how many there were."""
    mask, first, five, count = model.tokenizer.token_to_id("[MASK]"), 0, 0, 0
    for sentence in sentences:
        encoding = model.tokenizer.encode(sentence)
        ids, tokens = encoding.ids, encoding.tokens + ["[SEP]"]
        whole = [i for i in range(1, len(ids) - 1)
                 if tokens[i].isalpha() and not tokens[i].startswith("##") and not tokens[i + 1].startswith("##")]
        for at in rng.sample(whole, min(per_sentence, len(whole))):
            masked = list(ids)
            masked[at] = mask
            best = np.argsort(-model.logits([masked], [[attention] * len(ids)])[0, at])[:5]
            first, five, count = first + (best[0] == ids[at]), five + (ids[at] in best), count + 1
    return f"top-1 {100 * first / count:.1f} %, top-5 {100 * five / count:.1f} % of {count}"


def bert(options, folder):
    model = Bert(folder, options.form)
    held, rng = read_held_out(options.data), random.Random(1)
    print("held-out English sentences:", masked_words(model, rng.sample(held, 2 * options.sentences), 3, rng), flush=True)
    chinese = [line for line in test_text(options.corpora, "ntrex", "zho-CN.txt").split("\n") if 10 < len(line) < 100]
    for line in word_senses.measure(model):
        print(line, flush=True)
    print("NTREX Chinese:", masked_words(model, random.Random(2).sample(chinese, 400), 1, random.Random(2)), flush=True)
    for text in MASKED:
        encoding = model.tokenizer.encode(text)
        p = np.exp(log_softmax(model.logits([encoding.ids])[0, encoding.tokens.index("[MASK]")]))
        print("   ", text, ", ".join(f"{model.tokenizer.id_to_token(i)} {p[i]:.2f}" for i in np.argsort(-p)[:5]))


def continued(model, text, tokens=20):
    """Greedy continuation, causal, in the tokenizer's own spelling."""
    ids = model.tokenizer.encode(text).ids[:-1]
    made = []
    while len(made) < tokens:
        row = ids + made
        made.append(int(model.logits([row], [[CAUSAL] * len(row)])[0, -1].argmax()))
    return model.tokenizer.decode(made)


def pair(options, folder):
    model = Bert(folder, options.form)
    held = read_held_out(options.data)
    for name, attention in (("both sides", SEEN), ("right side hidden", CAUSAL)):
        rng = random.Random(1)
        print(f"held-out English sentences, {name}:",
              masked_words(model, rng.sample(held, 2 * options.sentences), 3, rng, attention), flush=True)
    tales = "\n".join(lines(options.corpora, "english/fairytaleqa-test.txt"))
    print(f"bits per byte, causal: held-out tales {pair_measures.bits_per_byte(model, tales[:60_000]):.3f}", flush=True)
    compared = (("held-out sentences", pair_measures.of_sentences(model, random.Random(2).sample(held, 2 * options.sentences))),
                ("held-out tales", pair_measures.of_text(model, tales[:100 * options.sentences])))
    for name, figures in compared:
        print(*figures.lines(name), sep="\n", flush=True)
    for text in MASKED:
        if text.isascii():
            print("   ", text)
            encoding = model.tokenizer.encode(text)
            for attention in (SEEN, CAUSAL):
                logits = model.logits([encoding.ids], [[attention] * len(encoding.ids)])[0, encoding.tokens.index("[MASK]")]
                p = np.exp(log_softmax(logits))
                print("       ", ", ".join(f"{model.tokenizer.id_to_token(i)} {p[i]:.2f}" for i in np.argsort(-p)[:5]))
    for text in CONTINUED:
        print("   ", text, "|", continued(model, text))


def bits_per_byte(model, text):
    """Windows of 256 tokens, each after the 256 tokens before it."""
    ids, nats = model.tokenizer.encode(text).ids, 0.0
    for start in range(0, len(ids) - 1, 256):
        low = max(0, start - 256)
        window = ids[low:start + 257]
        p = log_softmax(model.step([window[:-1]])[0][0])
        nats -= p[range(start - low, len(window) - 1), window[start - low + 1:]].sum()
    return nats / math.log(2) / len(text.encode())


def gpt2(options, folder):
    model = Gpt2(folder, options.form)
    wiki = test_text(options.corpora, "wikitext2", "test.txt").split("\n")
    wiki = "\n".join(line for line in wiki if line.strip() and not line.startswith(" = "))
    for written, plain in ((" @-@ ", "-"), (" @,@ ", ","), (" @.@ ", "."), ("<unk>", "X")):
        wiki = wiki.replace(written, plain)
    tales = "\n".join(lines(options.corpora, "english/fairytaleqa-test.txt"))
    wiki = wiki[:60_000]
    print(f"bits per byte: WikiText-2 test {bits_per_byte(model, wiki):.3f}", flush=True)
    print(f"bits per byte: WikiText-2 test, spaced as usual {bits_per_byte(model, set_close(wiki)):.3f}", flush=True)
    print(f"bits per byte: held-out tales {bits_per_byte(model, tales[:60_000]):.3f}", flush=True)


def held_out_pairs(options, language, count):
    held, found = set(read_held_out(options.data)), {}
    for english, other in pairs(options.corpora, language):
        if english in held:
            found.setdefault(english, other)
    chosen = random.Random(3).sample(sorted(found), min(count, len(found)))
    return chosen, [found[english] for english in chosen]


def scores(made, wanted):
    bleu = sacrebleu.corpus_bleu(made, [wanted])
    return f"{bleu.score:.1f} ({sacrebleu.corpus_chrf(made, [wanted]).score:.1f}, {bleu.sys_len / max(1, bleu.ref_len):.2f})"


def names_kept(translate, english, other, language, name):
    """Shares of unknown names that come through: held-out sentences with Tom, the name in his place, both directions."""
    rows = [pair for pair in zip(english, other) if all(len(re.findall(r"\bTom\b", side)) == 1 for side in pair)]
    kept = []
    for side, prefix in ((0, f"translate English to {name}: "), (1, f"translate {name} to English: ")):
        texts = [re.sub(r"\bTom\b", UNSEEN[i % len(UNSEEN)], row[side]) for i, row in enumerate(rows)]
        made = translate(texts, prefix)
        kept.append(sum(UNSEEN[i % len(UNSEEN)] in text for i, text in enumerate(made)) / max(1, len(rows)))
    return f"{100 * kept[0]:.0f} / {100 * kept[1]:.0f} % of {len(rows)}"


def t5(options, folder):
    model = T5(folder, options.form)

    def translate(texts, prefix, longest=50):
        return [model.beam(prefix + text, longest=longest) for text in texts]

    texts = {code: test_text(options.corpora, "ntrex", f"{name}.txt").splitlines() for code, name in measures.CODES.items()}
    measures.short_phrases(translate)
    measures.forms(translate, lambda language: list(zip(*held_out_pairs(options, language, 10_000))), options.sentences // 2)
    measures.news(lambda *given: translate(*given, longest=200), texts, options.news or options.sentences)
    print()

    print("| Tatoeba | BLEU (chrF, length) | back to English | stops dropped | unknown names kept |\n" + "| --- " * 5 + "|")
    for language, name in LANGUAGES.items():
        english, other = held_out_pairs(options, language, options.sentences)
        there, back = f"translate English to {name}: ", f"translate {name} to English: "
        forward, backward = translate(english, there), translate(other, back)
        bare = translate([text.rstrip(".!") for text in english], there)
        with_tom = held_out_pairs(options, language, 10_000)
        with_tom = [pair for pair in zip(*with_tom) if "Tom" in pair[0]][:100]
        print(f"| {language} | {scores(forward, other)} | {scores(backward, english)} | "
              f"{scores([text.rstrip('.!') for text in bare], [text.rstrip('.!') for text in other])} | "
              f"{names_kept(translate, *zip(*with_tom), language, name)} |", flush=True)
        if options.show:
            for text, made in list(zip(english, forward))[:10]:
                print("   ", text, "->", made)
    for text in TRANSLATED:
        made = [translate([text], f"translate English to {name}: ")[0] for name in LANGUAGES.values()]
        print("   ", text, "->", " | ".join(made))


MEASURES = {"bert": bert, "gpt2": gpt2, "t5": t5, "gptbert": pair}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpora", "data", "models"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--only", nargs="*", default=["bert-mini", "gpt2-mini", "gpt2-mini-amateur", "gptbert-mini", "t5-mini"])
    parser.add_argument("--form", default="_quantized")
    parser.add_argument("--sentences", type=int, default=150)
    parser.add_argument("--news", type=int, help="sentences of NTREX-128, at most 1997; as --sentences if not given")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="keep what is printed there, NAME.md and NAME.json of each model")
    parser.add_argument("--show", action="store_true", help="print some translations")
    options = parser.parse_args()
    for name in options.only:
        print(f"\n{name}", flush=True)
        with kept(options.write, name):
            MEASURES[re.match("bert|gpt2|t5|gptbert", name).group()](options, options.models / name)


if __name__ == "__main__":
    main()

"""Measures the forms in which weights can be shipped: size, speed, and what each does to the model's answers.

    python compare_forms.py --corpora CORPORA --data DATA --exports EXPORTS

EXPORTS holds the folders that export.py wrote with --form fp32. One thread. `nats` is the mean negative log-likelihood
of a held-out token; `KL` the mean divergence of the form's distribution from that of fp32; `neighbours` the largest
change of a logit when other rows join the batch.
"""
from versions import require

require("requirements-export.txt")

import argparse
import random
import tempfile
import time
from pathlib import Path

import numpy as np
import sacrebleu

import forms
from corpora import LANGUAGES, lines, pairs, read_held_out
from sessions import T5, Bert, Gpt2, log_softmax

FORMS = {
    "fp32": None,
    "half": forms.half,
    "dynamic": forms.dynamic,
    "blocks 32, level 4": lambda source, target: forms.blocks(source, target, 32, 4),
    "blocks 64, level 4": lambda source, target: forms.blocks(source, target, 64, 4),
    "blocks 128, level 4": lambda source, target: forms.blocks(source, target, 128, 4),
    "blocks 64, no level": lambda source, target: forms.blocks(source, target, 64, 0),
    "fused, blocks 64, level 4": lambda source, target: forms.fused_blocks(source, target, 64, 4),
}
KINDS = {"bert-mini": Bert, "gpt2-mini": Gpt2, "gpt2-mini-amateur": Gpt2, "t5-mini": T5}


def median_ms(call, rounds=40):
    for _ in range(5):
        call()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1e3)
    return float(np.median(times))


class Measure:
    """What is measured of one architecture: rows of log-probabilities with the token that stood there, and speed."""

    def __init__(self, options):
        self.options, self.held = options, read_held_out(options.data)
        self.rows = {}

    def bert(self, model):
        rng, mask = random.Random(1), model.tokenizer.token_to_id("[MASK]")
        for sentence in rng.sample(self.held, 400):
            ids = model.tokenizer.encode(sentence).ids
            at = rng.randrange(1, len(ids) - 1)
            wanted, ids[at] = ids[at], mask
            yield log_softmax(model.logits([ids])[0, at:at + 1]), [wanted]

    def gpt2(self, model):
        text = "\n".join(lines(self.options.corpora, "english/fairytaleqa-test.txt", 40_000))
        ids = model.tokenizer.encode(text).ids
        for start in range(0, len(ids) - 257, 256):
            logits, _ = model.step([ids[start:start + 256]])
            yield log_softmax(logits[0]), ids[start + 1:start + 257]

    def held_out_pairs(self):
        held = set(self.held)
        for language, name in LANGUAGES.items():
            found = {}
            for english, other in pairs(self.options.corpora, language):
                if english in held:
                    found.setdefault(english, other)
            yield name, random.Random(3).sample(sorted(found.items()), min(100, len(found)))

    def t5(self, model):
        for name, rows in self.held_out_pairs():
            for english, other in rows:
                ids = np.array([model.tokenizer.encode(f"translate English to {name}: {english}").ids])
                mask, wanted = np.ones_like(ids), model.tokenizer.encode(other).ids
                logits, _ = model.step([[0] + wanted[:-1]], model.encode(ids, mask), mask)
                yield log_softmax(logits[0]), wanted

    def bleu(self, model):
        """Greedy BLEU over 100 held-out sentences of each language, English to it, averaged."""
        scores = []
        for name, rows in self.held_out_pairs():
            made = [model.greedy(f"translate English to {name}: {english}") for english, _ in rows]
            scores.append(sacrebleu.corpus_bleu(made, [[other for _, other in rows]]).score)
        return sum(scores) / len(scores)

    def neighbours(self, kind, model):
        rng = np.random.default_rng(0)
        size = model.tokenizer.get_vocab_size()
        batch = rng.integers(5, size, (4, 24))
        mask = np.ones_like(batch)
        if kind is Bert:
            alone, together = model.logits(batch[:1]), model.logits(batch)
        elif kind is Gpt2:
            alone, together = model.step(batch[:1])[0], model.step(batch)[0]
        else:
            alone = model.step(batch[:1, :8], model.encode(batch[:1], mask[:1]), mask[:1])[0]
            together = model.step(batch[:, :8], model.encode(batch, mask), mask)[0]
        return float(np.abs(alone[0] - together[0]).max())

    def speed(self, kind, model):
        ids = np.random.default_rng(0).integers(5, 9000, (1, 64))
        if kind is Bert:
            return {"64 tokens": median_ms(lambda: model.logits(ids))}
        if kind is Gpt2:
            _, past = model.step(ids)
            return {"step at 64": median_ms(lambda: model.step(ids[:, :1], past, 64)),
                    "64 tokens": median_ms(lambda: model.step(ids))}
        source = ids[:, :16]
        mask = np.ones_like(source)
        memory = model.encode(source, mask)
        _, past = model.step(ids[:, :10], memory, mask)
        return {"step at 10": median_ms(lambda: model.step(ids[:, :1], memory, mask, past)),
                "encoder, 16": median_ms(lambda: model.encode(source, mask))}

    def quality(self, name, kind, model):
        rows = list({Bert: self.bert, Gpt2: self.gpt2, T5: self.t5}[kind](model))
        reference = self.rows.setdefault(name, rows)
        nats = divergence = first = same = count = 0
        for (p, wanted), (q, _) in zip(rows, reference):
            nats -= p[range(len(wanted)), wanted].sum()
            divergence += (np.exp(q) * (q - p)).sum()
            first += (p.argmax(-1) == wanted).sum()
            same += (p.argmax(-1) == q.argmax(-1)).sum()
            count += len(wanted)
        return {"nats": nats / count, "KL": divergence / count, "top-1 %": 100 * first / count, "as fp32 %": 100 * same / count}


def build(make, source, target):
    """One form of a folder: its tokenizer and each graph, under plain names. Gives the bytes of the graphs."""
    (target / "onnx").mkdir(parents=True)
    (target / "tokenizer.json").write_bytes((source / "tokenizer.json").read_bytes())
    graphs = sorted((source / "onnx").glob("*.onnx"))
    for graph in graphs:
        if make:
            make(str(graph), str(target / "onnx" / graph.name))
        else:
            (target / "onnx" / graph.name).write_bytes(graph.read_bytes())
    return sum((target / "onnx" / graph.name).stat().st_size for graph in graphs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpora", "data", "exports"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--models", nargs="*", default=list(KINDS))
    parser.add_argument("--forms", nargs="*", default=list(FORMS))
    options = parser.parse_args()
    measure = Measure(options)
    for name in options.models:
        kind = KINDS[name]
        for form in options.forms:
            if kind is T5 and form.startswith("fused"):
                # The optimiser takes a merged decoder's outputs away
                continue
            with tempfile.TemporaryDirectory() as folder:
                target = Path(folder) / "model"
                size = build(FORMS[form], options.exports / name, target)
                start = time.perf_counter()
                model = kind(target, form="")
                figures = {"MB": size / 1e6, "load ms": (time.perf_counter() - start) * 1e3}
                figures.update({f"ms {what}": ms for what, ms in measure.speed(kind, model).items()})
                figures.update(measure.quality(name, kind, model))
                figures["neighbours"] = measure.neighbours(kind, model)
                if kind is T5:
                    figures["BLEU"] = measure.bleu(model)
            if form == options.forms[0]:
                print(f"\n| {name} | " + " | ".join(figures) + " |\n|" + " --- |" * (len(figures) + 1))
            print(f"| {form} | " + " | ".join(f"{value:.4g}" for value in figures.values()) + " |", flush=True)


if __name__ == "__main__":
    main()

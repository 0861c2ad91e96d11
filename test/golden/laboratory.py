"""Writes laboratory.json: what the experiments of the laboratory come to with PyTorch and numpy.

    pip install torch==2.13.0 transformers numpy
    python laboratory.py

The models are those of families/models, in single precision. Each case says what was asked of the engine (`predictions`,
`inputVectors`, `rightContext`) and what transformers and numpy make of the same: natural logarithms and entropies in nats,
divergences in bits. `experiments` has the figures that experiments derive from these, worked out here by their formulas.
"""

import json
from pathlib import Path

import numpy as np
import torch
import transformers
from transformers import AutoTokenizer, BertForMaskedLM, GPT2LMHeadModel, T5EncoderModel

HERE = Path(__file__).parent
MODELS = HERE / "families" / "models"
TEXT = "the old man walked down to the river"

torch.manual_seed(0)


def load(name, cls):
    folder = MODELS / name
    return AutoTokenizer.from_pretrained(folder), cls.from_pretrained(folder, attn_implementation="eager").eval()


def log_softmax(logits):
    logits = logits.astype(np.float64)
    shifted = logits - logits.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


def figures(logs, id):
    p = np.exp(logs)
    return {
        "logProbability": float(logs[id]),
        "entropy": float(-(p * logs).sum()),
        "rank": int((logs > logs[id]).sum()) + 1,
        "top": int(logs.argmax()),
    }


def divergence(one, other):
    return float((np.exp(one) * (one - other)).sum() / np.log(2))


class Masked:
    """Variants as the engine has them, for a masked language model."""

    def __init__(self):
        self.tokenizer, self.model = load("mini-bert", BertForMaskedLM)
        self.ids = self.tokenizer(TEXT)["input_ids"]

    def read(self, masked=(), replaced=(), hiddenFrom=None):
        ids = list(self.ids)
        for one in replaced:
            ids[one["at"]] = one["id"]
        for at in masked:
            ids[at] = self.tokenizer.mask_token_id
        seen = [1 if hiddenFrom is None or at < hiddenFrom else 0 for at in range(len(ids))]
        with torch.no_grad():
            out = self.model(torch.tensor([ids]), attention_mask=torch.tensor([seen]))
        return log_softmax(out.logits[0].numpy())

    def shift(self, at, variant):
        return at


class Causal:
    def __init__(self):
        self.tokenizer, self.model = load("mini-gpt2", GPT2LMHeadModel)
        self.ids = self.tokenizer(TEXT)["input_ids"]

    def read(self, replaced=()):
        ids = list(self.ids)
        for one in replaced:
            ids[one["at"]] = one["id"]
        with torch.no_grad():
            return log_softmax(self.model(torch.tensor([ids])).logits[0].numpy())

    def shift(self, at, variant):
        return at - 1


def case(name, model, of, variants):
    read = []
    expected = []
    for variant in variants:
        changes = {key: value for key, value in variant.items() if key not in ("at", "versus")}
        logs = of.read(**changes)
        read.append(logs)
        places = []
        for at in variant["at"]:
            here = of.shift(at, variant)
            place = {"index": at, **figures(logs[here], of.ids[at])}
            if "versus" in variant:
                place["bits"] = divergence(read[variant["versus"]][here], logs[here])
            places.append(place)
        expected.append(places)
    params = {"model": f"families/models/{model}", "text": TEXT, "variants": variants}
    return {"name": name, "method": "predictions", "params": params, "expect": {"tokens": of.ids, "variants": expected}}


def prediction_cases(masked, causal):
    words = range(1, len(masked.ids) - 1)
    both = [{"at": [at], "masked": [at]} for at in words]
    left = [{"at": [at], "masked": [at], "hiddenFrom": at + 1, "versus": at - 1} for at in words]
    yield case("BERT with and without the right side", "mini-bert", masked, both + left)
    several = [{"at": [2, 5, 7], "masked": [2, 5, 7]}, {"at": [2, 5, 7], "masked": [2], "replaced": [{"at": 5, "id": 40}]}]
    yield case("BERT's training corruption", "mini-bert", masked, several)
    yield case("BERT as the text stands", "mini-bert", masked, [{"at": list(words)}])
    every = list(range(1, len(causal.ids)))
    yield case("GPT-2", "mini-gpt2", causal, [{"at": every}])
    other = [{"at": every}, {"at": every, "replaced": [{"at": 4, "id": 40}], "versus": 0}]
    yield case("GPT-2 with another token", "mini-gpt2", causal, other)


def vectors(name, model, ids, parts, source):
    summed = sum(part for _, part in parts)
    expect = {
        "tokens": ids,
        "parts": [{"kind": kind, "values": rounded(values)} for kind, values in parts],
        "sum": rounded(summed),
    }
    params = {"model": f"families/models/{model}", **source}
    return {"name": name, "method": "inputVectors", "params": params, "expect": expect}


def rounded(values):
    return [float(f"{x:.7g}") for x in np.asarray(values, dtype=np.float64).ravel()]


def vector_cases():
    tokenizer, bert = load("mini-bert", BertForMaskedLM)
    tables = bert.bert.embeddings
    pair = tokenizer("the old man", "to the river")
    ids, types = pair["input_ids"], pair["token_type_ids"]
    with torch.no_grad():
        parts = [
            ("token", tables.word_embeddings.weight[ids].numpy()),
            ("segment", tables.token_type_embeddings.weight[types].numpy()),
            ("position", tables.position_embeddings.weight[: len(ids)].numpy()),
        ]
    yield vectors("BERT, two texts", "mini-bert", ids, parts, {"text": "the old man", "textPair": "to the river"})
    tokenizer, gpt2 = load("mini-gpt2", GPT2LMHeadModel)
    ids = tokenizer(TEXT)["input_ids"]
    with torch.no_grad():
        parts = [
            ("token", gpt2.transformer.wte.weight[ids].numpy()),
            ("position", gpt2.transformer.wpe.weight[: len(ids)].numpy()),
        ]
    yield vectors("GPT-2", "mini-gpt2", ids, parts, {"text": TEXT})
    tokenizer = AutoTokenizer.from_pretrained(MODELS / "mini-t5")
    t5 = T5EncoderModel.from_pretrained(MODELS / "mini-t5").eval()
    ids = tokenizer(TEXT)["input_ids"]
    with torch.no_grad():
        parts = [("token", t5.shared.weight[ids].numpy())]
    yield vectors("T5, which adds no positions", "mini-t5", ids, parts, {"text": TEXT})


def information(masked):
    """Means over the tokens of the text, in bits: surprise and entropy with both sides and with the left, and KL."""
    rows = []
    for at in range(1, len(masked.ids) - 1):
        both = masked.read(masked=[at])[at]
        left = masked.read(masked=[at], hiddenFrom=at + 1)[at]
        one, other = figures(both, masked.ids[at]), figures(left, masked.ids[at])
        rows.append([
            -one["logProbability"], -other["logProbability"], one["entropy"], other["entropy"], divergence(both, left) * np.log(2)
        ])
    means = np.mean(np.array(rows), axis=0) / np.log(2)
    names = ["bothBits", "leftBits", "bothEntropy", "leftEntropy", "divergence"]
    return {"model": "families/models/mini-bert", "text": TEXT, **{name: float(x) for name, x in zip(names, means)}}


def sentence(masked, causal):
    """Perplexity of GPT-2, and BERT's pseudo-perplexity plain (Salazar et al. 2020): masked in turn, specials left out."""
    logs = causal.read()
    causal_logs = [float(logs[at - 1][causal.ids[at]]) for at in range(1, len(causal.ids))]
    pseudo_logs = [float(masked.read(masked=[at])[at][masked.ids[at]]) for at in range(1, len(masked.ids) - 1)]
    # Of a text behind its first token: what nothing predicts has no bytes either.
    first = causal.tokenizer.decode(causal.ids[:1])
    behind = len(TEXT.encode()) - len(first.encode())
    def one(logs, size):
        return {
            "logProbability": sum(logs),
            "perplexity": float(np.exp(-np.mean(logs))),
            "bitsPerByte": -sum(logs) / np.log(2) / size,
        }
    return {
        "masked": "families/models/mini-bert",
        "causal": "families/models/mini-gpt2",
        "text": TEXT,
        "causalScore": one(causal_logs, behind),
        "pseudoScore": one(pseudo_logs, len(TEXT.encode())),
    }


def main():
    masked, causal = Masked(), Causal()
    cases = [*prediction_cases(masked, causal), *vector_cases()]
    experiments = {"information": information(masked), "sentence": sentence(masked, causal)}
    made = {"torch": torch.__version__, "transformers": transformers.__version__}
    text = json.dumps({"made": made, "cases": cases, "experiments": experiments}, ensure_ascii=False)
    (HERE / "laboratory.json").write_text(text + "\n")


main()

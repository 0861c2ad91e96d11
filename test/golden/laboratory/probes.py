"""Writes probes.json: linear probes on tiny models' vectors, by transformers and scikit-learn, and Wilson intervals by SciPy.

    pip install torch==2.13.0 transformers scikit-learn scipy numpy
    python probes.py

Lines, labels and the parts of the cross-validation are given. Vectors: BERT's first token and the mean of all its tokens
(specials included), GPT-2's last token, of the last hidden states in single precision. Each part is told by a
LogisticRegression (C = 1 / penalty) on features standardised over the other parts.
"""

import json
from pathlib import Path

import numpy as np
import torch
import transformers
from scipy.stats import binomtest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from transformers import AutoTokenizer, BertModel, GPT2Model

HERE = Path(__file__).parent
MODELS = HERE.parent / "families" / "models"
PARTS, PENALTY = 5, 10
ANIMALS = ["dog", "cat", "horse", "bird", "fish", "cow", "wolf", "mouse", "lion", "bear"]
VERBS = ["ran home", "sat by the sea", "was very old", "looked at the man", "went away"]
lines = [{"label": "animal", "text": f"The {who} {VERBS[at % 5]}."} for at, who in enumerate(ANIMALS)]
lines += [{"label": "town", "text": f"{who} is a town in {where}."} for who, where in zip(
    ["Paris", "Berlin", "London", "Rome", "Zürich", "Bonn", "York", "Lyon", "Bern", "Graz"],
    ["France", "Germany", "England", "Italy", "Switzerland"] * 2,
)]
lines += [{"label": "number", "text": f"There were {who} of them {when}."} for who, when in zip(
    ["two", "three", "ten", "seven", "twenty"], ["today", "last year", "in 1990", "at night", "once"]
)]
LABELS = ["animal", "town", "number"]
classes = np.array([LABELS.index(one["label"]) for one in lines])
parts = np.array([at % PARTS for at in range(len(lines))])


def states(name, cls):
    tokenizer = AutoTokenizer.from_pretrained(MODELS / name)
    model = cls.from_pretrained(MODELS / name, attn_implementation="eager").eval()
    for one in lines:
        with torch.no_grad():
            yield model(torch.tensor([tokenizer(one["text"])["input_ids"]])).last_hidden_state[0].double().numpy()


def probe(values, truth):
    told = np.zeros(len(truth), dtype=int)
    learnt = 0
    for part in range(PARTS):
        own = parts != part
        model = make_pipeline(StandardScaler(), LogisticRegression(C=1 / PENALTY, tol=1e-12, max_iter=100_000))
        model.fit(values[own], truth[own])
        told[~own] = model.predict(values[~own])
        learnt += int((model.predict(values[own]) == truth[own]).sum())
    return {"told": told.tolist(), "right": int((told == truth).sum()), "learntRight": learnt}


def interval(right, count):
    found = binomtest(right, count).proportion_ci(confidence_level=0.95, method="wilson")
    return {"right": right, "count": count, "low": float(found.low), "high": float(found.high)}


bert = list(states("mini-bert", BertModel))
ways = {
    "cls": np.array([one[0] for one in bert]),
    "mean": np.array([one.mean(0) for one in bert]),
    "last": np.array([one[-1] for one in states("mini-gpt2", GPT2Model)]),
}
text = json.dumps({
    "made": {"torch": torch.__version__, "transformers": transformers.__version__},
    "lines": lines,
    "parts": parts.tolist(),
    "penalty": PENALTY,
    "ways": {way: probe(values, classes) for way, values in ways.items()},
    "intervals": [interval(*one) for one in [(0, 10), (10, 10), (1, 3), (27, 40), (5, 32), (400, 1000)]],
}, ensure_ascii=False)
(HERE / "probes.json").write_text(text + "\n")

"""Writes task.json: labels by a head, by a head on a few examples, and by words, and greedy texts without a cache.

    pip install torch==2.13.0 transformers scikit-learn numpy
    python task.py

Lines and examples are given. By words: the mean log-probability of the tokens that overlap the label, in the template
behind the text (mini-gpt2), behind examples and text (few shots), or as the target (mini-t5). The head on examples is a
LogisticRegression (C = 1/100) on standardised means of mini-bert's last states; the trained one is mini-bert-sst2's.
"""

import json
from pathlib import Path

import numpy as np
import torch
import transformers
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from transformers import (
    AutoModel,
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoModelForSequenceClassification,
    AutoTokenizer,
)

HERE = Path(__file__).parent
MODELS = HERE.parent / "families" / "models"
TEMPLATE = "It was {label}."
SHOTS = 1
LABELS = ["negative", "Positive"]
LINES = [
    ("negative", "He was ill."),
    ("Positive", "We had a happy day."),
    ("negative", "The food was bad and cold."),
    ("Positive", "She likes the good book."),
    ("negative", "He lost all his money."),
    ("Positive", "The king gave her a present."),
    ("Positive", "What a wonderful town!"),
    ("negative", "Nobody came to the house."),
    ("Positive", "The children laughed and sang."),
    ("negative", "It was a terrible night."),
]


def load(name, cls):
    folder = MODELS / name
    return AutoTokenizer.from_pretrained(folder), cls.from_pretrained(folder, dtype=torch.float32).eval()


def filled(label):
    return TEMPLATE.replace("{label}", label)


def best(figures):
    return LABELS[int(np.argmax(figures))]


def own_tokens(tokenizer, text, start, end):
    encoded = tokenizer(text, return_offsets_mapping=True)
    places = [at for at, (a, b) in enumerate(encoded["offset_mapping"]) if b > a and a < end and b > start]
    return encoded["input_ids"], places


def behind(tokenizer, model, prompt):
    start = len(prompt) + TEMPLATE.index("{label}")
    figures = []
    for label in LABELS:
        ids, places = own_tokens(tokenizer, prompt + filled(label), start, start + len(label))
        with torch.no_grad():
            rows = model(torch.tensor([ids])).logits[0].double().log_softmax(-1)
        figures.append(np.mean([rows[at - 1, ids[at]].item() for at in places]))
    return best(figures)


def as_target(tokenizer, model, text):
    start = TEMPLATE.index("{label}")
    source = tokenizer(text, return_tensors="pt").input_ids
    figures = []
    for label in LABELS:
        ids, places = own_tokens(tokenizer, filled(label), start, start + len(label))
        with torch.no_grad():
            rows = model(input_ids=source, labels=torch.tensor([ids])).logits[0].double().log_softmax(-1)
        figures.append(np.mean([rows[at, ids[at]].item() for at in places]))
    return best(figures)


def means(texts):
    tokenizer, model = load("mini-bert", AutoModel)
    with torch.no_grad():
        return np.array([model(**tokenizer(text, return_tensors="pt")).last_hidden_state[0].double().mean(0).numpy() for text in texts])


def main():
    counts = {label: 0 for label in LABELS}
    examples, lines = [], []
    for label, text in LINES:
        counts[label] += 1
        (examples if counts[label] <= SHOTS else lines).append((label, text))
    causal = load("mini-gpt2", AutoModelForCausalLM)
    seq2seq = load("mini-t5", AutoModelForSeq2SeqLM)
    shots = "".join(f"{text}\n{filled(label)}\n\n" for label, text in examples)
    learnt = make_pipeline(StandardScaler(), LogisticRegression(C=1 / 100, tol=1e-12, max_iter=100_000))
    learnt.fit(means([text for _, text in examples]), [LABELS.index(label) for label, _ in examples])
    tokenizer, classifier = load("mini-bert-sst2", AutoModelForSequenceClassification)
    names = {label.lower(): label for label in LABELS}
    with torch.no_grad():
        heads = [classifier(**tokenizer(text, return_tensors="pt")).logits[0].argmax().item() for _, text in lines]
    told = {
        "head": [names[classifier.config.id2label[one].lower()] for one in heads],
        "trained": [LABELS[one] for one in learnt.predict(means([text for _, text in lines]))],
        "textToText": [as_target(*seq2seq, text) for _, text in lines],
        "causal": [behind(*causal, f"{text}\n") for _, text in lines],
        "fewShot": [behind(*causal, f"{shots}{text}\n") for _, text in lines],
    }
    tokenizer, model = causal
    prompt = "Once upon a time"
    ids = tokenizer(prompt, return_tensors="pt").input_ids
    with torch.no_grad():
        out = model.generate(ids, do_sample=False, min_new_tokens=16, max_new_tokens=16, use_cache=False)
    made = {"torch": torch.__version__, "transformers": transformers.__version__}
    text = json.dumps({
        "made": made,
        "text": "\n".join(f"{label}: {text}" for label, text in LINES),
        "shots": SHOTS,
        "told": told,
        "cache": {"text": prompt, "ids": out[0, ids.shape[1]:].tolist()},
    }, ensure_ascii=False)
    (HERE / "task.json").write_text(text + "\n")


main()

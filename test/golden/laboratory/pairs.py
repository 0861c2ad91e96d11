"""Writes pairs.json: pairs of sentences and replaced words, judged by tiny models with PyTorch, and areas by scikit-learn.

    pip install torch==2.13.0 transformers scikit-learn numpy
    python pairs.py

Pairs: mini-bert-nsp's head (softmax, index 0), bits that the first sentence saves of the second by mini-gpt2 (both behind
<|endoftext|>, the same tokens), and the cosine of mini-bert's means. Words: mini-electra's sigmoid, the highest of a word's
tokens; bits of mini-bert with the token and the later ones of its word masked; bits of mini-gpt2 behind <|endoftext|>.
"""

import json
from pathlib import Path

import numpy as np
import torch
import transformers
from sklearn.metrics import roc_auc_score
from transformers import (
    AutoTokenizer,
    BertForMaskedLM,
    BertForNextSentencePrediction,
    BertModel,
    ElectraForPreTraining,
    GPT2LMHeadModel,
)

HERE = Path(__file__).parent
MODELS = HERE.parent / "families" / "models"
PAIRS = [
    ("The old man walked home.", "He was tired."),
    ("He was tired.", "The old man walked home."),
    ("The dog ran to the sea.", "London is a town in England."),
]
TEXT = "The old man walked down to the river."
OTHER = "The old king walked down to the town."
BEGINNING = "<|endoftext|>"


def load(name, cls):
    return AutoTokenizer.from_pretrained(MODELS / name), cls.from_pretrained(MODELS / name).eval()


def next_sentence(tokenizer, model, first, second):
    with torch.no_grad():
        return model(**tokenizer(first, second, return_tensors="pt")).logits[0].double().softmax(-1)[0].item()


def causal_bits(tokenizer, model, before, text):
    """Bits of each token of `text` behind `before`, with its place in the text."""
    lead = BEGINNING + before
    encoded = tokenizer(lead + text, return_offsets_mapping=True)
    ids = encoded["input_ids"]
    with torch.no_grad():
        logs = model(torch.tensor([ids])).logits[0].double().log_softmax(-1)
    return [
        (start - len(lead), end - len(lead), -logs[at - 1, ids[at]].item() / np.log(2))
        for at, (start, end) in enumerate(encoded["offset_mapping"])
        if end > len(lead)
    ]


def mean(tokenizer, model, text):
    with torch.no_grad():
        return model(**tokenizer(text, return_tensors="pt")).last_hidden_state[0].double().mean(0)


def words(text):
    spans, at = [], 0
    for word in text.rstrip(".").split(" "):
        spans.append((at, at + len(word)))
        at += len(word) + 1
    return spans


def by_word(spans, tokens, join):
    return [join([value for start, end, value in tokens if max(start, a) < min(end, b)]) for a, b in spans]


def main():
    nsp = load("mini-bert-nsp", BertForNextSentencePrediction)
    gpt2 = load("mini-gpt2", GPT2LMHeadModel)
    bert = load("mini-bert", BertModel)
    saved = lambda first, second: sum(bits for *_, bits in causal_bits(*gpt2, "", f" {second}")) - sum(
        bits for *_, bits in causal_bits(*gpt2, first, f" {second}")
    )
    cosine = lambda first, second: torch.cosine_similarity(mean(*bert, first), mean(*bert, second), dim=0).item()
    pairs = [
        {
            "first": first,
            "second": second,
            "nextSentence": next_sentence(*nsp, first, second),
            "bits": saved(first, second),
            "cosine": cosine(first, second),
        }
        for first, second in PAIRS
    ]
    spans = words(OTHER)
    tokenizer, electra = load("mini-electra", ElectraForPreTraining)
    encoded = tokenizer(OTHER, return_offsets_mapping=True)
    with torch.no_grad():
        told = electra(torch.tensor([encoded["input_ids"]])).logits[0].double().sigmoid()
    replaced = [(start, end, p.item()) for (start, end), p in zip(encoded["offset_mapping"], told) if end > start]
    tokenizer, masked_model = load("mini-bert", BertForMaskedLM)
    encoded = tokenizer(OTHER, return_offsets_mapping=True)
    ids, own = encoded["input_ids"], encoded.word_ids()
    masked = []
    for at, (start, end) in enumerate(encoded["offset_mapping"]):
        if end == start:
            continue
        row = [
            tokenizer.mask_token_id if other == at or (other > at and own[other] == own[at]) else id
            for other, id in enumerate(ids)
        ]
        with torch.no_grad():
            logs = masked_model(torch.tensor([row])).logits[0].double().log_softmax(-1)
        masked.append((start, end, -logs[at, ids[at]].item() / np.log(2)))
    # A token of GPT-2 has the space before its word, which belongs to no word.
    causal = causal_bits(*gpt2, "", OTHER)
    random = np.random.default_rng(0)
    areas = []
    for ones, others in [(3, 4), (1, 9), (5, 2)]:
        first, second = random.integers(0, 4, ones).tolist(), random.integers(0, 4, others).tolist()
        area = roc_auc_score([1] * ones + [0] * others, first + second)
        areas.append({"ones": first, "others": second, "area": float(area)})
    text = json.dumps({
        "made": {"torch": torch.__version__, "transformers": transformers.__version__},
        "pairs": pairs,
        "text": TEXT,
        "other": OTHER,
        "doubts": {
            "replaced": by_word(spans, replaced, max),
            "masked": by_word(spans, masked, sum),
            "causal": by_word(spans, causal, sum),
        },
        "areas": areas,
    }, ensure_ascii=False)
    (HERE / "pairs.json").write_text(text + "\n")


main()

"""Writes writer.json: what the experiment "BERT as a writer" comes to with PyTorch and numpy.

    pip install torch==2.13.0 transformers numpy
    python writer.py

Masks filled in turn, from the left and the most certain first; mask-predict (Ghazvininejad et al. 2019, algorithm of section
3.2: n = floor(N (T - t) / T) of the least probable tokens masked again); GPT-2's greedy continuation; and what a text costs in
bits from left to right, from right to left and masked in turn.
"""

import json

import torch
import transformers
from transformers import BertForMaskedLM, GPT2LMHeadModel

from common import HERE, load, log_softmax

BEGINNING = "the old man walked"
MASKS = 8
ITERATIONS = 4
TEXT = "the old man walked down to the river"


class Bert:
    def __init__(self):
        self.tokenizer, self.model = load("mini-bert", BertForMaskedLM)

    def logs(self, ids):
        with torch.no_grad():
            return log_softmax(self.model(torch.tensor([ids])).logits[0].numpy())

    def draft(self):
        ids = self.tokenizer(f"{BEGINNING} {' '.join(['[MASK]'] * MASKS)} .")["input_ids"]
        return ids, [at for at, id in enumerate(ids) if id == self.tokenizer.mask_token_id]


def turn(bert, certain):
    ids, places = bert.draft()
    steps = []
    while places:
        logs = bert.logs(ids)
        at = max(places, key=lambda one: logs[one].max()) if certain else places[0]
        ids[at] = int(logs[at].argmax())
        steps.append({"at": at, "id": ids[at], "logProbability": float(logs[at].max())})
        places.remove(at)
    return steps


def mask_predict(bert):
    ids, places = bert.draft()
    count = len(places)
    mask = bert.tokenizer.mask_token_id
    probable = {}
    iterations = []
    for t in range(ITERATIONS):
        again = places if t == 0 else sorted(sorted(places, key=lambda one: probable[one])[: count * (ITERATIONS - t) // ITERATIONS])
        for at in again:
            ids[at] = mask
        logs = bert.logs(ids)
        for at in again:
            ids[at] = int(logs[at].argmax())
            probable[at] = float(logs[at].max())
        iterations.append({
            "ids": [ids[at] for at in places],
            "logProbabilities": [probable[at] for at in places],
            "masked": [places.index(at) for at in again],
        })
    return iterations


def continuation():
    tokenizer, model = load("mini-gpt2", GPT2LMHeadModel)
    ids = tokenizer(BEGINNING)["input_ids"]
    start = len(ids)
    chosen = []
    with torch.no_grad():
        for _ in range(MASKS):
            logs = log_softmax(model(torch.tensor([ids])).logits[0, -1].numpy())
            ids.append(int(logs.argmax()))
            chosen.append(float(logs.max()))
    return {"texts": [tokenizer.decode([id]) for id in ids[start:]], "logProbabilities": chosen}


def costs(bert):
    ids = bert.tokenizer(TEXT)["input_ids"]
    words = list(range(1, len(ids) - 1))
    mask = bert.tokenizer.mask_token_id

    def bits(at, masked):
        read = [mask if one in masked else id for one, id in enumerate(ids)]
        return float(-bert.logs(read)[at][ids[at]] / torch.log(torch.tensor(2.0, dtype=torch.float64)).item())

    return {
        "left": [bits(at, range(at, len(ids) - 1)) for at in words],
        "right": [bits(at, range(1, at + 1)) for at in words],
        "inTurn": [bits(at, [at]) for at in words],
    }


def main():
    bert = Bert()
    made = {"torch": torch.__version__, "transformers": transformers.__version__}
    text = json.dumps({
        "made": made,
        "beginning": BEGINNING,
        "masks": MASKS,
        "left": turn(bert, False),
        "certain": turn(bert, True),
        "maskPredict": mask_predict(bert),
        "continuation": continuation(),
        "text": TEXT,
        "costs": costs(bert),
    })
    (HERE / "writer.json").write_text(text + "\n")


main()

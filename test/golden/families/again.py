"""Computes the masked-language cases of RoBERTa and ALBERT again with transformers 5, into the files beside it.

transformers 4.49 loses the bias of their heads when it loads a file of 32-bit numbers that names it once: the head's
`decoder.bias`, which is tied to it, is made anew, and the tie goes the wrong way. 5.24 reads it.

    python again.py     # transformers 5.24.0, PyTorch 2.13.0
"""

import json
import math
from pathlib import Path

import torch
from transformers import AutoModelForMaskedLM

HERE = Path(__file__).parent
MASKS = {"roberta": 4, "albert": 4}


def log_softmax(model, ids):
    with torch.no_grad():
        return model(torch.tensor([ids])).logits[0].double().log_softmax(-1)


def fill(model, mask, case):
    ids = case["expect"]["tokens"]
    rows = log_softmax(model, ids)
    for place, found in zip([at for at, one in enumerate(ids) if one == mask], case["expect"]["masks"]):
        best = rows[place].topk(len(found["candidates"]))
        found["candidates"] = [
            {"id": int(token), "probability": float(f"{math.exp(value):.7g}")}
            for value, token in zip(best.values.tolist(), best.indices.tolist())
        ]
    if len(case["expect"]["masks"]) > 1:
        case["expect"].pop("joint", None)


def score(model, mask, case):
    tokens = case["expect"]["tokens"]
    ids = [token["id"] for token in tokens]
    total = 0.0
    count = 0
    for at, token in enumerate(tokens):
        if token["logProbability"] is None:
            continue
        row = log_softmax(model, [mask if place == at else one for place, one in enumerate(ids)])[at]
        token["logProbability"] = float(f"{row[ids[at]]:.7g}")
        token["entropy"] = float(f"{-(row.exp() * row).sum():.7g}")
        total += row[ids[at]].item()
        count += 1
    case["expect"]["logProbability"] = float(f"{total:.7g}")
    case["expect"]["perplexity"] = float(f"{math.exp(-total / count):.7g}")


models = {name: AutoModelForMaskedLM.from_pretrained(HERE / f"models/mini-{name}").eval() for name in MASKS}
for method, again in {"fillMask": fill, "score": score}.items():
    file = HERE / f"{method}.json"
    data = json.loads(file.read_text())
    for case in data["cases"]:
        name = case["name"].split(" ")[0]
        if name in MASKS and case["expect"].get("method", "pseudo") == "pseudo":
            again(models[name], MASKS[name], case)
    cases = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in data["cases"])
    file.write_text(f'{{"method": "{method}", "set": "{data["set"]}", "cases": [\n{cases}\n]}}\n')

"""Writes training.json: what PyTorch makes of tiny models in training, from the checkpoints of ../families/models.

Of each model the loss of a batch, the norm of each weight's gradient with its largest numbers, and the losses and gradient
norms of 20 steps of AdamW with two learning rates, a warm-up and clipping. Dropout is off, as it is in our graphs. Where a
checkpoint has no classifier's head, one is drawn and stands in the case, with what its configuration says beside.

    python make.py     # transformers 5.24.0, PyTorch 2.13.0
"""

import json
from pathlib import Path

import torch
from transformers import (
    AutoModelForCausalLM,
    AutoModelForMaskedLM,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
)

HERE = Path(__file__).parent
MODELS = HERE / "../families/models"
STEPS = 20
WARMUP = 3
RATES = {"head": 2e-3, "other": 5e-4}
DECAY = 0.01
CLIP = 1.0
LARGEST = 5
HEAD = ("classifier", "pre_classifier", "head", "score")
SCALE = 0.3

CASES = [
    ("mini-bert-sst2", AutoModelForSequenceClassification),
    ("mini-roberta-sentiment", AutoModelForSequenceClassification),
    ("mini-distilbert-sst2", AutoModelForSequenceClassification),
    ("mini-modernbert", AutoModelForMaskedLM),
    ("mini-albert", AutoModelForMaskedLM),
    ("mini-bert", AutoModelForMaskedLM),
    ("mini-gpt2", AutoModelForCausalLM),
    ("mini-gpt2", AutoModelForSequenceClassification),
    ("mini-gpt-neo", AutoModelForSequenceClassification),
    ("mini-gpt-neox", AutoModelForSequenceClassification),
    ("mini-opt", AutoModelForSequenceClassification),
    ("mini-llama", AutoModelForSequenceClassification),
    ("mini-qwen2", AutoModelForSequenceClassification),
    ("mini-bert-ner", AutoModelForTokenClassification),
]


def share(step):
    """As src/training/schedule.ts, steps from 1."""
    if step <= WARMUP:
        return step / (WARMUP + 1)
    return (STEPS - step + 1) / (STEPS - WARMUP)


def batch(model, kind, generator):
    """Two rows, the second of them shorter, with labels; −100 counts for nothing."""
    config = model.config
    pad = config.pad_token_id if config.pad_token_id is not None else 0
    most = min(config.vocab_size, 200)
    low = max(pad if pad < most else 0, 10) + 1
    ids = torch.randint(low, most, (2, 7), generator=generator)
    mask = torch.ones_like(ids)
    ids[1, 5:] = pad
    mask[1, 5:] = 0
    if kind is AutoModelForSequenceClassification:
        return ids, mask, torch.tensor([1, 0])
    if kind is AutoModelForTokenClassification:
        labels = torch.randint(0, config.num_labels, ids.shape, generator=generator)
        labels[:, 0] = -100
        return ids, mask, torch.where(mask == 1, labels, -100)
    if kind is AutoModelForMaskedLM:
        labels = torch.full_like(ids, -100)
        labels[0, 2], labels[0, 5], labels[1, 1] = ids[0, 2], ids[0, 5], ids[1, 1]
        return ids, mask, labels
    labels = torch.full_like(ids, -100)
    labels[:, :-1] = torch.where(mask[:, 1:] == 1, ids[:, 1:], -100)
    return ids, mask, labels


def loss_of(model, ids, mask, labels):
    logits = model(input_ids=ids, attention_mask=mask).logits
    return torch.nn.functional.cross_entropy(logits.reshape(-1, logits.shape[-1]), labels.reshape(-1))


def figures(gradient):
    flat = gradient.flatten()
    at = flat.abs().topk(min(LARGEST, flat.numel())).indices
    return {"norm": flat.norm().item(), "largest": [[int(i), flat[i].item()] for i in at]}


def drawn_head(model, generator):
    """What is drawn for a decoder's classifier: its weights, and what its configuration says of them."""
    score = SCALE * torch.randn(model.score.weight.shape, generator=generator)
    model.score.weight.data.copy_(score)
    if model.config.pad_token_id is None:
        model.config.pad_token_id = model.config.eos_token_id
    told = {"pad_token_id": model.config.pad_token_id, "num_labels": model.config.num_labels}
    return {"config": told, "weights": {"score.weight": {"shape": list(score.shape), "values": score.flatten().tolist()}}}


def run(name, kind, seed):
    generator = torch.Generator().manual_seed(seed)
    model = kind.from_pretrained(MODELS / name, dtype=torch.float32).eval()
    drawn = drawn_head(model, generator) if hasattr(model, "score") else {}
    ids, mask, labels = batch(model, kind, generator)
    named = dict(model.named_parameters())
    loss = loss_of(model, ids, mask, labels)
    loss.backward()
    gradients = {one: figures(p.grad) for one, p in named.items() if p.grad is not None}
    groups = [
        {"params": [p], "lr": 0.0, "weight_decay": DECAY if p.dim() > 1 else 0.0, "base": RATES["head" if one.startswith(HEAD) else "other"]}
        for one, p in named.items()
    ]
    optimiser = torch.optim.AdamW(groups)
    losses, norms = [], []
    for step in range(1, STEPS + 1):
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * share(step)
        optimiser.zero_grad()
        loss = loss_of(model, ids, mask, labels)
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP).item())
        losses.append(loss.item())
        optimiser.step()
    return {
        "model": name,
        "class": type(model).__name__,
        **drawn,
        "rows": [row[: int(seen.sum())].tolist() for row, seen in zip(ids, mask)],
        "labels": labels.reshape(-1).tolist(),
        "gradients": gradients,
        "losses": losses,
        "norms": norms,
    }


torch.set_num_threads(1)
cases = [run(name, kind, seed) for seed, (name, kind) in enumerate(CASES)]
settings = {"steps": STEPS, "warmup": WARMUP, "rates": RATES, "decay": DECAY, "clip": CLIP}
text = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
(HERE / "training.json").write_text(f'{{"settings": {json.dumps(settings)}, "cases": [\n{text}\n]}}\n')

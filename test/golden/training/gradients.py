"""Writes gradients.json: the gradients of a text's loss by PyTorch, from the checkpoints of ../families/models.

Of each model two draws of tokens that carry loss: the loss, the gradient's norm over all weights and over those of each part,
the cosine of the two gradients, and the loss of each draw behind a step of torch.optim.SGD along the first. Masked models read
their mask where loss is; causal ones predict a token at the one before it. In double precision; tied weights count once.

    python gradients.py     # transformers 5.24.0, PyTorch 2.13.0
"""

import json
import re
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM, AutoTokenizer

HERE = Path(__file__).parent
MODELS = HERE / "../families/models"
TEXT = "the old man walked down to the river"
RATE = 0.05

MASKED = ["bert", "roberta", "distilbert", "electra-generator", "albert", "mpnet", "modernbert"]
CAUSAL = ["gpt2", "gpt-neo", "gpt-neox", "opt", "llama", "qwen2"]

LAYER = re.compile(r"\.(?:layers?|h)\.(\d+)\.")
SHARED = re.compile(r"\.albert_layer_groups\.")
EMBEDDINGS = re.compile(r"embed|\.wte\.|\.wpe\.|relative_attention_bias")


def part(name):
    layer = LAYER.search(name)
    if layer:
        return f"layer.{layer[1]}"
    if SHARED.search(name):
        return "layers"
    return "embeddings" if EMBEDDINGS.search(name) else "head"


def run(name, kind):
    folder = MODELS / f"mini-{name}"
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = kind.from_pretrained(folder, attn_implementation="eager", dtype=torch.float64).eval()
    ids = tokenizer(TEXT)["input_ids"]
    special = set(tokenizer.all_special_ids)
    places = [at for at, one in enumerate(ids) if one not in special]
    causal = kind is AutoModelForCausalLM
    draws = [places[1:], places[2::3]] if causal else [places[1::4], places[::3]]

    def loss_of(at):
        read, labels = list(ids), [-100] * len(ids)
        for place in at:
            labels[place - 1 if causal else place] = ids[place]
            if not causal:
                read[place] = tokenizer.mask_token_id
        logits = model(input_ids=torch.tensor([read])).logits[0]
        return torch.nn.functional.cross_entropy(logits, torch.tensor(labels))

    found, flats = [], []
    for at in reversed(draws):  # the first last, so that its gradient lies there for the step
        model.zero_grad()
        loss = loss_of(at)
        loss.backward()
        named = {one: p.grad for one, p in model.named_parameters() if p.grad is not None}
        flats.insert(0, torch.cat([g.flatten() for g in named.values()]))
        norms = {}
        for one, g in named.items():
            norms[part(one)] = norms.get(part(one), 0) + g.square().sum().item()
        found.insert(0, {"at": at, "loss": loss.item(), "norm": flats[0].norm().item(), "parts": {k: v**0.5 for k, v in norms.items()}})
    torch.optim.SGD(model.parameters(), lr=RATE).step()
    with torch.no_grad():
        for draw in found:
            draw["after"] = loss_of(draw["at"]).item()
    cosine = torch.nn.functional.cosine_similarity(flats[0], flats[1], dim=0).item()
    return {"model": f"mini-{name}", "ids": ids, "draws": found, "cosine": cosine}


torch.set_num_threads(1)
cases = [run(name, AutoModelForMaskedLM) for name in MASKED] + [run(name, AutoModelForCausalLM) for name in CAUSAL]
lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
(HERE / "gradients.json").write_text(f'{{"text": {json.dumps(TEXT)}, "rate": {RATE}, "cases": [\n{lines}\n]}}\n')

"""Writes saliency.json: gradient x input and integrated gradients of a prediction, by PyTorch.

    pip install torch==2.13.0 transformers numpy sentencepiece
    python saliency.py

The models are those of families/models, in double precision. Of each the log probability of one token, in bits, with the
vectors of the words given as `inputs_embeds`: its gradient by autograd, and the mean of its gradient along the line from the
baseline, at the points of numpy's leggauss. What is explained is as in `occlusion`: tokens of the text but for the one that is
predicted; in their place the baseline has a mask (encoders), the token that begins a text (decoders), padding (encoder-decoders), or
zeros.
"""

import json
from pathlib import Path

import numpy as np
import torch
from transformers import (
    AutoModelForCausalLM,
    AutoModelForMaskedLM,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
)

HERE = Path(__file__).parent
MODELS = HERE / "families" / "models"
TEXT = "the old man walked down to the river"
TARGET = "the water was cold"
LN2 = np.log(2)

ENCODERS = ["bert", "roberta", "xlm-roberta", "distilbert", "electra-generator", "albert", "mpnet", "modernbert"]
DECODERS = ["gpt2", "gpt-neo", "gpt-neox", "opt", "llama", "qwen2"]
BOTH = ["t5", "flan-t5", "mt5", "bart", "marian"]


def load(name, cls):
    folder = MODELS / f"mini-{name}"
    model = cls.from_pretrained(folder, attn_implementation="eager", dtype=torch.float64).eval()
    return AutoTokenizer.from_pretrained(folder), model


def explain(table, ids, others, baseline, bits, steps):
    """`bits` of vectors [tokens, width] to one number; `others` are the tokens that the baseline replaces."""
    x = table[torch.tensor(ids)].detach()
    away = x.clone()
    away[others] = 0 if baseline is None else table[baseline].detach()

    def at(vectors):
        vectors = vectors.clone().requires_grad_()
        value = bits(vectors)
        (gradient,) = torch.autograd.grad(value, vectors)
        return value.item(), gradient

    text, gradient = at(x)
    points, weights = np.polynomial.legendre.leggauss(steps)
    mean = sum(w / 2 * at(away + (p + 1) / 2 * (x - away))[1] for p, w in zip(points, weights))
    input_, integrated = (gradient * x).sum(-1), (mean * (x - away)).sum(-1)
    return {
        "bits": text,
        "baselineBits": at(away)[0],
        "effects": [{"index": i, "gradientInput": input_[i].item(), "integrated": integrated[i].item()} for i in others],
    }


def probability(logits, id):
    return logits.log_softmax(-1)[id] / LN2


def case(name, params, ids, others, baseline, figures):
    return {
        "params": {"model": f"families/models/mini-{name}", "text": TEXT, **params},
        "expect": {"source": ids, "baseline": baseline, **figures},
    }


def encoder(name, steps=20, zeros=False):
    tokenizer, model = load(name, AutoModelForMaskedLM)
    ids = tokenizer(TEXT)["input_ids"]
    at = 4
    read = [tokenizer.mask_token_id if i == at else id for i, id in enumerate(ids)]
    others = [i for i, id in enumerate(ids) if i != at and id not in tokenizer.all_special_ids]
    baseline = None if zeros else tokenizer.mask_token_id

    def bits(vectors):
        return probability(model(inputs_embeds=vectors[None]).logits[0, at], ids[at])

    figures = explain(model.get_input_embeddings().weight, read, others, baseline, bits, steps)
    return case(name, {"at": at, "steps": steps, "baseline": "zeros" if zeros else "token"}, ids, others, baseline, figures)


def decoder(name, steps=20, zeros=False):
    tokenizer, model = load(name, AutoModelForCausalLM)
    ids = tokenizer(TEXT)["input_ids"]
    at = len(ids) - 2
    others = [i for i in range(at) if ids[i] not in tokenizer.all_special_ids]
    begins = tokenizer.bos_token_id if tokenizer.bos_token_id is not None else tokenizer.eos_token_id
    baseline = None if zeros else begins

    def bits(vectors):
        return probability(model(inputs_embeds=vectors[None]).logits[0, -1], ids[at])

    figures = explain(model.get_input_embeddings().weight, ids[:at], others, baseline, bits, steps)
    return case(name, {"at": at, "steps": steps, "baseline": "zeros" if zeros else "token"}, ids, others, baseline, figures)


def both(name, steps=20):
    tokenizer, model = load(name, AutoModelForSeq2SeqLM)
    ids = tokenizer(TEXT)["input_ids"]
    target = tokenizer(text_target=TARGET)["input_ids"]
    read = [model.config.decoder_start_token_id, *target]
    at = 3
    others = [i for i, id in enumerate(ids) if id not in tokenizer.all_special_ids]
    table = model.get_encoder().get_input_embeddings()
    # BART multiplies within its table, Marian behind it.
    scale = getattr(table, "embed_scale", getattr(model.get_encoder(), "embed_scale", 1.0))

    def bits(vectors):
        encoded = model.get_encoder()(inputs_embeds=vectors[None] * scale)
        out = model(encoder_outputs=encoded, decoder_input_ids=torch.tensor([read[:at]]))
        return probability(out.logits[0, -1], read[at])

    figures = explain(table.weight, ids, others, tokenizer.pad_token_id, bits, steps)
    return case(name, {"target": TARGET, "at": at, "steps": steps}, ids, others, tokenizer.pad_token_id, figures)


torch.manual_seed(0)
torch.set_num_threads(1)
cases = [encoder(name) for name in ENCODERS] + [encoder("bert", zeros=True)]
cases += [decoder(name) for name in DECODERS] + [decoder("gpt2", zeros=True)]
cases += [both(name) for name in BOTH]
text = ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases)
(HERE / "saliency.json").write_text(f'{{"cases": [\n{text}\n]}}\n')

"""Writes layers.json: what the experiment "Layers" comes to with PyTorch and numpy.

    pip install torch==2.13.0 transformers numpy
    python layers.py

Logit lens: each layer's state through the model's own head (and final norm, where the last state has not had it yet), the mean
entropy over the places in bits and the share of places whose last first choice is on top from that layer on. BERT is asked at
each token, masked in turn. Attention: distance and entropy of each layer, means over rows and heads.
"""

import json

import numpy as np
import torch
import transformers
from transformers import BertForMaskedLM, GPT2LMHeadModel, T5ForConditionalGeneration

from common import HERE, entropy_bits, load, log_softmax

TEXT = "the old man walked down to the river"
TARGET = "the man walked"


def by_layer(lens):
    """`lens`: [layers, places, vocabulary], natural logarithms."""
    first = lens.argmax(-1)
    entropies = entropy_bits(lens).mean(-1)
    settled = [float(np.mean([(first[at:, place] == first[-1, place]).all() for place in range(first.shape[1])])) for at in range(len(lens))]
    return [{"layer": at, "entropy": float(entropies[at]), "settled": settled[at]} for at in range(len(lens))]


def looks(weights, is_cross=False):
    """`weights`: a list of [heads, queries, keys], a layer each."""
    found = []
    for layer, maps in enumerate(weights):
        w = maps.double().numpy()
        queries, keys = w.shape[1:]
        away = np.abs(np.arange(queries)[:, None] - np.arange(keys)[None, :])
        logs = np.log2(np.where(w > 0, w, 1))
        found.append({
            "layer": layer + 1,
            "distance": None if is_cross else float((w * away).sum(-1).mean()),
            "entropy": float(-(w * logs).sum(-1).mean()),
        })
    return found


def bert():
    tokenizer, model = load("mini-bert", BertForMaskedLM)
    ids = tokenizer(TEXT)["input_ids"]
    places = []
    with torch.no_grad():
        for at in range(1, len(ids) - 1):
            read = list(ids)
            read[at] = tokenizer.mask_token_id
            states = model(torch.tensor([read]), output_hidden_states=True).hidden_states
            places.append([log_softmax(model.cls(state)[0, at].numpy()) for state in states])
        attentions = model(torch.tensor([ids]), output_attentions=True).attentions
    return {
        "layers": by_layer(np.array(places).transpose(1, 0, 2)),
        "maps": {"encoder": looks([one[0] for one in attentions])},
    }


def gpt2():
    tokenizer, model = load("mini-gpt2", GPT2LMHeadModel)
    ids = torch.tensor([tokenizer(TEXT)["input_ids"]])
    with torch.no_grad():
        out = model(ids, output_hidden_states=True, output_attentions=True)
        # The last of the hidden states has had the final norm.
        lower = [model.lm_head(model.transformer.ln_f(state)) for state in out.hidden_states[:-1]]
        lens = np.array([log_softmax(logits[0].numpy()) for logits in [*lower, out.logits]])
    return {"layers": by_layer(lens), "maps": {"decoder": looks([one[0] for one in out.attentions])}}


def t5():
    tokenizer, model = load("mini-t5", T5ForConditionalGeneration)
    source = torch.tensor([tokenizer(TEXT)["input_ids"]])
    target = [model.config.decoder_start_token_id, *tokenizer(TARGET)["input_ids"][:-1]]
    with torch.no_grad():
        out = model(
            source, decoder_input_ids=torch.tensor([target]), output_hidden_states=True, output_attentions=True
        )
        scale = model.model_dim**-0.5 if getattr(model.config, "scale_decoder_outputs", model.config.tie_word_embeddings) else 1
        lower = [model.lm_head(model.decoder.final_layer_norm(state) * scale) for state in out.decoder_hidden_states[:-1]]
        lens = np.array([log_softmax(logits[0].numpy()) for logits in [*lower, out.logits]])
    return {
        "layers": by_layer(lens),
        "maps": {
            "encoder": looks([one[0] for one in out.encoder_attentions]),
            "decoder": looks([one[0] for one in out.decoder_attentions]),
            "cross": looks([one[0] for one in out.cross_attentions], True),
        },
    }


def main():
    made = {"torch": torch.__version__, "transformers": transformers.__version__}
    cases = {"mini-bert": bert(), "mini-gpt2": gpt2(), "mini-t5": t5()}
    text = json.dumps({"made": made, "text": TEXT, "target": TARGET, "cases": cases}, ensure_ascii=False)
    (HERE / "layers.json").write_text(text + "\n")


main()

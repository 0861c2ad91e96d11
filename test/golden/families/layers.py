"""Writes hidden.json and logitLens.json: Hugging Face's hidden states of the families' models, and what the models' own
heads make of them.

    pip install torch transformers
    python layers.py     # transformers 5.24.0, PyTorch 2.13.0

The last state is the last hidden state. In the logit lens (nostalgebraist 2020) a layer's state goes through the final norm,
where layers begin with their norms, and through the head; the last layer's logits are the model's own.
"""

import json
from pathlib import Path

import torch
from transformers import (
    AutoModel,
    AutoModelForCausalLM,
    AutoModelForMaskedLM,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    ElectraForPreTraining,
    PreTrainedTokenizerFast,
)

HERE = Path(__file__).parent
TEXTS = ["The dog ran home.", "Zürich & Tom, 1999"]
TARGETS = ["Das Haus ist klein.", "Tom, 1999"]
TOP = 3

# Models with a head for tokens: what is before the head, as a function of the model and a layer's state.
MASKED = {
    "bert": lambda model, state: model.cls(state),
    "roberta": lambda model, state: model.lm_head(state),
    "xlm-roberta": lambda model, state: model.lm_head(state),
    "mpnet": lambda model, state: model.lm_head(state),
    "distilbert": lambda model, state: model.vocab_projector(
        model.vocab_layer_norm(model.activation(model.vocab_transform(state)))
    ),
    "albert": lambda model, state: model.predictions(state),
    "electra-generator": lambda model, state: model.generator_lm_head(model.generator_predictions(state)),
    "modernbert": lambda model, state: model.decoder(model.head(model.model.final_norm(state))),
}
CAUSAL = {
    "gpt2": lambda model, state: model.lm_head(model.transformer.ln_f(state)),
    "gpt-neo": lambda model, state: model.lm_head(model.transformer.ln_f(state)),
    "gpt-neox": lambda model, state: model.get_output_embeddings()(model.gpt_neox.final_layer_norm(state)),
    "opt": lambda model, state: model.lm_head(model.model.decoder.final_layer_norm(state)),
    "llama": lambda model, state: model.lm_head(model.model.norm(state)),
    "llama2": lambda model, state: model.lm_head(model.model.norm(state)),
    "qwen2": lambda model, state: model.lm_head(model.model.norm(state)),
}


def t5(model, state):
    state = model.decoder.final_layer_norm(state)
    # mT5, which is never tied, has no such field.
    is_scaled = getattr(model.config, "scale_decoder_outputs", False)
    return model.lm_head(state * model.model_dim**-0.5 if is_scaled else state)


def bart(model, state):
    return model.lm_head(state) + model.final_logits_bias


CONDITIONAL = {"t5": t5, "flan-t5": t5, "mt5": t5, "bart": bart, "marian": bart}
# Without such a head, or with another.
HEADLESS = ["minilm", "bert-sst2", "bert-ner", "bert-squad", "distilbert-squad", "roberta-sentiment", "electra"]


def figure(value):
    return float(f"{value:.7g}")


def states_of(outputs, last):
    """One for each layer, [tokens, width], the last one being the last hidden state."""
    states = [state[0] for state in outputs]
    return [*states[:-1], last[0]]


def hidden_case(name, params, ids, states, at):
    values = torch.stack([state[at] for state in states])
    return {
        "name": name,
        "params": {**params, "at": at},
        "expect": {
            **ids,
            "layers": values.shape[0],
            "positions": values.shape[1],
            "width": values.shape[2],
            "values": [figure(value) for value in values.flatten().tolist()],
        },
    }


def lens_case(name, params, ids, logits, at):
    layers = []
    for layer, rows in enumerate(logits):
        found = rows[at].double().log_softmax(-1)
        positions = []
        for index, row in zip(at, found):
            best = row.topk(TOP)
            positions.append({
                "index": index,
                "entropy": figure(-(row.exp() * row.clamp(min=-1e4)).sum().item()),
                "predictions": [
                    {"id": token, "probability": figure(value)}
                    for token, value in zip(best.indices.tolist(), best.values.exp().tolist())
                ],
            })
        layers.append({"layer": layer, "positions": positions})
    return {"name": name, "params": {**params, "at": at, "topK": TOP}, "expect": {**ids, "layers": layers}}


def places(count):
    return sorted({0, count // 2, count - 1})


def load(kind, name):
    folder = HERE / "models" / f"mini-{name}"
    model = kind.from_pretrained(folder, dtype=torch.float32).eval()
    # Older checkpoints of a decoder may say that it is to be cached.
    model.config.use_cache = False
    # transformers 5 has its own mind about the first space of Llama's; where there is a tokenizer.json, that counts.
    file = folder / "tokenizer.json"
    own = AutoTokenizer.from_pretrained(folder)
    return model, PreTrainedTokenizerFast(tokenizer_file=str(file), eos_token=own.eos_token) if file.exists() else own


def base_of(model):
    return getattr(model, model.base_model_prefix, model)


def single(name, kind, head):
    """An encoder or a decoder."""
    model, tokenizer = load(kind, name)
    for number, text in enumerate(TEXTS):
        inputs = {"input_ids": torch.tensor([tokenizer(text)["input_ids"]])}
        read = inputs["input_ids"]
        found = base_of(model)(**inputs, output_hidden_states=True)
        states = states_of(found.hidden_states, found.last_hidden_state)
        params = {"model": f"models/mini-{name}", "text": text}
        ids = {"source": read[0].tolist()}
        at = places(read.shape[1])
        hidden.append(hidden_case(f"{name} {number}", params, ids, states, at))
        if head is None:
            continue
        logits = [head(model, state[None])[0] for state in states[:-1]] + [model(**inputs).logits[0]]
        lens.append(lens_case(f"{name} {number}", params, ids, logits, at))


def conditional(name, head):
    model, tokenizer = load(AutoModelForSeq2SeqLM, name)
    for number, (text, target) in enumerate(zip(TEXTS, TARGETS)):
        inputs = {"input_ids": torch.tensor([tokenizer(text)["input_ids"]])}
        wanted = tokenizer(text_target=target)["input_ids"]
        if wanted[-1] == tokenizer.eos_token_id:
            wanted = wanted[:-1]
        read = [model.config.decoder_start_token_id, *wanted]
        found = model(
            **inputs,
            decoder_input_ids=torch.tensor([read]),
            output_hidden_states=True,
        )
        params = {"model": f"models/mini-{name}", "text": text}
        ids = {"source": inputs["input_ids"][0].tolist()}
        encoder = states_of(found.encoder_hidden_states, found.encoder_last_hidden_state)
        hidden.append(hidden_case(f"{name} encoder {number}", params, ids, encoder, places(len(ids["source"]))))
        params, ids = {**params, "target": target}, {**ids, "target": read}
        decoder = [state[0] for state in found.decoder_hidden_states]
        at = places(len(read))
        hidden.append(hidden_case(f"{name} decoder {number}", params, ids, decoder, at))
        logits = [head(model, state[None])[0] for state in decoder[:-1]] + [found.logits[0]]
        lens.append(lens_case(f"{name} {number}", params, ids, logits, at))


hidden, lens = [], []
with torch.no_grad():
    for name, head in MASKED.items():
        single(name, AutoModelForMaskedLM, head)
    for name, head in CAUSAL.items():
        single(name, AutoModelForCausalLM, head)
    for name, head in CONDITIONAL.items():
        conditional(name, head)
    for name in HEADLESS:
        single(name, ElectraForPreTraining if name == "electra" else AutoModel, None)
for method, found in {"hidden": hidden, "logitLens": lens}.items():
    cases = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in found)
    (HERE / f"{method}.json").write_text(f'{{"method": "{method}", "set": "families", "cases": [\n{cases}\n]}}\n')
    print(method, len(found))

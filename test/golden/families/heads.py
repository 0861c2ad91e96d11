"""Writes zeroShot.json and entityWords.json: Hugging Face's numbers for labels typed by a user, and for entities by words.

    pip install torch transformers numpy
    python heads.py

Labels by likelihood: the mean log-probability of the tokens that overlap the label, behind the text (decoders, a line break
between) or as the target (encoder-decoders); by similarity: 20 · cosine of the models' embeddings. Both through a softmax.
"""

import json
from pathlib import Path

import numpy as np
import torch
from transformers import (
    AutoModel,
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoModelForTokenClassification,
    AutoTokenizer,
    pipeline,
)

HERE = Path(__file__).parent
TEXTS = ["The dog ran home.", "Once upon a time there was a king who lived by the sea.", "Zürich is a town."]
LABELS = ["animals", "a fairy tale", "towns in Switzerland"]
TEMPLATES = ["This text is about {label}.", "{label}: yes", "Topic = {label}"]


def utf16(text, at):
    return len(text[:at].encode("utf-16-le")) // 2


def softmax(figures):
    powers = np.exp(np.array(figures) - max(figures))
    return powers / powers.sum()


def ordered(labels, figures):
    found = [{"label": label, "probability": float(p)} for label, p in zip(labels, softmax(figures))]
    return sorted(found, key=lambda one: -one["probability"])


def own_tokens(tokenizer, text, start, end, special):
    encoded = tokenizer(text, return_offsets_mapping=True, add_special_tokens=special)
    places = [at for at, (a, b) in enumerate(encoded["offset_mapping"]) if b > a and a < end and b > start]
    return encoded["input_ids"], places


def by_decoder(folder, text, labels, template):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    figures = []
    before = text.rstrip() + "\n"
    start = len(before) + template.index("{label}")
    for label in labels:
        ids, places = own_tokens(tokenizer, before + template.replace("{label}", label), start, start + len(label), True)
        with torch.no_grad():
            rows = model(torch.tensor([ids])).logits[0].double().log_softmax(-1)
        figures.append(np.mean([rows[at - 1, ids[at]].item() for at in places]))
    return ordered(labels, figures)


def by_encoder_decoder(folder, text, labels, template):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSeq2SeqLM.from_pretrained(folder, dtype=torch.float32).eval()
    source = tokenizer(text, return_tensors="pt").input_ids
    figures = []
    start = template.index("{label}")
    for label in labels:
        ids, places = own_tokens(tokenizer, template.replace("{label}", label), start, start + len(label), True)
        with torch.no_grad():
            rows = model(input_ids=source, labels=torch.tensor([ids])).logits[0].double().log_softmax(-1)
        figures.append(np.mean([rows[at, ids[at]].item() for at in places]))
    return ordered(labels, figures)


def by_similarity(folder, text, labels, template):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder, dtype=torch.float32).eval()

    def vector(sentence):
        with torch.no_grad():
            states = model(**tokenizer(sentence, return_tensors="pt")).last_hidden_state[0].double()
        mean = states.mean(0)
        return mean / mean.norm()

    figures = [20 * (vector(text) @ vector(template.replace("{label}", label))).item() for label in labels]
    return ordered(labels, figures)


WAYS = {
    "likelihood": [("mini-gpt2", by_decoder), ("mini-llama", by_decoder), ("mini-flan-t5", by_encoder_decoder), ("mini-bart", by_encoder_decoder)],
    "similarity": [("mini-minilm", by_similarity), ("mini-bert", by_similarity)],
}


def rounded(labels):
    return [{**one, "probability": round(one["probability"], 7)} for one in labels]


def write(name, method, cases):
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    head = f'{{"method": "{method}", "set": "public", "cases": [\n'
    (HERE / f"{name}.json").write_text(f"{head}{lines}\n]}}\n")


def zero_shot():
    cases = []
    for way, models in WAYS.items():
        for name, measure in models:
            for at, (text, template) in enumerate(zip(TEXTS, TEMPLATES)):
                labels = measure(HERE / "models" / name, text, LABELS, template)
                params = {"model": f"models/{name}", "text": text, "labels": LABELS, "template": template}
                cases.append({"name": f"{name} {at}", "params": params, "expect": {"method": way, "labels": rounded(labels)}})
    write("zeroShot", "zeroShot", cases)


NER = [
    "Angela Merkel met Barack Obama in Berlin.",
    "The Zürich office of Acme-Widgets hired Jean-Luc O’Neill 😀 last May.",
    "unbelievably overwhelming disestablishment",
]


def entity_words():
    folder = HERE / "models/mini-bert-ner"
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForTokenClassification.from_pretrained(folder, dtype=torch.float32).eval()
    cases = []
    for strategy in ["first", "max", "average"]:
        tag = pipeline("token-classification", model=model, tokenizer=tokenizer, aggregation_strategy=strategy)
        for at, text in enumerate(NER):
            entities = [
                {
                    "label": one["entity_group"],
                    "start": utf16(text, one["start"]),
                    "end": utf16(text, one["end"]),
                    "probability": round(float(one["score"]), 7),
                }
                for one in tag(text)
            ]
            params = {"model": "models/mini-bert-ner", "text": text, "aggregation": strategy}
            cases.append({"name": f"{strategy} {at}", "params": params, "expect": {"entities": entities}})
    write("entityWords", "entities", cases)


zero_shot()
entity_words()

"""Writes meaning.json: what the experiment "Meaning" comes to with PyTorch, numpy and scikit-learn.

    pip install torch==2.13.0 transformers numpy scikit-learn==1.9.1
    python meaning.py

A word in two sentences: cosine of its states layer by layer, and the mean one of pairs of other tokens; the mean row of its
attention over layers and heads. Sentences: cosines by pooling. Words of some lines: principal components (scikit-learn's PCA)
of their rows in the table of embeddings and of their last states.
"""

import json

import numpy as np
import sklearn
import torch
import transformers
from sklearn.decomposition import PCA
from transformers import BertModel

from common import HERE, load

# Every word of these is letters; which tokens are whose is told by the tokenizer's word ids.
FIRST, SECOND, WORD = "the old man walked down to the river", "a man sat by the water", "man"
LINES = ["the old man walked home", "the king walked to the river", "old water and an old house"]


def cosine(a, b):
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))


class Reader:
    def __init__(self):
        self.tokenizer, self.model = load("mini-bert", BertModel)

    def read(self, text):
        encoded = self.tokenizer(text, return_tensors="pt")
        with torch.no_grad():
            out = self.model(**encoded, output_hidden_states=True, output_attentions=True)
        words = encoded.word_ids(0)
        return {
            "ids": encoded["input_ids"][0].tolist(),
            "of": lambda word: [at for at, one in enumerate(words) if one == word],
            "words": text.split(),
            "wordIds": words,
            "states": [state[0].double().numpy() for state in out.hidden_states],
            "attention": np.mean([one[0].double().numpy() for one in out.attentions], axis=(0, 1)),
        }


def occurrences(reader):
    one, two = reader.read(FIRST), reader.read(SECOND)
    own_one, own_two = (read["of"](read["words"].index(WORD)) for read in (one, two))
    own_ids = {one["ids"][at] for at in own_one} | {two["ids"][at] for at in own_two}

    def others(read, without):
        return [at for at, word in enumerate(read["wordIds"]) if word is not None and read["ids"][at] not in without]

    rest_one = others(one, own_ids)
    rest_two = others(two, own_ids | {one["ids"][at] for at in rest_one})
    layers = []
    for layer, (a, b) in enumerate(zip(one["states"], two["states"])):
        pairs = [cosine(a[i], b[j]) for i in rest_one for j in rest_two]
        layers.append({
            "layer": layer,
            "cosine": cosine(a[own_one].mean(0), b[own_two].mean(0)),
            "baseline": float(np.mean(pairs)),
        })
    reads = []
    for read, own in ((one, own_one), (two, own_two)):
        row = read["attention"][own].mean(0)
        shares = {}
        for at, word in enumerate(read["wordIds"]):
            if word is not None:
                shares[word] = shares.get(word, 0) + float(row[at])
        reads.append([{"word": read["words"][word], "share": share} for word, share in shares.items()])
    return layers, reads


def pooled(state, way):
    return {"mean": state.mean(0), "cls": state[0], "sep": state[-1], "max": state.max(0)}[way]


def poolings(reader):
    states = [reader.read(line)["states"][-1] for line in LINES]
    found = {}
    for way in ("mean", "cls", "sep", "max"):
        first, *rest = (pooled(state, way) for state in states)
        found[way] = [cosine(first, one) for one in rest]
    return found


def word_map(reader):
    table, context = [], []
    rows = reader.model.embeddings.word_embeddings.weight.detach().double().numpy()
    words = []
    for line in LINES:
        read = reader.read(line)
        for at, word in enumerate(read["words"]):
            own = read["of"](at)
            words.append(word)
            table.append(rows[[read["ids"][one] for one in own]].mean(0))
            context.append(read["states"][-1][own].mean(0))

    def project(vectors):
        pca = PCA(n_components=2, svd_solver="full")
        scores = pca.fit_transform(np.array(vectors))
        # Each axis has its largest value on the positive side.
        scores *= np.sign(scores[np.abs(scores).argmax(0), range(2)])
        near = [[cosine(a, b) if i != j else -2 for j, b in enumerate(vectors)] for i, a in enumerate(vectors)]
        pairs = [(words[i] == words[j], near[i][j]) for i in range(len(words)) for j in range(i)]
        return {
            "scores": scores.ravel().tolist(),
            "shares": pca.explained_variance_ratio_.tolist(),
            "nearest": [float(np.max(row)) for row in near],
            "baseline": float(np.mean([value for same, value in pairs if not same])),
            "repeated": float(np.mean([value for same, value in pairs if same])),
        }

    return {"words": words, "table": project(table), "context": project(context)}


def main():
    reader = Reader()
    layers, reads = occurrences(reader)
    made = {
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "scikit-learn": sklearn.__version__,
    }
    text = json.dumps({
        "made": made,
        "first": FIRST,
        "second": SECOND,
        "word": WORD,
        "layers": layers,
        "reads": reads,
        "lines": LINES,
        "poolings": poolings(reader),
        "map": word_map(reader),
    })
    (HERE / "meaning.json").write_text(text + "\n")


main()

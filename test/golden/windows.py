"""Writes embed-architectures.json and score-windows.json: what numpy makes of the outputs of the tiny models' graphs.

    pip install numpy onnx onnxruntime tokenizers
    python windows.py

The graphs' own outputs agree with PyTorch; the last hidden state of tiny-gpt2 is the tensor that internals.json names.
Windows are those of Hugging Face's guide to the perplexity of fixed-length models.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from tokenizers import Tokenizer

HERE = Path(__file__).parent
INTERNALS = json.loads((HERE / "internals.json").read_text())["models"]
POSITIONS = 128

TEXTS = ["The cat sat.", "A dog ran down to the river.", "Zürich 😀", "a"]


def encode(name, text):
    return Tokenizer.from_file(str(HERE / "models" / name / "tokenizer.json")).encode(text)


def session(name, file, extra=None):
    graph = onnx.load(HERE / "models" / name / "onnx" / file)
    if extra:
        graph.graph.output.append(onnx.helper.make_tensor_value_info(extra, onnx.TensorProto.FLOAT, None))
    return ort.InferenceSession(graph.SerializeToString())


def run(sess, ids, outputs):
    row = np.array([ids], dtype=np.int64)
    feeds = {}
    for one in sess.get_inputs():
        if one.name == "input_ids":
            feeds[one.name] = row
        elif one.name == "attention_mask":
            feeds[one.name] = np.ones_like(row)
        elif one.name == "position_ids":
            feeds[one.name] = np.arange(len(ids), dtype=np.int64)[None]
        else:  # an empty past: tiny-gpt2 has 4 heads of 8
            feeds[one.name] = np.zeros((1, 4, 0, 8), dtype=np.float32)
    return [value[0].astype(np.float64) for value in sess.run(outputs, feeds)]


def pooled(states, pooling):
    return {"mean": states.mean(0), "cls": states[0], "last": states[-1], "max": states.max(0)}[pooling]


def rounded(values):
    return [[float(f"{x:.7g}") for x in row] for row in values]


def embed():
    gpt2 = INTERNALS["tiny-gpt2"]["lastHiddenState"]["model.onnx"]
    sources = {
        "tiny-gpt2": (session("tiny-gpt2", "model.onnx", gpt2), gpt2),
        "tiny-t5": (session("tiny-t5", "encoder_model.onnx"), "last_hidden_state"),
    }
    for name, (sess, output) in sources.items():
        states = [run(sess, encode(name, text).ids, [output])[0] for text in TEXTS]
        for pooling in ["mean", "cls", "last", "max"]:
            vectors = np.array([pooled(one, pooling) for one in states])
            unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
            params = {"model": f"models/{name}", "texts": TEXTS, "pooling": pooling}
            expect = {"vectors": rounded(vectors), "similarities": rounded(unit @ unit.T)}
            yield {"name": f"{name} {pooling}", "params": params, "expect": expect}


def score():
    words = ["the", "city", "of", "a", "king"]
    text = " ".join(words[at * at % 5] for at in range(300))
    sess = session("tiny-gpt2", "model.onnx")
    encoding = encode("tiny-gpt2", text)
    ids = encoding.ids
    for stride, step in [(True, POSITIONS // 2), (100, 100), (127, 127)]:
        figures = [(None, None)]
        begin = 0
        while len(figures) < len(ids):
            window = ids[begin : begin + POSITIONS]
            (logits,) = run(sess, window, ["logits"])
            logs = logits - logits.max(1, keepdims=True)
            logs -= np.log(np.exp(logs).sum(1, keepdims=True))
            entropies = -(np.exp(logs) * logs).sum(1)
            for at in range(len(figures), begin + len(window)):
                before = at - 1 - begin
                figures.append((float(logs[before, ids[at]]), float(entropies[before])))
            begin += step
        total = sum(log for log, _ in figures[1:])
        tokens = [
            {"id": i, "start": start, "end": end, "logProbability": log and round(log, 6), "entropy": nats and round(nats, 6)}
            for i, (start, end), (log, nats) in zip(ids, encoding.offsets, figures)
        ]
        expect = {"method": "causal", "tokens": tokens, "logProbability": total}
        expect["perplexity"] = float(np.exp(-total / (len(ids) - 1)))
        yield {
            "name": f"windows, stride {json.dumps(stride)}",
            "params": {"model": "models/tiny-gpt2", "text": text, "stride": stride},
            "expect": expect,
        }


def write(name, method, cases):
    (HERE / name).write_text(json.dumps({"method": method, "cases": list(cases)}, ensure_ascii=False) + "\n")


write("embed-architectures.json", "embed", embed())
write("score-windows.json", "score", score())

"""Runs exported folders through onnxruntime: one thread, one row or a padded batch at a time."""
import re
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from tokenizers import Tokenizer


def log_softmax(logits):
    logits = logits.astype(np.float64)
    top = logits.max(-1, keepdims=True)
    return logits - top - np.log(np.exp(logits - top).sum(-1, keepdims=True))


def largest(values, count):
    """Flat places of the largest values, largest first."""
    flat = values.ravel()
    some = np.argpartition(-flat, count)[:count]
    return some[np.argsort(-flat[some], kind="stable")]


class Session:
    """A graph, by its path or as bytes, whose unused feeds are dropped and whose empty past is filled in."""

    def __init__(self, path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.inputs = {i.name: i.shape for i in self.session.get_inputs()}
        self.outputs = [o.name for o in self.session.get_outputs()]

    def empty_past(self, batch):
        """Keys and values of length 0: [batch, heads, 0, head size]."""
        return {name: np.zeros((batch, shape[1], 0, shape[3]), np.float32)
                for name, shape in self.inputs.items() if name.startswith("past_key_values")}

    def run(self, **feeds):
        feeds = {name: value for name, value in feeds.items() if name in self.inputs}
        return dict(zip(self.outputs, self.session.run(None, feeds)))


class Model:
    """A folder in the hub's layout; `form` is the ending of its ONNX files, as in model_quantized.onnx."""

    def __init__(self, folder, form="_quantized"):
        self.folder, self.form = Path(folder), form
        if not (self.folder / "tokenizer.json").is_file():
            raise SystemExit(f"Missing {self.folder / 'tokenizer.json'}: write this folder with export.py first.")
        self.tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))

    def open(self, name):
        return Session(str(self.folder / "onnx" / f"{name}{self.form}.onnx"))


class Bert(Model):
    def __init__(self, folder, form="_quantized"):
        super().__init__(folder, form)
        self.session = self.open("model")

    def logits(self, ids, mask=None):
        """ids [batch, length] to logits [batch, length, vocabulary]."""
        ids = np.asarray(ids, np.int64)
        mask = np.ones_like(ids) if mask is None else np.asarray(mask, np.int64)
        return self.session.run(input_ids=ids, attention_mask=mask, token_type_ids=np.zeros_like(ids))["logits"]


    def layers(self, ids):
        """ids [batch, length] to what each layer gives, [batch, length, width]."""
        if not hasattr(self, "inner"):
            graph = onnx.load(self.folder / "onnx" / f"model{self.form}.onnx")
            made = [f"/bert/encoder/layer.{n}/output/LayerNorm/LayerNormalization_output_0" for n in range(self.count(graph))]
            graph.graph.output.extend(onnx.ValueInfoProto(name=name) for name in made)
            self.inner = Session(graph.SerializeToString()), made
        session, made = self.inner
        ids = np.asarray(ids, np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        out = session.run(**given)
        return [out[name] for name in made]

    @staticmethod
    def count(graph):
        ends = [re.match(r"/bert/encoder/layer\.(\d+)/", node.name) for node in graph.graph.node]
        return 1 + max(int(end[1]) for end in ends if end)


class Gpt2(Model):
    def __init__(self, folder, form="_quantized"):
        super().__init__(folder, form)
        self.session = self.open("model")

    def step(self, ids, past=None, start=0):
        """ids [batch, length] after `start` tokens of past; gives (logits, past for the next step)."""
        ids = np.asarray(ids, np.int64)
        batch, length = ids.shape
        positions = np.broadcast_to(np.arange(start, start + length), ids.shape)
        out = self.session.run(input_ids=ids, attention_mask=np.ones((batch, start + length), np.int64),
                               position_ids=np.ascontiguousarray(positions), **(past or self.session.empty_past(batch)))
        return out["logits"], {n.replace("present", "past_key_values"): v for n, v in out.items() if n != "logits"}


class T5(Model):
    def __init__(self, folder, form="_quantized"):
        super().__init__(folder, form)
        self.encoder, self.decoder = self.open("encoder_model"), self.open("decoder_model_merged")

    def encode(self, ids, mask):
        return self.encoder.run(input_ids=ids, attention_mask=mask)["last_hidden_state"]

    def step(self, ids, memory, mask, past=None):
        """One call of the merged decoder. The second branch does not give the cross-attention's keys again."""
        out = self.decoder.run(input_ids=np.asarray(ids, np.int64), encoder_hidden_states=memory, encoder_attention_mask=mask,
                               use_cache_branch=np.array([past is not None]), **(past or self.decoder.empty_past(len(ids))))
        new = {n.replace("present", "past_key_values"): v for n, v in out.items() if n != "logits"}
        if past:
            new.update({name: value for name, value in past.items() if ".encoder." in name})
        return out["logits"], new

    def greedy(self, text, longest=60):
        ids = np.array([self.tokenizer.encode(text).ids], np.int64)
        mask = np.ones_like(ids)
        memory, past, token, made = self.encode(ids, mask), None, 0, []
        while len(made) < longest:
            logits, past = self.step([[token]], memory, mask, past)
            token = int(logits[0, -1].argmax())
            if token == 1:
                break
            made.append(token)
        return self.tokenizer.decode(made)

    def beam(self, text, beams=4, longest=50, end=1):
        """Beam search as transformers does it: length penalty 1, no early stopping, 2 x beams candidates a step."""
        ids = np.array([self.tokenizer.encode(text).ids], np.int64)
        mask = np.repeat(np.ones_like(ids), beams, 0)
        memory, past = np.repeat(self.encode(ids, mask[:1]), beams, 0), None
        running, scores, finished = [[0]] * beams, np.full(beams, -1e9), []
        scores[0] = 0.0
        for made in range(1, longest + 1):
            logits, past = self.step([row[-1:] for row in running], memory, mask, past)
            last = logits[:, -1]
            top = last.max(-1)
            sums = (scores - top - np.log(np.exp(last - top[:, None]).sum(-1)))[:, None] + last
            best = largest(sums, 2 * beams)
            kept = []
            for rank, flat in enumerate(best):
                row, token = divmod(int(flat), sums.shape[1])
                if token != end:
                    kept.append((row, token, sums[row, token]))
                elif rank < beams:
                    finished.append((sums[row, token] / made, running[row][1:]))
            kept = kept[:beams]
            finished = sorted(finished, key=lambda f: -f[0])[:beams]
            rows = [row for row, _, _ in kept]
            running = [running[row] + [token] for row, token, _ in kept]
            scores = np.array([score for _, _, score in kept])
            past = {name: value[rows] for name, value in past.items()}
            if len(finished) == beams and finished[-1][0] >= scores[0] / made:
                break
        else:
            finished += [(score / longest, row[1:]) for score, row in zip(scores, running)]
        return self.tokenizer.decode(max(finished, key=lambda f: f[0])[1]).strip()

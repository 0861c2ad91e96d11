"""Writes precision.json: what weights in 8 and 4 bit come to with numpy and PyTorch.

    pip install torch==2.13.0 transformers numpy
    python laboratory/precision.py

The models are those of families/models, in single precision. Every matrix that states are multiplied by, and the table of
words, is rounded in blocks of a row: in 8 bit evenly from -127 to 127 times the largest of a block, in 4 bit from -8 to 7
steps of which the value farthest from 0 is -8 (llama.cpp's Q4_0). Before a product the states are rounded to 8 bit in blocks
of the same width, as onnxruntime's MatMulNBits does at accuracy level 4. KL is of single precision to the rounded model, bits.
"""

import json
from pathlib import Path

import numpy as np
import torch
import transformers
from transformers import AutoTokenizer, BertForMaskedLM, GPT2LMHeadModel
from transformers.pytorch_utils import Conv1D

HERE = Path(__file__).parent
MODELS = HERE.parent / "families" / "models"
TEXT = "the old man walked down to the river"


def block_of(bits, columns):
    sizes = [128, 64, 32, 16] if bits == 8 else [32]
    return next((size for size in sizes if columns % size == 0), None)


def rounded(rows, bits):
    """Rows [out, in] as what their codes stand for."""
    size = block_of(bits, rows.shape[1])
    if size is None:
        return rows
    blocks = rows.reshape(rows.shape[0], -1, size).astype(np.float64)
    if bits == 8:
        scale = np.abs(blocks).max(-1, keepdims=True) / 127
        codes = np.floor(blocks / np.where(scale == 0, 1, scale) + 0.5)
    else:
        farthest = np.take_along_axis(blocks, np.abs(blocks).argmax(-1)[..., None], -1)
        scale = farthest / -8
        codes = np.clip(np.floor(blocks / np.where(scale == 0, 1, scale) + 8.5), 0, 15) - 8
    return (codes * scale.astype(np.float32)).reshape(rows.shape).astype(np.float32)


def states_rounded(states, size):
    blocks = states.reshape(*states.shape[:-1], -1, size)
    scale = blocks.abs().amax(-1, keepdim=True) / 127
    codes = torch.round(blocks / torch.where(scale == 0, torch.ones_like(scale), scale))
    return (codes * scale).reshape(states.shape)


class Rounded(torch.nn.Module):
    """A product by a rounded matrix [out, in]."""

    def __init__(self, rows, bias, bits):
        super().__init__()
        self.rows, self.bias, self.size = torch.tensor(rounded(rows, bits)), bias, block_of(bits, rows.shape[1])

    def forward(self, states):
        if self.size is not None:
            states = states_rounded(states, self.size)
        out = states @ self.rows.T
        return out if self.bias is None else out + self.bias


def with_bits(model, bits):
    for name, module in list(model.named_modules()):
        parent = model.get_submodule(name.rpartition(".")[0])
        own = name.rpartition(".")[2]
        if isinstance(module, torch.nn.Linear):
            setattr(parent, own, Rounded(module.weight.detach().numpy(), module.bias, bits))
        elif isinstance(module, Conv1D):
            setattr(parent, own, Rounded(module.weight.detach().numpy().T, module.bias, bits))
    words = model.get_input_embeddings()
    words.weight = torch.nn.Parameter(torch.tensor(rounded(words.weight.detach().numpy(), bits)))
    return model


def log_softmax(logits):
    logits = logits.astype(np.float64)
    shifted = logits - logits.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


def masked_rows(model, tokenizer, ids):
    rows = []
    for at in range(1, len(ids) - 1):
        read = list(ids)
        read[at] = tokenizer.mask_token_id
        rows.append(model(torch.tensor([read])).logits[0, at].numpy())
    return log_softmax(np.array(rows)), list(range(1, len(ids) - 1))


def causal_rows(model, tokenizer, ids):
    return log_softmax(model(torch.tensor([ids])).logits[0, :-1].numpy()), list(range(1, len(ids)))


def case(name, cls, read):
    tokenizer = AutoTokenizer.from_pretrained(MODELS / name)
    ids = tokenizer(TEXT)["input_ids"]
    load = lambda: cls.from_pretrained(MODELS / name, attn_implementation="eager").eval()
    forms = []
    with torch.no_grad():
        exact, places = read(load(), tokenizer, ids)
        for bits in (32, 8, 4):
            logs = exact if bits == 32 else read(with_bits(load(), bits), tokenizer, ids)[0]
            forms.append({
                "bits": bits,
                "kl": [float(x) for x in (np.exp(exact) * (exact - logs)).sum(-1) / np.log(2)],
                "logProbability": [float(logs[row, ids[at]]) for row, at in enumerate(places)],
                "first": [int(x) for x in logs.argmax(-1)],
            })
    return {"model": name, "text": TEXT, "tokens": ids, "places": places, "forms": forms}


def main():
    cases = [case("mini-bert", BertForMaskedLM, masked_rows), case("mini-gpt2", GPT2LMHeadModel, causal_rows)]
    made = {"torch": torch.__version__, "transformers": transformers.__version__, "numpy": np.__version__}
    (HERE / "precision.json").write_text(json.dumps({"made": made, "cases": cases}) + "\n")


main()

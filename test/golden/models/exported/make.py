"""Exports tiny encoders to ONNX whose graphs have parts of their own, with what transformers computes with them.

    python make.py

Writes NAME/ (config.json and onnx/model.onnx; tokenizers are those of ../../tokenizers/slow) and cases.json.
"""

import json
import shutil
from pathlib import Path

import torch
from transformers import (
    AlbertConfig,
    AlbertForMaskedLM,
    AutoTokenizer,
    ElectraConfig,
    ElectraForPreTraining,
    MPNetConfig,
    MPNetForMaskedLM,
)

here = Path(__file__).parent
tokenizers = here.parent.parent / "tokenizers" / "slow"
TEXT = "The quick brown fox jumps over the lazy dog."
SIZES = dict(
    vocab_size=900, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16,
    max_position_embeddings=66, attn_implementation="eager",
)  # fmt: skip


class Logits(torch.nn.Module):
    def __init__(self, model, names):
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *values):
        return self.model(**dict(zip(self.names, values))).logits


def rounded(values: torch.Tensor) -> list[float]:
    return [round(value, 6) for value in values.tolist()]


def export(name: str, model, tokenizer: str, has_types: bool) -> dict:
    folder = here / name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "onnx").mkdir(parents=True)
    # Distributions are not to be flat.
    for weight in model.parameters():
        weight.data.mul_(4)
    model.eval()
    config = model.config.to_diff_dict() | {"architectures": [type(model).__name__]}
    (folder / "config.json").write_text(json.dumps(config, indent=1, default=str) + "\n")
    read = AutoTokenizer.from_pretrained(tokenizers / tokenizer)(TEXT, return_tensors="pt")
    names = ["input_ids", "attention_mask", *(["token_type_ids"] if has_types else [])]
    values = tuple(read[one] if one in read else torch.zeros_like(read["input_ids"]) for one in names)
    torch.onnx.export(
        Logits(model, names).eval(), values, str(folder / "onnx" / "model.onnx"),
        input_names=names, output_names=["logits"], opset_version=14, dynamo=False,
        dynamic_axes={one: {0: "rows", 1: "tokens"} for one in [*names, "logits"]},
    )  # fmt: skip
    with torch.no_grad():
        made = model(**dict(zip(names, values)), output_hidden_states=True, output_attentions=True)
    states = made.hidden_states[-1][0]
    return {
        "tokenizer": tokenizer,
        "text": TEXT,
        "mean": rounded(states.mean(0)),
        "attention": rounded(torch.stack(made.attentions)[:, 0].flatten()),
        **({"replaced": rounded(made.logits[0].sigmoid())} if made.logits.dim() == 2 else {}),
    }


torch.manual_seed(7)
cases = {
    # a bias by distance that is added to the scores, expanded over the rows
    "mpnet": export("mpnet", MPNetForMaskedLM(MPNetConfig(hidden_size=8, **SIZES)), "mpnet", False),
    # tanh-GELU between the last states and the logits, at another width
    "albert": export(
        "albert",
        AlbertForMaskedLM(AlbertConfig(embedding_size=8, hidden_size=16, hidden_act="gelu_new", **SIZES)),
        "albert",
        True,
    ),
    # logits of one value a token
    "electra": export(
        "electra", ElectraForPreTraining(ElectraConfig(embedding_size=8, hidden_size=16, **SIZES)), "bert", True
    ),
}
(here / "cases.json").write_text(json.dumps(cases) + "\n")

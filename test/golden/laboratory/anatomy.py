"""Writes anatomy.json: parameters of the families' small models by what they are for, and the multiply-adds of a reading.

    pip install torch==2.13.0 transformers
    python laboratory/anatomy.py

Parameters are summed over the modules that transformers' classes call so; a tensor that is tied counts once. Multiply-adds
are half of what PyTorch's own counter of floating-point operations says while the model runs, attention written out.
"""

import json
from pathlib import Path

import torch
import transformers
from torch.utils.flop_counter import FlopCounterMode
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM, AutoModelForSeq2SeqLM

HERE = Path(__file__).parent
MODELS = HERE.parent / "families" / "models"
MODULES = {
    "mini-bert": (AutoModelForMaskedLM, []),
    "mini-roberta": (AutoModelForMaskedLM, []),
    "mini-modernbert": (AutoModelForMaskedLM, []),
    "mini-gpt2": (AutoModelForCausalLM, [("attention", "GPT2Attention"), ("feedForward", "GPT2MLP"), ("norms", "LayerNorm")]),
    "mini-llama": (AutoModelForCausalLM, [("attention", "LlamaAttention"), ("feedForward", "LlamaMLP"), ("norms", "LlamaRMSNorm")]),
    "mini-t5": (AutoModelForSeq2SeqLM, [("feedForward", "T5DenseActDense"), ("norms", "T5LayerNorm")]),
}
TOKENS, WRITTEN = 11, 7


def parameters(model, kind):
    seen = {id(p): p.numel() for m in model.modules() if type(m).__name__ == kind for p in m.parameters()}
    return sum(seen.values())


def operations(model, tokens, written):
    ids = torch.arange(5, 5 + tokens)[None]
    more = {"decoder_input_ids": torch.arange(5, 5 + written)[None]} if model.config.is_encoder_decoder else {}
    counter = FlopCounterMode(display=False)
    with torch.no_grad(), counter:
        model(input_ids=ids, use_cache=False, **more)
    return counter.get_total_flops() // 2


def main():
    models = {}
    for name, (of, kinds) in MODULES.items():
        model = of.from_pretrained(MODELS / name, attn_implementation="eager").eval()
        models[name] = {
            "total": sum(p.numel() for p in model.parameters()),
            "parts": {part: parameters(model, kind) for part, kind in kinds},
            "tokens": TOKENS,
            "written": WRITTEN,
            "multiplyAdds": operations(model, TOKENS, WRITTEN),
        }
    made = {"torch": torch.__version__, "transformers": transformers.__version__}
    (HERE / "anatomy.json").write_text(json.dumps({"made": made, "models": models}, indent=1) + "\n")


main()

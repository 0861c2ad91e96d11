"""Makes full-size models with random weights for bench/decoding.bench.ts: speed does not depend on the values.

    python make.py FOLDER

GPT-2 (124M) and T5-small (60M) as folders in the hub's layout, one for each form of their weights: `dynamic` (8 bit,
activations quantised as the graph runs: the hub's model_quantized.onnx), `blocks32` and `blocks128` (8 bit in blocks, the
output matrix included), `four` (4 bit in blocks). GPT-2 also as gpt2.gguf (Q8_0) for llama.cpp, T5 as t5-ctranslate2 (int8).
"""
import argparse
import json
import shutil
import sys
from pathlib import Path

import onnx
import torch
from ctranslate2.converters import TransformersConverter
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from optimum.exporters.onnx import main_export
from transformers import GPT2Config, GPT2LMHeadModel, T5Config, T5ForConditionalGeneration

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models" / "train"))
import forms  # noqa: E402
from gguf import write_gpt2  # noqa: E402
from tokenizers_made import byte_level, unigram  # noqa: E402

TASKS = {"gpt2": "text-generation-with-past", "t5": "text2text-generation-with-past"}
GRAPHS = {"gpt2": ["model"], "t5": ["encoder_model", "decoder_model_merged"]}
def four(source, target):
    """4 bit in blocks of 32, for the record; the token embedding stays as it is."""
    quantiser = MatMulNBitsQuantizer(onnx.load(source), bits=4, block_size=32, is_symmetric=True, accuracy_level=4)
    forms.gemm_to_matmul(quantiser.model.model.graph)
    quantiser.process()
    quantiser.model.save_model_to_file(target, use_external_data_format=False)


FORMS = {
    "fp32": ("", shutil.copy),
    "dynamic": ("_quantized", forms.dynamic),
    "blocks32": ("_quantized", lambda source, target: forms.blocks(source, target, block=32)),
    "blocks128": ("_quantized", lambda source, target: forms.blocks(source, target, block=128)),
    "four": ("_quantized", four),
}


class Converter(TransformersConverter):
    def load_model(self, model_class, name, **options):
        # The name of this option in newer versions of transformers
        options.pop("dtype", None)
        return super().load_model(model_class, name, **options)


def gpt2():
    torch.manual_seed(0)
    model = GPT2LMHeadModel(GPT2Config()).eval()
    # Fresh weights give nearly equal logits; a larger last scale tells them apart as a trained model does.
    model.transformer.ln_f.weight.data.mul_(6)
    return model


def t5():
    torch.manual_seed(0)
    config = T5Config(
        d_model=512, d_kv=64, d_ff=2048, num_layers=6, num_heads=8, vocab_size=32128, feed_forward_proj="relu",
        decoder_start_token_id=0)
    model = T5ForConditionalGeneration(config).eval()
    model.decoder.final_layer_norm.weight.data.mul_(3)
    return model


def folder(out, kind, form, exported, source):
    """One model in the hub's layout."""
    ending, make = FORMS[form]
    target = out / f"{kind}-{form}"
    (target / "onnx").mkdir(parents=True, exist_ok=True)
    for graph in GRAPHS[kind]:
        make(str(exported / f"{graph}.onnx"), str(target / "onnx" / f"{graph}{ending}.onnx"))
    for name in ("config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json"):
        shutil.copy(source / name, target / name)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    for kind, model, tokenizer in (("gpt2", gpt2(), byte_level), ("t5", t5(), unigram)):
        source, exported = out / "work" / f"{kind}-source", out / "work" / f"{kind}-exported"
        model.save_pretrained(source)
        tokenizer(source, model.config.vocab_size)
        main_export(str(source), output=str(exported), task=TASKS[kind], opset=17, do_validation=False)
        for form in FORMS:
            if form == "four" and kind != "gpt2":
                continue
            folder(out, kind, form, exported, source)
        if kind == "gpt2":
            write_gpt2(model, out / "gpt2.gguf")
        else:
            Converter(str(source)).convert(str(out / "t5-ctranslate2"), quantization="int8", force=True)
    shutil.rmtree(out / "work")
    (out / "made.json").write_text(json.dumps({"forms": list(FORMS)}) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()

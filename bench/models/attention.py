"""Makes full-size models with random weights for bench/attention.bench.ts: speed does not depend on the values.

    python attention.py FOLDER

BERT-base (110M, masked language model) in single precision and with 8 bit as the hub's model_quantized.onnx, and GPT-2
(124M) in single precision, each as a folder in the hub's layout.
"""
import argparse
import json
import shutil
import sys
from pathlib import Path

import torch
from optimum.exporters.onnx import main_export
from transformers import BertConfig, BertForMaskedLM, GPT2Config, GPT2LMHeadModel

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models" / "train"))
import forms  # noqa: E402
from tokenizers_made import byte_level, word_piece  # noqa: E402

MODELS = {
    "bert": (BertForMaskedLM, BertConfig, word_piece, "fill-mask"),
    "gpt2": (GPT2LMHeadModel, GPT2Config, byte_level, "text-generation-with-past"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    for name, (model_class, config, tokenizer, task) in MODELS.items():
        torch.manual_seed(0)
        source, target = out / "work" / name, out / f"{name}-fp32"
        model = model_class(config()).eval()
        model.save_pretrained(source)
        tokenizer(source, model.config.vocab_size)
        main_export(str(source), output=str(target), task=task, opset=17, do_validation=False)
        (target / "onnx").mkdir(exist_ok=True)
        shutil.move(target / "model.onnx", target / "onnx" / "model.onnx")
        for file in ("config.json", "tokenizer.json", "tokenizer_config.json"):
            shutil.copy(source / file, target / file)
    eight = out / "bert-dynamic"
    (eight / "onnx").mkdir(parents=True, exist_ok=True)
    for file in ("config.json", "tokenizer.json", "tokenizer_config.json"):
        shutil.copy(out / "bert-fp32" / file, eight / file)
    forms.dynamic(str(out / "bert-fp32/onnx/model.onnx"), str(eight / "onnx/model_quantized.onnx"))
    shutil.rmtree(out / "work")
    (out / "made.json").write_text(json.dumps({"models": list(MODELS)}) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()

"""Writes a trained model as a folder in the hub's ONNX layout, checked against PyTorch.

    python export.py --kind t5 --model RUN/model --out FOLDER [--form blocks|dynamic|half|fp32]

Runs in the export environment (requirements-export.txt). fp32 gives `onnx/model.onnx`, the other forms
`onnx/model_quantized.onnx`, half `onnx/model_fp16.onnx`; the README beside the model is written by hand.
"""
from versions import require

require("requirements-export.txt")

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from optimum.exporters.onnx import main_export, onnx_export_from_model
from safetensors import SafetensorError, safe_open
from transformers import BertForMaskedLM, GPT2LMHeadModel, T5ForConditionalGeneration

import forms
from causal_switch import CAUSAL, HIDDEN, SEEN, added_to_scores
from corpora import LANGUAGES
from files import writing
from sessions import T5, Bert, Gpt2

TASKS = {"bert": "fill-mask", "gpt2": "text-generation-with-past", "t5": "text2text-generation-with-past", "pair": "fill-mask"}
GRAPHS = {"bert": ["model"], "gpt2": ["model"], "t5": ["encoder_model", "decoder_model_merged"], "pair": ["model"]}
BERT_SPECIAL = {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
SPECIAL = {
    "bert": BERT_SPECIAL,
    "gpt2": {"bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>"},
    "t5": {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"},
    "pair": BERT_SPECIAL,
}
TOKENIZER = {
    "bert": {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 512},
    "gpt2": {"tokenizer_class": "GPT2Tokenizer", "add_prefix_space": False, "model_max_length": 512},
    "t5": {"tokenizer_class": "T5Tokenizer", "model_max_length": 512, "extra_ids": 0},
    "pair": {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 256},
}
MAKE = {
    "fp32": ("", shutil.copy),
    "half": ("_fp16", forms.half),
    "dynamic": ("_quantized", forms.dynamic),
    "blocks": ("_quantized", lambda source, target: forms.blocks(source, target, block=64, level=4)),
}
# Sentences of more words are cut at clause marks: measured with `npm run bench -- sentenceLength`.
SENTENCE_WORDS = 14
# Largest difference of a logit from PyTorch's; dynamic quantisation is held to no bound, its noise depends on the text
TOLERANCE = {"fp32": 1e-3, "half": 0.05, "blocks": 1.0, "dynamic": float("inf")}


def switched(source):
    """The BERT of `source`, whose attention mask has the three values of causal_switch.py."""
    model = BertForMaskedLM.from_pretrained(source, attn_implementation="eager").eval()
    model.bert.get_extended_attention_mask = lambda mask, shape: added_to_scores(mask)
    return model


def kind_of(config):
    """The --kind of a model by its config.json; None if that says nothing."""
    return "pair" if "glassbox_causal_mask_value" in config else config.get("model_type")


def translations():
    """What the hub's T5 configs say about the tasks, for both directions of each language."""
    tasks = {}
    for code, name in LANGUAGES.items():
        tasks[f"translation_en_to_{code}"] = {"prefix": f"translate English to {name}: ", "num_beams": 4, "max_length": 300}
        tasks[f"translation_{code}_to_en"] = {"prefix": f"translate {name} to English: ", "num_beams": 4, "max_length": 300}
    return tasks


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf8")


def configure(folder, kind):
    """Puts the small JSON files of the hub's layout beside the weights."""
    config = json.loads((folder / "config.json").read_text(encoding="utf8"))
    config.pop("dtype", None)
    config["torch_dtype"] = "float32"
    if kind == "t5":
        config["task_specific_params"] = translations()
        config["glassbox_sentence_words"] = SENTENCE_WORDS
    write_json(folder / "config.json", config)
    write_json(folder / "tokenizer_config.json", {**SPECIAL[kind], **TOKENIZER[kind]})
    write_json(folder / "special_tokens_map.json", SPECIAL[kind])


def check_trained(folder, kind):
    """Ends the script with a message unless `folder` is a finished model of this kind, whole."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf8"))
        json.loads((folder / "tokenizer.json").read_text(encoding="utf8"))
        safe_open(folder / "model.safetensors", "np")
    except (OSError, ValueError, SafetensorError) as error:
        raise SystemExit(f"--model {folder} cannot be read ({error}): it must be the folder `model` that training writes "
                         "when it ends, with config.json, model.safetensors and tokenizer.json.") from None
    if kind_of(config) != kind:
        raise SystemExit(f"--model {folder} is a {kind_of(config)}, not a {kind}: give the --kind that it is.")


def difference(kind, folder, form, source):
    """The largest difference of a logit between the exported folder and PyTorch, on fixed random tokens."""
    vocabulary = json.loads((source / "config.json").read_text(encoding="utf8"))["vocab_size"]
    ids = np.random.default_rng(0).integers(5, vocabulary, (2, 24))
    x = torch.from_numpy(ids)
    with torch.no_grad():
        if kind == "bert":
            return np.abs(Bert(folder, form).logits(ids) - BertForMaskedLM.from_pretrained(source)(x).logits.numpy()).max()
        if kind == "pair":
            return switched_difference(folder, form, source, ids)
        if kind == "gpt2":
            wanted = GPT2LMHeadModel.from_pretrained(source)(x).logits.numpy()
            model = Gpt2(folder, form)
            first, past = model.step(ids[:, :16])
            rest = [model.step(ids[:, 16:20], past, 16)]
            rest.append(model.step(ids[:, 20:], rest[0][1], 20))
            return np.abs(np.concatenate([first, rest[0][0], rest[1][0]], 1) - wanted).max()
        mask = np.ones_like(ids)
        wanted = T5ForConditionalGeneration.from_pretrained(source)(
            input_ids=x, attention_mask=torch.from_numpy(mask), decoder_input_ids=x[:, :6]).logits.numpy()
        model = T5(folder, form)
        memory, past, made = model.encode(ids, mask), None, []
        for at in range(6):
            logits, past = model.step(ids[:, at:at + 1], memory, mask, past)
            made.append(logits)
        return np.abs(np.concatenate(made, 1) - wanted).max()


def switched_difference(folder, form, source, ids):
    """The same over what the attention mask can say: both sides, left only, a prefix, the end of a row hidden."""
    model, network = Bert(folder, form), BertForMaskedLM.from_pretrained(source, attn_implementation="eager")
    rows, length = ids.shape
    third, worst = length // 3, 0.0
    for parts in ((SEEN, SEEN, SEEN), (CAUSAL, CAUSAL, CAUSAL), (SEEN, CAUSAL, CAUSAL), (SEEN, SEEN, HIDDEN), (SEEN, CAUSAL, HIDDEN)):
        mask = [value for value in parts for _ in range(third)]
        seen = torch.tensor([[value == SEEN or (value == CAUSAL and key <= query) for key, value in enumerate(mask)]
                             for query in range(length)])
        wanted = network(torch.from_numpy(ids), seen.expand(rows, -1, -1)).logits.numpy()
        worst = max(worst, np.abs(model.logits(ids, [mask] * rows) - wanted).max())
    return worst


def export(options, scratch):
    ending, make = MAKE[options.form]
    source, exported, made = scratch / "source", scratch / "exported", scratch / "made"
    source.mkdir()
    for path in options.model.iterdir():
        shutil.copy(path, source)
    configure(source, options.kind)
    if options.kind == "pair":
        onnx_export_from_model(switched(source), exported, task=TASKS["pair"], opset=17, do_validation=True)
    else:
        main_export(str(source), output=str(exported), task=TASKS[options.kind], opset=17, do_validation=True)
    (made / "onnx").mkdir(parents=True)
    for name in GRAPHS[options.kind]:
        make(str(exported / f"{name}.onnx"), str(made / "onnx" / f"{name}{ending}.onnx"))
    for path in source.glob("*.json"):
        if path.name != "training.json":
            shutil.copy(path, made / path.name)
    worst = difference(options.kind, made, ending, source)
    print(f"largest difference from PyTorch: {worst:.2g}")
    if worst > TOLERANCE[options.form]:
        raise SystemExit(f"That is more than {TOLERANCE[options.form]}: the export is wrong, and nothing was written.")
    (options.out / "onnx").mkdir(exist_ok=True)
    for path in sorted(made.rglob("*.*")):
        final = options.out / path.relative_to(made)
        os.replace(path, final)
        print(f"{final}: {final.stat().st_size / 1e6:.2f} MB", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=TASKS, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--form", choices=MAKE, default="blocks")
    options = parser.parse_args()
    check_trained(options.model, options.kind)
    with writing(options.out):
        options.out.mkdir(parents=True, exist_ok=True)
        # Beside its place, so that nothing takes it before it is whole and has been compared with PyTorch
        with tempfile.TemporaryDirectory(prefix=".export-", dir=options.out) as scratch:
            export(options, Path(scratch))


if __name__ == "__main__":
    main()

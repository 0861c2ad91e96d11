"""Makes full-size models with random weights for bench/checkpoints.bench.ts: speed does not depend on the values.

    python checkpoints.py FOLDER

Each as `save_pretrained` writes it, in F32 (NAME), F16 (NAME-f16) and BF16 (NAME-bf16; GPT-2 and BERT only), and exported to
ONNX in F32 (NAME-onnx). NAME/reference.npz has what PyTorch computes of some ids: `ids`, `logits` of the last position or of
all, and for an encoder-decoder `targets`.
"""
import argparse
import json
import shutil
from pathlib import Path

import numpy
import torch
from optimum.exporters.onnx import main_export
from tokenizers_made import byte_level, unigram, word_piece
from transformers import (
    BartConfig, BartForConditionalGeneration, BertConfig, BertForMaskedLM, GPT2Config, GPT2LMHeadModel, LlamaConfig,
    LlamaForCausalLM, MarianConfig, MarianMTModel, RobertaConfig, RobertaForMaskedLM, T5Config, T5ForConditionalGeneration)

SMOLLM = LlamaConfig(
    vocab_size=49152, hidden_size=576, intermediate_size=1536, num_hidden_layers=30, num_attention_heads=9,
    num_key_value_heads=3, max_position_embeddings=2048, rms_norm_eps=1e-5, tie_word_embeddings=True, bos_token_id=0,
    eos_token_id=0)
T5 = T5Config(
    d_model=512, d_kv=64, d_ff=2048, num_layers=6, num_heads=8, vocab_size=32128, feed_forward_proj="relu",
    decoder_start_token_id=0)
BART = BartConfig(
    d_model=768, encoder_layers=6, decoder_layers=6, encoder_attention_heads=12, decoder_attention_heads=12,
    encoder_ffn_dim=3072, decoder_ffn_dim=3072, forced_eos_token_id=None, decoder_start_token_id=2)
OPUS = MarianConfig(
    d_model=512, encoder_layers=6, decoder_layers=6, encoder_attention_heads=8, decoder_attention_heads=8,
    encoder_ffn_dim=2048, decoder_ffn_dim=2048, vocab_size=58101, decoder_vocab_size=58101, max_position_embeddings=512,
    activation_function="swish", scale_embedding=True, pad_token_id=58100, decoder_start_token_id=58100, eos_token_id=0,
    forced_eos_token_id=None)
# A factor for the last norm: fresh weights give nearly equal logits.
MODELS = {
    "bert": (BertForMaskedLM, BertConfig(), word_piece, "fill-mask", lambda m: m.cls.predictions.transform.LayerNorm, 6),
    "roberta": (RobertaForMaskedLM, RobertaConfig(vocab_size=50265, max_position_embeddings=514, type_vocab_size=1),
                word_piece, "fill-mask", lambda m: m.lm_head.layer_norm, 6),
    "gpt2": (GPT2LMHeadModel, GPT2Config(), byte_level, "text-generation-with-past", lambda m: m.transformer.ln_f, 6),
    "smollm": (LlamaForCausalLM, SMOLLM, byte_level, "text-generation-with-past", lambda m: m.model.norm, 6),
    "t5": (T5ForConditionalGeneration, T5, unigram, "text2text-generation-with-past", lambda m: m.decoder.final_layer_norm, 3),
    "bart": (BartForConditionalGeneration, BART, byte_level, "text2text-generation-with-past",
             lambda m: m.model.decoder.layers[-1].final_layer_norm, 6),
    "opus": (MarianMTModel, OPUS, unigram, "text2text-generation-with-past",
             lambda m: m.model.decoder.layers[-1].final_layer_norm, 6),
}
HALF = {"f16": torch.float16, "bf16": torch.bfloat16}


def reference(model):
    """Logits of 100 ids: the last position's, of an encoder-decoder's decoder those of 10 target ids."""
    ids = torch.tensor([[1000 + 37 * at for at in range(100)]])
    found = {"ids": ids[0].numpy()}
    with torch.no_grad():
        if model.config.is_encoder_decoder:
            targets = torch.tensor([[model.config.decoder_start_token_id, *(2000 + 41 * at for at in range(9))]])
            found["targets"] = targets[0].numpy()
            found["logits"] = model(input_ids=ids, decoder_input_ids=targets).logits[0].numpy()
        else:
            found["logits"] = model(input_ids=ids).logits[0].numpy()
    return {name: values.tolist() for name, values in found.items() if name != "logits"}, found["logits"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    for name, (model_class, config, tokenizer, task, norm, factor) in MODELS.items():
        if (out / name / "logits.f32").exists():
            continue
        torch.manual_seed(0)
        model = model_class(config).eval()
        norm(model).weight.data.mul_(factor)
        source = out / name
        model.save_pretrained(source)
        tokenizer(source, model.config.vocab_size)
        work = out / "work"
        main_export(str(source), output=str(work), task=task, opset=17, do_validation=False)
        exported = out / f"{name}-onnx" / "onnx"
        exported.mkdir(parents=True, exist_ok=True)
        for file in ("model", "encoder_model", "decoder_model_merged"):
            if (work / f"{file}.onnx").exists():
                shutil.move(work / f"{file}.onnx", exported / f"{file}.onnx")
        shutil.rmtree(work)
        others = [file for file in source.iterdir() if file.suffix == ".json"]
        for file in others:
            shutil.copy(file, exported.parent / file.name)
        # Half precision rounds the weights: what PyTorch computes of the rounded ones in 32 bit is the reference.
        for kind, dtype in HALF.items():
            if name not in ("bert", "gpt2", "smollm"):
                continue
            half = out / f"{name}-{kind}"
            model.to(dtype).save_pretrained(half)
            for file in others:
                if file.name != "config.json":
                    shutil.copy(file, half / file.name)
            write(half, model_class.from_pretrained(half, torch_dtype=torch.float32).eval())
            model = model_class.from_pretrained(source).eval()
        write(source, model)
        print(name, flush=True)


def write(folder, model):
    tokens, logits = reference(model)
    (folder / "reference.json").write_text(json.dumps({**tokens, "shape": logits.shape}), encoding="utf8")
    logits.astype(numpy.float32).tofile(folder / "logits.f32")


if __name__ == "__main__":
    main()

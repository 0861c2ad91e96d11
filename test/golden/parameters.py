"""Writes parameters.json: how many parameters Hugging Face's classes have for the families' models and for published sizes.

    python -m pip install torch==2.13.0 transformers==4.49.0
    python test/golden/parameters.py

Models are made without memory for their weights (the device `meta`), so that those of billions take no time. A parameter
that is tied is one. `parts` are sums over the modules that the class itself calls so; what an encoder-decoder shares is in
`embeddings`, and in neither side.
"""

import json
from pathlib import Path

import torch
import transformers

HERE = Path(__file__).parent
FAMILIES = HERE / "families" / "models"
MINI = {"mini-bert": "BertForPreTraining"}

# Published sizes: what config.json of the named model says, as far as it is not the class's own default.
BERT_LARGE = dict(hidden_size=1024, num_hidden_layers=24, num_attention_heads=16, intermediate_size=4096)
T5_BASE = dict(d_model=768, d_ff=3072, num_layers=12, num_heads=12)
T5_LARGE = dict(d_model=1024, d_ff=4096, num_layers=24, num_heads=16)
GATED = dict(feed_forward_proj="gated-gelu", tie_word_embeddings=False)
ROBERTA = dict(vocab_size=50265, max_position_embeddings=514, type_vocab_size=1, pad_token_id=1)
OPUS = dict(vocab_size=58101, d_model=512, encoder_layers=6, decoder_layers=6, encoder_attention_heads=8,
            decoder_attention_heads=8, encoder_ffn_dim=2048, decoder_ffn_dim=2048, max_position_embeddings=512,
            activation_function="swish", scale_embedding=True, pad_token_id=58100)
SMOLLM = dict(vocab_size=49152, hidden_size=576, intermediate_size=1536, num_hidden_layers=30, num_attention_heads=9,
              num_key_value_heads=3, tie_word_embeddings=True)
QWEN = dict(vocab_size=151936, hidden_size=896, intermediate_size=4864, num_hidden_layers=24, num_attention_heads=14,
            num_key_value_heads=2, tie_word_embeddings=True)
PUBLISHED = {
    "bert-base-uncased": ("BertModel", {}),
    "bert-base-uncased for masks": ("BertForMaskedLM", {}),
    "bert-base-uncased as pretrained": ("BertForPreTraining", {}),
    "bert-large-uncased": ("BertModel", BERT_LARGE),
    "bert-base-chinese": ("BertModel", dict(vocab_size=21128)),
    "roberta-base": ("RobertaForMaskedLM", ROBERTA),
    "xlm-roberta-base": ("XLMRobertaForMaskedLM", {**ROBERTA, "vocab_size": 250002}),
    "distilbert-base-uncased": ("DistilBertForMaskedLM", {}),
    "electra-small-discriminator": ("ElectraForPreTraining", {}),
    "electra-small-generator": ("ElectraForMaskedLM", {}),
    "albert-base-v2": ("AlbertForMaskedLM", dict(hidden_size=768, num_attention_heads=12, intermediate_size=3072)),
    "mpnet-base": ("MPNetForMaskedLM", dict(vocab_size=30527, max_position_embeddings=514)),
    "modernbert-base": ("ModernBertForMaskedLM", {}),
    "gpt2": ("GPT2LMHeadModel", {}),
    "gpt2-medium": ("GPT2LMHeadModel", dict(n_embd=1024, n_layer=24, n_head=16)),
    "gpt2-large": ("GPT2LMHeadModel", dict(n_embd=1280, n_layer=36, n_head=20)),
    "gpt2-xl": ("GPT2LMHeadModel", dict(n_embd=1600, n_layer=48, n_head=25)),
    "gpt-neo-125m": ("GPTNeoForCausalLM", dict(hidden_size=768, num_layers=12, num_heads=12,
                                               attention_types=[[["global", "local"], 6]])),
    "pythia-160m": ("GPTNeoXForCausalLM", dict(vocab_size=50304, hidden_size=768, num_hidden_layers=12,
                                               num_attention_heads=12, intermediate_size=3072)),
    "opt-125m": ("OPTForCausalLM", {}),
    "opt-350m": ("OPTForCausalLM", dict(hidden_size=1024, num_hidden_layers=24, num_attention_heads=16, ffn_dim=4096,
                                        word_embed_proj_dim=512, do_layer_norm_before=False)),
    "llama-7b": ("LlamaForCausalLM", {}),
    "smollm-135m": ("LlamaForCausalLM", SMOLLM),
    "qwen2-0.5b": ("Qwen2ForCausalLM", QWEN),
    "t5-small": ("T5ForConditionalGeneration", {}),
    "t5-base": ("T5ForConditionalGeneration", T5_BASE),
    "t5-large": ("T5ForConditionalGeneration", T5_LARGE),
    "t5-3b": ("T5ForConditionalGeneration", {**T5_LARGE, "d_kv": 128, "d_ff": 16384, "num_heads": 32}),
    "t5-11b": ("T5ForConditionalGeneration", {**T5_LARGE, "d_kv": 128, "d_ff": 65536, "num_heads": 128}),
    "flan-t5-base": ("T5ForConditionalGeneration", {**T5_BASE, **GATED, "d_ff": 2048}),
    "mt5-small": ("MT5ForConditionalGeneration", dict(vocab_size=250112, d_ff=1024, num_layers=8, num_heads=6, **GATED)),
    "bart-base": ("BartForConditionalGeneration", dict(d_model=768, encoder_layers=6, decoder_layers=6,
                                                       encoder_attention_heads=12, decoder_attention_heads=12,
                                                       encoder_ffn_dim=3072, decoder_ffn_dim=3072)),
    "bart-large": ("BartForConditionalGeneration", {}),
    "mbart-large-50": ("MBartForConditionalGeneration", dict(vocab_size=250054, scale_embedding=True)),
    "opus-mt-en-de": ("MarianMTModel", OPUS),
}


def count(module, without=()) -> int:
    return sum(p.numel() for p in module.parameters() if not any(p is other for other in without))


def parts(model) -> dict:
    words = model.get_input_embeddings().weight
    if model.config.is_encoder_decoder:
        sides = {"encoder": model.get_encoder(), "decoder": model.get_decoder()}
        found = {name: count(side, [words]) for name, side in sides.items()}
    else:
        found = {"base": count(model.base_model)}
        # BertModel and its like are their own base; a pooler is a part of it.
        pooler = getattr(model.base_model, "pooler", None)
        if pooler is not None:
            found["pooler"] = count(pooler)
    return {"words": words.numel(), **found}


def figures(model) -> dict:
    return {"total": count(model), "parts": parts(model)}


def main() -> None:
    models = {}
    with torch.device("meta"):
        for folder in sorted(path for path in FAMILIES.iterdir() if (path / "config.json").exists()):
            config = transformers.AutoConfig.from_pretrained(folder)
            name = (config.architectures or [MINI.get(folder.name)])[0]
            models[folder.name] = figures(getattr(transformers, name)(config))
        published = {}
        for name, (kind, values) in PUBLISHED.items():
            model = getattr(transformers, kind)(getattr(transformers, kind).config_class(**values))
            config = {"model_type": model.config.model_type, "architectures": [kind], **values}
            published[name] = {"config": config, **figures(model)}
    text = json.dumps({"families": models, "published": published}, indent=1)
    (HERE / "parameters.json").write_text(text + "\n")


if __name__ == "__main__":
    main()

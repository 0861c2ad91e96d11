"""Makes models that export.py takes of what on_gpu.py handed over.

    python from_gpu.py --kind t5 --returned FOLDER --data DATA --out RUNS/t5-student
"""
from versions import require

require("requirements-train.txt")

import argparse
import os
import shutil
import tempfile
from pathlib import Path

import torch
from transformers import GPT2Config, GPT2LMHeadModel, T5Config, T5ForConditionalGeneration

from files import writing
from packed import read_tokenizer


def joined(folder, name):
    """(sizes, weights in fp32) of NAME-0.pt, NAME-1.pt, …"""
    try:
        first = torch.load(folder / f"{name}-0.pt", weights_only=True)
        others = [torch.load(folder / f"{name}-{at}.pt", weights_only=True) for at in range(1, first["parts"])]
    except (OSError, RuntimeError, EOFError) as error:
        raise SystemExit(f"{folder} lacks a whole file of {name} ({str(error).splitlines()[0]}): fetch what came back again.") from None
    pieces = {}
    for part in (first, *others):
        for key, piece in part["weights"].items():
            name, at = key.rsplit("@", 1)
            pieces.setdefault(name, {})[int(at)] = piece.float()
    return first["sizes"], {name: torch.cat([found[at] for at in sorted(found)]) for name, found in pieces.items()}


def t5(sizes, end):
    return T5ForConditionalGeneration(T5Config(
        vocab_size=sizes["vocabulary"], d_model=sizes["width"], d_kv=sizes["width"] // sizes["heads"], d_ff=4 * sizes["width"],
        num_layers=sizes["encoder_layers"], num_decoder_layers=sizes["decoder_layers"], num_heads=sizes["heads"], dropout_rate=0.0,
        feed_forward_proj="relu", tie_word_embeddings=True, pad_token_id=0, eos_token_id=end, decoder_start_token_id=0))


def gpt2(sizes, end):
    return GPT2LMHeadModel(GPT2Config(
        vocab_size=sizes["vocabulary"], n_positions=sizes["positions"], n_embd=sizes["width"], n_layer=sizes["layers"],
        n_head=sizes["heads"], resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0, bos_token_id=end, eos_token_id=end))


MAKE = {"t5": t5, "gpt2": gpt2}
ENDS = {"t5": "</s>", "gpt2": "<|endoftext|>"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=MAKE, required=True)
    for name in ("returned", "data", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    sizes, weights = joined(options.returned, f"{options.kind}-student")
    tokenizer = options.data / options.kind / "tokenizer.json"
    model = MAKE[options.kind](sizes, read_tokenizer(tokenizer).token_to_id(ENDS[options.kind]))
    missing, unknown = model.load_state_dict(weights, strict=False)
    # Tied matrices and embeddings have several names for one weight
    lacking = [name for name in missing if "embed_tokens" not in name and "lm_head" not in name]
    if lacking or unknown:
        raise SystemExit(f"{options.returned} holds another model: without {lacking[:3]}, with {unknown[:3]}.")
    model.tie_weights()
    with writing(options.out):
        options.out.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix="partial-", dir=options.out.parent))
        try:
            model.save_pretrained(made)
            shutil.copy(tokenizer, made / "tokenizer.json")
            shutil.rmtree(options.out, ignore_errors=True)
            os.replace(made, options.out)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    print(f"{options.out}: {sum(weight.numel() for weight in weights.values()) / 1e6:.1f} million parameters", flush=True)


if __name__ == "__main__":
    main()

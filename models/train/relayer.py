"""Makes a T5 with other numbers of layers of a trained one, to go on training from.

    python relayer.py --model FOLDER --out FOLDER --encoder 0 1 1 2 3 3 --decoder 0 2

Each number is a layer of the given model, in the order in which they stand in the new one. One that stands there twice says
nothing the second time until it is trained: its output matrices begin at zero, so that a longer stack does at first what the
shorter one did. Leaving layers out of the decoder costs much at first, and saves it in each step. Runs in the training
environment, on a folder that training finished or dequantise.py made.
"""
from versions import require

require("requirements-train.txt")

import argparse
import json
import re
import shutil
from pathlib import Path

from safetensors.torch import load_file, save_file

from files import replacing

WEIGHTS = "model.safetensors"
LAYER = re.compile(r"(encoder|decoder)\.block\.(\d+)\.(.+)")
# The first layer holds the positions of all: where another comes first, they move to it
POSITIONS = "layer.0.SelfAttention.relative_attention_bias.weight"
OUTPUTS = ("Attention.o.weight", "DenseReluDense.wo.weight")


def relayered(weights, chosen):
    """The tensors of the new model, by name; `chosen`: {"encoder": [layer, …], "decoder": [layer, …]}."""
    made = {name: tensor for name, tensor in weights.items() if not LAYER.match(name)}
    held = {}
    for name, tensor in weights.items():
        if found := LAYER.match(name):
            held.setdefault((found[1], int(found[2])), {})[found[3]] = tensor
    for stack, layers in chosen.items():
        for at, of in enumerate(layers):
            if (stack, of) not in held:
                raise SystemExit(f"--{stack} {of}: the model has no such layer; they count from 0.")
            layer = {key: tensor for key, tensor in held[stack, of].items() if key != POSITIONS}
            if at == 0:
                layer[POSITIONS] = held[stack, 0][POSITIONS]
            is_again = of in layers[:at]
            for key, tensor in layer.items():
                made[f"{stack}.block.{at}.{key}"] = tensor * 0 if is_again and key.endswith(OUTPUTS) else tensor.clone()
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("model", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for stack in ("encoder", "decoder"):
        parser.add_argument(f"--{stack}", type=int, nargs="+", required=True, metavar="LAYER")
    options = parser.parse_args()
    chosen = {"encoder": options.encoder, "decoder": options.decoder}
    made = relayered(load_file(options.model / WEIGHTS), chosen)
    config = json.loads((options.model / "config.json").read_text(encoding="utf8"))
    config |= {"num_layers": len(options.encoder), "num_decoder_layers": len(options.decoder)}
    options.out.mkdir(parents=True, exist_ok=True)
    with replacing(options.out / "config.json") as partial:
        partial.write_text(json.dumps(config, indent=2) + "\n", encoding="utf8")
    shutil.copy(options.model / "tokenizer.json", options.out)
    with replacing(options.out / WEIGHTS) as partial:
        save_file(made, partial, metadata={"format": "pt"})
    print(f"{options.out}: {sum(tensor.numel() for tensor in made.values()) / 1e6:.1f} million parameters")


if __name__ == "__main__":
    main()

"""Makes a T5 or a GPT-2 with other numbers of layers of a trained one, to go on training from.

    python relayer.py --model FOLDER --out FOLDER --encoder 0 1 1 2 3 3 --decoder 0 2
    python relayer.py --model FOLDER --out FOLDER --layers 0 1 2 2 3 4 4 5

Each number is a layer of the given model, in the order in which they stand in the new one. One that stands there twice says
nothing the second time until it is trained: its output matrices begin at zero, so that a longer stack does at first what the
shorter one did. Leaving layers out of the decoder costs much at first, and saves it in each step. Runs in the training
environment, on a folder that training finished or dequantise.py made.
"""
from versions import require

require("requirements-train.txt")

import argparse
import re
from pathlib import Path

from finished import read_finished, write_finished

# What the configuration says of each stack, and where its layers are
STACKS = {"t5": {"encoder": ("num_layers", "encoder.block"), "decoder": ("num_decoder_layers", "decoder.block")},
          "gpt2": {"layers": ("n_layer", "transformer.h")}}
LAYER = re.compile(r"(encoder\.block|decoder\.block|transformer\.h)\.(\d+)\.(.+)")
# The first layer of a T5 holds the positions of all: where another comes first, they move to it
POSITIONS = "layer.0.SelfAttention.relative_attention_bias.weight"
OUTPUTS = ("Attention.o.weight", "DenseReluDense.wo.weight", "c_proj.weight", "c_proj.bias")


def relayered(weights, chosen, kind="t5"):
    """The tensors of the new model, by name; `chosen`: {"encoder": [layer, …], "decoder": [layer, …]} or {"layers": [layer, …]}."""
    made = {name: tensor for name, tensor in weights.items() if not LAYER.match(name)}
    held = {}
    for name, tensor in weights.items():
        if found := LAYER.match(name):
            held.setdefault((found[1], int(found[2])), {})[found[3]] = tensor
    for name, layers in chosen.items():
        _, stack = STACKS[kind][name]
        for at, of in enumerate(layers):
            if (stack, of) not in held:
                raise SystemExit(f"--{name} {of}: the model has no such layer; they count from 0.")
            layer = {key: tensor for key, tensor in held[stack, of].items() if key != POSITIONS}
            if at == 0 and POSITIONS in held[stack, 0]:
                layer[POSITIONS] = held[stack, 0][POSITIONS]
            is_again = of in layers[:at]
            for key, tensor in layer.items():
                made[f"{stack}.{at}.{key}"] = tensor * 0 if is_again and key.endswith(OUTPUTS) else tensor.clone()
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("model", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for stack in ("encoder", "decoder", "layers"):
        parser.add_argument(f"--{stack}", type=int, nargs="+", metavar="LAYER")
    options = parser.parse_args()
    config, weights, tokenizer = read_finished(options.model)
    stacks = STACKS.get(config["model_type"])
    if stacks is None:
        raise SystemExit(f"--model {options.model} is a {config['model_type']}; this script knows {' and '.join(STACKS)}.")
    chosen = {name: layers for name in ("encoder", "decoder", "layers") if (layers := getattr(options, name))}
    if chosen.keys() != stacks.keys():
        raise SystemExit(f"A {config['model_type']} needs {' and '.join(f'--{name}' for name in stacks)}, and no other layers.")
    made = relayered(weights, chosen, config["model_type"])
    config |= {said: len(chosen[name]) for name, (said, _) in stacks.items()}
    write_finished(options.out, config, made, tokenizer)
    print(f"{options.out}: {sum(tensor.numel() for tensor in made.values()) / 1e6:.1f} million parameters")


if __name__ == "__main__":
    main()

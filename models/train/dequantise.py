"""Makes a model to train on from a finished folder: the weights of its graphs, the 8-bit ones as numbers again.

    python dequantise.py --kind t5 --folder MODELS/t5-mini --out FOLDER

For --start, where the weights that the folder was made from are no longer at hand. Runs in the export environment. What
it writes is compared with the graphs: a logit may differ by what 8-bit activations cost, as after export.py.
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
import onnx
import torch
from google.protobuf.message import DecodeError
from onnx import numpy_helper
from transformers import BertForMaskedLM, GPT2LMHeadModel, T5ForConditionalGeneration

from export import GRAPHS, MAKE, TOLERANCE, difference, kind_of
from files import writing
from forms import graphs, initialisers

CLASSES = {"bert": BertForMaskedLM, "gpt2": GPT2LMHeadModel, "t5": T5ForConditionalGeneration, "pair": BertForMaskedLM}
# What stands before the names of a graph in those of the whole model
PREFIX = {"encoder_model": "encoder.", "decoder_model_merged": "", "model": ""}
MERGED = "_merged_0"
ENDING = MAKE["blocks"][0]


def unpacked(values, scales):
    """values uint8 [rows, blocks, block] and scales [rows, blocks] of forms.block_quantise to fp32 [rows, blocks x block]."""
    return ((values.astype(np.float32) - 128) * scales[:, :, None]).reshape(len(values), -1)


def weights(path, transposed):
    """Name of each parameter to its array, from one graph. `transposed`: linear layers are held [in, out], as GPT-2's are."""
    model = onnx.load(path)
    arrays = {name: numpy_helper.to_array(tensor) for name, (tensor, _) in initialisers(model).items()}
    found = {name.removesuffix(MERGED): array for name, array in arrays.items()}
    for name in [name.removesuffix("_q8") for name in arrays if name.endswith("_q8")]:
        found[name.removesuffix(MERGED)] = unpacked(arrays[f"{name}_q8"], arrays[f"{name}_scale"])
    # Linear layers have lost their names in the export, but their nodes still say where they stand in the model
    for graph in graphs(model.graph):
        for node in graph.node:
            if node.op_type == "MatMulNBits":
                matrix = found[node.input[1].removesuffix("_q8").removesuffix(MERGED)]
                layer = ".".join(node.name.strip("/").split("/")[:-1])
                found[f"{layer}.weight"] = matrix.T if transposed and layer != "lm_head" else matrix
    return found


def restored(kind, folder):
    """The PyTorch model of the folder."""
    try:
        config = CLASSES[kind].config_class.from_json_file(folder / "config.json")
        found_kind = kind_of(json.loads((folder / "config.json").read_text(encoding="utf8")))
        if found_kind != kind:
            raise SystemExit(f"--folder {folder} is a {found_kind}, not a {kind}: give the --kind that it is.")
        model, found = CLASSES[kind](config), {}
        for name in GRAPHS[kind]:
            path = folder / "onnx" / f"{name}{ENDING}.onnx"
            found |= {PREFIX[name] + key: array for key, array in weights(path, kind == "gpt2").items()}
    except (OSError, ValueError, DecodeError) as error:
        raise SystemExit(f"--folder {folder} cannot be read ({error}): it must be one that export.py wrote.") from None
    state = model.state_dict()
    own = [name for name in state if not name.endswith(tuple(model._tied_weights_keys))]
    lacking = [name for name in own if found.get(name, np.empty(0)).shape != state[name].shape]
    if lacking:
        raise SystemExit(f"{folder} has no {', '.join(lacking[:3])} of the shape that its config.json asks for: give the "
                         "--kind that it is, and a folder that export.py wrote with --form blocks.")
    model.load_state_dict({name: torch.tensor(found[name]) for name in own}, strict=False)
    model.tie_weights()
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=CLASSES, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    model = restored(options.kind, options.folder)
    with writing(options.out):
        options.out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".dequantise-", dir=options.out) as scratch:
            made = Path(scratch)
            model.save_pretrained(made)
            for name in ("config.json", "tokenizer.json"):
                shutil.copy(options.folder / name, made)
            worst = difference(options.kind, options.folder, ENDING, made)
            print(f"largest difference from the folder: {worst:.2g}")
            if worst > TOLERANCE["blocks"]:
                raise SystemExit(f"That is more than {TOLERANCE['blocks']}: the weights are wrong, and nothing was written.")
            for path in made.iterdir():
                os.replace(path, options.out / path.name)
    print(options.out)


if __name__ == "__main__":
    main()

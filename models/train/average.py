"""Averages finished models that lie on one path of training: often better than the last of them.

    python average.py --models RUN1/model RUN2/model --weights 0.3 0.7 --out FOLDER

All must have the same shape; configuration and tokenizer are those of the last one. Runs in the training environment.
"""
from versions import require

require("requirements-train.txt")

import argparse
import shutil
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from files import replacing

WEIGHTS = "model.safetensors"


def tensors(folder):
    try:
        return load_file(folder / WEIGHTS)
    except (OSError, SafetensorError) as error:
        raise SystemExit(f"{folder / WEIGHTS} cannot be read ({error}): give folders `model` that training finished.") from None


def average(models, weights):
    """The weighted mean of every tensor, summed in double precision."""
    shapes = [{name: tensor.shape for name, tensor in model.items()} for model in models]
    if any(shape != shapes[0] for shape in shapes):
        raise SystemExit("The models are of different shapes: only models of one path of training can be averaged.")
    return {
        name: sum(weight * model[name].double() for weight, model in zip(weights, models)).to(tensor.dtype)
        for name, tensor in models[-1].items()
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, nargs="+", required=True)
    parser.add_argument("--weights", type=float, nargs="+", required=True, help="one for each model; they sum to 1")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if len(options.weights) != len(options.models) or abs(sum(options.weights) - 1) > 1e-6:
        raise SystemExit(f"Give {len(options.models)} --weights that sum to 1, one for each model.")
    made = average([tensors(folder) for folder in options.models], options.weights)
    options.out.mkdir(parents=True, exist_ok=True)
    for path in options.models[-1].glob("*.json"):
        shutil.copy(path, options.out / path.name)
    with replacing(options.out / WEIGHTS) as partial:
        save_file(made, partial, metadata={"format": "pt"})
    print(options.out)


if __name__ == "__main__":
    main()

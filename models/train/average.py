"""Averages finished models that lie on one path of training: often better than the last of them.

    python average.py --models RUN1/model RUN2/model --weights 0.3 0.7 --out FOLDER

All must have the same shape; configuration and tokenizer are those of the last one. Runs in the training environment.
"""
from versions import require

require("requirements-train.txt")

import argparse
from pathlib import Path

from finished import read_finished, write_finished


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
    read = [read_finished(folder) for folder in options.models]
    made = average([tensors for _, tensors, _ in read], options.weights)
    config, _, tokenizer = read[-1]
    write_finished(options.out, config, made, tokenizer)
    print(options.out)


if __name__ == "__main__":
    main()

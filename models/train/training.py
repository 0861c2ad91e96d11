"""What the three training scripts share: the budget, the learning rate, the optimisers, resumable checkpoints."""
import argparse
import datetime
import json
import os
import pickle
import shutil
import time
from pathlib import Path

import torch
from safetensors import SafetensorError

from files import replacing, writing
from muon import Muon


def arguments(description, learning_rate=2e-3, layers=6):
    """The command line that every training script takes."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that prepare.py wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint and the finished model")
    parser.add_argument("--start", type=Path, help="a finished model to continue from, instead of fresh weights")
    parser.add_argument("--layers", type=int, default=layers, help="of fresh weights; of the encoder and of the decoder each")
    parser.add_argument("--width", type=int, default=256, help="of fresh weights")
    parser.add_argument("--heads", type=int, default=8, help="of fresh weights")
    parser.add_argument("--minutes", type=float, help="training time in all, resumed runs counted together")
    parser.add_argument("--until", help="time of day (HH:MM) at which training has ended, instead of --minutes")
    parser.add_argument("--steps", type=int, help="number of steps, instead of --minutes: the same weights on every run")
    parser.add_argument("--learning-rate", type=float, default=learning_rate, help="peak, for the hidden matrices")
    parser.add_argument("--warmup", type=int, default=100, help="steps in which the rate rises to its peak")
    parser.add_argument("--decay", type=float, default=0.5, help="share of the time in which the rate falls to zero")
    parser.add_argument("--adamw", action="store_true", help="AdamW for the hidden matrices too: a step costs less, for small batches")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--eager", action="store_true", help="do not compile: slower, but at once; for short tries")
    parser.add_argument("--save-seconds", type=float, default=180, help="time between two checkpoints")
    return parser


def device():
    return "cuda" if torch.cuda.is_available() else "cpu"


def precision():
    """What a forward pass is computed in: bf16 where the processor has fast products of it, else fp32.

    Without AVX-512 or better a product in bf16 takes fifty times as long as one in fp32.
    """
    fast = device() == "cuda" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.bfloat16 if fast else torch.float32


def forward():
    """The context of a forward pass."""
    return torch.autocast(device(), precision(), enabled=precision() != torch.float32)


def attention():
    """Eager attention under torch.compile is 2.5 times faster on a CPU than the backward of its fused kernel."""
    return "sdpa" if device() == "cuda" else "eager"


def compiled(module, options):
    """The module compiled for fixed shapes, of which there may be a few."""
    torch._dynamo.config.cache_size_limit = 64
    return module if options.eager else torch.compile(module, dynamic=False)


def pretrained(kind, folder, tokenizer, attention, option="--start"):
    """The finished model in `folder`, which `option` named. `kind` is the transformers class that it must be of."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf8"))
        if config["model_type"] != kind.config_class.model_type:
            raise SystemExit(f"{option} {folder} is a {config['model_type']}; this script trains a {kind.config_class.model_type}.")
        if config["vocab_size"] != tokenizer.get_vocab_size():
            raise SystemExit(f"{option} {folder} has a vocabulary of {config['vocab_size']}, and the tokenizer in --data one of "
                             f"{tokenizer.get_vocab_size()}: put that model's tokenizer.json there and run prepare.py again.")
        return kind.from_pretrained(folder, dtype=torch.float32, attn_implementation=attention, local_files_only=True)
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise SystemExit(f"{option} {folder} cannot be read ({first_line(error)}): it must be a folder that training finished, "
                         "with config.json and model.safetensors.") from None


def first_line(error):
    return str(error).strip().split("\n")[0]


class Budget:
    """How far training has come, as a share of its time or steps; counts all the runs that a checkpoint went through."""

    def __init__(self, minutes=None, until=None, steps=None):
        if [minutes, until, steps].count(None) != 2:
            raise SystemExit("Give one of --minutes, --until and --steps.")
        self.minutes, self.steps, self.before, self.started = minutes, steps, 0.0, time.time()
        self.deadline = None
        if until:
            hour, minute = map(int, until.split(":"))
            day = datetime.datetime.now().replace(hour=hour, minute=minute, second=0)
            self.deadline = (day + datetime.timedelta(days=day < datetime.datetime.now())).timestamp()

    def elapsed(self):
        return self.before + time.time() - self.started

    def share(self, step):
        """From 0 at the start of training to 1 at its end."""
        if self.steps is not None:
            return min(1.0, step / max(1, self.steps))
        total = self.minutes * 60 if self.minutes else self.elapsed() + self.deadline - time.time()
        return min(1.0, self.elapsed() / max(total, 1e-9))


def rate_scale(share, step, decay, warmup):
    """Warm-up over steps, then flat, then linear to zero over the last `decay` of the time."""
    return min(1.0, (step + 1) / warmup) * min(1.0, (1.0 - share) / decay)


NOT_HIDDEN = ("embed", "wte", "wpe", "shared", "lm_head", "predictions.decoder", "relative_attention_bias")


def optimisers(model, learning_rate, embedding_rate=None, weight_decay=0.02, muon=True):
    """Muon (or AdamW) for the hidden matrices, AdamW for embeddings, norms and biases."""
    matrices, rest = [], []
    for name, parameter in model.named_parameters():
        hidden = parameter.dim() == 2 and not any(part in name for part in NOT_HIDDEN)
        (matrices if hidden else rest).append(parameter)
    both = [
        Muon(matrices, lr=learning_rate, weight_decay=weight_decay, momentum=0.95, dtype=precision()) if muon else
        torch.optim.AdamW(matrices, lr=learning_rate, betas=(0.9, 0.98), weight_decay=weight_decay, fused=True),
        torch.optim.AdamW(rest, lr=embedding_rate or learning_rate, betas=(0.9, 0.98), weight_decay=0.0, eps=1e-9, fused=True),
    ]
    for optimiser in both:
        for group in optimiser.param_groups:
            group["peak"] = group["lr"]
    return both


STATE = {"seed", "step", "position", "tokens", "seconds", "model", "optimisers"}


class Run:
    """One training run that can be killed at any moment and goes on from its last checkpoint.

    Every batch must depend on (seed, index of the batch) alone, so that the position in the data is one number.
    """

    def __init__(self, options, model, tokenizer, embedding_rate=None):
        self.options, self.model, self.tokenizer = options, model, tokenizer
        self.optimisers = optimisers(model, options.learning_rate, embedding_rate, muon=not options.adamw)
        self.budget = Budget(options.minutes, options.until, options.steps)
        self.step = self.position = self.tokens = 0
        self.losses, self.saved, self.logged = [], time.time(), time.time()
        self.path = options.out / "state.pt"
        with writing(self.path):
            options.out.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            self.resume()

    def resume(self):
        try:
            state = torch.load(self.path, map_location=device(), weights_only=True)
        except (RuntimeError, EOFError, pickle.UnpicklingError) as error:
            raise SystemExit(f"{self.path} is cut off or damaged ({first_line(error)}): bring back a whole one, or move it "
                             "away to start anew.") from None
        if not isinstance(state, dict) or not STATE <= state.keys():
            raise SystemExit(f"{self.path} is no checkpoint of these scripts, or of another version of them: move it away.")
        if state["seed"] != self.options.seed:
            raise SystemExit(f"{self.path} was trained with --seed {state['seed']}: use it, or another --out.")
        shapes = {name: tuple(tensor.shape) for name, tensor in self.model.state_dict().items()}
        if shapes != {name: tuple(tensor.shape) for name, tensor in state["model"].items()}:
            raise SystemExit(f"{self.path} is of a model of another size or vocabulary: use the --layers, --width, --heads "
                             "and --data that it was trained with, or another --out.")
        self.model.load_state_dict(state["model"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"]):
            peaks = [group["peak"] for group in optimiser.param_groups]
            optimiser.load_state_dict(saved)
            for group, peak in zip(optimiser.param_groups, peaks):
                group["peak"] = peak
        self.step, self.position, self.tokens = state["step"], state["position"], state["tokens"]
        self.budget.before = state["seconds"]
        print(f"resumed at step {self.step}, {state['seconds'] / 60:.1f} minutes", flush=True)

    def save(self):
        """Writes beside the old checkpoint and then takes its place: a checkpoint is never half written."""
        state = {
            "seed": self.options.seed, "step": self.step, "position": self.position, "tokens": self.tokens,
            "seconds": self.budget.elapsed(), "model": self.model.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
        }
        with replacing(self.path) as partial, open(partial, "wb") as file:
            torch.save(state, file)
        self.saved = time.time()

    def going(self):
        return self.share() < 1.0

    def share(self):
        return self.budget.share(self.step)

    def update(self, loss, tokens):
        """One optimiser step. `loss` is a scalar tensor, `tokens` the number of tokens that it saw."""
        scale = rate_scale(self.share(), self.step, self.options.decay, self.options.warmup)
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * scale
        self.model.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimiser in self.optimisers:
            optimiser.step()
        self.step += 1
        self.tokens += tokens
        self.losses.append(loss.item())
        if time.time() - self.logged > 30:
            self.log(scale)

    def log(self, scale):
        recent = self.losses[-100:]
        print(
            f"{datetime.datetime.now():%H:%M:%S} step {self.step} loss {sum(recent) / len(recent):.3f} rate {scale:.2f} "
            f"tokens {self.tokens / 1e6:.1f}M {self.tokens / self.budget.elapsed():.0f}/s {self.share() * 100:.0f}%",
            flush=True,
        )
        self.logged = time.time()

    def checkpoint_if_due(self, position):
        """Call between batches, with the index of the next one."""
        self.position = position
        if time.time() - self.saved > self.options.save_seconds:
            self.save()

    def finish(self):
        self.save()
        final, partial = self.options.out / "model", self.options.out / "model.partial"
        summary = {"steps": self.step, "tokens": self.tokens, "minutes": round(self.budget.elapsed() / 60, 1)}
        shutil.rmtree(partial, ignore_errors=True)
        with writing(final):
            self.model.save_pretrained(partial)
            shutil.copy(self.tokenizer, partial / "tokenizer.json")
            (partial / "training.json").write_text(json.dumps(summary) + "\n")
            if final.exists():
                shutil.rmtree(final)
            os.replace(partial, final)
        print(f"finished: {summary} in {final}", flush=True)

"""What on_gpu.py does in turn: trains a model until a time, has a teacher translate, and hands weights over in small files.

Runs beside nothing but torch and numpy, which are all that the other machine has.
"""
import lzma
import os
import time

import numpy as np
import torch
from torch.nn.functional import cross_entropy, kl_div, log_softmax

from muon import Muon
from plain_models import EOS, PAD, Gpt2Block, Part

MOST_BYTES = 16_000_000
# Each is compiled once
LENGTHS = 32, 64
WARMUP, DECAY, WEIGHT_DECAY = 50, 0.5, 0.02


def device():
    return "cuda" if torch.cuda.is_available() else "cpu"


def forward():
    return torch.autocast(device(), torch.bfloat16)


def tokens(path):
    try:
        return np.frombuffer(lzma.decompress(path.read_bytes()), dtype=np.uint16)
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise SystemExit(f"{path} is missing, cut off or damaged ({error}): copy the pack again.") from None


def whole(path, state):
    """Writes it beside its place first, so that a run that is cut off leaves the file before."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, path)


def compile_parts(model):
    """Compiles the layers one by one: those that are alike share what was compiled, so that it takes seconds, not minutes."""
    torch._dynamo.config.cache_size_limit = 64
    for module in model.modules():
        if isinstance(module, (Part, Gpt2Block)):
            module.compile(dynamic=False)


def hand_over(model, out, name):
    """The weights in half precision, in as few files as their largest size allows: NAME-0.pt, NAME-1.pt, …"""
    parts, size = [{}], 0
    for key, weight in model.state_dict().items():
        rows = max(1, int((MOST_BYTES - 500_000) / 2 / max(1, weight[0].numel())))
        for at, piece in enumerate(weight.detach().half().cpu().split(rows)):
            if size + piece.numel() * 2 > MOST_BYTES - 500_000:
                parts.append({})
                size = 0
            parts[-1][f"{key}@{at}"] = piece.clone()
            size += piece.numel() * 2
    for at, part in enumerate(parts):
        whole(out / f"{name}-{at}.pt", {"sizes": model.sizes, "parts": len(parts), "weights": part})


class Stage:
    """One model in training: its optimisers, its curve, and what is saved each minute."""

    def __init__(self, name, model, options, rate=2e-3, is_returned=False):
        self.name, self.options, self.is_returned = name, options, is_returned
        self.model, self.step, self.used, self.curve = model.to(device()).train(), 0, 0.0, []
        matrices, rest = [], []
        for key, weight in model.named_parameters():
            hidden = weight.dim() == 2 and not any(part in key for part in ("shared", "wte", "wpe", "relative_attention_bias"))
            (matrices if hidden else rest).append(weight)
        # T5's embeddings, which begin larger, learn at three times the rate, as in train_t5.py
        fast = 3 if any("shared" in key for key, _ in model.named_parameters()) else 1
        self.optimisers = [Muon(matrices, rate, WEIGHT_DECAY, 0.95, torch.bfloat16),
                           torch.optim.AdamW(rest, lr=rate * fast, betas=(0.9, 0.98), weight_decay=WEIGHT_DECAY)]
        self.peaks = [rate, rate * fast]
        self.path = options.state / f"{name}.pt"
        if self.path.is_file():
            self.resume()
        if not options.eager:
            compile_parts(self.model)

    def resume(self):
        held = torch.load(self.path, map_location=device(), weights_only=True)
        self.model.load_state_dict(held["model"])
        for optimiser, state in zip(self.optimisers, held["optimisers"]):
            optimiser.load_state_dict(state)
        self.step, self.used, self.curve = held["step"], held["used"], held["curve"]
        print(f"{self.name}: resumed at step {self.step}, {self.used:.0f} s", flush=True)

    def save(self):
        whole(self.path, {"model": self.model.state_dict(), "optimisers": [one.state_dict() for one in self.optimisers],
                          "step": self.step, "used": self.used, "curve": self.curve})
        if self.is_returned:
            hand_over(self.model, self.options.out, self.name)

    def train(self, seconds, loss_of):
        """Until `seconds` are used, resumed runs counted; loss_of(model, step) gives the scalar loss of a batch."""
        saved = last = time.time()
        before, recent = self.used, []
        started = time.time()
        while self.used < seconds:
            share = self.used / seconds
            scale = min(1.0, (self.step + 1) / WARMUP) * min(1.0, (1 - share) / DECAY)
            for optimiser, peak in zip(self.optimisers, self.peaks):
                for group in optimiser.param_groups:
                    group["lr"] = peak * scale
            with forward():
                loss = loss_of(self.model, self.step)
            self.model.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            for optimiser in self.optimisers:
                optimiser.step()
            self.step += 1
            recent.append(loss.detach())
            # A step is only begun on the device: the clock tells the truth after it has been waited for
            if self.step % 10 == 0 and device() == "cuda":
                torch.cuda.synchronize()
            self.used = before + time.time() - started
            if time.time() - last > self.options.tell_seconds:
                self.tell(recent)
                last = time.time()
            if time.time() - saved > self.options.save_seconds:
                self.save()
                saved = time.time()
        self.tell(recent)
        self.save()

    def tell(self, recent):
        if recent:
            loss = torch.stack(recent).mean().item()
            self.curve.append([round(self.used, 1), self.step, round(loss, 4)])
            print(f"{self.name}: {self.used:.0f} s, step {self.step}, loss {loss:.3f}", flush=True)
            recent.clear()


class Pairs:
    """Sources and targets by length, flat in the pools of pack_for_gpu.py."""

    def __init__(self, pools):
        self.rows = []
        for pool in pools:
            ends = np.flatnonzero(pool == 65535)
            sides = np.split(pool, ends + 1)[:-1]
            self.rows += [(sides[at][:-1], sides[at + 1][:-1]) for at in range(0, len(sides) - 1, 2)]
        longest = np.array([max(len(x), len(y)) for x, y in self.rows])
        low, self.by_length = 0, {}
        for length in LENGTHS:
            at = np.flatnonzero((longest > low) & (longest <= length))
            low = length
            if len(at):
                self.by_length[length] = at
        if not self.by_length:
            raise SystemExit("The pack holds no translations: pack it again.")
        # As many tokens of each length as there are in the text
        sizes = np.array([len(at) * length for length, at in self.by_length.items()], float)
        self.odds = sizes / sizes.sum()

    def batch(self, rng, size, answers=None):
        """(source, target), int64 [rows, length], of `size` tokens; `answers`: others' targets by row, where there are."""
        length = int(rng.choice(list(self.by_length), p=self.odds))
        chosen = rng.choice(self.by_length[length], max(2, size // (2 * length)))
        targets = [answers.get(int(at), self.rows[at][1]) if answers else self.rows[at][1] for at in chosen]
        return padded([self.rows[at][0] for at in chosen], length), padded([row[:length] for row in targets], length)


def padded(rows, length):
    out = np.full((len(rows), length), PAD, dtype=np.int64)
    for made, row in zip(out, rows):
        made[:len(row)] = row
    return torch.from_numpy(out).to(device(), non_blocking=True)


def translation_loss(pairs, size, seed, answers=None):
    """Half of the batches by the teacher's answers, where there are any, half by what people wrote."""
    def loss_of(model, step):
        rng = np.random.default_rng((seed, step))
        x, y = pairs.batch(rng, size, answers if step % 2 else None)
        told = torch.cat([torch.full_like(y[:, :1], PAD), y[:, :-1]], 1)
        logits = model(x, told) @ model.shared.weight.T.to(torch.bfloat16)
        return cross_entropy(logits.float().flatten(0, 1), y.masked_fill(y == PAD, -100).flatten(), label_smoothing=0.1)
    return loss_of


# Each token makes the rows longer by one, and so many shapes are not worth compiling
@torch.compiler.set_stance("force_eager")
@torch.no_grad()
def answers(teacher, pairs, seconds, rows, seed):
    """The teacher's greedy translations, by row, of as many sources as the time allows, in random order."""
    teacher.eval()
    made, until, rng = {}, time.time() + seconds, np.random.default_rng((seed, 1))
    groups = [part for at in pairs.by_length.values() for part in np.array_split(rng.permutation(at), max(1, len(at) // rows))]
    rng.shuffle(groups := list(map(tuple, groups)))
    for group in groups:
        if time.time() > until:
            break
        length = max(max(len(pairs.rows[at][0]), len(pairs.rows[at][1])) for at in group)
        with forward():
            x = padded([pairs.rows[at][0] for at in group], length)
            memory = teacher.encode(x)
            told = torch.full((len(group), length + 1), PAD, dtype=torch.int64, device=x.device)
            ended = torch.zeros(len(group), dtype=torch.bool, device=x.device)
            for at in range(length):
                h = teacher.states(x, memory, told[:, :at + 1])[:, -1]
                token = (h @ teacher.shared.weight.T.to(h.dtype)).argmax(-1).masked_fill(ended, PAD)
                told[:, at + 1] = token
                ended |= token == EOS
                if bool(ended.all()):
                    break
        for row, text, done in zip(group, told[:, 1:].cpu().numpy(), ended.cpu().numpy()):
            # What does not end is no translation to learn from
            if done:
                made[int(row)] = text[:int(np.argmax(text == EOS)) + 1].astype(np.uint16)
    teacher.train()
    print(f"{len(made)} of {len(pairs.rows)} sources told by the teacher", flush=True)
    return made


def text_loss(streams, shares, rows, length, seed, teacher=None):
    """Next tokens; with a teacher, half of the loss is the divergence from what it says."""
    names, odds = list(streams), np.array([shares[name] for name in streams])
    def loss_of(model, step):
        rng = np.random.default_rng((seed, step))
        taken = []
        for name in rng.choice(names, rows, p=odds / odds.sum()):
            at = rng.integers(0, len(streams[name]) - length - 1)
            taken.append(streams[name][at:at + length + 1].astype(np.int64))
        ids = torch.from_numpy(np.stack(taken)).to(device(), non_blocking=True)
        logits = (model(ids[:, :-1]) @ model.transformer.wte.weight.T.to(torch.bfloat16)).float().flatten(0, 1)
        loss = cross_entropy(logits, ids[:, 1:].flatten())
        if teacher is None:
            return loss
        with torch.no_grad():
            told = (teacher(ids[:, :-1]) @ teacher.transformer.wte.weight.T.to(torch.bfloat16)).float().flatten(0, 1)
        return 0.5 * loss + 0.5 * kl_div(log_softmax(logits, -1), log_softmax(told, -1), reduction="batchmean", log_target=True)
    return loss_of

"""Writes nothing.json: the first steps of *From nothing* by PyTorch, of a GPT and of a BERT with each kind of positions.

    pip install torch==2.13.0 transformers numpy
    python nothing.py

Tiny models of transformers' classes, in double precision, whose weights begin by a rule that needs no drawing (`beginning`),
but for positions that begin as sines or at the neighbours, which begin as they say.
Each step's rows and labels are drawn here and stand in the file. AdamW is torch.optim's, with decay for matrices alone, a
norm clipped by torch.nn.utils, and a rate that rises over the warm-up and falls along half a cosine to a share of itself.
"""

import json
import math

import numpy as np
import torch
import transformers
from transformers import BertConfig, BertForMaskedLM, GPT2Config, GPT2LMHeadModel, MPNetConfig, MPNetForMaskedLM
from transformers.models.mpnet.modeling_mpnet import MPNetEncoder

from common import HERE

CHARACTERS = list("etaonis \n")
LAYERS, WIDTH, HEADS, LENGTH, ROWS = 2, 16, 2, 16, 3
STEPS, WARMUP, LEAST, DECAY = 6, 2, 0.1, 0.05
# Between the norms: AdamW does not see a factor that all gradients have.
CLIP = 2.4
RATES = {"decoder": 5e-3, "encoder": 2e-3}
MASK_SHARE = 0.3
IGNORED = -100
# As the encoder's tokens begin: <s>, <pad>, </s>, <unk>, <mask>; the decoder's with <|endoftext|>.
BEGIN, PADDING, END, MASK, ENCODER_FIRST, DECODER_FIRST = 0, 1, 2, 4, 5, 1
PART = {"gpt2": ".h.", "bert": ".layer.", "mpnet": ".layer."}
TABLES = ("wte", "wpe", "embeddings", "relative_attention_bias")


def sines():
    """Positions as in Vaswani et al. 2017, section 3.5, a tenth as large."""
    angles = np.arange(LENGTH)[:, None] / 10000 ** (np.arange(0, WIDTH, 2) / WIDTH)
    return 0.1 * np.stack([np.sin(angles), np.cos(angles)], -1).reshape(LENGTH, WIDTH)


def neighbours():
    """MPNet's table of distances: head 0 adds 8 to the score of the token before, head 1 to that of the one behind."""
    table = np.zeros((32, HEADS))
    for head, distance in enumerate([-1, 1]):
        table[MPNetEncoder.relative_position_bucket(torch.tensor([distance])).item(), head] = 8
    return table


def beginning(name, shape, positions):
    """Waves whose pitch rises, so that no row is like another; norms about 1. The name sets where they begin."""
    if name.endswith("relative_attention_bias.weight"):
        return torch.tensor(neighbours())
    if name.endswith("position_embeddings.weight") and positions == "sinusoidal":
        return torch.tensor(sines().astype(np.float32).astype(np.float64))
    at = np.arange(1, math.prod(shape) + 1, dtype=np.float64)
    wave = np.sin(0.37 * at * at + sum(map(ord, name)))
    values = 0.3 * wave if len(shape) > 1 else 0.1 * wave + (0 if name.endswith("bias") else 1)
    return torch.tensor(values.astype(np.float32).reshape(shape).astype(np.float64))


def model_of(positions):
    sizes = {"initializer_range": 0.02, "tie_word_embeddings": True}
    if positions is None:
        sizes |= {"vocab_size": DECODER_FIRST + len(CHARACTERS), "bos_token_id": 0, "eos_token_id": 0}
        config = GPT2Config(**sizes, n_positions=LENGTH, n_embd=WIDTH, n_layer=LAYERS, n_head=HEADS)
        return GPT2LMHeadModel(config)
    sizes |= {
        "vocab_size": ENCODER_FIRST + len(CHARACTERS),
        "hidden_size": WIDTH,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "intermediate_size": 4 * WIDTH,
        "layer_norm_eps": 1e-5,
        "pad_token_id": PADDING,
    }
    if positions == "relative":
        return MPNetForMaskedLM(MPNetConfig(**sizes, max_position_embeddings=LENGTH + 2))
    return BertForMaskedLM(BertConfig(**sizes, max_position_embeddings=LENGTH))


def batch(is_decoder, random, rows=ROWS):
    """Rows and the labels of their tokens in turn."""
    if is_decoder:
        text = random.integers(DECODER_FIRST, DECODER_FIRST + len(CHARACTERS), (rows, LENGTH + 1))
        return text[:, :-1].tolist(), text[:, 1:].flatten().tolist()
    text = random.integers(ENCODER_FIRST, ENCODER_FIRST + len(CHARACTERS), (rows, LENGTH - 2))
    hidden = random.random(text.shape) < MASK_SHARE
    hidden[0, 0] = True
    edge = lambda inner, first, last: [[first, *row, last] for row in inner.tolist()]
    labels = edge(np.where(hidden, text, IGNORED), IGNORED, IGNORED)
    return edge(np.where(hidden, MASK, text), BEGIN, END), [one for row in labels for one in row]


def rate(step):
    """Share of the whole rate, steps from 1."""
    if step <= WARMUP:
        return step / (WARMUP + 1)
    way = (step - 1 - WARMUP) / (STEPS - 1 - WARMUP)
    return LEAST + (1 - LEAST) * (1 + math.cos(math.pi * way)) / 2


def part_of(name, type):
    if PART[type] in name:
        return "layer." + name.split(PART[type])[1].split(".")[0]
    return "embeddings" if any(table in name for table in TABLES) else "head"


def run(positions, seed):
    is_decoder = positions is None
    random = np.random.default_rng(seed)
    model = model_of(positions).double().eval()
    named = dict(model.named_parameters())
    with torch.no_grad():
        for name, weight in named.items():
            weight.copy_(beginning(name, tuple(weight.shape), positions))
    rates = RATES["decoder" if is_decoder else "encoder"]
    groups = [{"params": [weight], "weight_decay": DECAY if weight.dim() > 1 else 0.0} for weight in named.values()]
    optimiser = torch.optim.AdamW(groups, lr=rates)

    def logits_of(rows):
        ids = torch.tensor(rows)
        return model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits.flatten(0, 1)

    def judge(rows, labels):
        with torch.no_grad():
            logits, wanted = logits_of(rows), torch.tensor(labels)
            loss = torch.nn.functional.cross_entropy(logits, wanted)
            told = wanted != IGNORED
            right = (logits.argmax(-1) == wanted)[told].sum()
        return {"loss": loss.item(), "tokens": int(told.sum()), "right": int(right)}

    held = batch(is_decoder, random)
    before = judge(*held)
    steps = []
    for step in range(1, STEPS + 1):
        rows, labels = batch(is_decoder, random)
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(logits_of(rows), torch.tensor(labels))
        loss.backward()
        squares = {}
        for name, weight in named.items():
            part = part_of(name, model.config.model_type)
            squares[part] = squares.get(part, 0.0) + (weight.grad**2).sum().item()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP).item()
        for group in optimiser.param_groups:
            group["lr"] = rates * rate(step)
        optimiser.step()
        parts = {part: math.sqrt(square) for part, square in squares.items()}
        steps.append({"rows": rows, "labels": labels, "loss": loss.item(), "norm": norm, "parts": parts})
    return {
        "learner": "decoder" if is_decoder else "encoder",
        "positions": positions,
        "parameters": sum(weight.numel() for weight in named.values()),
        "held": {"rows": held[0], "labels": held[1], "before": before, "after": judge(*held)},
        "steps": steps,
    }


found = {
    "made": {"torch": torch.__version__, "transformers": transformers.__version__},
    "characters": CHARACTERS,
    "settings": {
        "layers": LAYERS,
        "width": WIDTH,
        "heads": HEADS,
        "length": LENGTH,
        "batchSize": ROWS,
        "steps": STEPS,
        "warmup": WARMUP,
        "leastRate": LEAST,
        "clip": CLIP,
        "weightDecay": DECAY,
    },
    "rates": RATES,
    "runs": [run(positions, seed) for seed, positions in enumerate([None, "relative", "learned", "sinusoidal"])],
}
(HERE / "nothing.json").write_text(json.dumps(found, separators=(",", ":")) + "\n")

"""Trains teachers and students from a folder that pack_for_gpu.py made: for one GPU and twelve minutes, with torch alone.

    python on_gpu.py --out OUT [--minutes 12] [--scale 1] [--only t5 gpt2]

Runs in the pack. A T5 teacher of 60 million parameters learns the pairs, translates their sources, and t5-mini's successor
(six encoder and two decoder layers) learns from both (sequence distillation, Kim and Rush 2016). A GPT-2 teacher of 43 million
learns the text, and gpt2-mini's successor learns what comes next from the text and from it. The students' weights so far are
written to OUT each minute, in half precision, at most 16 MB a file; whatever is done when the time is cut off is there.
The same command goes on from what --state holds. --scale 0.01 makes everything small, to try it on a CPU.
"""
import argparse
import hashlib
import json
import time
from pathlib import Path

import torch

from gpu_stages import Pairs, Stage, answers, device, text_loss, tokens, translation_loss
from plain_models import T5, Gpt2

# Shares of the time
SHARES = {"t5-teacher": 0.27, "t5-answers": 0.08, "t5-student": 0.25, "gpt2-teacher": 0.2, "gpt2-student": 0.2}
# Tokens of a batch
BATCH = {"t5": 49_152, "gpt2": 65_536}


def sized(width, heads, scale):
    """The width at a scale of the parameters: a multiple of sixteen a head."""
    return max(16, int(width * scale ** 0.5 / heads) // 16 * 16) * heads if scale < 1 else width


def checked_plan(pack):
    path = pack / "plan.json"
    if not path.is_file():
        raise SystemExit(f"Missing {path}: run on_gpu.py in a folder that pack_for_gpu.py made.")
    plan = json.loads(path.read_text(encoding="utf8"))
    for name, digest in plan["files"].items():
        if not (pack / name).is_file() or hashlib.sha256((pack / name).read_bytes()).hexdigest() != digest:
            raise SystemExit(f"{pack / name} is missing, cut off or of another pack: copy the pack again.")
    return plan


class Plan:
    def __init__(self, options):
        self.options, self.plan = options, checked_plan(options.pack)
        wanted = sum(share for name, share in SHARES.items() if name.split("-")[0] in options.only)
        # The last twentieth is for loading, and for what a step or a file takes longer
        self.seconds = {name: share / wanted * options.minutes * 57 for name, share in SHARES.items()}
        self.began, self.curves = time.time(), {}

    def batch(self, name):
        return max(256, int(BATCH[name] * self.options.scale))

    def told(self, stage):
        self.curves[stage.name] = {"curve [s, step, loss]": stage.curve, "sizes": stage.model.sizes,
                                   "parameters": sum(weight.numel() for weight in stage.model.parameters())}
        path = self.options.out / "curves.json"
        path.with_suffix(".partial").write_text(json.dumps(self.curves, indent=1) + "\n")
        path.with_suffix(".partial").replace(path)

    def train(self, name, model, loss_of):
        stage = Stage(name, model, self.options, is_returned=name.endswith("student"))
        stage.train(self.seconds[name], loss_of)
        self.told(stage)
        return stage.model

    def t5(self):
        scale, vocabulary = self.options.scale, self.plan["vocabulary"]["t5"]
        pairs = Pairs([tokens(self.options.pack / name) for name in self.plan["files"] if name.startswith("t5-")])
        print(f"{len(pairs.rows)} translations", flush=True)
        teacher = self.train("t5-teacher", T5(vocabulary, sized(512, 8, scale), 8, 8, 6),
                             translation_loss(pairs, self.batch("t5"), 1))
        said = answers(teacher, pairs, self.seconds["t5-answers"], max(8, int(2048 * scale)), 2)
        self.train("t5-student", T5(vocabulary, sized(256, 8, scale), 8, 6, 2), translation_loss(pairs, self.batch("t5"), 3, said))

    def gpt2(self):
        scale, vocabulary = self.options.scale, self.plan["vocabulary"]["gpt2"]
        streams = {name: tokens(self.options.pack / f"gpt2-{name}.xz") for name in self.plan["shares"]}
        length = 256
        rows = max(2, self.batch("gpt2") // length)
        teacher = self.train("gpt2-teacher", Gpt2(vocabulary, sized(512, 8, scale), 8, 12),
                             text_loss(streams, self.plan["shares"], rows, length, 4))
        teacher.eval()
        self.train("gpt2-student", Gpt2(vocabulary, sized(256, 8, scale), 8, 6),
                   text_loss(streams, self.plan["shares"], rows, length, 5, teacher))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", type=Path, default=Path(__file__).parent)
    parser.add_argument("--out", type=Path, required=True, help="what is to come back: at most five files of 16 MB")
    parser.add_argument("--state", type=Path, help="checkpoints to go on from; a folder beside OUT if not given")
    parser.add_argument("--minutes", type=float, default=12)
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--only", nargs="*", default=["t5", "gpt2"])
    parser.add_argument("--eager", action="store_true", help="do not compile: slower, but at once")
    parser.add_argument("--save-seconds", type=float, default=60)
    parser.add_argument("--tell-seconds", type=float, default=15)
    options = parser.parse_args()
    options.state = options.state or options.out.parent / f"{options.out.name}.state"
    for folder in (options.out, options.state):
        folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    torch.set_float32_matmul_precision("high")
    plan = Plan(options)
    print(f"on {device()}, torch {torch.__version__}", flush=True)
    for name in options.only:
        getattr(plan, name)()
    print(f"finished in {(time.time() - plan.began) / 60:.1f} minutes; {options.out} holds "
          f"{', '.join(sorted(path.name for path in options.out.iterdir()))}", flush=True)


if __name__ == "__main__":
    main()

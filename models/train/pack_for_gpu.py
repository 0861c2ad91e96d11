"""Packs what on_gpu.py needs, text as tokens and the scripts, into one folder of at most 45 MB.

    python pack_for_gpu.py --corpora CORPORA --data DATA --pack PACK [--megabytes 45] [--scale 0.01]

Translations are drawn as train_t5.py draws them, with all their forms, so that the other machine needs neither tokenizers nor
text. A part of either that does not fit is left out; what is packed, and how much of it, stands in plan.json.
"""
from versions import require

require("requirements-train.txt")

import argparse
import hashlib
import json
import lzma
import shutil
from pathlib import Path

import numpy as np

from files import replacing, writing
from packed import read_tokenizer, stream
from train_gpt2 import SHARES
from train_t5 import Translations

SCRIPTS = ("on_gpu.py", "gpu_stages.py", "plain_models.py", "muon.py")
LONGEST, POOL = 64, 16_000
# Of the room, translations have this share; stories, sentences and articles the rest, in this order of worth
TRANSLATED = 0.45
ORDER = ("stories", "sentences", "spaced", "wiki", "books")


def compressed(tokens):
    return lzma.compress(np.ascontiguousarray(tokens, dtype=np.uint16).tobytes(), preset=1)


def translations(options, room):
    """Pools of examples, flat: source, 65535, target, 65535, …, each compressed by itself, until the room is used up."""
    tokenizer = read_tokenizer(options.data / "t5" / "tokenizer.json")
    drawn, pools, count = Translations(options.corpora, options.data, options.seed), [], 0
    wanted = max(1, int(50 * options.scale))
    while len(pools) < wanted:
        sides = drawn.examples(len(pools), max(200, int(POOL * min(1, options.scale * 50))))
        encoded = [[e.ids for e in tokenizer.encode_batch(side)] for side in sides]
        rows = [(x, y) for x, y in zip(*encoded) if max(len(x), len(y)) <= LONGEST]
        pool = compressed([token for x, y in rows for token in (*x, 65535, *y, 65535)])
        if sum(map(len, pools)) + len(pool) > room:
            break
        pools.append(pool)
        count += len(rows)
    print(f"{count} translations in {len(pools)} pools, {sum(map(len, pools)) / 1e6:.1f} MB", flush=True)
    return pools, tokenizer.get_vocab_size()


def text(options, room):
    """Name of each stream to its compressed tokens; what does not fit is cut off."""
    made = {}
    for name in ORDER:
        tokens = stream(options.data / "gpt2" / f"{name}.bin", 600)
        tokens = tokens[:max(600, int(len(tokens) * options.scale))]
        # Two bytes a token come down to about 1.4
        fits = int((room - sum(map(len, made.values()))) / 1.5)
        if fits < 600:
            continue
        made[name] = compressed(tokens[:fits])
        print(f"{name}: {min(fits, len(tokens))} tokens, {len(made[name]) / 1e6:.1f} MB", flush=True)
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpora", "data", "pack"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--megabytes", type=float, default=45)
    parser.add_argument("--scale", type=float, default=1, help="share of the text: 0.01 to try everything on a CPU")
    parser.add_argument("--seed", type=int, default=31)
    options = parser.parse_args()
    room = int(options.megabytes * 1e6) - 200_000
    pools, vocabulary = translations(options, int(room * TRANSLATED))
    streams = text(options, room - sum(map(len, pools)))
    contents = {f"t5-{at:03}.xz": pool for at, pool in enumerate(pools)} | {f"gpt2-{name}.xz": data for name, data in streams.items()}
    plan = {"vocabulary": {"t5": vocabulary, "gpt2": read_tokenizer(options.data / "gpt2" / "tokenizer.json").get_vocab_size()},
            "shares": {name: SHARES[name] for name in streams},
            "files": {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}}
    contents["plan.json"] = (json.dumps(plan, indent=1) + "\n").encode()
    with writing(options.pack):
        options.pack.mkdir(parents=True, exist_ok=True)
        for name, data in contents.items():
            with replacing(options.pack / name) as partial:
                partial.write_bytes(data)
        for name in SCRIPTS:
            shutil.copy(Path(__file__).parent / name, options.pack / name)
        for path in options.pack.glob("*.xz"):
            if path.name not in contents:
                path.unlink()
    size = sum(path.stat().st_size for path in options.pack.iterdir() if path.is_file())
    print(f"{options.pack}: {size / 1e6:.1f} MB. There: python on_gpu.py --minutes 12", flush=True)


if __name__ == "__main__":
    main()

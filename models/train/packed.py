"""Packed tokens: prepare.py writes them, training reads them, and both notice a file that is cut off or out of date.

`packed.json` beside the streams says how long each was when it was finished, and with which tokenizer it was made.
"""
import hashlib
import json

import numpy as np
from tokenizers import Tokenizer

from files import replacing


def read_tokenizer(path):
    if not path.is_file():
        raise SystemExit(f"Missing {path}: run prepare.py first.")
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing more particular
        raise SystemExit(f"{path} is cut off or damaged ({error}): copy it again, or delete it and run prepare.py.") from None


def records(folder):
    path = folder / "packed.json"
    try:
        return json.loads(path.read_text(encoding="utf8")) if path.exists() else {}
    except ValueError:
        raise SystemExit(f"{path} is cut off or damaged: delete it and run prepare.py again.") from None


def record(path):
    """What packed.json has to say about a stream for it to be used with the tokenizer beside it."""
    tokenizer = hashlib.sha256((path.parent / "tokenizer.json").read_bytes()).hexdigest()
    return {"bytes": path.stat().st_size, "tokenizer": tokenizer}


def is_whole(path):
    return path.is_file() and records(path.parent).get(path.name) == record(path)


def pack(tokenizer, texts, path, end, batch=4000):
    """Writes the tokens of all texts, each closed by `end`, as one stream of uint16, unless it is there already."""
    if is_whole(path):
        return
    count, waiting = 0, []
    with replacing(path) as partial, open(partial, "wb") as file:
        def flush():
            ids = [i for e in tokenizer.encode_batch(waiting, add_special_tokens=False) for i in (*e.ids, end)]
            file.write(np.asarray(ids, dtype=np.uint16).tobytes())
            waiting.clear()
            return len(ids)
        for text in texts:
            waiting.append(text)
            if len(waiting) >= batch:
                count += flush()
        count += flush()
    with replacing(path.parent / "packed.json") as partial:
        partial.write_text(json.dumps({**records(path.parent), path.name: record(path)}, indent=1) + "\n", encoding="utf8")
    print(f"{path}: {count} tokens", flush=True)


def stream(path, least):
    """The packed tokens of one source, read from the disk as they are needed; at least `least` of them."""
    if not path.is_file():
        raise SystemExit(f"Missing {path}: run prepare.py first.")
    if not is_whole(path):
        raise SystemExit(f"{path} is cut off, or packed with another tokenizer than the one beside it: "
                         "run prepare.py again, it packs anew what does not fit.")
    tokens = path.stat().st_size // 2
    if tokens < least:
        raise SystemExit(f"{path} holds {tokens} tokens, and the longest row needs {least}: prepare it from more text.")
    return np.memmap(path, dtype=np.uint16, mode="r")

"""Folders that training finished, as configuration and tensors: what average.py, pieces.py, relayer.py and retokenize.py read and write."""
import json

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from files import replacing, writing

WEIGHTS, CONFIG, TOKENIZER = "model.safetensors", "config.json", "tokenizer.json"


def read_finished(folder):
    """(configuration, {name: tensor}, text of the tokenizer) of a folder that training finished or dequantise.py made."""
    try:
        config, tokenizer = ((folder / name).read_text(encoding="utf8") for name in (CONFIG, TOKENIZER))
        return json.loads(config), load_file(folder / WEIGHTS), tokenizer
    except (OSError, ValueError, SafetensorError) as error:
        raise SystemExit(f"{folder} cannot be read ({error}): it must be a folder that training finished, "
                         f"with {CONFIG}, {WEIGHTS} and {TOKENIZER}.") from None


def write_finished(folder, config, tensors, tokenizer):
    """What `read_finished` gives, as a folder; the weights come last, so that one that has them is whole."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((CONFIG, json.dumps(config, indent=2) + "\n"), (TOKENIZER, tokenizer)):
        with replacing(folder / name) as partial:
            partial.write_text(text, encoding="utf8")
    with replacing(folder / WEIGHTS) as partial:
        save_file(tensors, partial, metadata={"format": "pt"})

"""What the files of this folder have in common: tiny models of families/models, and softmax in double precision."""

from pathlib import Path

import numpy as np
from transformers import AutoTokenizer

HERE = Path(__file__).parent
MODELS = HERE.parent / "families" / "models"


def load(name, cls):
    """Tokenizer and model of a folder of families/models; eager attention, so that its weights can be asked for."""
    folder = MODELS / name
    return AutoTokenizer.from_pretrained(folder), cls.from_pretrained(folder, attn_implementation="eager").eval()


def log_softmax(logits):
    logits = np.asarray(logits, dtype=np.float64)
    shifted = logits - logits.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


def entropy_bits(logs):
    """Of rows of natural logarithms."""
    return -(np.exp(logs) * logs).sum(-1) / np.log(2)

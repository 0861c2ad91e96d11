"""What each position of the pair model may see. The switch is its attention mask, which knows one value more than BERT's.

0  hidden from all
1  seen by all: from both sides
2  seen from its own position on only: the future is hidden

So all 1 is BERT's view, all 2 is GPT's, and 1 up to a place and 2 behind it is a prefix (UniLM's sequence to sequence).
"""
import torch

HIDDEN, SEEN, CAUSAL = 0, 1, 2


def visible(mask):
    """mask int64 [rows, keys] of the three values to bool [rows, queries, keys]: what each query may see."""
    at = torch.arange(mask.shape[1], device=mask.device)
    past = at[None, :] <= at[:, None]
    return (mask > HIDDEN)[:, None, :] & ((mask < CAUSAL)[:, None, :] | past)


def added_to_scores(mask):
    """The same as fp32 [rows, 1, queries, keys]: 0 where a key is seen, the lowest number elsewhere."""
    seen = visible(mask)[:, None]
    return (1.0 - seen.to(torch.float32)) * torch.finfo(torch.float32).min

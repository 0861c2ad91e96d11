"""Takes training steps with PyTorch, one for each line on standard input, and prints the processor's milliseconds of each:
the gradients, and AdamW.

    python steps.py MODEL ROWS TOKENS     # a folder that transformers loads; PyTorch 2.13, transformers 5.24
"""

import json
import sys
import time

import torch
from transformers import AutoModelForSequenceClassification

torch.set_num_threads(1)
folder, rows, tokens = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
optimiser = torch.optim.AdamW(model.parameters(), lr=1e-6)
ids = torch.tensor([[5 + (row * 37 + at * 101) % 9000 for at in range(tokens)] for row in range(rows)])
labels = torch.tensor([row % 2 for row in range(rows)])
print("ready", flush=True)
for _ in sys.stdin:
    optimiser.zero_grad()
    start = time.process_time()
    loss = torch.nn.functional.cross_entropy(model(input_ids=ids).logits, labels)
    loss.backward()
    middle = time.process_time()
    optimiser.step()
    end = time.process_time()
    print(json.dumps({"loss": loss.item(), "gradients": 1e3 * (middle - start), "optimiser": 1e3 * (end - middle)}), flush=True)

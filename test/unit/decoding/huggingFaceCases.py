"""Writes huggingFaceCases.json: what transformers 4.49 decodes from small tables of logits.

    pip install transformers==4.49.0 torch numpy
    python huggingFaceCases.py > huggingFaceCases.json

A model of two tables, logits = last[token] + before[token before], goes through transformers' own `generate` and its own
logits processors with random options. A case that hangs on a tie, so that noise of 1e-5 changes it, is left out.
"""

import json
import math
import random
import warnings

import torch
import transformers
from transformers import GenerationConfig, GenerationMixin, PretrainedConfig, PreTrainedModel
from transformers.modeling_outputs import CausalLMOutput

transformers.logging.set_verbosity_error()
warnings.filterwarnings("ignore")

CASES = 160


class TableConfig(PretrainedConfig):
    model_type = "table"


class TableModel(PreTrainedModel, GenerationMixin):
    config_class = TableConfig
    main_input_name = "input_ids"

    def __init__(self, config, last, before):
        super().__init__(config)
        self.last, self.before = last, before
        self.weight = torch.nn.Parameter(torch.zeros(1))

    def can_generate(self):
        return True

    def prepare_inputs_for_generation(self, input_ids, **_):
        return {"input_ids": input_ids}

    def forward(self, input_ids, return_dict=True, **_):
        previous = torch.cat([input_ids[:, :1] * 0, input_ids[:, :-1]], 1)
        return CausalLMOutput(logits=self.last[input_ids] + self.before[previous])


def table(width, scale):
    return (torch.randn(width, width) * scale * 100).round() / 100


def options(rng, kind, limit, eos):
    chosen = {}
    if rng.random() < 0.3:
        chosen["repetition_penalty"] = rng.choice([0.8, 1.3, 1.5])
    if rng.random() < 0.3:
        chosen["no_repeat_ngram_size"] = rng.choice([2, 3])
    if rng.random() < 0.3 and eos:
        chosen["min_new_tokens"] = rng.randint(1, limit)
    if kind == "beam":
        chosen["num_beams"] = rng.randint(2, 5)
    if kind == "group":
        groups, size = rng.choice([(2, 2), (2, 1), (3, 2), (4, 1), (2, 3)])
        chosen |= {"num_beams": groups * size, "num_beam_groups": groups}
        chosen["diversity_penalty"] = rng.choice([0.3, 0.5, 1.0, 2.0])
    if kind in ("beam", "group"):
        chosen["num_return_sequences"] = rng.randint(1, chosen["num_beams"])
        chosen["length_penalty"] = rng.choice([0.0, 0.5, 1.0, 2.0, -1.0])
        chosen["early_stopping"] = rng.choice([False, False, True, "never"])
    if kind == "filters":
        for name, values in {
            "temperature": [0.3, 0.7, 1.5, 2.5],
            "top_k": [1, 3, 5, 50],
            "top_p": [0.05, 0.3, 0.5, 0.9, 0.99],
            "min_p": [0.01, 0.1, 0.5, 1.0],
            "typical_p": [0.1, 0.3, 0.5, 0.9],
            "epsilon_cutoff": [0.001, 0.05, 0.3],
            "eta_cutoff": [0.001, 0.05, 0.3],
        }.items():
            if rng.random() < 0.4:
                chosen[name] = rng.choice(values)
    return chosen


def filtered(model, prompt, base, chosen, beams):
    config = GenerationConfig(do_sample=True, num_beams=4 if beams else 1, **{**base, "top_k": 0, **chosen})
    model._prepare_special_tokens(config, kwargs_has_attention_mask=True)
    processors = model._get_logits_processor(config, prompt.shape[1], prompt, None, [], device="cpu", model_kwargs={})
    scores = model(prompt).logits[:, -1]
    if beams:
        scores = torch.log_softmax(scores, -1)
    return [None if value == -math.inf else round(value, 5) for value in processors(prompt, scores)[0].tolist()]


def decoded(model, prompt, base, chosen, eos, limit):
    out = model.generate(prompt, generation_config=GenerationConfig(do_sample=False, **base, **chosen))
    sequences = []
    for row in out.sequences[:, prompt.shape[1] :].tolist():
        end = next((index for index, token in enumerate(row) if token in eos), limit)
        sequences.append(row[: end + 1])
    return sequences, out.sequences_scores.tolist() if "num_beams" in chosen else None


def stable(last, before, width, sequences, *rest):
    for _ in range(4):
        noisy = TableModel(TableConfig(vocab_size=width), last + torch.randn(width, width) * 1e-5, before)
        if decoded(noisy, *rest)[0] != sequences:
            return False
    return True


def main():
    rng = random.Random(1)
    cases, seed = [], 0
    while len(cases) < CASES:
        width = rng.choice([10, 14])
        torch.manual_seed(seed := seed + 1)
        eos = rng.choice([[width - 1], [width - 1], [width - 1, 3], []])
        last, before = table(width, rng.choice([1, 2])), table(width, 1)
        pad = rng.choice([0, width - 1]) if eos else 0
        limit = rng.choice([1, 3, 6, 10, 15])
        kind = rng.choice(["greedy", "beam", "beam", "group", "filters", "filters"])
        ids = [rng.randrange(1, width) for _ in range(rng.choice([1, 2, 5]))]
        model = TableModel(TableConfig(vocab_size=width), last, before)
        base = {
            "max_new_tokens": limit,
            "pad_token_id": pad,
            "eos_token_id": eos or None,
            "return_dict_in_generate": True,
            "output_scores": True,
            "use_cache": False,
        }
        chosen = options(rng, kind, limit, eos)
        case = {"kind": kind, "eos": eos, "pad": pad, "prompt": ids, "limit": limit, "options": chosen}
        prompt = torch.tensor([ids])
        if kind == "filters":
            case["beams"] = rng.random() < 0.3
            case["scores"] = filtered(model, prompt, base, chosen, case["beams"])
        else:
            case["sequences"], case["scores"] = decoded(model, prompt, base, chosen, eos, limit)
            if not stable(last, before, width, case["sequences"], prompt, base, chosen, eos, limit):
                continue
        round_trip = lambda values: [[round(value, 2) for value in row] for row in values.tolist()]
        cases.append({**case, "last": round_trip(last), "before": round_trip(before)})
    print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")


main()

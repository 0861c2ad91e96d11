"""Writes models/gated-t5, models/gpt2-without-positions and *-forms.json: graphs of other forms, and what transformers says.

    pip install transformers==4.49.0 optimum-onnx==0.1.0 onnxruntime torch
    python forms.py

The models have random weights. Their tokenizers are those of tiny-t5 and tiny-gpt2, which are not copied here. A decoding
that hangs on a tie, so that weights changed by 2e-6 change it, stops the script: take another text then.
"""

import copy
import json
import shutil
import tempfile
import warnings
from pathlib import Path

import onnx
import torch
import transformers
from optimum.exporters.onnx import export, main_export
from optimum.exporters.onnx.model_configs import GPT2OnnxConfig
from optimum.onnx import merge_decoders
from transformers import AutoTokenizer, GPT2Config, GPT2LMHeadModel, T5Config, T5ForConditionalGeneration

transformers.logging.set_verbosity_error()
warnings.filterwarnings("ignore")

HERE = Path(__file__).parent
MODELS = HERE / "models"
NEW_TOKENS = 12
ALTERNATIVES = 5


class WithoutPositions(GPT2OnnxConfig):
    """As the hub's older graphs are: the positions follow from the length of the past."""

    @property
    def inputs(self):
        return {name: axes for name, axes in super().inputs.items() if name != "position_ids"}


def with_random_weights(model, seed, scale):
    """Matrices far enough from 0 that attention and predictions are not flat."""
    torch.manual_seed(seed)
    with torch.no_grad():
        for weight in model.parameters():
            if weight.dim() > 1:
                weight.add_(torch.randn_like(weight) * scale)
    return model.eval()


def changed(model, seed):
    other = copy.deepcopy(model)
    torch.manual_seed(seed)
    with torch.no_grad():
        for weight in other.parameters():
            weight.add_(torch.randn_like(weight) * 2e-6)
    return other


def export_gpt2(model, folder):
    with tempfile.TemporaryDirectory() as work:
        files = []
        for past in (False, True):
            files.append(Path(work) / f"{past}.onnx")
            config = WithoutPositions(model.config, task="text-generation", use_past=True, use_past_in_inputs=past)
            config.is_merged = True
            export(model, config, files[-1])
        merge_decoders(*files, save_path=folder / "onnx/decoder_model_merged.onnx")


def export_t5(model, folder):
    with tempfile.TemporaryDirectory() as work:
        source, exported = Path(work) / "source", Path(work) / "exported"
        model.save_pretrained(source)
        AutoTokenizer.from_pretrained(MODELS / "tiny-t5").save_pretrained(source)
        main_export(str(source), exported, task="text2text-generation-with-past", do_validation=False)
        for name in ("encoder_model.onnx", "decoder_model_merged.onnx"):
            shutil.copyfile(exported / name, folder / "onnx" / name)


def rounded(tensor, digits):
    return [round(value, digits) for value in tensor.flatten().tolist()]


class Case:
    """What a model does with a text."""

    def __init__(self, name, model, tokenizer, text, target=None):
        self.name, self.model, self.tokenizer, self.text, self.target = name, model, tokenizer, text, target
        self.ids = tokenizer(text, return_tensors="pt").input_ids
        self.encoded = model.config.is_encoder_decoder
        self.start = torch.zeros(1, 1, dtype=torch.long)

    def params(self, **more):
        return {"model": f"models/{self.name}", "text": self.text, **more}

    def attention(self):
        def map_of(kind, layers):
            stacked = torch.stack([layer[0] for layer in layers])
            count, heads, queries, keys = stacked.shape
            sizes = {"layers": count, "heads": heads, "queries": queries, "keys": keys}
            return {"kind": kind, **sizes, "values": rounded(stacked, 6)}

        expect = {"source": self.ids[0].tolist()}
        if not self.encoded:
            out = self.model(self.ids, output_attentions=True)
            return {"params": self.params(), "expect": {**expect, "maps": [map_of("decoder", out.attentions)]}}
        target = self.tokenizer(self.target, return_tensors="pt").input_ids[:, :-1]
        read = torch.cat([self.start, target], 1)
        out = self.model(input_ids=self.ids, decoder_input_ids=read, output_attentions=True)
        maps = {"encoder": out.encoder_attentions, "decoder": out.decoder_attentions, "cross": out.cross_attentions}
        expect |= {"target": read[0].tolist(), "maps": [map_of(*one) for one in maps.items()]}
        return {"params": self.params(target=self.target), "expect": expect}

    def logits(self, written):
        """Those of each written token, [tokens, vocabulary], in one pass without a past."""
        written = torch.tensor([written], dtype=torch.long)
        if self.encoded:
            read = torch.cat([self.start, written[:, :-1]], 1)
            return self.model(input_ids=self.ids, decoder_input_ids=read).logits[0]
        return self.model(torch.cat([self.ids, written[:, :-1]], 1)).logits[0, self.ids.shape[1] - 1 :]

    def distribution(self):
        return {"params": self.params(), "expect": {"logits": rounded(self.logits([0]), 5)}}

    def written(self, model, beams):
        out = model.generate(
            self.ids,
            do_sample=False,
            num_beams=beams,
            max_new_tokens=NEW_TOKENS,
            pad_token_id=model.config.eos_token_id,
            return_dict_in_generate=True,
            output_scores=True,
        )
        ids = out.sequences[0].tolist()[1 if self.encoded else self.ids.shape[1] :]
        eos = model.config.eos_token_id
        ids = ids[: ids.index(eos) + 1] if eos in ids else ids
        return ids, float(out.sequences_scores[0]) if beams > 1 else None

    def generate(self, beams):
        ids, score = self.written(self.model, beams)
        for seed in range(3):
            assert self.written(changed(self.model, seed), beams)[0] == ids, f"{self.name}: {self.text!r} hangs on a tie"
        probabilities = torch.log_softmax(self.logits(ids).double(), -1)
        total = sum(float(row[id]) for row, id in zip(probabilities, ids))
        sequence = {
            "ids": ids,
            "text": self.tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False),
            "logProbability": round(total, 5),
            "score": round(total if score is None else score, 5),
            "finish": "eos" if ids[-1] == self.model.config.eos_token_id else "length",
        }
        if beams == 1:
            sequence["steps"] = [self.step(row.exp(), id) for row, id in zip(probabilities, ids)]
        decoding = {"strategy": "greedy"} if beams == 1 else {"strategy": "beam", "numBeams": beams}
        more = {"maxNewTokens": NEW_TOKENS, **({"alternatives": ALTERNATIVES} if beams == 1 else {})}
        return {
            "params": self.params(decoding=decoding, **more),
            "expect": {"prompt": self.ids[0].tolist(), "sequences": [sequence]},
        }

    def step(self, row, id):
        best = row.topk(ALTERNATIVES)
        # Greedy decoding leaves the probabilities as they are.
        alternatives = [
            {"id": int(one), "probability": round(float(p), 6), "filteredProbability": round(float(p), 6)}
            for p, one in zip(best.values, best.indices)
        ]
        return {"id": id, "probability": round(float(row[id]), 6), "alternatives": alternatives}


def folder_for(name, config):
    folder = MODELS / name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "onnx").mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(config.to_dict(), indent=2) + "\n")
    return folder


def main():
    t5 = T5ForConditionalGeneration(
        T5Config(
            vocab_size=1100,
            d_model=16,
            d_kv=4,
            d_ff=32,
            num_layers=2,
            num_decoder_layers=2,
            num_heads=4,
            feed_forward_proj="gated-gelu",
            tie_word_embeddings=False,
            decoder_start_token_id=0,
            pad_token_id=0,
            eos_token_id=1,
            architectures=["T5ForConditionalGeneration"],
        )
    )
    gpt2 = GPT2LMHeadModel._from_config(
        GPT2Config(
            vocab_size=1057,
            n_positions=128,
            n_embd=16,
            n_layer=2,
            n_head=2,
            bos_token_id=1056,
            eos_token_id=1056,
            architectures=["GPT2LMHeadModel"],
        ),
        attn_implementation="eager",
    )
    with_random_weights(t5, 11, 0.6)
    with_random_weights(gpt2, 12, 0.4)
    export_t5(t5, folder_for("gated-t5", t5.config))
    export_gpt2(gpt2, folder_for("gpt2-without-positions", gpt2.config))

    source, prompt = (AutoTokenizer.from_pretrained(MODELS / name) for name in ("tiny-t5", "tiny-gpt2"))
    cases = [
        Case("gated-t5", t5, source, "I am Tom.", "Ich bin Tom."),
        Case("gated-t5", t5, source, "The house is small, and the garden is large.", "Das Haus ist klein."),
        Case("gpt2-without-positions", gpt2, prompt, "The cat sat on the mat."),
        Case("gpt2-without-positions", gpt2, prompt, "Once upon a time"),
    ]
    with torch.no_grad():
        found = {
            "attention": [(case, case.attention()) for case in cases],
            "distribution": [(case, case.distribution()) for case in cases],
            "generate": [(case, case.generate(beams)) for case in cases for beams in (1, 3)],
        }
    for method, some in found.items():
        lines = [json.dumps({"name": f"{case.name} {at}", **one}, ensure_ascii=False) for at, (case, one) in enumerate(some)]
        text = f'{{"method": "{method}", "cases": [\n' + ",\n".join(lines) + "\n]}\n"
        (HERE / f"{method}-forms.json").write_text(text)
    for file in sorted(MODELS.glob("g*/onnx/*.onnx")):
        print(file.name, file.stat().st_size, [one.name for one in onnx.load(file).graph.input][:4])


main()

"""Each architecture from text to the engine: trained for seconds, killed, resumed, exported, run by the product."""
import json
import math
import shutil
import subprocess
import time
import unittest

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertForMaskedLM, GPT2LMHeadModel, T5ForConditionalGeneration

from corpora import LANGUAGES, lines
from pipeline import PROJECT, SIZE, engine

SENTENCE = "Tom sees the dog at home."
GREEDY = {"strategy": "greedy"}
# In nats a sentence: fp32 against PyTorch, and 8-bit weights
EXACT, EIGHT_BIT = 1e-3, 0.3
STEPS = 80


class Kinds(unittest.TestCase):
    pipeline = None

    def train(self, kind):
        """Trains until killed, then on with the same command; gives the folder of the finished model.

        A run that is never killed must end with the same weights, to the last bit.
        """
        text = ("--corpora", self.pipeline.corpora, "--pool", 500) if kind == "t5" else ()
        arguments = (f"train_{kind}.py", "--data", self.pipeline.data, "--steps", STEPS, "--save-seconds", 0.2,
                     "--learning-rate", 1e-2, "--eager", *SIZE, *text, "--out")
        killed, whole = self.pipeline.folder / kind, self.pipeline.folder / f"{kind}-whole"
        self.kill_after_checkpoints(self.pipeline.command(*arguments, killed), killed / "state.pt", 2)
        self.assertFalse((killed / "model").exists(), "killed too late: it had finished")
        before = torch.load(killed / "state.pt", weights_only=True)["step"]
        resumed, straight = (self.pipeline.run(*arguments, out) for out in (killed, whole))
        self.assertEqual((resumed.returncode, straight.returncode), (0, 0), resumed.stderr + straight.stderr)
        self.assertIn(f"resumed at step {before},", resumed.stdout)
        self.assertEqual(json.loads((killed / "model/training.json").read_text())["steps"], STEPS)
        weights = [(out / "model/model.safetensors").read_bytes() for out in (killed, whole)]
        self.assertEqual(weights[0], weights[1], "the resumed run has other weights than the one that was not killed")
        return killed / "model"

    def kill_after_checkpoints(self, command, checkpoint, count, patience=300):
        seen, end = set(), time.time() + patience
        with open(self.pipeline.folder / "killed.log", "w+", encoding="utf8") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
            try:
                while len(seen) < count:
                    if process.poll() is not None or time.time() > end:
                        log.seek(0)
                        self.fail(f"no {count} checkpoints:\n{log.read()}")
                    if checkpoint.exists():
                        seen.add(checkpoint.stat().st_mtime_ns)
                    time.sleep(0.02)
            finally:
                process.kill()
                process.wait()

    def export(self, kind, model):
        """The fp32 and the 8-bit folder; export.py itself compares each with PyTorch, fp32 to 1e-3."""
        folders = []
        for form in ("fp32", "blocks"):
            out = self.pipeline.folder / f"{kind}-{form}"
            done = self.pipeline.run("export.py", "--kind", kind, "--model", model, "--out", out, "--form", form)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("largest difference from PyTorch", done.stdout)
            folders.append(out)
        self.dequantise(kind, folders[1], model)
        sizes = [sum(file.stat().st_size for file in (out / "onnx").iterdir()) for out in folders]
        self.assertLess(sizes[1], 0.4 * sizes[0])
        return folders

    def dequantise(self, kind, folder, model):
        """The weights of an 8-bit folder must be the trained ones, to a step of 8 bits of the largest.

        Half a step but where a block holds both ends of its range: it has 128 steps below 0 and 127 above.
        """
        back = self.pipeline.folder / f"{kind}-back"
        done = self.pipeline.run("dequantise.py", "--kind", kind, "--folder", folder, "--out", back)
        self.assertEqual(done.returncode, 0, done.stderr)
        trained, made = (load_file(path / "model.safetensors") for path in (model, back))
        self.assertEqual(made.keys(), trained.keys())
        for name, tensor in trained.items():
            self.assertLessEqual((made[name] - tensor).abs().max(), 1.01 / 128 * tensor.abs().max(), name)

    def check_attention(self, maps, kinds):
        self.assertEqual([(part["kind"], part["layers"], part["heads"]) for part in maps], [(kind, 2, 4) for kind in kinds])

    def check_sequence(self, value, reference, tolerance):
        """What the engine says of the likelihood of its own text, against PyTorch's `reference(ids)`."""
        sequence = value["sequences"][0]
        self.assertAlmostEqual(sequence["logProbability"], reference(sequence["ids"]), delta=tolerance)

    def test_bert(self):
        model = self.train("bert")
        full, small = self.export("bert", model)
        text = SENTENCE.replace("dog", "[MASK]")
        tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        encoding = tokenizer.encode(text)
        logits = BertForMaskedLM.from_pretrained(model)(torch.tensor([encoding.ids])).logits
        wanted = logits[0, encoding.tokens.index("[MASK]")].softmax(0)
        exact, eight_bit, attention = engine(
            ("fillMask", {"model": str(full), "text": text}), ("fillMask", {"model": str(small), "text": text}),
            ("attention", {"model": str(small), "text": text}))
        self.check_candidates(exact["masks"][0]["candidates"], wanted, EXACT)
        self.check_candidates(eight_bit["masks"][0]["candidates"], wanted, 0.05)
        self.check_learnt(-math.log(wanted[tokenizer.token_to_id("dog")].item()))
        self.check_attention(attention["maps"], ["encoder"])
        self.check_senses(model)

    def check_senses(self, model):
        """A few steps in which senses are told apart as the embedded sentence encoder does."""
        given = ("--corpora", self.pipeline.corpora, "--data", self.pipeline.data, "--teacher", PROJECT / "models/e5-mini")
        none = self.pipeline.run("sense_states.py", *given, "--contexts", 100_000)
        self.assertIn("no word in 100000 sentences", none.stderr)
        made = self.pipeline.run("sense_states.py", *given, "--words", 5, "--contexts", 6, "--grammar", 0)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertIn("5 words, 6 sentences each", made.stdout)
        out = self.pipeline.folder / "bert-senses"
        done = self.pipeline.run("train_bert.py", "--data", self.pipeline.data, "--out", out, "--start", model, "--steps", 4,
                                 "--senses", 0.1, "--eager")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((out / "model/model.safetensors").is_file())

    def check_candidates(self, candidates, wanted, tolerance):
        """The five candidates of a gap against PyTorch's probabilities [vocabulary]."""
        self.assertEqual(len(candidates), 5)
        for candidate in candidates:
            self.assertAlmostEqual(candidate["probability"], wanted[candidate["id"]].item(), delta=tolerance)

    def test_pair(self):
        model = self.train("pair")
        full, small = self.export("pair", model)
        tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        network = BertForMaskedLM.from_pretrained(model, attn_implementation="eager")
        encoding = tokenizer.encode(SENTENCE.replace("dog", "[MASK]"))
        at, dog = encoding.tokens.index("[MASK]"), tokenizer.token_to_id("dog")
        x, places = torch.tensor([encoding.ids]), torch.arange(len(encoding.ids))
        # What is in the product's engine a mask over the tokens to the right
        with_right = network(x).logits[0, at].softmax(0)
        without_right = network(x, attention_mask=(places <= at)[None].long()).logits[0, at].softmax(0)
        call = {"text": SENTENCE, "at": at}
        exact, eight_bit, both, attention = engine(
            ("fillMask", {"model": str(full), "text": SENTENCE.replace("dog", "[MASK]")}),
            ("fillMask", {"model": str(small), "text": SENTENCE.replace("dog", "[MASK]")}),
            ("rightContext", {"model": str(full), **call}), ("attention", {"model": str(small), "text": SENTENCE}))
        self.check_candidates(exact["masks"][0]["candidates"], with_right, EXACT)
        self.check_candidates(eight_bit["masks"][0]["candidates"], with_right, 0.05)
        self.check_candidates(both["withRight"], with_right, EXACT)
        self.check_candidates(both["withoutRight"], without_right, EXACT)
        self.check_attention(attention["maps"], ["encoder"])
        # Either half has learnt the sliver: the gap, and each next token where the future is hidden
        self.check_learnt(-math.log(with_right[dog].item()))
        ids = torch.tensor([tokenizer.encode(SENTENCE).ids])
        future = torch.full((len(places), len(places)), torch.finfo(torch.float32).min).triu(1)
        following = network(ids, attention_mask=future[None, None]).logits[0, :-1].log_softmax(-1)
        self.check_learnt(-following.gather(1, ids[0, 1:, None]).mean().item())
        self.check_kind(model)

    def test_narrow(self):
        """A BERT of fewer tokens and positions says of what is left just what it said before."""
        wide, out = self.pipeline.folder / "wide", self.pipeline.folder / "narrow"
        old = Tokenizer.from_file(str(self.pipeline.data / "bert/tokenizer.json"))
        before = BertForMaskedLM(BertConfig(vocab_size=old.get_vocab_size(), hidden_size=64, num_hidden_layers=2,
                                            num_attention_heads=4, intermediate_size=256, initializer_range=0.2)).eval()
        before.save_pretrained(wide)
        shutil.copy(self.pipeline.data / "bert/tokenizer.json", wide)
        done = self.pipeline.run("narrow.py", "--corpora", self.pipeline.corpora, "--model", wide, "--out", out,
                                 "--tokens", 500, "--positions", 32)
        self.assertEqual(done.returncode, 0, done.stderr)
        new, after = Tokenizer.from_file(str(out / "tokenizer.json")), BertForMaskedLM.from_pretrained(out).eval()
        self.assertEqual((new.get_vocab_size(), after.config.max_position_embeddings), (500, 32))
        found, wanted = new.encode(SENTENCE), old.encode(SENTENCE)
        self.assertEqual(found.tokens, wanted.tokens)
        places = [old.token_to_id(new.id_to_token(at)) for at in range(500)]
        with torch.no_grad():
            logits, whole = after(torch.tensor([found.ids])).logits, before(torch.tensor([wanted.ids])).logits
        self.assertLess((logits - whole[:, :, places]).abs().max(), 1e-4)

    def check_kind(self, model):
        """As a plain BERT it would lose its switch: that is refused."""
        out = self.pipeline.folder / "pair-as-bert"
        done = self.pipeline.run("export.py", "--kind", "bert", "--model", model, "--out", out)
        self.assertIn("is a pair, not a bert", done.stderr)
        self.assertFalse(out.exists())

    def test_gpt2(self):
        model = self.train("gpt2")
        full, small = self.export("gpt2", model)
        network = GPT2LMHeadModel.from_pretrained(model)
        tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        prompt, rest = tokenizer.encode("Tom sees").ids, tokenizer.encode(SENTENCE.removeprefix("Tom sees")).ids

        def log_probability(ids):
            log_p = network(torch.tensor([prompt + ids])).logits[0].log_softmax(-1)
            return sum(log_p[len(prompt) + at - 1, token].item() for at, token in enumerate(ids))

        call = {"text": "Tom sees", "decoding": GREEDY, "maxNewTokens": 12}
        exact, eight_bit, attention = engine(
            ("generate", {"model": str(full), **call}), ("generate", {"model": str(small), **call}),
            ("attention", {"model": str(small), "text": SENTENCE}))
        self.check_sequence(exact, log_probability, EXACT)
        self.check_sequence(eight_bit, log_probability, EIGHT_BIT)
        self.check_learnt(-log_probability(rest) / len(rest))
        self.check_attention(attention["maps"], ["decoder"])

    def test_t5(self):
        model = self.train("t5")
        full, small = self.export("t5", model)
        network = T5ForConditionalGeneration.from_pretrained(model)
        tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        source = f"translate English to German: {SENTENCE}"

        def log_probability(ids):
            given = {"input_ids": torch.tensor([tokenizer.encode(source).ids]), "decoder_input_ids": torch.tensor([[0, *ids[:-1]]])}
            log_p = network(**given).logits[0].log_softmax(-1)
            return sum(log_p[at, token].item() for at, token in enumerate(ids))

        call = {"text": source, "decoding": GREEDY, "maxNewTokens": 12}
        exact, eight_bit, translation, attention = engine(
            ("generate", {"model": str(full), **call}), ("generate", {"model": str(small), **call}),
            ("translate", {"model": str(small), "text": SENTENCE, "to": "German"}),
            ("attention", {"model": str(small), "text": source, "target": "Tom sieht den Hund zu Hause."}))
        self.check_sequence(exact, log_probability, EXACT)
        self.check_sequence(eight_bit, log_probability, EIGHT_BIT)
        target = tokenizer.encode("Tom sieht den Hund zu Hause.").ids
        self.check_learnt(-log_probability(target) / len(target))
        self.assertTrue(translation["text"].strip())
        self.check_attention(attention["maps"], ["encoder", "decoder", "cross"])
        self.check_back_translation(small)
        self.check_phrases(small)

    def check_back_translation(self, model):
        """What it translates goes into training, by a row of four columns each."""
        done = self.pipeline.run("back_translate.py", "--corpora", self.pipeline.corpora, "--data", self.pipeline.data,
                                 "--model", model, "--minutes", 0.1)
        self.assertEqual(done.returncode, 0, done.stderr)
        made = self.pipeline.data / "t5/back-0.tsv"
        rows = [line.split("\t") for line in made.read_text(encoding="utf8").splitlines()]
        made.unlink()
        self.assertTrue(rows)
        self.assertEqual({len(row) for row in rows}, {4})
        english = set(lines(self.pipeline.corpora, "english/simplewiki2017.clean.txt"))
        self.assertTrue(all(row[2] in english for row in rows if row[:2] == ["de", "en"]))

    def check_phrases(self, model):
        """Those of its sliver that it translates there and back, in three columns, and training reads them; none is no fault."""
        done = self.pipeline.run("phrases.py", "--corpora", self.pipeline.corpora, "--data", self.pipeline.data, "--model", model)
        self.assertEqual(done.returncode, 0, done.stderr)
        made = self.pipeline.data / "t5/phrases.tsv"
        rows = [line.split("\t") for line in made.read_text(encoding="utf8").splitlines()]
        made.unlink()
        self.assertLessEqual({len(row) for row in rows}, {3})
        self.assertEqual([line.split(" ")[0] for line in done.stdout.splitlines()], list(LANGUAGES))

    def check_learnt(self, nats):
        """Chance among 1,200 tokens is 7.1 nats a token."""
        self.assertLess(nats, math.log(1200) / 2, "it has not learnt the sliver")

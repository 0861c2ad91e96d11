"""Trained models made into others to go on from: more layers or fewer, another vocabulary, a mean of several."""
import json

import torch
from tokenizers import Tokenizer
from transformers import GPT2Config, GPT2LMHeadModel, T5Config, T5ForConditionalGeneration

from finished import read_finished, write_finished
from packed import read_tokenizer
from relayer import POSITIONS, relayered
from retokenize import rows
from test_faults import Faults, contents, cut, full_disk, small_bert

IDS = torch.arange(5, 25)[None]


def t5(encoder, decoder):
    return T5ForConditionalGeneration(T5Config(vocab_size=40, d_model=32, d_kv=8, d_ff=64, num_layers=encoder,
                                               num_decoder_layers=decoder, num_heads=4)).eval()


def gpt2(layers=2, vocabulary=40):
    return GPT2LMHeadModel(GPT2Config(vocab_size=vocabulary, n_embd=32, n_layer=layers, n_head=4, n_positions=64, bos_token_id=0,
                                      eos_token_id=0)).eval()


def logits(model, ids=IDS):
    more = {"decoder_input_ids": ids[:, :6]} if model.config.is_encoder_decoder else {}
    with torch.no_grad():
        return model(input_ids=ids, **more).logits


class Finished(Faults):
    def setUp(self):
        super().setUp()
        torch.manual_seed(0)

    def loaded(self, made, tensors):
        missing, unknown = made.load_state_dict(tensors, strict=False)
        self.assertEqual((missing, unknown), ([], []))
        return made

    def saved(self, model, tokenizer=None):
        folder = self.folder / "model"
        model.save_pretrained(folder)
        tokenizer = tokenizer or self.pipeline.data / "gpt2/tokenizer.json"
        (folder / "tokenizer.json").write_bytes(tokenizer.read_bytes())
        return folder

    def run_script(self, script, *arguments):
        out = self.folder / "out"
        return out, self.pipeline.run(script, *arguments, "--out", out)

    def refused(self, said, script, *arguments):
        out, done = self.run_script(script, *arguments)
        self.assertRegex(done.stderr, said)
        self.assertNotIn("Traceback", done.stderr)
        self.assertNotEqual(done.returncode, 0)
        self.assertFalse((out / "model.safetensors").exists())


class Layers(Finished):
    def test_a_layer_again_says_nothing_at_first(self):
        model = t5(2, 2)
        more = self.loaded(t5(4, 2), relayered(model.state_dict(), {"encoder": [0, 0, 1, 1], "decoder": [0, 1]}))
        self.assertTrue(torch.allclose(logits(more), logits(model), atol=1e-5))
        model = gpt2()
        for name, parameter in model.named_parameters():
            if name.endswith("bias"):
                torch.nn.init.normal_(parameter)
        more = self.loaded(gpt2(4), relayered(model.state_dict(), {"layers": [0, 0, 1, 1]}, "gpt2"))
        self.assertTrue(torch.allclose(logits(more), logits(model), atol=1e-5))

    def test_the_first_layer_has_the_positions(self):
        model = t5(2, 3)
        fewer = self.loaded(t5(2, 2), relayered(model.state_dict(), {"encoder": [0, 1], "decoder": [1, 2]}))
        self.assertTrue(torch.equal(fewer.decoder.block[0].layer[0].SelfAttention.relative_attention_bias.weight,
                                    model.state_dict()[f"decoder.block.0.{POSITIONS}"]))
        self.assertTrue(torch.equal(fewer.decoder.block[0].layer[1].EncDecAttention.q.weight,
                                    model.decoder.block[1].layer[1].EncDecAttention.q.weight))

    def test_what_it_writes_is_read_by_transformers(self):
        model = gpt2()
        out, done = self.run_script("relayer.py", "--model", self.saved(model), "--layers", 0, 1, 1)
        self.assertEqual(done.returncode, 0, done.stderr)
        more = GPT2LMHeadModel.from_pretrained(out).eval()
        self.assertEqual(more.config.n_layer, 3)
        self.assertTrue(torch.allclose(logits(more), logits(model), atol=1e-5))

    def test_what_is_no_layer_of_it(self):
        with self.stops("--encoder 2: the model has no such layer; they count from 0"):
            relayered(t5(2, 2).state_dict(), {"encoder": [0, 2], "decoder": [0]})
        model = self.saved(gpt2())
        self.refused("--layers 2: the model has no such layer", "relayer.py", "--model", model, "--layers", 0, 2)
        self.refused("--layers -1: the model has no such layer", "relayer.py", "--model", model, "--layers", -1)
        self.refused("A gpt2 needs --layers, and no other", "relayer.py", "--model", model, "--encoder", 0, "--decoder", 0)
        self.refused("A gpt2 needs --layers, and no other", "relayer.py", "--model", model)
        self.refused("is a bert; this script knows t5 and gpt2", "relayer.py", "--model", self.saved(small_bert(40)), "--layers", 0)

    def test_a_folder_that_is_no_model(self):
        self.refused("must be a folder that training finished", "relayer.py", "--model", self.folder / "none", "--layers", 0)
        model = self.saved(gpt2())
        cut(model / "model.safetensors", 1000)
        for script, more in (("relayer.py", ("--layers", 0)), ("pieces.py", ("--corpora", self.pipeline.corpora)),
                             ("retokenize.py", ("--tokenizer", model / "tokenizer.json"))):
            self.refused("cannot be read.*must be a folder that training finished", script, "--model", model, *more)
        self.refused("cannot be read.*must be a folder that training finished", "average.py", "--models", model, "--weights", 1)

    def test_full_disk(self):
        model = read_finished(self.saved(gpt2(vocabulary=4000)))
        write_finished(self.folder / "out", *model)
        before = contents(self.folder / "out")
        with full_disk(300_000), self.stops("Cannot write .*model.safetensors", "untouched"):
            write_finished(self.folder / "out", *model)
        self.assertEqual(contents(self.folder / "out"), before)


class Mean(Finished):
    def test_each_tensor_is_the_weighted_mean(self):
        models = [gpt2(), gpt2()]
        folders = [self.saved(model).rename(self.folder / f"model-{at}") for at, model in enumerate(models)]
        out, done = self.run_script("average.py", "--models", *folders, "--weights", 0.25, 0.75)
        self.assertEqual(done.returncode, 0, done.stderr)
        made = GPT2LMHeadModel.from_pretrained(out).state_dict()
        for name, tensor in made.items():
            first, second = (model.state_dict()[name] for model in models)
            self.assertTrue(torch.allclose(tensor, 0.25 * first + 0.75 * second, atol=1e-6), name)
        self.assertEqual((out / "tokenizer.json").read_bytes(), (folders[1] / "tokenizer.json").read_bytes())

    def test_what_has_no_mean(self):
        other = self.saved(gpt2(3)).rename(self.folder / "other")
        model = self.saved(gpt2())
        given = "average.py", "--models", model, other, "--weights"
        self.refused("different shapes", *given, 0.5, 0.5)
        self.refused("Give 2 --weights that sum to 1", *given, 0.5)
        self.refused("Give 2 --weights that sum to 1", *given, 0.5, 0.6)


class Vocabulary(Finished):
    def test_a_new_token_begins_as_what_spells_it(self):
        path = self.pipeline.data / "gpt2/tokenizer.json"
        described = json.loads(path.read_text(encoding="utf8"))
        merges, dropped = described["model"]["merges"], 60
        fewer = self.folder / "fewer.json"
        gone = {"".join(pair) for pair in merges[-dropped:]}
        described["model"]["merges"] = merges[:-dropped]
        described["model"]["vocab"] = {token: at for token, at in described["model"]["vocab"].items() if token not in gone}
        fewer.write_text(json.dumps(described), encoding="utf8")
        old, new = read_tokenizer(fewer), read_tokenizer(path)
        model = gpt2(vocabulary=old.get_vocab_size())
        out, done = self.run_script("retokenize.py", "--model", self.saved(model, fewer), "--tokenizer", path)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, f"{dropped} new tokens, {new.get_vocab_size()} in all")
        more = GPT2LMHeadModel.from_pretrained(out).eval()
        self.assertEqual(more.config.eos_token_id, new.token_to_id("<|endoftext|>"))
        was, now = (each.transformer.wte.weight for each in (model, more))
        for token, at in new.get_vocab().items():
            if token in gone:
                # Only what spells the token: no byte of it is another's
                spelt = [part.value for part in old.model.tokenize(token)]
                self.assertEqual("".join(spelt), token)
                expected = torch.stack([was[old.token_to_id(part)] for part in spelt]).mean(0)
            else:
                expected = was[old.token_to_id(token)]
            self.assertTrue(torch.allclose(now[at], expected, atol=1e-6), token)
        self.assertEqual((out / "tokenizer.json").read_bytes(), path.read_bytes())

    def test_the_same_vocabulary_changes_nothing(self):
        tokenizer = Tokenizer.from_file(str(self.pipeline.data / "gpt2/tokenizer.json"))
        self.assertEqual(rows(tokenizer, tokenizer), [[at] for at in range(tokenizer.get_vocab_size())])

    def test_what_is_no_model_or_tokenizer_of_this_kind(self):
        given = "retokenize.py", "--model"
        path = self.pipeline.data / "gpt2/tokenizer.json"
        self.refused("is a bert; this script knows gpt2", *given, self.saved(small_bert(40)), "--tokenizer", path)
        model = self.saved(gpt2(vocabulary=read_tokenizer(path).get_vocab_size()))
        self.refused("none.json", *given, model, "--tokenizer", self.folder / "none.json")
        self.refused("cannot spell some tokens", *given, model, "--tokenizer", self.pipeline.data / "t5/tokenizer.json")

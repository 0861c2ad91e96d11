"""What can go wrong outside the pipeline: each ends in a message that says what and where, and nothing good is lost."""
import contextlib
import shutil
import subprocess
import unittest
from pathlib import Path

import torch
from transformers import BertConfig, BertForMaskedLM, GPT2Config, GPT2LMHeadModel

import corpora
import packed
import training
import versions
from pipeline import SIZE

try:
    import resource
except ImportError:  # not on Windows
    resource = None


def cut(path, size):
    """Leaves the first `size` bytes of a file."""
    path.write_bytes(path.read_bytes()[:size])


def small_bert(vocabulary, width=64):
    return BertForMaskedLM(BertConfig(vocab_size=vocabulary, hidden_size=width, num_hidden_layers=2, num_attention_heads=4,
                                      intermediate_size=4 * width))


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


@contextlib.contextmanager
def full_disk(size):
    """Within the block no file can grow beyond `size` bytes: the system fails the write that would, half-way."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class Faults(unittest.TestCase):
    pipeline = None

    def setUp(self):
        self.folder = self.pipeline.folder / self.id()
        self.folder.mkdir()
        self.addCleanup(shutil.rmtree, self.folder)

    def stops(self, *words):
        """A context in which the script must end with a message that holds these words."""
        return self.assertRaisesRegex(SystemExit, "(?s)" + ".*".join(words))

    def data(self):
        """A copy of what prepare.py made, to damage."""
        return Path(shutil.copytree(self.pipeline.data, self.folder / "data"))


class Text(Faults):
    def corpora(self):
        return Path(shutil.copytree(self.pipeline.corpora, self.folder / "corpora"))

    def test_missing_text(self):
        folder = self.corpora()
        (folder / "parallel/en-ro.tsv.xz").unlink()
        with self.stops("Missing .*en-ro.tsv.xz", "README"):
            corpora.held_out_english(folder)

    def test_text_cut_off(self):
        folder = self.corpora()
        path = folder / "english/simplewiki2017.clean.txt.xz"
        cut(path, path.stat().st_size // 2)
        with self.stops("simplewiki2017.*cut off or damaged", "copy it again"):
            list(corpora.lines(folder, "english/simplewiki2017.clean.txt"))

    def test_pair_without_a_tab(self):
        folder = self.corpora()
        shutil.copy(folder / "english/commonvoice-de.txt.xz", folder / "parallel/en-de.tsv.xz")
        with self.stops("en-de.tsv.xz", "without a tab"):
            list(corpora.pairs(folder, "de"))

    def test_data_missing(self):
        with self.stops("Missing .*heldout-en.txt", "prepare.py"):
            corpora.read_held_out(self.folder)
        with self.stops("Missing .*wiki.bin", "prepare.py"):
            packed.stream(self.folder / "wiki.bin", 1)
        with self.stops("Missing .*tokenizer.json", "prepare.py"):
            packed.read_tokenizer(self.folder / "tokenizer.json")

    def test_data_cut_off(self):
        data = self.data()
        for name in ("gpt2/wiki.bin", "gpt2/tokenizer.json", "heldout-en.txt"):
            cut(data / name, (data / name).stat().st_size // 2)
        with self.stops("wiki.bin is cut off", "prepare.py again"):
            packed.stream(data / "gpt2/wiki.bin", 1)
        with self.stops("tokenizer.json is cut off"):
            packed.read_tokenizer(data / "gpt2/tokenizer.json")
        with self.stops("heldout-en.txt is cut off"):
            corpora.read_held_out(data)

    def test_another_tokenizer(self):
        data = self.data()
        shutil.copy(data / "t5/tokenizer.json", data / "gpt2/tokenizer.json")
        with self.stops("packed with another tokenizer", "prepare.py again"):
            packed.stream(data / "gpt2/wiki.bin", 1)

    def test_too_little_text(self):
        with self.stops("wiki.bin holds [0-9]+ tokens", "needs 10000000"):
            packed.stream(self.pipeline.data / "gpt2/wiki.bin", 10_000_000)

    def test_prepare_mends_what_is_cut_off(self):
        data, tokens = self.data(), (self.pipeline.data / "bert/books.bin").read_bytes()
        cut(data / "bert/books.bin", 1000)
        packed_before = (data / "bert/wiki.bin").stat().st_mtime_ns
        done = self.pipeline.run("prepare.py", "--corpora", self.pipeline.corpora, "--data", data)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((data / "bert/books.bin").read_bytes(), tokens)
        self.assertEqual((data / "bert/wiki.bin").stat().st_mtime_ns, packed_before)

    @unittest.skipUnless(resource, "needs RLIMIT_FSIZE")
    def test_full_disk(self):
        data = self.data()
        tokenizer = packed.read_tokenizer(data / "gpt2/tokenizer.json")
        cut(data / "gpt2/wiki.bin", 1000)
        before = contents(data)
        with self.stops("Cannot write .*wiki.bin", "File too large", "untouched", "make room"), full_disk(10_000):
            packed.pack(tokenizer, ["Tom sees the dog."] * 5000, data / "gpt2/wiki.bin", 0)
        self.assertEqual(contents(data), before)


class Checkpoints(Faults):
    def options(self, *more):
        return training.arguments("").parse_args(["--data", str(self.pipeline.data), "--out", str(self.folder / "run"),
                                                  "--minutes", "5", *SIZE, *more])

    def run_of(self, options=None, width=64):
        tokenizer = self.pipeline.data / "bert/tokenizer.json"
        vocabulary = packed.read_tokenizer(tokenizer).get_vocab_size()
        self.model = small_bert(vocabulary, width)
        return training.Run(options or self.options(), self.model, tokenizer)

    def step(self, run):
        ids = torch.arange(5, 37).reshape(2, 16)
        run.update(self.model(input_ids=ids, labels=ids).loss, ids.numel())

    def saved_run(self):
        run = self.run_of()
        self.step(run)
        run.save()
        return run

    def test_goes_on(self):
        self.saved_run()
        weights = self.model.state_dict()
        run = self.run_of()
        self.assertEqual((run.step, run.tokens), (1, 32))
        for name, tensor in self.model.state_dict().items():
            self.assertTrue(torch.equal(tensor, weights[name]), name)

    def test_cut_off(self):
        path = self.saved_run().path
        whole = path.read_bytes()
        for size in (0, 100, len(whole) // 2, len(whole) - 1):
            with self.subTest(size=size):
                path.write_bytes(whole[:size])
                with self.stops("state.pt is cut off or damaged", "move it away"):
                    self.run_of()
                self.assertEqual(path.read_bytes(), whole[:size])
        path.write_bytes(whole)
        self.assertEqual(self.run_of().step, 1)

    def test_something_else(self):
        path = self.saved_run().path
        torch.save(self.model.state_dict(), path)
        with self.stops("state.pt is no checkpoint", "another version"):
            self.run_of()

    def test_killed_while_writing(self):
        path = self.saved_run().path
        path.with_suffix(".partial").write_bytes(path.read_bytes()[:1000])
        run = self.run_of()
        self.assertEqual(run.step, 1)
        run.save()
        self.assertFalse(path.with_suffix(".partial").exists())

    def test_of_another_size_or_seed(self):
        self.saved_run()
        with self.stops("state.pt is of a model of another size", "--width"):
            self.run_of(width=128)
        with self.stops("was trained with --seed 0", "--out"):
            self.run_of(self.options("--seed", "1"))

    @unittest.skipUnless(resource, "needs RLIMIT_FSIZE")
    def test_full_disk(self):
        run = self.saved_run()
        before = contents(self.folder)
        self.step(run)
        for write in (run.save, run.finish):
            with self.stops("Cannot write .*state.pt", "File too large", "untouched", "make room"), full_disk(500_000):
                write()
            self.assertEqual(contents(self.folder), before)
        self.assertEqual(self.run_of().step, 1)

    @unittest.skipUnless(resource, "needs RLIMIT_FSIZE")
    def test_full_disk_at_the_end(self):
        run = self.saved_run()
        run.finish()
        before = contents(run.options.out / "model")
        run.save = lambda: None
        with self.stops("Cannot write .*model", "make room"), full_disk(500_000):
            run.finish()
        self.assertEqual(contents(run.options.out / "model"), before)

    def test_start(self):
        tokenizer = packed.read_tokenizer(self.pipeline.data / "bert/tokenizer.json")

        def start(folder):
            return training.pretrained(BertForMaskedLM, folder, tokenizer, "eager")

        with self.stops("--start .*nowhere cannot be read"):
            start(self.folder / "nowhere")
        run = self.saved_run()
        run.finish()
        model = run.options.out / "model"
        self.assertEqual(start(model).config.hidden_size, 64)
        cut(model / "model.safetensors", 100_000)
        with self.stops("--start .*model cannot be read", "model.safetensors"):
            start(model)
        config = GPT2Config(vocab_size=1200, n_embd=64, n_layer=1, n_head=4, bos_token_id=0, eos_token_id=0)
        GPT2LMHeadModel(config).save_pretrained(self.folder / "gpt2")
        with self.stops("is a gpt2; this script trains a bert"):
            start(self.folder / "gpt2")
        small_bert(900).save_pretrained(self.folder / "small")
        with self.stops("a vocabulary of 900", "prepare.py again"):
            start(self.folder / "small")


class Exports(Faults):
    def model(self):
        """A fresh model as training would leave it, and a folder in which an export stands already."""
        model, out = self.folder / "model", self.folder / "out"
        small_bert(1200).save_pretrained(model)
        shutil.copy(self.pipeline.data / "bert/tokenizer.json", model)
        (out / "onnx").mkdir(parents=True)
        (out / "onnx/model_quantized.onnx").write_bytes(b"the one before")
        return model, out

    def refused(self, model, out, *words, kind="bert", **more):
        before = contents(out)
        done = self.pipeline.run("export.py", "--kind", kind, "--model", model, "--out", out, **more)
        self.assertNotEqual(done.returncode, 0)
        self.assertNotIn("Traceback", done.stderr)
        self.assertRegex(done.stderr, "(?s)" + ".*".join(words))
        self.assertEqual(contents(out), before)

    def test_bad_model(self):
        model, out = self.model()
        self.refused(self.folder / "nowhere", out, "--model .*nowhere cannot be read")
        self.refused(model, out, "is a bert, not a gpt2", kind="gpt2")
        cut(model / "model.safetensors", 100_000)
        self.refused(model, out, "--model .*model cannot be read", "training writes")

    def test_folder_that_cannot_be_dequantised(self):
        model, out = self.model()
        for path in model.glob("*.json"):
            shutil.copy(path, out)

        def refused(folder, kind, words):
            done = self.pipeline.run("dequantise.py", "--kind", kind, "--folder", folder, "--out", self.folder / "back")
            self.assertNotEqual(done.returncode, 0)
            self.assertNotIn("Traceback", done.stderr)
            self.assertRegex(done.stderr, words)
            self.assertFalse((self.folder / "back").exists())

        refused(self.folder / "nowhere", "bert", "--folder .*nowhere cannot be read")
        refused(out, "bert", "--folder .*out cannot be read")
        refused(out, "gpt2", "is a bert, not a gpt2")

    @unittest.skipUnless(resource, "needs RLIMIT_FSIZE")
    def test_full_disk(self):
        model, out = self.model()
        with full_disk(200_000):
            self.refused(model, out, "Cannot write .*out", "untouched", "make room")


class Libraries(Faults):
    def test_wrong_environment(self):
        for script, python, words in (
                ("train_bert.py", self.pipeline.export_python, "transformers 4.*requirements-train.txt"),
                ("prepare.py", self.pipeline.export_python, "tokenizers .*requirements-train.txt"),
                ("export.py", self.pipeline.train_python, "onnx none.*requirements-export.txt"),
                ("dequantise.py", self.pipeline.train_python, "onnx none.*requirements-export.txt"),
                ("pieces.py", self.pipeline.export_python, "transformers 4.*requirements-train.txt"),
                ("evaluate.py", self.pipeline.train_python, "onnx none.*requirements-export.txt")):
            with self.subTest(script=script):
                done = subprocess.run([python, "-B", versions.__file__.replace("versions.py", script), "--help"],
                                      capture_output=True, text=True, encoding="utf8")
                self.assertNotEqual(done.returncode, 0)
                self.assertNotIn("Traceback", done.stderr)
                self.assertRegex(done.stderr, words)

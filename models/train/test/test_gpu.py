"""The run on a GPU, tried on the CPU: packed, trained from the pack alone, cut off, resumed, and made models of again."""
import json
import subprocess
import sys
import unittest

import torch
from transformers import GPT2LMHeadModel, T5ForConditionalGeneration

import from_gpu
from plain_models import T5, Gpt2

WITHOUT = "import sys; sys.modules.update(dict.fromkeys(('transformers', 'tokenizers', 'safetensors'))); sys.argv[0] = 'on_gpu.py'; " \
          "sys.path.insert(0, '.'); import on_gpu; on_gpu.main()"


class Gpu(unittest.TestCase):
    pipeline = None

    def test_the_plain_models_are_those_of_transformers(self):
        torch.manual_seed(0)
        for name, plain in (("t5", T5(90, 32, 4, 3, 2)), ("gpt2", Gpt2(90, 32, 4, 2, 64))):
            known = from_gpu.MAKE[name](plain.sizes, 1)
            known.load_state_dict(plain.state_dict(), strict=False)
            known.tie_weights()
            known.eval()
            x, y = torch.randint(2, 90, (2, 40)), torch.randint(2, 90, (2, 30))
            x[1, 30:] = 0
            with torch.no_grad():
                if name == "t5":
                    ours = plain(x, y) @ plain.shared.weight.T
                    theirs = known(input_ids=x, attention_mask=(x != 0).long(), decoder_input_ids=y).logits
                else:
                    ours, theirs = plain(x) @ plain.transformer.wte.weight.T, known(x).logits
            self.assertLess((ours - theirs).abs().max().item(), 1e-4, name)

    def test_from_pack_to_models(self):
        folder = self.pipeline.folder / "gpu"
        pack, out = folder / "pack", folder / "out"
        folder.mkdir()
        given = ("--corpora", self.pipeline.corpora, "--data", self.pipeline.data)
        packed = self.pipeline.run("pack_for_gpu.py", *given, "--pack", pack, "--scale", 0.01, "--megabytes", 2)
        self.assertEqual(packed.returncode, 0, packed.stderr)
        self.assertLess(sum(path.stat().st_size for path in pack.iterdir()), 2e6)
        small = ("--scale", "0.005", "--eager", "--save-seconds", "1")

        def trained(minutes, *more):
            """In the pack, by its own scripts, with neither transformers nor tokenizers."""
            command = [sys.executable, "-B", "-c", WITHOUT, "--out", str(out), "--minutes", str(minutes), *small, *more]
            return subprocess.run(command, cwd=pack, capture_output=True, text=True, encoding="utf8")

        first = trained(0.3)
        self.assertEqual(first.returncode, 0, first.stderr)
        again = trained(0.4)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("t5-teacher: resumed at step", again.stdout)
        returned = [path for path in out.iterdir()]
        self.assertLessEqual(len(returned), 8)
        self.assertTrue(all(path.stat().st_size <= 16_000_000 for path in returned))
        curves = json.loads((out / "curves.json").read_text())
        self.assertEqual(sorted(curves), ["gpt2-student", "gpt2-teacher", "t5-student", "t5-teacher"])
        for kind, known in (("t5", T5ForConditionalGeneration), ("gpt2", GPT2LMHeadModel)):
            made = self.pipeline.run("from_gpu.py", "--kind", kind, "--returned", out, "--data", self.pipeline.data, "--out", folder / kind)
            self.assertEqual(made.returncode, 0, made.stderr)
            known.from_pretrained(folder / kind)
        cut = pack / "gpt2-wiki.xz"
        cut.write_bytes(cut.read_bytes()[:100])
        broken = trained(0.1)
        self.assertNotEqual(broken.returncode, 0)
        self.assertIn("gpt2-wiki.xz is missing, cut off or of another pack", broken.stderr)

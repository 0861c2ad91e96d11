"""Cross-entropy in chunks, and a student that is told by a teacher."""
import unittest

import torch
from torch.nn.functional import cross_entropy, kl_div
from transformers import BertForMaskedLM

import losses
from packed import read_tokenizer
from pipeline import SIZE
from test_faults import Faults, small_bert
from train_bert import Batches


class Chunked(unittest.TestCase):
    pipeline = None

    def test_loss_and_gradients_are_those_of_torch(self):
        torch.manual_seed(0)
        h, weight, bias = (torch.randn(shape, requires_grad=True) for shape in ((37, 8), (50, 8), (50,)))
        labels, told = torch.randint(0, 50, (37,)), torch.randn(37, 50).softmax(-1)
        for smooth, share in ((0, 0), (0.1, 0), (0, 0.7), (0.1, 0.4), (0, 1)):
            with self.subTest(smooth=smooth, share=share):
                found = losses.cross_entropy(h, weight, labels, bias, smooth, 16, told if share else None, share)
                logits = h @ weight.T + bias
                wanted = (1 - share) * cross_entropy(logits, labels, label_smoothing=smooth) + share * cross_entropy(logits, told)
                torch.testing.assert_close(found, wanted)
                for mine, theirs in zip(torch.autograd.grad(found, (h, weight, bias)), torch.autograd.grad(wanted, (h, weight, bias))):
                    torch.testing.assert_close(mine, theirs)

    def test_a_share_without_a_teacher_changes_nothing(self):
        h, weight, labels = torch.randn(5, 8), torch.randn(50, 8), torch.arange(5)
        torch.testing.assert_close(losses.cross_entropy(h, weight, labels, share=0.7), losses.cross_entropy(h, weight, labels))


class Told(Faults):
    def test_a_teacher_keeps_what_the_student_knew(self):
        data = self.pipeline.data
        tokenizer = read_tokenizer(data / "bert" / "tokenizer.json")
        torch.manual_seed(0)
        start = small_bert(tokenizer.get_vocab_size()).eval()
        start.save_pretrained(self.folder / "start")
        ids, mask, chosen, _ = Batches(data, tokenizer, 9).make(1)
        with torch.no_grad():
            before = start(ids, attention_mask=mask).logits[chosen].log_softmax(-1)
        divergences = []
        for share in (1, 0.5, 0):
            out = self.folder / f"told-{share}"
            done = self.pipeline.run("train_bert.py", "--data", data, "--start", self.folder / "start", "--teacher", self.folder / "start",
                                     "--told", share, "--steps", 12, "--warmup", 1, "--learning-rate", 1e-3, "--eager", *SIZE, "--out", out)
            self.assertEqual(done.returncode, 0, done.stderr)
            with torch.no_grad():
                after = BertForMaskedLM.from_pretrained(out / "model").eval()(ids, attention_mask=mask).logits[chosen].log_softmax(-1)
            divergences.append(kl_div(after, before, reduction="batchmean", log_target=True).item())
        self.assertEqual(divergences, sorted(divergences))
        self.assertLess(divergences[0], 0.2 * divergences[2], divergences)

    def test_a_teacher_of_another_vocabulary_is_refused(self):
        small_bert(40).save_pretrained(self.folder / "other")
        done = self.pipeline.run("train_bert.py", "--data", self.pipeline.data, "--teacher", self.folder / "other", "--steps", 1,
                                 "--eager", *SIZE, "--out", self.folder / "out")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("--teacher", done.stderr)
        self.assertIn("vocabulary of 40", done.stderr)

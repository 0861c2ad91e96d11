"""Words in their contexts: which are gathered, and what telling their senses apart costs."""
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from contexts import LENGTH, Contexts, gathered, sense_loss

WORDS = "[PAD] [UNK] [CLS] [SEP] the bank of river lent him money here ##ers a".split()


def tokenizer():
    made = Tokenizer(models.WordPiece({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    return made


class OfWords(unittest.TestCase):
    pipeline = None

    def test_words_of_one_piece_and_of_enough_sentences_are_gathered(self):
        sentences = ["the bank of the river", "the bank lent him money", "the bankers lent him money", "the river here", "a " * LENGTH]
        found = gathered(tokenizer(), sentences, 9, 2, grammar=0)
        self.assertEqual(list(found), ["the", "bank", "lent", "him", "money"])
        self.assertEqual([(sentence, at) for sentence, _, _, at in found["bank"]], [(sentences[0], 2), (sentences[1], 2)])
        for word, contexts in found.items():
            self.assertTrue(all(ids[at] == WORDS.index(word) for _, _, ids, at in contexts))
            self.assertTrue(all(sentence[start:end] == word for sentence, (start, end), _, _ in contexts))
        self.assertEqual(list(gathered(tokenizer(), sentences, 2, 2, frozenset(["lent"]), grammar=1)), ["bank", "him"])

    def test_sentences_come_from_all_of_the_text(self):
        numbered = [f"the bank here of the river {at}" for at in range(400)]
        kept = [int(sentence.split()[-1]) for sentence, *_ in gathered(tokenizer(), numbered, 9, 20, grammar=0)["bank"]]
        self.assertEqual(len(set(kept)), 20)
        self.assertTrue(120 < np.mean(kept) < 280, kept)

    def test_batches_repeat_and_keep_what_belongs_together(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        ids, places, states = np.zeros((3, 15, LENGTH), np.uint16), np.zeros((3, 15), np.uint8), np.zeros((3, 15, 2), np.float16)
        for word in range(3):
            for at in range(15):
                ids[word, at, :8], places[word, at], states[word, at] = 1 + word, at % 8, (word, at)
                ids[word, at, at % 8] = 100 + at
        np.savez(folder / "senses.npz", ids=ids, places=places, states=states)
        batches = Contexts(folder / "senses.npz", 5)
        rows, mask, there, teacher = batches.make(7)
        for again, once in zip(Contexts(folder / "senses.npz", 5).make(7), (rows, mask, there, teacher)):
            self.assertTrue(torch.equal(again, once))
        word, at = teacher.view(-1, 2).T
        self.assertTrue(torch.equal(rows[torch.arange(len(rows)), there], 100 + at.long()))
        self.assertTrue(torch.equal(rows[torch.arange(len(rows)), (there + 1) % 8], 1 + word.long()))
        self.assertTrue(bool((mask.sum(1) == 8).all()))

    def test_missing_and_broken_states_are_told(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        with self.assertRaisesRegex(SystemExit, "run sense_states.py first"):
            Contexts(folder / "senses.npz", 5)
        (folder / "senses.npz").write_bytes(b"PK half")
        with self.assertRaisesRegex(SystemExit, "cut off or damaged"):
            Contexts(folder / "senses.npz", 5)

    def test_the_loss_is_least_where_senses_are_apart_as_for_the_teacher(self):
        teacher = torch.tensor([[[1.0, 0], [0.9, 0.1], [-1, 0], [-0.9, 0.1]]])
        teacher = torch.nn.functional.normalize(teacher, dim=-1)
        apart, mixed = teacher * 3, teacher[:, [0, 2, 1, 3]]
        same = torch.ones(1, 4, 2)
        losses = [sense_loss(states, teacher).item() for states in (apart, same, mixed)]
        self.assertEqual(losses, sorted(losses))
        self.assertLess(losses[0], 0.1)
        # All alike: log 3 less the entropy of the teacher's neighbours
        self.assertAlmostEqual(losses[1], np.log(3), delta=0.05)

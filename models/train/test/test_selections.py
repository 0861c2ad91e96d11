"""The forms of selected text: both sides change alike, and what is not changed stays."""
import re
import unittest
from collections import Counter

import numpy as np
import torch

import muon
import pieces
import selections
import selected_forms
from augment import Augmenter, Capitals
from corpora import LANGUAGES

PAIR = ("Tom gave 250 books to the school in 1990.", "Tom gab 1990 der Schule 250 Bücher.")


def rngs(count=50):
    return (np.random.default_rng(seed) for seed in range(count))


class Selections(unittest.TestCase):
    pipeline = None

    def test_placeholders_hold_out_the_same_on_both_sides(self):
        for rng in rngs():
            here, there = selections.placeholders(rng, *PAIR, {"Tom"})
            marks = re.findall(r"<x\d>", here)
            self.assertEqual(sorted(marks), sorted(re.findall(r"<x\d>", there)))
            self.assertEqual(len(set(marks)), 3)
            self.assertEqual([name for name in ("Tom", "250", "1990") if name in here + there], [])

    def test_what_stands_twice_is_not_held_out(self):
        for rng in rngs(5):
            pair = ("Tom sees Tom.", "Tom sieht Tom.")
            self.assertEqual(selections.placeholders(rng, *pair, {"Tom"}), pair)

    def test_capitals_leave_placeholders(self):
        self.assertEqual(selections.capitals("the <x1> of Straße, é <x2>"), "THE <x1> OF STRASSE, É <x2>")

    def test_capitals_are_asked_and_answered_in_small_letters(self):
        augmenter, shouted = Augmenter({language: Capitals([]) for language in ("en", *LANGUAGES)}), Counter()
        for rng in rngs(100):
            for from_english in (True, False):
                pair = augmenter.selected(rng, *PAIR, "de", from_english)
                if (given := pair[not from_english]).isupper():
                    shouted[from_english] += 1
                    self.assertFalse(pair[from_english].isupper(), given)
        self.assertGreater(min(shouted[True], shouted[False]), 2)

    def test_a_heading_is_answered_with_one_capital(self):
        answers = {other for rng in rngs(200) for here, other in
                   [Augmenter({language: Capitals([]) for language in ("en", *LANGUAGES)}).typed(rng, "the old house", "das alte Haus", "de", True)]
                   if here == "The Old House"}
        self.assertEqual(answers, {"Das alte Haus"})

    def test_a_few_words_are_no_sentence(self):
        for text, wanted in (("bread", True), ("Good night", True), ("the old man", True), ("my two old friends", True),
                             ("the old man sleeps now", False), ("He sees me.", False), ("The old man", False), ("no, thank you.", False)):
            self.assertEqual(selections.is_phrase(text), wanted, text)

    def test_figures_mean_the_same_in_each_language(self):
        for language, group in selections.GROUPS.items():
            for rng in rngs():
                here, there = selections.figures(rng, "He has 250 books.", "250 x.", language)
                value = float(re.search(r"[\d.,]*\d", here).group().replace(",", ""))
                written = re.search(r"[\d.,  ]*\d", there).group()
                self.assertEqual(float(written.replace(group, "").replace(",", ".")), value)

    def test_numbers_of_one_side_and_times_of_day_stay(self):
        for rng in rngs(5):
            for pair in (("at 10:30", "um 10:30"), ("He has 250.", "Er hat 251."), ("3.5 tons", "3,5 Tonnen")):
                self.assertEqual(selections.figures(rng, *pair, "de"), pair)

    def test_curly_quotes_open_and_close(self):
        self.assertEqual(selections.curly('"I don\'t," he said (\'so\').'), "“I don’t,” he said (‘so’).")

    def test_marks_stand_on_both_sides(self):
        for rng in rngs():
            here, there = selections.marked(rng, "A house.", "Ein Haus.")
            self.assertEqual(here.replace("A house", "Ein Haus"), there)
            self.assertNotEqual(here, "A house.")

    def test_long_sentences_have_no_more_than_sixty_words(self):
        capitals = {language: Capitals([PAIR[0]]) for language in ("en", *LANGUAGES)}
        augmenter, longest = Augmenter(capitals), 0
        for rng in rngs(100):
            english, other = augmenter.long(rng, PAIR, lambda _: PAIR, "de")
            longest = max(longest, len(english.split()))
            self.assertEqual(len(re.findall("books", english)), len(re.findall("Bücher", other)))
            self.assertTrue(english.endswith(".") and other.endswith("."))
        self.assertTrue(30 < longest <= 64, longest)

    def test_the_measured_forms_change_both_sides_alike(self):
        for form, change in selected_forms.FORMS.items():
            made = change("Tom hasn't 24 books.", "Tom hat keine 24 Bücher.", "de")
            self.assertEqual(len(made), 2, form)
            self.assertEqual(made[0].count("<x0>"), made[1].count("<x0>"))
        self.assertIsNone(selected_forms.FORMS["another number"]("Ten books.", "10 Bücher.", "de"))


class Pieces(unittest.TestCase):
    pipeline = None

    def test_new_pieces_stand_at_the_end_and_known_ones_stay(self):
        vocabulary = ["<pad>", "</s>", "<unk>", "▁the", "▁The", "▁house", "a", "▁TV", "▁don't", "▁THE", "▁oldx", "▁oldy", "▁oldz"]
        counts = dict(enumerate([0, 0, 0, 900, 100, 50, 1, 40, 30, 2, 3, 0, 20]))
        wanted = pieces.capitals(vocabulary, counts) + pieces.titles(vocabulary, counts, Counter({"Oldx": pieces.KNOWN})) + pieces.curly(vocabulary, counts)
        made = pieces.plan(vocabulary, counts, wanted)
        new = {piece: (at, like) for at, piece, like in made}
        self.assertEqual(new["▁THE"], (9, [(3, 901), (4, 101), (9, 3)]))
        self.assertEqual([of for of, _ in new["▁HOUSE"][1]], [5])
        self.assertEqual(new["▁don’t"][1], [(8, 31)])
        self.assertIn("▁House", new)
        self.assertNotIn("▁Oldx", new, "it is known as it is cut")
        self.assertNotIn("▁TV", new, "a piece in use was changed")
        self.assertNotIn("▁The", new, "a piece in use was changed")
        places = sorted(at for at, _, _ in made if at != 9)
        self.assertEqual(places, list(range(len(vocabulary), len(vocabulary) + len(made) - 1)))

    def test_a_new_piece_starts_as_its_plain_form_and_one_step_aside(self):
        weights, step = torch.randn(6, 8), torch.randn(8).double()
        after = pieces.embedded(weights, [(5, "▁THE", [(3, 9), (4, 1)]), (7, "▁HOUSE", [(1, 3)]), (6, "#", [])], step)
        self.assertEqual(after.shape, (8, 8))
        self.assertTrue(torch.equal(after[:5], weights[:5]))
        self.assertTrue(torch.allclose(after[5] - (0.9 * weights[3] + 0.1 * weights[4]), step.float(), atol=1e-5))
        self.assertTrue(torch.allclose(after[7] - weights[1], step.float(), atol=1e-5))


class Optimiser(unittest.TestCase):
    pipeline = None

    def test_updates_are_about_orthogonal(self):
        generator = torch.Generator().manual_seed(0)
        for shape in ((16, 64), (64, 16), (32, 32)):
            values = torch.linalg.svdvals(muon.orthogonal(torch.randn(shape, generator=generator), torch.float32))
            self.assertTrue(0.3 < values.min() and values.max() < 1.3, values)

    def test_it_steps_as_torch_does(self):
        generator = torch.Generator().manual_seed(0)
        start, gradients = torch.randn(24, 48, generator=generator), [torch.randn(24, 48, generator=generator) for _ in range(3)]
        ends = []
        for make in (lambda p: muon.Muon([p], lr=1e-2, weight_decay=0.1, momentum=0.95, dtype=torch.bfloat16),
                     lambda p: torch.optim.Muon([p], lr=1e-2, weight_decay=0.1, momentum=0.95, adjust_lr_fn="match_rms_adamw")):
            parameter = torch.nn.Parameter(start.clone())
            optimiser = make(parameter)
            for gradient in gradients:
                parameter.grad = gradient.clone()
                optimiser.step()
            ends.append(parameter.detach())
        self.assertLess((ends[0] - ends[1]).abs().max().item(), 2e-3)

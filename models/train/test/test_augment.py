"""Times of day that change on both sides, and the table of everyday phrases."""
import unittest

import numpy as np

from augment import CLOCK, CLOCK_THERE, Augmenter
from corpora import LANGUAGES
from train_t5 import read_phrasebook


class Pairs(unittest.TestCase):
    pipeline = None

    def changed(self, english, other):
        return Augmenter({}).numbers(np.random.default_rng(1), english, other)

    def time(self, pattern, text):
        hour, _, minute = pattern.search(text).groups()
        return int(hour), minute

    def test_a_time_of_day_stays_the_same_on_both_sides(self):
        for other in ("um 2.30 Uhr", "à 2 h 30", "a las 2:30"):
            here, there = self.changed("at 2:30", other)
            self.assertEqual(self.time(CLOCK, here), self.time(CLOCK_THERE, there))
            self.assertNotEqual(here, "at 2:30")
            self.assertEqual(CLOCK_THERE.sub("", there), CLOCK_THERE.sub("", other))

    def test_the_other_side_may_count_to_24(self):
        here, there = self.changed("at 2:30", "à 14h30")
        hour, minute = self.time(CLOCK, here)
        self.assertEqual(self.time(CLOCK_THERE, there), (hour + 12, minute))

    def test_times_in_words_and_several_times_stay(self):
        for pair in (("at 2:30", "um halb drei"), ("from 2:30 to 5:00", "von 2.30 bis 5.00 Uhr"), ("at 2:30", "um 3.30 Uhr")):
            self.assertEqual(self.changed(*pair), pair)

    def test_the_phrasebook_has_every_phrase_in_every_language_once(self):
        for rows in read_phrasebook(frozenset(["Good night."])).values():
            english = [row[0] for row in rows]
            self.assertEqual(len(set(english)), len(english))
            self.assertNotIn("Good night.", english)
            self.assertTrue(all(side == side.strip() != "" for row in rows for side in row))
        self.assertEqual(set(read_phrasebook(frozenset())), set(LANGUAGES))

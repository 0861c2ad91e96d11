"""Which phrases are found in sentences, and which of their translations are kept."""
import unittest

import noun_phrases


class Phrases(unittest.TestCase):
    pipeline = None

    def test_a_phrase_ends_before_a_stop_or_a_small_word(self):
        for sentence, wanted in (("The old man is here.", ["The old man"]), ("I saw my brother, and every day.", ["my brother", "every day"]),
                                 ("She has two red cars in Rome.", ["two red cars"]), ("Go home now.", []), ("The Tower of London.", ["The Tower"])):
            self.assertEqual(noun_phrases.PHRASE.findall(sentence), wanted, sentence)

    def test_the_common_ones_in_small_letters_without_those_of_the_test(self):
        sentences = ["The old man is here."] * noun_phrases.FEWEST + ["A dog."] * noun_phrases.FEWEST + ["My cat sees no cat."]
        self.assertEqual(noun_phrases.found(sentences, {"a dog"}), ["the old man"])

    def test_what_does_not_come_back_is_left_out(self):
        there = {"a dog": "ein Hund", "the end": "das Ende.", "no way": None, "the bank": "die Bank", "a tree": "ein Baum"}
        back = {"ein Hund": "A dog", "die Bank": "the bench", "ein Baum": None}
        kept = noun_phrases.that_come_back(list(there), lambda rows: map(there.get, rows), lambda rows: map(back.get, rows))
        self.assertEqual(kept, [("a dog", "ein Hund")])

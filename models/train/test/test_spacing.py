"""Marks set off as WikiText has them, and written close again."""
import unittest

from prepare import paragraphs
from spacing import set_apart, set_close, set_off

LINE = "Robert X (born in 1974) isn't an actor; in 2,000 plays, he said \"Teddy's here\" to Mr. Smith of the U.S. team: 5% of 9/11."
APART = " Robert X ( born in 1974 ) isn 't an actor ; in 2,000 plays , he said \" Teddy 's here \" to Mr. Smith of the U.S. team : 5 % of 9 / 11 . "


class Spacing(unittest.TestCase):
    pipeline = None

    def test_marks_stand_apart_but_not_in_figures_titles_and_initials(self):
        self.assertEqual(set_off(LINE), APART)

    def test_what_was_set_off_is_written_close_again(self):
        self.assertEqual(set_close(set_off(LINE)), LINE)

    def test_one_article_in_two_with_its_rare_words_taken_out(self):
        text = ["= One =", "we saw it.", "we saw stars.", "= Two =", "it left and it left", "= Three =", "it left."]
        # All but "and" and "stars" come more than once
        self.assertEqual(set_apart(paragraphs(text, 3000, ("\n",)), every=2, known=5), [" we saw it . \n we saw X . ", " it left . "])

    def test_pieces_end_where_they_are_long_enough(self):
        pieces = set_apart(paragraphs(["= One =", "one two", "three", "four"], 6, ("\n",)), every=1)
        self.assertEqual(sorted(pieces), [" one two ", " three \n four "])

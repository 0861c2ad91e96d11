"""Marks set off as WikiText has them, and written close again."""
import unittest

from spacing import articles_set_off, set_close, set_off

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
        self.assertEqual(sorted(articles_set_off(text, every=2, known=5)), [" it left . ", " we saw it . \n we saw X . "])

    def test_pieces_end_where_they_are_long_enough(self):
        pieces = articles_set_off(["= One =", "one two", "three", "four"], every=1, size=8)
        self.assertEqual(sorted(pieces), [" one two ", " three \n four "])

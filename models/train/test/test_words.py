"""Whole words are masked: no piece of a hidden word tells the others."""
import unittest
from types import SimpleNamespace

import numpy as np

from train_bert import Batches

# One word of one piece, one of three, one of two; 2 and 3 are the continuations
ROW = [0, 1, 2, 3, 1, 2]
CONTINUES = np.array([False, False, True, True])


class Words(unittest.TestCase):
    def test_pieces_share_the_draw_of_their_word(self):
        ids, draws = np.array([ROW, ROW]), np.arange(12).reshape(2, 6) / 12
        given = Batches.by_word(SimpleNamespace(continues=CONTINUES), ids, draws) * 12
        # A word's draw is that of its number in the row: words are as likely as pieces were
        np.testing.assert_allclose(given, [[0, 1, 1, 1, 2, 2], [6, 7, 7, 7, 8, 8]])

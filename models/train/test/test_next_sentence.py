"""The pairs of sentences that a next-sentence head is tried on."""
import lzma
import unittest

from next_sentence_text import NEAR, NEXT, OTHER, SAME, articles, halves, pairs, stretches

TEXTS = [[f"This is sentence {at} of text {text}." for at in range(30)] for text in range(4)]


class NextSentence(unittest.TestCase):
    pipeline = None

    def test_what_follows_another_of_the_text_and_one_of_another_text(self):
        made = pairs(TEXTS, 40, 2, 1)
        self.assertEqual([kind for *_, kind in made], [NEXT, SAME, OTHER] * 40)
        self.assertEqual(made, pairs(TEXTS, 40, 2, 1))
        for first, second, kind in made:
            (text, at), (its, other) = map(self.place, (first, second))
            self.assertTrue({NEXT: text == its and other == at + 1, SAME: text == its and abs(other - at) > NEAR,
                             OTHER: abs(text - its) >= 2}[kind], (first, second))

    @staticmethod
    def place(sentence):
        return next((text, rows.index(sentence)) for text, rows in enumerate(TEXTS) if sentence in rows)

    def test_as_many_that_follow_as_others_half_of_them_of_the_text(self):
        kinds = [kind for *_, kind in halves(pairs(TEXTS, 40, 1, 1))]
        self.assertEqual([kinds.count(kind) for kind in (NEXT, SAME, OTHER)], [40, 20, 20])

    def test_too_little_text_is_said(self):
        with self.assertRaisesRegex(SystemExit, "has 0 sentences"):
            pairs([TEXTS[0][:5]], 3, 1, 1)

    def test_articles_and_stretches(self):
        folder = self.pipeline.folder / "running"
        folder.mkdir()
        with lzma.open(folder / "text.xz", "wt", encoding="utf8") as file:
            file.write('= One =\n"It is late in the day!" She had left the old house. So.\n\n= Two =\nNobody was there to tell them.\n')
        one = ['"It is late in the day!"', "She had left the old house.", None]
        two = ["Nobody was there to tell them."]
        self.assertEqual(articles(folder, "text", 1000), [[], one, two])
        self.assertEqual(stretches([[], one, two], 3), [one, two])

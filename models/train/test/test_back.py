"""What t5-mini learns from beside what people wrote: sentences translated back."""
import unittest
from types import SimpleNamespace

import numpy as np

from corpora import LANGUAGES
from one_language import TAG, english, is_plain, is_sound
from train_t5 import ENOUGH, Translations, neighbours, read_synthetic


class Back(unittest.TestCase):
    pipeline = None

    def test_which_translations_are_of_use(self):
        given = "In 2007, 175 people lived there."
        self.assertTrue(is_sound(given, "En 2007, 175 personnes y vivaient."))
        for made in (None, "", "En 2007.", "En 177, 175 personnes y vivaient.", "En 2007 y vivaient y vivaient y vivaient 175.",
                     "En 2007, 175 personnes " + "et encore d'autres gens qui y vivaient " * 2):
            self.assertFalse(is_sound(given, made), made)

    def test_which_sentences_are_drawn(self):
        self.assertTrue(is_plain("The old man sat by the fire."))
        for sentence in ("Too short.", "the old man sat by the fire.", "The old man sat by the fire", "A | table | of it all.",
                         " ".join(["Long"] * 30) + "."):
            self.assertFalse(is_plain(sentence), sentence)
        drawn = list(english(self.pipeline.corpora, frozenset()))
        self.assertGreater(len(drawn), 100)
        self.assertFalse(set(drawn[:5]) & set(english(self.pipeline.corpora, frozenset(drawn[:5]))))

    def test_a_made_side_is_never_learnt(self):
        """The side that people wrote stands where it is the target, with the tag before the other one."""
        folder = self.pipeline.folder / "back"
        folder.mkdir(exist_ok=True)
        (folder / "back-0.tsv").write_text("de\tde\tmade\techt\nde\ten\treal\tgemacht\n", encoding="utf8")
        rows = read_synthetic(folder, frozenset())
        self.assertEqual((rows["de", "de"], rows["de", "en"]), ([("made", "echt")], [("real", "gemacht")]))
        self.assertEqual(read_synthetic(folder, frozenset(["real"]))["de", "en"], [])
        made = {neighbours(np.random.default_rng(seed), rows["de", "en"]) for seed in range(30)}
        self.assertEqual(made, {("real", "gemacht"), ("real real", "gemacht gemacht")})
        made = {(language, side): rows["de", "de" if side == language else "en"]
                for language in LANGUAGES for side in (language, "en")}
        for from_english, source, target in ((1, f"English to German: {TAG} made", "echt"),
                                             (0, f"German to English: {TAG} gemacht", "real")):
            # So large a share that every example is a made one
            drawn = SimpleNamespace(seed=0, from_english=from_english, share=ENOUGH, synthetic=made, draw=str)
            pairs = zip(*Translations.examples(drawn, 0, 40))
            german = {pair for pair in pairs if "German" in pair[0] and " " not in pair[1]}
            self.assertEqual(german, {(f"translate {source}", target)})

"""What evaluate.py keeps of its measures."""
import contextlib
import io
import json
import unittest

from measured import kept, parted


class Measured(unittest.TestCase):
    pipeline = None

    def test_tables_and_lines(self):
        text = "bits per byte: 1.2\n\n| a | b |\n| --- | --- |\n| x | – |\n| y | 2 |\nsignature\n\n| c |\n| --- |\n"
        self.assertEqual(parted(text), {"lines": ["bits per byte: 1.2", "signature"], "tables": [
            {"head": ["a", "b"], "rows": [["x", "–"], ["y", "2"]]}, {"head": ["c"], "rows": []}]})

    def test_kept_whole_or_not_at_all(self):
        folder, screen = self.pipeline.folder / "measured", io.StringIO()
        with contextlib.redirect_stdout(screen), kept(folder, "m"):
            print("top-1 55.7 %")
        self.assertEqual(screen.getvalue(), "top-1 55.7 %\n")
        self.assertEqual((folder / "m.md").read_text(), "top-1 55.7 %\n")
        self.assertEqual(json.loads((folder / "m.json").read_text())["lines"], ["top-1 55.7 %"])
        with self.assertRaises(ValueError), contextlib.redirect_stdout(screen), kept(folder, "n"):
            print("half")
            raise ValueError
        self.assertEqual(sorted(path.name for path in folder.iterdir()), ["m.json", "m.md"])

"""The pipeline's own test, on a sliver of text that it makes itself.

    train-env/bin/python test --export-python export-env/bin/python [-k NAME]

Each architecture is trained for seconds, killed, resumed, exported, and run by the product's engine; and each fault that
can befall text, checkpoints, disk and libraries must end in a clear message, with what was there before untouched.
Needs Node beside the two environments of models/train/README.md, and nothing else.
"""
import argparse
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from versions import require

require("requirements-train.txt")

from transformers.utils.logging import disable_progress_bar

import test_augment
import test_back
import test_contexts
import test_faults
import test_finished
import test_gpu
import test_kinds
import test_losses
import test_measured
import test_next_sentence
import test_phrases
import test_selections
import test_spacing
import test_words
from pipeline import Pipeline

parser = argparse.ArgumentParser(prog="test", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--export-python", required=True, help="the python of the environment of requirements-export.txt")
parser.add_argument("-k", help="only the tests whose name holds this")
options = parser.parse_args()
disable_progress_bar()

pipeline = Pipeline(options.export_python)
try:
    pipeline.prepare()
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{options.k}*"] if options.k else None
    suite = unittest.TestSuite()
    for case in (test_faults.Text, test_faults.Checkpoints, test_faults.Exports, test_faults.Libraries, test_augment.Pairs,
                 test_back.Back, test_finished.Layers, test_finished.Mean,
                 test_finished.Vocabulary, test_phrases.Phrases, test_contexts.OfWords,
                 test_spacing.Spacing, test_words.Words, test_selections.Selections, test_selections.Pieces,
                 test_selections.Optimiser, test_losses.Chunked, test_losses.Told, test_kinds.Kinds,
                 test_gpu.Gpu, test_measured.Measured, test_next_sentence.NextSentence):
        case.pipeline = pipeline
        suite.addTests(loader.loadTestsFromTestCase(case))
    if not suite.countTestCases():
        raise SystemExit(f"No test has {options.k} in its name.")
    passed = unittest.TextTestRunner(verbosity=2, buffer=True).run(suite).wasSuccessful()
finally:
    pipeline.remove()
sys.exit(0 if passed else 1)

"""What the tests share: the sliver of text, prepared once, and ways to run the pipeline's scripts and the engine."""
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import sliver

TRAIN = Path(__file__).resolve().parent.parent
PROJECT = TRAIN.parent.parent
# Small enough for seconds, large enough for the 8-bit form of the token embedding, which begins at 1,000 tokens
SIZE = ("--layers", "2", "--width", "64", "--heads", "4")
VOCABULARY = ("--vocabulary", "1200", "1200", "1200", "1200")


class Pipeline:
    """A folder with the sliver, what prepare.py made of it, and the pythons of the two environments."""

    def __init__(self, export_python):
        self.train_python, self.export_python = sys.executable, export_python
        self.folder = Path(tempfile.mkdtemp(prefix="pipeline-"))
        self.corpora, self.data = self.folder / "corpora", self.folder / "data"

    def prepare(self):
        sliver.write_corpora(self.corpora)
        done = self.run("prepare.py", "--corpora", self.corpora, "--data", self.data, *VOCABULARY)
        if done.returncode:
            raise SystemExit(f"prepare.py failed:\n{done.stderr}")

    def remove(self):
        shutil.rmtree(self.folder)

    def command(self, script, *arguments):
        """The command line of a script of models/train, in the environment that it needs."""
        wanted = (TRAIN / script).read_text(encoding="utf8")
        python = self.export_python if 'require("requirements-export.txt")' in wanted else self.train_python
        return [str(part) for part in (python, "-B", TRAIN / script, *arguments)]

    def run(self, script, *arguments, **more):
        return subprocess.run(self.command(script, *arguments), capture_output=True, text=True, encoding="utf8", **more)


def engine(*calls):
    """The values that the product's engine gives for (method, parameters) calls, all in one process of it."""
    lines = "".join(json.dumps({"method": method, "params": parameters}) + "\n" for method, parameters in calls)
    done = subprocess.run([shutil.which("npm") or "npm", "run", "--silent", "engine", "--", "batch", "-"], cwd=PROJECT,
                          input=lines, capture_output=True, text=True, encoding="utf8")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(calls) or not all(answer["ok"] for answer in answers):
        raise AssertionError(f"The engine answered {answers}\n{done.stderr}")
    return [answer["value"] for answer in answers]

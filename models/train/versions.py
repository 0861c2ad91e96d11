"""Compares the installed libraries with a requirements file, before anything is imported from them."""
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def require(requirements):
    """Ends the script with a message unless every `name==version` of models/train/`requirements` is installed."""
    wrong = []
    for line in (Path(__file__).parent / requirements).read_text(encoding="utf8").split():
        name, wanted = line.split("==")
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "none"
        # torch names its build after a plus: 2.13.0+cpu
        if found.split("+")[0] != wanted:
            wrong.append(f"{name} {found} instead of {wanted}")
    if wrong:
        raise SystemExit(f"{sys.prefix} holds {', '.join(wrong)}. This script runs in the environment of {requirements}: "
                         f"python -m venv ENV && ENV/bin/pip install -r {requirements}")

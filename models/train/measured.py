"""Keeps what evaluate.py prints: as Markdown for the cards, and its tables and lines as JSON."""
import contextlib
import io
import json
import sys

from files import replacing


class Both(io.TextIOBase):
    """What is written goes to the screen, and is kept."""

    def __init__(self, screen):
        self.screen, self.kept = screen, []

    def write(self, text):
        self.kept.append(text)
        return self.screen.write(text)

    def flush(self):
        self.screen.flush()


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def parted(text):
    """{"tables": [{"head": […], "rows": [[…], …]}], "lines": […]} of Markdown: tables by their rows, all else by lines."""
    tables, lines, last = [], [], ""
    for line in text.splitlines():
        if not line.startswith("| "):
            if line.strip() and not line.startswith("|"):
                lines.append(line.strip())
        elif last.startswith("|"):
            tables[-1]["rows"].append(cells(line))
        else:
            tables.append({"head": cells(line), "rows": []})
        last = line
    for table in tables:
        # The line of dashes below a head is no row
        table["rows"] = [row for row in table["rows"] if set("".join(row)) - set("-: ")]
    return {"tables": tables, "lines": lines}


@contextlib.contextmanager
def kept(folder, name):
    """What the block prints is also written to FOLDER/NAME.md and FOLDER/NAME.json, whole or not at all; no folder: only printed."""
    if folder is None:
        yield
        return
    both = Both(sys.stdout)
    with contextlib.redirect_stdout(both):
        yield
    text = "".join(both.kept)
    folder.mkdir(parents=True, exist_ok=True)
    for ending, content in ((".md", text), (".json", json.dumps(parted(text), ensure_ascii=False, indent=1) + "\n")):
        with replacing(folder / f"{name}{ending}") as partial:
            partial.write_text(content, encoding="utf8")

"""What Hugging Face's tokenizers give where transformers.js gives other ids: python parity.py, beside parity-tokens.json.

Needs tokenizers 0.21.4. The cases name a folder, relative to the root, and a text; `why` says what transformers.js does.
"""

import json
from pathlib import Path

from tokenizers import Tokenizer

HERE = Path(__file__).parent
FILE = HERE / "parity-tokens.json"

data = json.loads(FILE.read_text(encoding="utf-8"))
for case in data["cases"]:
    tokenizer = Tokenizer.from_file(str(HERE.parent.parent / case["model"] / "tokenizer.json"))
    tokenizer.no_truncation()
    case["ids"] = tokenizer.encode(case["text"]).ids
lines = ",\n".join("  " + json.dumps(case, ensure_ascii=True) for case in data["cases"])
FILE.write_text('{ "cases": [\n' + lines + "\n] }\n", encoding="utf-8")

"""CTranslate2 with 4 beams: python ctranslate2_beams.py MODEL TOKENIZER_JSON THREADS"""
import json
import sys
import time

import ctranslate2

model, tokenizer, threads = sys.argv[1:]
translator = ctranslate2.Translator(model, device="cpu", inter_threads=1, intra_threads=int(threads), compute_type="int8")
with open(tokenizer, encoding="utf8") as file:
    pieces = [piece for piece, _ in json.load(file)["model"]["vocab"]]

for line in sys.stdin:
    task = json.loads(line)
    source = [[pieces[token] for token in task["prompt"]]]
    start = time.perf_counter()
    translator.translate_batch(
        source, beam_size=4, max_decoding_length=task["newTokens"], min_decoding_length=task["newTokens"])
    print(json.dumps({"milliseconds": (time.perf_counter() - start) * 1000, "perToken": []}), flush=True)

"""Measures a translator on what people select, beside plain sentences: news, long sentences, and the forms of a text.

evaluate.py prints these tables for t5-mini. Scores are sacrebleu's, on the whole of a sample; its signatures stand below.
"""
import random
from pathlib import Path

from sacrebleu.metrics import BLEU, CHRF

from corpora import LANGUAGES
from selected_forms import FORMS, SHORT

CODES = {"en": "eng", "de": "deu", "fr": "fra", "es": "spa", "ro": "ron"}
# Words of the English sentence: from, to
LENGTHS = ((1, 9), (10, 19), (20, 29), (30, 41), (42, 60))


def chrf(made, wanted):
    return CHRF().corpus_score(list(made), [wanted]).score


def row(*cells):
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def head(*cells):
    row(*cells)
    print("|" + " --- |" * len(cells), flush=True)


def news(translate, texts, count):
    """NTREX: BLEU, chrF and the length of the translations over that of the references; and chrF by length of sentence.

    `texts` gives the lines of each language, `translate` the translations of (texts, prefix).
    """
    at = random.Random(5).sample(range(len(texts["en"])), count)
    made = {}
    print()
    head("NTREX", "from English: BLEU", "chrF", "length", "back: BLEU", "chrF", "length")
    for language, name in LANGUAGES.items():
        cells = []
        for given, wanted, prefix in (("en", language, f"English to {name}"), (language, "en", f"{name} to English")):
            references = [texts[wanted][i] for i in at]
            translations = translate([texts[given][i] for i in at], f"translate {prefix}: ")
            made[given, wanted] = list(zip(translations, references))
            bleu = BLEU().corpus_score(translations, [references])
            cells += [f"{bleu.score:.1f}", f"{chrf(translations, references):.1f}", f"{bleu.sys_len / bleu.ref_len:.2f}"]
        row(name, *cells)
    scorers = (BLEU(), CHRF())
    for scorer in scorers:
        scorer.corpus_score(["a"], [["a"]])
        print(scorer.get_signature())
    print()
    head("words of the English sentence", "sentences", "from English, chrF", "back, chrF")
    for low, high in LENGTHS:
        rows = [k for k, i in enumerate(at) if low <= len(texts["en"][i].split()) <= high]
        if rows:
            scores = [[chrf(*zip(*(made[key][k] for k in rows))) for key in made if (key[0] == "en") == forward] for forward in (True, False)]
            row(f"{low} to {high}", len(rows), *(f"{sum(found) / len(found):.1f}" for found in scores))


def forms(translate, pairs, count):
    """chrF of each form from English, and its share of what the same sentences have as plain ones.

    `pairs(language)` gives all held-out (English, other) pairs.
    """
    print()
    head("form, from English", *LANGUAGES.values())
    cells = {form: [] for form in ("plain", *FORMS)}
    for language, name in LANGUAGES.items():
        every, prefix = pairs(language), f"translate English to {name}: "
        plain = {english: made for (english, _), made in zip(every[:count], translate([a for a, _ in every[:count]], prefix))}
        cells["plain"].append(f"{chrf(list(plain.values()), [b for _, b in every[:count]]):.1f}")
        for form, change in FORMS.items():
            rows = [(pair, changed) for pair in every if (changed := change(*pair, language))][:count]
            if not rows:
                cells[form].append("–")
                continue
            for english in [pair[0] for pair, _ in rows if pair[0] not in plain]:
                plain[english] = translate([english], prefix)[0]
            fold = str.lower if form.endswith("cases aside") else str
            made = translate([changed[0] for _, changed in rows], prefix)
            score = chrf(map(fold, made), [fold(changed[1]) for _, changed in rows])
            before = chrf([fold(plain[pair[0]]) for pair, _ in rows], [fold(pair[1]) for pair, _ in rows])
            cells[form].append(f"{score:.1f} ({score / before:.2f})")
    for form, found in cells.items():
        row(form, *found)


def short_phrases(translate):
    """Words and short phrases that are right, in four ways to write them."""
    table = (Path(__file__).parent / "short_phrases.tsv").read_text(encoding="utf8")
    phrases = [line.split("\t") for line in table.split("\n")[:-1]]
    print()
    head(f"right of {len(phrases)} short phrases", *LANGUAGES.values())
    for form, change in SHORT.items():
        found = []
        for column, name in enumerate(LANGUAGES.values(), 1):
            made = translate([change(phrase[0]) for phrase in phrases], f"translate English to {name}: ")
            found.append(sum(plain(text) in map(plain, phrase[column].split("/")) for text, phrase in zip(made, phrases)))
        row(form, *found)


def plain(text):
    return text.lower().strip(" .!?¡¿").replace("ţ", "ț").replace("ş", "ș").replace("’", "'")

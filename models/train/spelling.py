"""Learns how English words are written from the text that bert-mini was trained on: python spelling.py CORPORA [OUT]

An uncased model gives "london" and "sunday"; the extension writes them as most of its text does. Writes
src/text/spellingTable.ts: which words are in capitals, after which words those are that are in capitals only sometimes
("in May"), and before which words the article is not the one that their first letter makes expect ("an hour").
"""
import collections
import json
import re
import sys
from pathlib import Path

import corpora

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "src/text/spellingTable.ts"

# Sentences of daily life first, which write few words in capitals without need; then an encyclopedia's.
SENTENCES = "english/tatoeba-eng-sentences.txt"
STORIES = ["english/storybooks.ccby.txt", "english/fairytaleqa-train.txt"]
ENCYCLOPEDIA = "english/simplewiki2017.clean.txt"
ENCYCLOPEDIA_CHARACTERS = 30_000_000

# How often a word has to be seen within sentences, and which share of it in capitals.
SEEN = {"everyday": 6, "encyclopedia": 25}
SHARE = {"everyday": 0.72, "encyclopedia": 0.93}
# From this share on a word may be a name after certain words, though it is small elsewhere.
SOMETIMES = 0.002
AFTER_SEEN, AFTER_SHARE = 4, 0.85
# Above this the words before make no difference that counts.
MOST_BYTES = 29_000

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|[^\sA-Za-z]+")
OPENING = re.compile(r"[.!?:;\"“”‘(\[—–/*=-]|^['’]$")


def within_sentences(line):
    """Yields (word before, word, word behind) for the words of a line that begin no sentence and no quotation."""
    tokens = WORD.findall(line)
    letters = [token for token in tokens if token[0].isalpha()]
    # A title, or a line in capitals, tells nothing.
    if line.startswith("=") or sum(token[0].isupper() for token in letters) * 2 > len(letters):
        return
    for at in range(1, len(tokens)):
        word = tokens[at]
        if word[0].isalpha() and not OPENING.search(tokens[at - 1]):
            yield tokens[at - 1], word, tokens[at + 1] if at + 1 < len(tokens) else ""


class Counts:
    """How words are written within sentences, and which article stands before them."""

    def __init__(self):
        self.forms = collections.defaultdict(collections.Counter)
        self.after = collections.defaultdict(lambda: [0, 0])
        self.articles = collections.defaultdict(lambda: [0, 0])

    def add(self, other):
        """Adds what was counted in another text."""
        for small, forms in other.forms.items():
            self.forms[small].update(forms)
        for mine, theirs in ((self.after, other.after), (self.articles, other.articles)):
            for key, (one, two) in theirs.items():
                mine[key][0] += one
                mine[key][1] += two

    def read(self, line):
        before_was_capital = False
        for before, word, _ in within_sentences(line):
            small = word.lower()
            if small.endswith(("'s", "’s")):
                small, word = small[:-2], word[:-2]
            self.forms[small][word] += 1
            capital = word[0].isupper()
            # "New York Times" says nothing of "times".
            if before.isalpha() and not before_was_capital:
                pair = self.after[(small, before.lower())]
                pair[0] += capital
                pair[1] += 1
            if before in ("a", "an"):
                self.articles[small][before == "an"] += 1
            before_was_capital = capital and before[:1].isalpha()


def usual_forms(counts, seen, share):
    """Yields (word, the form it has in most places, how often the word was seen) for words that are mostly in capitals."""
    for small, forms in counts.forms.items():
        total = sum(forms.values())
        form, times = forms.most_common(1)[0]
        if total >= seen and len(small) > 1 and form != small and times / total >= share:
            yield small, form, total


def sometimes(counts, usual):
    """The words after which a word is in capitals that is not so as a rule."""
    found = collections.defaultdict(list)
    for (small, before), (capital, total) in counts.after.items():
        forms = counts.forms[small]
        all_of_it = sum(forms.values())
        large = forms[small.capitalize()] / all_of_it
        if small in usual or len(small) < 2 or all_of_it < 10 or large < SOMETIMES:
            continue
        # Behind "the" a plain word may be the name of a team or a book.
        if before not in ("the", "a", "an") and total >= AFTER_SEEN and capital / total >= AFTER_SHARE:
            found[small].append(before)
    return found


def unexpected_articles(counts):
    """Words before which the other article stands than their first letter makes expect: (those with a, those with an)."""
    a, an = [], []
    for small, (with_a, with_an) in counts.articles.items():
        vowel = small[0] in "aeiou"
        if vowel and with_a >= 4 and len(small) > 2 and with_a > 2 * with_an:
            a.append(small)
        if not vowel and with_an >= 3 and with_an > 2 * with_a and len(small) > 2:
            an.append(small)
    return sorted(a), sorted(an)


def literal(words, width=112):
    """Words as a template literal, in lines that are not too long."""
    lines, line = [], ""
    for word in words:
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "`\n" + "\n".join([*lines, line]) + "\n`"


def table(sentences, everyday, encyclopedia, vocabulary):
    """The source of the table, with the words that are met most often, those of the model's vocabulary first."""
    forms = {}
    for small, form, total in usual_forms(encyclopedia, SEEN["encyclopedia"], SHARE["encyclopedia"]):
        forms[small] = (form, total)
    plain = set()
    for small, seen in everyday.forms.items():
        total = sum(seen.values())
        if total >= SEEN["everyday"] and seen[small] / total > 1 - SHARE["everyday"]:
            plain.add(small)
    for small in plain:
        forms.pop(small, None)
    for small, form, total in usual_forms(everyday, SEEN["everyday"], SHARE["everyday"]):
        forms[small] = (form, 20 * total)
    order = sorted(forms, key=lambda small: (small not in vocabulary, -forms[small][1], small))
    # Animals of a story have names there.
    after = sometimes(sentences, forms)
    a, an = unexpected_articles(encyclopedia)
    fixed = sum(len(word) + 1 for word in a + an) + sum(len(w) + 2 + sum(len(b) + 1 for b in bs) for w, bs in after.items())
    kept, size = [], fixed + 1500
    for small in order:
        size += len(small) + 1
        if size > MOST_BYTES:
            break
        kept.append(small)
    capitals = sorted(small for small in kept if forms[small][0] == small.capitalize())
    others = sorted(forms[small][0] for small in kept if forms[small][0] != small.capitalize())
    pairs = sorted(f"{word}:{','.join(sorted(before))}" for word, before in after.items())
    return f"""// Made by models/train/spelling.py from the text that bert-mini was trained on; not to be edited by hand.

/** Words that begin with a capital within sentences, in small letters. */
export const CAPITALS = {literal(capitals)};

/** Words with other capitals, as they are written. */
export const OTHER_CAPITALS = {literal(others)};

/** Words that begin with a capital only after certain others: `word:others`. */
export const CAPITALS_AFTER = {literal(pairs)};

/** Words that begin with a vowel and have the article "a". */
export const WITH_A = {literal(a)};

/** Words that begin with a consonant and have the article "an". */
export const WITH_AN = {literal(an)};
"""


def main(folder, out=OUT):
    sentences, everyday, encyclopedia = Counts(), Counts(), Counts()
    for line in corpora.lines(folder, SENTENCES):
        sentences.read(line)
    for name in STORIES:
        for line in corpora.lines(folder, name):
            everyday.read(line)
    everyday.add(sentences)
    for line in corpora.lines(folder, ENCYCLOPEDIA, ENCYCLOPEDIA_CHARACTERS):
        encyclopedia.read(line)
    encyclopedia.add(everyday)
    vocabulary = json.loads((ROOT / "models/bert-mini/tokenizer.json").read_text(encoding="utf8"))["model"]["vocab"]
    Path(out).write_text(table(sentences, everyday, encyclopedia, vocabulary), encoding="utf8")


if __name__ == "__main__":
    main(*sys.argv[1:])

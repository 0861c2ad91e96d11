"""The forms of selected text that a translator is measured in: each from a plain pair that was never trained on."""
import re

from names_in_text import UNSEEN

QUOTES = {"de": ("„", "“"), "fr": ("« ", " »"), "es": ("«", "»"), "ro": ("„", "”")}


def upper(text):
    return text.upper().replace("<X0>", "<x0>")


def small(text):
    return text[:1].lower() + text[1:] if not re.match(r"(I|Tom|Mary)\b", text) else text


def bare(text):
    return text.rstrip(".!?").rstrip()


def title(text):
    return " ".join(word[:1].upper() + word[1:] for word in bare(text).split())


def with_tom(change):
    """A form that only pairs have in which Tom stands once on both sides."""
    def made(english, other, language):
        if all(len(re.findall(r"\bTom\b", side)) == 1 for side in (english, other)):
            return tuple(re.sub(r"\bTom\b", change(english), side) for side in (english, other))
        return None
    return made


def number(english, other, language):
    """A form that only pairs have in which a number stands on both sides: another one of as many figures."""
    found = [n for n in re.findall(r"\b\d+\b", english) if english.count(n) == other.count(n) == 1]
    if not found:
        return None
    new = str((int(found[0]) * 7 + 4) % 10 ** len(found[0])).rjust(len(found[0]), "3")
    return english.replace(found[0], new), other.replace(found[0], new)


# Each gives the text and its translation from a plain pair, or None. "Cases aside": scored in small letters
FORMS = {
    "no final stop": lambda a, b, _: (bare(a), bare(b)),
    "small first letter": lambda a, b, _: (small(a), b),
    "ALL CAPITALS": lambda a, b, _: (upper(a), upper(b)),
    "ALL CAPITALS, cases aside": lambda a, b, _: (upper(a), upper(b)),
    "Heading": lambda a, b, _: (title(a), bare(b)),
    "in \"quotes\"": lambda a, b, language: (f'"{a}"', b.join(QUOTES[language])),
    "in “quotes”": lambda a, b, language: (f"“{a}”", b.join(QUOTES[language])),
    "curly apostrophe": lambda a, b, _: (a.replace("'", "’"), b) if "'" in a else None,
    "list item": lambda a, b, _: (f"- {a}", f"- {b}"),
    "Markdown heading": lambda a, b, _: (f"## {bare(a)}", f"## {bare(b)}"),
    "another number": number,
    "unknown name": with_tom(lambda english: UNSEEN[len(english) % len(UNSEEN)]),
    "placeholder <x0>": with_tom(lambda english: "<x0>"),
}
SHORT = {"as they are": str, "Capital": str.capitalize, "Capital, stop": lambda text: f"{text.capitalize()}.", "CAPITALS": str.upper}

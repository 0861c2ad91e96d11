"""The forms in which people select text, made from plain pairs: CAPITALS, Headings, single Words., marks of Markdown,
curly quotes, placeholders, dates, figures with points and commas, long sentences.

As in augment.py each change keeps the two sides translations of each other.
"""
import re

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
}
DATES = {"de": "{}. {} {}", "fr": "{} {} {}", "es": "{} de {} de {}", "ro": "{} {} {}"}
ENGLISH_DATES = ("{0} {1} {2}", "{1} {0}, {2}")
# What parts thousands; before decimals all four write a comma
GROUPS = {"de": ".", "fr": " ", "es": ".", "ro": "."}
AND = {"de": ("und", "aber"), "fr": ("et", "mais"), "es": ("y", "pero"), "ro": ("și", "dar")}
# Before and after the text on both sides, as Markdown and plain lists have them
AROUND = [("# ", ""), ("## ", ""), ("### ", ""), ("- ", ""), ("* ", ""), ("> ", ""), ("• ", ""), ("**", "**"), ("*", "*"),
          ("(", ")"), ("[", "]"), ("1. ", ""), ("2. ", ""), ("3) ", ""), ("- [ ] ", ""), ("_", "_"), ("", "…"), ("", "...")]
SHORT_WORDS = {"a", "an", "the", "of", "in", "on", "at", "to", "and", "or", "for", "with", "by", "from"}


def heading(english):
    """Title Case, as English headings have it."""
    words = english.split()
    return " ".join(w if i and w in SHORT_WORDS else w[:1].upper() + w[1:] for i, w in enumerate(words))


def capital(text):
    """The text with a capital first letter."""
    return re.sub(r"[^\W\d_]", lambda match: match.group().upper(), text, count=1)


def capitals(text):
    """All in capitals but placeholders."""
    return re.sub(r"<X(\d)>", r"<x\1>", text.upper())


def is_phrase(english):
    """Whether it is a few words that are no sentence."""
    words = english.split()
    return len(words) < 3 or len(words) < 5 and words[0].islower() and english[-1].isalpha()


def word(rng, english, other):
    """A few words as they stand alone: with a capital, with a stop."""
    chance = rng.random()
    if chance < 0.5:
        english, other = capital(english), capital(other)
    if 0.3 < chance < 0.7 and english[-1:].isalpha() and other[-1:].isalpha():
        english, other = f"{english}.", f"{other}."
    return english, other


def marked(rng, english, other):
    before, after = AROUND[rng.integers(len(AROUND))]
    if after[:1] in (".", "…"):
        english, other = english.rstrip(".!?"), other.rstrip(".!? ")
    return f"{before}{english}{after}", f"{before}{other}{after}"


def curly(text):
    """Quotes and apostrophes as word processors set them."""
    text = re.sub(r'(^|[\s(])"', "\\1“", text).replace('"', "”")
    return re.sub(r"(^|[\s(])'", "\\1‘", text).replace("'", "’")


def dated(rng, english, other, language):
    """A date and a colon before the text."""
    day, month, year = int(rng.integers(1, 32)), int(rng.integers(12)), int(rng.integers(1800, 2040))
    here = ENGLISH_DATES[rng.integers(2)].format(day, MONTHS["en"].split()[month], year)
    there = DATES[language].format(day, MONTHS[language].split()[month], year)
    return f"{here}: {english}", f"{there}{' ' if language == 'fr' else ''}: {other}"


def placeholders(rng, english, other, names):
    """Numbers and names that stand once on both sides, held out as <x0>, <x1> and so on."""
    found = [m for m in dict.fromkeys(re.findall(r"\d+|[^\W\d_]+", english)) if m.isdigit() or m in names]
    numbers = rng.permutation(10)
    for at, old in enumerate(found[:3]):
        place = re.compile(rf"(?<!\w){old}(?!\w)")
        if len(place.findall(english)) == len(place.findall(other)) == 1:
            english, other = (place.sub(f"<x{numbers[at]}>", side) for side in (english, other))
    return english, other


def wrapped(rng, english, other):
    """The whole text, or a heading's, between two placeholders as a tag is."""
    first, second = rng.permutation(10)[:2]
    return f"<x{first}>{english}<x{second}>", f"<x{first}>{other}<x{second}>"


def figure(rng, language):
    """A number as English and as the other language write it: with thousands, or with decimals."""
    if rng.random() < 0.5:
        value = int(rng.integers(1000, 10 ** int(rng.integers(4, 8))))
        return f"{value:,}", f"{value:,}".replace(",", GROUPS[language])
    whole, part = int(rng.integers(0, 100)), str(rng.integers(1, 10 ** int(rng.integers(1, 3))))
    return f"{whole}.{part}", f"{whole},{part}"


def figures(rng, english, other, language):
    """A number of three digits or more, the same on both sides, as a larger one or one with decimals."""
    found = [n for n in re.findall(r"(?<![\w.,:])\d{2,}(?![\w.,:]\d|\w)", english)]
    found = [n for n in found if english.count(n) == other.count(n) == 1]
    if not found:
        return english, other
    here, there = figure(rng, language)
    return english.replace(found[0], here), other.replace(found[0], there)


def chained(rng, pairs, language, small):
    """Sentences as one long one: joined by and, but, or a semicolon. `small(pair)` takes the first capital away."""
    english, other = pairs[0]
    for more in pairs[1:]:
        if not all(side[-1:] == "." for side in (english, other, *more)):
            english, other = f"{english} {more[0]}", f"{other} {more[1]}"
            continue
        chance, (a, b) = rng.random(), small(more)
        which = int(chance > 0.6)
        link = AND[language][which]
        if language == "es" and link == "y" and re.match(r"h?i(?![ae])", b.lower()):
            link = "e"
        if chance > 0.8:
            english, other = f"{english[:-1]}; {a}", f"{other[:-1].rstrip()}{' ;' if language == 'fr' else ';'} {b}"
        else:
            comma = "," if which or chance > 0.3 else ""
            there = comma if language == "de" or which else ""
            english, other = f"{english[:-1]}{comma} {('and', 'but')[which]} {a}", f"{other[:-1]}{there} {link} {b}"
    return english, other

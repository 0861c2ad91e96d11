"""Changes translation pairs so that the model meets what people select: other names, places and numbers, words
without a full stop, small letters, headings, several sentences, quotations.

Every change keeps the two sides translations of each other; where that is not sure, the pair stays as it was.
"""
import re
from collections import Counter

import selections
from names import CITIES, COUNTRIES, FEMALE, MALE, SURNAMES

COLUMN = {"en": 0, "de": 1, "fr": 2, "es": 3, "ro": 4}
MARY = {"Mary": {"de": "Maria", "fr": "Marie", "es": "María", "ro": "Maria"}}
QUOTES = {"de": ("„", "“"), "fr": ("« ", " »"), "es": ("«", "»"), "ro": ("„", "”")}
# Before a surname: as the subject, and after a word that asks for another form
TITLES = {
    "Tom": {"en": "Mr.", "de": "Herr", "fr": "M.", "es": "el señor", "ro": "domnul"},
    "Mary": {"en": "Mrs.", "de": "Frau", "fr": "Mme", "es": "la señora", "ro": "doamna"},
}
BEFORE = {"en": "with|to|for|from|of|by|without|about", "de": "von|mit|für|zu|bei|ohne|gegen", "fr": "avec|à|de|pour|sans|chez",
          "es": "a|con|de|para|por|sin", "ro": "cu|la|de|pentru|fără"}
CONTRACTED = {"de": {r"(\w+) Herr\b": r"\1 Herrn"}, "es": {r"\b([Aa]) el\b": r"\1l", r"\b([Dd]e) el\b": r"\1l"}}
CHAPTERS = {"en": "Chapter {}: {}", "de": "Kapitel {}: {}", "fr": "Chapitre {} : {}", "es": "Capítulo {}: {}", "ro": "Capitolul {}: {}"}
COUNTED = {
    "en": "one two three four five six seven eight nine ten", "de": "eins zwei drei vier fünf sechs sieben acht neun zehn",
    "fr": "un deux trois quatre cinq six sept huit neuf dix", "es": "uno dos tres cuatro cinco seis siete ocho nueve diez",
    "ro": "unu doi trei patru cinci șase șapte opt nouă zece",
}
VOWELS = "aeiouyhàâäéèêëîïôöûüAEIOUYHÀÂÄÉÈÊËÎÏÔÖÛÜ"
# Hours and minutes: in English, and as the other languages write them
CLOCK, CLOCK_THERE = re.compile(r"\b(\d{1,2})(:)(\d\d)\b"), re.compile(r"\b(\d{1,2})( ?[:.h] ?)(\d\d)\b")
WORD = re.compile(r"\b[^\W\d_]+\b")


class Capitals:
    """Tells words that are written with a capital inside a sentence (names, German nouns) from the others."""

    def __init__(self, sentences):
        upper, lower = Counter(), Counter()
        for sentence in sentences:
            for word in sentence.split()[1:]:
                word = word.strip(".,!?;:\"'«»„“”¿¡()")
                (upper if word[:1].isupper() else lower)[word.lower()] += 1
        self.always = {word for word, n in upper.items() if n > lower[word]}

    def without(self, sentence):
        """The sentence with a small first letter, unless its first word has a capital everywhere."""
        match = WORD.search(sentence)
        if not match or match.group().lower() in self.always or match.group() == "I":
            return sentence
        at = match.start()
        return sentence[:at] + sentence[at].lower() + sentence[at + 1:]


def replaced(text, old, new, language):
    """`old` as a whole word replaced by `new`, with the German genitive and French elision that it asks for."""
    if language == "de":
        genitive = new + ("’" if new[-1] in "sxzß" else "s")
        text = re.sub(rf"\b{old}s\b", genitive, text)
    if language == "fr" and new[0] in VOWELS:
        text = re.sub(rf"\b([Dd]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)e {old}\b", rf"\1'{new}", text)
    return re.sub(rf"\b{old}\b", new, text)


def occurrences(text, name, language):
    return len(re.findall(rf"\b{name}{'s?' if language == 'de' else ''}\b", text))


class Augmenter:
    """Makes training examples from plain pairs; all chance comes from the generator that is handed in."""

    def __init__(self, capitals, seen_names=()):
        self.capitals = capitals
        self.seen = list(seen_names)
        self.male, self.female, self.surnames = set(MALE), set(FEMALE), set(SURNAMES)
        self.people = self.male | self.female | self.surnames | set(self.seen)
        self.cities = {row[0]: row for row in CITIES}
        self.countries = {row[0]: row for row in COUNTRIES}

    def new_name(self, rng, kind):
        if kind == "surname":
            return str(rng.choice(self.seen if self.seen and rng.random() < 0.5 else SURNAMES))
        chance = rng.random()
        if self.seen and chance < 0.12:
            return str(rng.choice(self.seen))
        first = str(rng.choice(MALE if kind == "male" else FEMALE))
        return f"{first} {self.new_name(rng, 'surname')}" if chance > 0.88 else first

    def titled(self, rng, english, other, language):
        """Mr. or Mrs. and a surname in the place of Tom or Mary, where that is the subject or follows a preposition."""
        name = "Tom" if re.search(r"\bTom\b", english) else "Mary"
        surname, sides = self.new_name(rng, "surname"), []
        for text, tongue in ((english, "en"), (other, language)):
            there = name if tongue == "en" or occurrences(text, name, tongue) else MARY.get(name, {}).get(tongue, name)
            place = re.compile(rf"(^|\b(?:{BEFORE[tongue]}) ){there}\b(?![,'’])", re.IGNORECASE)
            if occurrences(text, there, tongue) != 1 or not place.search(text):
                return english, other
            title = TITLES[name][tongue]
            text = place.sub(lambda match: f"{match[1]}{title if match[1] else title[0].upper() + title[1:]} {surname}", text)
            for form, contracted in CONTRACTED.get(tongue, {}).items():
                text = re.sub(form, contracted, text)
            sides.append(text)
        return tuple(sides)

    def chapter(self, rng, english, other, language):
        """A sentence as the heading of a chapter."""
        english, other = self.no_stop(rng, english, other)
        which = int(rng.integers(10))
        numbers = [str(which + 1)] * 2 if rng.random() < 0.5 else [COUNTED[tongue].split()[which] for tongue in ("en", language)]
        if rng.random() < 0.5:
            english = selections.heading(english)
        return CHAPTERS["en"].format(numbers[0], english), CHAPTERS[language].format(numbers[1], other)

    def names(self, rng, english, other, language):
        """Other people, places and numbers, where both sides hold the same."""
        for word in dict.fromkeys(WORD.findall(english)):
            kind = "male" if word in self.male else "female" if word in self.female else None
            kind = kind or ("surname" if word in self.surnames else None)
            if kind:
                there = word
                if word in MARY and not occurrences(other, there, language):
                    there = MARY[word][language]
                if occurrences(english, word, "en") == occurrences(other, there, language) and rng.random() < 0.75:
                    new = self.new_name(rng, kind)
                    english, other = replaced(english, word, new, "en"), replaced(other, there, new, language)
        for table in (self.cities, self.countries):
            for old in table:
                if old in english and rng.random() < 0.9:
                    english, other = self.place(rng, english, other, language, table, old)
        return self.numbers(rng, english, other)

    def place(self, rng, english, other, language, table, old):
        there, column = table[old][COLUMN[language]], COLUMN[language]
        if occurrences(english, old, "en") != 1 or occurrences(other, there, language) != 1:
            return english, other
        rows = list(table.values())
        new = rows[rng.integers(len(rows))]
        if table is self.cities and self.seen and rng.random() < 0.2:
            new = [str(rng.choice(self.seen))] * 5
        return replaced(english, old, new[0], "en"), replaced(other, there, new[column], language)

    def clock(self, rng, english, other):
        """Another time of day, where both sides give one in hours and minutes; the other side may count to 24."""
        here, there = CLOCK.findall(english), CLOCK_THERE.findall(other)
        if len(here) != 1 or len(there) != 1 or here[0][2] != there[0][2]:
            return english, other
        later = int(there[0][0]) - int(here[0][0])
        if later not in (0, 12):
            return english, other
        hour, minute = int(rng.integers(1, 12)), f"{5 * int(rng.integers(12)):02}"
        english = CLOCK.sub(rf"{hour}\g<2>{minute}", english)
        return english, CLOCK_THERE.sub(rf"{hour + later}\g<2>{minute}", other)

    def numbers(self, rng, english, other):
        if CLOCK.search(english):
            return self.clock(rng, english, other)
        here, there = re.findall(r"\d+", english), re.findall(r"\d+", other)
        if not here or sorted(here) != sorted(there) or len(set(here)) != len(here) or rng.random() < 0.25:
            return english, other
        new = {}
        for number in here:
            low = max(2, 10 ** (len(number) - 1))
            new[number] = number if int(number) < 2 or len(number) > 6 else str(rng.integers(low, 10 ** len(number)))
        return tuple(re.sub(r"\d+", lambda match: new[match.group()], side) for side in (english, other))

    def no_stop(self, rng, english, other):
        if english[-1:] in ".!" and other[-1:] in ".!":
            return english[:-1].rstrip(), other[:-1].rstrip()
        if english[-1:] == other[-1:] == "?" and "¿" not in other and rng.random() < 0.3:
            return english[:-1].rstrip(), other[:-1].rstrip()
        return english, other

    def small(self, english, other, language):
        first = WORD.search(english)
        if first and first.group() in self.people:
            return english, other
        return self.capitals["en"].without(english), self.capitals[language].without(other)

    def conjoined(self, rng, first, second, language):
        """Two statements as one sentence: A and b."""
        statements = all(side.endswith(".") for pair in (first, second) for side in pair)
        if not statements or len(first[0]) + len(second[0]) > 110:
            return first
        return selections.chained(rng, [first, second], language, lambda pair: self.small(*pair, language))

    def example(self, rng, draw, language, from_english):
        """One (English, other) pair. `draw(rng)` gives a plain pair of this language."""
        english, other = draw(rng)
        if rng.random() < 0.06 and re.search(r"\b(Tom|Mary)\b", english):
            english, other = self.titled(rng, english, other, language)
        english, other = self.names(rng, english, other, language)
        if rng.random() < 0.3:
            english, other = selections.figures(rng, english, other, language)
        chance = rng.random()
        if chance < 0.05:
            english, other = self.conjoined(rng, (english, other), self.names(rng, *draw(rng), language), language)
        elif chance < 0.11:
            for _ in range(1 + int(rng.random() < 0.3)):
                more = self.names(rng, *draw(rng), language)
                if len(english) + len(more[0]) < 150:
                    english, other = f"{english} {more[0]}", f"{other} {more[1]}"
        elif chance < 0.12:
            left, right = QUOTES[language]
            english, other = f'"{english}"', f"{left}{other}{right}"
        elif chance < 0.13 and len(english.split()) < 5 and english[-1:] in ".!" and other[-1:] in ".!":
            name = self.new_name(rng, "male" if rng.random() < 0.5 else "female")
            english, other = f"{english[:-1]}, {name}{english[-1]}", f"{other[:-1].rstrip()}, {name}{other[-1]}"
        elif chance < 0.137 and len(english.split()) < 7:
            english, other = self.chapter(rng, english, other, language)
        elif chance < 0.22:
            return self.long(rng, (english, other), draw, language)
        return self.selected(rng, english, other, language, from_english)

    def long(self, rng, first, draw, language):
        """Neighbours joined to a long sentence, of sixty words at most."""
        pairs, wanted = [first], int(rng.integers(10, 60))
        for _ in range(8):
            more = self.names(rng, *draw(rng), language)
            if sum(len(english.split()) for english, _ in (*pairs, more)) > wanted:
                break
            pairs.append(more)
        return selections.chained(rng, pairs, language, lambda pair: self.small(*pair, language))

    def selected(self, rng, english, other, language, from_english):
        """The pair as people select and type it. What is not plain on the given side is plain on the wanted one."""
        if selections.is_phrase(english):
            english, other = selections.word(rng, english, other)
        elif rng.random() < 0.1:
            english, other = selections.placeholders(rng, english, other, self.people)
        chance = rng.random()
        if chance < 0.02:
            english, other = selections.dated(rng, english, other, language)
        elif chance < 0.07:
            english, other = selections.marked(rng, english, other)
        elif chance < 0.085:
            english, other = selections.wrapped(rng, english, other)
        elif chance < 0.165:
            # Answered in small letters, as they have words for pieces and capitals hardly do; who asks puts them back
            return (selections.capitals(english), other) if from_english else (english, selections.capitals(other))
        english, other = self.typed(rng, english, other, language, from_english)
        if rng.random() < 0.35:
            english, other = (selections.curly(english), other) if from_english else (english, other.replace("'", "’"))
        return english, other

    def typed(self, rng, english, other, language, from_english):
        """With or without stop and capitals, as titles and headings."""
        chance = rng.random()
        if chance < 0.12:
            english, other = self.no_stop(rng, english, other)
        elif chance < 0.18:
            english, other = self.small(*self.no_stop(rng, english, other), language)
        elif chance < 0.20:
            english, other = self.small(english, other, language)
        elif chance < 0.31 and len(english.split()) < 9:
            english, other = self.no_stop(rng, english, other)
            english, other = (selections.heading(english), selections.capital(other)) if from_english else (english, other)
        elif chance < 0.325:
            # Typed without thought for capitals, answered in good form
            return (english.lower(), other) if from_english else (english, other.lower())
        return english, other

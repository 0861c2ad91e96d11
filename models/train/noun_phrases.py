"""A noun with its determiner ("the old man"), found inside sentences, and which translations of it are of use."""
import re
from collections import Counter

DETERMINERS = "the|a|an|my|your|his|her|our|their|this|that|these|those|every|no|some|many|two|three|four|five"
# What ends a phrase: a stop, or a word that cannot be its noun
AFTER = r"(?=[.,;:!?]| (?:of|in|on|at|to|for|with|from|by|and|or|but|is|are|was|were|has|have|had|will|can|when|who|that|because)\b)"
PHRASE = re.compile(rf"\b((?:{DETERMINERS})(?: [a-z]+){{1,3}}?){AFTER}", re.IGNORECASE)
FEWEST, MOST = 3, 6000


def found(sentences, held):
    """The commonest phrases, in small letters. `held`: phrases that only evaluation may see."""
    counts = Counter(phrase.lower() for sentence in sentences for phrase in PHRASE.findall(sentence))
    return [phrase for phrase, count in counts.most_common(MOST) if count >= FEWEST and phrase not in held]


def that_come_back(phrases, there, back):
    """[(English, other)] of the phrases that come back as they went. there, back: a list of texts to one of texts or None."""
    tried = [(phrase, made) for phrase, made in zip(phrases, there(phrases)) if made and made[-1].isalpha()]
    again = back([made for _, made in tried])
    return [pair for pair, text in zip(tried, again) if text and text.lower() == pair[0]]

"""Chooses which of XLM-R's 250,002 pieces a sentence encoder for six languages keeps.

Every piece of one character stays, so whatever the whole vocabulary can spell can still be spelt. Of the others those stay
that make up the largest share of the text of some language: of sentences, and of lists of words by their frequency (wordfreq,
which draws on encyclopaedias, subtitles, news, books and the web), each word in small letters, with a capital and in capitals.
"""
import itertools
from collections import Counter

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from wordfreq import get_frequency_dict

from corpora import LANGUAGES, lines, sides

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
MASK = "<mask>"
TEXTS = {"en": ["english/simplewiki2017.clean.txt", "english/books-sample.txt", "english/commonvoice-en.txt"],
         **{code: [f"english/commonvoice-{code}.txt"] for code in (*LANGUAGES, "zh")}}
MOST_CHARACTERS = 20_000_000
# How often a word stands so in text; a German noun has a capital everywhere.
CASES = {"en": (0.84, 0.15, 0.01), "de": (0.6, 0.39, 0.01), "zh": (1, 0, 0)}
OTHER_CASES = (0.87, 0.12, 0.01)


def unigram(pieces, charsmap):
    """XLM-R's tokenizer of these (text, score) pieces, the special ones first and the mask last."""
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=SPECIAL.index("<unk>"), byte_fallback=False))
    tokenizer.normalizer = normalizers.Precompiled(charsmap)
    metaspace = {"replacement": "▁", "prepend_scheme": "always"}
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(**metaspace)])
    tokenizer.decoder = decoders.Metaspace(**metaspace)
    tokenizer.add_special_tokens([*SPECIAL, MASK])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("<s>", "</s>")])
    return tokenizer


def texts_of(corpora, language):
    for name in TEXTS[language]:
        yield from lines(corpora, name, MOST_CHARACTERS)
    if language != "en":
        yield from (other for _, other in sides(corpora, f"parallel/en-{language}.tsv"))


def shares(counts):
    whole = sum(counts.values())
    return {piece: count / whole for piece, count in counts.items()}


def in_sentences(tokenizer, texts):
    counts = Counter()
    for batch in batches(texts, 5000):
        for one in tokenizer.encode_batch(batch, add_special_tokens=False):
            counts.update(one.ids)
    return shares(counts)


def batches(texts, size):
    texts = iter(texts)
    while batch := list(itertools.islice(texts, size)):
        yield batch


def in_words(tokenizer, language):
    counts = Counter()
    cases = CASES.get(language, OTHER_CASES)
    frequencies = get_frequency_dict(language, "best")
    for batch in batches(frequencies, 20000):
        for change, weight in zip((str, str.capitalize, str.upper), cases):
            if weight == 0:
                continue
            for word, one in zip(batch, tokenizer.encode_batch([change(word) for word in batch], add_special_tokens=False)):
                for piece in one.ids:
                    counts[piece] += weight * frequencies[word]
    return shares(counts)


def ranked_pieces(pieces, charsmap, corpora):
    """Ids of all pieces of more than one character that some language uses, the largest share in a language first."""
    tokenizer = unigram(pieces, charsmap)
    best = Counter()
    for language in TEXTS:
        for found in (in_sentences(tokenizer, texts_of(corpora, language)), in_words(tokenizer, language)):
            for piece, share in found.items():
                best[piece] = max(best[piece], share)
        print(f"{language}: {len(found)} pieces in its words", flush=True)
    forced = always(pieces)
    return sorted(best.keys() - forced, key=lambda piece: (-best[piece], piece))


def always(pieces):
    """The ids that stay whatever the text: special ones, and pieces of one character, a space before it or not."""
    return {at for at, (text, _) in enumerate(pieces) if text in (*SPECIAL, MASK) or len(text) == 1}


def kept_pieces(pieces, ranked, size):
    """`size` ids in their own order."""
    forced = always(pieces)
    return sorted([*forced, *ranked[:size - len(forced)]])

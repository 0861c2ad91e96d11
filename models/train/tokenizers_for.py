"""Trains the three tokenizers: WordPiece for BERT, byte-level BPE for GPT-2, Unigram for T5."""
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from corpora import LANGUAGES, lines, sides

BERT_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PREFIXES = "translate English to German: French: Spanish: Romanian:"


def english(corpora, limit):
    """`limit` characters of each English source."""
    for name in ("simplewiki2017.clean", "books.children", "storybooks.ccby", "fairytaleqa-train", "commonvoice-en",
                 "books-sample"):
        yield from lines(corpora, f"english/{name}.txt", limit)


def bert(corpora, sentences, chinese, size, alphabet=4000):
    """Uncased English words and pieces, and Chinese characters; `alphabet`: how many different characters at most."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix="##")

    def text():
        yield from english(corpora, 6_000_000)
        yield from sentences[::3]
        yield from chinese[::2]

    tokenizer.train_from_iterator(text(), trainers.WordPieceTrainer(
        vocab_size=size, min_frequency=3, special_tokens=BERT_SPECIAL, limit_alphabet=alphabet, show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")])
    return tokenizer


def gpt2(corpora, sentences, size):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)

    def text():
        yield from english(corpora, 6_000_000)
        yield from sentences[::3]

    tokenizer.train_from_iterator(text(), trainers.BpeTrainer(
        vocab_size=size, min_frequency=3, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=["<|endoftext|>"], show_progress=False))
    return tokenizer


def t5(corpora, size):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="\u2581", prepend_scheme="always")

    def text():
        for language in LANGUAGES:
            for index, (source, target) in enumerate(sides(corpora, f"parallel/en-{language}.tsv")):
                yield target
                if index % 4 == 0:
                    yield source
        for language in LANGUAGES:
            yield from lines(corpora, f"english/commonvoice-{language}.txt", 700_000)
        yield from english(corpora, 700_000)
        yield PREFIXES

    tokenizer.train_from_iterator(text(), trainers.UnigramTrainer(
        vocab_size=size, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>", max_piece_length=16, show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", tokenizer.token_to_id("</s>"))])
    return tokenizer

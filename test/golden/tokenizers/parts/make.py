"""Makes tiny tokenizer.json files of parts that other families are published with, and what tokenizers makes of texts.

    python make.py TEXT

TEXT: a text file to train on. Writes NAME.json beside this file: the tokenizer, and for each text its ids, its offsets in
UTF-16 units and the decoded text.
"""

import json
import sys
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

here = Path(__file__).parent
TEXTS = json.loads((here.parent / "slow" / "texts.json").read_text())["texts"]
source = sys.argv[1]


def trained(model, trainer, **parts) -> Tokenizer:
    tokenizer = Tokenizer(model)
    for part, value in parts.items():
        setattr(tokenizer, part, value)
    # Unigram takes every sign that there is: those of Chinese are too many.
    lines = (line for line in Path(source).read_text().splitlines() if not isinstance(model, models.Unigram) or max(line, default="") < "ƀ")
    tokenizer.train_from_iterator(lines, trainer)
    return tokenizer


def bpe(size=500, specials=("<unk>",), initial=(), model=None, **parts) -> Tokenizer:
    options = dict(vocab_size=size, special_tokens=list(specials), show_progress=False, limit_alphabet=1000 if initial else 200)
    suffix = {"end_of_word_suffix": model.end_of_word_suffix} if model and model.end_of_word_suffix else {}
    trainer = trainers.BpeTrainer(**options, **suffix, initial_alphabet=list(initial))
    return trained(model or models.BPE(unk_token="<unk>"), trainer, **parts)


def with_model(tokenizer: Tokenizer, **fields) -> Tokenizer:
    """The tokenizer with fields of its model changed, which training does not take."""
    described = json.loads(tokenizer.to_str())
    described["model"] |= fields
    return Tokenizer.from_str(json.dumps(described))


BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
ALPHABET = pre_tokenizers.ByteLevel.alphabet()
GPT4 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
metaspace = dict(replacement="▁", prepend_scheme="always")


def unigram(**parts) -> Tokenizer:
    trainer = trainers.UnigramTrainer(
        vocab_size=600, unk_token="<unk>", special_tokens=["<unk>", "<s>", "</s>"], show_progress=False
    )
    return trained(models.Unigram(), trainer, **parts)


def unigram_with_bytes() -> Tokenizer:
    described = json.loads(unigram(pre_tokenizer=pre_tokenizers.Metaspace(**metaspace)).to_str())
    described["model"]["vocab"] += [[byte, -20.0] for byte in BYTES]
    described["model"]["byte_fallback"] = True
    made = Tokenizer.from_str(json.dumps(described))
    made.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    return made


def split(pattern: str) -> Tokenizer:
    return bpe(pre_tokenizer=pre_tokenizers.Split(Regex(pattern), "isolated"))


MADE = {
    # NLLB and M2M-100: byte-pair encoding over sentencepiece's words
    "bpe-metaspace": lambda: with_model(
        bpe(pre_tokenizer=pre_tokenizers.Metaspace(**metaspace), decoder=decoders.Metaspace(**metaspace),
            normalizer=normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])),
        fuse_unk=True,
    ),
    "bpe-metaspace-unknown-apart": lambda: bpe(pre_tokenizer=pre_tokenizers.Metaspace(**metaspace)),
    "bpe-whitespace-split": lambda: bpe(pre_tokenizer=pre_tokenizers.WhitespaceSplit()),
    "bpe-whitespace": lambda: bpe(pre_tokenizer=pre_tokenizers.Whitespace()),
    "bpe-bert": lambda: bpe(
        pre_tokenizer=pre_tokenizers.BertPreTokenizer(), normalizer=normalizers.BertNormalizer(lowercase=True)
    ),
    # GPT-1
    "gpt1": lambda: bpe(
        model=models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"),
        normalizer=normalizers.BertNormalizer(lowercase=True),
        pre_tokenizer=pre_tokenizers.BertPreTokenizer(),
        decoder=decoders.BPEDecoder(suffix="</w>"),
    ),
    # Gemma: spaces replaced before, no pre-tokenizer, bytes for what is lacking
    "gemma": lambda: with_model(
        bpe(
            size=800, specials=["<pad>", "<eos>", "<bos>", "<unk>", *BYTES],
            normalizer=normalizers.Replace(" ", "▁"),
            pre_tokenizer=pre_tokenizers.Split(" ", "merged_with_previous"),
            decoder=decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]),
        ),
        byte_fallback=True, fuse_unk=True,
    ),
    "word-level": lambda: trained(
        models.WordLevel(unk_token="[UNK]"),
        trainers.WordLevelTrainer(vocab_size=300, special_tokens=["[UNK]", "[PAD]", "<mask>"], show_progress=False),
        pre_tokenizer=pre_tokenizers.Whitespace(), normalizer=normalizers.Lowercase(),
    ),
    "word-level-split": lambda: trained(
        models.WordLevel(unk_token="[UNK]"),
        trainers.WordLevelTrainer(vocab_size=300, special_tokens=["[UNK]"], show_progress=False),
        pre_tokenizer=pre_tokenizers.WhitespaceSplit(),
    ),
    # Falcon, StarCoder, SmolLM, Llama 3
    "falcon": lambda: bpe(
        model=models.BPE(), initial=ALPHABET, specials=["<|endoftext|>"],
        pre_tokenizer=pre_tokenizers.Sequence([
            pre_tokenizers.Punctuation("contiguous"), pre_tokenizers.ByteLevel(False),
            pre_tokenizers.Digits(False), pre_tokenizers.Split(Regex("[0-9][0-9][0-9]"), "isolated"),
        ]),
        decoder=decoders.ByteLevel(),
    ),
    "punctuation": lambda: bpe(
        pre_tokenizer=pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation()])
    ),
    "smollm": lambda: bpe(
        model=models.BPE(), initial=ALPHABET, specials=["<|endoftext|>", "<|im_start|>"],
        pre_tokenizer=pre_tokenizers.Sequence([pre_tokenizers.Digits(True), pre_tokenizers.ByteLevel(False)]),
        decoder=decoders.ByteLevel(), post_processor=processors.ByteLevel(trim_offsets=False),
    ),
    "llama3": lambda: with_model(bpe(
        model=models.BPE(), initial=ALPHABET, specials=["<|begin_of_text|>"],
        pre_tokenizer=pre_tokenizers.Sequence([
            pre_tokenizers.Split(Regex(GPT4), "isolated"), pre_tokenizers.ByteLevel(False, use_regex=False),
        ]),
        decoder=decoders.ByteLevel(),
        post_processor=processors.Sequence([
            processors.ByteLevel(trim_offsets=False),
            processors.TemplateProcessing("<|begin_of_text|> $A", special_tokens=[("<|begin_of_text|>", 0)]),
        ]),
    ), ignore_merges=True),
    # Oniguruma's meaning of what JavaScript reads otherwise
    "pattern-words": lambda: split(r"\w+|[^\w\s]+"),
    "pattern-boundaries": lambda: split(r"\b\w|\W\b"),
    "pattern-lines": lambda: split(r"^.|.$|.\n"),
    "pattern-ends": lambda: split(r"\A +| +\z|\A\w|\w\Z"),
    "pattern-escapes": lambda: split(r"\'s|\"|\-|[\-\'\&]|\<|\@"),
    "pattern-scripts": lambda: split(r"\p{Han}+|\P{Latin}|[\p{Hiragana}\p{Katakana}]+"),
    "pattern-gpt4": lambda: split(
        r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s+$|\s*[\r\n]|\s+(?!\S)|\s"
    ),
    "pattern-any-case": lambda: split(r"(?i:'S|'t|se|k)|\p{Lu}"),
    "unigram-bytes": unigram_with_bytes,
    "unigram-nmt": lambda: unigram(
        normalizer=normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), normalizers.Strip()]),
        pre_tokenizer=pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(**metaspace)]),
        decoder=decoders.Metaspace(**metaspace),
    ),
    "char-delimiter": lambda: bpe(pre_tokenizer=pre_tokenizers.CharDelimiterSplit("e")),
}  # fmt: skip


def utf16(text: str, place: int) -> int:
    return len(text[:place].encode("utf-16-le")) // 2


names = sys.argv[2:] or list(MADE)
for name in names:
    tokenizer = MADE[name]()
    tokenizer.add_tokens([AddedToken("<added>", normalized=True)])
    # As it is read from its file.
    tokenizer = Tokenizer.from_str(tokenizer.to_str())
    rows = []
    for text in TEXTS:
        made = tokenizer.encode(text)
        places = [utf16(text, place) for pair in made.offsets for place in pair]
        rows.append([made.ids, places, tokenizer.decode(made.ids, skip_special_tokens=False)])
    described = json.loads(tokenizer.to_str())
    line = json.dumps({"tokenizer": described, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    (here / f"{name}.json").write_text(line + "\n")

"""Makes tiny tokenizers without tokenizer.json, as transformers 4.57 saves its slow ones, and what it reads from them.

    python make.py TEXT [REFERENCES]

TEXT: a text file to train on; REFERENCES: a folder for the tokenizer.json that transformers makes of each, to look at.
Writes the folders beside this file, texts.json, and into each folder cases.json: ids and UTF-16 offsets of every text.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import BertWordPieceTokenizer, ByteLevelBPETokenizer
from transformers import (
    AlbertTokenizer,
    AutoTokenizer,
    BartTokenizer,
    BertTokenizer,
    CamembertTokenizer,
    GPT2Tokenizer,
    LlamaTokenizer,
    MBart50Tokenizer,
    MBartTokenizer,
    MPNetTokenizer,
    Qwen2Tokenizer,
    RobertaTokenizer,
    T5Tokenizer,
    XLMRobertaTokenizer,
)

here = Path(__file__).parent
text = sys.argv[1]
references = Path(sys.argv[2]) if len(sys.argv) > 2 else None
scratch = Path(tempfile.mkdtemp())

# The published rules take 240 kB: these few have the same kinds (one to one, to many, to nothing, clusters).
RULES = {
    "\t": " ", "\n": " ", "\r": " ", "\u00a0": " ", "\u3000": " ", "\u200b": " ", "\u0001": "", "\ufeff": "",
    "\u00ad": "", "ﬁ": "fi", "…": "...", "㎏": "kg", "①": "1", "Ａ": "A", "１": "1", "e\u0301": "é", "\u1e9b\u0323": "\u1e69",
    "ﷺ": "صلى الله عليه وسلم",
}  # fmt: skip

TEXTS = [
    "",
    " ",
    "  ",
    "\t",
    "\n",
    "a",
    "Hello, world!",
    "The quick brown fox jumps over the lazy dog.",
    " leading space",
    "trailing space ",
    "two  spaces   three    four",
    "   three before and after   ",
    "tab\tin\t\ttext",
    "line\nbreaks\n\nand\r\nmore\r\n",
    " \n \t mixed \r\n white",
    "It's we're I'd they'll don't WON'T Can'T",
    "naïve café résumé Ångström Straße",
    "e\u0301 decomposed e\u0301\u0323 marks o\u0308\u0304",
    "UPPER lower MiXeD ÀÉÎ İstanbul ΟΔΟΣ",
    "1234567890 3.14159 1,000,000 2,5 10,",
    "v1.2.3-beta+4 user@example.org http://x.y/z?a=b&c=d#e",
    "``quoted'' ''and'' `more` \"straight\" “curly” ‘single’",
    "(round) [square] {curly} <angle>",
    "你好，世界！",
    "中文 and English 混在一起123",
    "日本語テキスト、カタカナ。ひらがな",
    "한국어 텍스트 각각",
    "Привет, мир! Ёлка",
    "مرحبا بالعالم",
    "שלום עולם",
    "हिन्दी में पाठ",
    "สวัสดีชาวโลก",
    "😀",
    "a 😀 b 👩‍👩‍👧‍👦 c 🇩🇪 d 👍🏽",
    "ﬁ ligature … ellipsis ㎏ ① Ａ１ ﷺ",
    "ẛ̣ long s",
    "non\u00a0breaking\u3000ideographic\u2009thin\u200bzero\u202fnarrow\u0085next",
    "soft\u00adhyphen \ufeffmark a\u0001b\u0000c\u007fd\u0090e",
    "\ud7ff\ue000\ufffd private",
    "𝒳𝓎 math 𠀀 plane",
    "▁ already ▁marked▁ ▁▁two",
    "Ġ byte Ċ level Ã©",
    "<s>",
    "a<s>b </s> c <unk> d <pad> e",
    "<mask>",
    "a <mask> b<mask>c  <mask>  d",
    "[MASK] a [CLS] b[SEP] c [PAD] [UNK]",
    "x [MASK] y",
    "<|endoftext|> a<|endoftext|>b <|im_start|>user",
    "<extra_id_0> a<extra_id_1>b  <extra_id_99>  c <extra_id_100>",
    "</s> <s> after specials",
    "<s> space after <s>  two after",
    "en_XX de_DE zh_CN a en_XX b",
    "<s>NOTUSED <unk>NOTUSED </s>NOTUSED",
    "<0x41> <0xE2> bytes",
    "new_token <added> a<added>b  <added> c Added",
    "x" * 120,
    "ab " * 40,
    "é" * 30,
    "\u0301 mark first",
    "\u200d\u200d joiners \u200e\u200f",
    "a\u0300\u0301\u0302\u0303\u0304b",
    "if (a[i] != 0) { return x->y; } // done",
    "#### Title\n\n* item\n* item  \n\n\tcode",
    "100% $5 £6 €7 ¥8 ½ ² ³ x²",
    "–—‐‑ dashes - -- ---",
    "Mr. and Mrs. O'Neill-Smith, Jr.",
]
# A lone surrogate is no text for transformers.
assert all(text.encode() is not None for text in TEXTS)

ROLES = ["bos", "eos", "unk", "sep", "pad", "cls", "mask"]
PAIRS = [("one", "two words"), (" a", "b "), ("", "x"), ("中文", "<s>")]


def sentence_piece(name: str, model_type: str = "unigram", size: int = 900, **options) -> Path:
    rules = scratch / "rules.tsv"
    hexes = lambda part: " ".join(f"{ord(char):X}" for char in part)
    rules.write_text("".join(f"{hexes(a)}\t{hexes(b)}\n" for a, b in sorted(RULES.items())))
    sentencepiece.SentencePieceTrainer.train(
        input=text,
        model_prefix=str(scratch / name),
        model_type=model_type,
        vocab_size=size,
        minloglevel=2,
        num_threads=1,
        **({"normalization_rule_tsv": str(rules)} if "normalization_rule_name" not in options else {}),
        **{"character_coverage": 0.99, **options},
    )
    made = scratch / f"{name}.model"
    proto = sentencepiece_model_pb2.ModelProto.FromString(made.read_bytes())
    # Where it was trained is nobody's business.
    proto.trainer_spec.ClearField("input")
    proto.trainer_spec.ClearField("model_prefix")
    proto.normalizer_spec.ClearField("normalization_rule_tsv")
    made.write_bytes(proto.SerializeToString())
    return made


def byte_level(specials: list[str], size: int) -> tuple[str, str]:
    trained = ByteLevelBPETokenizer()
    trained.train([text], vocab_size=size, min_frequency=2, special_tokens=specials, show_progress=False)
    folder = Path(tempfile.mkdtemp())
    trained.save_model(str(folder))
    return str(folder / "vocab.json"), str(folder / "merges.txt")


def save(name: str, tokenizer, config: dict) -> None:
    folder = here / name
    shutil.rmtree(folder, ignore_errors=True)
    tokenizer.save_pretrained(folder)
    (folder / "config.json").write_text(json.dumps(config) + "\n")


def bare(name: str, config: dict, files: dict[str, object]) -> None:
    """A folder as they were before tokenizer_config.json: the vocabulary, and what `files` has."""
    folder = here / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(config) + "\n")
    for file, content in files.items():
        if isinstance(content, (str, Path)):
            shutil.copy(content, folder / file)
        else:
            (folder / file).write_text(json.dumps(content, ensure_ascii=False) + "\n")


def word_pieces(specials: list[str], lowercase: bool) -> str:
    trained = BertWordPieceTokenizer(lowercase=lowercase)
    trained.train([text], vocab_size=900, min_frequency=2, limit_alphabet=250, special_tokens=specials, show_progress=False)
    folder = Path(tempfile.mkdtemp())
    trained.save_model(str(folder))
    return str(folder / "vocab.txt")


def typed(content: str, **flags: bool) -> dict:
    """A token as tokenizer_config.json had them before it had `added_tokens_decoder`."""
    plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": True}
    return {"__type": "AddedToken", "content": content, **plain, **flags}


ADDED = "<added>"


def make() -> None:
    bert = word_pieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], True)
    save("bert", BertTokenizer(bert), {"model_type": "bert"})
    cased = word_pieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], False)
    rules = dict(do_lower_case=False, tokenize_chinese_chars=False)
    added = BertTokenizer(cased, **rules)
    added.add_tokens([ADDED, "New_Token"])
    save("bert-cased", added, {"model_type": "bert"})
    bare("bert-bare", {"model_type": "distilbert"}, {"vocab.txt": bert})
    mpnet = word_pieces(["<s>", "<pad>", "</s>", "[UNK]", "<mask>"], True)
    save("mpnet", MPNetTokenizer(mpnet, strip_accents=False), {"model_type": "mpnet"})
    bare("mpnet-bare", {"model_type": "mpnet"}, {"vocab.txt": mpnet})

    end = "<|endoftext|>"
    gpt2 = byte_level([], 600)
    vocab = json.loads(Path(gpt2[0]).read_text())
    vocab[end] = len(vocab)
    Path(gpt2[0]).write_text(json.dumps(vocab, ensure_ascii=False))
    save("gpt2", GPT2Tokenizer(*gpt2), {"model_type": "gpt2"})
    bare("gpt2-bare", {"model_type": "gpt2"}, {"vocab.json": gpt2[0], "merges.txt": gpt2[1]})

    roberta = byte_level(["<s>", "<pad>", "</s>", "<unk>"], 600)
    vocab = json.loads(Path(roberta[0]).read_text())
    vocab["<mask>"] = len(vocab)
    Path(roberta[0]).write_text(json.dumps(vocab, ensure_ascii=False))
    save("roberta", RobertaTokenizer(*roberta), {"model_type": "roberta"})
    added = RobertaTokenizer(*roberta, add_prefix_space=True)
    added.add_tokens([ADDED])
    save("roberta-added", added, {"model_type": "roberta"})
    bare("roberta-bare", {"model_type": "roberta"}, {"vocab.json": roberta[0], "merges.txt": roberta[1]})
    save("bart", BartTokenizer(*roberta), {"model_type": "bart"})
    opt = dict(bos_token="</s>", eos_token="</s>", unk_token="</s>", pad_token="<pad>", add_bos_token=True)
    save("opt", GPT2Tokenizer(*roberta, **opt), {"model_type": "opt"})
    bare(
        "opt-legacy",
        {"model_type": "opt"},
        {
            "vocab.json": roberta[0],
            "merges.txt": roberta[1],
            "tokenizer_config.json": {"add_bos_token": True, "add_prefix_space": False, "tokenizer_class": "GPT2Tokenizer"},
            "special_tokens_map.json": {
                role: {"content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": True}
                for role, token in {"bos_token": "</s>", "eos_token": "</s>", "unk_token": "</s>"}.items()
            }
            | {"pad_token": "<pad>"},
            "added_tokens.json": {ADDED: len(vocab), "new_token": len(vocab) + 1},
        },
    )
    qwen = byte_level([], 600)
    qwen_tokenizer = Qwen2Tokenizer(*qwen, additional_special_tokens=["<|im_start|>", "<|im_end|>"])
    save("qwen2", qwen_tokenizer, {"model_type": "qwen2"})

    t5 = sentence_piece("t5", pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    save("t5", T5Tokenizer(str(t5)), {"model_type": "t5"})
    save("t5-new", T5Tokenizer(str(t5), legacy=False, extra_ids=10), {"model_type": "t5"})
    sentinels = [f"<extra_id_{index}>" for index in range(100)]
    plain = {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "additional_special_tokens": sentinels}
    bare(
        "t5-legacy",
        {"model_type": "t5"},
        {
            "spiece.model": t5,
            "special_tokens_map.json": plain,
            "tokenizer_config.json": {**plain, "extra_ids": 100, "model_max_length": 512, "name_or_path": "t5-small"},
        },
    )
    bare("t5-bare", {"model_type": "t5"}, {"spiece.model": t5})
    bare(
        "mt5",
        {"model_type": "mt5"},
        {
            "spiece.model": t5,
            "special_tokens_map.json": {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"},
            "tokenizer_config.json": {
                **{"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "extra_ids": 0},
                **{"additional_special_tokens": None, "special_tokens_map_file": "none", "tokenizer_class": "T5Tokenizer"},
            },
        },
    )

    albert_options = dict(
        pad_id=0, unk_id=1, bos_id=-1, eos_id=-1, control_symbols=["[CLS]", "[SEP]", "[MASK]"],
        user_defined_symbols=list('()"-.–£€'), bos_piece="[CLS]", eos_piece="[SEP]",
    )  # fmt: skip
    albert = sentence_piece("albert", **albert_options)
    save("albert", AlbertTokenizer(str(albert)), {"model_type": "albert"})
    cased = AlbertTokenizer(str(albert), do_lower_case=False, keep_accents=True)
    save("albert-cased", cased, {"model_type": "albert"})
    bare("albert-bare", {"model_type": "albert"}, {"spiece.model": albert})

    fairseq = sentence_piece("fairseq")
    save("xlm-roberta", XLMRobertaTokenizer(str(fairseq)), {"model_type": "xlm-roberta"})
    added = XLMRobertaTokenizer(str(fairseq))
    added.add_tokens([ADDED])
    save("xlm-roberta-added", added, {"model_type": "xlm-roberta"})
    fields = {f"{role}_token": "<s>" if role in ("bos", "cls") else "</s>" for role in ("bos", "eos", "sep", "cls")}
    fields |= {"unk_token": "<unk>", "pad_token": "<pad>"}
    bare(
        "xlm-roberta-legacy",
        {"model_type": "xlm-roberta"},
        {
            "sentencepiece.bpe.model": fairseq,
            "special_tokens_map.json": {
                **fields,
                "mask_token": {key: value for key, value in typed("<mask>", lstrip=True).items() if key != "__type"},
            },
            "tokenizer_config.json": {
                **fields,
                "mask_token": typed("<mask>", lstrip=True),
                "tokenizer_class": "XLMRobertaTokenizer",
                "sp_model_kwargs": {},
            },
            "added_tokens.json": {ADDED: 902, "new_token": 903},
        },
    )
    bare("xlm-roberta-bare", {"model_type": "xlm-roberta"}, {"sentencepiece.bpe.model": fairseq})
    save("camembert", CamembertTokenizer(str(fairseq)), {"model_type": "camembert"})
    bare("camembert-bare", {"model_type": "camembert"}, {"sentencepiece.bpe.model": fairseq})
    save("mbart", MBartTokenizer(str(fairseq), src_lang="de_DE", tgt_lang="en_XX"), {"model_type": "mbart"})
    bare("mbart-bare", {"model_type": "mbart"}, {"sentencepiece.bpe.model": fairseq})
    save("mbart50", MBart50Tokenizer(str(fairseq), src_lang="zh_CN"), {"model_type": "mbart"})

    llama = sentence_piece(
        "llama", "bpe", 1100, byte_fallback=True, normalization_rule_name="identity",
        remove_extra_whitespaces=False, split_digits=True,
    )  # fmt: skip
    save("llama", LlamaTokenizer(str(llama)), {"model_type": "llama"})
    new = LlamaTokenizer(str(llama), legacy=False, add_bos_token=False, add_eos_token=True, pad_token="<pad>")
    new.add_tokens([ADDED])
    save("llama-new", new, {"model_type": "llama"})
    no_space = LlamaTokenizer(str(llama), add_prefix_space=False)
    save("llama-no-space", no_space, {"model_type": "llama"})
    tokens = {"bos_token": typed("<s>"), "eos_token": typed("</s>"), "unk_token": typed("<unk>"), "pad_token": None}
    for name, legacy in (("llama-legacy", None), ("llama-legacy-new", False)):
        bare(
            name,
            {"model_type": "llama"},
            {
                "tokenizer.model": llama,
                "special_tokens_map.json": {
                    role: {key: value for key, value in token.items() if key != "__type"}
                    for role, token in tokens.items()
                    if token
                },
                "tokenizer_config.json": {
                    **tokens,
                    "add_bos_token": True,
                    "add_eos_token": False,
                    "clean_up_tokenization_spaces": False,
                    "tokenizer_class": "LlamaTokenizer",
                    **({} if legacy is None else {"legacy": legacy}),
                },
            },
        )
    bare("llama-bare", {"model_type": "llama"}, {"tokenizer.model": llama})


def utf16(text: str, place: int) -> int:
    return len(text[:place].encode("utf-16-le")) // 2


def cases() -> None:
    folders = sorted(folder.name for folder in here.iterdir() if folder.is_dir())
    found: dict[str, dict] = {}
    for name in folders:
        tokenizer = AutoTokenizer.from_pretrained(here / name)
        assert tokenizer.is_fast, name
        if references:
            os.makedirs(references / name, exist_ok=True)
            tokenizer.backend_tokenizer.save(str(references / name / "tokenizer.json"))
        roles = {role: id for role in ROLES if (id := getattr(tokenizer, f"{role}_token_id")) is not None}
        rows = []
        for text in TEXTS:
            made = tokenizer(text, return_offsets_mapping=True)
            offsets = [[utf16(text, start), utf16(text, end)] for start, end in made["offset_mapping"]]
            places = [place for pair in offsets for place in pair]
            rows.append([made["input_ids"], places, tokenizer.decode(made["input_ids"], skip_special_tokens=True)])
        read = [tokenizer(*pair, return_token_type_ids=True) for pair in PAIRS]
        pairs = [{"ids": pair["input_ids"], "segments": pair["token_type_ids"]} for pair in read]
        found[name] = {"roles": roles, "size": len(tokenizer), "pairs": pairs, "rows": rows}
    rows_of: dict[str, str] = {}
    for name, case in found.items():
        # What another tokenizer has alike is not written again.
        rows = json.dumps(case.pop("rows"))
        other = rows_of.setdefault(rows, name)
        case["rows"] = json.loads(rows) if other == name else other
        (here / name / "cases.json").write_text(json.dumps(case, ensure_ascii=False, separators=(",", ":")) + "\n")
    (here / "texts.json").write_text(json.dumps({"texts": TEXTS, "pairs": PAIRS}, indent=1) + "\n")


make()
cases()

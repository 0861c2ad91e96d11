"""Tokenizer files with as many pieces as a real vocabulary; the pieces mean nothing."""
import json


def byte_alphabet():
    """GPT-2's 256 printable characters for bytes."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + at) for at in range(len(others))]


def pieces(first, last, size):
    return [*first, *(f"tok{at}" for at in range(size - len(first) - len(last))), *last]


def write(folder, tokenizer, config):
    (folder / "tokenizer.json").write_text(json.dumps({"version": "1.0", "truncation": None, "padding": None, **tokenizer}), encoding="utf8")
    (folder / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf8")


def special(ids):
    return [{"id": at, "content": text, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True} for text, at in ids.items()]


def byte_level(folder, size):
    end = "<|endoftext|>"
    vocabulary = {piece: at for at, piece in enumerate(pieces(byte_alphabet(), [end], size))}
    step = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    write(folder, {
        "added_tokens": special({end: size - 1}), "normalizer": None, "pre_tokenizer": step, "post_processor": step, "decoder": step,
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "", "end_of_word_suffix": "", "fuse_unk": False, "vocab": vocabulary, "merges": []},
    }, {"tokenizer_class": "GPT2Tokenizer", "bos_token": end, "eos_token": end, "unk_token": end, "model_max_length": 1024})


def word_piece(folder, size):
    specials = {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "[MASK]": 4}
    vocabulary = {piece: at for at, piece in enumerate(pieces([*specials, *"abcdefghijklmnopqrstuvwxyz."], [], size))}
    around = {name: {"id": name, "ids": [specials[name]], "tokens": [name]} for name in ("[CLS]", "[SEP]")}
    first = [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}]
    second = [{"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}]
    write(folder, {
        "added_tokens": special(specials), "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"}, "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "post_processor": {"type": "TemplateProcessing", "single": first, "pair": [*first, *second], "special_tokens": around},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": vocabulary},
    }, {"tokenizer_class": "BertTokenizer", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]", "pad_token": "[PAD]", "model_max_length": 512})


def unigram(folder, size):
    specials = {"<pad>": 0, "</s>": 1, "<unk>": 2}
    vocabulary = [[piece, 0.0 if at < 3 else -10.0] for at, piece in enumerate(pieces([*specials, "▁", *"abcdefghijklmnopqrstuvwxyz."], [], size))]
    space = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    write(folder, {
        "added_tokens": special(specials), "normalizer": None, "pre_tokenizer": space, "decoder": space,
        "post_processor": {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
                           "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}], "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}}},
        "model": {"type": "Unigram", "unk_id": 2, "vocab": vocabulary, "byte_fallback": False},
    }, {"tokenizer_class": "T5Tokenizer", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "model_max_length": 512, "extra_ids": 0})

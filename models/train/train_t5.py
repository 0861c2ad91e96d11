"""Trains t5-mini: translation between English and German, French, Spanish and Romanian, both ways."""
from versions import require

require("requirements-train.txt")

from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from transformers import T5Config, T5ForConditionalGeneration

from augment import CLOCK, CLOCK_THERE, Augmenter, Capitals
from corpora import LANGUAGES, pairs, prepared, read_held_out, story_pairs
from losses import cross_entropy
from one_language import TAG
from packed import read_tokenizer
from training import Run, arguments, compiled, device, forward, pretrained

PAD, EOS = 0, 1
SHARE = {"de": 0.28, "fr": 0.3, "es": 0.27, "ro": 0.15}
SHORT, STORY, WORDS, PLACES, TIMES, SAYINGS, PHRASES = 0.06, 0.04, 0.03, 0.03, 0.01, 0.02, 0.06
# Shares of the examples; what back_translate.py made has a smaller one where there is not ENOUGH of it
FROM_ENGLISH, SYNTHETIC, ENOUGH = 0.6, 0.35, 30_000
LENGTHS = (16, 24, 32, 48, 64, 96, 128)
# Half of the Romanian text has the letters with a cedilla; the model is to write them with a comma below
COMMA_BELOW = str.maketrans("şţŞŢ", "șțȘȚ")


class Translations:
    """Endless examples: `examples(index)` depends on the seed and the index alone."""

    def __init__(self, corpora, data, seed, from_english=FROM_ENGLISH, synthetic=SYNTHETIC):
        held = frozenset(read_held_out(data))
        self.seed, self.from_english, self.share, self.plain, self.sources = seed, from_english, synthetic, {}, {}
        lexicon, sayings = read_lexicon(data / "t5" / "lexicon.tsv", held), read_phrasebook(held)
        phrases = read_lexicon(data / "t5" / "phrases.tsv", held) if (data / "t5" / "phrases.tsv").exists() else {}
        for language in LANGUAGES:
            self.plain[language] = every = list(pairs(corpora, language, held))
            self.sources[language] = [
                (SHORT, [pair for pair in every if len(pair[0].split()) <= 3]),
                (STORY, list(story_pairs(corpora, language))),
                (PLACES, [pair for pair in every if "Boston" in pair[0] or "Australia" in pair[0]]),
                (WORDS, lexicon[language]),
                (TIMES, [pair for pair in every if CLOCK.search(pair[0]) and CLOCK_THERE.search(pair[1])]),
                (SAYINGS, sayings[language]),
                (PHRASES, phrases.get(language, [])),
            ]
            print(language, len(every), [len(rows) for _, rows in self.sources[language]], flush=True)
        capitals = {language: Capitals(other for _, other in rows) for language, rows in self.plain.items()}
        capitals["en"] = Capitals(english for rows in self.plain.values() for english, _ in rows)
        self.augmenter = Augmenter(capitals, prepared(data / "t5" / "names.txt"))
        self.synthetic = read_synthetic(data / "t5", held)

    def draw(self, language):
        def one(rng):
            chance = rng.random()
            for share, rows in self.sources[language]:
                if chance < share and rows:
                    return rows[rng.integers(len(rows))]
                chance -= share
            rows = self.plain[language]
            return rows[rng.integers(len(rows))]
        return one

    def examples(self, index, count):
        rng = np.random.default_rng((self.seed, index))
        draws = {language: self.draw(language) for language in LANGUAGES}
        sources, targets = [], []
        for language in rng.choice(list(SHARE), count, p=list(SHARE.values())):
            from_english = rng.random() < self.from_english
            rows, tag = self.synthetic[language, language if from_english else "en"], ""
            if rng.random() < self.share * min(1, len(rows) / ENOUGH):
                english, other, tag = *neighbours(rng, rows), f"{TAG} "
            else:
                english, other = self.augmenter.example(rng, draws[language], language, from_english)
            if from_english:
                sources.append(f"translate English to {LANGUAGES[language]}: {tag}{english}")
                targets.append(other.translate(COMMA_BELOW) if language == "ro" else other)
            else:
                sources.append(f"translate {LANGUAGES[language]} to English: {tag}{other}")
                targets.append(english)
        return sources, targets


def read_lexicon(path, held):
    rows = defaultdict(list)
    for line in prepared(path):
        language, english, other = line.split("\t")
        if english not in held:
            rows[language].append((english, other))
    return rows


def read_synthetic(folder, held):
    """{(language, side that people wrote): [(English, other)]} of what back_translate.py left in `folder`, if it did."""
    rows = defaultdict(list)
    for path in sorted(folder.glob("back-*.tsv")):
        for line in prepared(path):
            language, real, english, other = line.split("\t")
            if english not in held:
                rows[language, real].append((english, other))
    print("back-translated", {" ".join(key): len(found) for key, found in rows.items()}, flush=True)
    return rows


def neighbours(rng, rows):
    """One pair, or in one case of four two, one after the other."""
    taken = [rows[rng.integers(len(rows))] for _ in range(1 + int(rng.random() < 0.25))]
    return tuple(" ".join(sides) for sides in zip(*taken))


def read_phrasebook(held):
    """What people say every day and the pairs hardly have: phrasebook.tsv, a column for each language.

    Each stands with its stop and without, as headings and selections have it.
    """
    rows = [line.split("\t") for line in (Path(__file__).parent / "phrasebook.tsv").read_text(encoding="utf8").splitlines()]
    rows = [row for row in rows if row[0] not in held]
    rows += [[side.rstrip(".") for side in row] for row in rows if all(side.endswith(".") for side in row)]
    return {language: [(row[0], row[at]) for row in rows] for at, language in enumerate(LANGUAGES, 1)}


def batches(tokenizer, sources, targets, size, rng):
    """Groups of like length, all of one of a few shapes, because each shape is compiled once."""
    sources = [e.ids for e in tokenizer.encode_batch(sources)]
    targets = [e.ids for e in tokenizer.encode_batch(targets)]
    groups, carried = [], []
    longest = np.array([max(len(s), len(t)) for s, t in zip(sources, targets)])
    lower = 0
    for length in LENGTHS:
        ids = carried + np.flatnonzero((longest > lower) & (longest <= length)).tolist()
        rng.shuffle(ids)
        count = max(8, size // (2 * length))
        whole = len(ids) // count * count
        groups += [(length, ids[i:i + count]) for i in range(0, whole, count)]
        carried, lower = ids[whole:], length
    rng.shuffle(groups)
    for length, ids in groups:
        yield padded([sources[i] for i in ids], length), padded([targets[i] for i in ids], length)


def padded(rows, length):
    out = np.zeros((len(rows), length), dtype=np.int64)
    for i, row in enumerate(rows):
        out[i, :len(row)] = row
    return torch.from_numpy(out).to(device())


def build(options, tokenizer):
    if options.start:
        model = pretrained(T5ForConditionalGeneration, options.start, tokenizer, "eager")
    else:
        model = T5ForConditionalGeneration(T5Config(
            vocab_size=tokenizer.get_vocab_size(), d_model=options.width, d_kv=options.width // options.heads,
            d_ff=4 * options.width, num_layers=options.layers, num_decoder_layers=options.layers, num_heads=options.heads,
            dropout_rate=0.0, feed_forward_proj="relu", tie_word_embeddings=True, pad_token_id=PAD, eos_token_id=EOS,
            decoder_start_token_id=PAD, attn_implementation="eager"))
    return model.to(device()).train()


def main():
    parser = arguments(__doc__, layers=4)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the training text")
    parser.add_argument("--batch-tokens", type=int, default=7000)
    parser.add_argument("--from-english", type=float, default=FROM_ENGLISH, help="share of the examples")
    parser.add_argument("--synthetic", type=float, default=SYNTHETIC, help="share of what back_translate.py made, where it made enough")
    parser.add_argument("--pool", type=int, default=16_000, help="examples drawn at a time; checkpoints come between two pools")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    tokenizer_path = options.data / "t5" / "tokenizer.json"
    tokenizer = read_tokenizer(tokenizer_path)
    data = Translations(options.corpora, options.data, options.seed, options.from_english, options.synthetic)
    model = build(options, tokenizer)
    run = Run(options, model, tokenizer_path, embedding_rate=3 * options.learning_rate)
    encoder, decoder = compiled(model.encoder, options), compiled(model.decoder, options)
    pool = run.position
    while run.going():
        rng = np.random.default_rng((options.seed, pool, 1))
        for x, y in batches(tokenizer, *data.examples(pool, options.pool), options.batch_tokens, rng):
            if not run.going():
                break
            mask = (x != PAD).long()
            shifted = torch.cat([torch.full_like(y[:, :1], PAD), y[:, :-1]], 1)
            with forward():
                memory = encoder(input_ids=x, attention_mask=mask).last_hidden_state
                h = decoder(input_ids=shifted, encoder_hidden_states=memory, encoder_attention_mask=mask,
                            use_cache=False).last_hidden_state
            wanted = y != PAD
            # T5 with tied embeddings scales the hidden state by d_model^-0.5 before the output matrix
            loss = cross_entropy(h[wanted] * model.config.d_model ** -0.5, model.shared.weight, y[wanted], smooth=0.1)
            run.update(loss, int(mask.sum() + wanted.sum()))
        pool += 1
        run.checkpoint_if_due(pool)
    run.finish()


if __name__ == "__main__":
    main()

import { join } from 'node:path';
import type { Token } from '../../protocol/engine/values.js';
import { GlassboxError } from '../../protocol/engine/errors.js';
import { wellFormed } from '../../text/wholeCharacters.js';
import { createAddedTokenSplitter, withLanguageCodes } from './addedTokens.js';
import { type AlignedText, alignWhole, slice } from './alignedText.js';
import { tokenBytes } from './byteLevel.js';
import { fallbackByte } from './byteFallback.js';
import { cleanUpTokenization, createDetokenizer } from './detokenizer.js';
import { brief, PatternTime } from './limits.js';
import { createNormalizer } from './normalizers.js';
import { createSubwordModel, type SubwordToken } from './subwordModels.js';
import { type TemplateItem, createTemplate } from './postProcessor.js';
import { createPreTokenizer } from './preTokenizers.js';
import { type SpecialTokenIds, resolveSpecialTokenIds } from './specialTokens.js';
import { type TextStreamer, createTextStreamer } from './textStreamer.js';
import { readTokenizerFile, type TokenizerFile } from './tokenizerFile.js';

/**
 * A token of a pair of texts: offsets count in the text it is from, `sequence`, which is null for specials. `segment` is
 * what a model with token types reads at it.
 */
export type PairToken = Token & { sequence: 0 | 1 | null; segment: number };

/** What a mask is called whatever the model calls its own. */
const MASK = '[MASK]';

export interface EncodeOptions {
  addSpecialTokens?: boolean;
  /** `[MASK]` stands for the model's own mask token, too */
  readsMask?: boolean;
}

export interface DecodeOptions {
  skipSpecialTokens?: boolean;
}

/** A BERT, GPT-2 or T5 tokenizer: the ids that Hugging Face gives, with UTF-16 offsets into the text as given. */
export interface TextTokenizer {
  /**
   * All tokens of a text, specials included. Offsets are Hugging Face's, in UTF-16 units: GPT-2's and newer T5
   * tokenizers' tokens take in the space before them; a token that is part of a character stands for all of it; an
   * accent that BERT takes off belongs to its letter.
   * @throws GlassboxError `model-broken` when the tokens' places are not certain, or the text grows or takes beyond measure
   */
  encode(text: string, options?: EncodeOptions): Token[];
  /** For each token of `encode` the number of the word that it is of, from 0, as Hugging Face's `word_ids`; null for specials. */
  wordIds(text: string): (number | null)[];
  /** Two texts as one sequence, specials included. */
  encodePair(first: string, second: string): PairToken[];
  /** Hugging Face's `decode`, spaces cleaned up as tokenizer_config.json says. Ids that there are not are left out. */
  decode(ids: readonly number[], options?: DecodeOptions): string;
  /** The same, token by token. */
  stream(options?: DecodeOptions): TextStreamer;
  /**
   * Readable text of one token: Ġ and ▁ are the space they stand for, bytes that are no whole character are U+FFFD,
   * `##` stays (it tells a continuation from a word). Empty for an id that there is not.
   */
  tokenText(id: number): string;
  idOf(token: string): number | undefined;
  /** The tokenizer for what a decoder reads: this one, but in models of two languages with pieces of their own. */
  readonly forTarget: TextTokenizer;
  /** ids are from 0 to this, exclusive; a model may have more logits than its tokenizer has tokens */
  readonly vocabularySize: number;
  readonly specialIds: Readonly<SpecialTokenIds>;
  /** Whether a piece that goes on with a word says so by its spelling (`##ing`). */
  readonly marksContinuations: boolean;
  /** The codes that a text may begin with, as `>>fra<<`; null where such a beginning means nothing. */
  readonly languageCodes: readonly string[] | null;
  isSpecial(id: number): boolean;
}

/**
 * The tokenizer of a model's folder, from tokenizer.json and tokenizer_config.json.
 * @throws GlassboxError `unknown-model`, `model-broken` or `wrong-architecture`, see readTokenizerFile
 */
export async function loadTokenizer(folder: string): Promise<TextTokenizer> {
  const file = await readTokenizerFile(folder);
  try {
    return new FileTokenizer(file);
  } catch (error) {
    if (error instanceof GlassboxError) throw error;
    const message = `${join(folder, 'tokenizer.json')} cannot be used: ${brief((error as Error).message)}. Install the model again or choose another.`;
    throw new GlassboxError('model-broken', message, {
      cause: error,
      details: { kind: 'file', file: join(folder, 'tokenizer.json'), problem: 'content' },
    });
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

class FileTokenizer implements TextTokenizer {
  readonly specialIds: SpecialTokenIds;
  readonly vocabularySize: number;
  readonly marksContinuations: boolean;
  readonly languageCodes: readonly string[] | null;
  readonly #model;
  readonly #tokens: (string | undefined)[];
  readonly #texts: string[] = [];
  readonly #ids = new Map<string, number>();
  readonly #specials: Set<number>;
  readonly #patternTime = new PatternTime();
  readonly #normalize;
  readonly #preTokenize;
  readonly #template;
  readonly #splitRaw;
  readonly #splitMasked;
  readonly #splitNormalized;

  readonly #target: FileTokenizer | null;
  readonly #decoders;
  readonly #cleansUp;

  constructor(file: TokenizerFile) {
    this.#target = file.target ? new FileTokenizer(file.target) : null;
    this.#decoders = file.decoders;
    this.#cleansUp = file.settings.clean_up_tokenization_spaces;
    const isByteLevel = file.preTokenizers.some(({ type }) => type === 'ByteLevel');
    this.marksContinuations = file.model.type === 'WordPiece';
    this.#model = createSubwordModel(file.model, isByteLevel);
    this.#normalize = createNormalizer(file.normalizers, this.#patternTime);
    this.#preTokenize = createPreTokenizer(file.preTokenizers, this.#patternTime);
    this.#template = createTemplate(file.postProcessors);
    this.#tokens = [...this.#model.vocabulary];
    for (const { id, content } of file.addedTokens) {
      this.#tokens[id] = content;
      this.#ids.set(content, id);
    }
    this.vocabularySize = this.#tokens.length;
    this.specialIds = resolveSpecialTokenIds(file.model.type, file.settings, (token) => this.idOf(token));
    this.#specials = new Set([
      ...file.addedTokens.filter((token) => token.special).map((token) => token.id),
      ...Object.values(this.specialIds as Record<string, number>),
    ]);
    const added = (normalized: boolean) => file.addedTokens.filter((token) => token.normalized === normalized);
    const raw = added(false).map((token) => ({ token, content: token.content }));
    const codes = this.#tokens.filter((token): token is string => /^>>[^<]+<<$/.test(token ?? ''));
    this.languageCodes = file.languageCodes ? codes : null;
    const unknown = this.specialIds.unk ?? 0;
    const splitter = (tokens: Parameters<typeof createAddedTokenSplitter>[0]) => {
      const split = createAddedTokenSplitter(tokens);
      return file.languageCodes ? withLanguageCodes(split, (code) => this.idOf(code) ?? unknown) : split;
    };
    this.#splitRaw = splitter(raw);
    const mask = file.addedTokens.find(({ id }) => id === this.specialIds.mask);
    const isNamedSo = !mask || mask.content === MASK || this.idOf(MASK) !== undefined;
    this.#splitMasked = isNamedSo ? this.#splitRaw : splitter([...raw, { token: mask, content: MASK }]);
    this.#splitNormalized = createAddedTokenSplitter(
      added(true).map((token) => ({ token, content: this.#normalize(alignWhole(token.content)).text })),
    );
  }

  get forTarget(): TextTokenizer {
    return this.#target ?? this;
  }

  encode(text: string, { addSpecialTokens = true, readsMask = false }: EncodeOptions = {}): Token[] {
    const items = addSpecialTokens ? this.#template.single : [{ sequence: 0 as const, segment: 0 }];
    return this.#fill(items, [text], readsMask ? this.#splitMasked : this.#splitRaw).map(
      ({ id, text, start, end }) => ({ id, text, start, end }),
    );
  }

  wordIds(text: string): (number | null)[] {
    const words = this.#textTokens(text).map(({ word }) => word);
    return this.#template.single.flatMap((item) => ('special' in item ? [null] : words));
  }

  encodePair(first: string, second: string): PairToken[] {
    return this.#fill(this.#template.pair, [first, second]);
  }

  decode(ids: readonly number[], options: DecodeOptions = {}): string {
    const stream = this.#open(options, false);
    const text = ids.map((id) => stream.push(id)).join('') + stream.end();
    return this.#cleansUp ? cleanUpTokenization(text) : text;
  }

  stream(options: DecodeOptions = {}): TextStreamer {
    return this.#open(options, this.#cleansUp);
  }

  tokenText(id: number): string {
    return (this.#texts[id] ??= this.#readable(id));
  }

  idOf(token: string): number | undefined {
    return this.#ids.get(token) ?? this.#model.idOf(token);
  }

  isSpecial(id: number): boolean {
    return this.#specials.has(id);
  }

  #readable(id: number): string {
    const token = this.#tokens[id] ?? '';
    if (this.#specials.has(id)) return token;
    return this.#decoders.reduce((text, decoder) => {
      switch (decoder.type) {
        case 'ByteLevel':
          return utf8.decode(tokenBytes(text));
        case 'Metaspace':
          return text.replaceAll(decoder.replacement, ' ');
        case 'Replace':
          return text.replaceAll(decoder.pattern.String, decoder.content);
        case 'ByteFallback': {
          const byte = fallbackByte(text);
          return byte === null ? text : utf8.decode(Uint8Array.of(byte));
        }
        case 'BPEDecoder':
          return text.replaceAll(decoder.suffix, ' ');
        case 'WordPiece':
        case 'Fuse':
        case 'Strip':
          return text;
      }
    }, token);
  }

  #open(options: DecodeOptions, cleansUp: boolean): TextStreamer {
    const tokenOf = (id: number) =>
      options.skipSpecialTokens && this.#specials.has(id) ? undefined : this.#tokens[id];
    return createTextStreamer(createDetokenizer(this.#decoders), tokenOf, cleansUp);
  }

  #fill(items: readonly TemplateItem[], texts: readonly string[], split = this.#splitRaw): PairToken[] {
    return items.flatMap((item): PairToken[] => {
      if ('special' in item) {
        const { special: id, segment } = item;
        return [{ id, text: this.tokenText(id), start: null, end: null, sequence: null, segment }];
      }
      const { sequence, segment } = item;
      return this.#textTokens(texts[sequence] ?? '', split).map((token) => ({
        id: token.id,
        text: this.tokenText(token.id),
        start: token.start,
        end: token.end,
        sequence,
        segment,
      }));
    });
  }

  /** The tokens of a text without those that the template adds, with the pieces that they were made of. */
  #textTokens(given: string, split = this.#splitRaw): (SubwordToken & { word: number })[] {
    this.#patternTime.reset();
    let words = 0;
    // A surrogate without its partner has no UTF-8 form; U+FFFD stands in for it, of the same length.
    const text = wellFormed(given);
    const tokens = split(text).flatMap(({ start, end, token }) => {
      if (token !== undefined) return [{ id: token.id, start, end, word: words++ }];
      const normalized = this.#normalize(alignWhole(text, start, end));
      return this.#splitNormalized(normalized.text).flatMap((section) => {
        const part = slice(normalized, section.start, section.end);
        if (section.token !== undefined) return [{ id: section.token.id, ...bounds(part), word: words++ }];
        return this.#preTokenize(part).flatMap((piece) => {
          const word = words++;
          return this.#model.encode(piece).map((one) => ({ ...one, word }));
        });
      });
    });
    checkOrder(tokens, text.length);
    return tokens;
  }
}

function bounds(part: AlignedText): { start: number; end: number } {
  return { start: part.starts[0] ?? 0, end: part.ends.at(-1) ?? 0 };
}

/** Tokens stand in the order of the text, within it. Anything else would put an edit in the wrong place. */
function checkOrder(tokens: readonly SubwordToken[], length: number): void {
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    const ordered = before === undefined || (token.start >= before.start && token.end >= before.end);
    if (ordered && token.start >= 0 && token.start <= token.end && token.end <= length) return;
    const message = `Token ${index} would stand at ${token.start} to ${token.end} of ${length} characters, out of order.`;
    throw new GlassboxError('internal', `${message} Leave this stretch out, or use another model.`, {
      details: { kind: 'offsets', start: token.start, end: token.end },
    });
  });
}

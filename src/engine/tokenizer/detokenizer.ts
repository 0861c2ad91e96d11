import { fallbackByte, textOfBytes } from './byteFallback.js';
import { tokenBytes } from './byteLevel.js';
import type { DecoderConfig } from './tokenizerSchema.js';

/** Turns tokens back into text, one after the other. The texts of all calls together are the decoded text. */
export interface Detokenizer {
  /** The text that is complete with this token. */
  push(token: string): string;
  /** What is left when no token follows: U+FFFD for a character that was begun and not finished. */
  end(): string;
}

/** A fresh detokenizer by tokenizer.json's decoder or its steps, as in tokenizers/src/decoders. */
export function createDetokenizer(configs: readonly DecoderConfig[]): Detokenizer {
  const [config] = configs;
  switch (config?.type) {
    case 'ByteLevel':
      return byteLevel();
    case 'WordPiece':
      return eachToken((token, first) => {
        const joined = token.startsWith(config.prefix) ? token.slice(config.prefix.length) : ` ${token}`;
        const text = first ? token : joined;
        return config.cleanup ? cleanUpToken(text) : text;
      });
    case 'Metaspace': {
      // The marks of the first token stand for the space that encoding put before the text.
      const added = config.prepend_scheme !== 'never' && config.add_prefix_space !== false;
      return eachToken((token, first) => token.replaceAll(config.replacement, first && added ? '' : ' '));
    }
    case 'BPEDecoder':
      return endsOfWords(config.suffix);
    case 'Replace':
    case 'ByteFallback':
    case 'Fuse':
    case 'Strip':
      return sentencePiece(configs);
    case undefined:
      return eachToken((token, first) => (first ? token : ` ${token}`));
  }
}

function eachToken(textOf: (token: string, first: boolean) => string): Detokenizer {
  let first = true;
  return {
    push(token) {
      const text = textOf(token, first);
      first = false;
      return text;
    },
    end: () => '',
  };
}

/** The sign of a word's end is a space, and nothing in the last token (tokenizers/src/decoders/bpe.rs). */
function endsOfWords(suffix: string): Detokenizer {
  let last: string | null = null;
  return {
    push(token) {
      const text = last?.replaceAll(suffix, ' ') ?? '';
      last = token;
      return text;
    },
    end: () => last?.replaceAll(suffix, '') ?? '',
  };
}

/** The steps of sentencepiece's tokenizers: replaced in each token, bytes put together, spaces taken off the beginning. */
function sentencePiece(configs: readonly DecoderConfig[]): Detokenizer {
  const replaces = configs.filter((config) => config.type === 'Replace');
  const hasBytes = configs.some(({ type }) => type === 'ByteFallback');
  let strips = configs.filter((config) => config.type === 'Strip');
  let bytes: number[] = [];
  const begin = (text: string): string => {
    if (text === '') return text;
    const stripped = strips.reduce((left, { content, start }) => withoutStart(left, content, start), text);
    strips = [];
    return stripped;
  };
  const flush = (): string => {
    const text = bytes.length > 0 ? textOfBytes(bytes) : '';
    bytes = [];
    return text;
  };
  return {
    push(token) {
      const text = replaces.reduce(
        (changed, { pattern, content }) => changed.replaceAll(pattern.String, content),
        token,
      );
      const byte = hasBytes ? fallbackByte(text) : null;
      if (byte === null) return begin(flush() + text);
      bytes.push(byte);
      return '';
    },
    end: () => begin(flush()),
  };
}

/** A text without a character at its beginning, so many times at most. */
function withoutStart(text: string, content: string, most: number): string {
  let at = 0;
  while (content !== '' && at < most && text.startsWith(content, at * content.length)) at++;
  return text.slice(at * content.length);
}

function byteLevel(): Detokenizer {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    push: (token) => decoder.decode(tokenBytes(token), { stream: true }),
    end: () => decoder.decode(),
  };
}

/** Replaced one after the other, over the whole text each. */
const SPACES: readonly (readonly [string, string])[] = [
  [' .', '.'],
  [' ?', '?'],
  [' !', '!'],
  [' ,', ','],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
];

/** Hugging Face's `clean_up_tokenization` (transformers/tokenization_utils_base.py): takes spaces before marks away. */
export function cleanUpTokenization(text: string): string {
  return SPACES.reduce((clean, [what, by]) => clean.replaceAll(what, by), text);
}

/** The WordPiece decoder's own clean-up looks at each token alone and has one rule more (decoders/wordpiece.rs). */
function cleanUpToken(text: string): string {
  return text.includes(' ') ? cleanUpTokenization(text.replaceAll(' do not', " don't")) : text;
}

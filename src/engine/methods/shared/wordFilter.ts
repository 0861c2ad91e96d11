import { findMasks } from '../../../text/index.js';
import { englishVariantOf, type EnglishVariant } from '../../../text/englishVariants.js';
import { hanVariantOf, type HanVariant } from '../../../text/hanVariants.js';
import { scriptsOf, SPACED_LETTER } from '../../../text/scripts.js';
import type { TextTokenizer } from '../../tokenizer/tokenizer.js';

/** What a token is in a text: special tokens are nothing, marks have no letter and no digit. */
type TokenKind = 'nothing' | 'mark' | 'piece' | 'word';

interface KnownToken {
  kind: TokenKind;
  /** of its letters, as `scriptsOf` gives them */
  scripts: number;
  chinese: HanVariant | null;
  english: EnglishVariant | null;
}

const NOTHING: KnownToken = { kind: 'nothing', scripts: 0, chinese: null, english: null };

/** WordPiece's sign of a piece that continues the word before it. */
const CONTINUATION = '##';

/** Special tokens that a tokenizer does not name as such: [unused12]. */
const SPECIAL = /^\[[^\]]+\]$|^<[^>]+>$/;

const vocabularies = new WeakMap<TextTokenizer, KnownToken[]>();

function vocabularyOf(tokenizer: TextTokenizer, size: number): KnownToken[] {
  let known = vocabularies.get(tokenizer);
  if (known === undefined || known.length < size) {
    known = Array.from({ length: size }, (_, id) => knownToken(tokenizer, id));
    vocabularies.set(tokenizer, known);
  }
  return known;
}

function knownToken(tokenizer: TextTokenizer, id: number): KnownToken {
  const text = id < tokenizer.vocabularySize ? tokenizer.tokenText(id) : '';
  if (text === '' || tokenizer.isSpecial(id) || SPECIAL.test(text)) return NOTHING;
  const kind = !/[\p{L}\p{N}]/u.test(text)
    ? 'mark'
    : text.startsWith(CONTINUATION) && text.length > CONTINUATION.length
      ? 'piece'
      : 'word';
  return { kind, scripts: scriptsOf(text), chinese: hanVariantOf(text), english: englishVariantOf(text) };
}

/** Which tokens of a vocabulary fit a gap as words. */
export interface WordFilter {
  /** by id, 1 for a token that fits */
  fits: Uint8Array;
  /** by id, 1 for punctuation and other signs */
  marks: Uint8Array;
}

/**
 * What fits the gaps of a text: words in a script that the text has, as the text spells them (simplified or traditional
 * Chinese, British or American English), and pieces of words only where a gap follows letters.
 * @returns for the place where a gap begins in the text, in UTF-16 units
 */
export function wordFilterFor(tokenizer: TextTokenizer, size: number, text: string): (start: number) => WordFilter {
  const vocabulary = vocabularyOf(tokenizer, size);
  const around = withoutMasks(text);
  const scripts = scriptsOf(around);
  const chinese = hanVariantOf(around);
  const english = englishVariantOf(around);
  const isSpelled = <T>(own: T | null, variant: T) => own === null || own === variant;
  const isWritten = (token: KnownToken): boolean =>
    (scripts === 0 || (token.scripts & ~scripts) === 0) &&
    (chinese === null || isSpelled(token.chinese, chinese)) &&
    (english === null || isSpelled(token.english, english));
  const marks = new Uint8Array(vocabulary.length);
  const words = new Uint8Array(vocabulary.length);
  const pieces = new Uint8Array(vocabulary.length);
  for (const [id, token] of vocabulary.entries()) {
    if (token.kind === 'mark') marks[id] = 1;
    else if (token.kind !== 'nothing' && isWritten(token)) {
      pieces[id] = 1;
      if (token.kind === 'word') words[id] = 1;
    }
  }
  return (start) => ({
    fits: SPACED_LETTER.test(text.slice(Math.max(0, start - 1), start)) ? pieces : words,
    marks,
  });
}

function withoutMasks(text: string): string {
  let plain = '';
  let at = 0;
  for (const { start, end } of findMasks(text)) {
    plain += `${text.slice(at, start)} `;
    at = end;
  }
  return plain + text.slice(at);
}

/** Log-probabilities in which what does not fit cannot be: minus infinity. */
export function onlyThose(distribution: Float32Array, fits: Uint8Array): Float32Array {
  return distribution.map((value, id) => (fits[id] === 1 ? value : Number.NEGATIVE_INFINITY));
}

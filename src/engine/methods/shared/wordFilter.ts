import { findMasks } from '../../../text/index.js';
import { englishVariantOf, type EnglishVariant } from '../../../text/englishVariants.js';
import { hanVariantOf, type HanVariant } from '../../../text/hanVariants.js';
import { scriptsOf, SPACED_LETTER } from '../../../text/scripts.js';
import type { TextTokenizer } from '../../tokenizer/tokenizer.js';

/**
 * What a token is in a text: special tokens are nothing, marks have no letter and no digit. Where tokens of words begin with
 * their space, one without is a piece of a word, or a word that stands behind none.
 */
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

/** In scripts that set no spaces a token without one is a word like others. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}]/u;

interface Vocabulary {
  tokens: KnownToken[];
  /** tokens of words begin with their space, as in RoBERTa's */
  isSpaced: boolean;
}

/** The share of a vocabulary's tokens that begin with a space where words' tokens do; others have some at most. */
const SPACED_SHARE = 0.1;

const vocabularies = new WeakMap<TextTokenizer, Vocabulary>();

function vocabularyOf(tokenizer: TextTokenizer, size: number): Vocabulary {
  let known = vocabularies.get(tokenizer);
  if (known === undefined || known.tokens.length < size) {
    const texts = Array.from({ length: size }, (_, id) =>
      id < tokenizer.vocabularySize && !tokenizer.isSpecial(id) ? tokenizer.tokenText(id) : '',
    );
    const isSpaced = texts.filter((text) => /^ \p{L}/u.test(text)).length > SPACED_SHARE * size;
    known = { tokens: texts.map((text) => knownToken(text, isSpaced)), isSpaced };
    vocabularies.set(tokenizer, known);
  }
  return known;
}

function knownToken(text: string, isSpaced: boolean): KnownToken {
  if (text === '' || SPECIAL.test(text)) return NOTHING;
  const isPiece = isSpaced
    ? !text.startsWith(' ') && !UNSPACED.test(text)
    : text.startsWith(CONTINUATION) && text.length > CONTINUATION.length;
  const kind = !/[\p{L}\p{N}]/u.test(text) ? 'mark' : isPiece ? 'piece' : 'word';
  return { kind, scripts: scriptsOf(text), chinese: hanVariantOf(text), english: englishVariantOf(text) };
}

/** Whether a word at a place is a token that begins with its space: the tokenizer has such, and a space is there. */
export function isBehindSpace(tokenizer: TextTokenizer, size: number, text: string, start: number): boolean {
  return vocabularyOf(tokenizer, size).isSpaced && /\s/.test(text.slice(Math.max(0, start - 1), start));
}

type Four = [Uint8Array, Uint8Array, Uint8Array, Uint8Array];

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
  const { tokens, isSpaced } = vocabularyOf(tokenizer, size);
  const around = withoutMasks(text);
  const scripts = scriptsOf(around);
  const chinese = hanVariantOf(around);
  const english = englishVariantOf(around);
  const isSpelled = <T>(own: T | null, variant: T) => own === null || own === variant;
  const isWritten = (token: KnownToken): boolean =>
    (scripts === 0 || (token.scripts & ~scripts) === 0) &&
    (chinese === null || isSpelled(token.chinese, chinese)) &&
    (english === null || isSpelled(token.english, english));
  const [marks, words, pieces, all] = Array.from({ length: 4 }, () => new Uint8Array(tokens.length)) as Four;
  for (const [id, token] of tokens.entries()) {
    if (token.kind === 'mark') marks[id] = 1;
    else if (token.kind !== 'nothing' && isWritten(token)) {
      all[id] = 1;
      (token.kind === 'word' ? words : pieces)[id] = 1;
    }
  }
  return (start) => {
    const before = text.slice(Math.max(0, start - 1), start);
    if (SPACED_LETTER.test(before)) return { fits: isSpaced ? pieces : all, marks };
    // At a beginning and behind an opening mark a word has no space.
    return { fits: isSpaced && !/\s/.test(before) ? pieces : words, marks };
  };
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

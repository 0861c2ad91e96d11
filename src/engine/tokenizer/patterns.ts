import type { PatternTime } from './limits.js';
import type { Pattern } from './tokenizerSchema.js';

/** What Oniguruma means by these. JavaScript's `\s` has U+FEFF and lacks U+0085; its `\d` and `\w` know ASCII. */
const CLASSES: Record<string, string> = {
  '\\s': '\\p{White_Space}',
  '\\S': '\\P{White_Space}',
  '\\d': '\\p{Nd}',
  '\\D': '\\P{Nd}',
  '\\w': '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}',
};
const WORD = CLASSES['\\w']!;

/** The same outside of brackets: lines end with a line feed only, and `^` and `$` mean every line. */
const OUTSIDE: Record<string, string> = {
  ...CLASSES,
  '\\w': `[${WORD}]`,
  '\\W': `[^${WORD}]`,
  '\\b': `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`,
  '\\A': '(?<![^])',
  '\\z': '(?![^])',
  '\\Z': '(?=\\n?(?![^]))',
  '.': '[^\\n]',
  '^': '(?:(?<![^])|(?<=\\n)(?=[^]))',
  $: '(?=\\n|(?![^]))',
};

/** Letters beyond ASCII that fold to one of ASCII's. */
const FOLDED: Record<string, string> = { s: 'ſ', k: '\u212A' };

/** One character or class, perhaps repeated: what the published tokenizers look for, done in one pass over a text. */
const SIMPLE = /^(?:[^\\^$.*+?()[\]{}|]|\\[sSdD]|\[\^?[^\\[\]^]+\])(?:[+*]|\{\d,?\d?\})?$/u;

/** Finds a pattern in a text: starts and ends of its matches in turn. */
export type Finder = (text: string) => number[];

/**
 * A pattern of a tokenizer.json, which are Oniguruma's, as one of JavaScript's.
 * @throws Error for what JavaScript does not know: possessive repetitions, atomic groups
 */
export function createFinder(pattern: Pattern, time: PatternTime): Finder {
  if ('String' in pattern) return (text) => placesOf(pattern.String, text);
  const expression = new RegExp(translated(pattern.Regex), 'gu');
  if (!SIMPLE.test(pattern.Regex)) return (text) => time.matches(expression, text);
  return (text) => Array.from(text.matchAll(expression)).flatMap(({ 0: { length }, index }) => [index, index + length]);
}

/** A class of signs by name, an escaped sign, an intersection, a number of times, or any sign. */
const PARTS = /\\[pP]\{[^}]*\}|\\[^]|&&|\{(?:\d+(?:,\d*)?|,\d+)\}|[^]/gu;

/** Each part of a pattern in turn, and whether it stands in brackets, which stay themselves. */
function mapParts(source: string, change: (part: string, isClass: boolean) => string): string {
  let isClass = false;
  return source.replace(PARTS, (part) => {
    if (part !== (isClass ? ']' : '[')) return change(part, isClass);
    isClass = !isClass;
    return part;
  });
}

/** What the two mean otherwise, or JavaScript does not know, with escapes and what stands in brackets out of sight. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/[+*?}]\+|\(\?>/, 'a repetition that gives nothing back'],
  [/\{\d+\}\?/, 'a number of times and none'],
  [/\(\?[a-zA-Z-]+[:)]/, 'options within it'],
  [/\[\^?\]/, 'empty brackets'],
];

function translated(source: string): string {
  const refuse = (what: string): never => {
    throw new Error(`the pattern ${source.slice(0, 80)} has ${what}`);
  };
  const inAnyCase = source
    .replace(/^\(\?i\)([^()]*)$/, '(?i:$1)')
    .replace(/\(\?i:([^()]*)\)/g, (_, inner: string) => `(?:${anyCase(inner, refuse)})`);
  const plain = mapParts(inAnyCase, (part, isClass) => (isClass ? part : braces(part)));
  const seen = mapParts(plain, (part, isClass) => ((isClass && part !== '^') || /^\\/.test(part) ? 'x' : part));
  for (const [pattern, what] of FOREIGN) if (pattern.test(seen)) refuse(what);
  return mapParts(plain, (part, isClass) => {
    if (!isClass) return OUTSIDE[part] ?? (part === '\\-' ? '-' : escaped(part));
    if (['[', '&&', '\\W', '\\b'].includes(part)) refuse(`${part} in brackets`);
    return CLASSES[part] ?? escaped(part);
  });
}

/** Brackets and braces that open or close nothing are signs there; `{,3}` is from none to three times. */
function braces(part: string): string {
  return ['{', '}', ']'].includes(part) ? `\\${part}` : part.replace(/^\{,/, '{0,');
}

/** A part of a pattern whose letters stand for both cases; Oniguruma also takes ß for ss and ﬁ for fi. */
function anyCase(source: string, refuse: (what: string) => never): string {
  if (/[fF][fFiIlL]|[sS][sStT]|\P{ASCII}|\\[xu]/u.test(source)) refuse('letters that it cannot be sure of in any case');
  return mapParts(source, (part, isClass) => {
    if (isClass && part === '-') refuse('a range in any case');
    if (!/^[a-z]$/i.test(part)) return part;
    const small = part.toLowerCase();
    const both = `${small}${small.toUpperCase()}${FOLDED[small] ?? ''}`;
    return isClass ? both : `[${both}]`;
  });
}

/** Scripts have their name alone there; and signs may be escaped that here may not. */
function escaped(part: string): string {
  const name = /^\\([pP])\{([A-Z]\w{2,})\}$/.exec(part);
  if (name) return isProperty(name[2]!) ? part : `\\${name[1]}{Script=${name[2]}}`;
  return /^\\[\p{P}\p{S} ]$/u.test(part) && !/^\\[\^$\\.*+?()[\]{}|/-]$/.test(part) ? part.slice(1) : part;
}

function isProperty(name: string): boolean {
  try {
    return new RegExp(`\\p{${name}}`, 'u').test('') || true;
  } catch {
    return false;
  }
}

function placesOf(part: string, text: string): number[] {
  const found: number[] = [];
  if (part === '') return found;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length))
    found.push(at, at + part.length);
  return found;
}

import type { TextSpan } from '../text/index.js';
import { CITATION } from './citations.js';
import type { InertRole } from './prose.js';

/** What is asked of a match that a pattern alone cannot say. */
type Trim = (match: string) => number;

interface InertPattern {
  role: InertRole;
  pattern: RegExp;
  /** how much of a match it is; 0 for none */
  trim?: Trim;
}

/** Without what ends the sentence, and without a bracket that was opened before the address. */
const trimAddress: Trim = (match) => {
  let { length } = match;
  /** more closing brackets than opening ones */
  const surplus = new Map<string, number>(
    BRACKETS.map(([open, close]) => [close, count(match, close) - count(match, open)]),
  );
  for (; length > 0; length--) {
    const last = match[length - 1]!;
    if (/[.,;:!?'"*_~…]/.test(last)) continue;
    const more = surplus.get(last);
    if (more === undefined || more <= 0) break;
    surplus.set(last, more - 1);
  }
  return length;
};

const BRACKETS = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
] as const;

const count = (text: string, sign: string) => text.split(sign).length - 1;

/** A brace and what belongs to it, braces inside of it as well (ICU's messages); 0 when it is not closed nearby. */
const trimBraces: Trim = (match) => {
  let depth = 0;
  for (let at = match.indexOf('{'); at < match.length; at++) {
    if (match[at] === '{') depth++;
    else if (match[at] === '}' && --depth === 0) return at + 1;
  }
  return 0;
};

const whole: Trim = (match) => match.length;

const DOMAINS = 'com|org|net|edu|gov|info|io|dev|app|ai|co|eu|de|at|ch|fr|es|ro|uk|us|it|nl|local|xyz|me|tv';
const FILES =
  'md|mdx|txt|rst|tex|bib|pdf|docx?|xlsx?|pptx?|odt|csv|tsv|json[5l]?|ya?ml|toml|ini|cfg|conf|env|lock|xml|html?|s?css|less|' +
  'm?jsx?|cjs|[mc]?tsx?|vue|py|ipynb|rb|rs|go|java|kt|swift|c|h|cc|cpp|hpp|cs|php|pl|lua|r|jl|sh|bash|zsh|bat|ps1|sql|' +
  'png|jpe?g|gif|svg|webp|ico|mp[34]|wav|ogg|webm|mov|zip|tar|t?gz|7z|rar|exe|dll|so|deb|rpm|apk|dmg|iso|bin|log|po|mo|' +
  'srt|vtt|properties|onnx|safetensors|gguf|wasm|vsix|gradle|dockerfile';
const KEYS =
  'Ctrl|Control|Cmd|Command|Alt|AltGr|Option|Opt|Shift|Meta|Win|Super|Fn|Strg|Umschalt|Maj|Mayús|Esc|Escape|Enter|Return|Tab|Del|Delete|Space';
/** What is no letter, digit or mark of a sentence: emoji with all that belongs to them, arrows, signs of trade. */
const SYMBOL = String.raw`(?:\p{Regional_Indicator}{2}|(?![#*0-9©®™])\p{Emoji}(?:\p{Emoji_Modifier}|\uFE0F\u20E3?|[\u{E0020}-\u{E007F}]+)?(?:\u200D\p{Emoji}(?:\p{Emoji_Modifier}|\uFE0F)?)*|(?!°)[\p{So}\p{Sk}←-⇿⟰-⟿⤀-⥿•◦▪‣†‡¶])`;

/** The first that fits at a place wins. None may begin in the middle of what it has looked through in vain: that takes a square of time. */
const PATTERNS: readonly InertPattern[] = [
  // Maths: a dollar counts as a sign of maths where no space is inside of it and no digit follows (Pandoc's rule),
  // nor a name, as of a variable: `$n$th`, but `$HOME/$USER`.
  { role: 'noun', pattern: /\$\$[^$]+(?:\$\$|$)|\\\([\s\S]{1,2000}?\\\)|\\\[[\s\S]{1,2000}?\\\]/g },
  {
    role: 'noun',
    pattern:
      /(?<![\\$\w])\$(?![\s$])(?:[^$\n\\]|\\.)*?(?<![\s\\])\$(?![\d$]|(?!(?:th|st|nd|rd|s|e|er|te|ten|ème)(?!\w))\w)/g,
  },
  { role: 'mark', pattern: CITATION },
  // Addresses.
  {
    role: 'noun',
    pattern: /(?<!\w)(?:(?:https?|ftps?|file|ssh|git|wss?|vscode|data):\/\/|mailto:|tel:|doi:|www\.)[^\s<>"`“”«»]+/gi,
    trim: trimAddress,
  },
  { role: 'noun', pattern: /(?<![\w.+-])[\w.+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu },
  {
    role: 'noun',
    pattern: new RegExp(
      `(?<![\\w.@/-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+(?:${DOMAINS})(?![\\w-]|\\.\\w)(?::\\d+)?(?:/[^\\s<>"\`]*)?`,
      'gi',
    ),
    trim: trimAddress,
  },
  // Placeholders and templates.
  {
    role: 'noun',
    pattern:
      /\{\{[\s\S]{0,200}?\}\}\}?|\{%[\s\S]{0,300}?%\}|\{#[^{}]{0,200}#\}|\{\{<[\s\S]{0,200}?>\}\}|<%[\s\S]{0,300}?%>|!?\[\[[^[\]\n]{1,200}\]\]|%%\w+%%|@@\w+@@/g,
  },
  { role: 'noun', pattern: /[$#@%]?\{[^{}]{0,300}(?:\{[^{}]{0,300}\}[^{}]{0,300}){0,20}\}/g, trim: trimBraces },
  // A percent sign as format strings write it, with its figure.
  {
    role: 'percentage',
    pattern:
      /(?:(?<![\w%])%(?:\d+\$|\(\w+\))?[-+0#]*\d*(?:\.\d+)?(?:hh?|ll?|z|j|t)?[diufFeEgGs]|(?<![\d.,])\d[\d.,]*)[ \u00A0\u202F]?%%(?!%)/g,
  },
  { role: 'mark', pattern: /(?<!%)%%(?!%)/g },
  { role: 'number', pattern: /(?<![\w%])%(?:\d+\$)?[-+0#]*\d*(?:\.\d+)?(?:hh?|ll?|z|j|t)?[diu](?![\w])/g },
  {
    role: 'noun',
    pattern:
      /%\(\w+\)[-+0#]*\d*(?:\.\d+)?[a-zA-Z]|(?<![\w%])%(?:\d+\$)?[-+0#]*\d*(?:\.\d+)?(?:hh?|ll?|z|j|t)?[sfFeEgGxXoaAcpn@](?![\w])|(?<![\w%])%\d+(?![\w%.,])|%[A-Z_]{2,}%/g,
  },
  {
    role: 'noun',
    pattern: /(?<![\w$])\$(?:[A-Za-z_]\w*(?:\.\w+)*|\d+(?=\W|$)(?![.,]?\d))(?<=\$[A-Za-z_]\w*(?:\.\w+)*)/g,
  },
  { role: 'noun', pattern: /<\/?\d+\/?>|<\/?[a-z][\w-]*(?:\s[^<>\n]*)?\/?>/gi },
  {
    role: 'noun',
    pattern:
      /(?<![\w:]):[a-z][\w+-]*:(?![\w:])|(?<=^|[\s/("'=]):[a-z_]\w+(?![\w:])|(?<!\w)&(?:[a-z]+|#\d+|#x[\da-f]+);/gi,
  },
  // Files, paths, commands.
  {
    role: 'noun',
    pattern:
      /(?<![\w/])(?:~|\.{1,2})?\/[\w.@~+-]+(?:\/[\w.@~+*-]*)*|(?<!\w)[A-Za-z]:\\[\w.\\-]*\w|(?<![\w/.@-])[\w.@-]+(?:\/[\w.@*-]+)*\/[\w@*-]+\.\w+|(?<![\w/@-])[\w@-]+(?:\/[\w@-]+){2,}\/?/g,
    trim: trimAddress,
  },
  { role: 'noun', pattern: /(?<![\w/])@[\w-]+\/[\w.-]+/g, trim: trimAddress },
  { role: 'noun', pattern: new RegExp(`(?<![\\w.*-])[\\w*-]+(?:\\.[\\w-]+)*\\.(?:${FILES})(?![\\w-]|\\.\\w)`, 'gi') },
  {
    role: 'noun',
    pattern:
      /(?<![\w.])\.(?:git\w*|npm\w*|env|vscode\w*|bash\w*|zsh\w*|eslint\w*|prettier\w*|editorconfig|docker\w*|config|github|ssh|local)(?![\w])/g,
  },
  {
    role: 'noun',
    pattern: /(?<=^|[\s(["'])--?[A-Za-z][\w-]*(?:=[^\s,;)]+)?(?![\p{L}])/gu,
    trim: (match) => (/^-\p{L}{3,}/u.test(match) ? 0 : match.length),
  },
  // Keys.
  {
    role: 'noun',
    pattern: new RegExp(
      `(?<!\\w)(?:${KEYS})(?:\\s?[+]\\s?(?:[\\p{L}\\p{N}]+|[^\\s\\p{L}\\p{N}]))+|(?<!\\w)(?:${KEYS})(?:-(?:[A-Z]|F?\\d{1,2}|${KEYS})\\b)+|[⌘⌥⇧⌃]+\\s?(?:[\\p{L}\\p{N}]+|[^\\s\\p{L}\\p{N}])?|(?<!\\w)F(?:[1-9]|1[0-2])(?!\\w)`,
      'gu',
    ),
  },
  // Formulas: what is raised or lowered belongs to its letters.
  {
    role: 'noun',
    pattern: /(?<![\p{L}\p{N}^~+-])[\p{L}\p{N}]+(?:[\^~][\p{L}\p{N}+-]+)+[\^~]?/gu,
    trim: (match) => (/\^|~[^~]*~/.test(match) ? match.length : 0),
  },
  // Names of programs: snake_case, CONSTANTS, camelCase, calls, members.
  {
    role: 'noun',
    pattern:
      /(?<![\p{L}\p{N}_])(?:_*[\p{L}\p{N}]+(?:_+[\p{L}\p{N}]+)+_*|_+[\p{L}\p{N}]+_*)(?:\(\))?(?![\p{L}\p{N}_])/gu,
  },
  { role: 'noun', pattern: /(?<![\p{L}\p{N}_.]|::|->)\p{L}[\p{L}\p{N}]*(?:(?:\.|::|->)[\p{L}_][\p{L}\p{N}_]*)*\(\)/gu },
  { role: 'noun', pattern: /(?<![\p{L}\p{N}_])\p{L}[\p{L}\p{N}]*(?:::[\p{L}_][\p{L}\p{N}_]*)+/gu },
  {
    role: 'noun',
    pattern:
      /(?<![\p{L}\p{N}_'’])(?:\p{Ll}+\p{Lu}[\p{L}\p{N}]*|\p{Lu}\p{Ll}+(?:\p{Lu}\p{Ll}*)+\p{N}*)(?![\p{L}\p{N}_])/gu,
    trim: (match) => (/^(?:Mc|Mac|O)\p{Lu}\p{Ll}+$/u.test(match) ? 0 : match.length),
  },
  // Letters with digits: codes, hashes, versions, IDs.
  { role: 'noun', pattern: /(?<![\w#&])#(?:\d+\b|[\p{L}_][\p{L}\p{N}_-]*)/gu },
  { role: 'noun', pattern: /(?<![\w@])@[\p{L}_][\p{L}\p{N}_-]*/gu },
  {
    role: 'noun',
    pattern:
      /(?<![\w.])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\w)|(?<!\w)0x[0-9a-f]+(?!\w)|(?<!\w)(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}(?!\w)/gi,
  },
  {
    role: 'noun',
    pattern: /(?<![\w.])v\d+(?:\.\d+)*(?:-[\w.]+)?(?!\w)|(?<![\w.,])\d+(?:\.\d+){2,}(?:-[\w.]+)?(?![\w,]|\.\d)/gi,
  },
  {
    role: 'noun',
    pattern: /(?<![\w-])(?:\p{Lu}+-?\d[\p{Lu}\d-]*|\d+\p{Lu}[\p{Lu}\d]*)(?![\w-])/gu,
    trim: (match) => (/^\d+[CFKMGNEW]$/u.test(match) ? 0 : match.length),
  },
  { role: 'noun', pattern: /(?<![\p{L}\p{N}])\p{Lu}+(?:&\p{Lu}+)+(?![\p{L}\p{N}])/gu },
  // A box to be ticked.
  { role: 'mark', pattern: /(?<![\w\])])\[[ xX]\](?![\w([])/g },
  // References.
  {
    role: 'mark',
    pattern: /\[\^[^\]\s]+\]|\[(?:\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\]|\[[@-][\w:.-]+(?:;\s?@[\w:.-]+)*\]|[¹²³⁰⁴-⁹]+/g,
  },
  { role: 'mark', pattern: /[©®™]\uFE0F?/g },
  { role: 'mark', pattern: new RegExp(`${SYMBOL}+`, 'gu') },
  { role: 'noun', pattern: /\\[A-Za-z]+\*?(?:\[[^\]]{0,500}\])?(?:\{[^{}]{0,500}\})*/g },
];

export interface InertSpan extends TextSpan {
  role: InertRole;
}

/** What of a line of prose is not for a model, in order and apart: addresses, placeholders, paths, keys, names of programs, symbols. */
export function findInert(text: string): InertSpan[] {
  // Most prose has none of it: letters, spaces and the marks of sentences.
  if (/^[\p{L}\p{M}\s,.;!?'’"“”()-]*$/u.test(text) && !/\p{Ll}\p{Lu}|\.\w|\(\)|^-|\s-/u.test(text)) return [];
  const found: InertSpan[] = [];
  const taken = new Uint8Array(text.length);
  for (const { role, pattern, trim = whole } of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const length = trim(match[0]);
      const span = { start: match.index, end: match.index + length, role };
      if (length === 0 || taken.subarray(span.start, span.end).includes(1)) continue;
      taken.fill(1, span.start, span.end);
      found.push(span);
    }
  }
  return found.sort((one, other) => one.start - other.start);
}

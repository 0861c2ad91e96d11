/** One or more emoji: joined ones, flags, with skin tones and selectors. */
const EMOJI =
  '(?:(?:\\p{RI}\\p{RI}|\\p{ExtPict}(?:\\uFE0F|\\p{EMod})?(?:\\u200D\\p{ExtPict}(?:\\uFE0F|\\p{EMod})?)*)\\uFE0F?)';
const EMOTICON = "(?:[:;=8][-o^']?[()DPp*/|]|<3|\\^\\^)(?![\\p{L}\\p{N}])";
const REFERENCE = '\\[(?:\\^[^\\s\\[\\]]{1,40}|[\\d,;–‐\\s-]{1,40}|[a-z])\\](?![(:])';

/** Marks that may open as well as close: they close where no word follows. */
const NO_WORD = '(?=[\\s\\p{P}*_`<]|$)';

/** What may stand right behind a stop and belongs to its sentence. */
const CLOSING = new RegExp(
  [
    '[”’)\\]}›〉》」』】〕）］｝〗〙〛❞❜]',
    `[»“‘«‹"']${NO_WORD}`,
    '(?:\\*{1,3}(?!\\*)|_{1,3}(?!_)|~~|==|`+(?!`))(?![\\p{L}\\p{N}])',
    '</[a-z][^<>]{0,40}>',
    '<br[^<>]{0,20}>',
    '<sup[^<>]{0,200}>[^<>]{0,40}</sup>',
    '(?<=\\])(?:\\([^()\\s]{0,2000}(?:\\s"[^"\\n]{0,200}")?\\)|\\[[^\\[\\]]{0,100}\\])',
    REFERENCE,
    '\\[[^\\[\\]\\n]{1,40}\\](?=\\s|$)',
    '[¹²³⁰⁴-⁹](?:[¹²³⁰⁴-⁹]|[,⁻–](?=[¹²³⁰⁴-⁹]))*|[†‡§*](?=\\s|$)',
    '&(?:quot|rdquo|rsquo|raquo|#34|#39|#8221|#8217);',
    '\\{#[^\\s{}]{1,40}\\}',
    EMOJI,
  ].join('|'),
  'iuy',
);

/** What belongs to the sentence behind white space: the end of « … », a closing tag. */
const SPACED_CLOSING = /[ \u00a0\u2009\u202f](?:[»›](?=[\s\p{P}]|$)|<\/[a-z][^<>]{0,40}>)|[\u00a0\u202f]”/iuy;

/** Emoji, emoticons and reference marks behind a space, and what follows them. */
const SPACED_MARKS = new RegExp(
  `[ \\t\\u00a0\\u2009\\u202f]+(?:(?:${EMOJI}|${EMOTICON})+|${REFERENCE}(?!\\s*\\p{Ll}))(?=\\s|$)`,
  'uy',
);
const LEADING_MARKS = new RegExp(`^[\\s\\p{P}]{0,20}(?:${EMOJI}|${EMOTICON}|${REFERENCE})`, 'u');

/** Whether emoji or numbers in brackets begin a text: then they begin its sentences as well. */
export function beginsWithMark(text: string): boolean {
  return LEADING_MARKS.test(text.slice(0, 60));
}

/**
 * Where the marks that close a sentence end, which begin behind its stop.
 * @param marksLead emoji and reference marks behind a space belong to the sentence behind them
 */
export function closingEnd(text: string, from: number, marksLead: boolean): number {
  const patterns = marksLead ? [CLOSING, SPACED_CLOSING] : [CLOSING, SPACED_CLOSING, SPACED_MARKS];
  let at = from;
  for (let more = true; more;) {
    more = patterns.some((pattern) => {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      at += match?.[0].length ?? 0;
      return match !== null;
    });
  }
  return at;
}

/** Quotation marks, brackets, markup, a dialogue's dash, Spanish marks, opening tags. */
const OPENING = /(?:[\p{Pi}\p{Ps}"'»›«‹*_~`#¿¡&…]|[-–—]+\s*|<\/?[a-z][^<>]{0,200}>|\s)/iuy;

/** As many opening marks are passed over. */
const MOST_OPENING = 12;

/** Where the first word behind opening marks begins. */
export function openingEnd(text: string, from: number): number {
  let at = from;
  for (let count = 0; count < MOST_OPENING; count++) {
    OPENING.lastIndex = at;
    const match = OPENING.exec(text);
    if (match === null) break;
    at += match[0].length;
  }
  return at;
}

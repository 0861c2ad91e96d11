/** Scripts that one of the languages is written in, as good as alone. */
const OF_ONE: readonly (readonly [script: string, language: string])[] = [
  ['Hangul', 'ko'],
  ['Greek', 'el'],
  ['Hebrew', 'he'],
  ['Thai', 'th'],
  ['Lao', 'lo'],
  ['Khmer', 'km'],
  ['Myanmar', 'my'],
  ['Armenian', 'hy'],
  ['Georgian', 'ka'],
  ['Ethiopic', 'am'],
  ['Bengali', 'bn'],
  ['Gurmukhi', 'pa'],
  ['Gujarati', 'gu'],
  ['Oriya', 'or'],
  ['Tamil', 'ta'],
  ['Telugu', 'te'],
  ['Kannada', 'kn'],
  ['Malayalam', 'ml'],
  ['Sinhala', 'si'],
];

const LETTER = /\p{L}/gu;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const HAN = /\p{Script=Han}/gu;
const PATTERNS = OF_ONE.map(([script, language]) => [new RegExp(`\\p{Script=${script}}`, 'gu'), language] as const);

const count = (text: string, what: RegExp) => text.match(what)?.length ?? 0;

/** The language of the script that more than half of the letters are of; null where several are written in it. */
export function languageByScript(text: string): string | null {
  const most = count(text, LETTER) / 2;
  const [kana, han] = [count(text, KANA), count(text, HAN)];
  // Names within a Chinese text may have a sign of kana; Japanese has them between all words.
  if (kana + han > most) return kana * 10 > han ? 'ja' : 'zh';
  return PATTERNS.find(([script]) => count(text, script) > most)?.[1] ?? null;
}

/** Whether more than half of the letters are Latin. */
export const isLatin = (text: string): boolean => count(text, /\p{Script=Latin}/gu) > count(text, LETTER) / 2;

/** Letters that languages in Cyrillic do not write, though others do. */
const MISSING: Readonly<Record<string, RegExp>> = {
  be: /[ищъїєґђјљњћџ]/iu,
  bg: /[ыэёіїєґўђјљњћџ]/iu,
  ru: /[іїєґўђјљњћџ]/iu,
  sr: /[йщъыьэюяёіїєґў]/iu,
  uk: /[ёъыэўђјљњћџ]/iu,
};

/** Letters of which a language has one in nearly every sentence. */
const FREQUENT: Readonly<Record<string, RegExp>> = { be: /[іў]/iu, sr: /[јљњћђџ]/iu, uk: /[іїєґ]/iu };

/** Of so many letters one should be among the frequent ones. */
const ENOUGH_LETTERS = 20;

/** Whether a text in Cyrillic has letters that a language does not write, or lacks those that it always has. */
export function hasOtherLetters(text: string, language: string): boolean {
  if (MISSING[language]?.test(text) === true) return true;
  const frequent = FREQUENT[language];
  return frequent !== undefined && !frequent.test(text) && count(text, /\p{Script=Cyrillic}/gu) >= ENOUGH_LETTERS;
}

import { primaryLanguage } from '../languages.js';
import type { TextSpan } from '../span.js';

export interface NumberWord extends TextSpan {
  value: number;
  /** it is a number beyond doubt: not "one", not French "neuf" (new) */
  certain: boolean;
  ordinal: boolean;
}

/** A language's words: units from 0, tens from 10, and how they join. */
interface Words {
  /** 0 to 19 or as far as they are words of their own; forms apart by `/` */
  small: string;
  /** 20, 30 … 90; `-` where there is none */
  tens: string;
  /** between tens and units, with spaces or hyphens or without */
  join: (ten: string, unit: string) => string[];
  /** more words with their values */
  more?: string;
  /** words that are something else as well */
  doubtful: string;
  /** words that have a number in them and may stand for it, with its value: a dozen, the thirties */
  inexact?: string;
  /** `first` to `tenth` and on; forms apart by `/`, endings as patterns */
  ordinals: string;
  /** the ordinal of a cardinal from 20, given that of its last digit */
  ordinalOf?: (cardinal: string, last: string) => string;
}

function englishOrdinal(cardinal: string, last: string): string {
  if (cardinal.endsWith('y')) return cardinal.replace(/y$/, 'ieth');
  return cardinal.includes(' ') ? cardinal.replace(/\S+$/, last) : `${cardinal}th`;
}

const LANGUAGES: Readonly<Record<string, Words>> = {
  en: {
    small:
      'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
    tens: 'twenty thirty forty fifty sixty seventy eighty ninety',
    join: (ten, unit) => [`${ten} ${unit}`],
    more: 'hundred=100 thousand=1000',
    doubtful: 'zero one',
    inexact:
      'dozen=12 dozens=12 hundreds=100 thousands=1000 twenties=20 thirties=30 forties=40 fifties=50 sixties=60 seventies=70 ' +
      'eighties=80 nineties=90 triple=3 thrice=3 threefold=3',
    ordinals:
      'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth',
    ordinalOf: englishOrdinal,
  },
  de: {
    small:
      'null eins/ein/eine/einen/einem/einer/eines zwei/zwo drei/dreien vier fünf sechs sieben acht neun zehn elf zwölf dreizehn ' +
      'vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn',
    tens: 'zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig',
    join: (ten, unit) => [`${unit}und${ten}`],
    more: 'hundert=100 einhundert=100 tausend=1000 eintausend=1000',
    doubtful: 'null eins ein eine einen einem einer eines sieben acht elf',
    inexact: 'dutzend=12 dutzende=12 hunderte=100 tausende=1000',
    ordinals:
      'erste zweite dritte vierte fünfte sechste siebte/siebente achte neunte zehnte elfte zwölfte dreizehnte vierzehnte fünfzehnte ' +
      'sechzehnte siebzehnte achtzehnte neunzehnte zwanzigste',
    ordinalOf: (word) => `${word}ste`,
  },
  fr: {
    small:
      'zéro un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix_sept dix_huit dix_neuf',
    tens: 'vingt trente quarante cinquante soixante soixante_dix/septante quatre_vingt/quatre_vingts/huitante quatre_vingt_dix/nonante',
    join: (ten, unit) => [`${ten} ${unit}`, `${ten} et ${unit}`],
    more:
      'cent=100 mille=1000 ' +
      'soixante_et_onze=71 soixante_douze=72 soixante_treize=73 soixante_quatorze=74 soixante_quinze=75 soixante_seize=76 ' +
      'soixante_dix_sept=77 soixante_dix_huit=78 soixante_dix_neuf=79 quatre_vingt_onze=91 quatre_vingt_douze=92 ' +
      'quatre_vingt_treize=93 quatre_vingt_quatorze=94 quatre_vingt_quinze=95 quatre_vingt_seize=96 ' +
      'quatre_vingt_dix_sept=97 quatre_vingt_dix_huit=98 quatre_vingt_dix_neuf=99',
    doubtful: 'zéro un une neuf',
    inexact:
      'dizaine=10 douzaine=12 quinzaine=15 vingtaine=20 trentaine=30 quarantaine=40 cinquantaine=50 soixantaine=60 ' +
      'centaine=100 centaines=100 millier=1000 milliers=1000 triple=3',
    ordinals:
      'premier/première deuxième/second/seconde troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième ' +
      'treizième quatorzième quinzième seizième dix_septième dix_huitième dix_neuvième vingtième',
    ordinalOf: (word) => `${word.replace(/[es]$/, '')}ième`,
  },
  es: {
    small:
      'cero uno/un/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve',
    tens: 'veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa',
    join: (ten, unit) => [`${ten} y ${unit}`],
    more:
      'veintiuno=21 veintiún=21 veintiuna=21 veintidós=22 veintitrés=23 veinticuatro=24 veinticinco=25 veintiséis=26 ' +
      'veintisiete=27 veintiocho=28 veintinueve=29 cien=100 ciento=100 doscientos=200 trescientos=300 cuatrocientos=400 ' +
      'quinientos=500 seiscientos=600 setecientos=700 ochocientos=800 novecientos=900 mil=1000',
    doubtful: 'cero uno un una',
    inexact:
      'decena=10 docena=12 docenas=12 quincena=15 veintena=20 centenar=100 centenares=100 cientos=100 millar=1000 miles=1000 triple=3',
    ordinals:
      'primero/primer/primera segundo/segunda tercero/tercer/tercera cuarto/cuarta quinto/quinta sexto/sexta séptimo/séptima octavo/octava ' +
      'noveno/novena décimo/décima undécimo/undécima duodécimo/duodécima',
  },
  ro: {
    small:
      'zero unu/un/o/una doi/două trei patru cinci șase/şase șapte/şapte opt nouă zece unsprezece/unșpe doisprezece/douăsprezece treisprezece ' +
      'paisprezece/patrusprezece cincisprezece șaisprezece/şaisprezece șaptesprezece/şaptesprezece optsprezece nouăsprezece',
    tens: 'douăzeci treizeci patruzeci cincizeci șaizeci/şaizeci șaptezeci/şaptezeci optzeci nouăzeci',
    join: (ten, unit) => [`${ten} și ${unit}`, `${ten} şi ${unit}`],
    more: 'sută=100 mie=1000',
    doubtful: 'zero unu un o una nouă',
    inexact: 'duzină=12 sute=100 mii=1000 triplu=3',
    ordinals:
      'primul/prima/întâi/întâiul doilea/doua treilea/treia patrulea/patra cincilea/cincea șaselea/șasea șaptelea/șaptea optulea/opta nouălea/noua ' +
      'zecelea/zecea',
  },
};

/** Values by words in small letters, hyphens as spaces. */
interface Lexicon {
  cardinals: ReadonlyMap<string, number>;
  ordinals: ReadonlyMap<string, number>;
  doubtful: ReadonlySet<string>;
  inexact: ReadonlyMap<string, number>;
}

const lexicons = new Map<string, Lexicon>();

function lexiconOf(language: string): Lexicon | null {
  const words = LANGUAGES[language];
  if (words === undefined) return null;
  let lexicon = lexicons.get(language);
  if (lexicon === undefined) lexicons.set(language, (lexicon = makeLexicon(words)));
  return lexicon;
}

const forms = (list: string): string[][] => list.split(' ').map((one) => one.replaceAll('_', ' ').split('/'));

/** "dozen=12" as a word and its value. */
const valued = (list: string): [word: string, value: number][] =>
  Array.from(list.matchAll(/(\S+)=(\d+)/g), ({ 1: word, 2: value }) => [word!.replaceAll('_', ' '), Number(value)]);

function makeLexicon({ small, tens, join, more = '', doubtful, inexact = '', ordinals, ordinalOf }: Words): Lexicon {
  const cardinals = new Map<string, number>();
  const smalls = forms(small);
  for (const [value, words] of smalls.entries()) for (const word of words) cardinals.set(word, value);
  for (const [index, words] of forms(tens).entries()) {
    const ten = 10 * (index + 2);
    for (const word of words) {
      cardinals.set(word, ten);
      for (const [unit, units] of smalls.slice(0, 10).entries()) {
        if (unit === 0) continue;
        for (const one of units)
          for (const joined of join(word, one)) if (!cardinals.has(joined)) cardinals.set(joined, ten + unit);
      }
    }
  }
  for (const [word, value] of valued(more)) cardinals.set(word, value);
  const ordered = new Map<string, number>();
  for (const [index, words] of forms(ordinals).entries()) for (const word of words) ordered.set(word, index + 1);
  const lastDigits = forms(ordinals).map(([word]) => word!);
  for (const [word, value] of ordinalOf === undefined ? [] : cardinals) {
    if (value >= 20) ordered.set(ordinalOf!(word, lastDigits[(value % 10) - 1] ?? ''), value);
  }
  return { cardinals, ordinals: ordered, doubtful: new Set(doubtful.split(' ')), inexact: new Map(valued(inexact)) };
}

/** A number's words are at most so many: "quatre vingt dix neuf". */
const MOST_WORDS = 4;

/** The numbers written as words, in order and apart: cardinals to 999 999, ordinals to 20, in some languages to 100. */
export function numberWords(text: string, language: string): NumberWord[] {
  const primary = primaryLanguage(language);
  if (primary === 'zh') return chineseNumbers(text);
  const lexicon = lexiconOf(primary);
  if (lexicon === null) return [];
  const tokens = Array.from(text.matchAll(/[\p{L}\p{M}]+/gu), ({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
    word: word.normalize('NFC').toLowerCase(),
  }));
  const found: NumberWord[] = [];
  for (let at = 0; at < tokens.length;) {
    const match = wordsAt(text, tokens, at, lexicon, primary);
    if (match === null) {
      at++;
      continue;
    }
    const { count, ...number } = match;
    found.push(number);
    at += count;
  }
  return joinParts(text, found, primary);
}

type Token = TextSpan & { word: string };

function wordsAt(text: string, tokens: readonly Token[], at: number, lexicon: Lexicon, language: string) {
  const { start } = tokens[at]!;
  for (let count = Math.min(MOST_WORDS, tokens.length - at); count > 0; count--) {
    const last = tokens[at + count - 1]!;
    const run = tokens.slice(at, at + count);
    const isRun = run.every(
      (token, index) => index === 0 || /^[\s\u00a0-]$/.test(text.slice(run[index - 1]!.end, token.start)),
    );
    if (!isRun) continue;
    const words = run.map(({ word }) => word).join(' ');
    const value =
      lexicon.cardinals.get(words) ?? (language === 'de' && count === 1 ? germanCompound(words, lexicon) : undefined);
    const certain = !lexicon.doubtful.has(words);
    if (value !== undefined) return { start, end: last.end, value, certain, ordinal: false, count };
    const ordinal = lexicon.ordinals.get(language === 'de' ? words.replace(/(?<=te)[nrsm]$/, '') : words);
    if (ordinal !== undefined) return { start, end: last.end, value: ordinal, certain: false, ordinal: true, count };
    const about =
      lexicon.inexact.get(words) ?? (language === 'de' && count === 1 ? germanBeginning(words, lexicon) : undefined);
    if (about !== undefined) return { start, end: last.end, value: about, certain: false, ordinal: false, count };
  }
  return null;
}

/** "zweihundertfünf", "dreitausend" */
function germanCompound(word: string, { cardinals }: Lexicon): number | undefined {
  const match = /^(?:(?<thousands>.*)tausend)?(?:(?<hundreds>.*)hundert)?(?:und)?(?<rest>.*)$/u.exec(word)?.groups;
  if (match === undefined || (match.thousands === undefined && match.hundreds === undefined)) return undefined;
  const value = (part: string | undefined, empty: number): number | undefined =>
    part === undefined ? 0 : part === '' ? empty : cardinals.get(part);
  const [thousands, hundreds, rest] = [value(match.thousands, 1), value(match.hundreds, 1), value(match.rest, 0)];
  if (thousands === undefined || hundreds === undefined || rest === undefined) return undefined;
  return thousands * 1000 + hundreds * 100 + rest;
}

/** "dreimal", "zehntägig", "Fünfsternehotel": the longest number from three on that a word begins with. */
function germanBeginning(word: string, { cardinals }: Lexicon): number | undefined {
  for (let end = word.length - 1; end > 2; end--) {
    const value = cardinals.get(word.slice(0, end));
    if (value !== undefined && value > 2) return value;
  }
  return undefined;
}

const BETWEEN_PARTS = /^(?:[\s\u00a0-]|[\s\u00a0-](?:and|et|y|și|şi|de)[\s\u00a0-])$/u;

/** Adds up what is said in parts: "two" "hundred" and "five". */
function joinParts(text: string, parts: readonly NumberWord[], language: string): NumberWord[] {
  const found: NumberWord[] = [];
  for (const part of parts) {
    const last = found.at(-1);
    const between = last === undefined ? '' : text.slice(last.end, part.start);
    const joined =
      last === undefined || part.ordinal || last.ordinal || !BETWEEN_PARTS.test(between)
        ? null
        : sumOf(last.value, part.value, between);
    if (last === undefined || joined === null) found.push(part);
    else found[found.length - 1] = { ...last, end: part.end, value: joined, certain: true };
  }
  // "cent" and "mil" by themselves are hundred and thousand; "sută" and "mie" need an article.
  return language === 'ro'
    ? found.map((one) => ({
        ...one,
        certain: one.certain && !/^(?:sută|mie)(?!\p{L})/iu.test(text.slice(one.start, one.end)),
      }))
    : found;
}

/** The number of two parts that follow one another; null when they are two numbers. */
function sumOf(one: number, other: number, between: string): number | null {
  const isPower = other === 100 || other === 1000 || other === 1_000_000;
  if (isPower && /^[\s\u00a0-]$/.test(between) && one < other && one > 0) return one * other;
  const power = one % 1000 === 0 ? 1000 : one % 100 === 0 ? 100 : 0;
  return power > 0 && other < power && one >= power ? one + other : null;
}

const CHINESE_DIGITS = '零一二三四五六七八九';
const CHINESE_POWERS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

function chineseNumbers(text: string): NumberWord[] {
  return Array.from(
    text.matchAll(/(第?)([零〇一二两三四五六七八九十百千]+)/gu),
    ({ index, 0: all, 1: prefix, 2: digits }) => {
      let [sum, digit] = [0, 0];
      let isPlain = true;
      for (const sign of digits!.replaceAll('〇', '零').replaceAll('两', '二')) {
        const power = CHINESE_POWERS[sign];
        if (power === undefined)
          digit = isPlain ? digit * 10 + CHINESE_DIGITS.indexOf(sign) : CHINESE_DIGITS.indexOf(sign);
        else {
          isPlain = false;
          sum += (digit === 0 ? 1 : digit) * power;
          digit = 0;
        }
      }
      // 二〇二一 is a row of digits, 二百零五 is not.
      return {
        start: index,
        end: index + all.length,
        value: sum + digit,
        certain: digits!.length > 1 && prefix === '',
        ordinal: prefix !== '',
      };
    },
  );
}

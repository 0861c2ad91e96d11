import { primaryLanguage } from '../languages.js';
import type { TextSpan } from '../span.js';

/** A date or a time of day; `keys` are all that it may mean, the likeliest first. */
export interface Moment extends TextSpan {
  kind: 'date' | 'time';
  keys: readonly string[];
}

/** Names and abbreviations of months in the languages together: a number stands beside them. */
const MONTHS: readonly string[] = [
  'January|Januar|Jänner|janvier|enero|ianuarie|Jan|Jän|janv|ene|ian',
  'February|Februar|Feber|février|febrero|februarie|Feb|févr|feb',
  'March|März|mars|marzo|martie|Mar|Mär|Mrz|mar',
  'April|avril|abril|aprilie|Apr|avr|abr|apr',
  'May|Mai|mai|mayo|may',
  'June|Juni|juin|junio|iunie|Jun|jun|iun',
  'July|Juli|juillet|julio|iulie|Jul|juil|jul|iul',
  'August|août|agosto|august|Aug|ago|aug',
  'September|septembre|septiembre|setiembre|septembrie|Sept|Sep|sept|sep',
  'October|Oktober|octobre|octubre|octombrie|Oct|Okt|oct',
  'November|novembre|noviembre|noiembrie|Nov|nov',
  'December|Dezember|décembre|diciembre|decembrie|Dec|Dez|déc|dic|dec',
];

const MONTH_NUMBERS = new Map(
  MONTHS.flatMap((names, index) => names.split('|').map((name) => [name, index + 1] as const)),
);
const MONTH = `(?<month>${MONTHS.flatMap((names) => names.split('|'))
  .sort((a, b) => b.length - a.length)
  .join('|')})(?![\\p{L}\\p{N}])\\.?`;
const DAY = '(?<day>\\d{1,2})';
const YEAR = '(?<year>\\d{4})(?!\\d)';
const SPACE = '[ \\u00a0\\u2009\\u202f]';

const DATES: readonly RegExp[] = [
  `(?<year>\\d{4})-(?<month>\\d{2})-${DAY}`,
  `(?<year>\\d{4})/(?<month>\\d{1,2})/${DAY}(?!\\d)`,
  `(?<year>\\d{4})年(?<month>\\d{1,2})月(?:${DAY}[日号])?`,
  `(?<month>\\d{1,2})月${DAY}[日号]`,
  `${DAY}(?<mark>[/-])(?<month>\\d{1,2})\\k<mark>(?<year>\\d{4}|\\d{2})(?!\\d)`,
  `${DAY}\\.${SPACE}?(?<month>\\d{1,2})\\.${SPACE}?(?<year>\\d{4}|\\d{2}(?![\\d.]))(?!\\d)`,
  `${DAY}(?:st|nd|rd|th|er|\\.|º|\\.º)?${SPACE}(?:of |de )?${MONTH}(?:,?${SPACE}(?:del? )?${YEAR})?`,
  `${MONTH}${SPACE}${DAY}(?:st|nd|rd|th)?(?!\\d|[.,:]\\d|${SPACE}?[%€$])(?:,?${SPACE}${YEAR})?`,
  `${MONTH}${SPACE}(?:del? )?${YEAR}`,
].map((source) => new RegExp(`(?<![\\p{L}\\p{N}.,])${source}`, 'gu'));

const DAY_AND_MONTH = new RegExp(`(?<![\\p{L}\\p{N}.,])${DAY}\\.${SPACE}?(?<month>\\d{1,2})\\.(?!\\d)`, 'gu');

/** The dates of a text. Day and month are not told apart where they are figures: languages order them otherwise. */
export function findDates(text: string, language: string): Moment[] {
  const patterns = primaryLanguage(language) === 'de' ? [...DATES, DAY_AND_MONTH] : DATES;
  return patterns.flatMap((pattern) =>
    Array.from(text.matchAll(pattern)).flatMap(({ index, 0: all, groups = {} }): Moment[] => {
      const month = MONTH_NUMBERS.get(groups.month!) ?? Number(groups.month);
      const day = groups.day === undefined ? null : Number(groups.day);
      const [low, high] = [Math.min(month, day ?? month), Math.max(month, day ?? month)];
      if (low < 1 || low > 12 || high > 31) return [];
      const { year } = groups;
      const written = year === undefined ? '' : `${year.length === 2 ? `20${year}` : year} `;
      return [
        {
          kind: 'date',
          start: index,
          end: index + all.length,
          keys: [`date ${written}${day === null ? month : `${low} ${high}`}`],
        },
      ];
    }),
  );
}

const HOUR = '(?<hour>[01]?\\d|2[0-4])';
const MINUTE = '(?<minute>[0-5]\\d)(?!\\d)';
/** A stop that ends the text is the sentence's. */
const DOTTED = '\\.\\s?m(?![\\p{L}\\p{N}])(?:\\.(?!["\'”’»)\\]]{0,3}\\s*$))?';
const HALVES = {
  en: `(?<half>[ap])(?:${DOTTED}|m(?![\\p{L}\\p{N}]))`,
  // "am" is a word in German and Romanian.
  other: `(?<half>[ap])(?:${DOTTED}|(?<=p)m(?![\\p{L}\\p{N}]))`,
};

const timesWith = (half: string): readonly RegExp[] =>
  [
    `${HOUR}:${MINUTE}(?::(?<second>[0-5]\\d)(?!\\d))?(?:${SPACE}?${half}|${SPACE}(?:Uhr|h)(?![\\p{L}\\p{N}]))?`,
    `${HOUR}(?:\\.${MINUTE})?${SPACE}?${half}`,
    `${HOUR}${SPACE}?h${SPACE}?${MINUTE}`,
    `${HOUR}(?:\\.${MINUTE})?${SPACE}Uhr(?![\\p{L}\\p{N}])(?:${SPACE}${MINUTE})?`,
    `(?<=(?:ora|orele|las) )${HOUR}\\.${MINUTE}`,
    `${HOUR}${SPACE}o['’]clock`,
    `${HOUR}[点时](?:${MINUTE}分?)?`,
  ].map(
    (source) => new RegExp(`(?<![\\p{L}\\p{N}.,:])${source.replace('(?:\\.(?<minute>', '(?:\\.(?<early>')}`, 'giu'),
  );

const TIMES = { en: timesWith(HALVES.en), other: timesWith(HALVES.other) };

/** The times of day of a text: 2:30 pm, 14:30, 14 h 30 and 14.30 Uhr are one. */
export function findTimes(text: string, language: string): Moment[] {
  const patterns = primaryLanguage(language) === 'en' ? TIMES.en : TIMES.other;
  return patterns.flatMap((pattern) =>
    Array.from(text.matchAll(pattern), ({ index, 0: all, groups = {} }): Moment => {
      const half = groups.half?.toLowerCase();
      const written = Number(groups.hour);
      const hour = half === undefined || written > 12 ? written : (written % 12) + (half === 'p' ? 12 : 0);
      const minute = (groups.minute ?? groups.early ?? '00') + (groups.second === undefined ? '' : `:${groups.second}`);
      const key = (value: number) => `time ${value % 24}:${minute}`;
      // A clock's face has twelve hours.
      const keys = half === undefined && hour <= 12 ? [key(hour), key(hour + 12)] : [key(hour)];
      if (minute === '00' && half === undefined) keys.push(`number ${written}`);
      return { kind: 'time', start: index, end: index + all.length, keys };
    }),
  );
}

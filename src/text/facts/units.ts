import { primaryLanguage } from '../languages.js';

type Table = Readonly<Record<string, string>>;

/** Signs and words of units by what they are compared as; words of a language are the same unit everywhere. */
const UNITS: Table = {
  mg: 'mg|milligram(?:s|me|mes|m|o|os)?|Milligramm|miligram(?:o|os|e)?',
  kg: 'kg|kgs|kilos?|kilogram(?:s|me|mes)?|Kilogramm|kilogramm(?:e|es|o|os)|kilogramos?|kilogrammes?|公斤|千克',
  g: 'g|gr|grams?|grammes?|Gramm|gramos?|grame|克',
  lb: 'lbs?',
  oz: 'oz|ounces?|Unzen?|onces?|onzas?|uncii',
  km2: 'km²|km2|square kilomet(?:er|re)s?|Quadratkilometer',
  m2: 'm²|m2|sqm|square met(?:er|re)s?|Quadratmeter|mètres? carrés?|metros? cuadrados?|metri pătrați',
  m3: 'm³|m3|cubic met(?:er|re)s?|Kubikmeter',
  'km/h':
    "km/h|kph|kmh|kilomet(?:er|re)s per hour|Kilometer pro Stunde|kilomètres(?: à l’| à l'|-)heure|kilómetros por hora|kilometri pe oră",
  mph: 'mph|miles per hour|Meilen pro Stunde',
  kWh: 'kWh',
  km: 'km|kilomet(?:er|re)s?|Kilometern?|kilomètres?|kilómetros?|kilometr[ui]|公里|千米',
  cm: 'cm|centimet(?:er|re)s?|Zentimetern?|centimètres?|centímetros?|centimetr[ui]|厘米',
  mm: 'mm|millimet(?:er|re)s?|Millimetern?|millimètres?|milímetros?|milimetr[ui]|毫米',
  m: 'm|met(?:er|re)s?|Metern?|mètres?|metros?|metr[ui]|米',
  mi: 'mi|miles?|Meilen?|milles|millas?|mile',
  ft: 'ft|feet|foot|Fuß|pieds|pies|picioare',
  ml: 'ml|mL|millilit(?:er|re)s?|Milliliter|mililitros?|mililitri',
  l: 'l|L|lit(?:er|re)s?|Litern?|litros?|litr[ui]|升',
  '°C': '[°º]\\s?C|℃|degrees? (?:Celsius|centigrade)|Grad(?: Celsius| C)|degrés? Celsius|grados? (?:Celsius|centígrados)|grade Celsius|摄氏度',
  '°F': '°\\s?F|℉|degrees? Fahrenheit|Grad Fahrenheit|degrés? Fahrenheit|grados? Fahrenheit|grade Fahrenheit',
  TB: 'TB|To|terabytes?|Terabytes?',
  GB: 'GB|Go|gigabytes?|Gigabytes?|gigaoctets?',
  MB: 'MB|Mo|megabytes?|Megabytes?|mégaoctets?',
  KB: 'KB|kB|Ko|ko|kilobytes?|Kilobytes?|kilooctets?',
  GHz: 'GHz',
  MHz: 'MHz',
  kHz: 'kHz',
  Hz: 'Hz|hertz|Hertz',
  MW: 'MW|megawatts?|Megawatt',
  kW: 'kW|kilowatts?|Kilowatt',
  W: 'W|watts?|Watt',
  V: 'V|volts?|Volt',
  ms: 'ms|milliseconds?|Millisekunden?|millisecondes?|milisegundos?|milisecunde',
  min: 'min|mins|minutes?|Minuten?|minutos?|minute?|分钟',
  s: 's|sec|secs|seconds?|Sekunden?|secondes?|segundos?|secund[eă]|秒',
  h: 'h|hrs?|hours?|Stunden?|heures?|horas?|ore|oră|小时',
  px: 'px|pixels?|Pixel|píxeles|pixeli',
};

/** Signs and words of currencies by their ISO codes. A pound that weighs is taken for money on both sides. */
const CURRENCIES: Table = {
  USD: 'US\\s?\\$|\\$\\s?US|\\$|USD|(?:US-)?[Dd]ollars?|dólar(?:es)?|dolari?|美元',
  EUR: '€|EUR|[Ee]uros?|欧元',
  GBP: '£|GBP|pounds?(?: sterling)?|Pfund|livres?(?: sterling)?|libras?|lire(?: sterline)?',
  JPY: '¥|JPY|[Yy]en|yenes|yeni',
  CNY: 'CNY|RMB|[Yy]uan|yuanes|yuani|元',
  CHF: 'CHF|SFr\\.?|Fr\\.|(?:Swiss )?francs?(?: suisses?)?|(?:Schweizer )?Franken|francos?(?: suizos?)?|franci(?: elvețieni)?',
  RON: 'RON|[Ll]ei|[Ll]eu|lei românești|Romanian (?:leu|lei)',
  '¢': '¢|cents?|Cents?|centimes?|céntimos?|centavos?|cenți|bani',
};

const PERCENT = '%|per ?cent|Prozent|pour cent|por ciento|la sută';

/** How many times as much; a "billion" is not the same everywhere. */
const MAGNITUDES: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  en: [
    ['hundred', 100],
    ['thousand|k(?![\\p{L}])', 1e3],
    ['millions?|mn|m(?![\\p{L}\\s])', 1e6],
    ['billions?|bn', 1e9],
    ['trillions?', 1e12],
  ],
  de: [
    ['hundert', 100],
    ['[Tt]ausend|Tsd\\.', 1e3],
    ['Millionen|Million|Mio\\.?', 1e6],
    ['Milliarden?|Mrd\\.?', 1e9],
    ['Billionen|Billion', 1e12],
  ],
  fr: [
    ['cents?', 100],
    ['mille', 1e3],
    ['millions?(?: de)?', 1e6],
    ['milliards?(?: de)?', 1e9],
    ['billions?(?: de)?', 1e12],
  ],
  es: [
    ['mil millones(?: de)?', 1e9],
    ['mil', 1e3],
    ['millón(?: de)?|millones(?: de)?', 1e6],
    ['bill[oó]n(?:es)?(?: de)?', 1e12],
  ],
  ro: [
    ['sute(?: de)?|sută', 100],
    ['mii(?: de)?|mie', 1e3],
    ['milioane(?: de)?|milion(?: de)?|mil\\.', 1e6],
    ['miliarde?(?: de)?|mld\\.', 1e9],
  ],
  zh: [
    ['万亿', 1e12],
    ['百万', 1e6],
    ['千万', 1e7],
    ['亿', 1e8],
    ['万', 1e4],
  ],
};

/** What a number counts, as it is compared: `GBP`, `kg`, `%`; null for nothing known. */
export interface Unit {
  kind: 'money' | 'measure' | 'percentage';
  name: string;
  /** in UTF-16 units, with the white space between */
  length: number;
}

const SPACE = '[ \\u00a0\\u2009\\u202f\\-]?';
const END = '(?![[\\p{L}\\p{N}]--\\p{scx=Han}])';

interface Matcher {
  kind: Unit['kind'];
  name: string;
  pattern: RegExp;
}

const behind = (words: string): RegExp => new RegExp(`${SPACE}(?:de |d['’])?(?:${words})${END}`, 'vy');

const BEHIND: readonly Matcher[] = [
  { kind: 'percentage', name: '%', pattern: behind(PERCENT) },
  ...Object.entries(CURRENCIES).map(([name, words]): Matcher => ({ kind: 'money', name, pattern: behind(words) })),
  ...Object.entries(UNITS).map(([name, words]): Matcher => ({ kind: 'measure', name, pattern: behind(words) })),
];

const BEFORE = Object.entries(CURRENCIES).map(([name, words]): Matcher => {
  const signs = words.split('|').filter((word) => /[\p{Sc}]|^[A-Z]{3}$/u.test(word));
  const border = '(?<![\\p{L}\\p{N}])';
  return {
    kind: 'money',
    name,
    pattern: new RegExp(`(?:${signs.map((sign) => (/^[A-Z]/.test(sign) ? border + sign : sign)).join('|')})\\s?$`, 'u'),
  };
});

/** The unit behind a number that ends at a place. */
export function unitBehind(text: string, at: number, language: string): Unit | null {
  if (!/[\p{L}\p{S}%°]/u.test(text.slice(at, at + 2))) return null;
  // "cents" are hundreds in French, and "s" and "m" may be short for anything where no space is usual.
  const isFrench = primaryLanguage(language) === 'fr';
  let longest: Unit | null = null;
  for (const { kind, name, pattern } of BEHIND) {
    if (isFrench && name === '¢') continue;
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length ?? 0;
    if (length > (longest?.length ?? 0)) longest = { kind, name, length };
  }
  return longest;
}

/** The currency before a number that begins at a place. */
export function currencyBefore(text: string, at: number): Unit | null {
  const near = text.slice(Math.max(0, at - 6), at);
  if (!/[\p{Sc}A-Z]\s?$/u.test(near)) return null;
  for (const { kind, name, pattern } of BEFORE) {
    const length = pattern.exec(near)?.[0].length ?? 0;
    if (length > 0) return { kind, name, length };
  }
  return null;
}

const magnitudes = new Map<string, readonly (readonly [RegExp, number])[]>();

/** "million" and the like behind a number: how many times as much, and how long it is with its space. */
export function magnitudeBehind(text: string, at: number, language: string): { factor: number; length: number } | null {
  const primary = primaryLanguage(language);
  let patterns = magnitudes.get(primary);
  if (patterns === undefined) {
    patterns = (MAGNITUDES[primary] ?? []).map(
      ([words, factor]) => [new RegExp(`[ \\u00a0\\u2009\\u202f\\-]?(?:${words})${END}`, 'vy'), factor] as const,
    );
    magnitudes.set(primary, patterns);
  }
  for (const [pattern, factor] of patterns) {
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length ?? 0;
    if (length > 0) return { factor, length };
  }
  return null;
}

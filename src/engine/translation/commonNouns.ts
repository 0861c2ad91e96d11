import { primaryLanguage } from '../../text/index.js';

type Gender = 'm' | 'f' | 'n';

/** Endings that tell a noun's gender, the first that fits, without the usual words that are against it. */
const ENDINGS: Readonly<Record<string, readonly (readonly [RegExp, Gender])[]>> = {
  de: [
    [/(?:chen|lein|(?<!mo|ze)ment|(?<![aä]|irrt|reicht|kons)um)$/iu, 'n'],
    [/^Ge(?!meinde|schichte|bärde|selle|fährte|hilfe|nosse|rade|ste$)\p{Ll}{3,}e$/u, 'n'],
    [/(?:ung|heit|keit|schaft|[ts]ion|tät|[ntsr]ik|erei|elei|zei|tei|gie|phie|tie|lie|rie|mie)$/u, 'f'],
    [/(?:(?<!abi)tur|enz|stanz|nanz|ine|(?<!s)age|ette|ade|ode|ille|elle|(?:er|eur|or)in)$/u, 'f'],
    [/(?:ling|ismus|ator|ktor|otor|utor|essor|eur|(?<!ban)ner|ler)$/u, 'm'],
  ],
  fr: [
    [/(?:(?<!^(?:p|im|pl|c|r|n))age|ment|(?<!^p|^)eau|isme|ier|oir|teur|phone|scope|gramme|ard|(?<!for)et)$/u, 'm'],
    [/(?:[ts]ion|(?<!com)ité|ance|(?<!sil)ence|(?<!squel)ette|elle|(?<!magaz)ine|aison|euse|trice)$/u, 'f'],
    [/(?:rie|gie|phie|mie|tie|lie|ture|sure|tude|(?<!cimet|derr)ière|esse|ille)$/u, 'f'],
  ],
  es: [
    [/(?:blema|tema|grama|clima|idioma|poema|drama|fantasma|mapa|día)$/u, 'm'],
    [/(?:(?<!m)a|[cs]ión|dad|tad|tud|umbre)$/u, 'f'],
    [/(?:(?<!^man|^fot|^mot|^radi)o|(?<!^fl|lab)or|aje|(?<!^[rs]az)ón)$/u, 'm'],
  ],
};

/** A noun's gender where its ending is sure enough; null elsewhere, as in languages without. */
export function genderOf(noun: string, language: string): Gender | null {
  const word = /[\p{L}\p{M}]+$/u.exec(noun)?.[0] ?? '';
  const found = ENDINGS[primaryLanguage(language)]?.find(([ending]) => ending.test(word));
  return found?.[1] ?? null;
}

/** Nouns that a small model knows well, by their gender; in French by how they begin as well, for the article's sake. */
const NOUNS: readonly {
  en: string;
  de: readonly [string, Gender];
  fr: readonly [string, Gender];
  es: readonly [string, Gender];
}[] = [
  { en: 'book', de: ['Buch', 'n'], fr: ['livre', 'm'], es: ['libro', 'm'] },
  { en: 'table', de: ['Tisch', 'm'], fr: ['table', 'f'], es: ['mesa', 'f'] },
  { en: 'lamp', de: ['Lampe', 'f'], fr: ['lampe', 'f'], es: ['lámpara', 'f'] },
  { en: 'house', de: ['Haus', 'n'], fr: ['maison', 'f'], es: ['casa', 'f'] },
  { en: 'garden', de: ['Garten', 'm'], fr: ['jardin', 'm'], es: ['jardín', 'm'] },
  { en: 'tree', de: ['Baum', 'm'], fr: ['arbre', 'm'], es: ['árbol', 'm'] },
  { en: 'school', de: ['Schule', 'f'], fr: ['école', 'f'], es: ['escuela', 'f'] },
];

/** An article or another word that stands before a noun, with adjectives between. */
const DETERMINED: Readonly<Record<string, RegExp>> = {
  en: /(?<!\p{L})(?:the|an?|this|that|my|your|his|her|its|our|their)(?: \p{Ll}+){0,2} $/iu,
  de: /(?<!\p{L})(?:der|die|das|den|dem|ein|eine|einen|einem|einer|dieser|diese|dieses|diesen|diesem|mein|meine|meinen|meinem|meiner)(?: \p{Ll}+){0,2} $/iu,
  fr: /(?<!\p{L})(?:le|la|un|une|ce|cet|cette|mon|ma|ton|ta|son|sa|notre|votre|leur)(?: \p{Ll}+)? $|(?<!\p{L})l['’]$/iu,
  es: /(?<!\p{L})(?:el|la|un|una|este|esta|ese|esa|mi|tu|su|nuestro|nuestra)(?: \p{Ll}+)? $/iu,
};
const INDEFINITE = /(?<!\p{L})(?:ein|eine|einen|einem|einer|un|une|una)(?: \p{Ll}+){0,2} $/iu;

const startsWithVowel = (word: string): boolean => /^[aeiouyàâéèêëîïôûüáíóúh]/i.test(word);

/** A common noun in both languages. */
export interface CommonNoun {
  source: string;
  target: string;
}

/**
 * Nouns that can stand for a glossary's term where a word before it determines it: a name would lose its article.
 * @param before the text before the term
 * @returns none where a gender is not certain
 */
export function commonNounsFor(
  before: string,
  term: { source: string; target: string },
  { from, to }: { from: string; to: string },
): CommonNoun[] {
  const [source, target] = [primaryLanguage(from), primaryLanguage(to)];
  const isKnown = (language: string): language is 'en' | 'de' | 'fr' | 'es' => language === 'en' || language in ENDINGS;
  if (!isKnown(source) || !isKnown(target) || DETERMINED[source]?.test(before) !== true) return [];
  const formOf = (noun: (typeof NOUNS)[number], language: 'en' | 'de' | 'fr' | 'es') =>
    language === 'en' ? ([noun.en, null] as const) : noun[language];
  /** Whether a noun takes the articles of a word. */
  const isLike = (noun: (typeof NOUNS)[number], word: string, language: 'en' | 'de' | 'fr' | 'es'): boolean => {
    const [form, gender] = formOf(noun, language);
    if (gender !== genderOf(word, language)) return false;
    return language !== 'fr' || startsWithVowel(form) === startsWithVowel(word);
  };
  // Of a plural the articles are others.
  if (source === 'en' && /[^s]s$/.test(term.source)) return [];
  // "a" or "an"
  if (target === 'en' && startsWithVowel(term.target) && INDEFINITE.test(before)) return [];
  return NOUNS.filter((noun) => isLike(noun, term.source, source) && isLike(noun, term.target, target)).map((noun) => ({
    source: formOf(noun, source)[0],
    target: formOf(noun, target)[0],
  }));
}

/** BCP 47 codes of the languages whose rules are known, by the names that T5 was taught. */
const CODES: Readonly<Record<string, string>> = {
  english: 'en',
  german: 'de',
  french: 'fr',
  spanish: 'es',
  romanian: 'ro',
  chinese: 'zh',
};

/** Codes of which models write the English names in their prefixes, beside those above. */
const NAMED =
  'ar bg bn ca cs cy da el et fa fi ga gl gu he hi hr hu hy id is it ja ka kn ko lt lv mk ml mr ms mt ne nl no pa pl pt ru sk sl sq sr sv sw ta te th tl tr uk ur vi';

let byName: ReadonlyMap<string, string> | null = null;

function codeOfName(name: string): string | undefined {
  if (byName === null) {
    const names = new Intl.DisplayNames(['en'], { type: 'language' });
    byName = new Map(NAMED.split(' ').map((code) => [(names.of(code) ?? code).toLowerCase(), code]));
  }
  return byName.get(name);
}

/** The primary subtag of a language in small letters; of a name that a model was taught ("German") its code. */
export function primaryLanguage(language: string): string {
  const lower = language.toLowerCase();
  return CODES[lower] ?? (/^\p{L}{4,}$/u.test(lower) ? codeOfName(lower) : undefined) ?? lower.split(/[-_]/, 1)[0]!;
}

/** Subtags that stand for one language, of which one is usual. */
const USUAL: Readonly<Record<string, string>> = { nb: 'no', nn: 'no', cmn: 'zh', fil: 'tl', sh: 'sr' };

/**
 * The usual primary subtag of a language that is written as a subtag of two or three letters (`deu`, `zh-Hans`, `nb`).
 * @returns null for what is none
 */
export function usualSubtag(tag: string): string | null {
  if (!/^[a-z]{2,3}([-_][a-z0-9]+)*$/i.test(tag)) return null;
  try {
    const subtag = primaryLanguage(Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0]!);
    return USUAL[subtag] ?? subtag;
  } catch {
    return null;
  }
}

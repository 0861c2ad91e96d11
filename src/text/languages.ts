/** BCP 47 codes of the languages whose rules are known, by the names that T5 was taught. */
const CODES: Readonly<Record<string, string>> = {
  english: 'en',
  german: 'de',
  french: 'fr',
  spanish: 'es',
  romanian: 'ro',
  chinese: 'zh',
};

/** The primary subtag of a language in small letters; of a name that T5 was taught ("German") its code. */
export function primaryLanguage(language: string): string {
  const lower = language.toLowerCase();
  return CODES[lower] ?? lower.split(/[-_]/, 1)[0]!;
}

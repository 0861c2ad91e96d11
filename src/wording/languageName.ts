/** Language tags of the names that models use in their prefixes. */
const TAGS: Readonly<Record<string, string>> = {
  Arabic: 'ar',
  Chinese: 'zh',
  Czech: 'cs',
  Dutch: 'nl',
  English: 'en',
  French: 'fr',
  German: 'de',
  Italian: 'it',
  Japanese: 'ja',
  Korean: 'ko',
  Polish: 'pl',
  Portuguese: 'pt',
  Romanian: 'ro',
  Russian: 'ru',
  Spanish: 'es',
  Turkish: 'tr',
  Ukrainian: 'uk',
};

/**
 * A language's name in the user's language; the model's own name where no other is known.
 * @param language the name that a model uses, or a subtag of two or three letters
 */
export function languageName(language: string, locale: string): string {
  const tag = TAGS[language] ?? (/^[a-z]{2,3}$/.test(language) ? language : undefined);
  if (tag === undefined) return language;
  return new Intl.DisplayNames([locale, 'en'], { type: 'language' }).of(tag) ?? language;
}

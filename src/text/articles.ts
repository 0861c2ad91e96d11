/** An indefinite article and the spaces behind it, at the end of a text. */
const ARTICLE = /(?<![\p{L}\p{N}'’-])(an?)([^\S\r\n]+)$/iu;

/** The indefinite article that a text ends with, and where it begins; null when it ends with none. */
export function articleBefore(text: string): { start: number; article: string; space: string } | null {
  const found = ARTICLE.exec(text);
  return found && { start: found.index, article: found[1] ?? '', space: found[2] ?? '' };
}

/** The article in the case of the one that stands there. */
export function articleLike(present: string, article: string): string {
  if (present === present.toLowerCase()) return article;
  // "A" alone does not tell a sentence's start from capitals, and starts are frequent.
  return present === 'AN' ? article.toUpperCase() : article.charAt(0).toUpperCase() + article.slice(1);
}

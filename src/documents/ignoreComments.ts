/**
 * What a comment of HTML says of the translation of what follows: that the next element or block stays, or all up to
 * another comment. Different tools write it differently.
 */
export type IgnoreComment = 'next' | 'start' | 'end';

const SUBJECT = '(?:i18n|l10n|locali[sz]ation|translat(?:e|ion|or)s?)';
const GAP = String.raw`[\s:_-]*`;
const form = (words: string) => new RegExp(`^<!--\\s*(?:${words})\\s*-->$`, 'i');

const FORMS: readonly [IgnoreComment, RegExp][] = [
  ['start', form(`${SUBJECT}${GAP}(?:ignore${GAP}start|off|disable|stop)|(?:no|do-?not-?)translate${GAP}start`)],
  ['end', form(`${SUBJECT}${GAP}(?:ignore${GAP}end|on|enable|resume)|(?:no|do-?not-?)translate${GAP}end|/notranslate`)],
  ['next', form(`${SUBJECT}${GAP}ignore(?:${GAP}next)?|(?:no|do-?not-?)translate`)],
];

/** @param comment with its signs; null where it says nothing of translation */
export function ignoreCommentOf(comment: string): IgnoreComment | null {
  return FORMS.find(([, pattern]) => pattern.test(comment))?.[0] ?? null;
}

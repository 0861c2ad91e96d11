import * as l10n from '@vscode/l10n';

/* How texts are put together: languages differ in their colons, commas and the space between sentences. */

/** What is said of something, behind its name: “top-k: must be above 0”. */
export function labelled(name: string, text: string): string {
  return l10n.t('{0}: {1}', name, text);
}

/** Sentences one after another; empty ones are left out. */
export function joinSentences(...sentences: readonly string[]): string {
  return sentences
    .filter((sentence) => sentence !== '')
    .reduce((before, sentence, index) => (index === 0 ? sentence : l10n.t('{0} {1}', before, sentence)), '');
}

/** Names one after another. */
export function joinList(names: readonly string[]): string {
  return names.join(l10n.t(', '));
}

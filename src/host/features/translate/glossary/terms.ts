import type { Settings } from '../../../core/settings.js';
import type { GlossaryTerm } from '../translationRequest.js';

/** Names that stay as they are, in their own case. */
export function keptNames(settings: Pick<Settings, 'get'>): GlossaryTerm[] {
  return settings
    .get('translation.keepNames')
    .map((name) => name.trim())
    .map((name) => ({ source: name, target: name, matchCase: true }));
}

/**
 * Of some terms those that a text may have, the longest first: of two that overlap the engine takes the first, and it looks
 * for each in every sentence.
 */
export function termsIn(text: string, terms: readonly GlossaryTerm[]): GlossaryTerm[] {
  const all = text.toLowerCase();
  return terms
    .filter(({ source }) => all.includes(source.toLowerCase()))
    .sort((one, other) => other.source.length - one.source.length);
}

import type { SettingValue } from '../../../core/settingTable.js';

/** A translation of more sentences is long. */
const FEW = 5;

/**
 * Whether a translation is reviewed before it goes in. Of a short one the list of what to do with it tells the doubts, and
 * leads to the review: a page for each sentence in doubt would be in the way.
 * @param expected sentences, as far as that is known
 */
export function isReviewed(setting: SettingValue<'translation.review'>, expected: number): boolean {
  switch (setting) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'long':
      return expected > FEW;
  }
}

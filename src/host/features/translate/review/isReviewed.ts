import type { SettingValue } from '../../../core/settingTable.js';

/** A translation of more sentences is long. */
const FEW = 5;

/**
 * Whether a translation is reviewed before it goes in.
 * @param expected sentences, as far as that is known
 * @param isDoubtful something of it is to be doubted
 */
export function isReviewed(
  setting: SettingValue<'translation.review'>,
  expected: number,
  isDoubtful: boolean,
): boolean {
  switch (setting) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'long':
      return expected > FEW || isDoubtful;
  }
}

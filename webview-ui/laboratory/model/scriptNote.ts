import * as l10n from '@vscode/l10n';
import type { ModelInfo } from '../../../src/protocol/engine/index.js';
import { joinList } from '../../../src/wording/index.js';

/** Says of which models a Chinese text is not a language that their cards name; empty where there is nothing to say. */
export function scriptNote(text: string, models: readonly ModelInfo[]): string {
  if (!/\p{Script=Han}/u.test(text)) return '';
  const strangers = models.filter(({ knownLanguages }) => knownLanguages && !knownLanguages.includes('zh'));
  return strangers.length > 0
    ? l10n.t('Chinese was not among the languages of {0}.', joinList([...new Set(strangers.map(({ id }) => id))]))
    : '';
}

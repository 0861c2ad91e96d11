import type { GenerationWarning } from '../../../protocol/engine/index.js';
import { warningText } from '../../../wording/index.js';
import { setStatusBarMessage } from '../../core/messages.js';
import { userNumber } from '../../core/userNumber.js';

/** Fields that Continue Text sets for itself: what becomes of them is not the user's concern. */
const OWN = ['seed', 'minNewTokens'];
const SAID_MS = 5000;

/** What is known only when a text is at its end. */
const AT_THE_END: readonly GenerationWarning['kind'][] = ['brokenOff', 'overlong', 'otherModel', 'lostCharacters'];

/** Says what became of a text that a server wrote, or told the steps of. */
export function notifyEnd(warnings: readonly GenerationWarning[] = []): void {
  const late = warnings.filter(({ kind }) => AT_THE_END.includes(kind));
  if (late.length > 0) notifyDecoded(late);
}

/** Says that the server decodes, and which of the user's settings it takes no notice of. */
export function notifyDecoded(warnings: readonly GenerationWarning[]): void {
  const texts = warnings
    .map((warning) =>
      'fields' in warning ? { ...warning, fields: warning.fields.filter((field) => !OWN.includes(field)) } : warning,
    )
    .filter((warning) => !('fields' in warning) || warning.fields.length > 0)
    .map((warning) => warningText(warning, userNumber()));
  setStatusBarMessage(texts.join(' · '), SAID_MS, 'server');
}

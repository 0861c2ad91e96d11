import type { Engine } from '../../../protocol/engine/index.js';
import type { ReadingResult } from '../../../protocol/webviews/index.js';
import { CallRecord } from '../../core/callRecord.js';
import { scoreParams, type Which } from './readers.js';
import type { SurpriseDocument } from './surpriseDocument.js';

/**
 * Asks once more for the figures of the passage that a word at a place is in, by each model that marks the text, as what
 * *Explain Last Result* explains.
 * @returns null where no word with a figure is
 * @throws GlassboxError the engine's
 */
export async function explainPassage(
  engine: Engine,
  surprise: SurpriseDocument,
  place: number,
): Promise<ReadingResult | null> {
  const record = new CallRecord(engine, 'surprise');
  const words = surprise.at(place);
  for (const which of ['first', 'second'] as const satisfies Which[]) {
    const reader = surprise.reader(which);
    const word = words[which];
    if (reader === null || word === undefined) continue;
    await record.call('score', scoreParams(reader, word.passage), { priority: 'visible' });
  }
  return record.result();
}

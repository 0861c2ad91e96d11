import { setImmediate as turn } from 'node:timers/promises';
import type { DocumentFormat, Engine, Span } from '../../../protocol/engine/index.js';
import { documentSpan } from '../../../documents/wordReading.js';
import { readWindows } from '../../core/readWindows.js';
import type { WorkProgress } from '../../core/workProgress.js';
import { proseIn } from '../../editor/proseText.js';
import { aggregationFor, trimName, withinParagraphs, type FoundName } from './nameGroups.js';

/** Where names are looked for. */
export interface NameSource {
  text: string;
  format: DocumentFormat;
  within: Span;
}

/**
 * The names in the prose of a document, stretch by stretch. The class of a word is that of its first token, so that no
 * name ends within a word, and signs of the sentence around it are no part of it.
 * @throws GlassboxError of the engine
 */
export async function* findNames(
  engine: Engine,
  model: string,
  { text, format, within }: NameSource,
  { onProgress, signal, done }: WorkProgress,
): AsyncGenerator<FoundName[]> {
  const length = Math.max(1, within.end - within.start);
  for (const reading of proseIn(text, format, within)) {
    for await (const window of readWindows(engine, model, reading.text, onProgress, signal)) {
      const part = reading.text.slice(window.start, window.end);
      const params = { model, text: part, aggregation: aggregationFor(part) };
      const { entities } = await engine.call('entities', params, { onProgress }, signal);
      const names = withinParagraphs(part, entities).flatMap((one) => trimName(one) ?? []);
      yield names.flatMap(({ label, probability, start, end }) => {
        const place = documentSpan(reading, { start: window.start + start, end: window.start + end });
        const name = text.slice(place.start, place.end).replace(/\s+/g, ' ').trim();
        return name === '' ? [] : [{ ...place, label, text: name, probability }];
      });
      const { end } = documentSpan(reading, window);
      done((end - within.start) / length);
    }
    // Parsing the next part takes its time: what waits meanwhile goes first.
    await turn();
  }
}

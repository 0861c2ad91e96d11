import { multinomial } from '../../../decoding/sampling/multinomial.js';
import type { Random } from '../../../decoding/sampling/random.js';
import { argmax } from '../../../maths/softmax.js';
import type { ContinuedSample, FilledSample } from '../../../protocol/engine/index.js';
import { wordsIn } from '../../../search/words.js';
import { IGNORED } from '../../../training/graph.js';
import type { CharacterVocabulary } from './characters.js';
import type { Learner } from './learner.js';
import type { LearnerBatch } from './windows.js';

const LETTER = /[\p{L}\p{N}\p{M}]/u;

/** The words of a text, of Chinese its pairs of characters. */
export const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(wordsIn(text, 'question').map(({ term }) => term));

/** Whole words of what was written behind a prompt, and those of them that are known. */
export function countKnown(prompt: string, text: string, known: ReadonlySet<string>): { words: number; known: number } {
  const found = wordsIn(text, 'question').filter(
    ({ start, end }) =>
      // Neither the rest of the prompt's last word nor one that was cut off.
      !(start === 0 && LETTER.test(Array.from(prompt).at(-1) ?? '')) && end < text.length,
  );
  return { words: found.length, known: found.filter(({ term }) => known.has(term)).length };
}

/** Tokens as text; what has no token of its own is U+FFFD. */
const shown = (ids: readonly number[], { tokens, first }: CharacterVocabulary): string =>
  ids.map((id) => (id < first ? '\uFFFD' : (tokens[id] ?? ''))).join('');

/**
 * Lets a learner go on with a text, token by token by chance. An encoder is given what it has seen of rows: their beginning,
 * the text, a mask and the end.
 */
export async function continued(
  learner: Learner,
  prompt: readonly number[],
  { length, sampleLength, temperature }: { length: number; sampleLength: number; temperature: number },
  { random, pause, known }: { random: Random; pause: () => Promise<void>; known: ReadonlySet<string> },
): Promise<ContinuedSample> {
  const { vocabulary, name } = learner.own;
  const { begin, end, mask } = vocabulary.specials;
  const size = vocabulary.tokens.length;
  const ids = [...prompt];
  for (let made = 0; made < sampleLength; made++) {
    await pause();
    const row =
      begin === undefined || end === undefined || mask === undefined
        ? ids.slice(-length)
        : [begin, ...ids.slice(-(length - 3)), mask, end];
    const at = name === 'decoder' ? row.length - 1 : row.length - 2;
    const logits = await learner.trainer.logits({ rows: [row] });
    const scores = logits.slice(at * size, (at + 1) * size).map((one) => one / temperature);
    scores.fill(-Infinity, 0, vocabulary.first);
    ids.push(multinomial(scores, random));
  }
  const [before, text] = [shown(prompt, vocabulary), shown(ids.slice(prompt.length), vocabulary)];
  const step = learner.history.losses.length;
  return { kind: 'continued', learner: name, step, prompt: before, text, ...countKnown(before, text, known) };
}

/** Lets an encoder fill what is hidden of a row. */
export async function filled(learner: Learner, { rows, labels }: LearnerBatch): Promise<FilledSample> {
  const { vocabulary } = learner.own;
  const size = vocabulary.tokens.length;
  const row = rows[0] ?? [];
  const logits = await learner.trainer.logits({ rows: [row] });
  const hidden: FilledSample['hidden'] = [];
  let [text, right] = ['', 0];
  // The row's first and last token are no text.
  for (let at = 1; at < row.length - 1; at++) {
    const label = labels[at]!;
    const token = shown([label === IGNORED ? row[at]! : label], vocabulary);
    if (label !== IGNORED) {
      const scores = logits.subarray(at * size, (at + 1) * size);
      const told = vocabulary.first + argmax(scores.subarray(vocabulary.first));
      hidden.push({ start: text.length, end: text.length + token.length, told: shown([told], vocabulary) });
      right += told === label ? 1 : 0;
    }
    text += token;
  }
  return { kind: 'filled', learner: 'encoder', step: learner.history.losses.length, text, hidden, right };
}

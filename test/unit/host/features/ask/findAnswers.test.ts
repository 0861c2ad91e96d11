import { expect, it } from 'vitest';
import { proseIn } from '../../../../../src/host/editor/proseText.js';
import { findAnswers } from '../../../../../src/host/features/ask/findAnswers.js';
import type { Engine } from '../../../../../src/protocol/engine/index.js';

/** An engine that finds some words wherever they are read. */
function engineThatFinds(words: string): Engine {
  const call = (method: string, { text = '', context = '' }: { text?: string; context?: string }) => {
    if (method === 'tokens') {
      const tokens = [...text.matchAll(/\S+/g)].map(({ 0: token, index }) => ({
        start: index,
        end: index + token.length,
      }));
      return Promise.resolve({ tokens, maxLength: 512 });
    }
    const start = context.indexOf(words);
    const found = start < 0 ? [] : [{ text: words, start, end: start + words.length, probability: 0.5 }];
    return Promise.resolve({ answers: found, noAnswer: 0.1 });
  };
  return { call } as never as Engine;
}

const run = { onProgress: () => undefined, signal: new AbortController().signal, done: () => undefined };

it.each([
  [
    'html',
    '<h1>Anna</h1><p>The children <b>sat</b> there.</p>',
    'children sat',
    'Anna The children sat there.',
    'children <b>sat',
  ],
  ['html', '<p>Tom &amp; Anna sang.</p>', 'Tom & Anna', 'Tom & Anna sang.', 'Tom &amp; Anna'],
  [
    'markdown',
    '# Head\n\nSee [the **old** mill](https://a.example).',
    'old mill',
    'Head See the old mill.',
    'old** mill',
  ],
  ['markdown', '| who | what |\n|---|---|\n| Anna | sings |', 'Anna', 'who what Anna sings', 'Anna'],
  ['plain', 'One\ntwo three.', 'One two', 'One two three.', 'One\ntwo'],
] as const)('an answer in %s is shown as it reads: %s', async (format, text, words, around, there) => {
  const within = { start: 0, end: text.length };
  const [reading] = [...proseIn(text, format, within)];
  const { answers } = await findAnswers(engineThatFinds(words), 'M', 'Who?', reading!, run);
  expect(answers.map((answer) => [answer.text, answer.around])).toEqual([[words, around]]);
  expect(answers.map(({ start, end }) => text.slice(start, end))).toEqual([there]);
});

/* Which model for what: what is said of a task, its figures as they stand in the cards, and what is asked of the engine. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '../../../../src/protocol/engine/index.js';
import { LABORATORY_METHODS } from '../../../../src/protocol/webviews/index.js';
import { numbersFor } from '../../../../webview-ui/kit/numbers.js';
import { choice } from '../../../../webview-ui/laboratory/experiments/choice/choice.js';
import { path as pathPart, type PathResult } from '../../../../webview-ui/laboratory/experiments/choice/path.js';
import { table } from '../../../../webview-ui/laboratory/experiments/choice/table.js';
import { ARCHITECTURES, CHOICES, TASKS } from '../../../../webview-ui/laboratory/experiments/choice/tasks.js';
import { masked, tryTask } from '../../../../webview-ui/laboratory/experiments/choice/tried.js';
import type { Bench } from '../../../../webview-ui/laboratory/model/experiment.js';

const numbers = numbersFor('en');
const tried = (answers: string[], note = '') => ({ model: 'm', milliseconds: 12.3, answers, note });

it('has its figures from the cards: scripts/figures.mjs writes them', () => {
  const root = path.resolve(import.meta.dirname, '../../../..');
  const written = readFileSync(path.join(root, 'webview-ui/laboratory/experiments/choice/figures.ts'), 'utf8');
  const script = path.join(root, 'scripts/figures.mjs');
  expect(execFileSync(process.execPath, [script, '--print'], { encoding: 'utf8' })).toBe(written);
});

it('gives most stars to the architecture that it takes', () => {
  for (const task of TASKS) {
    const { stars, architecture } = CHOICES[task];
    expect(stars[ARCHITECTURES.indexOf(architecture)], task).toBe(Math.max(...stars));
    expect(stars.every((count) => count >= 0 && count <= 3)).toBe(true);
  }
});

describe('the path', () => {
  const result = (more: Partial<PathResult>): PathResult => ({
    task: 'gap',
    tried: tried(['river']),
    isServed: true,
    ...more,
  });
  const seen = (more: Partial<PathResult>) => pathPart.seen(result(more), numbers);

  it('says what came out here, and what was measured before', () => {
    expect(seen({})).toMatch(/^m says after 12 ms: “river”\. Of 900 masked words the first choice is right in 51\.7.%/);
    expect(seen({ tried: tried(['river'], 'for its last word') })).toContain('“river” (for its last word).');
  });

  it('says so where nothing comes out', () => {
    expect(seen({ task: 'names', tried: tried([]) })).toContain('m finds nothing here, after 12 ms.');
    expect(seen({ task: 'translate', tried: null, untried: 'unknownLanguage' })).toContain(
      'does not know the language',
    );
    expect(seen({ task: 'translate', tried: null, untried: 'otherLanguage' })).toContain(
      'this text is in none of them',
    );
    expect(seen({ task: 'surprise', tried: null, untried: 'single' })).toContain('The text is of one token');
    expect(seen({ task: 'summarize', tried: null, isServed: false })).toContain('one has to be installed');
  });

  it('ends in a command that does it, or installs what does', () => {
    expect(pathPart.actions!(result({}))).toEqual([{ label: 'Fill Mask', command: 'fillMask' }]);
    expect(pathPart.actions!(result({ task: 'continue' }))).toMatchObject([
      { command: 'continueText' },
      { command: 'openDecoding' },
    ]);
    expect(pathPart.actions!(result({ isServed: false, tried: null }))).toEqual([
      { label: 'Install Model …', command: 'installModel' },
    ]);
  });

  it('asks for the models of the task that is chosen only', () => {
    for (const task of TASKS) {
      const own = pathPart.roles.filter(({ matters }) => matters!({ task }));
      expect(own.map(({ id }) => id)).toEqual([CHOICES[task].role.id]);
    }
  });
});

describe('the table', () => {
  it('names the quickest and the slowest, where there are two', () => {
    const rows = (...times: (number | null)[]) => ({
      rows: times.map((milliseconds, at) => ({ task: TASKS[at]!, model: 'm', milliseconds })),
    });
    expect(table.seen(rows(4, 20, null), numbers)).toBe(
      'Tasks done here on this text: 2 of 3. The quickest: fill a gap, 4.0 ms; the slowest: go on writing, 20 ms.',
    );
    expect(table.seen(rows(4, null), numbers)).toBe('Tasks done here on this text: 1 of 2.');
    expect(table.seen(rows(null), numbers)).toBe('Tasks done here on this text: 0 of 1.');
  });
});

describe('a task', () => {
  it('masks the gap, or the last word where there is none', () => {
    expect(masked('Down to the ____ we went.')).toBe('Down to the [MASK] we went.');
    expect(masked('Down to the river.')).toBe('Down to the [MASK].');
    expect(masked('今天天气很好。')).toBe('今天天气很[MASK]。');
  });

  it('is asked by a method that the page may ask', async () => {
    const asked: string[] = [];
    const bench = {
      ask: (method: string) => (asked.push(method), Promise.resolve({ language: 'en' })),
      timed: (method: string) => (asked.push(method), Promise.reject(new Error('enough'))),
      progress: () => undefined,
    } as unknown as Bench;
    const model = { id: 'm', languages: [{ from: 'English', to: 'German' }] } as ModelInfo;
    for (const task of TASKS) await expect(tryTask(bench, task, model, 'A text.', 'en')).rejects.toThrow('enough');
    for (const method of asked) expect(LABORATORY_METHODS).toContain(method);
    expect(asked).toHaveLength(TASKS.length + 1);
  });

  it('is not done in a language that is not tried, or that its model does not know, and says which', async () => {
    const into = (language: string, model: Partial<ModelInfo>) => {
      const bench = { ask: () => Promise.resolve({ language }) } as unknown as Bench;
      return tryTask(bench, 'translate', { id: 'm', ...model } as ModelInfo, 'x', 'en');
    };
    expect(await into('zh', {})).toBe('otherLanguage');
    expect(await into('ro', { languages: [{ from: 'English', to: 'German' }] })).toBe('unknownLanguage');
  });

  it('tells nothing of the surprise of a single token', async () => {
    const value = { model: 'm', tokens: [{ text: 'x', start: 0, end: 1, logProbability: null }] };
    const bench = { timed: () => Promise.resolve({ value, milliseconds: 1 }) } as unknown as Bench;
    expect(await tryTask(bench, 'surprise', { id: 'm' } as ModelInfo, 'x', 'en')).toBe('single');
  });
});

it('meets the exercise with the word that is wanted, in the task that it is of', () => {
  const check = (task: PathResult['task'], answers: string[], note = '') =>
    choice.exercise.check({ task, tried: tried(answers, note), isServed: true }, numbers);
  expect(check('gap', ['sea', 'River'])).toEqual({ isMet: true, text: 'sea · River' });
  expect(check('gap', ['sea']).isMet).toBe(false);
  expect(check('gap', ['river'], 'for its last word')).toEqual({ isMet: false, text: 'The text has no gap (____).' });
  expect(check('continue', ['river']).isMet).toBe(false);
});

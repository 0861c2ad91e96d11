import { describe, expect, it, vi } from 'vitest';
import type { TrainValue } from '../../../../../src/protocol/engine/index.js';

vi.mock('vscode', () => ({
  env: { language: 'en' },
  l10n: {
    t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)])),
  },
  FileType: { File: 1, Directory: 2 },
}));

const { freeName } = await import('../../../../../src/host/core/newModelName.js');
const { inTurns } = await import('../../../../../src/host/features/train/folders.js');
const { openLines } = await import('../../../../../src/host/features/train/labelLines.js');
const { countsText, fewerHeads, labelProblem, nameOf } =
  await import('../../../../../src/host/features/train/lines.js');

const { knownTexts, progressOf } = await import('../../../../../src/host/features/train/runTexts.js');
const { chanceTexts, isUnlearnt, trainingReport } =
  await import('../../../../../src/host/features/train/trainingRows.js');

const uri = (path: string) => ({ path }) as Parameters<typeof nameOf>[0];

describe('the name of a model that is trained', () => {
  it.each([
    ['moods', 'moods'],
    ['my notes (2)', 'my-notes-2'],
    ['..', 'mine'],
    ['我的', 'mine'],
    ['con', 'mine'],
    ['a--b', 'a-b'],
    ['models--x', 'models-x'],
    ['-x-', 'x'],
  ])('of %j is %j', (from, name) => expect(freeName(from, () => false)).toBe(name));

  it('is one that no model has', () => {
    const taken = new Set(['moods', 'moods-2']);
    expect(freeName('Moods', (name) => taken.has(name.toLowerCase()))).toBe('Moods-3');
  });

  it.each([
    ['/a/notes.txt', 'notes'],
    ['/a/folder/', 'folder'],
    ['/a/b.c.csv', 'b.c'],
    ['Untitled-1', 'Untitled-1'],
  ])('comes from %j as %j', (path, name) => expect(nameOf(uri(path))).toBe(name));
});

describe('texts of folders', () => {
  it('are taken in turns, so that no label goes without where there are too many', () => {
    expect(inTurns([[1, 2, 3], [], [4], [5, 6]])).toEqual([1, 4, 5, 2, 6, 3]);
    expect(inTurns([])).toEqual([]);
  });
});

describe('labelled lines', () => {
  it('are counted by label, the most first', () => {
    const examples = ['b', 'a', 'b'].map((label) => ({ text: 'x', label }));
    expect(countsText(examples)).toBe('2 b, 1 a');
    const many = Array.from({ length: 8 }, (_, at) => ({ text: 'x', label: `l${at}` }));
    expect(countsText(many)).toContain('labels more: 2');
  });

  it('of a hundred thousand labels are counted at once', () => {
    const examples = Array.from({ length: 100_000 }, (_, at) => ({ text: 'x', label: `l${at}` }));
    expect(countsText(examples)).toContain('labels more: 99,994');
  });
});

describe('heads beside the one that is kept', () => {
  it('are fewer where each takes long', () => {
    const of = (labels: number, each: number) =>
      fewerHeads(Array.from({ length: labels * each }, (_, at) => ({ text: 'x', label: `l${at % labels}` })));
    expect(of(2, 100)).toEqual({});
    expect(of(10, 200)).toEqual({});
    expect(of(300, 2)).toEqual({ shuffles: 2, curvePoints: 0 });
    expect(of(2000, 2)).toEqual({ shuffles: 1, curvePoints: 0 });
  });
});

describe('lines that the engine would refuse', () => {
  const lines = (...labels: string[]) => labels.map((label, at) => ({ text: `x${at}`, label }));

  it('are told by what they lack', () => {
    expect(labelProblem([])).toEqual({ kind: 'training', problem: 'labels', labels: [] });
    expect(labelProblem(lines('a', 'a'))).toEqual({ kind: 'training', problem: 'labels', labels: ['a'] });
    expect(labelProblem(lines('a', 'b', 'a'))).toEqual({
      ...{ kind: 'training', problem: 'rareLabel', label: 'b', lines: 1, needed: 2 },
    });
    expect(labelProblem(lines('a', 'b', 'a', 'b'))).toBeNull();
    const twice = [...lines('a', 'a', 'b'), { text: 'x2', label: 'b' }];
    expect(labelProblem(twice)).toEqual({ kind: 'training', problem: 'sameLines', label: 'b' });
    // What stands there with another label as well is a text of each of them.
    expect(labelProblem([...twice, { text: 'x0', label: 'b' }])).toBeNull();
  });
});

describe('the report of a classifier', () => {
  const value: TrainValue = {
    ...{ model: 'gpt2-mini', folder: '', layers: 'all', seed: 1, judged: 'heldOut' },
    labels: [
      { label: 'a', lines: 2 },
      { label: 'b', lines: 2 },
    ],
    ...{ parameters: { all: 10, trained: 10 }, losses: [1, 0.1], gradientNorms: [1, 1], bestStep: 0 },
    ...{ head: null, classifier: null, control: null, calibration: null, curve: null, wrong: [], cut: [] },
    ...{ seconds: 1, stopped: false },
  } as unknown as TrainValue;
  const kept = 'Kept is the model as it was, with a head';
  const lines = { examples: [], remarks: ['Line 3 is left out.'] };

  it('says which step is kept, and why none is', () => {
    const report = trainingReport('mine', value, lines);
    expect(report).toContain('| Step that is kept, of all | 0 / 2 |');
    expect(report).toContain(kept);
    expect(report).toContain('\nLine 3 is left out.\n');
    expect(isUnlearnt(value)).toBe(true);
  });

  it('of a step that is kept, or of a head alone, says no such thing', () => {
    const learnt = trainingReport('mine', { ...value, bestStep: 2 }, lines);
    expect(learnt).toContain('| 2 / 2 |');
    expect(learnt).not.toContain(kept);
    const head = trainingReport('mine', { ...value, layers: 'head', losses: [] }, lines);
    expect(head).not.toContain('Step that is kept');
    expect(head).not.toContain(kept);
  });
});

describe('a classifier that tells no more than chance', () => {
  const told = (right: number, most: number) =>
    chanceTexts({ classifier: { count: 8, right, confusion: [] }, control: { shuffles: 20, mean: 0.3, most } });

  it('is said to', () => {
    expect(told(1, 0.75)).toHaveLength(1);
    expect(told(6, 0.75)).toHaveLength(1);
    expect(told(7, 0.75)).toEqual([]);
    expect(chanceTexts({ classifier: null, control: null })).toEqual([]);
  });
});

describe('what a model before had learnt', () => {
  it('is counted, of lines and sentences', () => {
    expect(knownTexts({ known: 3, model: 'mine' })).toEqual([
      'Lines left out of the figures, which mine had learnt already: 3',
    ]);
    expect(knownTexts({ model: 'mine' })).toEqual([]);
  });
});

describe('how far training is', () => {
  const progress = { stage: 'learning', done: 3, count: 75 } as const;

  it('is told with its loss, which is not 0 because it is small', () => {
    const { message } = progressOf({ ...progress, loss: 0.0001, accuracy: 0.5 });
    expect(message.replaceAll('\u00a0', ' ')).toBe('step 3 of 75 · loss < 0.001 · 50.0 % of the lines held out right');
  });
});

describe('lines to be labelled', () => {
  it('are those that say something, without signs of lists', () => {
    expect(openLines('- One.\r\n\n---\n> Two.\n* [ ] Three\n😀😀\n3. Platz', 5)).toEqual([
      { line: 5, text: 'One.' },
      { line: 8, text: 'Two.' },
      { line: 9, text: 'Three' },
      { line: 10, text: '😀😀' },
      { line: 11, text: '3. Platz' },
    ]);
    expect(openLines('1. One.\n2. > Two.', 0).map(({ text }) => text)).toEqual(['One.', 'Two.']);
  });
});

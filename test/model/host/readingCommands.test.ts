/* The command that Explain Last Result copies for what reads a text: the console gives just what was shown. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { CallRecord } from '../../../src/host/core/callRecord.js';
import { findAnswers } from '../../../src/host/features/ask/findAnswers.js';
import { writeAnswer } from '../../../src/host/features/ask/writeAnswer.js';
import { judge, judgeOne } from '../../../src/host/features/classify/judge.js';
import { compareByPoolings } from '../../../src/host/features/compareSentences/compareByPoolings.js';
import { findNames } from '../../../src/host/features/names/findNames.js';
import { sumUp } from '../../../src/host/features/summarize/sumUp.js';
import { reachOf, scoreParams } from '../../../src/host/features/surprise/readers.js';
import type { ReadingResult } from '../../../src/protocol/webviews/index.js';
import type { WordReading } from '../../../src/documents/wordReading.js';
import { commandOf } from '../../../webview-ui/explain/copyResult.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

vi.mock('vscode', () => ({}));

const engine = localEngine();
afterAll(() => engine.dispose());

const ROOT = path.join(import.meta.dirname, '../../..');
const family = (name: string) => golden(`families/models/${name}`);

const SENTENCES = [
  'Angela Merkel met Barack Obama in Berlin.',
  'She said: "It’s \\ a \'great\' $HOME `day`!"',
  'When the rain stopped, the dog went home.',
];
const TEXT = SENTENCES.join(' ');
const LONG = Array.from({ length: 12 }, () => TEXT).join('\n\n');

const reading = (text: string): WordReading => {
  const starts = Array.from({ length: text.length }, (_, at) => at);
  return { text, starts, ends: starts.map((at) => at + 1) };
};
const run = { onProgress: () => undefined, signal: new AbortController().signal, done: () => undefined };

/** What the console prints for the copied command, a value for each call. */
function printed(result: ReadingResult): unknown[] {
  const command = commandOf(result, 'posix')!;
  const console = `'${process.execPath}' '${path.join(ROOT, 'dist/console.js')}'`;
  const runnable = command.replace('npm run --silent engine --', console);
  expect(runnable).not.toBe(command);
  const lines = execFileSync('sh', ['-c', runnable], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return lines
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { ok: true; value: unknown }).value);
}

/** How long a run took is of each run. */
const untimed = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (name, one: unknown) =>
      ['seconds', 'tokensPerSecond', 'vectors'].includes(name) ? undefined : one,
    ),
  );

/** The copied command says again what the record holds. */
function sameAgain(record: CallRecord): ReadingResult {
  const result = record.result();
  if (result === null) throw new Error('Nothing was asked.');
  expect(printed(result).map(untimed)).toEqual(result.calls.map(({ value }) => untimed(value)));
  return result;
}

describe('the copied command says the same', () => {
  it('of surprise, from the left and from both sides', async () => {
    const record = new CallRecord(engine, 'surprise');
    for (const method of ['causal', 'pseudo'] as const) {
      const reader = { model: method === 'causal' ? 'gpt2-mini' : 'bert-mini', method };
      expect(reachOf(reader).most).toBeGreaterThan(TEXT.length);
      await record.call('score', scoreParams(reader, { before: 'It was late. ', text: TEXT, after: '' }));
    }
    expect(sameAgain(record).count).toBe(2);
  });

  it('of names, stretch by stretch', async () => {
    const record = new CallRecord(engine, 'names');
    const source = { text: LONG, format: 'plain' as const, within: { start: 0, end: LONG.length } };
    let count = 0;
    for await (const found of findNames(record, family('mini-bert-ner'), source, run)) count += found.length;
    expect(count).toBeGreaterThan(0);
    expect(sameAgain(record).calls.length).toBeGreaterThan(1);
  });

  it('of answers that were found and written', async () => {
    const found = new CallRecord(engine, 'answers');
    await findAnswers(found, family('mini-bert-squad'), 'Who met "Obama"?', reading(LONG), run);
    sameAgain(found);
    const written = new CallRecord(engine, 'answers');
    const gpt = { id: 'gpt2-mini', architecture: 'decoder' as const, tasks: [] };
    await writeAnswer(written, gpt, 'Who met Obama?', TEXT, run);
    expect(sameAgain(written).calls[0]?.method).toBe('generate');
  });

  it('of classes and of labels that were typed', async () => {
    for (const way of [{ model: family('mini-bert-sst2') }, { labels: ['sport', 'politics'] }]) {
      const record = new CallRecord(engine, 'classes');
      await judge(record, way, TEXT, run);
      sameAgain(record);
    }
  });

  it('of a summary', async () => {
    const record = new CallRecord(engine, 'summary');
    await sumUp(record, family('mini-t5'), reading(TEXT), run);
    sameAgain(record);
  });

  it('of compared sentences, by each pooling', async () => {
    const record = new CallRecord(engine, 'similarity');
    await compareByPoolings(record, 'e5-mini', SENTENCES, () => undefined, run.signal);
    const { calls } = sameAgain(record);
    expect(calls.map(({ params }) => 'pooling' in params && params.pooling)).toContain('cls');
  });
});

describe('what is kept', () => {
  it('fits a command line, in order, and says how much there was', async () => {
    const record = new CallRecord(engine, 'classes');
    const lines = Array.from({ length: 900 }, (_, at) => `The film number ${at} was great.`);
    for (const line of lines) await judgeOne(record, { model: family('mini-bert-sst2') }, line, run);
    const result = record.result()!;
    expect(result.count).toBe(900);
    expect(result.calls.length).toBeGreaterThan(10);
    expect(result.calls.length).toBeLessThan(900);
    expect(commandOf(result, 'posix')!.length).toBeLessThan(32_767);
    result.calls.forEach(({ params }, at) => expect(params).toMatchObject({ text: lines[at] }));
  });

  it('is one call however long, none of what failed, and no vectors', async () => {
    const record = new CallRecord(engine, 'similarity');
    expect(record.result()).toBeNull();
    await expect(record.call('embed', { texts: [''], model: 'nothing-there' })).rejects.toBeDefined();
    expect(record.result()).toBeNull();
    const texts = Array.from({ length: 50 }, () => 'word '.repeat(120));
    await record.call('embed', { texts });
    await record.call('embed', { texts: ['a'] });
    const result = record.result()!;
    expect(result.calls).toHaveLength(1);
    expect(result.count).toBe(2);
    expect(result.calls[0]?.value).not.toHaveProperty('vectors');
  });
});

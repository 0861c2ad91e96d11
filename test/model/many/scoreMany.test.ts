import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Params } from '../../../src/protocol/engine/index.js';
import { localEngine, tiny, workFolder } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());
const { work } = workFolder('glassbox-score-many');

const TEXTS = ['The cat sat on the mat.', 'A dog, "too".', 'It rained all day; nobody came.', 'Hello world'];

let count = 0;
/** Reads these texts with these settings. @returns the rows, an object each */
async function rowsOf(
  settings: Omit<Params<'scoreMany'>, 'input' | 'output'>,
  texts: readonly string[] = TEXTS,
): Promise<Record<string, unknown>[]> {
  const input = path.join(work, `${count++}.jsonl`);
  writeFileSync(input, texts.map((text) => JSON.stringify({ text })).join('\n'));
  const output = input.replace('.jsonl', '.out.jsonl');
  await engine.call('scoreMany', { ...settings, input, output });
  const lines = readFileSync(output, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('many texts', () => {
  it('have the perplexity that each has by itself', async () => {
    for (const model of [tiny.gpt2, tiny.bert]) {
      const rows = await rowsOf({ task: 'perplexity', model });
      for (const [at, text] of TEXTS.entries()) {
        const one = await engine.call('score', { model, text });
        const scored = one.tokens.filter(({ logProbability }) => logProbability !== null);
        const bits = -one.logProbability / Math.LN2;
        const bytes = Buffer.byteLength(text.slice(scored.find(({ start }) => start !== null)!.start!));
        expect(rows[at]).toEqual({
          ...{ text, line: at + 1, tokens: scored.length, nats: -one.logProbability, bits },
          ...{ perplexity: one.perplexity, bits_per_byte: bits / bytes },
        });
      }
    }
  });

  it('have the labels that each has by itself', async () => {
    const labels = ['a sport', 'food'];
    for (const model of [tiny.gpt2, tiny.bert]) {
      const rows = await rowsOf({ task: 'labels', model, labels });
      for (const [at, text] of TEXTS.entries()) {
        const one = await engine.call('zeroShot', { model, text, labels });
        const each = Object.fromEntries(one.labels.map(({ label, probability }) => [`p(${label})`, probability]));
        expect(rows[at]).toEqual({ text, line: at + 1, ...one.labels[0], ...each });
      }
    }
  });

  it('have the vectors that each has by itself, to the last of 32 bits', async () => {
    const rows = await rowsOf({ task: 'embeddings', model: tiny.bert, pooling: 'mean' });
    for (const [at, text] of TEXTS.entries()) {
      const { vectors } = await engine.call('embed', { model: tiny.bert, texts: [text], pooling: 'mean' });
      expect((rows[at]!['embedding'] as number[]).map(Math.fround)).toEqual(vectors[0]!.map(Math.fround));
    }
  });

  it('are continued as each is by itself; where chance has a part, by a seed that is kept', async () => {
    const decoding = { strategy: 'sample' } as const;
    const rows = await rowsOf({ task: 'continuations', model: tiny.gpt2, decoding, maxNewTokens: 5 });
    for (const [at, text] of TEXTS.entries()) {
      const params = { model: tiny.gpt2, text, decoding: { ...decoding, seed: 0 }, maxNewTokens: 5 };
      const { sequences } = await engine.call('generate', params);
      expect(rows[at]).toMatchObject({
        continuation: sequences[0]!.text,
        log_probability: sequences[0]!.logProbability,
      });
    }
  });

  it('have errors in their rows', async () => {
    const rows = await rowsOf({ task: 'perplexity', model: tiny.gpt2 }, ['', 'word '.repeat(5000), TEXTS[0]!]);
    expect(rows.map(({ error = null }) => error)).toEqual(['bad-request', 'too-long', null]);
    expect(await rowsOf({ task: 'perplexity', model: tiny.gpt2, stride: true }, ['word '.repeat(5000)])).toMatchObject([
      { perplexity: expect.any(Number) as number },
    ]);
  });

  it.each<[Omit<Params<'scoreMany'>, 'input' | 'output'>, string, string]>([
    [{ task: 'labels' }, 'bad-request', 'modelNeeded'],
    [{ task: 'labels', labels: ['a', 'a'] }, 'bad-request', 'parameter'],
    [{ task: 'perplexity', labels: ['a'] }, 'bad-request', 'parameter'],
    [{ task: 'perplexity', model: tiny.t5 }, 'bad-request', 'parameter'],
    [{ task: 'continuations', model: tiny.bert }, 'wrong-architecture', 'task'],
    [{ task: 'perplexity', model: 'nobody' }, 'unknown-model', 'unknownModel'],
  ])('are not begun where none could be read: %j', async (settings, code, kind) => {
    await expect(rowsOf(settings)).rejects.toMatchObject({ code, details: { kind } });
  });

  it('are planned without anything being written', async () => {
    const input = path.join(work, 'planned.txt');
    writeFileSync(input, TEXTS.join('\n\n'));
    const output = path.join(work, 'planned.csv');
    const plan = await engine.call('planMany', { task: 'perplexity', model: tiny.gpt2, input, output });
    expect(plan).toMatchObject({ texts: 4, unread: 0, state: 'new', column: 'text', exists: false });
    expect(plan.seconds).toBeGreaterThan(0);
    expect(existsSync(output) || existsSync(`${output}.journal`)).toBe(false);
  });
});

describe('a run whose process is killed', () => {
  const built = path.resolve(import.meta.dirname, '../../../dist/console.js');
  const input = path.join(work, 'killed.csv');

  /** The console, killed behind so many lines of the journal; how it ended. */
  function score(output: string, killedAt: number | null): Promise<number | NodeJS.Signals | null> {
    const args = [built, 'score-many', input, '--model', tiny.gpt2, '--output', output, '--no-estimate'];
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const journal = `${output}.journal`;
    const look = setInterval(() => {
      if (killedAt === null || !existsSync(journal)) return;
      if (readFileSync(journal, 'utf8').split('\n').length > killedAt) child.kill('SIGKILL');
    }, 5);
    return new Promise((resolve) => child.on('exit', (code, signal) => (clearInterval(look), resolve(signal ?? code))));
  }

  it('has the result of one that was not, however often', { timeout: 240_000 }, async () => {
    const rows = Array.from({ length: 3000 }, (_, at) => `${at},"${TEXTS[at % 4]!.replaceAll('"', '""')} ${at}"`);
    writeFileSync(input, ['id,text', ...rows, '3000,', '3001,"open'].join('\n'));
    const [whole, killed] = [path.join(work, 'whole.csv'), path.join(work, 'killed-often.csv')];
    expect(await score(whole, null)).toBe(3);
    const ends = [];
    for (const share of [0, 0.11, 0.3, 0.52, 0.77]) ends.push(await score(killed, Math.round(share * 3000)));
    expect(ends).toEqual(ends.map(() => 'SIGKILL'));
    expect(await score(killed, null)).toBe(3);
    expect(readFileSync(killed, 'utf8')).toBe(readFileSync(whole, 'utf8'));
    expect(readFileSync(whole, 'utf8').trimEnd().split('\r\n').length).toBe(3003);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scoreManyInConsole, type ManyConsole } from '../../../src/engine/cliMany.js';
import {
  GlassboxError,
  type Params,
  type PlanManyValue,
  type ScoreManyValue,
} from '../../../src/protocol/engine/index.js';

const plan: PlanManyValue = {
  ...{ model: 'gpt2-mini', texts: 1, unread: 1, characters: 9, columns: ['text'], column: 'text', seconds: 200 },
  ...{ state: 'begun', done: 7, differing: [], exists: false },
};
const value: ScoreManyValue = {
  ...{ model: 'gpt2-mini', output: '/out.csv', settings: null, rows: 2, resumed: 0, seconds: 1 },
  ...{ errors: 1, failed: [{ line: 4, name: null, code: 'too-long', message: 'Too long.' }] },
};

/** Runs the console with an engine that answers at once. */
async function run(
  args: string[],
  answer: () => Promise<ScoreManyValue> = () => Promise.resolve(value),
  more: Partial<ManyConsole> = {},
) {
  const asked: Params<'scoreMany'>[] = [];
  const [said, printed] = [[] as string[], [] as string[]];
  const status = await scoreManyInConsole(args, {
    plan: () => Promise.resolve(plan),
    run: (params) => (asked.push(params), answer()),
    stdin: () => Promise.resolve('{"input": "in.txt", "task": "labels", "output": "out.csv", "labels": ["a"]}'),
    print: (line) => printed.push(line),
    write: () => {},
    say: (line) => said.push(line),
    isTerminal: false,
    signal: new AbortController().signal,
    ...more,
  });
  return { status, asked, said, printed };
}

const place = (name: string) => path.resolve(process.env['INIT_CWD'] ?? process.cwd(), name);

describe('score-many', () => {
  it('takes a file and options, and puts the result beside it', async () => {
    const options = ['--task', 'labels', '--labels', 'good, bad', '--format', 'parquet', '--column', 'review'];
    const { asked, status, said, printed } = await run(['a/reviews.csv', ...options, '--restart']);
    expect(asked).toEqual([
      {
        ...{ input: place('a/reviews.csv'), output: place('a/reviews.labels.parquet'), format: 'parquet' },
        ...{ task: 'labels', labels: ['good', 'bad'], column: 'review', restart: true },
      },
    ]);
    expect(said[0]).toBe('1 text of the column text for gpt2-mini, 1 line without one, about 3 min');
    expect(said.slice(1)).toEqual(['/out.csv: 2 rows, 1 error', '  line 4: Too long.']);
    expect(JSON.parse(printed[0]!)).toEqual({ ok: true, value });
    expect(status).toBe(3);
  });

  it('says what was done before, and has other exit statuses', async () => {
    expect((await run(['a.txt'])).said[0]).toContain(', 7 done before,');
    expect((await run(['a.txt'], () => Promise.resolve({ ...value, errors: 0, failed: [] }))).status).toBe(0);
    const failed = await run(['a.txt'], () => Promise.reject(new GlassboxError('unknown-model', 'None.')));
    expect(failed.status).toBe(1);
    expect(JSON.parse(failed.printed[0]!)).toMatchObject({ ok: false, error: { code: 'unknown-model' } });
    const signal = AbortSignal.abort();
    const stopped = await run(['a.txt'], () => Promise.reject(new GlassboxError('cancelled', '')), { signal });
    expect(stopped.status).toBe(130);
    expect(stopped.said.at(-1)).toContain('goes on');
  });

  it('says of a run that ends with an error whether anything is kept', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'glassbox-kept-'));
    const output = path.join(folder, 'out.csv');
    const failing = () =>
      run(['a.csv', '--output', output], () => Promise.reject(new Error('The server wants a key.')));
    const before = await failing();
    writeFileSync(`${output}.journal`, '');
    const after = await failing();
    rmSync(folder, { recursive: true });
    expect([before.status, after.status]).toEqual([1, 1]);
    expect(before.said.join()).not.toContain('kept');
    expect(after.said.at(-1)).toBe('What was done is kept: the same command goes on with it.');
  });

  it('takes JSON, too', async () => {
    const { asked } = await run(['-']);
    expect(asked[0]).toEqual({ input: place('in.txt'), output: place('out.csv'), task: 'labels', labels: ['a'] });
  });

  it.each([[['--task', 'labels']], [['a', 'b']], [['a', '--nothing']], [['{']]])('refuses %j', async (args) => {
    const { status, said, asked } = await run(args);
    expect(status).toBe(2);
    expect(said.join('\n')).toContain('usage:');
    expect(asked).toEqual([]);
  });
});

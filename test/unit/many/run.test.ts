import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterAll, describe, expect, it } from 'vitest';
import type { ResultRow } from '../../../src/many/columns.js';
import { jobOf } from '../../../src/many/job.js';
import { planMany } from '../../../src/many/plan.js';
import { runMany, type RunOptions } from '../../../src/many/run.js';
import type { TextWorker } from '../../../src/many/worker.js';
import { GlassboxError, type ManyFormat, type ManyProgress } from '../../../src/protocol/engine/index.js';

const home = mkdtempSync(path.join(os.tmpdir(), 'glassbox-many-run-'));
afterAll(() => rmSync(home, { recursive: true }));

/** Stands in for a model: says how long a text is. */
class LengthWorker implements TextWorker {
  readonly asked: string[] = [];
  constructor(
    readonly parallel = 1,
    private readonly answer: (text: string) => Promise<ResultRow> | ResultRow = (text) => ({ length: text.length }),
  ) {}

  async run(text: string): Promise<ResultRow> {
    this.asked.push(text);
    await new Promise((resolve) => setImmediate(resolve));
    if (text.includes('too long')) throw new GlassboxError('too-long', 'It is too long.');
    return this.answer(text);
  }
}

let count = 0;
/** A file with texts, and a place for what comes of them. */
function places(content: string, name = 'texts.csv', output = 'out.csv') {
  const folder = path.join(home, String(count++));
  mkdirSync(folder);
  const input = path.join(folder, name);
  writeFileSync(input, content);
  return { folder, input, output: path.join(folder, output) };
}

const settings = { task: 'length', model: { id: 'ruler' } };

async function run(
  { input, output }: { input: string; output: string },
  worker: TextWorker,
  more: Partial<RunOptions> & { settings?: object; format?: ManyFormat; column?: string } = {},
) {
  const { settings: own = settings, format, column, ...options } = more;
  const job = await jobOf({ input, output, inputKind: undefined, column, format }, own as Record<string, unknown>);
  return runMany(job, worker, {
    ...{ restart: false, overwrite: false, report: () => {}, pause: () => Promise.resolve() },
    ...options,
  });
}

const table = (rows: number) =>
  `id,text\n${Array.from({ length: rows }, (_, at) => `${at},y${'x'.repeat((at * 7) % 13)} word ${at}\n`).join('')}`;

describe('many texts', () => {
  it('keep their columns and order, and have errors in their rows', async () => {
    const at = places('id,text\n1,a cat\n2,\n3,"x\n4,it is too long\n5,"=1+1, -2"\n');
    const value = await run(at, new LengthWorker());
    expect(readFileSync(at.output, 'utf8').split('\r\n')).toEqual([
      'id,text,line,length,error,error_message',
      '1,a cat,2,5,,',
      '2,,3,,bad-request,The text is empty.',
      ',,4,,bad-request,"A quotation mark is not closed, or stands within a value that has none around it."',
      '4,it is too long,5,,too-long,It is too long.',
      '5,"=1+1, -2",6,8,,',
      '',
    ]);
    expect(value).toMatchObject({ rows: 5, errors: 3, resumed: 0, settings: `${at.output}.settings.json` });
    expect(value.failed.map(({ line, code }) => [line, code])).toEqual([
      [3, 'bad-request'],
      [4, 'bad-request'],
      [5, 'too-long'],
    ]);
    expect(JSON.parse(readFileSync(value.settings!, 'utf8'))).toMatchObject({
      ...settings,
      input: {
        name: 'texts.csv',
        kind: 'table',
        column: 'text',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
      ...{ rows: 5, errors: 3 },
    });
    for (const rest of ['.journal', '.lock', '.new']) expect(existsSync(at.output + rest)).toBe(false);
  });

  it('of JSON lines stay as they are written, where a name is taken with another', async () => {
    const at = places(
      '{"id": 12345678901234567890, "text":"a", "length": 1.0}\n{"text": ""}\n{}\n"b"\n',
      'a.jsonl',
      'o.jsonl',
    );
    await run(at, new LengthWorker());
    expect(readFileSync(at.output, 'utf8').trimEnd().split('\n')).toEqual([
      '{"id": 12345678901234567890, "text":"a", "length": 1.0,"line":1,"length_2":1}',
      '{"text": "","line":2,"error":"bad-request","error_message":"The text is empty."}',
      '{"line":3,"error":"bad-request","error_message":"There is no text under the column’s name."}',
      '{"text":"b","line":4,"length_2":1}',
    ]);
  });

  it('are written as Parquet that reads back, with the settings in it', async () => {
    const lines = Array.from({ length: 50 }, (_, at) =>
      JSON.stringify({
        text: at === 7 ? 'it is too long' : `text ${at}`,
        n: at % 2 ? at : at / 4,
        tag: at % 3 ? ['a'] : null,
        ok: at > 3,
      }),
    );
    const at = places(lines.join('\n'), 'a.jsonl', 'o.parquet');
    await run(
      at,
      new LengthWorker(4, (text) => ({ tokens: text.length, vector: [0.1, text.length], names: ['é', text], mean: 2 })),
    );
    const file = await asyncBufferFromFile(at.output);
    const rows = await parquetReadObjects({ file });
    expect(rows.length).toBe(50);
    expect(rows[5]).toEqual({
      ...{ text: 'text 5', n: 5, tag: '["a"]', ok: true, line: 6n, tokens: 6n, names: ['é', 'text 5'], mean: 2 },
      ...{ vector: [Math.fround(0.1), 6], error: null, error_message: null },
    });
    expect(rows[7]).toMatchObject({
      tokens: null,
      vector: undefined,
      names: undefined,
      error: 'too-long',
      tag: '["a"]',
    });
    const { key_value_metadata: kept } = await parquetMetadataAsync(file);
    expect(JSON.parse(kept!.find(({ key }) => key === 'glassbox')!.value!)).toMatchObject({ ...settings, errors: 1 });
    expect(existsSync(`${at.output}.settings.json`)).toBe(false);
  });

  it('of a folder have its paths, and no result among them', async () => {
    const folder = path.join(home, 'texts');
    mkdirSync(path.join(folder, 'sub'), { recursive: true });
    for (const name of ['b.txt', 'sub/a.txt']) writeFileSync(path.join(folder, name), `in ${name}`);
    const output = path.join(folder, 'out.csv');
    const once = await run({ input: folder, output }, new LengthWorker());
    expect(once.rows).toBe(2);
    const again = await run({ input: folder, output }, new LengthWorker(), { overwrite: true });
    expect(again.rows).toBe(2);
    const link = path.join(home, 'link');
    symlinkSync(folder, link);
    const linked = await run({ input: folder, output: path.join(link, 'out.csv') }, new LengthWorker(), {
      overwrite: true,
    });
    expect(linked.rows).toBe(2);
    expect(readFileSync(output, 'utf8')).toContain('\r\nb.txt,8,,\r\n');
  });

  it('keep their order, whichever comes first', async () => {
    const at = places(table(300));
    const slow = new LengthWorker(16, async (text) => {
      await new Promise((resolve) => setTimeout(resolve, text.length % 5));
      return { length: text.length };
    });
    await run(at, slow);
    const [, ...lines] = (await readFile(at.output, 'utf8')).trimEnd().split('\r\n');
    expect(lines.map((line) => Number(line.split(',')[0]))).toEqual(Array.from({ length: 300 }, (_, row) => row));
    for (const line of lines) expect(Number(line.split(',')[3])).toBe(line.split(',')[1]!.length);
  });
});

describe('a server that is busy now and then', () => {
  it('loses nothing, and the order stays', async () => {
    const [at, other] = [places(table(300)), places(table(300))];
    await run(other, new LengthWorker());
    const waits: number[] = [];
    let busy = 0;
    const worker = new LengthWorker(32, async (text) => {
      await new Promise((resolve) => setTimeout(resolve, text.length % 4));
      if (worker.asked.length % 23 === 0 && (busy += 1) > 0) {
        const details = { kind: 'server', problem: 'busy', host: 'h', seconds: 0.02 } as const;
        throw new GlassboxError('server-failed', 'Too many requests.', { details });
      }
      return { length: text.length };
    });
    const report = ({ waitsFor }: ManyProgress) => void (waitsFor !== undefined && waits.push(waitsFor));
    const value = await run(at, worker, { report });
    expect(value).toMatchObject({ rows: 300, errors: 0 });
    expect(busy).toBeGreaterThan(3);
    expect(waits[0]).toBe(0.02);
    expect(readFileSync(at.output)).toEqual(readFileSync(other.output));
  });
});

describe('a run that was broken off', () => {
  /** Cancelled behind so many texts. */
  async function cancelled(at: ReturnType<typeof places>, after: number, more: Parameters<typeof run>[2] = {}) {
    const controller = new AbortController();
    const worker = new LengthWorker(2, (text) => {
      if (worker.asked.length >= after) controller.abort();
      return { length: text.length };
    });
    await expect(run(at, worker, { ...more, signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' });
    return worker.asked.length;
  }

  it('goes on where it was, and its result is that of one that was not', async () => {
    const [at, other] = [places(table(200)), places(table(200))];
    await run(other, new LengthWorker());
    let asked = 0;
    for (let times = 0; times < 3; times += 1) asked += await cancelled(at, 40);
    const worker = new LengthWorker(2);
    const value = await run(at, worker);
    expect(value.resumed).toBeGreaterThanOrEqual(100);
    // Those that were at work when it was cancelled are asked for again.
    expect(asked + worker.asked.length).toBeLessThanOrEqual(200 + 3 * 2);
    expect(readFileSync(at.output)).toEqual(readFileSync(other.output));
  });

  it('drops a line that is not whole, and one that is damaged', async () => {
    const [at, other] = [places(table(60)), places(table(60))];
    await run(other, new LengthWorker());
    await cancelled(at, 30);
    const journal = `${at.output}.journal`;
    const lines = readFileSync(journal, 'utf8').split('\n');
    lines[4] = lines[4]!.slice(0, 9);
    for (const rest of ['{"i":59,"r":{"len', '\ufffd\ufffd', '{"i":41,"r":{"length":999999}}']) {
      writeFileSync(journal, lines.join('\n') + rest);
      await cancelled(at, 2);
    }
    await run(at, new LengthWorker());
    expect(readFileSync(at.output)).toEqual(readFileSync(other.output));
  });

  it('is not mixed with another input or other settings', async () => {
    const at = places(table(60));
    await cancelled(at, 20);
    const journal = readFileSync(`${at.output}.journal`);
    await expect(
      run(at, new LengthWorker(), { settings: { ...settings, model: { id: 'other' } } }),
    ).rejects.toMatchObject({
      details: { kind: 'many', problem: 'otherSettings', differing: ['model'] },
    });
    await expect(run(at, new LengthWorker(), { column: 'id' })).rejects.toMatchObject({
      details: { problem: 'otherSettings', differing: ['column'] },
    });
    writeFileSync(at.input, table(61));
    await expect(run(at, new LengthWorker())).rejects.toMatchObject({ details: { problem: 'otherInput' } });
    expect(readFileSync(`${at.output}.journal`)).toEqual(journal);
    const anew = await run(at, new LengthWorker(), { restart: true });
    expect(anew).toMatchObject({ rows: 61, resumed: 0 });
  });

  it('ends in an error that is every text’s, and goes on when that is mended', async () => {
    const at = places(table(40));
    const worker = new LengthWorker(1, (text) => {
      if (worker.asked.length === 10) throw new GlassboxError('offline', 'No network.');
      return { length: text.length };
    });
    await expect(run(at, worker)).rejects.toMatchObject({ code: 'offline' });
    expect(await run(at, new LengthWorker())).toMatchObject({ resumed: 9, rows: 40, errors: 0 });
  });

  it('says where the input has changed meanwhile', async () => {
    const at = places(table(40));
    const worker = new LengthWorker(1, (text) => {
      if (worker.asked.length === 20) writeFileSync(at.input, table(40).replace('word 3', 'word X'));
      return { length: text.length };
    });
    await expect(run(at, worker)).rejects.toMatchObject({ details: { kind: 'many', problem: 'changed' } });
    expect(existsSync(at.output)).toBe(false);
  });
});

describe('the place of a result', () => {
  it('is not taken from another file unless that is said', async () => {
    const at = places(table(3));
    writeFileSync(at.output, 'mine');
    await expect(run(at, new LengthWorker())).rejects.toMatchObject({ details: { problem: 'exists' } });
    expect(readFileSync(at.output, 'utf8')).toBe('mine');
    await run(at, new LengthWorker(), { overwrite: true });
    expect(readFileSync(at.output, 'utf8')).not.toBe('mine');
  });

  it('is not the texts’ own', async () => {
    const at = places(table(3));
    await expect(run({ input: at.input, output: at.input }, new LengthWorker())).rejects.toMatchObject({
      details: { problem: 'sameFile' },
    });
  });

  it('is told where it cannot be written to', async () => {
    const at = places(table(3));
    writeFileSync(path.join(at.folder, 'file'), '');
    const output = path.join(at.folder, 'file', 'out.csv');
    await expect(run({ ...at, output }, new LengthWorker())).rejects.toMatchObject({
      details: { kind: 'many', problem: 'unwritable' },
    });
  });

  it.skipIf(!existsSync('/dev/full'))('is told where there is no room', async () => {
    const at = places(table(3));
    // What is written to it finds no room.
    symlinkSync('/dev/full', `${at.output}.new`);
    await expect(run(at, new LengthWorker())).rejects.toMatchObject({ details: { kind: 'many', problem: 'noRoom' } });
    expect(existsSync(`${at.output}.journal`)).toBe(true);
    rmSync(`${at.output}.new`, { force: true });
    expect(await run(at, new LengthWorker())).toMatchObject({ resumed: 3 });
  });

  it('has one run at a time', async () => {
    const at = places(table(30));
    const first = run(
      at,
      new LengthWorker(1, async (text) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return { length: text.length };
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(run(at, new LengthWorker())).rejects.toMatchObject({ details: { kind: 'storeBusy' } });
    await first;
  });
});

describe('a plan', () => {
  const going = { report: () => {}, pause: () => Promise.resolve() };

  it('tells how many there are, how long they take and what is done', async () => {
    const at = places(table(200));
    const job = await jobOf({ ...at, inputKind: undefined, column: undefined, format: undefined }, settings);
    const slow = new LengthWorker(1, async (text) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { length: text.length };
    });
    const plan = await planMany(job, slow, 4, going);
    expect(plan).toMatchObject({
      texts: 200,
      unread: 0,
      column: 'text',
      columns: ['id', 'text'],
      state: 'new',
      done: 0,
    });
    expect(plan.seconds).toBeGreaterThan(3);
    expect(plan.seconds).toBeLessThan(12);
    expect((await planMany(job, slow, 0, going)).seconds).toBeNull();
    expect(existsSync(at.output)).toBe(false);
  });

  it.each(['busy', 'failed', 'cut', 'refused'] as const)(
    'outlives a text that a server fails at: %s',
    async (problem) => {
      const job = await jobOf(
        { ...places(table(200)), inputKind: undefined, column: undefined, format: undefined },
        settings,
      );
      const failing = new LengthWorker(1, () =>
        Promise.reject(new GlassboxError('server-failed', '', { details: { kind: 'server', problem, host: 'h' } })),
      );
      expect((await planMany(job, failing, 4, going)).texts).toBe(200);
    },
  );

  it('says what a run is doing', async () => {
    const at = places(table(400));
    const told: ManyProgress[] = [];
    const worker = new LengthWorker(1, async (text) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { length: text.length };
    });
    await run(at, worker, { report: (progress) => told.push(progress) });
    const running = told.filter(({ stage }) => stage === 'running');
    expect(running.length).toBeGreaterThan(5);
    expect(running.at(-1)!.total).toBe(400);
    const left = running.map(({ secondsLeft }) => secondsLeft).filter((one) => one !== null);
    expect(left.length).toBeGreaterThan(2);
    expect(left.at(-1)).toBeLessThan(left[0]!);
  });
});

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { GlassboxError, type Params, type Values } from '../../../src/protocol/engine/index.js';
import type { InstalledModel, Store } from '../../../src/hub/index.js';
import { trainInConsole, trainNamesInConsole } from '../../../src/engine/cliTraining.js';

const home = mkdtempSync(path.join(os.tmpdir(), 'glassbox-cli-training-'));
afterAll(() => rmSync(home, { recursive: true }));

/** Where the method was told to put the model and to keep its run. */
type Places = Pick<Params<'train'>, 'run'> & { folder: string };

/** A console whose method writes a model at once. */
function consoleOf(
  installFolder: (folder: string) => Promise<Partial<InstalledModel>>,
  models: { id: string; source: 'embedded' | 'installed' }[] = [],
) {
  const asked: Places[] = [];
  const said: string[] = [];
  const to = {
    train: ({ folder = '', run }: Params<'train'>) => {
      asked.push({ folder, ...(run !== undefined && { run }) });
      if (folder === '') return Promise.resolve({ folder: null } as Values['train']);
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, 'model.safetensors'), 'weights');
      return Promise.resolve({ folder } as Values['train']);
    },
    store: { folder: path.join(home, 'models'), installFolder } as unknown as Store,
    models: () => Promise.resolve(models),
    write: () => {},
    say: (line: string) => void said.push(line),
    placeOf: (given: string) => path.resolve(home, given),
  };
  return { asked, said, train: (params: object) => trainInConsole({ examples: [], ...params }, to) };
}

const installs = (folder: string) => Promise.resolve({ name: path.basename(folder), folder: `/store/${folder}` });

describe('the name of a model that is trained', () => {
  it.each([
    '..',
    '.',
    '../../elsewhere',
    'a/b',
    'a\\b',
    '.hidden',
    '-x',
    'con',
    'ends.',
    'größe',
    'a--b',
    'models--x',
    'x.git',
    'COM1',
    'x'.repeat(97),
  ])('is not %s', async (name) => {
    const { train, asked } = consoleOf(installs);
    await expect(train({ name })).rejects.toMatchObject({
      code: 'bad-request',
      details: { kind: 'parameter', name: 'name' },
      message: expect.stringContaining(JSON.stringify(name)) as string,
    });
    expect(asked).toEqual([]);
  });

  it('is one at least', async () => {
    await expect(consoleOf(installs).train({ name: '' })).rejects.toMatchObject({
      message: 'train: name must not be empty.',
    });
  });

  it('is none of those that come along, and is told where another model has it', async () => {
    const { train, asked, said } = consoleOf(installs, [
      { id: 'bert-mini', source: 'embedded' },
      { id: 'mine', source: 'installed' },
    ]);
    await expect(train({ name: 'BERT-mini' })).rejects.toMatchObject({
      message: 'train: name "BERT-mini" is taken: there is a model bert-mini that comes along.',
      details: { kind: 'parameter', name: 'name' },
    });
    expect(asked).toEqual([]);
    await train({ name: 'mine' });
    expect(said).toEqual(['There is a model mine already: "installed" tells what this one is called.']);
    await train({ name: 'other' });
    expect(said).toHaveLength(1);
  });

  it('gives its run a folder of its own in the store', async () => {
    const { train, asked } = consoleOf(installs);
    for (const name of ['moods', 'Moods', 'moods']) await train({ name });
    const runs = asked.map(({ run }) => path.relative(path.join(home, 'models/.incoming/.training'), run!));
    expect(runs[0]).toMatch(/^train-[0-9a-f]{16}$/);
    expect(runs[1]).toMatch(/^train-[0-9a-f]{16}$/);
    expect(runs[1]).not.toBe(runs[0]);
    expect(runs[2]).toBe(runs[0]);
  });

  it('does not count where a folder is named', async () => {
    const { train, asked } = consoleOf(installs);
    await train({ name: '../x', folder: 'mine' });
    expect(asked).toEqual([{ folder: path.join(home, 'mine'), run: path.join(home, 'mine.run') }]);
    expect(existsSync(path.join(home, 'mine'))).toBe(true);
    expect(readdirSync(home)).not.toContain('x');
  });
});

describe('examples that get neither name nor folder', () => {
  it('are only judged', async () => {
    const { train, asked } = consoleOf(() => Promise.reject(new Error('nothing is to be installed')));
    expect(await train({})).toEqual({ folder: null });
    expect(asked).toEqual([{ folder: '' }]);
  });
});

describe('a table in a file', () => {
  const { train, said } = consoleOf(installs);
  const of = (name: string, bytes: string | Buffer) => {
    writeFileSync(path.join(home, name), bytes);
    return train({ file: name });
  };
  const TABLE = 'text,label\ngrün,a\nBye,b\n';

  it.each([
    ['Latin-1', Buffer.from(TABLE, 'latin1')],
    ['UTF-16 without its mark', Buffer.from(TABLE, 'utf16le')],
  ])('that is in %s is refused, and said to be no UTF-8', async (_, bytes) => {
    await expect(of('odd.csv', bytes)).rejects.toMatchObject({
      code: 'bad-request',
      message: `${path.join(home, 'odd.csv')} is not a text in UTF-8. Save it in this encoding.`,
    });
  });

  it('may be in UTF-16 with its mark', async () => {
    await of('wide.csv', Buffer.from(`\ufeff${TABLE}`, 'utf16le'));
    await of('wide.csv', Buffer.from(`\ufeff${TABLE}`, 'utf16le').swap16());
  });

  it.each([
    ['', 'there is nothing in it.'],
    ['text,text,label\nA,B,c\n', 'several columns are called text: give each a name of its own.'],
    ['text,label\nA,b\nC,"d\nE,f\n', 'line 3 has a quotation mark that is not closed, or stands within a value.'],
  ])('%j is told by what is wrong with it', async (table, message) => {
    await expect(of('bad.csv', table)).rejects.toMatchObject({ message: `${path.join(home, 'bad.csv')}: ${message}` });
  });

  it('tells which rows it leaves out', async () => {
    said.length = 0;
    await of('wide.csv', 'text,label\nHello, you there,a\nBye,b\n');
    expect(said).toEqual([expect.stringContaining('more values than the table has columns: 1 (numbers: 2).')]);
  });
});

describe('a model that cannot be installed', () => {
  it('is kept, and the message says where', async () => {
    const full = new GlassboxError('bad-request', 'The disk is full.', {
      details: { kind: 'disk', folder: '/store', needed: 2, free: 1 },
    });
    const { train, asked } = consoleOf(() => Promise.reject(full));
    const error = await train({ name: 'moods' }).catch((found: unknown) => found as GlassboxError);
    const folder = asked[0]!.folder;
    expect(error).toMatchObject({ code: 'bad-request', details: full.details });
    expect((error as GlassboxError).message).toBe(
      `The disk is full. What was trained is kept in ${folder}: install it from there.`,
    );
    expect(readFileSync(path.join(folder, 'model.safetensors'), 'utf8')).toBe('weights');
    rmSync(path.dirname(folder), { recursive: true });
  });

  it('is kept no longer than it has to be: of one that is installed nothing lies beside', async () => {
    const { train, asked } = consoleOf(installs);
    expect(await train({ name: 'moods' })).toMatchObject({ installed: 'moods' });
    expect(existsSync(path.dirname(asked[0]!.folder))).toBe(false);
  });
});

describe('lines of a file', () => {
  it('that lack a label or a text are told before the rest is learnt from', async () => {
    const { train, asked, said } = consoleOf(installs);
    writeFileSync(path.join(home, 'lines.csv'), 'text,label\nA,x\nB,\nC,y\n,x\n');
    await train({ file: 'lines.csv', folder: 'of-lines' });
    const file = path.join(home, 'lines.csv');
    expect(said).toEqual([`${file}: Lines left out, which lack a label or a text: 2 (numbers: 3, 5).`]);
    expect(asked).toHaveLength(1);
  });

  it('that stand there twice are told, with one label and with two', async () => {
    const { train, said } = consoleOf(installs);
    writeFileSync(path.join(home, 'twice.csv'), 'text,label\nA,x\nB,y\nA,y\nB,y\n');
    await train({ file: 'twice.csv', folder: 'of-twice' });
    expect(said).toEqual([
      expect.stringContaining('with another label: 1 (2 = 4).'),
      expect.stringContaining('with its label: 1 (5).'),
    ]);
  });
});

describe('lines that are no file', () => {
  it('and stand there twice are told by their places', async () => {
    const { train, said } = consoleOf(installs);
    const lines = [
      ['A', 'x'],
      ['B', 'y'],
      ['A', 'y'],
      ['B', ' y'],
    ];
    await train({ examples: lines.map(([text, label]) => ({ text, label })) });
    expect(said).toEqual([
      expect.stringMatching(/^examples: .* with another label: 1 \(1 = 3\)\./),
      expect.stringMatching(/^examples: .* with its label: 1 \(4\)\./),
    ]);
  });

  it('and are none that can be learnt from are left to the method', async () => {
    const { train, said, asked } = consoleOf(installs);
    await train({ examples: 'A' });
    expect(said).toEqual([]);
    expect(asked).toHaveLength(1);
  });
});

describe('a line that cannot be learnt from', () => {
  const refuse = () =>
    Promise.reject(
      new GlassboxError('bad-request', 'Line 2 has no words.', {
        details: { kind: 'training', problem: 'emptyLine', line: 2 },
      }),
    );
  const refusing = {
    train: refuse,
    models: () => Promise.resolve([]),
    store: { folder: path.join(home, 'models') } as unknown as Store,
    write: () => {},
    say: () => {},
    placeOf: (given: string) => path.resolve(home, given),
  };

  it('has its number in the file, and else its place', async () => {
    writeFileSync(path.join(home, 'empty.csv'), 'text,label\nA,x\n\nB,\n-,y\n');
    writeFileSync(path.join(home, 'empty.txt'), '[Anna](PERSON) sings.\n\nx\n');
    const at = (line: number) => ({ message: `Line ${line} has no words.`, details: { problem: 'emptyLine', line } });
    await expect(trainInConsole({ file: 'empty.csv', folder: 'x' }, refusing)).rejects.toMatchObject(at(5));
    await expect(trainNamesInConsole({ file: 'empty.txt', folder: 'x' }, refusing)).rejects.toMatchObject(at(3));
    await expect(trainInConsole({ examples: [], folder: 'x' }, refusing)).rejects.toMatchObject(at(2));
  });
});

describe('names of a file', () => {
  const to = (asked: unknown[], said: string[] = []) => ({
    train: (params: Params<'trainNames'>) => {
      asked.push(params.examples);
      return Promise.resolve({ folder: params.folder } as Values['trainNames']);
    },
    store: { folder: path.join(home, 'models') } as unknown as Store,
    models: () => Promise.resolve([]),
    write: () => {},
    say: (line: string) => void said.push(line),
    placeOf: (given: string) => path.resolve(home, given),
  });

  it('are its lines, without their marks', async () => {
    writeFileSync(path.join(home, 'lines.txt'), '[Anna](PERSON) sings.\n\nIt rains.\n');
    const asked: unknown[] = [];
    await trainNamesInConsole({ file: 'lines.txt', folder: 'names' }, to(asked));
    expect(asked).toEqual([
      [
        { text: 'Anna sings.', spans: [{ start: 0, end: 4, label: 'PERSON' }] },
        { text: 'It rains.', spans: [] },
      ],
    ]);
  });

  it('that are marked in another form are told', async () => {
    const marked = Array.from({ length: 9 }, (_, at) => `[Anna] (PERSON) has ${at}.`).join('\n');
    writeFileSync(path.join(home, 'odd.txt'), marked);
    const said: string[] = [];
    await trainNamesInConsole({ file: 'odd.txt', folder: 'odd' }, to([], said));
    expect(said).toEqual([
      `${path.join(home, 'odd.txt')}: Lines in which something looks like a mark and is read as text: 9 (numbers: 1, 2, 3, 4, 5, 6, 7, 8, …).`,
    ]);
  });

  it('stand there twice in what is given instead, and are told by their places', async () => {
    const said: string[] = [];
    const examples = ['A sings.', 'B sings.', 'A sings.'].map((text, at) => ({
      text,
      spans: at === 2 ? [] : [{ start: 0, end: 1, label: 'X' }],
    }));
    await trainNamesInConsole({ examples, folder: 'twice' }, to([], said));
    expect(said).toEqual([expect.stringMatching(/^examples: .* with another label: 1 \(1 = 3\)\./)]);
  });

  it('of which there is none are told so', async () => {
    await expect(trainNamesInConsole({ file: 'none.txt', folder: 'names' }, to([]))).rejects.toMatchObject({
      code: 'bad-request',
      details: { kind: 'parameter', name: 'file' },
    });
  });
});

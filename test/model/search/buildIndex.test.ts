/* An index of files: what is in it, what is read again, and what goes wrong with files, folders and the index itself. */
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Params, Progress } from '../../../src/protocol/engine/index.js';
import { localEngine, tiny } from '../engineOf.js';

const isRoot = process.getuid?.() === 0;
const isWindows = process.platform === 'win32';

const work = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'glassbox-index-')));
const engine = localEngine();
let count = 0;
let folder: string;
let index: string;

beforeEach(() => {
  folder = path.join(work, `files-${count}`);
  index = path.join(work, `index-${count++}`, 'deep');
  mkdirSync(folder);
});

afterAll(async () => {
  await engine.dispose();
  rmSync(work, { recursive: true, force: true });
});

/** Writes a file as if it had been there for long: a new one is read again at the next look. */
function put(name: string, content: string | Uint8Array, age = 60): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  const then = new Date(Date.now() - 1000 * age);
  utimesSync(file, then, then);
}
const build = (params: Partial<Params<'buildIndex'>> = {}, signal?: AbortSignal) =>
  engine.call('buildIndex', { index, folders: [folder], ...params }, {}, signal);
const search = (query: string, params: object = {}) => engine.call('search', { index, query, ...params });
const state = () => engine.call('indexState', { index });
const namesOf = async (query: string, params: object = {}) =>
  (await search(query, { mode: 'words', ...params })).results.map(({ name }) => name);

describe('an index', () => {
  it('has the sentences of text files, and is searched by meaning at exact places', async () => {
    put('fox.md', '# Tales\n\nA **hungry** fox saw ripe grapes. He jumped high.\n');
    put('dorf/wolf.txt', 'Ein Hirte rief jeden Abend.\r\nNiemand glaubte ihm mehr.');
    put('code/run.ts', '// Nobody has tested this on a ship.\nconst nobody = 1;\n');
    const value = await build();
    expect(value).toMatchObject({ model: 'e5-mini', files: 3, passages: 6, embedded: 6, removed: 0, skippedCount: 0 });
    expect(value.bytes).toBeLessThan(6 * 450 + 1000);
    expect(await state()).toMatchObject({
      state: 'whole',
      model: 'e5-mini',
      files: 3,
      passages: 6,
      bytes: value.bytes,
    });
    const { results, passages, outdated } = await search('Nobody believed the shepherd', { mode: 'meaning', topK: 6 });
    expect({ passages, outdated }).toEqual({ passages: 6, outdated: 0 });
    expect(results[0]).toMatchObject({ name: 'dorf/wolf.txt', folder, text: 'Niemand glaubte ihm mehr.' });
    for (const { name, start, end, text } of results)
      expect(readFileSync(path.join(folder, name), 'utf8').slice(start, end)).toBe(text);
    expect(await namesOf('nobody')).toEqual(['code/run.ts']);
  });

  it('says the same as the documents themselves do', async () => {
    put('a.md', 'The moon rose over the lake. A dog barked at it.\n\nNobody heard him.');
    put('b.txt', 'In winter the lake froze, and children skated there.');
    await build();
    const documents = ['a.md', 'b.txt'].map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
    const query = 'Who heard the dog at the lake?';
    const indexed = (await search(query)).results.map((result) => ({ ...result, folder: undefined }));
    const given = (await engine.call('search', { documents, query })).results;
    expect(indexed).toEqual(given);
  });

  it('tells sentences as a reader reads them, in files that are read in parts, too', async () => {
    const part = Array.from({ length: 90 }, (_, at) => `Paragraph ${at} of **many. It has** no owl at all.`);
    const text = [...part, 'It is **late. The _owl_ is awake**, too.', ...part].join('\n\n');
    put('long.md', text);
    await build();
    const of = async () => {
      const { results } = await search('late awake', { mode: 'words', topK: 2 });
      return results.map(({ reading }) => reading).sort();
    };
    expect(await of()).toEqual(['It is late.', 'The owl is awake, too.']);
    // Changed since: it is split anew.
    put('long.md', `New.\n\n${text}`, 30);
    expect(await of()).toEqual(['It is late.', 'The owl is awake, too.']);
  });

  it('obeys .gitignore files, each in its folder, and globs of the editor; follows no link', async () => {
    put('.gitignore', 'node_modules/\n*.log\n!kept.log\n/only-here.txt\n');
    put('node_modules/x/readme.md', 'fox');
    put('a.log', 'fox');
    put('kept.log', 'fox');
    put('only-here.txt', 'fox');
    put('deep/only-here.txt', 'fox');
    put('deep/.gitignore', 'secret/\n!a.log\n');
    put('deep/secret/x.txt', 'fox');
    put('deep/a.log', 'fox');
    put('.git/description', 'fox');
    put('out/made.md', 'fox');
    put('sub/out/made.md', 'fox');
    put('sub/left.bak', 'fox');
    if (!isWindows) {
      symlinkSync('..', path.join(folder, 'deep/loop'));
      symlinkSync(path.join(folder, 'kept.log'), path.join(folder, 'link.txt'));
      symlinkSync(os.tmpdir(), path.join(folder, 'outside'));
      symlinkSync('nowhere', path.join(folder, 'dangling'));
    }
    await build({ exclude: ['**/*.bak', 'out'] });
    expect((await namesOf('fox')).sort()).toEqual(['deep/a.log', 'deep/only-here.txt', 'kept.log', 'sub/out/made.md']);
  });

  it('reads what editors read: marks of UTF-8 and UTF-16, empty files, odd names', async () => {
    put('utf8.txt', '\uFEFFThe fox is here.');
    put('utf16le.txt', Buffer.from('\uFEFFThe fox is grün.', 'utf16le'));
    put('utf16be.txt', Buffer.from('\uFEFFThe fox is old.', 'utf16le').swap16());
    put('empty.txt', '');
    const odd = isWindows ? 'ein ñ 雪.txt' : 'ein "ñ" 雪\n\\?.txt';
    put(odd, 'The fox is odd.');
    expect(await build()).toMatchObject({ files: 5, passages: 4, skippedCount: 0 });
    const { results } = await search('fox', { mode: 'words' });
    expect(results.map(({ name }) => name).sort()).toEqual(['utf16be.txt', 'utf16le.txt', 'utf8.txt', odd].sort());
    expect(results.every(({ start, text }) => start === 0 && text.startsWith('The fox'))).toBe(true);
  });

  it('names what it skips, and why', async () => {
    put('picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]));
    put('large.txt', 'fox '.repeat(300));
    put('fox.txt', 'A fox.');
    const value = await build({ maxFileBytes: 1000 });
    expect(value).toMatchObject({ files: 1, skippedCount: 2 });
    expect(value.skipped).toEqual([
      { name: 'large.txt', folder, reason: 'large' },
      { name: 'picture.png', folder, reason: 'binary' },
    ]);
    for (let at = 0; at < 250; at++) put(`many/${at}.bin`, Buffer.from([0]));
    const many = await build();
    expect(many).toMatchObject({ files: 2, skippedCount: 251 });
    expect(many.skipped).toHaveLength(200);
    expect(await build({ maxFiles: 5 })).toMatchObject({ beyond: 248 });
  });

  it.skipIf(isWindows || isRoot)('goes on behind a folder and a file that may not be read', async () => {
    put('closed/fox.txt', 'A fox.');
    put('secret.txt', 'A fox.');
    put('fox.txt', 'A fox.');
    chmodSync(path.join(folder, 'closed'), 0);
    chmodSync(path.join(folder, 'secret.txt'), 0);
    const value = await build().finally(() => chmodSync(path.join(folder, 'closed'), 0o700));
    expect(value.skipped.map(({ name, reason }) => [name, reason])).toEqual([
      ['secret.txt', 'unreadable'],
      ['closed/', 'unreadable'],
    ]);
    expect(value.files).toBe(1);
  });

  it('has nothing of a folder that is not there', async () => {
    const value = await build({ folders: [folder, path.join(folder, 'gone')] });
    expect(value).toMatchObject({ files: 0, skippedCount: 0 });
    const gone = path.join(work, 'gone');
    expect(await build({ folders: [gone] })).toMatchObject({
      files: 0,
      skipped: [{ name: '', folder: gone, reason: 'unreadable' }],
    });
    await expect(search('fox')).rejects.toMatchObject({ details: { kind: 'nothingToSearch' } });
  });

  it('lets nothing of itself in, wherever it lies', async () => {
    put('fox.txt', 'A fox.');
    const inside = path.join(folder, '.glassbox');
    for (let round = 0; round < 2; round++) {
      expect(await build({ index: inside })).toMatchObject({ files: 1, skippedCount: 0 });
    }
  });
});

describe('a second time', () => {
  const read = async (params: Partial<Params<'buildIndex'>> = {}) => {
    const { embedded, files, passages, removed } = await build(params);
    return { embedded, files, passages, removed };
  };

  it('only passages that are new are read by the model', async () => {
    put('one.txt', 'The fox is red. The hen is white.');
    put('two.txt', 'The owl is grey.');
    expect(await read()).toEqual({ embedded: 3, files: 2, passages: 3, removed: 0 });
    expect(await read()).toEqual({ embedded: 0, files: 2, passages: 3, removed: 0 });
    // Another time, the same content; another name; the same sentence elsewhere.
    put('two.txt', 'The owl is grey.', 30);
    renameSync(path.join(folder, 'one.txt'), path.join(folder, 'three.txt'));
    put('four.txt', 'The hen is white.');
    expect(await read()).toEqual({ embedded: 0, files: 3, passages: 4, removed: 1 });
    put('three.txt', 'The fox is red. The hen is black.');
    expect(await read()).toEqual({ embedded: 1, files: 3, passages: 4, removed: 0 });
    rmSync(path.join(folder, 'two.txt'));
    expect(await read()).toEqual({ embedded: 0, files: 2, passages: 3, removed: 1 });
    expect(await namesOf('owl')).toEqual([]);
    expect(await namesOf('black')).toEqual(['three.txt']);
  });

  it('a change of equal length within the clock’s tick is seen', async () => {
    put('new.txt', 'The fox is red.', 0);
    await build();
    const { mtime } = { mtime: new Date() };
    writeFileSync(path.join(folder, 'new.txt'), 'The hen is red.');
    utimesSync(path.join(folder, 'new.txt'), mtime, mtime);
    expect(await read()).toMatchObject({ embedded: 1 });
  });

  it('two folders are one index, of which one can go', async () => {
    const other = `${folder}-other`;
    mkdirSync(other);
    writeFileSync(path.join(other, 'fox.txt'), 'Another fox.');
    put('fox.txt', 'A fox.');
    put('sub/hen.txt', 'A hen.');
    const sub = path.join(folder, 'sub');
    expect(await read({ folders: [sub, folder, other, folder] })).toMatchObject({ files: 3, embedded: 3 });
    const { results } = await search('fox', { mode: 'words' });
    expect(results.map((result) => result.folder).sort()).toEqual([folder, other].sort());
    expect(await read({ folders: [other] })).toEqual({ embedded: 0, files: 1, passages: 1, removed: 2 });
  });

  it('vectors that nothing needs any more are thrown away when they are most of the file', async () => {
    const sentences = (word: string, number: number) =>
      Array.from({ length: number }, (_, at) => `The ${word} has ${at} legs.`).join(' ');
    put('long.txt', sentences('spider', 1200));
    const { bytes } = await build({ model: tiny.bert });
    put('long.txt', sentences('beetle', 100));
    const value = await build({ model: tiny.bert });
    expect(value).toMatchObject({ passages: 100, embedded: 100 });
    expect(value.bytes).toBeLessThan(bytes / 8);
    expect(await build({ model: tiny.bert })).toMatchObject({ embedded: 0 });
    expect(await namesOf('beetle', { model: tiny.bert, topK: 1 })).toEqual(['long.txt']);
  });
});

describe('files that change after it was made', () => {
  it('are searched as they are now, with meaning where it is known', async () => {
    put('tale.txt', 'The fox is red. The hen is white.');
    put('gone.txt', 'The owl is grey.');
    await build();
    expect((await namesOf('hen owl')).sort()).toEqual(['gone.txt', 'tale.txt']);
    put('tale.txt', 'At night it rains. A badger came. The hen is white.', 10);
    rmSync(path.join(folder, 'gone.txt'));
    // What is found is looked at, so that no place is wrong.
    const { results, outdated } = await search('white hen', { topK: 3 });
    expect(results[0]).toMatchObject({ text: 'The hen is white.', start: 34 });
    expect(results.map(({ name }) => name)).not.toContain('gone.txt');
    expect(outdated).toBe(2);
    const badger = (await search('badger')).results.find(({ text }) => text === 'A badger came.')!;
    expect(badger.meaning).toBeNull();
    expect(badger.words!.terms).toEqual(['badger']);
    await build();
    expect((await search('badger')).outdated).toBe(0);
    expect((await search('badger')).results[0]).toMatchObject({ text: 'A badger came.', meaning: { rank: 1 } });
  });
});

describe('what is no index for the model', () => {
  beforeEach(() => put('fox.txt', 'The fox is red. The hen is white.'));
  const refused = (details: object) => ({ code: 'bad-request', details });

  it('is none at all', async () => {
    expect(await state()).toEqual({ state: 'none', model: null, files: 0, passages: 0, bytes: 0, updated: null });
    await expect(search('fox')).rejects.toMatchObject(refused({ kind: 'indexMissing', index }));
    expect(await engine.call('removeIndex', { index })).toEqual({ bytes: 0 });
  });

  it('is another’s', async () => {
    await build({ model: tiny.bert });
    expect(await state()).toMatchObject({ state: 'otherModel', model: tiny.bert, passages: 2 });
    expect(await engine.call('indexState', { index, model: tiny.bert })).toMatchObject({ state: 'whole' });
    const other = refused({ kind: 'indexOfOtherModel', index, model: tiny.bert, wanted: 'e5-mini' });
    await expect(search('fox')).rejects.toMatchObject(other);
    await expect(build()).rejects.toMatchObject(other);
    await engine.call('removeIndex', { index });
    expect(await build()).toMatchObject({ embedded: 2 });
    expect((await search('fox')).results[0]!.text).toBe('The fox is red.');
  });

  it('is another’s although it is open, and the other’s vectors are never searched with', async () => {
    await build();
    expect((await search('fox')).results).not.toEqual([]);
    const other = refused({ kind: 'indexOfOtherModel', index, model: 'e5-mini', wanted: tiny.bert });
    await expect(search('fox', { model: tiny.bert })).rejects.toMatchObject(other);
    // Made anew with the other one while the first one's is still open.
    await engine.call('removeIndex', { index });
    await build({ model: tiny.bert });
    const [first] = (await search('The fox is red.', { model: tiny.bert, mode: 'meaning' })).results;
    expect(first!.text).toBe('The fox is red.');
    expect(first!.meaning!.cosine).toBeCloseTo(1, 2);
    await expect(search('fox')).rejects.toMatchObject(
      refused({ kind: 'indexOfOtherModel', index, model: tiny.bert, wanted: 'e5-mini' }),
    );
  });

  /** Changes the list as somebody would who keeps its sum right. */
  async function rewriteList(change: (list: Record<string, unknown>) => void): Promise<void> {
    const { crc32 } = await import('../../../src/search/crc32.js');
    const file = path.join(index, 'files.json');
    const list = JSON.parse(readFileSync(file, 'utf8').split('\n')[1]!) as Record<string, unknown>;
    change(list);
    const json = JSON.stringify(list);
    writeFileSync(file, `${crc32(Buffer.from(json)).toString(16)}\n${json}`);
  }

  it('is of another release', async () => {
    await build();
    await rewriteList((list) => (list['form'] = 99));
    expect(await state()).toMatchObject({ state: 'otherVersion', model: null });
    const other = refused({ kind: 'indexOfOtherVersion', index, version: 99, known: 1 });
    await expect(search('fox')).rejects.toMatchObject(other);
    await expect(build()).rejects.toMatchObject(other);
    expect((await engine.call('removeIndex', { index })).bytes).toBeGreaterThan(500);
    expect(existsSync(index)).toBe(false);
  });

  it.each([
    ['is cut off', (file: string) => truncateSync(file, 100)],
    ['is empty', (file: string) => truncateSync(file, 0)],
    ['has other bytes', (file: string) => appendFileSync(file, '}')],
  ])('is damaged: its list %s; its vectors serve all the same', async (_, damage) => {
    await build();
    damage(path.join(index, 'files.json'));
    expect(await state()).toMatchObject({ state: 'damaged' });
    await expect(search('fox')).rejects.toMatchObject(refused({ kind: 'indexDamaged', index }));
    expect(await build()).toMatchObject({ files: 1, embedded: 0 });
    expect(await state()).toMatchObject({ state: 'whole' });
  });

  it.each([
    ['is gone', (file: string) => rmSync(file), 'damaged', 2],
    ['has no head', (file: string) => writeFileSync(file, 'x'.repeat(1000)), 'damaged', 2],
    ['lacks its end', (file: string) => truncateSync(file, 500), 'whole', 1],
    [
      'has a wrong byte',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes[100]! ^= 1;
        writeFileSync(file, bytes);
      },
      'whole',
      1,
    ],
  ])('is damaged: the file of vectors %s; what it lacks is read again', async (_, damage, found, embedded) => {
    await build();
    damage(path.join(index, 'vectors.bin'));
    expect(await state()).toMatchObject({ state: found });
    // Words need no vectors.
    expect(await namesOf('fox')).toEqual(['fox.txt']);
    expect(await build()).toMatchObject({ embedded });
    expect((await search('fox')).results.every(({ meaning }) => meaning !== null)).toBe(true);
    expect(await build()).toMatchObject({ embedded: 0 });
  });

  it('is a folder of other things, of which nothing is removed', async () => {
    await build();
    writeFileSync(path.join(index, 'mine.txt'), 'mine');
    await engine.call('removeIndex', { index });
    expect(readFileSync(path.join(index, 'mine.txt'), 'utf8')).toBe('mine');
    expect(existsSync(path.join(index, 'vectors.bin'))).toBe(false);
  });

  it('has no absolute place, or one that is a file', async () => {
    await expect(build({ index: 'here' })).rejects.toMatchObject(refused({ kind: 'parameter', name: 'index' }));
    await expect(build({ folders: ['.'] })).rejects.toMatchObject(refused({ kind: 'parameter', name: 'folders' }));
    const place = path.join(folder, 'fox.txt');
    await expect(build({ index: place })).rejects.toMatchObject(refused({ kind: 'store', folder: place }));
    await expect(search('fox', { index: place })).rejects.toMatchObject(refused({ kind: 'indexMissing' }));
  });
});

describe('while it is made', () => {
  beforeEach(() => {
    for (let file = 0; file < 20; file++) {
      const sentences = Array.from({ length: 20 }, (_, at) => `Tale ${file} has an owl and ${at} mice in its wood.`);
      put(`tale-${file}.txt`, sentences.join(' '));
    }
  });

  it('it can be stopped, keeps what it has, and goes on', async () => {
    const stop = new AbortController();
    let reports = 0;
    const onProgress = (progress: Progress) => {
      if (progress.kind === 'index' && progress.stage === 'embedding' && ++reports > 1) stop.abort();
    };
    const first = engine.call('buildIndex', { index, folders: [folder] }, { onProgress }, stop.signal);
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    const { state: found, passages, files } = await state();
    expect(found).toBe('partial');
    expect(passages).toBeGreaterThan(0);
    expect(files).toBeLessThan(20);
    expect((await search('owl', { topK: 1 })).results).toHaveLength(1);
    const rest = await build();
    expect(rest).toMatchObject({ files: 20, passages: 400 });
    expect(rest.embedded).toBeLessThan(400 - passages + 1);
    expect(await state()).toMatchObject({ state: 'whole' });
  });

  it('it gives way to everything else, whatever it was called as', async () => {
    const order: string[] = [];
    const building = engine
      .call('buildIndex', { index, folders: [folder] }, { priority: 'interactive' })
      .then(() => order.push('built'));
    for (const name of ['first', 'second', 'third']) {
      await engine.call('fillMask', { text: 'She drank a [MASK] of tea.' }, { priority: 'visible' });
      order.push(name);
    }
    await building;
    expect(order).toEqual(['first', 'second', 'third', 'built']);
  });

  it('no other may make it, nor throw it away', async () => {
    const other = localEngine();
    let refusals: unknown[] = [];
    const onProgress = (progress: Progress) => {
      if (progress.kind !== 'index' || progress.stage !== 'embedding' || refusals.length > 0) return;
      refusals = [
        other.call('buildIndex', { index, folders: [folder] }).catch((error: unknown) => error),
        other.call('removeIndex', { index }).catch((error: unknown) => error),
      ];
    };
    await engine.call('buildIndex', { index, folders: [folder] }, { onProgress });
    expect(refusals).toHaveLength(2);
    for (const refusal of refusals) {
      expect(await refusal).toMatchObject({ code: 'bad-request', details: { kind: 'storeBusy', model: index } });
    }
    await other.dispose();
  });
});

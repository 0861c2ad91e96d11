/* The console searches files and folders as somebody types them. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';

const CONSOLE = path.resolve(import.meta.dirname, '../../../dist/console.js');
const home = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'glassbox-search-console-')));
mkdirSync(path.join(home, 'tales/old'), { recursive: true });
writeFileSync(path.join(home, 'tales/old/wolf.txt'), 'Niemand glaubte dem Hirten mehr.');
writeFileSync(path.join(home, 'tales/fox.md'), 'A fox saw grapes.');
writeFileSync(path.join(home, 'tales/.gitignore'), 'draft.md\n');
writeFileSync(path.join(home, 'tales/draft.md'), 'A draft of a fox.');
writeFileSync(path.join(home, 'picture.png'), Buffer.from([0, 1, 2]));
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Answer {
  ok: boolean;
  value: Record<string, unknown> & { results: { name: string; text: string }[] };
  error: object;
}

/** One command, typed in the folder above. */
const run = (command: string, params: object) =>
  new Promise<Answer>((resolve) => {
    const env = { ...process.env, HOME: home, USERPROFILE: home, INIT_CWD: home };
    execFile(process.execPath, [CONSOLE, command, JSON.stringify(params)], { env }, (_, said) =>
      resolve(JSON.parse(said) as Answer),
    );
  });

it('searches files and folders at once', async () => {
  const paths = ['tales', '~/tales/fox.md', 'picture.png', 'gone.txt'];
  const { value } = await run('searchFiles', { query: 'Nobody believed the shepherd.', mode: 'meaning', paths });
  expect(value.results[0]!.name).toBe(path.join(home, 'tales/old/wolf.txt'));
  expect(value.results.map(({ name }) => path.basename(name)).sort()).toEqual(['.gitignore', 'fox.md', 'wolf.txt']);
  expect(value['skipped']).toEqual([
    { name: path.join(home, 'picture.png'), reason: 'binary' },
    { name: path.join(home, 'gone.txt'), reason: 'unreadable' },
  ]);
});

it('makes an index, searches it, and throws it away, by paths from where somebody is', async () => {
  const [index, folders] = ['kept/index', ['tales/old', './tales']];
  expect(await run('buildIndex', { index, folders, exclude: ['**/.gitignore'] })).toMatchObject({
    value: { files: 2 },
  });
  const { value } = await run('search', { index, query: 'grapes' });
  expect(value.results[0]).toMatchObject({ name: 'fox.md', folder: path.join(home, 'tales') });
  expect(await run('indexState', { index })).toMatchObject({ value: { state: 'whole', passages: 2 } });
  expect(await run('removeIndex', { index })).toMatchObject({ ok: true });
  expect(await run('search', { index, query: 'grapes' })).toMatchObject({
    error: { details: { kind: 'indexMissing' } },
  });
});

it('says what is wrong with what it was given', async () => {
  for (const [params, name] of [
    [{ query: 'fox' }, 'paths'],
    [{ query: 'fox', paths: [] }, 'paths'],
    [{ query: 'fox', paths: ['tales'], mode: 'all' }, 'mode'],
    [{ paths: ['tales'] }, 'query'],
  ] as const) {
    const details = { kind: 'parameter', name };
    expect(await run('searchFiles', params)).toMatchObject({ error: { code: 'bad-request', details } });
  }
});

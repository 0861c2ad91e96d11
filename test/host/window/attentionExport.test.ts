/* What the attention panel's exports hold, compared with what the panel shows and with what the engine says. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { headMatrix } from '../../../src/attention/weightMatrix.js';
import { toDisplayMatrix } from '../../../src/attention/displayMatrix.js';
import type { AttentionMap, AttentionValue } from '../../../src/protocol/engine/index.js';
import { focusEditor, placeCursor } from '../lib/editor.js';
import { answerFileDialog } from '../lib/fileDialog.js';
import { runCommand } from '../lib/palette.js';
import { webview } from '../lib/window.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

const BANK = 'The children sat on the bank of the river and watched the unreadable boats.';
const HOSTILE = 'He wrote =1+1, "a" & <img src=x onerror="parent.hacked=1"> </svg> on the wall.';

const workbench = useWorkbench({
  files: { 'note.txt': `${BANK}\n\n${HOSTILE}\n` },
  settings: { 'editor.wordWrap': 'on' },
  width: 1440,
});
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });
const shown = (selector: string): Promise<Frame> => webview(page(), `#attention ${selector}`);

interface MapJson {
  rows: { text: string; tokens: [number, number] }[];
  columns: { text: string }[];
  values: number[][];
  layer: number | null;
}

async function choose(entry: string): Promise<Frame> {
  const frame = await shown('button.export');
  await frame.getByRole('button', { name: 'Export', exact: true }).click();
  await frame.getByRole('menuitem', { name: entry }).click();
  return frame;
}

/** Saves by the menu and the editor's own dialogue, and reads the file. */
async function save(entry: string, name: string): Promise<Buffer> {
  const file = path.join(workbench().folder, name);
  fs.rmSync(file, { force: true });
  await choose(entry);
  await answerFileDialog(page(), file);
  await poll(() => fs.existsSync(file) && fs.statSync(file).size).toBeGreaterThan(20);
  return fs.readFileSync(file);
}

async function command(): Promise<string> {
  await page().evaluate(() => navigator.clipboard.writeText(''));
  await choose('Copy Command');
  const clipboard = () => page().evaluate(() => navigator.clipboard.readText());
  await poll(clipboard).toContain('npm run --silent engine --');
  return clipboard();
}

/** What the console prints for a copied command: a document a line. */
const run = (line: string): AttentionValue[] =>
  execFileSync('sh', ['-c', line], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e9 })
    .trim()
    .split('\n')
    .map((answer) => (JSON.parse(answer) as { value: AttentionValue }).value);

const typed = (map: AttentionMap | undefined): AttentionMap => {
  if (!map) throw new Error('the engine gave no map');
  return { ...map, values: Float32Array.from(map.values) };
};

/** Reads RFC 4180. */
const cells = (text: string) =>
  text
    .trimEnd()
    .split('\r\n')
    .map((row) =>
      [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, a, b]) => a?.replaceAll('""', '"') ?? b),
    );

async function look(view: string, selector: string): Promise<Frame> {
  const frame = await shown('button.export');
  await frame.getByRole('button', { name: view, exact: true }).click();
  await frame.locator(selector).first().waitFor({ state: 'attached' });
  return frame;
}

describe('exports', () => {
  test('are of the head that was opened', async () => {
    await placeCursor(workbench(), 'the bank');
    await runCommand(page(), 'Glassbox: Show Attention');
    const frame = await shown('.head');
    await frame.locator('.head').nth(10).click();
    await poll(() => frame.locator('.caption').innerText()).toMatch(/layer 2, head 3/);
  });

  test('of a matrix hold the numbers that the copied command gives', async () => {
    const data = JSON.parse((await save('Data as JSON …', 'a.json')).toString()) as MapJson;
    const [value] = run(await command());
    if (!value) throw new Error('the console answered nothing');
    const side = { tokens: value.source, text: BANK };
    const map = headMatrix(typed(value.maps[0]), 1, 2);
    const { matrix, rows } = toDisplayMatrix(map, side, side, { words: true, specials: 'hide' });
    expect(data.layer).toBe(1);
    expect(data.rows.map(({ text }) => text)).toEqual(rows.map(({ text }) => text));
    expect(data.rows.map(({ text }) => text)).toContain('unreadable');
    const values = data.values.flat();
    expect(values).toHaveLength(matrix.values.length);
    // Another process, another number of threads: the last digits may differ.
    values.forEach((weight, at) => expect(weight).toBeCloseTo(matrix.values[at] ?? NaN, 4));
    const table = cells((await save('Table as CSV …', 'a.csv')).toString()).slice(1);
    expect(table.map(([, , weight]) => Number(weight))).toEqual(values);
    expect(table.map(([query]) => query)).toEqual(data.rows.flatMap(({ text }) => data.columns.map(() => text)));
  });

  test('of a matrix hold the value that is read out for a cell', async () => {
    const frame = await shown('.matrix');
    await frame.locator('.matrix').focus();
    await page().keyboard.press('Control+Home');
    for (let i = 0; i < 5; i++) await page().keyboard.press('ArrowDown');
    for (let i = 0; i < 8; i++) await page().keyboard.press('ArrowRight');
    await poll(() => frame.locator('#matrix-cell').textContent()).toMatch(/^bank reads river: [01]\.\d{3}$/);
    const said = (await frame.locator('#matrix-cell').textContent())?.split(': ')[1];
    const table = cells((await save('Table as CSV …', 'cell.csv')).toString());
    const line = table.find(([query, key]) => query === 'bank' && key === 'river');
    expect(Number(line?.[2]).toFixed(3)).toBe(said);
  });

  test('as pictures have the labels of the page; the PNG is twice as fine', async () => {
    const frame = await shown('.stage svg');
    const labels = await frame.locator('.stage svg text').allTextContents();
    const picture = (await save('Picture as SVG …', 'a.svg')).toString();
    const read = await frame.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
      const texts = (selector: string) => [...root.querySelectorAll(selector)].map((each) => each.textContent);
      const labels = [...texts('.rows text'), ...texts('.columns text')];
      return { name: root.nodeName, labels, foot: texts('.foot text').join(' '), width: root.getAttribute('width') };
    }, picture);
    expect(read.name).toBe('svg');
    expect([...read.labels].sort()).toEqual([...labels].sort());
    expect(read.foot).toMatch(/bert-mini · encoder · layer 2, head 3/);
    expect(read.foot).toContain('Text: The children sat');
    const png = await save('Picture as PNG …', 'a.png');
    expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    expect(png.readUInt32BE(16)).toBe(2 * Number(read.width));
  });

  test('of lines are the drawing on the page', async () => {
    const frame = await look('Lines', '.stage svg path');
    const labels = await frame.locator('.stage svg text').allTextContents();
    const picture = (await save('Picture as SVG …', 'lines.svg')).toString();
    const texts = await frame.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
      return [...root.querySelectorAll('svg svg text')].map((each) => each.textContent);
    }, picture);
    expect(texts).toEqual(labels);
    // A word is looked at: the lines from it are the ones that stand out, and all of them lead from it.
    const [head, ...table] = cells((await save('Table as CSV …', 'lines.csv')).toString());
    expect(head).toHaveLength(3);
    expect(new Set(table.map(([query]) => query))).toEqual(new Set(['bank']));
    for (const [, key, weight] of table) {
      expect(labels).toContain(key);
      expect(Number(weight)).toBeGreaterThan(0);
    }
  });

  test('of three architectures hold five maps of the same words, and the questions to three models', async () => {
    const frame = await look('Three Architectures', '.architecture .small-map');
    await poll(() => frame.locator('.architecture .small-map').count()).toBe(5);
    const words = await frame.locator('.architectures .words .word').allTextContents();
    const table = cells((await save('Table as CSV …', 'three.csv')).toString()).slice(1);
    expect(table).toHaveLength(5 * words.length ** 2);
    expect(new Set(table.map(([model, kind]) => `${model} ${kind}`)).size).toBe(5);
    expect(new Set(table.map(([, , query]) => query))).toEqual(new Set(words));
    // GPT-2 reads nothing that comes later.
    const later = table.filter(([model, , , , , row, column]) => model === 'gpt2-mini' && Number(column) > Number(row));
    expect(new Set(later.map(([, , , , weight]) => weight))).toEqual(new Set(['0']));
    expect(run(await command()).map(({ model }) => model)).toEqual(['bert-mini', 'gpt2-mini', 't5-mini']);
    const picture = (await save('Picture as SVG …', 'three.svg')).toString();
    for (const title of ['BERT · encoder', 'GPT-2 · decoder', 'T5 · cross-attention']) expect(picture).toContain(title);
    await look('Matrix', '.matrix');
  });

  test('of words that look like markup or formulas are text', async () => {
    await focusEditor(workbench());
    await placeCursor(workbench(), 'He wrote');
    const frame = await shown('.stage svg');
    await poll(() => frame.locator('.stage svg text').allTextContents()).toContain('onerror');
    const picture = (await save('Picture as SVG …', 'hostile.svg')).toString();
    const found = await frame.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
      return [root.nodeName, root.querySelectorAll('img, script, parsererror').length];
    }, picture);
    expect(found).toEqual(['svg', 0]);
    const table = cells((await save('Table as CSV …', 'hostile.csv')).toString()).flat();
    expect(table).toContain("'=");
    expect(table.filter((cell) => /^[=+@]/.test(cell ?? ''))).toEqual([]);
    expect(run(await command())[0]?.source.map(({ text }) => text)).toContain('one');
  });
});

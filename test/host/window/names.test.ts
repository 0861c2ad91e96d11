/* Find Names in the window: marks, the view, the ways from name to name, and what a change does to them. */
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { answerFileDialog } from '../lib/fileDialog.js';
import { editorText, openFile, placeAt, placeCursor, selection, untilText } from '../lib/editor.js';
import { runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { markCount, paneOf, viewMessage, viewRow, viewRows } from '../lib/views.js';
import { clearNotifications, notification, notificationButtons } from '../lib/window.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

/** Tiny models with random weights: what they take for a name is none, but what is shown must be right. */
const MODELS = path.join(ROOT, 'test/golden/families/models');
const TEXT = [
  '# The **children** of the river',
  'Anna and Bob sat on the bank of the river near London and watched the boats. She drank a cup of tea.',
  'In the morning `Paul` went home with the old dog, and the children played in the garden of the house.',
  '- Bob came to London by train.\n- Anna walked home.',
  '',
].join('\n\n');

const workbench = useWorkbench({ files: { 'note.md': TEXT, 'code.ts': 'const x = 1;\n' }, width: 1440 });
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });

const PANE = paneOf('Names');
const rows = () => viewRows(page(), PANE);
const row = (label: string) => viewRow(page(), PANE, label);
const message = () => viewMessage(page(), PANE);
const marks = () => markCount(page());

interface Row {
  kind: string;
  name: string;
  start: string;
  end: string;
  line: string;
  column: string;
}

const parsed = (csv: string): Row[] => parse(csv, { columns: true });

/** The names as the extension copies them. */
async function names(): Promise<Row[]> {
  await page().evaluate(() => navigator.clipboard.writeText(''));
  await runCommand(page(), 'Glassbox: Copy Names as CSV');
  const copied = () => page().evaluate(() => navigator.clipboard.readText());
  await poll(copied).toContain('kind,name');
  return parsed(await copied());
}

const selected = async () => {
  const { start, end } = await selection(workbench());
  return { start, end };
};

test('where no model finds names, it says which does, and leads there', async () => {
  await openFile(workbench(), 'note.md');
  await runCommand(page(), 'Glassbox: Find Names');
  expect(await notification(page(), 'dslim/bert-base-NER')).toBe(
    'No model here finds names. dslim/bert-base-NER does, and can be installed.',
  );
  expect(await notificationButtons(page(), 'dslim/bert-base-NER')).toEqual(['Install Model…', 'Other Models…']);
  await clearNotifications(page());
});

describe('with a model', () => {
  // A setting of the machine: it has a file of its own.
  beforeAll(() => workbench().bridge.configure({ 'glassbox.models.folders': [MODELS] }));

  test('names are marked and listed, each at its place', async () => {
    await placeCursor(workbench(), 'Anna');
    await runCommand(page(), 'Glassbox: Find Names');
    await poll(message).toMatch(/^Names found by mini-bert-ner: \d+$/);
    await poll(marks).toBeGreaterThan(0);
    const found = await names();
    expect(Number((await message()).split(': ')[1])).toBe(found.length);
    for (const { name, start, end, line, column } of found) {
      expect(TEXT.slice(Number(start), Number(end)).replace(/\s+/g, ' ')).toBe(name);
      expect(placeAt(TEXT, Number(start))).toEqual({ line: Number(line) - 1, character: Number(column) - 1 });
    }
    // No name ends within a word.
    for (const { start, end } of found) {
      expect(TEXT.slice(Number(start) - 1, Number(start) + 1)).not.toMatch(/^\p{L}\p{L}$/u);
      expect(TEXT.slice(Number(end) - 1, Number(end) + 1)).not.toMatch(/^\p{L}\p{L}$/u);
    }
    const [first] = await rows();
    expect(first).toMatch(/^(People|Places) \| \d+ · (solid|dotted) line$/);
    await pictures(workbench(), 'names');
    const file = path.join(workbench().folder, 'names.csv');
    await runCommand(page(), 'Glassbox: Export Names as CSV…');
    await answerFileDialog(page(), file);
    await poll(() => fs.existsSync(file)).toBe(true);
    expect(parsed(fs.readFileSync(file, 'utf8'))).toEqual(found);
  });

  test('the next and the previous one are selected', async () => {
    const found = await names();
    await placeCursor(workbench(), '# ', 'before');
    const spans = found.map(({ start, end }) => ({ start: Number(start), end: Number(end) }));
    for (const span of spans.slice(0, 3)) {
      await runCommand(page(), 'Glassbox: Next Name');
      await poll(selected).toEqual(span);
    }
    await runCommand(page(), 'Glassbox: Previous Name');
    await poll(selected).toEqual(spans[1]);
    await placeCursor(workbench(), '# ', 'before');
    await runCommand(page(), 'Glassbox: Previous Name');
    await poll(selected).toEqual(spans.at(-1));
  });

  test('a row leads to its place', async () => {
    const found = await names();
    const isOnly = (one: Row) => found.filter(({ kind, name }) => kind === one.kind && name === one.name).length === 1;
    const only = found.findLast(isOnly);
    await row(only!.name).click();
    await poll(selected).toEqual({ start: Number(only!.start), end: Number(only!.end) });
  });

  test('are sorted into labels of one’s own, and back', async () => {
    const before = await names();
    const sort = async (labels: string) => {
      await runCommand(page(), 'Glassbox: Sort Names into Labels of Your Own…');
      await page().locator('.quick-input-widget:visible input[type="text"]').fill(labels);
      await page().keyboard.press('Enter');
    };
    await sort('river, person, city');
    await poll(message).toMatch(/^Names found by mini-bert-ner: \d+ · sorted into your labels by e5-mini$/);
    const after = await names();
    expect(after.map(({ start, end, name }) => [start, end, name])).toEqual(
      before.map(({ start, end, name }) => [start, end, name]),
    );
    for (const { kind } of after) expect(['river', 'person', 'city']).toContain(kind);
    expect((await rows())[0]).toMatch(/^(river|person|city) \| \d+ · /);
    await pictures(workbench(), 'names-labels', ['dark'], [1440]);
    await sort('');
    await poll(message).toMatch(/^Names found by mini-bert-ner: \d+$/);
    expect(await names()).toEqual(before);
  });

  test('they follow the text; one that is changed is gone, and the view says so', async () => {
    const before = await names();
    await workbench().bridge.edit({ line: 0, character: 0 }, { line: 0, character: 0 }, 'New first line.\n\n');
    const moved = await names();
    const by = 'New first line.\n\n'.length;
    expect(moved.map(({ start }) => Number(start))).toEqual(before.map(({ start }) => Number(start) + by));
    const [last] = moved.slice(-1);
    const place = placeAt(await editorText(workbench()), Number(last!.start) + 1);
    await workbench().bridge.edit(place, place, 'XX');
    await poll(message).toMatch(/ · changed in the text since: 1$/);
    expect(await names()).toHaveLength(before.length - 1);
  });

  test('in a selection only that is read, and marks go when they are cleared', async () => {
    const text = await editorText(workbench());
    const start = text.indexOf('Bob came');
    await workbench().bridge.select([placeAt(text, start), placeAt(text, text.length)]);
    await runCommand(page(), 'Glassbox: Find Names');
    await poll(message).toMatch(/^Names found by mini-bert-ner: \d+$/);
    for (const name of await names()) expect(Number(name.start)).toBeGreaterThanOrEqual(start);
    await runCommand(page(), 'Glassbox: Clear Names');
    await poll(marks).toBe(0);
    await poll(() => page().locator(PANE).count()).toBe(0);
    await untilText(workbench(), text);
  });

  test('where there is no prose nothing is found', async () => {
    await openFile(workbench(), 'code.ts');
    await runCommand(page(), 'Glassbox: Find Names');
    expect(await notification(page(), 'no names')).toBe('mini-bert-ner has found no names here.');
  });
});

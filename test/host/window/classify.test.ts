/* Classify Selection or Lines in the window: by a classifier, by labels that are typed, line by line. */
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { answerFileDialog } from '../lib/fileDialog.js';
import { openFile, placeCursor, selectTexts, untilText } from '../lib/editor.js';
import { acceptPick, dismissPick, pick, runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { webview } from '../lib/window.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

/** Tiny models with random weights: what they say of a text is nothing, but what is shown must be right. */
const MODELS = path.join(ROOT, 'test/golden/families/models');
const LINES = [
  '- The film was great.',
  '- The story was bad and long.',
  '- I liked the children.',
  '- The house fell.',
];
const LONG = `- ${'very '.repeat(150)}bad.`;
const EXAMPLES = '- a good day => good\n- I slept => bad\n- The film was great.\n- It rained.\n';
const TEXT = `${LINES.join('\n')}\n${LONG}\n`;

const workbench = useWorkbench({ files: { 'note.md': TEXT, 'examples.md': EXAMPLES }, width: 1280 });
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });
const classify = () => runCommand(page(), 'Glassbox: Classify Selection or Lines');
const type = async (text: string) => {
  await page().locator('.quick-input-widget:visible input[type="text"]').fill(text);
};
/** What the line for typing says is wrong. */
const fault = () => page().locator('.quick-input-widget:visible .quick-input-message').innerText();

/** Takes the row of the open list. */
async function take(label: string) {
  await page().locator('.quick-input-widget:visible .monaco-list-row', { hasText: label }).first().click();
}

describe('with the classifier that came along', () => {
  test('it tells praise from complaint, at once', async () => {
    await placeCursor(workbench(), 'film was');
    await classify();
    await pick(page(), 'e5-mini-sentiment');
    await take('e5-mini-sentiment');
    const { rows, title } = await pick(page(), /%/);
    expect(title).toBe('The film was great. · e5-mini-sentiment');
    expect(rows[0]!.label).toBe('positive');
    await dismissPick(page());
  });

  test('labels can be typed, and another can be installed', async () => {
    await placeCursor(workbench(), 'film was');
    await classify();
    const { rows, placeholder } = await pick(page(), 'Install Model');
    expect(placeholder).toBe('What to classify, and by what?');
    expect(rows.map(({ label }) => label)).toEqual([
      'e5-mini-sentiment',
      'Labels of Your Own…',
      'Examples of Your Own…',
      'Install Model…',
    ]);
    expect(rows[3]!.description).toBe('distilbert/distilbert-base-uncased-finetuned-sst-2-english');
    await pictures(workbench(), 'classify-along');
    await take('Labels of Your Own…');
  });

  test('labels that repeat are told, and one is not enough', async () => {
    await type('good, bad, Good');
    await poll(fault).toContain('“Good” is there twice.');
    await type('good');
    await poll(fault).toContain('Type another label.');
    await type('food, cinema, weather');
    await page().keyboard.press('Enter');
    const { rows, title } = await pick(page(), /%/);
    expect(title).toMatch(/The film was great\. · \S+, by (how likely the labels are|nearness in meaning)/);
    const classes = rows.filter(({ description }) => description.includes('%'));
    expect(classes.map(({ label }) => label).sort()).toEqual(['cinema', 'food', 'weather']);
    await dismissPick(page());
  });
});

describe('by examples', () => {
  test('that are typed, with what is wrong with them; the prompt stands in Explain', async () => {
    await openFile(workbench(), 'note.md');
    await placeCursor(workbench(), 'film was');
    await classify();
    await pick(page(), 'Install Model');
    await take('Examples of Your Own…');
    await type('a good day => good; dull');
    await poll(fault).toContain('“dull” has no label yet');
    await type('a good day => good');
    await poll(fault).toContain('another label');
    await type('a good day => good; I slept => bad');
    await page().keyboard.press('Enter');
    const { rows, title } = await pick(page(), /%/);
    expect(title).toBe('The film was great. · gpt2-mini, examples shown: 2');
    const classes = rows.filter(({ description }) => description.includes('%'));
    expect(classes.map(({ label }) => label).sort()).toEqual(['bad', 'good']);
    await take('Explain This Result');
    const frame = await webview(page(), '#explain .reading');
    expect((await frame.locator('.prompt').innerText()).trimEnd()).toBe(
      'a good day\n=> good\n\nI slept\n=> bad\n\nThe film was great.\n=>',
    );
    await pictures(workbench(), 'classify-examples');
    await runCommand(page(), 'View: Close Editor');
  });

  test('that are lines of the selection, for the other lines', async () => {
    await openFile(workbench(), 'examples.md');
    await selectTexts(workbench(), { text: EXAMPLES.trimEnd() });
    await classify();
    const { rows } = await pick(page(), 'Without a Label');
    expect(rows[0]).toMatchObject({
      label: 'The 2 Lines Without a Label, by the 2 with One',
      description: 'gpt2-mini',
    });
    await acceptPick(page());
    const list = await pick(page(), 'Open as Table');
    expect(list.title).toBe('lines: 2 · gpt2-mini, examples shown: 2');
    await take('It rained.');
    await poll(async () => (await workbench().bridge.state()).selections[0]?.anchor).toEqual({ line: 3, character: 2 });
    await untilText(workbench(), EXAMPLES);
    await openFile(workbench(), 'note.md');
  });
});

describe('with a classifier', () => {
  // A setting of the machine: it has a file of its own.
  beforeAll(() =>
    workbench().bridge.configure({ 'glassbox.models.folders': [MODELS], 'glassbox.classify.model': 'mini-bert-sst2' }),
  );

  test('the sentence at the cursor has its classes', async () => {
    await placeCursor(workbench(), 'film was');
    await classify();
    const { rows, title } = await pick(page(), /%/);
    expect(title).toBe('The film was great. · mini-bert-sst2');
    expect(
      rows
        .slice(0, 2)
        .map(({ label }) => label)
        .sort(),
    ).toEqual(['NEGATIVE', 'POSITIVE']);
    const shares = rows.slice(0, 2).map(({ description }) => Number(/[\d.]+/.exec(description)![0]));
    expect(shares[0]! + shares[1]!).toBeCloseTo(100, 0);
    await pictures(workbench(), 'classify-text');
    await dismissPick(page());
  });

  test('lines have theirs each, with counts; one that is too long is told', async () => {
    await selectTexts(workbench(), { text: TEXT.trimEnd() });
    await classify();
    const { rows } = await pick(page(), 'Each of the 5 Lines');
    expect(rows.map(({ label, description }) => `${label} | ${description}`)).toEqual([
      'Each of the 5 Lines | mini-bert-sst2',
      'All as One Text | mini-bert-sst2',
      'Each of the 5 Lines | by labels of your own',
      'All as One Text | by labels of your own',
      'Each of the 5 Lines | by examples of your own',
      'All as One Text | by examples of your own',
    ]);
    await acceptPick(page());
    const list = await pick(page(), 'Open as Table');
    expect(list.title).toBe('lines: 5 · mini-bert-sst2 · too long for the model: 1');
    await pictures(workbench(), 'classify-lines');
    const file = path.join(workbench().folder, 'classes.csv');
    await take('Export as CSV…');
    await answerFileDialog(page(), file);
    await poll(() => fs.existsSync(file)).toBe(true);
    const found: Record<string, string>[] = parse(fs.readFileSync(file, 'utf8'), { columns: true });
    expect(found.map(({ line, text }) => `${line} ${text}`)).toEqual(
      [...LINES, LONG].map((line, index) => `${index + 1} ${line.slice(2)}`),
    );
    for (const row of found) {
      expect(TEXT.slice(Number(row['start']), Number(row['end']))).toBe(row['text']);
      const isLong = row['text'] === LONG.slice(2);
      expect(row['class']).toMatch(isLong ? /^$/ : /^(POSITIVE|NEGATIVE)$/);
    }
  });

  test('the result explains itself, and its console command is copied', async () => {
    await placeCursor(workbench(), 'film was');
    await classify();
    await pick(page(), /%/);
    await take('Copy Console Command');
    await poll(() => page().evaluate(() => navigator.clipboard.readText())).toMatch(
      /^npm run --silent engine -- classify '\{"model":"mini-bert-sst2","text":"The film was great\."\}'$/,
    );
    await classify();
    await pick(page(), /%/);
    await take('Explain This Result');
    const frame = await webview(page(), '#explain .reading');
    expect(await frame.locator('h1').innerText()).toBe('Classify');
    expect(await frame.locator('.making').innerText()).toContain('softmax');
    expect(await frame.locator('.calls .row').count()).toBe(2);
    await pictures(workbench(), 'classify-explain');
    await runCommand(page(), 'View: Close Editor');
    await openFile(workbench(), 'note.md');
  });

  test('a line leads to its place, and the table opens beside', async () => {
    await selectTexts(workbench(), { text: TEXT.trimEnd() });
    await classify();
    await pick(page(), 'Each of the 5 Lines');
    await acceptPick(page());
    await pick(page(), 'Open as Table');
    await type('liked');
    await pick(page(), 'I liked the children.');
    await acceptPick(page());
    await poll(async () => (await workbench().bridge.state()).selections[0]?.anchor).toEqual({ line: 2, character: 2 });
    await selectTexts(workbench(), { text: TEXT.trimEnd() });
    await classify();
    await pick(page(), 'Each of the 5 Lines');
    await acceptPick(page());
    await pick(page(), 'Open as Table');
    await acceptPick(page());
    await untilText(workbench(), /^\| Class \| Lines \| % \|\n[^]*\| 5 \| – \| – \| very /);
    await pictures(workbench(), 'classify-table', ['light']);
  });

  test('the text has not changed', async () => {
    await openFile(workbench(), 'note.md');
    await untilText(workbench(), TEXT);
  });
});

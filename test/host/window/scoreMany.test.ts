/* Score Many Texts in the window: from the open file to the result, stopped and gone on with. */
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { openFile, untilText } from '../lib/editor.js';
import { answerFileDialog } from '../lib/fileDialog.js';
import { pick, runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { answerDialog, notification, pressNotification } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const FEW = 'id,review\n1,The cat sat on the mat.\n2,\n3,"It rained, and nobody came."\n';
const MANY = `id,text\n${Array.from({ length: 5000 }, (_, at) => `${at},Once upon a time there were ${at} cats.`).join('\n')}\n`;

const workbench = useWorkbench({ files: { 'few.csv': FEW, 'many.csv': MANY }, width: 1280 });
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 60_000 });
const placeOf = (name: string) => path.join(workbench().folder, name);

/** Takes the row of the open list. */
async function take(label: string, rows = /./) {
  await pick(page(), rows);
  await page().locator('.quick-input-widget:visible .monaco-list-row', { hasText: label }).first().click();
}

/** Chooses the open file, perplexity, the first model and CSV, up to the dialogue for the place. */
async function choose(file: string) {
  await runCommand(page(), 'Glassbox: Score Many Texts…');
  await take(file, /Folder/);
  await take('Perplexity', /Embeddings/);
  await take('gpt2-mini', /gpt2-mini/);
  await take('CSV', /Parquet/);
}

test('the texts of the open file get their perplexity, in a file beside it', async () => {
  await openFile(workbench(), 'few.csv');
  await runCommand(page(), 'Glassbox: Score Many Texts…');
  const { rows } = await pick(page(), /Folder/);
  expect(rows.map(({ label }) => label)).toEqual(['few.csv', 'File…', 'Folder…']);
  await take('few.csv');
  const tasks = await pick(page(), /Embeddings/);
  expect(tasks.rows.map(({ label }) => label)).toEqual([
    ...['Perplexity', 'Labels', 'Labels of Your Own…', 'Embeddings', 'Continuations'],
  ]);
  await pictures(workbench(), 'score-many-tasks');
  await take('Perplexity');
  await take('gpt2-mini', /gpt2-mini/);
  await take('CSV', /Parquet/);
  await answerFileDialog(page(), placeOf('few.perplexity.csv'));
  await answerDialog(page(), 'Texts in the column “review”: 2, for gpt2-mini.', 'Begin');
  expect(await notification(page(), 'few.perplexity.csv is written')).toContain('Rows: 3, of these with an error: 1');
  await pressNotification(page(), 'few.perplexity.csv is written', 'Open Result');
  const { text } = await untilText(workbench(), /bits_per_byte/);
  const [head, ...lines]: string[][] = parse(text);
  expect(head!.slice(0, 3)).toEqual(['id', 'review', 'line']);
  expect(lines.map((line) => line.at(-2))).toEqual(['', 'bad-request', '']);
  expect(fs.existsSync(placeOf('few.perplexity.csv.settings.json'))).toBe(true);
});

test('a run that is stopped keeps what is done, and goes on', async () => {
  await openFile(workbench(), 'many.csv');
  await choose('many.csv');
  await answerFileDialog(page(), placeOf('many.perplexity.csv'));
  await answerDialog(page(), 'Texts in the column “text”: 5,000', 'Begin');
  const journal = placeOf('many.perplexity.csv.journal');
  const done = () => (fs.existsSync(journal) ? fs.readFileSync(journal, 'utf8').split('\n').length : 0);
  await poll(done).toBeGreaterThan(50);
  await pictures(workbench(), 'score-many-running');
  await pressNotification(page(), 'Scoring many.csv', 'Cancel');
  expect(await notification(page(), 'What is done is kept')).toMatch(/Stopped at [\d,]+ of 5,000\./);
  const kept = done();
  expect(fs.existsSync(placeOf('many.perplexity.csv'))).toBe(false);
  // The same choice goes on as the button of the notification does.
  await choose('many.csv');
  await answerFileDialog(page(), placeOf('many.perplexity.csv'));
  await answerDialog(page(), 'Done already in a run before:', 'Go On');
  await notification(page(), 'many.perplexity.csv is written');
  const rows: string[][] = parse(fs.readFileSync(placeOf('many.perplexity.csv'), 'utf8'));
  expect(rows.length).toBe(5001);
  expect(kept).toBeGreaterThan(50);
  expect(fs.existsSync(journal)).toBe(false);
});

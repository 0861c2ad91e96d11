/* Train Classifier and Label Lines by Keys in the window: from lines without a label to a classifier that Classify uses. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFile, placeCursor, untilText } from '../lib/editor.js';
import { killEngine } from '../lib/engineProcess.js';
import { acceptPick, dismissPick, pick, pickClosed, runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { paneOf, viewMessage, viewRows } from '../lib/views.js';
import { notification, pressNotification, clearNotifications } from '../lib/window.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

/** The lines of the benchmark: 20 good and 20 bad. */
const LEARN = fs
  .readFileSync(path.join(ROOT, 'bench/training/learn.tsv'), 'utf8')
  .split('\n')
  .slice(1)
  .filter((line) => line !== '');
const ARROWS = LEARN.map((line) => line.replace('\t', ' => ')).join('\n');
const OPEN = '- The sun was warm.\n- The rain was cold.\n\n---\n- What a good day!\n- I lost my keys.\n';
const TABLE = `review,stars\n${LEARN.map((line) => line.replace('\t', ',')).join('\n')}\n`;

/** Somebody's own way to write, long enough to be parted. */
const VOICE = Array.from(
  { length: 60 },
  (_, at) => `Thus spake the miller of the ${at % 2 ? 'upper' : 'lower'} mill on day ${at}: grind, ye stones, grind!`,
).join('\n\n');

/** Lines in which tools and plants are marked, beside some without a name. */
const NAMED = ['hammer', 'saw', 'brush', 'needle', 'spade', 'knife']
  .flatMap((tool, at) => [
    ...['oak', 'rose', 'fern', 'moss'].map((plant) => `He took the [${tool}](TOOL) to the [${plant}](PLANT).`),
    `The day was cold, ${at} of them.`,
  ])
  .join('\n');

const workbench = useWorkbench({
  files: {
    'voice.md': VOICE,
    'moods.txt': ARROWS,
    'open.md': OPEN,
    'table.csv': TABLE,
    'one.txt': 'A => x\nB => x\n',
    'stars.md': 'A great film.\nNot for me.\nA bad one.\n',
    'comma.csv': `text,label\n${LEARN.map((line) => line.replace('\t', ',')).join('\n')}\nHello, you there,good\n`,
    'rtl.txt': 'اليوم جميل => سعيد\nالبيت جميل => سعيد\nاليوم حزين => حزين\nالبيت حزين => حزين\n',
    'named.md': NAMED,
    'garden.md': 'He took the saw to the oak.\n',
  },
  width: 1280,
});
const page = () => workbench().page;
const field = () => page().locator('.quick-input-widget:visible input[type="text"]');

async function take(label: string | RegExp) {
  await page().locator('.quick-input-widget:visible .monaco-list-row', { hasText: label }).first().click();
  // A pointer that rests has the editor explain the row below it, over the next list.
  await page().mouse.move(0, 0);
}

/** Whether something is kept of a run that is at work. */
const isKept = () =>
  fs
    .readdirSync(path.join(workbench().server.folder, 'user-data'), { recursive: true, encoding: 'utf8' })
    .some((name) => /training[\\/].*[\\/]run[\\/]run\.json$/.test(name));

/** Goes through the lists up to the name. */
async function choose(layers: string, name: string) {
  await pick(page(), 'bert-mini');
  await take('bert-mini');
  await pick(page(), layers);
  await take(layers);
  await expect
    .poll(() => page().locator('.quick-input-widget:visible .quick-input-message').innerText())
    .toContain('new model called');
  await field().fill(name);
  await page().keyboard.press('Enter');
}

describe('lines without a label', () => {
  test('get theirs by digits, one can be taken back, and nothing is lost', async () => {
    await openFile(workbench(), 'open.md');
    await runCommand(page(), 'Glassbox: Label Lines by Keys…');
    const first = await pick(page(), 'That Is All');
    expect(first.title).toBe('Line 1 of 4: The sun was warm.');
    expect(first.rows.map(({ label }) => label)).toEqual(['Leave It Without a Label', 'That Is All']);
    await field().fill('good');
    await pick(page(), 'good');
    await page().keyboard.press('Enter');
    await expect.poll(async () => (await pick(page(), 'That Is All')).title).toContain('Line 2 of 4');
    await field().fill('bad');
    await pick(page(), 'bad');
    await page().keyboard.press('Enter');
    await expect.poll(async () => (await pick(page(), 'That Is All')).title).toContain('Line 3 of 4');
    const { rows } = await pick(page(), 'bad');
    expect(rows.slice(0, 2).map(({ label, description }) => `${description} ${label}`)).toEqual(['1 good', '2 bad']);
    await pictures(workbench(), 'label-lines');
    await page().keyboard.press('2');
    await expect.poll(async () => (await pick(page(), 'That Is All')).title).toContain('Line 4 of 4');
    await take('Back');
    await expect.poll(async () => (await pick(page(), 'That Is All')).title).toContain('Line 3 of 4');
    await page().keyboard.press('1');
    await expect.poll(async () => (await pick(page(), 'That Is All')).title).toContain('Line 4 of 4');
    await page().keyboard.press('2');
    await pickClosed(page());
    await untilText(
      workbench(),
      'The sun was warm. => good\nThe rain was cold. => bad\nWhat a good day! => good\nI lost my keys. => bad\n',
    );
    expect(await notification(page(), 'Lines labelled')).toContain('Lines labelled: 4, labels: 2.');
    await clearNotifications(page());
  });
});

test('labels that begin with a digit are typed, also the third', async () => {
  await openFile(workbench(), 'stars.md');
  await runCommand(page(), 'Glassbox: Label Lines by Keys…');
  for (const [at, label] of ['1 star', '5 stars', '2 stars'].entries()) {
    await expect.poll(async () => (await pick(page(), 'That Is All')).title).toContain(`Line ${at + 1} of 3`);
    await page().keyboard.type(label);
    await pick(page(), label);
    await page().keyboard.press('Enter');
  }
  await pickClosed(page());
  await untilText(workbench(), 'A great film. => 1 star\nNot for me. => 5 stars\nA bad one. => 2 stars\n');
  await clearNotifications(page());
});

describe('labelled lines', () => {
  test('become a classifier, with how well it tells lines that it has not seen', async () => {
    await openFile(workbench(), 'moods.txt');
    await runCommand(page(), 'Glassbox: Train Classifier…');
    const { rows } = await pick(page(), 'Labelled Lines of moods');
    expect(`${rows[0]!.label} | ${rows[0]!.description}`).toBe('The 40 Labelled Lines of moods | 20 good, 20 bad');
    await acceptPick(page());
    await choose('All Layers', 'moods');
    const { rows: figures, title } = await pick(page(), 'Use It for Classify');
    expect(title).toMatch(/^moods is trained and installed \([\d.]+ s\)$/);
    expect(figures.find(({ label }) => label === 'The classifier')?.description).toMatch(
      /^\d of 8 right \([\d.]+ %; 95 % interval [\d.]+ % to [\d.]+ %\)$/,
    );
    expect(figures.find(({ label }) => label.includes('shuffled'))?.description).toMatch(/right, at most/);
    await pictures(workbench(), 'train');
    await take('Use It for Classify');
    await placeCursor(workbench(), 'wonderful');
    await runCommand(page(), 'Glassbox: Classify Selection or Lines');
    const classes = await pick(page(), /%/);
    expect(classes.title).toMatch(/ · moods$/);
    expect(classes.rows[0]!.label).toBe('good');
    await dismissPick(page());
  });

  test('of a table are found by its columns; a name that is taken is told', async () => {
    await openFile(workbench(), 'table.csv');
    await runCommand(page(), 'Glassbox: Train Classifier…');
    await pick(page(), 'The Table table');
    await take('The Table table');
    await pick(page(), 'review');
    await take('review');
    await pick(page(), 'stars');
    await take('stars');
    await choose('The Head Alone', 'moods');
    await expect
      .poll(() => page().locator('.quick-input-widget:visible .quick-input-message').innerText())
      .toContain('There is a model of this name.');
    await field().fill('stars');
    await page().keyboard.press('Enter');
    expect((await pick(page(), 'Use It for Classify')).title).toMatch(/^stars is trained/);
    await take('Open as Report');
    await untilText(workbench(), /^# stars\n\n\| What \| Figure \|[\s\S]*\| good \| \d \| \d \|/);
  });

  test('whose training is stopped can be thrown away', async () => {
    await openFile(workbench(), 'moods.txt');
    await runCommand(page(), 'Glassbox: Train Classifier…');
    await pick(page(), 'Labelled Lines of moods');
    await acceptPick(page());
    await choose('All Layers', 'stopped');
    await pressNotification(page(), /Training stopped[^]*step \d+ of/, 'Cancel');
    await pressNotification(page(), 'The training of stopped was stopped.', 'Throw It Away');
    await runCommand(page(), 'Glassbox: Train Classifier…');
    await pick(page(), 'Labelled Lines of moods');
    await acceptPick(page());
    const models = await pick(page(), 'bert-mini');
    expect(models.rows.map(({ label }) => label)).not.toContain('stopped');
    await dismissPick(page());
  });

  test('make a classifier that is not lost where it cannot be installed', async () => {
    const { bridge, folder } = workbench();
    await openFile(workbench(), 'moods.txt');
    await runCommand(page(), 'Glassbox: Train Classifier…');
    await pick(page(), 'Labelled Lines of moods');
    await acceptPick(page());
    // No folder can be made below a file.
    await bridge.configure({ 'glassbox.models.storage': path.join(folder, 'moods.txt', 'models') });
    await choose('The Head Alone', 'kept');
    const message = 'kept is trained, but could not be installed.';
    await notification(page(), message);
    await bridge.configure({ 'glassbox.models.storage': null });
    await pressNotification(page(), message, 'Try Again');
    expect((await pick(page(), 'Use It for Classify')).title).toMatch(/^kept is trained and installed/);
    await dismissPick(page());
  });

  test('whose training is broken off goes on from where it was', async () => {
    await openFile(workbench(), 'moods.txt');
    await runCommand(page(), 'Glassbox: Train Classifier…');
    await pick(page(), 'Labelled Lines of moods');
    await acceptPick(page());
    await choose('All Layers', 'broken');
    await expect.poll(isKept, { timeout: 60_000 }).toBe(true);
    await killEngine(workbench().server.pid);
    await pressNotification(page(), 'engine stopped', 'Try Again');
    const { rows, title } = await pick(page(), 'Use It for Classify');
    expect(title).toMatch(/^broken is trained and installed/);
    expect(rows.map(({ label }) => label)).toContainEqual(
      expect.stringMatching(/^It was broken off, and gone on with from step \d+\.$/),
    );
    await dismissPick(page());
  });

  test('of a table leave out a row with more values than there are columns, and say so', async () => {
    await openFile(workbench(), 'comma.csv');
    await runCommand(page(), 'Glassbox: Train Classifier…');
    const { rows } = await pick(page(), 'Labelled Lines of comma');
    expect(`${rows[0]!.label} | ${rows[0]!.description}`).toBe('The 40 Labelled Lines of comma | 20 good, 20 bad');
    await acceptPick(page());
    expect(await notification(page(), 'more values than')).toContain('1 (numbers: 42).');
    await dismissPick(page());
    await clearNotifications(page());
  });

  test('in a language that the model does not know are asked about', async () => {
    await openFile(workbench(), 'rtl.txt');
    await runCommand(page(), 'Glassbox: Train Classifier…');
    await pick(page(), 'Labelled Lines of rtl');
    await acceptPick(page());
    await pick(page(), 'bert-mini');
    await take('bert-mini');
    await pressNotification(page(), 'The text looks like Arabic. bert-mini knows', 'Cancel');
    await pickClosed(page());
  });

  test('with one label are none to learn from', async () => {
    await openFile(workbench(), 'one.txt');
    await runCommand(page(), 'Glassbox: Train Classifier…');
    const { rows } = await pick(page(), 'A Table in a File');
    expect(rows.map(({ label }) => label)).toEqual(['Label Lines by Keys…', 'A Table in a File…', 'Folders of Texts…']);
    expect(rows[0]!.detail).toBe(
      'Lines of one that have a label: 2. All lines have the label x. A classifier needs two labels at least.',
    );
    await dismissPick(page());
  });
});

test('lines that mark names make a model that finds such names', async () => {
  await openFile(workbench(), 'one.txt');
  await runCommand(page(), 'Glassbox: Train Name Finder…');
  expect(await notification(page(), 'marks no names')).toContain('one marks no names.');
  await clearNotifications(page());
  await openFile(workbench(), 'named.md');
  await runCommand(page(), 'Glassbox: Train Name Finder…');
  expect((await pick(page(), 'bert-mini')).title).toBe('Train Name Finder · names: 48, lines: 30');
  await choose('All Layers', 'things');
  const { rows, title } = await pick(page(), 'Use It for Find Names');
  expect(title).toMatch(/^things is trained and installed/);
  expect(rows.find(({ label }) => label === 'The name finder')?.description).toMatch(
    /^\d+ of \d+ found, false ones: \d+; F1 [\d.]+ %$/,
  );
  await pictures(workbench(), 'train-names');
  await take('Use It for Find Names');
  await openFile(workbench(), 'garden.md');
  await runCommand(page(), 'Glassbox: Find Names');
  const names = paneOf('Names');
  await expect.poll(() => viewMessage(page(), names), { timeout: 30_000 }).toContain('things');
  await expect.poll(async () => (await viewRows(page(), names)).join('\n')).toContain('saw');
});

test('a model learns how a text is written, and is removed again', async () => {
  await openFile(workbench(), 'voice.md');
  await runCommand(page(), 'Glassbox: Adapt Model to Your Writing…');
  await pick(page(), 'gpt2-mini');
  await take(/^gpt2-mini(?!-)/);
  await expect
    .poll(() => page().locator('.quick-input-widget:visible .quick-input-message').innerText())
    .toContain('new model called');
  expect(await field().inputValue()).toBe('voice-voice');
  await field().fill('miller');
  await page().keyboard.press('Enter');
  const { rows, title } = await pick(page(), 'Use It for Continue Text');
  expect(title).toMatch(/^miller is trained and installed/);
  const [, before, after] = /^([\d.]+) → ([\d.]+)$/.exec(
    rows.find(({ label }) => label === 'Bits per byte, before and after')!.description,
  )!;
  expect(Number(after)).toBeLessThan(Number(before));
  await pictures(workbench(), 'adapt');
  await take('Remove It Again');
  await runCommand(page(), 'Glassbox: Adapt Model to Your Writing…');
  const models = await pick(page(), 'gpt2-mini');
  await expect
    .poll(async () => (await pick(page(), 'gpt2-mini')).rows.map(({ label }) => label))
    .not.toContain('miller');
  expect(models.rows.length).toBeGreaterThan(1);
  await dismissPick(page());
});

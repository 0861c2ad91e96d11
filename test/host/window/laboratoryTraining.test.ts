/* From nothing in the window: two learners of a whole text, kept and opened elsewhere; hidden, reloaded, stopped, and with the engine killed. Fine-tuning of the editor's lines, hidden and reloaded. */
import { beforeAll, describe, expect, test } from 'vitest';
import { openFile, placeCursor } from '../lib/editor.js';
import { engineRunning, killEngine } from '../lib/engineProcess.js';
import { LaboratoryWindow } from '../lib/laboratoryView.js';
import { runCommand } from '../lib/palette.js';
import { steadyPicture } from '../lib/pictures.js';
import { untilStored } from '../lib/stored.js';
import { paneOf } from '../lib/views.js';
import { clearNotifications, pressNotification, webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const LINES = ['The dog sees the moon.', 'A cat likes the house.', 'My bird finds a river.', 'The king hears a dog.'];
const TEXT = Array.from({ length: 60 }, (_, at) => LINES[(at * 7 + (at >> 2)) % LINES.length]).join('\n');
const LABELLED = ['day', 'book', 'house', 'man', 'dog', 'sea', 'song', 'tree', 'king', 'bird']
  .flatMap((thing) => [`good: what a fine ${thing}`, `bad: a poor old ${thing}`, `good: my nice ${thing}`])
  .join('\n');
const workbench = useWorkbench({
  files: { 'text.txt': `${TEXT}\n`, 'empty.txt': '', 'lines.txt': `${LABELLED}\n` },
  // Otherwise the file of the address opens in place of what was open.
  settings: { 'window.restoreWindows': 'preserve' },
});
const laboratory = new LaboratoryWindow(workbench);
const page = () => workbench().page;
const field = () => page().locator('.quick-input-widget:visible input[type="text"]');
const outcome = async () => (await laboratory.frame('.outcome')).locator('.outcome').innerText();

const choose = async (label: string, value: string) =>
  void (await (await laboratory.choice(label)).selectOption(value));
/** Steps that are done, as the sentence says; 0 before it stands there. */
async function done(): Promise<number> {
  const found = await (await laboratory.frame('.outcome')).locator('.seen').allInnerTexts();
  const [, steps = '0'] = /^(?:After|In) ([\d,]+) /.exec(found[0]?.replaceAll('\u00a0', ' ') ?? '') ?? [];
  return Number(steps.replaceAll(',', ''));
}
const reaches = (steps: number) => laboratory.poll(done).toBeGreaterThanOrEqual(steps);
const running = async () => (await laboratory.frame('.outcome')).locator('.outcome[aria-busy="true"]').count();

/** How many frames of the window show the Laboratory: a page that is hidden is gone. */
async function pagesOfLaboratory(): Promise<number> {
  const counts = page()
    .frames()
    .map((frame) => frame.locator('#laboratory .house').count());
  return (await Promise.all(counts.map((count) => count.catch(() => 0)))).reduce((sum, count) => sum + count, 0);
}

/** Begins a run that takes long enough for something to happen meanwhile. */
async function begin(steps: string): Promise<void> {
  await choose('Steps', steps);
  await laboratory.press('Measure');
  const count = Number(steps).toLocaleString('en');
  await laboratory.poll(laboratory.seen).toMatch(new RegExp(`^After [1-9][\\d,]* of ${count} steps`));
}

beforeAll(async () => {
  await placeCursor(workbench(), 'The dog');
  await laboratory.open();
  await laboratory.choose('From nothing');
  await choose('Width', '32');
});

describe('a whole text', () => {
  test('is taken from the editor, and stays with the measurements that take one', async () => {
    await laboratory.press('Take Whole Text from Editor');
    await laboratory.poll(async () => (await laboratory.field()).inputValue()).toBe(TEXT);
    await laboratory.choose('Tokens');
    expect(await (await laboratory.field()).inputValue()).toBe(LINES[0]);
    await laboratory.choose('From nothing');
    expect(await (await laboratory.field()).inputValue()).toBe(TEXT);
  });

  test('that is too short is told so, and so is an editor that has none', async () => {
    await (await laboratory.field()).fill('Too short to learn from.');
    await laboratory.measure();
    expect(await outcome()).toMatch(/code points: 24; needed: 260/);
    await openFile(workbench(), 'empty.txt');
    await laboratory.press('Take Whole Text from Editor');
    const said = (await laboratory.frame('.said')).locator('.said');
    await laboratory.poll(() => said.innerText()).toBe('No editor has a text.');
    await openFile(workbench(), 'text.txt');
    await (await laboratory.field()).fill(TEXT);
  });
});

describe('two learners', () => {
  test('learn it while the picture grows', async () => {
    expect(await running()).toBe(0);
    await begin('300');
    const early = await laboratory.seen();
    expect(early).toMatch(
      /^After [\d,]+ of 300 steps on 1,\d{3} characters, .* letter frequencies alone need [\d.]+\./,
    );
    await laboratory.rests();
    expect(await laboratory.seen()).toMatch(
      /^In 300 steps on 1,\d{3} characters, .*the GPT from [\d.]+ to 0\.\d+, the BERT/,
    );
    expect((await laboratory.rows()).map(([name, step]) => `${name} ${step}`)).toEqual(
      ['GPT', 'BERT'].flatMap((name) => Array.from({ length: 11 }, (_, at) => `${name} ${at * 30}`)),
    );
    await steadyPicture(workbench(), 'laboratory-nothing');
  });

  test('are both kept, and opened in other views', async () => {
    await laboratory.press('Keep Both Models …');
    await expect.poll(() => field().inputValue()).toBe('nothing');
    await field().fill('moon');
    await page().keyboard.press('Enter');
    await pressNotification(page(), 'moon-gpt and moon-bert are installed', 'Compare Decoding Strategies');
    const decoding = await webview(page(), '#decoding .decoding');
    await laboratory.poll(() => decoding.locator('select option').allInnerTexts()).toContain('moon-gpt');
    await laboratory.open();
    await laboratory.choose('Anatomy');
    const models = await laboratory.choice('Model');
    await laboratory.poll(() => models.locator('option').allInnerTexts()).toContain('moon-bert');
    await models.selectOption('moon-bert');
    await laboratory.measure();
    expect(await laboratory.seen()).toMatch(
      /^moon-bert \(encoder, \w+\) has 2 layers \(heads in each: 4\), and states of 32 /,
    );
    await laboratory.choose('From nothing');
    expect(await laboratory.seen()).toMatch(/^In 300 steps on /);
    await laboratory.press('Keep Both Models …');
    await expect.poll(() => field().inputValue()).toBe('nothing');
    await field().fill('moon');
    await laboratory
      .poll(() => page().locator('.quick-input-widget:visible .quick-input-message').innerText())
      .toContain('There is a model of this name.');
    await page().keyboard.press('Escape');
  });
});

describe('a run that is under way', () => {
  test('goes on while its page is hidden, and is shown again from its beginning', async () => {
    await choose('Width', '96');
    await begin('3000');
    const before = await done();
    await runCommand(page(), 'File: New Untitled Text File');
    await page().locator('.tab.active', { hasText: 'Untitled' }).waitFor();
    await laboratory.poll(pagesOfLaboratory).toBe(0);
    await page().locator('.tab', { hasText: 'Laboratory' }).click();
    await reaches(before);
    expect(await running()).toBe(1);
    expect((await laboratory.rows()).map(([name, step]) => `${name} ${step}`)).toContain('GPT 0');
    const later = await done();
    await reaches(later + 60);
  });

  test('is gone on with after a reload', async () => {
    await untilStored(page(), /running[\\":{]+text/);
    // What is kept of it is as old as two seconds.
    const before = await done();
    await page().reload();
    await workbench().bridge.ready();
    await reaches(Math.floor(before / 2));
    expect(await running()).toBe(1);
    expect((await laboratory.rows()).map(([name, step]) => `${name} ${step}`)).toContain('GPT 0');
  });

  test('is stopped with the best that it has, which can be kept', async () => {
    await laboratory.press('Stop');
    await laboratory.poll(outcome).toContain('Stopped. What had been measured is shown.');
    await laboratory.press('Keep Both Models …');
    await expect.poll(() => field().inputValue()).toBe('nothing');
    await page().keyboard.press('Enter');
    await pressNotification(page(), 'nothing-gpt and nothing-bert are installed', 'Show Models');
    await page().locator(paneOf('Models')).waitFor();
    await laboratory.choose('Anatomy');
    const models = await laboratory.choice('Model');
    await laboratory
      .poll(() => models.locator('option').allInnerTexts())
      .toEqual(expect.arrayContaining(['nothing-gpt', 'nothing-bert']));
    await clearNotifications(page());
    await laboratory.choose('From nothing');
  });

  test('says that its engine was killed, and is gone on with', async () => {
    await choose('Width', '32');
    await choose('BERT’s positions', 'learned');
    await begin('300');
    const { server } = workbench();
    const killed = await killEngine(server.pid);
    await laboratory.poll(outcome).toContain('The engine ended (SIGKILL)');
    expect(await (await laboratory.frame()).getByRole('button', { name: 'Keep Both Models …' }).count()).toBe(0);
    await laboratory.measure();
    expect(await laboratory.seen()).toMatch(/^In 300 steps on /);
    expect(await engineRunning(server.pid)).not.toBe(killed);
  });
});

describe('fine-tuning', () => {
  /** Waits until all layers learn; what had been learnt by then is not learnt again. */
  const learnsAll = (isBack: boolean) =>
    laboratory.poll(async () => {
      const told = await outcome();
      if (isBack) expect(told).not.toContain('Learning the upper 2 layers');
      return told;
    });

  test('takes all labelled lines of the editor', async () => {
    await openFile(workbench(), 'lines.txt');
    await laboratory.choose('Fine-tuning');
    await laboratory.press('Take Whole Text from Editor');
    await laboratory.poll(async () => (await laboratory.field()).inputValue()).toBe(LABELLED);
  });

  test('goes on while its page is hidden', async () => {
    await choose('Epochs', '20');
    await laboratory.press('Measure');
    await learnsAll(false).toContain('Learning all layers, part 1');
    await runCommand(page(), 'File: New Untitled Text File');
    await laboratory.poll(pagesOfLaboratory).toBe(0);
    await page().locator('.tab', { hasText: 'Laboratory' }).click();
    await learnsAll(true).toContain('Learning all layers');
    expect(await running()).toBe(1);
    await laboratory.rests();
  });

  // With nothing between its beginning and the reload: it may have done before else.
  test('goes on where it was after a reload', async () => {
    await laboratory.press('Measure');
    await learnsAll(false).toContain('Learning all layers, part 1');
    await untilStored(page(), /running[\\":{]+text/);
    await page().reload();
    await workbench().bridge.ready();
    await learnsAll(true).toContain('Learning all layers');
    await laboratory.rests();
    expect(await laboratory.seen()).toMatch(
      /^Of lines told when they were not learnt from \(30\) bert-mini .* all layers \d+/,
    );
    expect((await laboratory.rows()).map(([way]) => way)).toEqual([
      'the head alone',
      'the upper 2 layers',
      'all layers',
    ]);
  });
});

/* The Laboratory in the window: opened on a selection, measured by the engine, stopped, wide, carried off, and back after a reload. */
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../lib/accessibility.js';
import { selectTexts } from '../lib/editor.js';
import { answerFileDialog } from '../lib/fileDialog.js';
import { runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { untilStored } from '../lib/stored.js';
import { webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const SENTENCE = 'The children walked slowly down to the river.';
const workbench = useWorkbench({
  files: { 'notes.txt': `It rained. ${SENTENCE} Then they slept.\n` },
  // Otherwise the file of the address opens in place of what was open.
  settings: { 'window.restoreWindows': 'preserve' },
});
const page = () => workbench().page;
const frame = (selector = '.house'): Promise<Frame> => webview(page(), `#laboratory ${selector}`);
const poll = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 60_000, interval: 50 });
const clipboard = () => page().evaluate(() => navigator.clipboard.readText());

const press = async (name: string) => (await frame()).getByRole('button', { name, exact: true }).first().click();
const choose = async (title: string) => (await frame('.list')).locator('.entry', { hasText: title }).click();
const tab = async (name: string) => (await frame()).getByRole('tab', { name }).click();
const seen = async () => (await frame()).locator('.seen').innerText();
const text = async () => (await frame()).locator('.experiment textarea').first().inputValue();

/** Waits for a measurement's end. */
const measured = () =>
  poll(async () => {
    const shown = await frame();
    return [await shown.locator('.seen').count(), await shown.locator('.outcome[aria-busy="false"]').count()];
  }).toEqual([1, 1]);

describe('the Laboratory', () => {
  beforeAll(async () => {
    await selectTexts(workbench(), { text: SENTENCE });
    await runCommand(page(), 'Glassbox: Open Laboratory');
    await frame('.list');
  });

  test('lists its experiments beside the text, and measures the selection', async () => {
    await choose('Tokens');
    expect(await text()).toBe(SENTENCE);
    await press('Measure');
    await measured();
    expect(await seen()).toMatch(
      /^8 words become so many tokens, special ones included: bert-mini \d+ .*gpt2-mini .*t5-mini /,
    );
    expect(await (await frame()).locator('.picture .chip').count()).toBeGreaterThan(24);
    await pictures(workbench(), 'laboratory-tokens');
    expect(await violations(await frame(), '#laboratory')).toEqual([]);
  });

  test('shows what the right side is worth, word by word', async () => {
    await press('All experiments');
    await choose('Information');
    await press('Measure');
    await measured();
    expect(await seen()).toMatch(/surprises gptbert-mini by [\d.]+ bits/);
    expect(await (await frame()).locator('.picture .row').count()).toBe(9);
  });

  test('checks an exercise with the engine', async () => {
    await tab('Why');
    const shown = await frame('.why');
    await shown.locator('.exercise textarea').fill('New York is a city.');
    await press('Check');
    await poll(() => shown.locator('.verdict').innerText()).toMatch(/^Done\. Most is gained at “new”/);
  });

  test('fills a gap three ways', async () => {
    await press('All experiments');
    await choose('The gap');
    await (await frame()).locator('.experiment textarea').fill('He drank a cup of [MASK] in the morning.');
    await press('Measure');
    await measured();
    const sentence = await seen();
    expect(sentence).toMatch(/a mask in the gap: “coffee”.*every candidate put in place: “coffee”/);
    expect(sentence).toContain('t5-mini has no sentinels');
    await pictures(workbench(), 'laboratory-gap', undefined, [1440, 900]);
  });

  test('carries the result off as a file and as a command', async () => {
    await press('Export');
    await (await frame()).getByRole('menuitem', { name: 'Table as CSV …' }).click();
    const file = path.join(workbench().folder, 'gap.csv');
    await answerFileDialog(page(), file);
    await poll(() => Promise.resolve(fs.existsSync(file))).toBe(true);
    await poll(() => Promise.resolve(fs.readFileSync(file, 'utf8'))).toMatch(
      /^way,model,place,candidate,probability,"?time/,
    );
    await press('Export');
    await (await frame()).getByRole('menuitem', { name: 'Copy Command' }).click();
    await poll(clipboard).toMatch(/engine -- batch -$/);
    expect(await clipboard()).toContain('fillMask');
  });

  test('comes back after a reload as it was, without measuring again', async () => {
    const before = await seen();
    await untilStored(page(), /glassbox\.laboratory[^]*He drank a cup of|He drank a cup of[^]*glassbox\.laboratory/);
    await page().reload();
    await workbench().bridge.ready();
    await frame('.seen');
    expect(await seen()).toBe(before);
    expect(await (await frame()).locator('.outcome[aria-busy="true"]').count()).toBe(0);
  });

  test('leads to the other views of the house, with the text', async () => {
    await press('All experiments');
    await (await frame('.links')).locator('.links button', { hasText: 'Three Architectures' }).click();
    await webview(page(), '#attention .architectures');
  });
});

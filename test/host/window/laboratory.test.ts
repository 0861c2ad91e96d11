/* The Laboratory in the window: opened on a selection, measured by the engine, stopped, wide, carried off, and back after a reload. */
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../lib/accessibility.js';
import { selectTexts } from '../lib/editor.js';
import { answerFileDialog } from '../lib/fileDialog.js';
import { LaboratoryWindow } from '../lib/laboratoryView.js';
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
const laboratory = new LaboratoryWindow(workbench);
const page = () => workbench().page;
const clipboard = () => page().evaluate(() => navigator.clipboard.readText());

describe('the Laboratory', () => {
  beforeAll(async () => {
    await selectTexts(workbench(), { text: SENTENCE });
    await laboratory.open();
  });

  test('lists its experiments beside the text, and measures the selection', async () => {
    await laboratory.choose('Tokens');
    expect(await (await laboratory.field()).inputValue()).toBe(SENTENCE);
    await laboratory.measure();
    expect(await laboratory.seen()).toMatch(
      /^8 words become so many tokens, special ones included: bert-mini \d+ .*gpt2-mini .*t5-mini /,
    );
    expect(await (await laboratory.frame()).locator('.picture .chip').count()).toBeGreaterThan(24);
    await pictures(workbench(), 'laboratory-tokens');
    expect(await violations(await laboratory.frame(), '#laboratory')).toEqual([]);
  });

  test('shows what the right side is worth, word by word', async () => {
    await laboratory.choose('Information');
    await laboratory.measure();
    expect(await laboratory.seen()).toMatch(/surprises gptbert-mini by [\d.]+ bits/);
    expect(await (await laboratory.frame()).locator('.picture .row').count()).toBe(9);
  });

  test('checks an exercise with the engine', async () => {
    await laboratory.tab('Why');
    const shown = await laboratory.frame('.why');
    await shown.locator('.exercise textarea').fill('New York is a city.');
    await laboratory.press('Check');
    await laboratory.poll(() => shown.locator('.verdict').innerText()).toMatch(/^Done\. Most is gained at “new”/);
  });

  test('fills a gap three ways', async () => {
    await laboratory.choose('The gap, three ways');
    await (await laboratory.field()).fill('He drank a cup of [MASK] in the morning.');
    await laboratory.measure();
    const sentence = await laboratory.seen();
    expect(sentence).toMatch(/a mask in the gap: “coffee”.*every candidate put in place: “coffee”/);
    expect(sentence).toContain('t5-mini has no sentinels');
    await pictures(workbench(), 'laboratory-gap', undefined, [1440, 900]);
  });

  test('carries the result off as a file and as a command', async () => {
    await laboratory.press('Export');
    await (await laboratory.frame()).getByRole('menuitem', { name: 'Table as CSV …' }).click();
    const file = path.join(workbench().folder, 'gap.csv');
    await answerFileDialog(page(), file);
    await laboratory.poll(() => Promise.resolve(fs.existsSync(file))).toBe(true);
    await laboratory
      .poll(() => Promise.resolve(fs.readFileSync(file, 'utf8')))
      .toMatch(/^way,model,place,candidate,probability,"?time/);
    await laboratory.press('Export');
    await (await laboratory.frame()).getByRole('menuitem', { name: 'Copy Command' }).click();
    await laboratory.poll(clipboard).toMatch(/engine -- batch -$/);
    expect(await clipboard()).toContain('fillMask');
  });

  test('comes back after a reload as it was, without measuring again', async () => {
    const before = await laboratory.seen();
    await untilStored(page(), /glassbox\.laboratory[^]*He drank a cup of|He drank a cup of[^]*glassbox\.laboratory/);
    await page().reload();
    await workbench().bridge.ready();
    await laboratory.frame('.seen');
    expect(await laboratory.seen()).toBe(before);
    expect(await (await laboratory.frame()).locator('.outcome[aria-busy="true"]').count()).toBe(0);
  });

  test('leads to the other views of the house, with the text', async () => {
    await laboratory.press('All experiments');
    await (await laboratory.frame('.links')).locator('.links button', { hasText: 'Three Architectures' }).click();
    await webview(page(), '#attention .architectures');
  });
});

/* Show Attention in the window: the panel beside the text, tied to it both ways. */
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../lib/accessibility.js';
import { focusEditor, openFile, placeCursor, selectTexts } from '../lib/editor.js';
import { answerFileDialog } from '../lib/fileDialog.js';
import { runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { stays } from '../lib/stays.js';
import { untilStored } from '../lib/stored.js';
import { statusBarItem, webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const SHOW = 'Glassbox: Show Attention';
const BANK = 'The children sat on the bank of the river and watched the boats.';
const CUP = 'She drank a cup of tea in the morning.';
const HOSTILE = 'He wrote <img src=x onerror="parent.hacked=1"> and </script><b>bold</b> &amp; ${1+1} on the wall.';
const NOTE = `${BANK} ${CUP}\n\nThe old man went home.\n\n${HOSTILE}\n`;
const LONG = Array.from({ length: 120 }, (_, index) => `The ${index + 1}th child saw a boat on the river.`).join(' ');

const workbench = useWorkbench({
  files: { 'note.txt': NOTE, 'other.md': '# A title\n\nThe dog ate the bone.\n', 'long.txt': LONG, 'empty.txt': '' },
  settings: { 'editor.wordWrap': 'on', 'window.restoreWindows': 'preserve' },
  width: 1440,
});
const page = () => workbench().page;
const press = (key: string) => page().keyboard.press(key);
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });
const tabs = () => page().locator('.tabs-container .tab', { hasText: 'Attention' });
const shown = (selector = '.matrix'): Promise<Frame> => webview(page(), `#attention ${selector}`);
const caption = async () => (await shown('.caption')).locator('.caption').innerText();
/** The rows' labels as the matrix has them. */
const words = async () => (await shown('.stage svg')).locator('.stage svg text').allTextContents();
/** Stretches of the editor that are marked for the panel. */
const marks = () => page().locator('.editor-instance .view-overlays .cdr[class*="ced-"]').count();

async function setPinned(pinned: boolean) {
  const pin = (await shown()).getByRole('button', { name: 'pin', exact: true });
  if ((await pin.getAttribute('aria-pressed')) !== String(pinned)) await pin.click();
  await poll(() => pin.getAttribute('aria-pressed')).toBe(String(pinned));
}

describe('Show Attention', () => {
  beforeAll(async () => {
    await placeCursor(workbench(), 'the bank');
    await runCommand(page(), SHOW);
  });

  test('opens beside the text and shows the sentence at the cursor; the text keeps the keyboard', async () => {
    await poll(caption).toMatch(/^note\.txt, line 1 · .*words: \d+$/);
    expect(await words()).toEqual(expect.arrayContaining(['bank', 'river']));
    expect(await words()).not.toContain('cup');
    expect(await page().evaluate(() => document.activeElement?.tagName)).not.toBe('IFRAME');
    expect(await tabs().count()).toBe(1);
    await poll(marks).toBeGreaterThan(0);
  });

  test('follows the cursor and the selection', async () => {
    await placeCursor(workbench(), 'cup');
    await poll(words).toContain('cup');
    expect(await words()).not.toContain('river');
    await selectTexts(workbench(), { text: `${BANK} ${CUP}` });
    await poll(words).toEqual(expect.arrayContaining(['river', 'cup']));
    await placeCursor(workbench(), 'the boats');
    // What was selected stays while the cursor is in it.
    await stays(async () => expect(await words()).toEqual(expect.arrayContaining(['river', 'cup'])));
    await placeCursor(workbench(), 'old man');
    await poll(caption).toContain('note.txt, line 3');
  });

  test('follows what changes in the text, and another text', async () => {
    await placeCursor(workbench(), 'old man');
    const [selection] = (await workbench().bridge.state()).selections;
    const at = selection?.active ?? { line: 0, character: 0 };
    await workbench().bridge.edit(at, at, ' quickly');
    await poll(words).toContain('quickly');
    await openFile(workbench(), 'other.md');
    await placeCursor(workbench(), 'ate');
    await poll(caption).toContain('other.md, line 3');
    await openFile(workbench(), 'note.txt');
    await placeCursor(workbench(), 'the bank');
    await poll(caption).toContain('note.txt, line 1');
  });

  test('shows another head by the keyboard', async () => {
    const frame = await shown('.head[tabindex="0"]');
    await frame.locator('.head[tabindex="0"]').focus();
    await press('ArrowDown');
    await press('ArrowRight');
    const name = (await frame.evaluate(() => document.activeElement?.getAttribute('aria-label'))) ?? '';
    await press('Enter');
    const place = /^layer \d+, head \d+/.exec(name)?.[0] ?? 'no head';
    await poll(caption).toContain(place);
    expect(await frame.locator('.head[aria-selected="true"]').getAttribute('aria-label')).toBe(name);
  });

  test('reads cell by cell, marks the words in the text, and goes there', async () => {
    await focusEditor(workbench());
    await placeCursor(workbench(), 'the boats');
    const frame = await shown();
    await frame.locator('.matrix').focus();
    await press('Control+Home');
    for (let i = 0; i < 5; i++) await press('ArrowDown');
    for (let i = 0; i < 8; i++) await press('ArrowRight');
    await poll(() => frame.locator('#matrix-cell').textContent()).toMatch(/^bank reads river: [01]\.\d{3}$/);
    await poll(marks).toBeGreaterThan(1);
    await press('Enter');
    const cursor = async () => (await workbench().bridge.state()).selections[0]?.active;
    await poll(cursor).toEqual({ line: 0, character: BANK.indexOf('bank') });
    // The cursor moved within the same sentence: the panel stays.
    expect(await caption()).toContain('note.txt, line 1');
  });

  test('stays with its text when it is pinned', async () => {
    await setPinned(true);
    await focusEditor(workbench());
    await placeCursor(workbench(), 'old man');
    await stays(async () => expect(await caption()).toContain('note.txt, line 1'));
    await setPinned(false);
    // It follows again from where the cursor is.
    await poll(caption).toContain('note.txt, line 3');
  });

  test('has lines, rollout and the three architectures', async () => {
    await focusEditor(workbench());
    await placeCursor(workbench(), 'the bank');
    await poll(caption).toContain('note.txt, line 1');
    const frame = await shown();
    const choose = (name: string) => frame.getByRole('button', { name, exact: true }).click();
    await pictures(workbench(), 'attention-matrix', undefined, [1440, 900]);
    await choose('Lines');
    await frame.locator('.stage svg path').first().waitFor({ state: 'attached' });
    await pictures(workbench(), 'attention-lines', undefined, [1440]);
    await choose('Rollout');
    await poll(caption).toContain('rollout');
    await choose('Three Architectures');
    await poll(() => frame.locator('.stage canvas, .stage svg').count()).toBeGreaterThan(2);
    // Its last part comes when the models have been asked without what follows the word.
    await frame.locator('.right-context .figures').nth(2).waitFor();
    await pictures(workbench(), 'attention-architectures', undefined, [1440, 900]);
    await choose('Matrix');
    await shown();
  });

  test('takes gradients when they are asked for, and sets them beside attention, rollout and hiding', async () => {
    const frame = await shown();
    const block = (heading: string) =>
      frame.locator('.side .block', { has: frame.getByRole('heading', { name: heading, exact: true }) });
    const gradients = block('What gradients say');
    await gradients.getByRole('button', { name: 'Take Gradients' }).click();
    for (const name of ['Integrated gradients', 'Gradient × input']) {
      const figures = gradients.getByRole('list', { name, exact: true }).locator('.number');
      await poll(() => figures.allTextContents()).toEqual(
        Array(5).fill(expect.stringMatching(/^(?:[<>] )?−?\d+\.\d+$/)),
      );
    }
    expect(await gradients.innerText()).toMatch(/has the vector of \[MASK\]\. .* an error of (?:< )?\d+\.\d{3} bits\./);
    await poll(() => block('Agreement').locator('dt').allTextContents()).toEqual(
      expect.arrayContaining([
        'attention and hiding',
        'integrated gradients and hiding',
        'gradient × input and rollout',
      ]),
    );
    await pictures(workbench(), 'attention-gradients', undefined, [1440]);
  });

  test('has no fault that axe-core finds', async () => {
    expect(await violations(await shown(), '#attention')).toEqual([]);
  });

  test('shows words that look like HTML as words', async () => {
    await focusEditor(workbench());
    await placeCursor(workbench(), 'He wrote');
    await poll(caption).toContain('note.txt, line 5');
    const frame = await shown();
    expect(await frame.locator('#attention img, #attention script').count()).toBe(0);
    const hacked = (target: Frame) => target.evaluate(() => 'hacked' in window || 'hacked' in window.parent);
    for (const each of page().frames()) expect(await hacked(each).catch(() => false)).toBe(false);
    await frame.getByRole('button', { name: 'Lines', exact: true }).click();
    await frame.locator('.stage svg path').first().waitFor({ state: 'attached' });
    expect(await words()).toEqual(expect.arrayContaining(['onerror', 'script', '<', '&']));
    await frame.getByRole('button', { name: 'Matrix', exact: true }).click();
    expect(workbench().windowErrors.filter((error) => /Content Security Policy/i.test(error))).toEqual([]);
  });

  test('takes the part around the cursor of a text that is too long', async () => {
    await openFile(workbench(), 'long.txt');
    await selectTexts(workbench(), { text: LONG });
    const frame = await shown('.message');
    expect(await frame.locator('.message').innerText()).toMatch(/too long.*\d{3,}/s);
    await frame.getByRole('button', { name: 'Show the Part Around the Cursor' }).click();
    await poll(caption).toContain('a part around the cursor');
    expect((await words()).length).toBeGreaterThan(20);
  });

  test('says what to do where there is no text', async () => {
    await openFile(workbench(), 'empty.txt');
    const frame = await shown('.message');
    await poll(() => frame.locator('.message').innerText()).toContain('No text to look at');
    await page().keyboard.type('The sun is warm today.');
    await poll(words).toContain('warm');
    await runCommand(page(), 'File: Revert File');
  });

  test('keeps its text when the document is closed', async () => {
    await openFile(workbench(), 'other.md');
    await placeCursor(workbench(), 'ate');
    await poll(words).toContain('bone');
    await setPinned(true);
    await focusEditor(workbench());
    await runCommand(page(), 'View: Close Editor');
    await poll(caption).toContain('the document is closed');
    expect(await words()).toContain('bone');
    // Opened again, it can be marked again.
    await openFile(workbench(), 'other.md');
    await poll(caption).not.toContain('the document is closed');
    await setPinned(false);
  });

  test('comes back after a reload of the window', async () => {
    await openFile(workbench(), 'note.txt');
    await placeCursor(workbench(), 'the bank');
    await poll(caption).toContain('note.txt, line 1');
    const frame = await shown('.head');
    await frame.locator('.head').nth(9).click();
    const place = /layer \d+, head \d+/.exec(await caption())?.[0] ?? 'no head';
    await setPinned(true);
    const [layer, head] = place.match(/\d+/g)!.map((number) => Number(number) - 1);
    await untilStored(page(), new RegExp(`layer\\\\*":${layer},\\\\*"head\\\\*":${head},[^]*pinned\\\\*":true`));
    await Promise.all([page().waitForEvent('load'), runCommand(page(), 'Developer: Reload Window')]);
    await page().locator('.monaco-workbench .statusbar-item').first().waitFor();
    await workbench().bridge.ready();
    await poll(caption).toContain(place);
    expect(await words()).toEqual(expect.arrayContaining(['bank', 'river']));
    const back = await shown();
    expect(await back.getByRole('button', { name: 'pin', exact: true }).getAttribute('aria-pressed')).toBe('true');
    await focusEditor(workbench());
    await placeCursor(workbench(), 'old man');
    await stays(async () => expect(await caption()).toContain('note.txt, line 1'));
  });

  test('closed, it leaves nothing behind, and opens again', async () => {
    await setPinned(false);
    await focusEditor(workbench());
    await placeCursor(workbench(), 'a cup');
    await tabs().click({ button: 'middle' });
    await poll(() => tabs().count()).toBe(0);
    await poll(marks).toBe(0);
    await statusBarItem(page(), /^\s*Glassbox\s*$/);
    await runCommand(page(), SHOW);
    await poll(words).toContain('cup');
  });
});

describe('Exports', () => {
  const saved = (name: string) => path.join(workbench().folder, name);

  async function save(entry: string, file: string): Promise<void> {
    const frame = await shown();
    await frame.getByRole('button', { name: 'Export', exact: true }).click();
    await frame.getByRole('menuitem', { name: entry }).click();
    // It stands for two seconds only.
    const told = frame.locator('.told', { hasText: `Saved: ${file}` }).waitFor();
    await answerFileDialog(page(), saved(file));
    await told;
    await poll(() => fs.existsSync(saved(file)) && fs.statSync(saved(file)).size).toBeGreaterThan(100);
  }

  test('are what is shown', async () => {
    await focusEditor(workbench());
    await placeCursor(workbench(), 'the bank');
    await poll(words).toContain('river');
    await save('Picture as SVG …', 'a.svg');
    await save('Picture as PNG …', 'a.png');
    await save('Table as CSV …', 'a.csv');
    await save('Data as JSON …', 'a.json');
    const svg = fs.readFileSync(saved('a.svg'), 'utf8');
    expect(svg).toMatch(/^<\?xml[^]*<svg[^]*<\/svg>\s*$/);
    for (const word of ['bank', 'river', 'bert-mini']) expect(svg).toContain(word);
    const png = fs.readFileSync(saved('a.png'));
    expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    expect(png.readUInt32BE(16)).toBeGreaterThan(300);
    const csv = fs.readFileSync(saved('a.csv'), 'utf8');
    const data = fs.readFileSync(saved('a.json'), 'utf8');
    const numbers = (text: string) => [...text.matchAll(/\b0\.\d{3,}\b/g)].map(([number]) => Number(number).toFixed(3));
    expect(numbers(csv).length).toBeGreaterThan(50);
    expect(new Set(numbers(data))).toEqual(new Set([...numbers(data), ...numbers(csv)]));
  });

  test('go to the clipboard as a command that asks for the same', async () => {
    const frame = await shown();
    await frame.getByRole('button', { name: 'Export', exact: true }).click();
    await frame.getByRole('menuitem', { name: 'Copy Command' }).click();
    const clipboard = () => page().evaluate(() => navigator.clipboard.readText());
    await poll(clipboard).toMatch(/^npm run --silent engine -- attention '\{.*"model":\s*"bert-mini".*\}'\s*$/s);
  });
});

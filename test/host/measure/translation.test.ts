/* How soon the first sentences of three pages are on screen, in a real VS Code. Prints a table for bench/README.md. */
import { afterAll, expect, test } from 'vitest';
import type { Frame, Page } from 'playwright-core';
import { readLabelled } from '../../../bench/doubts/sentences.js';
import { line } from '../../../bench/figures.js';
import { focusEditor } from '../lib/editor.js';
import { acceptPick, pick, runCommand } from '../lib/palette.js';
import { clearNotifications, notification, webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const REPETITIONS = 8;
/** Plain English sentences, about 1,400 words. */
const WORDS = 1400;

function threePages(): string {
  const sentences = readLabelled().flatMap(({ from, source }) => (from === 'English' ? [source] : []));
  const found: string[] = [];
  for (let words = 0, at = 0; words < WORDS; at++) {
    const sentence = sentences[at % sentences.length]!;
    words += sentence.split(' ').length;
    found.push(sentence + (at % 6 === 5 ? '\n\n' : ' '));
  }
  return found.join('');
}

const workbench = useWorkbench({ files: { 'pages.txt': threePages() } });
const rows: string[] = [];
afterAll(() => console.log(`\n| what | measured | target |\n| --- | --- | --- |\n${rows.join('\n')}\n`));

const WRITTEN = '#review .list .pair textarea';

/** Milliseconds from the key that takes the language to the first translated sentence in the review, asked every 10 ms. */
async function firstSentence(page: Page): Promise<number> {
  await focusEditor(workbench());
  await page.keyboard.press('Control+a');
  await runCommand(page, 'Glassbox: Translate Selection');
  await pick(page, '→');
  await page.keyboard.type('German');
  await expect.poll(async () => (await pick(page)).rows[0]?.label).toBe('German');
  const pressed = performance.now();
  await acceptPick(page);
  const textIn = (frame: Frame) =>
    frame
      .evaluate((selector) => document.querySelector<HTMLTextAreaElement>(selector)?.value ?? '', WRITTEN)
      .catch(() => ''); // a frame that is being made
  // The page of the review is two frames below the window's.
  const isWritten = async () => (await Promise.all(page.frames().slice(1).map(textIn))).some((text) => text !== '');
  while (!(await isWritten())) await page.waitForTimeout(10);
  return performance.now() - pressed;
}

/** Waits for the end of the run and closes the review; nothing goes in. */
async function leave(page: Page): Promise<void> {
  const frame = await webview(page, '#review .list .pair');
  await expect.poll(() => frame.locator('.ended').innerText(), { timeout: 60_000 }).toMatch(/All is translated/);
  await page.locator('.tab', { hasText: 'Translation of' }).click();
  await workbench().bridge.command('workbench.action.closeActiveEditor');
  await notification(page, 'nothing of it was put in');
  await clearNotifications(page);
}

test('three pages', { timeout: 600_000 }, async () => {
  const { page } = workbench();
  await page.waitForTimeout(5000); // VS Code's own start is over
  const cold = await firstSentence(page);
  await leave(page);
  const warm: number[] = [];
  for (let i = 0; i < REPETITIONS; i++) {
    warm.push(await firstSentence(page));
    await leave(page);
  }
  rows.push(
    line('*Translate Selection*, 1,400 words, key to first sentence in the review, cold', [cold], 'ms', '1,000 ms'),
  );
  rows.push(line('– warm', warm, 'ms', '1,000 ms'));
});

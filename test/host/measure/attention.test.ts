/* How long the attention panel takes to stand, and the hover. Prints a table for bench/README.md. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { line } from '../../../bench/figures.js';
import { focusEditor, placeCursor } from '../lib/editor.js';
import { dismissPick, pick, runCommand } from '../lib/palette.js';
import { startWorkbench } from '../lib/workbench.js';

const OPENINGS = 15;
const HOVERS = 40;

/** Everyday words that are one token each; the sentences differ, so that no answer is known from before. */
const WORDS = 'the old man went down to the river with his dog and sat on the bank where the children had a boat'.split(
  ' ',
);
const sentence = (words: number, shift: number) =>
  `${Array.from({ length: words }, (_, index) => WORDS[(index * 7 + shift) % WORDS.length]).join(' ')}.`;

const rows: string[] = [];
afterAll(() => console.log(`\n| what | measured | target |\n| --- | --- | --- |\n${rows.join('\n')}\n`));

/** Whether the matrix has pixels; runs in every frame, since the page's document is written anew after its frame began. */
function isDrawn(): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>('#attention .matrix canvas.cells');
  if (!canvas || canvas.width === 0 || canvas.height === 0) return false;
  const pixel = canvas.getContext('2d')?.getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1);
  return (pixel?.data[3] ?? 0) > 0;
}

async function drawnFrame(page: Page): Promise<Frame> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    for (const frame of page.frames().slice(1)) {
      if (await frame.evaluate(isDrawn).catch(() => false)) return frame;
    }
  }
  throw new Error('the panel was not drawn in half a minute');
}

/** Opens the panel by its keys and closes it again. @returns milliseconds from the key to the first pixels of the matrix, as seen from outside */
async function openingTime(page: Page, words: number): Promise<number> {
  await page.keyboard.press('Control+Alt+g');
  const begun = performance.now();
  await page.keyboard.press('a');
  const frame = await drawnFrame(page);
  const milliseconds = performance.now() - begun;
  expect(await frame.locator('.matrix').getAttribute('aria-rowcount')).toBe(String(words));
  const tab = page.locator('.tabs-container .tab', { hasText: 'Attention' });
  await tab.click({ button: 'middle' });
  await tab.waitFor({ state: 'detached' });
  await page.waitForTimeout(500);
  await focusEditorOf(page);
  return milliseconds;
}

const focusEditorOf = async (page: Page) => {
  await page.keyboard.press('Control+1');
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
};

describe('attention', () => {
  test('command to drawn panel', async () => {
    for (const [tokens, target] of [
      [128, '300 ms'],
      [512, '1000 ms'],
    ] as const) {
      // [CLS], [SEP] and the full stop are tokens, too.
      const text = `${sentence(tokens - 3, 0)}\n`;
      const workbench = await startWorkbench({ files: { 'note.txt': text }, settings: { 'editor.wordWrap': 'on' } });
      const { page } = workbench;
      try {
        await page.waitForTimeout(4000);
        await workbench.bridge.select([
          { line: 0, character: 0 },
          { line: 0, character: 0 },
        ]);
        await focusEditor(workbench);
        const times: number[] = [];
        for (let i = 0; i <= OPENINGS; i++) times.push(await openingTime(page, tokens - 2));
        const [cold = Number.NaN, ...warm] = times;
        rows.push(line(`*Show Attention*, ${tokens} tokens, key to drawn matrix, warm`, warm, 'ms', target));
        rows.push(line(`the same, first time (engine and model start)`, [cold], 'ms', '–'));
        expect(warm.every(Number.isFinite)).toBe(true);
      } finally {
        await workbench.close();
      }
    }
  });

  test('hover', async () => {
    const lines = Array.from({ length: HOVERS }, (_, index) => sentence(30, index));
    const files = { 'note.txt': `She drank a cup of [MASK].\n\n${lines.join('\n\n')}\n` };
    const workbench = await startWorkbench({ files, settings: { 'editor.wordWrap': 'on' } });
    const { page, bridge } = workbench;
    try {
      await placeCursor(workbench, '[MASK]');
      await runCommand(page, 'Glassbox: Fill Mask');
      await pick(page, /%/);
      await dismissPick(page);
      await focusEditor(workbench);
      const fresh: number[] = [];
      const known: number[] = [];
      for (let index = 0; index < HOVERS; index++) {
        const text = lines[index] ?? '';
        const at = (word: number) => text.split(' ').slice(0, word).join(' ').length + 2;
        for (const [word, times] of [
          [12, fresh],
          [20, known],
        ] as const) {
          const { milliseconds, texts } = await bridge.hover({ line: 2 + 2 * index, character: at(word) });
          expect(texts.join()).toContain('looks at');
          times.push(milliseconds);
        }
      }
      rows.push(line('hover, new sentence of 30 words, warm', fresh.slice(1), 'ms', '150 ms'));
      rows.push(line('hover, another word of the same sentence', known.slice(1), 'ms', '–'));
    } finally {
      await workbench.close();
    }
  });
});

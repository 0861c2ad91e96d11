/* How long the attention panel takes to stand, and the hover. Prints a table for bench/README.md. */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { line } from '../../../bench/figures.js';
import { focusEditor, placeCursor } from '../lib/editor.js';
import { dismissPick, pick, runCommand } from '../lib/palette.js';
import { webview } from '../lib/window.js';
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

interface Clocked {
  /** in milliseconds since the epoch, by the window's clock */
  pressed?: number;
  drawn?: number;
  painted?: number;
}

/**
 * Runs in each frame of the window: notes the key in the workbench, and in a webview's outer frame the frame of the
 * screen in which the visible page has a matrix with pixels. Asking from outside came late and held up what it measured.
 */
function clockPictures(): void {
  const now = () => performance.timeOrigin + performance.now();
  const clock = window as Window & Clocked;
  if (window === window.top) {
    const note = (event: KeyboardEvent) =>
      event.key === 'a' && (clock.pressed = performance.timeOrigin + event.timeStamp);
    window.addEventListener('keydown', note, { capture: true });
  }
  // The page's own document is written anew after its frame began; the frame around it stays.
  if (!location.pathname.endsWith('/index.html')) return;
  const look = () => {
    const page = document.querySelector<HTMLIFrameElement>('#active-frame')?.contentDocument;
    const canvas = page?.querySelector<HTMLCanvasElement>('#attention .matrix canvas.cells');
    const [width = 0, height = 0] = [canvas?.width, canvas?.height];
    const pixel = width > 0 && height > 0 && canvas?.getContext('2d')?.getImageData(width >> 1, height >> 1, 1, 1);
    if (!pixel || pixel.data[3] === 0) return void requestAnimationFrame(look);
    clock.drawn = now();
    requestAnimationFrame(() => (clock.painted = now()));
  };
  requestAnimationFrame(look);
}

async function drawnFrame(page: Page): Promise<{ drawn: number; painted: number }> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await page.waitForTimeout(100)) {
    for (const frame of page.frames().slice(1)) {
      const { drawn, painted } = await frame
        .evaluate(() => {
          const { drawn, painted } = window as Window & { drawn?: number; painted?: number };
          return { drawn, painted };
        })
        .catch(() => ({ drawn: undefined, painted: undefined }));
      if (drawn !== undefined && painted !== undefined) return { drawn, painted };
    }
  }
  throw new Error('the panel was not drawn in half a minute');
}

/**
 * Opens the panel by its keys and closes it again.
 * @returns milliseconds from the key to the frame that has the matrix's first pixels, and to the frame after it, when they
 * have been painted
 */
async function openingTime(page: Page, words: number): Promise<{ drawn: number; painted: number }> {
  await page.keyboard.press('Control+Alt+g');
  await page.keyboard.press('a');
  const { drawn, painted } = await drawnFrame(page);
  const pressed = await page.evaluate(() => (window as Window & { pressed?: number }).pressed ?? Number.NaN);
  const matrix = (await webview(page, '#attention .matrix')).locator('.matrix');
  expect(await matrix.getAttribute('aria-rowcount')).toBe(String(words));
  const tab = page.locator('.tabs-container .tab', { hasText: 'Attention' });
  await tab.click({ button: 'middle' });
  await tab.waitFor({ state: 'detached' });
  await page.waitForTimeout(500);
  await focusEditorOf(page);
  return { drawn: drawn - pressed, painted: painted - pressed };
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
        await page.addInitScript(clockPictures);
        await page.reload();
        await page.locator('.editor-instance .view-lines').first().waitFor();
        await workbench.bridge.ready();
        await page.waitForTimeout(4000);
        await workbench.bridge.select([
          { line: 0, character: 0 },
          { line: 0, character: 0 },
        ]);
        await focusEditor(workbench);
        const times: { drawn: number; painted: number }[] = [];
        for (let i = 0; i <= OPENINGS; i++) times.push(await openingTime(page, tokens - 2));
        const [cold, ...warm] = times;
        const drawn = warm.map((time) => time.drawn);
        const painted = warm.map((time) => time.painted);
        rows.push(line(`*Show Attention*, ${tokens} tokens, key to drawn matrix, warm`, drawn, 'ms', target));
        rows.push(line(`the same, to the frame after it`, painted, 'ms', '–'));
        rows.push(line(`the same, first time (engine and model start)`, [cold?.drawn ?? Number.NaN], 'ms', '–'));
        expect([...drawn, ...painted].every(Number.isFinite)).toBe(true);
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

/* How soon Show Surprise marks words, how long it reads 10,000, and what typing and the event loop have of it. Prints a table for bench/README.md. */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { line, percentile } from '../../../bench/figures.js';
import { story } from '../../../bench/surprise/story.js';
import { openFile, placeCursor } from '../lib/editor.js';
import { runCommand } from '../lib/palette.js';
import { startWorkbench, type Workbench } from '../lib/workbench.js';

const COLD = 3;
const WARM = 6;
const KEYS = 60;
const WORDS = 10_000;

const files = Object.fromEntries(
  Array.from({ length: WARM + 2 }, (_, seed) => [`story${seed}.md`, story(seed + 1, WORDS)]),
);
const rows: string[] = [];
afterAll(() => console.log(`\n| what | measured | target |\n| --- | --- | --- |\n${rows.join('\n')}\n`));

interface Clocked {
  pressed?: number;
  shown?: number;
  keys?: number[];
}

/** Milliseconds from the mouse button in the palette to the first frame with a marked word, by the window's own clock. */
async function coloursTime(page: Page): Promise<number> {
  await page.evaluate(() => {
    const clock = window as Window & Clocked;
    delete clock.pressed;
    delete clock.shown;
    const note = () => clock.shown === undefined && (clock.pressed = performance.now());
    window.addEventListener('mousedown', note, { capture: true });
    const look = () => {
      const isMarked = [...document.querySelectorAll('.monaco-editor .view-overlays .cdr')].some((box) => {
        const { borderBottomStyle: kind, borderBottomWidth: width } = getComputedStyle(box);
        return ['dotted', 'solid', 'double'].includes(kind) && width !== '0px';
      });
      if (clock.pressed !== undefined && isMarked) clock.shown ??= performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await runCommand(page, 'Glassbox: Show Surprise');
  await page.waitForFunction(() => (window as Window & Clocked).shown !== undefined, null, { polling: 50 });
  return page.evaluate(() => {
    const { shown = Number.NaN, pressed = Number.NaN } = window as Window & Clocked;
    return shown - pressed;
  });
}

/** The figure in the status bar stands for so long when all is read, in milliseconds. */
const STANDS = 4000;

/** Milliseconds until the status bar's figure changes no more. */
async function allTime({ page }: Workbench): Promise<number> {
  const began = Date.now();
  const figure = () =>
    page.evaluate(() => document.querySelector('.statusbar-item[id*="surprise"]')?.getAttribute('aria-label') ?? '');
  let last = await figure();
  for (let changed = began; ; await page.waitForTimeout(100)) {
    const now = await figure();
    if (now !== last) [last, changed] = [now, Date.now()];
    if (Date.now() - changed > STANDS) return changed - began;
  }
}

/** Milliseconds from a key to the frame behind the change of the text, for each of many. */
async function typingTimes(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const clock = window as Window & Clocked;
    const times: number[] = (clock.keys = []);
    let pressed: number | undefined;
    window.addEventListener('keydown', (event) => event.key === 'x' && (pressed = event.timeStamp), { capture: true });
    new MutationObserver(() => {
      if (pressed === undefined) return;
      const from = pressed;
      pressed = undefined;
      requestAnimationFrame(() => times.push(performance.now() - from));
    }).observe(document.querySelector('.monaco-editor .view-lines')!, {
      ...{ subtree: true, childList: true, characterData: true },
    });
  });
  for (let key = 0; key < KEYS; key++) {
    await page.keyboard.press('x');
    await page.waitForTimeout(120);
  }
  return page.evaluate(() => (window as Window & Clocked).keys ?? []);
}

describe('figures', () => {
  test('the first colours after a cold start', async () => {
    const cold: number[] = [];
    for (let start = 0; start < COLD; start++) {
      const workbench = await startWorkbench({ files });
      try {
        await workbench.page.waitForTimeout(3000); // VS Code's own start is over
        await openFile(workbench, 'story0.md');
        cold.push(await coloursTime(workbench.page));
      } finally {
        await workbench.close();
      }
    }
    rows.push(line('*Show Surprise*, mouse button in the palette to the first marked word, cold', cold, 'ms', '–'));
    expect(cold.every(Number.isFinite)).toBe(true);
  });

  test('warm, with 10,000 words, typing and the event loop beside it', async () => {
    const workbench = await startWorkbench({ files });
    const { page, bridge } = workbench;
    try {
      await page.waitForTimeout(5000);
      await openFile(workbench, 'story0.md');
      await placeCursor(workbench, '# Story');
      const calm = await typingTimes(page);
      await bridge.eventLoop();
      await page.waitForTimeout(10_000);
      const idle = await bridge.eventLoop();
      await coloursTime(page);
      await runCommand(page, 'Glassbox: Show Surprise');
      const warm: number[] = [];
      for (let at = 1; at <= WARM; at++) {
        await openFile(workbench, `story${at}.md`);
        warm.push(await coloursTime(page));
        if (at < WARM) await runCommand(page, 'Glassbox: Show Surprise');
      }
      await bridge.eventLoop();
      const all = await allTime(workbench);
      const busy = await bridge.eventLoop();
      await openFile(workbench, `story${WARM + 1}.md`);
      await coloursTime(page);
      await placeCursor(workbench, '# Story');
      const typing = await typingTimes(page);
      rows.push(line('– warm, another text', warm, 'ms', '300 ms'));
      rows.push(line('– all of 10,000 words', [all], 'ms', '20 s'));
      rows.push(line('event loop of the extension host, idle, 99th percentile', [idle?.p99 ?? Number.NaN], 'ms', '–'));
      rows.push(line('the same while 10,000 words are read', [busy?.p99 ?? Number.NaN], 'ms', 'idle + 10 ms'));
      rows.push(line('– the longest', [busy?.max ?? Number.NaN], 'ms', '–'));
      rows.push(line('a key to its frame, no surprise', calm, 'ms', '–'));
      rows.push(line('the same while words are read', typing, 'ms', '16 ms'));
      rows.push(line('– 99th percentile', [percentile(typing, 99)], 'ms', '–'));
      expect(typing.length).toBeGreaterThan(KEYS / 2);
    } finally {
      await workbench.close();
    }
  });
});

/* How soon the Decoding view shows what eight strategies write, in a real VS Code. Prints a table for bench/README.md. */
import { afterAll, expect, test } from 'vitest';
import type { Frame } from 'playwright-core';
import { line } from '../../../bench/figures.js';
import { DecodingWindow } from '../lib/decodingView.js';
import { placeCursor } from '../lib/editor.js';
import { useWorkbench } from '../lib/workbench.js';

const REPETITIONS = 12;
const workbench = useWorkbench({ files: { 'story.txt': 'When the rain stopped, the children\n' } });
const view = new DecodingWindow(workbench);

const rows: string[] = [];
afterAll(() => console.log(`\n| what | measured | target |\n| --- | --- | --- |\n${rows.join('\n')}\n`));

interface Times {
  /** to the frame in which the first token stands */
  first: number;
  /** to the frame in which no run goes on */
  all: number;
}

/** Milliseconds after a click on Run, by the page's own clock. */
function times(frame: Frame): Promise<Times> {
  return frame.evaluate(
    () =>
      new Promise<Times>((resolve) => {
        const button = document.querySelector<HTMLElement>('button.primary');
        const cards = () => [...document.querySelectorAll('li.card')];
        const start = performance.now();
        let first = Number.NaN;
        let begun = false;
        const look = () => {
          const busy = cards().filter((card) => card.getAttribute('aria-busy') === 'true');
          begun ||= busy.length > 0;
          // The text of the run before stands until the new one comes; the count of tokens begins anew.
          const written = busy.some((card) =>
            /\b[1-9]\d* tokens/.test(card.querySelector('.figures')?.textContent ?? ''),
          );
          if (begun && Number.isNaN(first) && written) first = performance.now() - start;
          if (begun && busy.length === 0) resolve({ first, all: performance.now() - start });
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        button?.click();
      }),
  );
}

test('eight strategies', { timeout: 600_000 }, async () => {
  await placeCursor(workbench(), 'the children');
  await view.open();
  await view.choose('Presets', 'Nine strategies');
  await view.poll(async () => (await view.cards()).length).toBe(9);
  await view.act(8, 'Remove');
  await view.poll(async () => (await view.cards()).length).toBe(8);
  const frame = await view.frame();
  await times(frame); // loads the model
  const measured: Times[] = [];
  for (let i = 0; i < REPETITIONS; i++) {
    await workbench().page.waitForTimeout(300);
    measured.push(await times(frame));
  }
  rows.push(
    line(
      'first token on screen after *Run*, eight strategies, warm',
      measured.map(({ first }) => first),
      'ms',
      '250 ms',
    ),
  );
  rows.push(
    line(
      'all eight on screen, up to 40 tokens each',
      measured.map(({ all }) => all),
      'ms',
      '2,000 ms',
    ),
  );
  expect(measured.every(({ first }) => Number.isFinite(first))).toBe(true);
});

import type { Browser, Page } from 'playwright-core';
import type { Measured } from './decoding.js';
import { openPage, Tracer } from './harness.js';

const REPETITIONS = 60;
const TARGET = '16 ms, none over 50 ms';

async function measure(
  browser: Browser,
  { tokens, width, view = 'matrix' }: { tokens: number; width: number; view?: string },
  prepare: (page: Page) => Promise<unknown>,
  act: (page: Page, index: number) => Promise<unknown>,
): Promise<number[]> {
  const page = await openPage(browser, 'attention', `tokens=${tokens}&view=${view}&layer=0&head=0`, width);
  await page
    .locator(view === 'lines' ? '.lines path' : '.matrix')
    .first()
    .waitFor({ state: 'attached' });
  await page.locator('.head').last().waitFor();
  await prepare(page);
  // What was asked for the word in focus is drawn by then.
  await page.waitForTimeout(800);
  const tracer = await Tracer.start(page);
  for (let index = 0; index < REPETITIONS; index++) {
    await tracer.interact(() => act(page, index));
    await page.waitForTimeout(20);
  }
  const costs = await tracer.stop();
  await page.close();
  return costs;
}

/** A place in the matrix that differs from the last one. */
async function placeIn(page: Page): Promise<(index: number) => { x: number; y: number }> {
  const box = await page.locator('.matrix').boundingBox();
  if (!box) throw new Error('the matrix is not in sight');
  return (index) => ({
    x: box.x + box.width * (0.4 + (0.3 * ((index * 37) % 60)) / 60),
    y: box.y + box.height * (0.35 + (0.5 * ((index * 23) % 60)) / 60),
  });
}

/** Pointing, zooming, dragging and going to another head in the attention panel. */
export async function attention(browser: Browser): Promise<Measured[]> {
  const results: Measured[] = [];
  for (const [tokens, width] of [
    [512, 1400],
    [1024, 1400],
  ] as const) {
    const add = (what: string, milliseconds: number[]) =>
      results.push({ what: `${what}, ${tokens} tokens, ${width} px`, milliseconds, target: TARGET });
    const given = { tokens, width };
    let place: (index: number) => { x: number; y: number } = () => ({ x: 0, y: 0 });
    const locate = async (page: Page) => (place = await placeIn(page));
    const closeUp = async (page: Page) => {
      await locate(page);
      await page.locator('.matrix').focus();
      for (let step = 0; step < 9; step++) await page.keyboard.press('+');
    };
    const move = (page: Page, index: number) => page.mouse.move(place(index).x, place(index).y);
    add('pointing in the matrix', await measure(browser, given, locate, move));
    add('pointing in the matrix, close up', await measure(browser, given, closeUp, move));
    add(
      'arrow keys in the matrix',
      await measure(
        browser,
        given,
        (page) => page.locator('.matrix').focus(),
        (page, index) => page.keyboard.press(index % 2 === 0 ? 'ArrowDown' : 'ArrowRight'),
      ),
    );
    add(
      'zooming with the wheel',
      await measure(
        browser,
        given,
        async (page) => {
          await locate(page);
          await move(page, 0);
          await page.keyboard.down('Control');
        },
        (page, index) => page.mouse.wheel(0, index % 20 < 10 ? -120 : 120),
      ),
    );
    add(
      'panning with the wheel',
      await measure(
        browser,
        given,
        async (page) => {
          await closeUp(page);
          await move(page, 0);
        },
        (page, index) => page.mouse.wheel(index % 20 < 10 ? 60 : -60, index % 20 < 10 ? 60 : -60),
      ),
    );
    add(
      'going to another head',
      await measure(
        browser,
        given,
        () => Promise.resolve(),
        (page, index) =>
          page
            .locator('.head')
            .nth((index * 5) % 144)
            .dispatchEvent('click'),
      ),
    );
    add(
      'pointing at words with lines',
      await measure(
        browser,
        { ...given, view: 'lines' },
        () => Promise.resolve(),
        async (page, index) => {
          const box = await page
            .locator('.readers text')
            .nth(index % 18)
            .boundingBox();
          if (box) await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
        },
      ),
    );
  }
  return results;
}

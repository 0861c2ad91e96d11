import type { Browser, Page } from 'playwright-core';
import { openPage, Tracer } from './harness.js';

/** Of each of the eight runs, which begin again when they end; and how often each interaction is repeated. */
const PER_SECOND = 50;
const TOKENS = 150;
const REPETITIONS = 60;
const ROUNDS = 5;
const MOVES = 30;

export interface Measured {
  what: string;
  milliseconds: number[];
  target: string;
}

async function streaming(browser: Browser, width: number): Promise<Page> {
  const query = `show=stream&runs=8&tokens=${TOKENS}&again&every=${1000 / PER_SECOND}`;
  const page = await openPage(browser, 'decoding', query, width);
  await page.waitForFunction(() => document.querySelectorAll('.piece').length > 400);
  return page;
}

/** One kind of interaction while eight runs stream, some milliseconds apart. */
async function measure(
  browser: Browser,
  width: number,
  prepare: (page: Page) => Promise<unknown>,
  act: (page: Page, index: number) => Promise<unknown>,
): Promise<number[]> {
  const page = await streaming(browser, width);
  await prepare(page);
  const tracer = await Tracer.start(page);
  for (let index = 0; index < REPETITIONS; index++) {
    await tracer.interact(() => act(page, index));
    await page.waitForTimeout(20);
  }
  const costs = await tracer.stop();
  const busy = await page.locator('.card[aria-busy=true]').count();
  if (busy < 4) throw new Error(`only ${busy} of 8 runs still stream`);
  await page.close();
  return costs;
}

/** Typing, scrolling and pointing in the Decoding view while eight runs write. */
export async function decoding(browser: Browser): Promise<Measured[]> {
  const target = '16 ms, none over 50 ms';
  const results: Measured[] = [];
  for (const width of [360, 1200]) {
    const add = (what: string, milliseconds: number[]) =>
      results.push({ what: `${what}, eight runs streaming, ${width} px`, milliseconds, target });
    add(
      'typing in the prompt',
      await measure(
        browser,
        width,
        (page) => page.locator('.prompt textarea').click(),
        (page, index) => page.keyboard.press('abcdefgh '[index % 9]!),
      ),
    );
    add(
      'typing in a field',
      await measure(
        browser,
        width,
        async (page) => {
          await page.locator('.card .toggle').first().click();
          await page.locator('.card input[type=number]').first().click();
        },
        (page, index) => page.keyboard.press(index % 2 === 0 ? '1' : 'Backspace'),
      ),
    );
    add(
      'scrolling',
      await measure(
        browser,
        width,
        (page) => page.mouse.move(width / 2, 500),
        (page, index) => page.mouse.wheel(0, index % 30 < 15 ? 120 : -120),
      ),
    );
    add(
      'pointing at tokens',
      await measure(
        browser,
        width,
        async (page) => {
          const token = page.locator('.card .piece').first();
          await token.click();
          await page.locator('.here table').waitFor();
        },
        async (page, index) => {
          const box = await page
            .locator('.card .piece')
            .nth(5 + (index % 30))
            .boundingBox();
          if (box) await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
        },
      ),
    );
  }
  return results;
}

/** Drawing a large tree and moving in it, and a slider of the laboratory over a whole vocabulary. */
export async function decodingLab(browser: Browser): Promise<Measured[]> {
  const drawn: number[] = [];
  const moved: number[] = [];
  const slid: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await openPage(browser, 'decoding', 'show=tree', 360);
    const toggle = page.locator('.card .toggle', { hasText: 'tree' });
    await toggle.waitFor();
    drawn.push(...(await traced(page, 1, () => toggle.click())));
    const current = page.locator('.tree [data-node][tabindex="0"]');
    await current.focus();
    const before = await current.getAttribute('data-node');
    const move = (index: number) => page.keyboard.press(index % 2 === 0 ? 'ArrowLeft' : 'ArrowUp');
    moved.push(...(await traced(page, MOVES, move)));
    if ((await current.getAttribute('data-node')) === before) throw new Error('the keys moved nothing in the tree');
    await page.close();
  }
  const page = await openPage(browser, 'decoding', 'show=ended&vocabulary=50257', 360);
  await page.locator('.card .piece').nth(4).click();
  await page.locator('.laboratory-part summary').click();
  const slider = page.locator('.laboratory-part input[type=range]').first();
  await slider.focus();
  const outcome = page.locator('.laboratory-part');
  const before = await outcome.textContent();
  slid.push(...(await traced(page, REPETITIONS, () => page.keyboard.press('ArrowRight'))));
  if ((await outcome.textContent()) === before) throw new Error('the slider changed nothing');
  await page.close();
  return [
    { what: 'a tree of 8 beams × 60 steps drawn', milliseconds: drawn, target: '100 ms' },
    { what: 'a key in that tree', milliseconds: moved, target: '16 ms, none over 50 ms' },
    { what: 'a slider over 50,257 logits', milliseconds: slid, target: '30 ms' },
  ];
}

async function traced(page: Page, count: number, act: (index: number) => Promise<unknown>): Promise<number[]> {
  const tracer = await Tracer.start(page);
  for (let index = 0; index < count; index++) {
    await tracer.interact(() => act(index));
    await page.waitForTimeout(20);
  }
  return tracer.stop();
}

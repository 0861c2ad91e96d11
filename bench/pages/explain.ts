import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import type { Measured } from './decoding.js';
import { openPage, root, Tracer } from './harness.js';

/** As many tokens as may be asked for, and a prompt as long. */
const TOKENS = 400;
const ROUNDS = 5;
const REPETITIONS = 60;

const grown = <T>(list: readonly T[]): T[] => Array.from({ length: TOKENS }, (_, index) => list[index % list.length]!);

/** A continuation of the most tokens that can be asked for. */
function longResult(): LastResult {
  const file = path.join(root, 'test/views/fixtures/continuation.json');
  const result = JSON.parse(readFileSync(file, 'utf8')) as Extract<LastResult, { kind: 'generate' }>;
  const { value } = result;
  const sequences = value.sequences.map((sequence) => ({ ...sequence, steps: grown(sequence.steps ?? []) }));
  return { ...result, value: { ...value, sequences, prompt: grown(value.prompt) } };
}

/** What the stand-in for the host leaves on the page, and the results that it is to show. */
interface BenchWindow {
  show: (result: LastResult | null) => void;
  none: null;
  long: LastResult;
}

/** Shows a result and waits for its frame. */
const show = (page: Page, which: 'none' | 'long') =>
  page.evaluate(async (name) => {
    const stage = window as unknown as BenchWindow;
    stage.show(stage[name]);
    await new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn)));
  }, which);

async function emptyPage(browser: Browser): Promise<Page> {
  const page = await openPage(browser, 'explain', 'show=none', 900);
  await page.locator('.empty').waitFor();
  await page.evaluate((results) => void Object.assign(window, results), { long: longResult() });
  return page;
}

/** Drawing the longest continuation, and moving through its tokens by the keyboard and with the mouse. */
export async function explain(browser: Browser): Promise<Measured[]> {
  let page = await emptyPage(browser);
  const drawn: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // A page keeps what it shows until there is something else, so each round has its own.
    if (round > 0) {
      await page.close();
      page = await emptyPage(browser);
    }
    const tracer = await Tracer.start(page);
    await tracer.interact(() => show(page, 'long'));
    drawn.push(...(await tracer.stop()));
    if ((await page.locator('.piece').count()) !== TOKENS) throw new Error('not all tokens were drawn');
  }
  const keys = await traced(page, async () => {
    await page.locator('.piece').first().focus();
    return () => page.keyboard.press('ArrowRight');
  });
  if (!(await page.locator('.facts').textContent())?.includes(`token ${REPETITIONS + 1} of`))
    throw new Error('the keys did not reach their token');
  const moves = await traced(page, async () => {
    const boxes = await Promise.all(
      Array.from({ length: 30 }, (_, index) => page.locator('.piece').nth(index).boundingBox()),
    );
    return async (index) => {
      const box = boxes[index % boxes.length];
      if (box) await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    };
  });
  await page.close();
  return [
    { what: `a continuation of ${TOKENS} tokens drawn`, milliseconds: drawn, target: '100 ms' },
    { what: 'a key in its tokens', milliseconds: keys, target: '16 ms, none over 50 ms' },
    { what: 'pointing at its tokens', milliseconds: moves, target: '16 ms, none over 50 ms' },
  ];
}

async function traced(page: Page, prepare: () => Promise<(index: number) => Promise<unknown>>): Promise<number[]> {
  const act = await prepare();
  const tracer = await Tracer.start(page);
  for (let index = 0; index < REPETITIONS; index++) {
    await tracer.interact(() => act(index));
    await page.waitForTimeout(20);
  }
  return tracer.stop();
}

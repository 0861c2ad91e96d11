import { setTimeout as wait } from 'node:timers/promises';
import type { Engine } from '../../src/protocol/engine/index.js';
import { line, percentile } from '../figures.js';

const ASKED = 40;
/** Least and most milliseconds between two questions: they come at any moment of a step. */
const [SHORTEST, LONGEST] = [150, 400];
const QUESTION = { text: 'She drank a cup of [MASK] in the garden.' };

/** Milliseconds from the moments at which a person asks to the answers. */
async function answerTimes(engine: Engine, isOver: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (times.length < ASKED && !isOver()) {
    const pause = SHORTEST + Math.random() * (LONGEST - SHORTEST);
    await wait(pause);
    const asked = performance.now();
    await engine.call('fillMask', QUESTION);
    times.push(performance.now() - asked);
  }
  return times;
}

/** Fill Mask alone, and while something is learnt. */
export async function compareWaiting(
  engine: Engine,
  learning: readonly { what: string; start: (job: string) => Promise<unknown> }[],
): Promise<void> {
  await engine.call('fillMask', QUESTION);
  const alone = await answerTimes(engine, () => false);
  console.log(line('Fill Mask alone', alone, 'ms', '–'));
  for (const [at, { what, start }] of learning.entries()) {
    let isOver = false;
    const job = `waiting-${at}`;
    const learnt = start(job).finally(() => (isOver = true));
    // By then it is in its steps.
    await wait(3000);
    const beside = await answerTimes(engine, () => isOver);
    await engine.call('endRun', { job });
    await learnt;
    console.log(line(`Fill Mask while ${what}`, beside, 'ms', '–'));
    const more = [50, 95].map((share) => percentile(beside, share) - percentile(alone, share));
    console.log(`| – more than alone, median; 95 % | ${more.map((one) => one.toFixed(0)).join('; ')} ms | 150 ms |`);
  }
}

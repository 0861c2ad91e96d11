// Texts made to be slow against every function that reads a text: npm run bench -- pump [LENGTH] [FUNCTION]
import path from 'node:path';
import { functions, type Pumping } from './pump/functions.js';
import { texts, type Pumped } from './pump/texts.js';

/** A function that takes less for the longest text, in milliseconds, is not slow, however it grew. */
const NOTICED = 20;

/** Milliseconds that nothing may take in the extension host. */
const HOST = 50;

/** log₂ of how much longer twice the text takes; 1 is linear, and what a machine does beside it adds some. */
const LINEAR = 1.4;

/** Steps of twice the length each. */
const STEPS = 3;

/** Processor time in milliseconds, the least of some rounds. */
function time({ run }: Pumping, { text }: Pumped, length: number, rounds: number): number {
  const given = text(length);
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const started = process.cpuUsage().user;
    run(given);
    least = Math.min(least, (process.cpuUsage().user - started) / 1000);
    if (least > 2000) break;
  }
  return least;
}

async function main(): Promise<void> {
  const longest = Number(process.argv[2] ?? 80_000);
  const only = process.argv[3] ?? '';
  const worst = { host: { ms: 0, what: '' }, engine: { ms: 0, what: '' } };
  let count = 0;
  let slow = 0;
  const all = await functions((model) => path.resolve(__dirname, '../../models', model));
  for (const one of all.filter(({ name }) => name.includes(only))) {
    for (const pumped of texts) {
      count += 1;
      const what = `${one.name} ${pumped.name}`;
      const ms = time(one, pumped, longest, 2);
      const place = one.host ? 'host' : 'engine';
      if (ms > worst[place].ms) worst[place] = { ms, what };
      if (ms < NOTICED) continue;
      const short = time(one, pumped, longest / 2 ** STEPS, 5);
      const exponent = Math.log2(ms / Math.max(short, 0.01)) / STEPS;
      if (exponent <= LINEAR && !(one.host && ms > HOST)) continue;
      slow += 1;
      console.log(`- ${what}: ${ms.toFixed(0)} ms, n^${exponent.toFixed(2)}`);
    }
  }
  console.log(`${count} texts of ${longest} characters, each against one function; ${slow} of them slow (above)`);
  for (const [place, { ms, what }] of Object.entries(worst))
    console.log(`slowest, ${place}: ${ms.toFixed(1)} ms, ${what}`);
}

void main();

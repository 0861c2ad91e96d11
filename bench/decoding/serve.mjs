import { createInterface } from 'node:readline';

/**
 * Answers tasks with timings, one line of JSON each.
 * @param {(task: { prompt: number[], newTokens: number }, tick: () => void) => Promise<void>} run calls `tick` at each token
 */
export async function serve(run) {
  for await (const line of createInterface({ input: process.stdin })) {
    const ticks = [];
    const start = performance.now();
    await run(JSON.parse(line), () => ticks.push(performance.now()));
    const milliseconds = performance.now() - start;
    console.log(JSON.stringify({ milliseconds, perToken: ticks.slice(1).map((tick, at) => tick - ticks[at]) }));
  }
}

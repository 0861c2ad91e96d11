/* What the editor's client makes of an engine that is killed or stops answering: [KILLS] [SILENCES]. */
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import { toErrorValue, type ErrorCode } from '../src/protocol/engine/index.js';
import { EngineClient } from '../src/host/engine/client.js';
import { line } from './figures.js';

const root = path.resolve(__dirname, '../..');
const [kills = 100, silences = 10] = process.argv.slice(2).map(Number);
/** A call that takes longer has not settled. */
const LONGEST_MS = 60_000;
/** Kills come this long after the call at the most; the calls below take longer. */
const REACH_MS = 400;

const open = () =>
  new EngineClient({
    script: path.join(root, 'dist/engine.js'),
    options: () => ({ embeddedFolder: path.join(root, 'models'), installedFolders: [], threads: 0, idleMinutes: 0 }),
    log: () => {},
  });

type Outcome = ErrorCode | 'value' | 'unsettled';

function outcomeOf(call: Promise<unknown>): Promise<Outcome> {
  const settled = call.then(
    () => 'value' as const,
    (error: unknown) => toErrorValue(error).code,
  );
  return Promise.race([settled, sleep(LONGEST_MS, 'unsettled' as const, { ref: false })]);
}

const count = (outcomes: readonly Outcome[]) =>
  [...new Set(outcomes)].map((one) => `${one} ${outcomes.filter((other) => other === one).length}`).join(', ');

/** Kills the process somewhere in a call, and at once makes the calls that a user would make next. */
async function killed(): Promise<void> {
  const engine = open();
  const hit: Outcome[] = [];
  const next: Outcome[] = [];
  const listed: Outcome[] = [];
  const back: number[] = [];
  for (let i = 0; i < kills; i++) {
    await engine.call('tokens', { text: 'A text.' });
    const { pid } = await engine.call('state', {});
    const work = engine.call('generate', {
      text: 'Once',
      maxNewTokens: 400,
      decoding: { strategy: 'sample', seed: i },
    });
    const settled = outcomeOf(work);
    await sleep(((i * 37) % 100) * (REACH_MS / 100));
    process.kill(pid, 'SIGKILL');
    const started = performance.now();
    // While the process is at its end, and nobody has heard of it.
    const models = outcomeOf(engine.call('models', {}));
    const tokens = outcomeOf(engine.call('tokens', { text: 'A text.' }));
    next.push(await tokens);
    back.push(performance.now() - started);
    listed.push(await models);
    hit.push(await settled);
    if (next.at(-1) !== 'value') await engine.restart();
  }
  await engine.dispose();
  console.log(`| calls in which the process was killed (${kills}) | ${count(hit)} | all settled |`);
  console.log(`| \`models\`, asked at once | ${count(listed)} | value |`);
  console.log(`| the default model, asked at once | ${count(next)} | value |`);
  console.log(line('until that answered', back, 'ms', '–'));
}

/** Stops the process and asks it: how long until the client says that it does not answer. */
async function silent(): Promise<void> {
  const engine = open();
  const told: number[] = [];
  for (let i = 0; i < silences; i++) {
    await engine.call('tokens', { text: 'A text.' });
    const { pid } = await engine.call('state', {});
    while (engine.state?.phase !== 'idle') await sleep(10);
    process.kill(pid, 'SIGSTOP');
    const call = outcomeOf(engine.call('tokens', { text: 'A text.' }));
    const started = performance.now();
    while (engine.silence === null) await sleep(10);
    told.push((performance.now() - started) / 1000);
    process.kill(pid, 'SIGCONT');
    await call;
  }
  await engine.dispose();
  console.log(line('a stopped process is told of after', told, 's', '5 s'));
}

async function main(): Promise<void> {
  console.log('| what | measured | target |\n| --- | --- | --- |');
  await killed();
  await silent();
}

void main();

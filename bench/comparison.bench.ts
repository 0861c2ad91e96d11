/* Eight strategies of one prompt as the Decoding view runs them, and one after another, on the embedded model. */
import path from 'node:path';
import type { GenerationConfig, Params } from '../src/protocol/engine/index.js';
import { EngineClient } from '../src/host/engine/client.js';
import { line } from './figures.js';

const root = path.resolve(__dirname, '../..');
const ROUNDS = Number(process.argv[2] ?? 9);
const TOKENS = 40;

/** What a recipe leaves open; the ends of text are banned, so that each writes all of its tokens. */
const recipe = (decoding: GenerationConfig): GenerationConfig => ({ ...decoding, minNewTokens: TOKENS });

const DECODINGS = [
  recipe({ strategy: 'greedy' }),
  recipe({ strategy: 'beam', numBeams: 4 }),
  recipe({ strategy: 'beam', numBeams: 4, noRepeatNgramSize: 3 }),
  recipe({ strategy: 'sample', temperature: 0.7, seed: 7 }),
  recipe({ strategy: 'sample', temperature: 1.5, seed: 7 }),
  recipe({ strategy: 'sample', topK: 50, seed: 7 }),
  recipe({ strategy: 'sample', topP: 0.9, seed: 7 }),
  recipe({ strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4 }),
];

const common = {
  model: 'gpt2-mini',
  text: 'When the rain stopped, the children',
  maxNewTokens: TOKENS,
  alternatives: 10,
};

async function main(): Promise<void> {
  const engine = new EngineClient({
    script: path.join(root, 'dist/engine.js'),
    options: () => ({ embeddedFolder: path.join(root, 'models'), installedFolders: [], threads: 0, idleMinutes: 0 }),
    log: () => {},
  });
  let job = 0;
  /** Milliseconds to the end, and to the first token. */
  const run = async (decodings: GenerationConfig[]): Promise<{ all: number; first: number }> => {
    const start = performance.now();
    let first = Number.NaN;
    const params: Params<'compare'> = { ...common, decodings, job: `bench-${job++}` };
    const value = await engine.call('compare', params, {
      onProgress: ({ kind }) => {
        if (kind === 'growth' && Number.isNaN(first)) first = performance.now() - start;
      },
    });
    for (const { metrics, error } of value.runs) {
      if (error || metrics.newTokens !== TOKENS)
        throw new Error(`a run gave ${metrics.newTokens} tokens: ${error?.message}`);
    }
    return { all: performance.now() - start, first };
  };

  const together: number[] = [];
  const first: number[] = [];
  const single: number[] = [];
  const ratio: number[] = [];
  await run(DECODINGS); // loads the model
  for (let round = 0; round < ROUNDS; round++) {
    const one = await run(DECODINGS);
    let sum = 0;
    for (const decoding of DECODINGS) sum += (await run([decoding])).all;
    together.push(one.all);
    first.push(one.first);
    single.push(sum);
    ratio.push(one.all / sum);
  }
  console.log('| what | measured | target |\n| --- | --- | --- |');
  console.log(line(`eight strategies × ${TOKENS} tokens, with steps and 10 alternatives`, together, 'ms', '2,000 ms'));
  console.log(line('– first tokens at the host', first, 'ms', '–'));
  console.log(line('the same one after another', single, 'ms', '–'));
  const shares = ratio.map((value) => 100 * value);
  console.log(line('together against one after another', shares, '%', '50 %'));
  await engine.dispose();
}

void main();

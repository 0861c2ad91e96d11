/* Decoding on full-size models with random weights, beside other libraries; README.md tells what is measured how. */
import os from 'node:os';
import path from 'node:path';
import type { GenerationConfig } from '../src/protocol/engine/index.js';
import { Ours } from './decoding/ours.js';
import { Rival, type Task } from './decoding/rival.js';
import { places, root, setUp } from './decoding/setup.js';
import { median, percentile } from './figures.js';

const [rounds = 7, settings = '2,1'] = [Number(process.argv[2] ?? 7), process.argv[3]];
const FORMS = ['blocks128', 'blocks32', 'dynamic', 'four'];
/** the form that the other measurements use */
const BEST = 'gpt2-blocks128';
const T5 = 't5-blocks128';

const ids = (count: number) => Array.from({ length: count }, (_, at) => 1000 + 37 * at);
const short: Task = { prompt: ids(50), newTokens: 40 };
const long: Task = { prompt: ids(900), newTokens: 40 };
/** what 20 words of English become, end of sequence included, and their translation */
const sentence: Task = { prompt: [...ids(26), 1], newTokens: 28 };

const sample = (options: Partial<GenerationConfig>): GenerationConfig => ({ strategy: 'sample', seed: 1, ...options });
const SIX: GenerationConfig[] = [
  { strategy: 'greedy' },
  sample({ temperature: 0.8 }),
  sample({ topK: 50 }),
  sample({ topP: 0.9 }),
  sample({ typicalP: 0.9 }),
  { strategy: 'greedy', repetitionPenalty: 1.2, noRepeatNgramSize: 3 },
];
const GREEDY: GenerationConfig = { strategy: 'greedy' };
const BEAMS: GenerationConfig = { strategy: 'beam', numBeams: 4 };

async function measure(threads: number): Promise<Map<string, number[]>> {
  const ours = new Ours(threads);
  const script = (name: string) => path.join(root, 'bench/decoding', name);
  const js = (name: string) => new Rival('node', [script('transformersJs.mjs'), places.models, name, `${threads}`]);
  const gguf = path.join(places.models, 'gpt2.gguf');
  const tokenizer = path.join(places.models, T5, 'tokenizer.json');
  const translator = path.join(places.models, 't5-ctranslate2');
  const rivals = {
    gpt2: js('gpt2-dynamic'),
    t5: js('t5-dynamic'),
    llama: new Rival('node', [script('llamaCpp.mjs'), places.llama, gguf, `${threads}`]),
    ctranslate2: new Rival(places.python, [script('ctranslate2_beams.py'), translator, tokenizer, `${threads}`]),
  };
  const bare = await ours.bareStep(BEST);
  const found = new Map<string, number[]>();

  /** One round of everything, so that a slow minute of the machine meets all alike. */
  async function round(keep: boolean): Promise<void> {
    const note = (what: string, value: number) => keep && found.set(what, [...(found.get(what) ?? []), value]);
    const perToken = (what: string, { perToken }: { perToken: number[] }) => note(what, median(perToken));
    for (const form of FORMS) perToken(form, await ours.generate(`gpt2-${form}`, short, GREEDY));
    perToken('transformers.js', await rivals.gpt2.run(short));
    perToken('llama.cpp', await rivals.llama.run(short));
    note('bare', median(await bare({ ...short, prompt: ids(70) })));
    perToken('loop', await ours.generate(BEST, short, GREEDY));
    perToken('alternatives', await ours.generate(BEST, short, GREEDY, 10));
    perToken('long', await ours.generate(BEST, long, GREEDY));
    perToken('llama.cpp long', await rivals.llama.run(long));
    note('compare', await ours.compare(BEST, short, SIX));
    let one = 0;
    for (let at = 0; at < SIX.length; at++) one += (await rivals.gpt2.run(short)).milliseconds;
    note('transformers.js six', one);
    note('beams', (await ours.generate(T5, sentence, BEAMS)).milliseconds);
    note('transformers.js t5', (await rivals.t5.run(sentence)).milliseconds);
    note('ctranslate2', (await rivals.ctranslate2.run(sentence)).milliseconds);
  }

  await round(false);
  for (let at = 0; at < rounds; at++) {
    await round(true);
    process.stderr.write(`${threads} threads: round ${at + 1} of ${rounds}, load ${os.loadavg()[0]!.toFixed(1)}\n`);
  }
  Object.values(rivals).forEach((rival) => rival.end());
  await ours.dispose();
  return found;
}

function report(threads: number, found: ReadonlyMap<string, number[]>): void {
  const of = (what: string) => found.get(what) ?? [];
  const figure = (what: string) => {
    const [low, high] = [percentile(of(what), 5), percentile(of(what), 95)];
    return `${median(of(what)).toFixed(1)} (${low.toFixed(1)}–${high.toFixed(1)})`;
  };
  /** Median of the ratios round by round. */
  const ratio = (a: string, b: string) => median(of(a).map((value, at) => value / of(b)[at]!)).toFixed(2);
  const best = FORMS.slice(0, 3).reduce((a, b) => (median(of(a)) <= median(of(b)) ? a : b));
  console.log(`\n${threads} thread${threads > 1 ? 's' : ''}: medians (5–95 %) of ${rounds} rounds, milliseconds\n`);
  console.log('| what | ours | others | ratio | target |\n| --- | --- | --- | --- | --- |');
  const line = (...cells: string[]) => console.log(`| ${cells.join(' | ')} |`);
  for (const form of FORMS) line(`GPT-2, per token, ${form}`, figure(form), '', '', '');
  line(
    `– best 8-bit form (${best})`,
    figure(best),
    `llama.cpp ${figure('llama.cpp')}`,
    ratio(best, 'llama.cpp'),
    '1.00',
  );
  line('–', figure(best), `transformers.js ${figure('transformers.js')}`, ratio(best, 'transformers.js'), '0.67');
  line('growth, 900 tokens of past', figure('long'), `ours at 50: ${figure('loop')}`, ratio('long', 'loop'), '1.40');
  line('–', '', `llama.cpp ${figure('llama.cpp long')}`, ratio('llama.cpp long', 'llama.cpp'), '–');
  const six = `transformers.js ${figure('transformers.js six')}`;
  line('six strategies × 40 tokens', figure('compare'), six, ratio('compare', 'transformers.js six'), '0.40');
  const greedy = `transformers.js, greedy ${figure('transformers.js t5')}`;
  line('T5-small, 4 beams, a sentence', figure('beams'), greedy, ratio('beams', 'transformers.js t5'), '1.00');
  line('–', figure('beams'), `CTranslate2 ${figure('ctranslate2')}`, ratio('beams', 'ctranslate2'), '1.20');
  line('our loop over the bare step', figure('loop'), `bare ${figure('bare')}`, ratio('loop', 'bare'), '1.05');
  line(
    'with 10 alternatives',
    figure('alternatives'),
    `without ${figure('loop')}`,
    ratio('alternatives', 'loop'),
    '1.05',
  );
}

async function main(): Promise<void> {
  setUp();
  for (const threads of (settings ?? '2,1').split(',').map(Number)) report(threads, await measure(threads));
}

void main();

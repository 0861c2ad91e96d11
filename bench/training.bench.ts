/*
 * What training takes: npm run bench -- training [PYTHON] [TEXT]. A step beside PyTorch's, where PYTHON has it (- for none);
 * 40 lines of good and bad (training/learn.tsv) learnt with all layers, told by 60 others (training/test.tsv); Fill Mask
 * while something is learnt; and, where TEXT names a file, a GPT and a BERT from nothing, of its first 100,000 characters.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Random } from '../src/decoding/sampling/random.js';
import { LocalEngine } from '../src/engine/engine.js';
import { familyConfig } from '../src/engine/families/familyConfig.js';
import type { Json } from '../src/engine/files.js';
import { checkpointWeights } from '../src/engine/training/modelWeights.js';
import { trainableModel } from '../src/engine/training/trainableModel.js';
import { Trainer } from '../src/engine/training/trainer.js';
import { EngineClient } from '../src/host/engine/client.js';
import { readLabelledTable } from '../src/text/labelledTable.js';
import { AdamW } from '../src/training/adamW.js';
import { root } from './decoding/setup.js';
import { line, median } from './figures.js';
import { learnFromNothing } from './training/fromNothing.js';
import { compareWaiting } from './training/waiting.js';

const ROWS = 8;
const TOKENS = 32;
const ROUNDS = 15;
const SEEDS = [0, 1, 2, 3, 4];

const [, , first, textFile] = process.argv;
const python = first === '-' ? undefined : first;
const TEXT_CHARACTERS = 100_000;
const work = mkdtempSync(path.join(os.tmpdir(), 'glassbox-bench-'));
const options = { embeddedFolder: path.join(root, 'models'), installedFolders: [], threads: 1, idleMinutes: 0 };
const engine = new LocalEngine(options);
/** The engine as the editor has it, in a process of its own. */
const newClient = () =>
  new EngineClient({ script: path.join(root, 'dist/engine.js'), options: () => options, log: () => {} });

function linesOf(name: string) {
  const found = readLabelledTable(readFileSync(path.join(root, 'bench/training', name), 'utf8'), {
    ...{ text: 'text', label: 'label' },
  });
  if ('problem' in found) throw new Error(`${name}: ${found.problem.kind}`);
  return found.rows.map(({ text, label }) => ({ text, label }));
}

/** Processor time of this process, in milliseconds. */
const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

interface Step {
  gradients: number;
  optimiser: number;
}

/**
 * Our step on a classifier in a folder, all of its weights.
 * @param isWhole with the whole table of words, as PyTorch has it, and not only the rows that the lines use, as `train` does
 */
async function ourSteps(
  folder: string,
  isWhole: boolean,
): Promise<{ step: () => Promise<Step>; dispose: () => Promise<void> }> {
  const file = path.join(folder, 'config.json');
  const config = JSON.parse(readFileSync(file, 'utf8')) as Json;
  const family = familyConfig(config, file, 'bert', ['BertForSequenceClassification']);
  const model = trainableModel(family, await checkpointWeights(folder), 'bert-mini', new Random(0));
  const rows = Array.from({ length: ROWS }, (_, row) =>
    Array.from({ length: TOKENS }, (_, at) => 5 + ((row * 37 + at * 101) % 9000)),
  );
  const labels = rows.map((_, row) => row % 2);
  const ids = isWhole ? null : new Set(rows.flat());
  const trainer = await Trainer.create(model, [...model.weights.keys()], { ids, threads: 1, padding: 0 });
  const optimiser = new AdamW(trainer.parameters);
  const step = async () => {
    const start = spent();
    await trainer.gradients({ rows }, labels);
    const middle = spent();
    optimiser.step(() => ({ learningRate: 1e-6, weightDecay: 0.01 }));
    return { gradients: middle - start, optimiser: spent() - middle };
  };
  return { step, dispose: () => trainer.dispose() };
}

function torchSteps(command: string, folder: string): { step: () => Promise<Step>; end: () => void } {
  const script = path.join(root, 'bench/training/steps.py');
  const child = spawn(command, [script, folder, `${ROWS}`, `${TOKENS}`], { stdio: ['pipe', 'pipe', 'ignore'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ready = answers.next();
  const step = async () => {
    await ready;
    child.stdin.write('\n');
    return JSON.parse((await answers.next()).value as string) as Step;
  };
  return { step, end: () => child.stdin.end() };
}

async function compareSteps(folder: string): Promise<void> {
  const [ours, whole] = [await ourSteps(folder, false), await ourSteps(folder, true)];
  const torch = python === undefined ? null : torchSteps(python, folder);
  const found: { own: Step; all: Step; other: Step | null }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const one = { own: await ours.step(), all: await whole.step(), other: torch && (await torch.step()) };
    // The first of each makes its buffers.
    if (round > 0) found.push(one);
  }
  torch?.end();
  await ours.dispose();
  await whole.dispose();
  const sum = ({ gradients, optimiser }: Step) => gradients + optimiser;
  const told = (what: string, steps: readonly Step[]) => {
    console.log(
      line(
        `${what}: gradients`,
        steps.map(({ gradients }) => gradients),
        'ms',
        '–',
      ),
    );
    console.log(
      line(
        '– AdamW',
        steps.map(({ optimiser }) => optimiser),
        'ms',
        '–',
      ),
    );
  };
  told(
    `a step of ${ROWS} × ${TOKENS}`,
    found.map(({ own }) => own),
  );
  told(
    'the same with the whole table of words',
    found.map(({ all }) => all),
  );
  const pairs = found.flatMap((one) => (one.other ? [{ ...one, other: one.other }] : []));
  if (pairs.length === 0) return;
  told(
    'PyTorch’s',
    pairs.map(({ other }) => other),
  );
  const ratio = (of: 'own' | 'all') => median(pairs.map((one) => sum(one[of]) / sum(one.other))).toFixed(2);
  console.log(`| a step against PyTorch’s | ${ratio('own')}; with the whole table ${ratio('all')} | 1.20 |`);
}

/** @param model that learns; `targets`: seconds for a head and for all layers, and the share told right then */
async function learnLines(model: string, targets: { head: string; all: string; right: string }): Promise<void> {
  const [examples, test] = [linesOf('learn.tsv'), linesOf('test.tsv')];
  const rightOf = async (folder: string) => {
    let right = 0;
    for (const { text, label } of test) {
      const { labels } = await engine.call('classify', { model: folder, text });
      if (labels[0]?.label === label) right += 1;
    }
    return (100 * right) / test.length;
  };
  for (const layers of ['head', 'upper', 'all'] as const) {
    const [walls, processor, shares]: [number[], number[], number[]] = [[], [], []];
    for (const seed of SEEDS) {
      const folder = path.join(work, `${model}-${layers}-${seed}`);
      const [start, before] = [performance.now(), spent()];
      await engine.call('train', { model, examples, folder, layers, heldOut: 0, seed });
      walls.push((performance.now() - start) / 1000);
      processor.push((spent() - before) / 1000);
      shares.push(await rightOf(folder));
    }
    console.log(
      line(
        `${examples.length} lines, ${model}, ${layers}: wall`,
        walls,
        's',
        layers === 'upper' ? '–' : targets[layers],
      ),
    );
    console.log(line('– processor', processor, 's', '–'));
    console.log(line(`– of ${test.length} others right`, shares, '%', layers === 'all' ? targets.right : '–'));
  }
}

/** What is learnt while a person asks: short lines, lines as long as a paragraph and as a page, and two models from nothing. */
function learning(client: EngineClient) {
  const lines = linesOf('learn.tsv');
  const repeated = (most: number) =>
    lines.map(({ text, label }) => ({ text: `${text} `.repeat(most / 25).slice(0, most), label }));
  const more = { epochs: 1000, heldOut: 0, shuffles: 0 };
  const train = (examples: typeof lines, name: string) => (job: string) =>
    client.call('train', { examples, folder: path.join(work, name), job, ...more });
  const text = lines
    .map((one) => one.text)
    .join('\n')
    .repeat(20);
  const params = { text, folder: path.join(work, 'waiting'), steps: 100_000 };
  return [
    { what: 'short lines are learnt', start: train(lines, 'short') },
    { what: 'lines of some 70 tokens are learnt', start: train(repeated(300), 'long') },
    { what: 'lines of some 400 tokens are learnt', start: train(repeated(1800), 'longer') },
    { what: 'two models learn from nothing', start: (job: string) => client.call('pretrain', { ...params, job }) },
  ];
}

/** The most memory that a process has which trains once, as it tells while it does. */
async function mostMemory(): Promise<number> {
  const client = newClient();
  let most = 0;
  client.onDidChangeState((state) => (most = Math.max(most, state?.memory ?? 0)));
  const params = {
    examples: linesOf('learn.tsv'),
    folder: path.join(work, 'once'),
    layers: 'all',
    heldOut: 0,
  } as const;
  await client.call('train', params);
  await client.dispose();
  return most / 1e6;
}

async function main(): Promise<void> {
  try {
    const examples = linesOf('learn.tsv');
    const folder = path.join(work, 'classifier');
    await engine.call('train', { examples, folder, layers: 'head', heldOut: 0 });
    await compareSteps(folder);
    await learnLines('bert-mini', { head: '2 s', all: '15 s', right: '80 %' });
    await learnLines('gpt2-mini', { head: '–', all: '–', right: '–' });
    const client = newClient();
    await compareWaiting(client, learning(client));
    await client.dispose();
    if (textFile !== undefined)
      await learnFromNothing(engine, readFileSync(textFile, 'utf8').slice(0, TEXT_CHARACTERS), work);
    const most = await mostMemory();
    console.log(
      `| most memory of the engine’s process when all layers are trained once | ${most.toFixed(0)} MB | 500 MB |`,
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

// onnxruntime's threads would keep the process.
void main().then(() => process.exit(0));

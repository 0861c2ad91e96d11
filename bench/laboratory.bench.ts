/*
 * The Laboratory's measurements on a text of 30 words with the embedded models, warm, through the client that the editor
 * uses: from the call until something is shown, and until the whole is. A measurement that takes no sentence (labelled
 * lines, a question) has its own first example. npm run bench -- laboratory [ROUNDS] [EXPERIMENT]
 */
import path from 'node:path';
import { EXPERIMENTS } from '../webview-ui/laboratory/experiments/index.js';
import { EngineBench, type AskEngine } from '../webview-ui/laboratory/model/bench.js';
import type { LabInput, Part } from '../webview-ui/laboratory/model/experiment.js';
import { takesRole } from '../webview-ui/laboratory/model/roles.js';
import { EngineClient } from '../src/host/engine/client.js';
import { median, percentile } from './figures.js';

const root = path.resolve(__dirname, '../..');
const ROUNDS = Number(process.argv[2] ?? 7);
const ONLY = process.argv[3];

const TEXT =
  'The old man walked slowly down to the river, sat down on a large stone and looked at the dark water until the sun had gone and the evening was cold.';
/** What a measurement needs besides, where it takes sentences. */
const OTHER = TEXT.replace('cold', 'fish');
const GAP = TEXT.replace('stone', '[MASK]');
const LINES = TEXT.replace(/, | until /g, '\n');

/** Labelled lines, a page, or a text and a question about it. */
const takesNoSentence = ({ textRows }: Part): boolean => textRows !== undefined;

async function main(): Promise<void> {
  const client = new EngineClient({
    script: path.join(root, 'dist/engine.js'),
    options: () => ({ embeddedFolder: path.join(root, 'models'), installedFolders: [], threads: 0, idleMinutes: 0 }),
    log: () => {},
  });
  const models = await client.call('models', {});
  const askEngine = ((method: never, params: never, { signal, onProgress }: Parameters<AskEngine>[2]) =>
    client.call(method, params, { onProgress }, signal)) as unknown as AskEngine;
  const textsOf = (part: Part): { text: string; other: string } => {
    const own = part.examples.find(({ language }) => language === 'en');
    if (own && takesNoSentence(part)) return { text: own.text, other: own.other ?? '' };
    return {
      text: part.id === 'filling' ? GAP : part.id === 'pooling' ? LINES : TEXT,
      other: part.otherText ? OTHER : '',
    };
  };
  const inputOf = (part: Part): LabInput => ({
    ...textsOf(part),
    models: Object.fromEntries(
      part.roles.flatMap((role) => {
        const model = takesRole(role, models, undefined);
        return model ? [[role.id, model] as const] : [];
      }),
    ),
    options: Object.fromEntries((part.options ?? []).map(({ id, choices }) => [id, choices()[0]![0]])),
    locale: 'en',
  });
  console.log('| what | first result | whole |\n| --- | --- | --- |');
  for (const { id, parts } of EXPERIMENTS.filter((each) => (ONLY ?? each.id) === each.id)) {
    // A training has a benchmark of its own, "training".
    for (const part of parts.filter(({ takes }) => takes !== 'document')) {
      const times: { first: number; whole: number }[] = [];
      // The first round loads.
      for (let round = 0; round <= ROUNDS; round++) {
        const bench = new EngineBench(askEngine, new AbortController().signal, () => undefined);
        const begun = performance.now();
        let first: number | null = null;
        const results = part.measure(bench, inputOf(part));
        while (!(await results.next()).done) first ??= performance.now() - begun;
        if (round > 0) times.push({ first: first ?? Number.NaN, whole: performance.now() - begun });
      }
      const cell = (values: number[]) =>
        `${median(values).toFixed(0)} ms (5–95 %: ${percentile(values, 5).toFixed(0)}–${percentile(values, 95).toFixed(0)})`;
      console.log(
        `| ${id}: ${part.id} | ${cell(times.map(({ first }) => first))} | ${cell(times.map(({ whole }) => whole))} |`,
      );
    }
  }
  await client.dispose();
}

void main();

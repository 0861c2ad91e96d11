import type { ModelInfo } from '../../../../src/protocol/engine/index.js';
import { classesOf, fitHead } from '../../../../src/training/logisticRegression.js';
import { clocked } from '../../model/clock.js';
import type { Bench } from '../../model/experiment.js';
import type { LabelledLine } from '../../model/labelledText.js';
import { featuresFrom } from '../../model/lineFeatures.js';

/** Ways to tell the label of a text. */
export const WAYS = ['head', 'trained', 'textToText', 'causal', 'fewShot'] as const;
export type LabelWay = (typeof WAYS)[number];

/** What is told apart, and from which examples. */
export interface LabelTask {
  labels: readonly string[];
  examples: readonly LabelledLine[];
  /** with `{label}` in it */
  template: string;
}

/** One way that is ready to be asked. */
export interface Teller {
  way: LabelWay;
  model: string;
  /** one of the task's labels, or what it says instead */
  tell(this: void, text: string): Promise<string>;
  /** asks the model something of the kind, by which loading is told from running */
  touch(this: void, text: string): Promise<unknown>;
}

/** scikit-learn's 1 / C, as in *Train*. */
const PENALTY = 100;

/** The ways that there are models for. What a way needs to learn first, it learns when it is asked for. */
export async function* tellers(
  bench: Bench,
  { labels, examples, template }: LabelTask,
  models: Readonly<Record<string, ModelInfo>>,
): AsyncGenerator<Teller> {
  const { classifier, masked, textToText, causal } = models;
  if (classifier) {
    const tell = async (text: string) => {
      const value = await bench.ask('classify', { model: classifier.id, text });
      return ownLabel(labels, value.labels[0]?.label ?? '');
    };
    yield { way: 'head', model: classifier.id, tell, touch: tell };
  }
  if (masked) yield await trainedTeller(bench, { labels, examples }, masked.id);
  const byWords = (way: LabelWay, { id }: ModelInfo, shown: readonly LabelledLine[]): Teller => {
    const more = shown.length > 0 ? { examples: shown.map(({ text, label }) => ({ text, label })) } : {};
    const tell = async (text: string) => {
      const value = await bench.ask('zeroShot', { model: id, text, labels: [...labels], template, ...more });
      return value.labels[0]?.label ?? '';
    };
    return { way, model: id, tell, touch: tell };
  };
  if (textToText) yield byWords('textToText', textToText, []);
  if (causal) yield byWords('causal', causal, []);
  if (causal) yield byWords('fewShot', causal, examples);
}

/** A head on the mean of a model's vectors, learnt from the examples alone. */
async function trainedTeller(
  bench: Bench,
  { labels, examples }: Omit<LabelTask, 'template'>,
  model: string,
): Promise<Teller> {
  const vectorsOf = async (texts: string[]) =>
    featuresFrom((await bench.ask('embed', { model, texts, pooling: 'mean' })).vectors);
  const rows = examples.map((_, at) => at);
  const classes = examples.map(({ label }) => labels.indexOf(label));
  const learnt = await vectorsOf(examples.map(({ text }) => text));
  const head = fitHead(learnt, rows, classes, { classes: labels.length, penalty: PENALTY });
  return {
    way: 'trained',
    model,
    tell: async (text) => labels[classesOf(head, await vectorsOf([text]), [0])[0] ?? 0] ?? '',
    touch: (text) => vectorsOf([text]),
  };
}

/** A head's label as the user has written it, where it is one of the user's; else as the head has it. */
export const ownLabel = (labels: readonly string[], told: string): string =>
  labels.find((label) => label.toLowerCase() === told.toLowerCase()) ?? told;

/** How much longer the first call takes when the model was put out of memory before it. @returns milliseconds */
export async function loadingTime(bench: Bench, { model, touch }: Teller, text: string): Promise<number> {
  await bench.ask('unload', { model });
  const [first, second] = [await clocked(() => touch(text)), await clocked(() => touch(text))];
  return Math.max(0, first.milliseconds - second.milliseconds);
}

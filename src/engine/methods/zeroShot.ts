import { GlassboxError, type LabelProbability, type ZeroShotValue } from '../../protocol/engine/index.js';
import { softmax } from '../../maths/softmax.js';
import { embed } from './embed.js';
import { score } from './score.js';
import type { Method, MethodContext, ReportProgress } from './shared/methodContext.js';

/** Where a label stands in a template. */
const PLACE = '{label}';
const TEMPLATE = `This text is about ${PLACE}.`;
/** Cosines of sentences lie close together; times this, their softmax tells labels apart. */
const SHARPNESS = 20;

interface Question {
  model: string | undefined;
  text: string;
  labels: readonly string[];
  template: string;
}

const refuse = (name: string, message: string) =>
  new GlassboxError('bad-request', `zeroShot: ${name} ${message}`, { details: { kind: 'parameter', name } });

/**
 * Which of the labels that a user has typed fits a text, without training. A model that writes says how probable each label
 * is in the template behind the text: the mean log-probability of its tokens; of any other model the filled template's
 * embedding is compared with the text's. Both go through a softmax over the labels, which is no calibrated probability.
 * @throws GlassboxError `bad-request` for labels that repeat and templates without a place, `too-long`
 */
export const zeroShot: Method<'zeroShot'> = async (context, params, report, signal) => {
  const { labels, template = TEMPLATE, text } = params;
  if (new Set(labels).size < labels.length) throw refuse('labels', 'must differ from each other.');
  if (template.split(PLACE).length !== 2) throw refuse('template', `must have ${PLACE} in it once.`);
  const model = await context.openModel(params.model);
  model.requireTask('zeroShot');
  const question = { model: params.model, text, labels, template };
  const writes = model.info.architecture !== 'encoder';
  const figures = writes
    ? await likelihoods(context, question, model.info.architecture === 'decoder', report, signal)
    : await similarities(context, question, report, signal);
  const probabilities = softmax(Float32Array.from(figures));
  return {
    model: model.info.id,
    method: writes ? 'likelihood' : 'similarity',
    labels: labels.map((label, at) => ({ label, probability: probabilities[at] ?? 0 })).sort(byProbability),
  } satisfies ZeroShotValue;
};

const byProbability = (one: LabelProbability, other: LabelProbability) => other.probability - one.probability;

/** 20 · cosine of the text and each filled template. */
async function similarities(
  context: MethodContext,
  { model, text, labels, template }: Question,
  report: ReportProgress,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const texts = [text, ...labels.map((label) => template.replace(PLACE, () => label))];
  const value = await embed(context, { model, texts, pooling: undefined }, report, signal);
  return (value.similarities[0] ?? []).slice(1).map((cosine) => SHARPNESS * cosine);
}

/** log p(label | text and the template before it) by the label's tokens, nats a token. */
async function likelihoods(
  context: MethodContext,
  { model, text, labels, template }: Question,
  isOneText: boolean,
  report: ReportProgress,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const found: number[] = [];
  const before = isOneText ? `${text.trimEnd()}\n` : '';
  const start = before.length + template.indexOf(PLACE);
  for (const label of labels) {
    const filled = before + template.replace(PLACE, () => label);
    const what = isOneText ? { text: filled, target: undefined } : { text, target: filled };
    const { tokens } = await score(context, { model, ...what, withinWord: false, stride: undefined }, report, signal);
    const own = tokens.filter(
      (token) => token.start !== null && token.start < start + label.length && token.end! > start,
    );
    const sum = own.reduce((total, { logProbability }) => total + (logProbability ?? 0), 0);
    found.push(own.length === 0 ? -Infinity : sum / own.length);
  }
  return found;
}

import { GlassboxError, type Example, type LabelProbability, type ZeroShotValue } from '../../protocol/engine/index.js';
import { softmax } from '../../maths/softmax.js';
import { embed } from './embed.js';
import { score } from './score.js';
import { blockPrompt } from './shared/fewShot.js';
import type { Method, MethodContext, ReportProgress } from './shared/methodContext.js';
import { isWanted } from './shared/scoreWindows.js';

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
  examples: readonly Example[];
}

const refuse = (name: string, message: string) =>
  new GlassboxError('bad-request', `zeroShot: ${name} ${message}`, { details: { kind: 'parameter', name } });

/**
 * Which of the labels that a user has typed fits a text, without training. A model that writes says how probable each label
 * is in the template behind the text: the mean log-probability of its tokens; of any other model the filled template's
 * embedding is compared with the text's. Both go through a softmax over the labels, which is no calibrated probability.
 *
 * A model that writes can be shown `examples` first (few-shot, Brown et al. 2020). A decoder then goes on from
 *
 *     TEXT OF AN EXAMPLE
 *     This text is about ITS LABEL.
 *
 *     TEXT
 *     This text is about …
 *
 * and an encoder-decoder has the examples and the text as its source, and the filled template as its target. The value's
 * `prompt` is what it read.
 * @throws GlassboxError `bad-request` for labels that repeat, templates without a place, and examples that have another
 * label or are for a model that does not write; `too-long`
 */
export const zeroShot: Method<'zeroShot'> = async (context, params, report, signal) => {
  const { labels, template = TEMPLATE, text, examples = [] } = params;
  if (new Set(labels).size < labels.length) throw refuse('labels', 'must differ from each other.');
  if (template.split(PLACE).length !== 2) throw refuse('template', `must have ${PLACE} in it once.`);
  const model = await context.openWriter(params.model);
  model.requireTask('zeroShot');
  const question = { model: params.model, text, labels, template, examples };
  const { architecture, id } = model.info;
  const writes = architecture !== 'encoder';
  requireFitting(question, writes, id);
  const isOneText = architecture === 'decoder';
  const prompt = isOneText ? promptOf(question) : sourceOf(question);
  const figures = writes
    ? await likelihoods(context, question, { prompt, isOneText }, report, signal)
    : await similarities(context, question, report, signal);
  const probabilities = softmax(Float32Array.from(figures));
  return {
    model: model.info.id,
    method: writes ? 'likelihood' : 'similarity',
    ...(writes && { prompt: isOneText ? prompt + template.slice(0, template.indexOf(PLACE)) : prompt }),
    labels: labels.map((label, at) => ({ label, probability: probabilities[at] ?? 0 })).sort(byProbability),
  } satisfies ZeroShotValue;
};

function requireFitting({ labels, examples }: Question, writes: boolean, id: string): void {
  if (examples.length > 0 && !writes) {
    throw refuse(
      'examples',
      `are for models that write; ${id} compares meanings. Leave them out, or name another model.`,
    );
  }
  const other = examples.findIndex(({ label }) => !labels.includes(label));
  if (other >= 0) throw refuse(`examples.${other}.label`, 'must be one of the labels.');
}

const fill = (template: string, label: string) => template.replace(PLACE, () => label);

/** What stands before the template that a decoder goes on from. */
const promptOf = (question: Question) =>
  `${blockPrompt(question.examples, filledBy(question))}${question.text.trimEnd()}\n`;

/** What an encoder-decoder is given. */
const sourceOf = (question: Question) => blockPrompt(question.examples, filledBy(question)) + question.text;

const filledBy =
  ({ template }: Question) =>
  (label: string) =>
    fill(template, label);

const byProbability = (one: LabelProbability, other: LabelProbability) => other.probability - one.probability;

/** 20 · cosine of the text and each filled template. */
async function similarities(
  context: MethodContext,
  { model, text, labels, template }: Question,
  report: ReportProgress,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const texts = [text, ...labels.map((label) => fill(template, label))];
  const value = await embed(context, { model, texts, pooling: undefined }, report, signal);
  return (value.similarities[0] ?? []).slice(1).map((cosine) => SHARPNESS * cosine);
}

/** log p(label | prompt and the template before it) by the label's tokens, nats a token. */
async function likelihoods(
  context: MethodContext,
  { model, labels, template }: Question,
  { prompt, isOneText }: { prompt: string; isOneText: boolean },
  report: ReportProgress,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const found: number[] = [];
  const before = isOneText ? prompt : '';
  const start = before.length + template.indexOf(PLACE);
  for (const label of labels) {
    const filled = before + fill(template, label);
    const what = isOneText ? { text: filled, target: undefined } : { text: prompt, target: filled };
    // A server may tell a token a request: only the label's are asked for.
    const own = { from: start, to: start + label.length };
    const asked = { model, ...what, ...own, withinWord: false, stride: undefined };
    const { tokens, logProbability } = await score(context, asked, report, signal);
    const count = tokens.filter((token) => isWanted(token, own)).length;
    found.push(count === 0 ? -Infinity : logProbability / count);
  }
  return found;
}

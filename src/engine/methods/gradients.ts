import { GlassboxError, type CheckedParams, type Token } from '../../protocol/engine/index.js';
import { chanceOfStep, shuffled, STREAMS } from '../../training/chance.js';
import { IGNORED } from '../../training/graph.js';
import { requireMask } from '../attention/requireMask.js';
import { requireFinite } from '../attention/targetPrediction.js';
import { textGradients, type LossReading } from '../gradients/textGradients.js';
import type { Model } from '../models/model.js';
import { threadCount } from '../onnx/session.js';
import type { Method } from './shared/methodContext.js';

type Params = CheckedParams<'gradients'>;

/** The share of tokens that carry loss in the training of BERT (Devlin et al. 2019). */
const MASKED_SHARE = 0.15;

/**
 * What one step of training would learn from a text: the loss of some of its tokens and its gradient by all weights, as a
 * whole and part by part, how much the gradients of several draws of tokens agree, and, with `learningRate`, what a step of
 * plain gradient descent along the first of them does to the loss of each draw. An encoder reads its mask in the place of the
 * tokens that carry loss, 15 % of them unless told otherwise; a decoder predicts every token at the one before it. Tokens are
 * drawn without putting back, so many as the share comes to, one at least, unless `at` names them. Nothing is kept.
 * @throws GlassboxError `bad-request`, `too-long`, `no-mask`, `wrong-architecture` for a model whose graph or weights are not
 * known by their names, `out-of-memory`, `model-broken`
 */
export const gradients: Method<'gradients'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('gradients');
  const tokens = model.tokenizer.encode(params.text);
  const isDecoder = model.info.architecture === 'decoder';
  const candidates = candidatesOf(model, tokens);
  if (candidates.length === 0) throw nothingToLearn(model, tokens);
  model.requireLength(tokens.length);
  const drawn = params.at ?? draw(candidates, params, isDecoder ? 1 : MASKED_SHARE);
  const readings = drawn.map((at, index) => readingOf(model, tokens, at, { candidates, index }));
  const limits = { threads: threadCount(context.threads), limit: context.state().memoryLimit };
  const settings = { learningRate: params.learningRate, ...limits };
  const found = await textGradients(model, readings, settings, report, signal);
  for (const { loss, norm } of found.draws) {
    requireFinite(loss, model, 'the text’s loss');
    requireFinite(norm, model, 'the text’s gradient');
  }
  return { model: model.info.id, tokens, candidates: candidates.length, ...found };
};

/** Places of the tokens that can carry loss: an encoder does not learn to predict its own signs, such as a mask in the text. */
function candidatesOf({ info, tokenizer }: Model, tokens: readonly Token[]): number[] {
  const { unk, ...own } = tokenizer.specialIds;
  const signs = new Set(Object.values(own).filter((id) => id !== unk));
  const isDecoder = info.architecture === 'decoder';
  return tokens.flatMap(({ id, start }, index) =>
    start === null || (isDecoder ? index === 0 : signs.has(id)) ? [] : [index],
  );
}

function nothingToLearn({ info: { id, architecture } }: Model, tokens: readonly Token[]): GlassboxError {
  if (!tokens.some(({ start }) => start !== null)) {
    const message = 'gradients: text has nothing that the model reads.';
    return new GlassboxError('bad-request', message, { details: { kind: 'nothingToRead' } });
  }
  const isDecoder = architecture === 'decoder';
  const message = isDecoder
    ? 'gradients: text must have two tokens or more: nothing predicts the first.'
    : 'gradients: text has only signs of the model itself, such as its mask, and no word to predict.';
  return new GlassboxError('bad-request', message, {
    details: { kind: 'nothingToPredict', model: id, reads: isDecoder ? 'left' : 'both' },
  });
}

/** Tokens that carry loss, rising, once for each draw. */
function draw(candidates: readonly number[], { share, draws, seed }: Params, usual: number): number[][] {
  const count = Math.max(1, Math.round((share ?? usual) * candidates.length));
  return Array.from({ length: draws }, (_, index) =>
    shuffled(candidates.length, chanceOfStep(seed, STREAMS.masks, index))
      .slice(0, count)
      .map((place) => candidates[place]!)
      .sort((one, other) => one - other),
  );
}

/** @throws GlassboxError `bad-request` for what is no token that can carry loss, `no-mask` */
function readingOf(
  model: Model,
  tokens: readonly Token[],
  at: readonly number[],
  { candidates, index }: { candidates: readonly number[]; index: number },
): LossReading {
  const wrong = at.find((token) => !candidates.includes(token));
  if (wrong !== undefined || new Set(at).size < at.length) {
    const what =
      wrong === undefined
        ? 'must name each token once'
        : `must be tokens of the text that can carry loss; ${wrong} is none`;
    throw new GlassboxError('bad-request', `gradients: at[${index}] ${what}.`, {
      details: { kind: 'parameter', name: `at[${index}]` },
    });
  }
  const ids = tokens.map(({ id }) => id);
  const labels = ids.map(() => IGNORED);
  const isDecoder = model.info.architecture === 'decoder';
  for (const token of at) {
    labels[isDecoder ? token - 1 : token] = ids[token]!;
    if (!isDecoder) ids[token] = requireMask(model);
  }
  return { at: [...at], ids, labels };
}

import {
  GlassboxError,
  type CheckedParams,
  type PredictedPlace,
  type PredictionsValue,
  type Token,
} from '../../protocol/engine/index.js';
import { klDivergenceBits } from '../../maths/divergence.js';
import { entropyOfLogits, logSumExp } from '../../maths/softmax.js';
import { AttentionModel } from '../attention/attentionModel.js';
import { requireMask } from '../attention/requireMask.js';
import { requireFinite, topPredictions } from '../attention/targetPrediction.js';
import type { Model } from '../models/model.js';
import type { Method } from './shared/methodContext.js';
import { logitsOf, type Reading } from './shared/readingLogits.js';

type Params = CheckedParams<'predictions'>;
type Variant = Params['variants'][number];

/**
 * What a model predicts at places of a text, read as it stands or changed: tokens masked, replaced or hidden by the attention
 * mask. A decoder, and an encoder that reads causally, predicts a token at the one before it; an encoder at its own place,
 * where it reads a mask, another token, or the very one that is to be predicted, as in the training of BERT (Devlin et al.
 * 2019). Where a variant names another one, the divergence KL(other ‖ variant) of their predictions is told as well.
 * @throws GlassboxError `bad-request` with what may be asked, `too-long`, `wrong-architecture`, `no-mask`
 */
export const predictions: Method<'predictions'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('predictions');
  const tokens = model.tokenizer.encode(params.text, { readsMask: true });
  if (!tokens.some(({ start }) => start !== null)) {
    throw new GlassboxError('bad-request', 'predictions: text has nothing that the model reads.', {
      details: { kind: 'nothingToRead' },
    });
  }
  model.requireLength(tokens.length);
  const readings = params.variants.map((variant, index) => readVariant(model, tokens, params, variant, index));
  const opened = await AttentionModel.open(model, true, 'logits');
  const hides = params.variants.some(({ hiddenFrom, causal }) => hiddenFrom !== undefined || causal === true);
  opened.require({ logits: true, mask: hides });
  // What later variants are compared with.
  const kept = new Map<number, Float32Array[]>();
  const named = new Set(params.variants.map(({ versus }) => versus));
  const variants: PredictionsValue['variants'] = [];
  let vocabulary = 0;
  for await (const { index, logits } of logitsOf(opened, readings, report, signal)) {
    const { at, versus } = params.variants[index]!;
    vocabulary = logits[0]?.length ?? vocabulary;
    if (named.has(index))
      kept.set(
        index,
        logits.map((row) => row.slice()),
      );
    const others = versus === undefined ? undefined : kept.get(versus);
    const places = at.map((token, place) => ({
      ...placeOf(model, logits[place]!, tokens[token]!.id, params.topK),
      index: token,
      ...(others && { bits: requireFinite(klDivergenceBits(others[place]!, logits[place]!), model, 'two variants') }),
    }));
    const { row } = readings[index]!;
    const changed = row.flatMap((id, place) => (id === tokens[place]!.id ? [] : [{ index: place, id }]));
    const read = changed.map((one) => ({ ...one, text: model.tokenizer.tokenText(one.id) }));
    variants.push({ places, read });
  }
  return { model: model.info.id, tokens, vocabulary, variants };
};

/** The figures of one prediction. */
function placeOf(model: Model, logits: Float32Array, id: number, topK: number): Omit<PredictedPlace, 'index'> {
  const own = logits[id] ?? Number.NaN;
  let rank = 1;
  for (let other = 0; other < logits.length; other++) if (logits[other]! > own) rank++;
  return {
    logProbability: requireFinite(own - logSumExp(logits), model, `token ${id} predicted`),
    entropy: requireFinite(entropyOfLogits(logits), model, `token ${id} predicted`),
    rank,
    predictions: topK === 0 ? [] : topPredictions(model, logits, topK),
  };
}

/** @throws GlassboxError `bad-request` for what does not fit the model or the text */
function readVariant(
  model: Model,
  tokens: readonly Token[],
  { variants }: Params,
  { at, masked = [], replaced = [], hiddenFrom, causal = false, versus }: Variant,
  index: number,
): Reading {
  const { architecture, id: name, causalMaskValue } = model.info;
  const refuse = (field: string, message: string) =>
    new GlassboxError('bad-request', `predictions: variants[${index}].${field} ${message}`, {
      details: { kind: 'parameter', name: `variants[${index}].${field}` },
    });
  const isDecoder = architecture === 'decoder';
  if (isDecoder && masked.length > 0)
    throw refuse('masked', `is for encoders; ${name} is ${architecture}. Leave it out.`);
  if (causal && causalMaskValue === undefined) {
    throw refuse(
      'causal',
      `is for encoders that were trained to read from the left, too; ${name} was not. Leave it out.`,
    );
  }
  for (const [field, list] of Object.entries({ at, masked, replaced: replaced.map((one) => one.at) })) {
    const wrong = list.find((token) => (tokens[token]?.start ?? null) === null);
    if (wrong !== undefined) throw refuse(field, `must be tokens of the text; ${wrong} is none.`);
  }
  const unknown = replaced.find(({ id }) => id >= model.vocabularySize);
  if (unknown) throw refuse('replaced', `must be ids from 0 to ${model.vocabularySize - 1}; one is ${unknown.id}.`);
  const other = versus === undefined ? undefined : variants[versus];
  if (versus !== undefined && (versus >= index || other?.at.join() !== at.join())) {
    throw refuse('versus', 'must be the index of an earlier variant with the same at.');
  }
  const row = tokens.map(({ id }) => id);
  for (const { at: place, id } of replaced) row[place] = id;
  for (const place of masked) row[place] = requireMask(model);
  const isBefore = isDecoder || causal;
  const positions = at.map((token) => (isBefore && !masked.includes(token) ? token - 1 : token));
  if (positions.some((position) => position < 0))
    throw refuse('at', 'must be from 1 on: nothing predicts the first token.');
  const shown = causal ? (causalMaskValue ?? 1) : 1;
  const attentionMask = row.map((_, place) => (place < (hiddenFrom ?? row.length) ? shown : 0));
  return { row, attentionMask, positions };
}

import { GlassboxError, type CheckedParams, type SaliencyValue, type Token } from '../../protocol/engine/index.js';
import { argmax } from '../../maths/softmax.js';
import { readingTold, readModelInputs, type ModelInputs } from '../attention/modelInputs.js';
import { requireMask } from '../attention/requireMask.js';
import {
  otherTokens,
  prepareTargetPrediction,
  requireFinite,
  type TargetPrediction,
} from '../attention/targetPrediction.js';
import type { Model } from '../models/model.js';
import { threadCount } from '../onnx/session.js';
import { pathGradients } from '../saliency/pathGradients.js';
import { PredictionGradients, requirePredictionMemory, type VectorReading } from '../saliency/predictionGradients.js';
import type { Method, ReportProgress } from './shared/methodContext.js';

type Params = CheckedParams<'saliency'>;

/** Of the line, beside its steps: the text itself and the baseline. */
const ENDS = 2;

/**
 * What each token's vector adds to the log probability of the token `at`, in bits: gradient × input, and integrated gradients
 * with what its parts lack of the whole. What `at` and `words` mean, how that prediction is made and which tokens are looked
 * at is as for `occlusion`; those of an encoder-decoder are the source's, the target so far being held as it is. A token's
 * vector is its row in the table of words: what is added for places and segments is held, too.
 *
 * The probability is that of the token which stands in the text there, behind its end of the one that the model chooses first,
 * or of `token`. The line of integrated gradients begins where each of these tokens has the vector of another one: of a mask for
 * an encoder, as `occlusion` puts it there, of the token that begins a text for a decoder, of padding for an encoder-decoder;
 * or, by `baseline`, of zeros (Sundararajan et al. 2017), which a norm over a state that is nothing but a word's vector, as in
 * T5 and Llama, makes steep beyond what steps can follow.
 * @throws GlassboxError as `occlusion`, `wrong-architecture` for a model whose weights are not known by their names
 */
export const saliency: Method<'saliency'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  const limit = context.state().memoryLimit;
  const steps = params.method === 'integratedGradients' ? params.steps : 0;
  const rows = steps > 0 ? steps + ENDS : 1;
  const read = await readModelInputs(model, 'saliency', params, false, signal);
  const twoSided = model.info.architecture === 'encoder-decoder';
  // A model that writes its target is loaded for it: what the source alone takes is asked before.
  if (twoSided) await requirePredictionMemory(model, { rows, tokens: read.source.length, target: 1, places: 1 }, limit);
  const inputs = twoSided ? await readModelInputs(model, 'saliency', params, true, signal) : read;
  const watched = prepareTargetPrediction(model, 'saliency', inputs, params);
  const others = otherTokens(inputs, watched, params);
  requireToken(model, params, watched);
  const baseline = params.baseline === 'zeros' ? null : baselineToken(model);
  const places = Math.max(...watched.readings.map(({ positions }) => positions.length));
  const [tokens, target] = longestOf(watched);
  await requirePredictionMemory(model, { rows, tokens, target, places }, limit);
  const opened = await PredictionGradients.open(model, threadCount(context.threads));
  try {
    const readings = await readingsOf(opened, inputs, watched, params, signal);
    const sums = { gradientInput: new Map<number, number>(), integrated: new Map<number, number>() };
    let [text, before] = [0, 0];
    const count = readings.length * rows;
    for (const [at, reading] of readings.entries()) {
      const tell: ReportProgress = (progress) => {
        const done = progress.kind === 'measured' ? progress.done : 0;
        report({ kind: 'measured', done: (at * count) / readings.length + done, count });
      };
      const vectors = opened.vectorsOf(reading.ids);
      const away = vectors.slice();
      const put = baseline === null ? new Float32Array(opened.width) : opened.vectorsOf([baseline]);
      for (const { from, to } of others)
        for (let token = from; token < to; token++) away.set(put, token * opened.width);
      const found = await pathGradients(opened, reading, { vectors, baseline: away }, steps, tell, signal);
      text += found.text;
      before += found.baseline ?? 0;
      for (const kind of ['gradientInput', 'integrated'] as const)
        found[kind].forEach((bits, token) => sums[kind].set(token, (sums[kind].get(token) ?? 0) + bits));
    }
    requireFinite(text, model, 'the text’s own vectors');
    const bitsOf = (of: ReadonlyMap<number, number>, { from, to }: { from: number; to: number }) => {
      let bits = 0;
      for (let token = from; token < to; token++) bits += of.get(token) ?? 0;
      return requireFinite(bits, model, `the gradient at token ${from}`);
    };
    const effects: SaliencyValue['effects'] = others.map((other) => ({
      index: other.from,
      ...(params.words && { end: other.to }),
      gradientInput: bitsOf(sums.gradientInput, other),
      ...(steps > 0 && { integrated: bitsOf(sums.integrated, other) }),
    }));
    const sum = effects.reduce((total, { integrated = 0 }) => total + integrated, 0);
    return {
      ...readingTold(model, inputs),
      at: params.at,
      watched: watched.in,
      explained: 'source',
      predicted: readings.flatMap(({ labels }) => labels.map((id) => ({ id, text: model.tokenizer.tokenText(id) }))),
      bits: text,
      effects,
      ...(steps > 0 && {
        completeness: {
          steps,
          baseline: baseline === null ? null : { id: baseline, text: model.tokenizer.tokenText(baseline) },
          baselineBits: requireFinite(before, model, 'the vectors of the baseline'),
          sum,
          error: Math.abs(sum - (text - before)),
        },
      }),
    };
  } finally {
    await opened.dispose();
  }
};

/** The most tokens that are read for a prediction: of the source, and of the target, 0 without one. */
function longestOf({ readings }: TargetPrediction): [tokens: number, target: number] {
  const longest = (lengths: number[]) => Math.max(0, ...lengths);
  return [
    longest(readings.map(({ batch }) => batch.source[0]?.length ?? 0)),
    longest(readings.map(({ batch }) => batch.target?.length ?? 0)),
  ];
}

/** @throws GlassboxError `bad-request` for a token that the model does not have, or one of several pieces */
function requireToken(model: Model, { token }: Params, { from, to }: TargetPrediction): void {
  if (token === undefined) return;
  const refuse = (what: string) =>
    new GlassboxError('bad-request', `saliency: token ${what}`, { details: { kind: 'parameter', name: 'token' } });
  if (token >= model.vocabularySize)
    throw refuse(`must be an id from 0 to ${model.vocabularySize - 1}; it is ${token}.`);
  if (to - from > 1) throw refuse(`is one, and the word has ${to - from} pieces: leave it out, or words.`);
}

/** The token whose vector stands where nothing is known; null for a model that has none, which is given zeros. */
function baselineToken(model: Model): number | null {
  const { bos, eos, pad } = model.tokenizer.specialIds;
  switch (model.info.architecture) {
    case 'encoder':
      return requireMask(model);
    case 'decoder':
      return bos ?? eos ?? null;
    case 'encoder-decoder':
      return pad ?? model.decoderStartTokenId;
  }
}

/** What is read for the prediction of each watched token, with its own id. */
async function readingsOf(
  opened: PredictionGradients,
  { source, target }: ModelInputs,
  watched: TargetPrediction,
  { token }: Params,
  signal?: AbortSignal,
): Promise<VectorReading[]> {
  const tokens: readonly Token[] = watched.in === 'source' ? source : (target ?? []);
  const readings: VectorReading[] = [];
  let piece = watched.from;
  for (const { batch, positions } of watched.readings) {
    const [ids = []] = batch.source;
    const own = positions.map((_, at) => token ?? tokens[piece + at]?.id);
    piece += positions.length;
    const reading = {
      ids,
      ...(batch.tokenTypeIds && { tokenTypeIds: batch.tokenTypeIds }),
      ...(batch.target && { target: batch.target }),
      positions,
      labels: own.map((id) => id ?? 0),
    };
    if (own.includes(undefined)) {
      const { logits } = await opened.run(opened.vectorsOf(ids), reading, signal);
      const width = logits.length / positions.length;
      reading.labels = own.map((id, at) => id ?? argmax(logits.subarray(at * width, (at + 1) * width)));
    }
    readings.push(reading);
  }
  return readings;
}

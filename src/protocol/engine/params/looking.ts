import * as v from 'valibot';
import { integerInRange } from '../generationConfig.js';
import { SALIENCY_BASELINES, SALIENCY_METHODS } from '../attentionValues.js';
import { index, indices, model, realInRange, target, text, wholeWords } from './fields.js';

/** Parameters of what looks into a model: attention, hidden states, gradients, and what changes with a text. */
export const lookingParams = {
  attention: v.strictObject({
    model,
    text,
    textPair: v.optional(text),
    target,
    layerIndices: indices,
    headIndices: indices,
    /** rows of the maps */
    queryIndices: indices,
    /** source tokens in whose place an encoder reads its mask */
    masked: indices,
    kinds: v.optional(
      v.pipe(
        v.array(v.picklist(['encoder', 'decoder', 'cross'], 'must be encoder, decoder or cross')),
        v.minLength(1, 'must not be empty'),
      ),
    ),
    average: v.optional(v.picklist(['none', 'heads', 'all'], 'must be none, heads or all'), 'none'),
    scores: v.optional(v.boolean('must be true or false'), false),
  }),
  attentionSummary: v.strictObject({ model, text, textPair: v.optional(text), target, masked: indices }),
  occlusion: v.strictObject({ model, text, target, at: index, words: wholeWords }),
  headAblation: v.strictObject({ model, text, target, at: index, words: wholeWords, layerIndices: indices }),
  saliency: v.strictObject({
    model,
    text,
    target,
    at: index,
    words: wholeWords,
    /** whose probability it is about, where it is not the text's own token */
    token: v.optional(index),
    method: v.optional(v.picklist(SALIENCY_METHODS, `must be ${SALIENCY_METHODS.join(' or ')}`), 'integratedGradients'),
    /** points of the line from the baseline to the text */
    steps: v.optional(integerInRange(1, 1000), 50),
    /** where that line begins: at another token's vectors, or at zeros */
    baseline: v.optional(v.picklist(SALIENCY_BASELINES, `must be ${SALIENCY_BASELINES.join(' or ')}`), 'token'),
  }),
  rightContext: v.strictObject({ model, text, at: index }),
  inputVectors: v.strictObject({ model, text, textPair: v.optional(text) }),
  predictions: v.strictObject({
    model,
    text,
    /** the text as it stands, or changed */
    variants: v.pipe(
      v.array(
        v.strictObject({
          /** tokens whose prediction is asked for */
          at: v.pipe(v.array(index, 'must be a list of indices from 0'), v.minLength(1, 'must not be empty')),
          /** tokens in whose place an encoder reads its mask */
          masked: indices,
          /** tokens in whose place another one is read */
          replaced: v.optional(v.array(v.strictObject({ at: index, id: index }), 'must be a list of { at, id }')),
          /** the attention mask hides this token and all behind it */
          hiddenFrom: v.optional(index),
          /** an encoder that was trained to read from the left, too, does */
          causal: v.optional(v.boolean('must be true or false')),
          /** an earlier variant with the same `at`: how far its predictions are from these */
          versus: v.optional(index),
        }),
        'must be a list of variants',
      ),
      v.minLength(1, 'must not be empty'),
    ),
    topK: v.optional(integerInRange(0, 1000), 5),
  }),
  /** `places`: so many tokens at most are predicted, the first ones */
  comparePrecision: v.strictObject({ model, text, places: v.optional(integerInRange(1, 1000), 64) }),
  gradients: v.strictObject({
    model,
    text,
    /** of the tokens that can carry loss, those that do; 0.15 for an encoder, 1 for a decoder when left out */
    share: v.optional(realInRange(0.001, 1)),
    /** so many times tokens are drawn */
    draws: v.optional(integerInRange(1, 8), 2),
    seed: v.optional(integerInRange(0, Number.MAX_SAFE_INTEGER), 0),
    /** the tokens that carry loss, a draw each, instead of drawing */
    at: v.optional(
      v.pipe(
        v.array(
          v.pipe(v.array(index, 'must be a list of indices from 0'), v.minLength(1, 'must not be empty')),
          'must be a list of lists of indices',
        ),
        v.minLength(1, 'must not be empty'),
        v.maxLength(8, 'must have 8 draws at most'),
      ),
    ),
    /** of a step of gradient descent along the first draw's gradient; no step when left out */
    learningRate: v.optional(realInRange(0, 1000)),
  }),
  /** `at`: positions, of the target where there is one */
  hidden: v.strictObject({ model, text, target, layerIndices: indices, at: indices }),
  logitLens: v.strictObject({
    model,
    text,
    target,
    layerIndices: indices,
    at: indices,
    /** source tokens in whose place an encoder reads its mask */
    masked: indices,
    topK: v.optional(integerInRange(1, 1000), 5),
  }),
};

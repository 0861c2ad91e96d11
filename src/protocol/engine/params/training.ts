import * as v from 'valibot';
import { integerInRange } from '../generationConfig.js';
import { ENCODER_POSITIONS, LEARNERS } from '../pretrainingValues.js';
import { TRAINED_LAYERS } from '../trainingValues.js';
import { example, model, realInRange, text } from './fields.js';

const place = integerInRange(0, 1e9);
/** A text in which names are marked by their UTF-16 offsets. */
const markedLine = v.strictObject({
  text,
  spans: v.array(v.strictObject({ start: place, end: place, label: example.entries.label }), 'must be a list of spans'),
});
export type MarkedLine = v.InferOutput<typeof markedLine>;

/**
 * A folder that a run is kept in as it goes: one of the same parameters that was broken off there is gone on with. It is gone
 * when the run is over.
 */
const run = v.optional(v.pipe(text, v.nonEmpty('must be the path of a folder')));
/** That gradients are brought down to; of 0 nothing would be learnt. */
const largestNorm = realInRange(1e-6, 1e6);
/** How a model with a head of its own learns from lines. */
const lessons = {
  /** where the model is put: a folder that is not there yet, by its whole path */
  folder: v.pipe(text, v.nonEmpty('must be the path of a folder')),
  layers: v.optional(v.picklist(TRAINED_LAYERS, `must be ${TRAINED_LAYERS.join(', ')}`), 'all'),
  /** how many layers are the upper ones */
  upperLayers: v.optional(integerInRange(1, 1000), 2),
  /** of the model, and of what is put upon it */
  learningRate: v.optional(realInRange(0, 1), 5e-4),
  headLearningRate: v.optional(realInRange(0, 1), 5e-4),
  epochs: v.optional(integerInRange(1, 10_000), 15),
  /** instead of epochs */
  steps: v.optional(integerInRange(1, 1_000_000)),
  batchSize: v.optional(integerInRange(1, 1000), 8),
  weightDecay: v.optional(realInRange(0, 1), 0.01),
  /** share of the steps in which the rates rise */
  warmup: v.optional(realInRange(0, 1), 0.1),
  /** gradients of a larger norm are brought down to it */
  clip: v.optional(largestNorm, 1),
  /** of the first head, on the squares of its weights: 1 / C of scikit-learn */
  penalty: v.optional(realInRange(1e-6, 1e6), 100),
  /** share of the lines that are not learnt from */
  heldOut: v.optional(realInRange(0, 0.9), 0.2),
};
/** cross-validation in so many parts, instead of lines held out */
const folds = v.optional(integerInRange(2, 100));
const learning = {
  seed: v.optional(integerInRange(0, Number.MAX_SAFE_INTEGER), 0),
  /** a name by which `endRun` ends it: it gives the best that it had */
  job: v.optional(v.pipe(text, v.nonEmpty('must not be empty'))),
  run,
};
const rate = (otherwise: number) => v.optional(realInRange(0, 1), otherwise);
const deviation = (otherwise: number) => v.optional(realInRange(0, 10), otherwise);

/** Parameters of what trains a model. */
export const trainingParams = {
  /** a classifier of the examples, from an encoder */
  train: v.strictObject({
    model,
    examples: v.array(example, 'must be a list of texts with their labels'),
    ...lessons,
    /** nowhere when left out */
    folder: v.optional(lessons.folder),
    folds,
    /** how often the labels are shuffled for the control; 0: it is left out */
    shuffles: v.optional(integerInRange(0, 1000), 20),
    /** points of the curve over the number of lines; 0: it is left out */
    curvePoints: v.optional(integerInRange(0, 20), 5),
    ...learning,
  }),
  /** names of the user's own kinds, of lines in which they are marked */
  trainNames: v.strictObject({
    model,
    examples: v.array(markedLine, 'must be a list of texts with their spans'),
    ...lessons,
    folds,
    /** how often names are put at other words for the control; 0: it is left out */
    shuffles: v.optional(integerInRange(0, 1000), 5),
    ...learning,
  }),
  /** a decoder that goes on learning from a text */
  adapt: v.strictObject({
    model,
    text,
    /** where the model is put: a folder that is not there yet, by its whole path */
    folder: v.pipe(text, v.nonEmpty('must be the path of a folder')),
    layers: v.optional(v.picklist(['all', 'upper'], 'must be all or upper'), 'all'),
    /** how many layers are the upper ones */
    upperLayers: v.optional(integerInRange(1, 1000), 2),
    learningRate: rate(3e-4),
    epochs: v.optional(integerInRange(1, 10_000), 3),
    /** instead of epochs */
    steps: v.optional(integerInRange(1, 1_000_000)),
    batchSize: v.optional(integerInRange(1, 256), 4),
    /** tokens that are read at once */
    length: v.optional(integerInRange(8, 1024), 64),
    weightDecay: v.optional(realInRange(0, 1), 0.01),
    /** share of the steps in which the rate rises */
    warmup: v.optional(realInRange(0, 1), 0.1),
    clip: v.optional(largestNorm, 1),
    /** share of the text, its end, that is not learnt from */
    heldOut: v.optional(realInRange(0.01, 0.5), 0.1),
    /** how often the text held out is looked at within an epoch */
    looks: v.optional(integerInRange(1, 100), 2),
    /** texts that the model goes on with before and after, and tokens of each; 0: none */
    samples: v.optional(integerInRange(0, 20), 3),
    sampleTokens: v.optional(integerInRange(1, 1000), 60),
    temperature: v.optional(realInRange(0.01, 10), 0.8),
    /** tokens of a stretch that counts as copied where it stands in the text */
    stretch: v.optional(integerInRange(2, 100), 8),
    seed: v.optional(integerInRange(0, Number.MAX_SAFE_INTEGER), 0),
    /** a name by which `endRun` ends it: it gives the best that it had */
    job: v.optional(v.pipe(text, v.nonEmpty('must not be empty'))),
    run,
  }),
  /** a GPT and a BERT from nothing, of the characters of a text, side by side; without a model */
  pretrain: v.strictObject({
    text,
    /** where they are put: at this whole path with `-gpt` and `-bert` behind it, which are not there yet; nowhere when left out */
    folder: v.optional(v.pipe(text, v.nonEmpty('must be the path of a folder'))),
    learners: v.optional(
      v.pipe(
        v.array(v.picklist(LEARNERS, `must be ${LEARNERS.join(', ')}`), 'must be a list of learners'),
        v.minLength(1, 'must not be empty'),
        v.check((names) => new Set(names).size === names.length, 'must name each once'),
      ),
      [...LEARNERS],
    ),
    /** characters that get a token: the most frequent */
    vocabularySize: v.optional(integerInRange(2, 20_000), 4000),
    layers: v.optional(integerInRange(1, 24), 2),
    width: v.optional(integerInRange(8, 1024), 64),
    heads: v.optional(integerInRange(1, 64), 4),
    /** tokens that are read at once */
    length: v.optional(integerInRange(8, 1024), 64),
    batchSize: v.optional(integerInRange(1, 256), 16),
    steps: v.optional(integerInRange(1, 1_000_000), 2000),
    decoder: v.optional(v.strictObject({ learningRate: rate(5e-3), initializerRange: deviation(0.02) }), {}),
    encoder: v.optional(
      v.strictObject({
        learningRate: rate(2e-3),
        initializerRange: deviation(0.08),
        positions: v.optional(v.picklist(ENCODER_POSITIONS, `must be ${ENCODER_POSITIONS.join(', ')}`), 'relative'),
        /** of relative positions: what each head's own distance has added to its scores at the beginning; 0: nothing */
        nearStart: v.optional(realInRange(0, 100), 8),
        /** share of the tokens that are hidden, and carry loss */
        maskShare: v.optional(realInRange(0.01, 0.9), 0.15),
      }),
      {},
    ),
    weightDecay: v.optional(realInRange(0, 1), 0.05),
    /** steps in which the rates rise; then they fall along half a cosine to `leastRate` of themselves */
    warmup: v.optional(integerInRange(0, 1_000_000), 20),
    leastRate: v.optional(realInRange(0, 1), 0.1),
    clip: v.optional(largestNorm, 1),
    /** share of the text, its end, that is not learnt from; a window at least */
    heldOut: v.optional(realInRange(0, 0.5), 0.05),
    /** steps between two looks at the text held out, each with samples */
    every: v.optional(integerInRange(1, 1_000_000), 100),
    /** characters that a sample has; 0: none are made */
    sampleLength: v.optional(integerInRange(0, 10_000), 120),
    temperature: v.optional(realInRange(0.01, 10), 0.8),
    seed: v.optional(integerInRange(0, Number.MAX_SAFE_INTEGER), 0),
    /** a name by which `endRun` ends it: it gives the best that it had */
    job: v.optional(v.pipe(text, v.nonEmpty('must not be empty'))),
    run,
  }),
};

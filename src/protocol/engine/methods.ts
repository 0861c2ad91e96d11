import * as v from 'valibot';
import { generationConfigSchema, integerInRange } from './generationConfig.js';
import { GlassboxError } from './errors.js';
import { ENCODER_POSITIONS, LEARNERS } from './pretrainingValues.js';
import { TRAINED_LAYERS } from './trainingValues.js';
import { FILE_FORMATS } from './translationValues.js';
import { SALIENCY_BASELINES, SALIENCY_METHODS } from './attentionValues.js';
import { SEARCH_MODES } from './searchValues.js';
import { STORED_PRECISIONS } from './values.js';

const text = v.string('must be a string');
const model = v.optional(v.pipe(text, v.nonEmpty('must be the id or the folder of a model')));
/** what config.json holds */
const configuration = v.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);
const tokenIds = v.array(integerInRange(0, 10_000_000), 'must be a list of token ids');
const maxNewTokens = v.optional(integerInRange(1, 100_000), 40);
const alternatives = v.optional(integerInRange(0, 1_000_000), 0);
const index = integerInRange(0, 1_000_000);
const indices = v.optional(
  v.pipe(v.array(index, 'must be a list of indices from 0'), v.minLength(1, 'must not be empty')),
);
const target = v.optional(text);
/** where an index of files lies */
const indexFolder = v.pipe(text, v.nonEmpty('must be the folder of an index'));
/** all pieces of a word together instead of one token */
const wholeWords = v.optional(v.boolean('must be true or false'), false);
const stop = v.optional(v.array(v.pipe(text, v.nonEmpty('must not be empty')), 'must be a list of strings'));

/** A text with its answer, which a model is shown before it is asked. */
const example = v.strictObject({ text, label: v.pipe(text, v.trim(), v.nonEmpty('must not be empty')) });
const examples = v.optional(v.array(example, 'must be a list of texts with their labels'));
export type Example = v.InferOutput<typeof example>;
const place = integerInRange(0, 1e9);
/** A text in which names are marked by their UTF-16 offsets. */
const markedLine = v.strictObject({
  text,
  spans: v.array(v.strictObject({ start: place, end: place, label: example.entries.label }), 'must be a list of spans'),
});
export type MarkedLine = v.InferOutput<typeof markedLine>;

/** A real number, both ends included. */
const realInRange = (least: number, most: number) => {
  const message = `must be a number from ${least} to ${most}`;
  return v.pipe(v.number(message), v.minValue(least, message), v.maxValue(most, message));
};

/**
 * A folder that a run is kept in as it goes: one of the same parameters that was broken off there is gone on with. It is gone
 * when the run is over.
 */
const run = v.optional(v.pipe(text, v.nonEmpty('must be the path of a folder')));
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
  clip: v.optional(realInRange(0, 1e6), 1),
  /** of the first head, on the squares of its weights: 1 / C of scikit-learn */
  penalty: v.optional(realInRange(1e-6, 1e6), 100),
  /** share of the lines that are not learnt from */
  heldOut: v.optional(realInRange(0, 0.9), 0.2),
};
const learning = {
  seed: v.optional(integerInRange(0, Number.MAX_SAFE_INTEGER), 0),
  /** a name by which `endRun` ends it: it gives the best that it had */
  job: v.optional(v.pipe(text, v.nonEmpty('must not be empty'))),
  run,
};
const rate = (otherwise: number) => v.optional(realInRange(0, 1), otherwise);
const deviation = (otherwise: number) => v.optional(realInRange(0, 10), otherwise);

/** How the last hidden states of a text's tokens become one vector. */
export const POOLINGS = ['mean', 'cls', 'sep', 'max', 'last'] as const;
export type Pooling = (typeof POOLINGS)[number];

/** How the tokens of a word come to one class. */
export const AGGREGATIONS = ['simple', 'first', 'max', 'average'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** The parameters of every engine method; their types derive from here. */
export const paramSchemas = {
  fillMask: v.strictObject({
    model,
    text,
    topK: v.optional(integerInRange(1, 1000), 5),
    candidates: v.optional(v.array(text, 'must be a list of strings')),
    /** lists words only: no punctuation, no piece of a word but behind letters, none in another script or spelling than the text's */
    words: v.optional(v.boolean('must be true or false')),
  }),
  betterWords: v.strictObject({
    model,
    text,
    /** the word's place in the text, in UTF-16 units, `end` exclusive */
    start: index,
    end: index,
    topK: v.optional(integerInRange(1, 1000), 10),
  }),
  tokens: v.strictObject({ model, text }),
  /** which language a text looks like */
  identify: v.strictObject({ text }),
  generate: v.strictObject({
    model,
    text: v.optional(text),
    promptIds: v.optional(tokenIds),
    /** few-shot: the model goes on from lines `text => label` and `text =>`; without `stop` it ends with the line */
    examples,
    decoding: generationConfigSchema,
    maxNewTokens,
    stop,
    alternatives,
    /** false: keys and values are not kept, and each step reads all tokens anew (transformers' `use_cache`) */
    useCache: v.optional(v.boolean('must be true or false'), true),
  }),
  compare: v.strictObject({
    model,
    text: v.optional(text),
    promptIds: v.optional(tokenIds),
    decodings: v.pipe(
      v.array(generationConfigSchema, 'must be a list of decodings'),
      v.minLength(1, 'must not be empty'),
    ),
    maxNewTokens,
    stop,
    alternatives,
    /**
     * A name for the runs while they run: growth is reported, `endRun` ends them one by one, and one that fails says so in
     * its `error` and leaves the others alone.
     */
    job: v.optional(v.pipe(text, v.nonEmpty('must not be empty'))),
  }),
  distribution: v.strictObject({
    model,
    text: v.optional(text),
    promptIds: v.optional(tokenIds),
    topK: v.optional(integerInRange(1, 1_000_000), 200),
  }),
  divergence: v.strictObject({
    model,
    /** with the same vocabulary */
    otherModel: text,
    text: v.optional(text),
    promptIds: v.optional(tokenIds),
    /** what both are led along behind the prompt */
    ids: v.pipe(tokenIds, v.minLength(1, 'must not be empty')),
  }),
  translate: v.strictObject({
    model,
    text,
    from: v.optional(text, 'English'),
    to: text,
    /** a language that is translated into first, where the model does not go from one to the other */
    through: v.optional(text),
    decoding: v.optional(generationConfigSchema),
    /** above 0 each segment has all that the search found, and each of its tokens so many alternatives */
    alternatives,
    /** what the translation begins with; the text is then one sentence, as it stands */
    targetPrefix: v.optional(tokenIds),
    /** what the text is written in; its signs, code and addresses never reach the model */
    format: v.optional(
      v.union(
        [
          v.picklist(FILE_FORMATS),
          v.custom<`program:${string}`>((format) => typeof format === 'string' && /^program:[\w-]+$/.test(format)),
        ],
        `must be ${FILE_FORMATS.join(', ')}, or program: and the editor’s name of a language (program:python)`,
      ),
      'markdown',
    ),
    /** the rest of the document that the text is selected in: what is prose is read from the whole */
    around: v.optional(v.strictObject({ before: v.string(), after: v.string() })),
    /** terms and what they become, as whole words; a term that becomes itself is kept */
    glossary: v.optional(
      v.array(
        v.strictObject({
          source: v.pipe(v.string(), v.minLength(1)),
          target: v.string(),
          /** found in its own case only, or in any; without it a term in small letters is found in any */
          matchCase: v.optional(v.boolean()),
        }),
      ),
    ),
    /** translations of the text that were seen: another is given where the search has found one */
    avoid: v.optional(v.array(v.string())),
    /** whose quotation marks, dashes and ellipses the translation has */
    typography: v.optional(v.picklist(['target', 'source'], 'must be target or source'), 'target'),
  }),
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
  score: v.strictObject({
    model,
    text,
    target,
    /** masked models: while a piece is masked, the later pieces of its word are masked too (Kauf and Ivanova 2023) */
    withinWord: v.optional(v.boolean('must be true or false'), false),
    /**
     * a text that is longer than the model is read in windows, of which each begins so many tokens after the one before;
     * true: half of what the model takes
     */
    stride: v.optional(v.union([v.literal(true), integerInRange(1, 1_000_000)], 'must be true or a number of tokens')),
  }),
  embed: v.strictObject({
    model,
    texts: v.pipe(v.array(text, 'must be a list of strings'), v.minLength(1, 'must not be empty')),
    pooling: v.optional(v.picklist(POOLINGS, `must be ${POOLINGS.join(', ')}`)),
    /** one of the model's own, which are put before a text; its default one when left out */
    promptName: v.optional(v.pipe(text, v.nonEmpty('must be the name of a prompt'))),
  }),
  classify: v.strictObject({ model, text }),
  entities: v.strictObject({
    model,
    text,
    /** how the tokens of a word agree on its class, by Hugging Face's names; `simple`: they need not */
    aggregation: v.optional(v.picklist(AGGREGATIONS, `must be ${AGGREGATIONS.join(', ')}`), 'simple'),
  }),
  answer: v.strictObject({
    model,
    question: text,
    context: text,
    topK: v.optional(integerInRange(1, 1000), 1),
    /** widens answers to whole words, and makes one of those that then read the same (Hugging Face's `align_to_words`) */
    alignToWords: v.optional(v.boolean('must be true or false'), false),
    /** also says how probable it is that the context does not hold the answer (SQuAD 2) */
    noAnswer: v.optional(v.boolean('must be true or false'), false),
  }),
  nextSentence: v.strictObject({ model, first: text, second: text }),
  replaced: v.strictObject({ model, text }),
  rank: v.strictObject({
    model,
    query: text,
    texts: v.pipe(v.array(text, 'must be a list of strings'), v.minLength(1, 'must not be empty')),
  }),
  zeroShot: v.strictObject({
    model,
    text,
    labels: v.pipe(
      v.array(v.pipe(text, v.trim(), v.nonEmpty('must not be empty')), 'must be a list of strings'),
      v.minLength(1, 'must not be empty'),
    ),
    /** a sentence with `{label}` in it */
    template: v.optional(text),
    /** that a model which writes is shown first, with labels of the list */
    examples,
  }),
  summarize: v.strictObject({
    model,
    text,
    /** instead of what the model's config says */
    decoding: v.optional(generationConfigSchema),
    maxNewTokens: v.optional(integerInRange(1, 100_000)),
  }),
  /** passages by their words and their meaning, of documents or of an index's files: exactly one of the two */
  search: v.strictObject({
    model,
    query: v.pipe(
      text,
      v.check((query) => query.trim() !== '', 'must not be empty'),
    ),
    documents: v.optional(
      v.array(v.strictObject({ name: text, text }), 'must be a list of documents, each with a name and a text'),
    ),
    index: v.optional(indexFolder),
    mode: v.optional(v.picklist(SEARCH_MODES, `must be ${SEARCH_MODES.join(', ')}`), 'both'),
    /** a cross-encoder, which puts the first results into its own order */
    reranker: v.optional(v.pipe(text, v.nonEmpty('must be the id or the folder of a model'))),
    topK: v.optional(integerInRange(1, 1000), 20),
  }),
  /** makes an index of the text files below folders, or brings it up to date: only changed passages are read by the model */
  buildIndex: v.strictObject({
    model,
    index: indexFolder,
    folders: v.pipe(
      v.array(v.pipe(text, v.nonEmpty('must be an absolute folder')), 'must be a list of folders'),
      v.minLength(1, 'must not be empty'),
    ),
    /** globs of VS Code's `files.exclude`, beside what `.gitignore` files say */
    exclude: v.optional(v.array(text, 'must be a list of globs'), []),
    maxFileBytes: v.optional(integerInRange(1, 100_000_000), 1_000_000),
    maxFiles: v.optional(integerInRange(1, 1_000_000), 20_000),
  }),
  /** `model`: whose index is wanted; the default one when left out */
  indexState: v.strictObject({ model, index: indexFolder }),
  removeIndex: v.strictObject({ index: indexFolder }),
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
  /** a classifier of the examples, from an encoder */
  train: v.strictObject({
    model,
    examples: v.array(example, 'must be a list of texts with their labels'),
    ...lessons,
    /** nowhere when left out */
    folder: v.optional(lessons.folder),
    /** cross-validation in so many parts, instead of lines held out */
    folds: v.optional(integerInRange(2, 100)),
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
    clip: v.optional(realInRange(0, 1e6), 1),
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
    clip: v.optional(realInRange(0, 1e6), 1),
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
  models: v.strictObject({}),
  inspect: v.strictObject({ model: v.optional(text, 'bert-mini') }),
  /** a model, or what config.json of one holds that need not be here */
  anatomy: v.strictObject({ model, config: v.optional(configuration) }),
  /** a model that is not here yet: what config.json holds, and its weights */
  assess: v.strictObject({
    config: configuration,
    form: v.picklist(['safetensors', 'onnx'], 'must be safetensors or onnx'),
    bytes: v.pipe(v.number('must be a number'), v.minValue(0, 'must be at least 0')),
    precision: v.optional(v.picklist(STORED_PRECISIONS, `must be ${STORED_PRECISIONS.join(', ')}`), 'mixed'),
  }),
  state: v.strictObject({}),
  unload: v.strictObject({
    model,
    /** what was made of the model's weights goes, too: the model is to be removed */
    copies: v.optional(v.boolean('must be true or false'), false),
  }),
  /** ends one run of a job, or all; they give what they have */
  endRun: v.strictObject({ job: text, run: v.optional(index) }),
};

export type MethodName = keyof typeof paramSchemas;

export const METHOD_NAMES = Object.keys(paramSchemas) as MethodName[];

/** Parameters as a caller may give them: defaults left out. */
export type Params<M extends MethodName> = v.InferInput<(typeof paramSchemas)[M]>;

/** Parameters as a method gets them: checked, defaults filled in. */
export type CheckedParams<M extends MethodName> = v.InferOutput<(typeof paramSchemas)[M]>;

export function isMethodName(name: unknown): name is MethodName {
  return typeof name === 'string' && Object.hasOwn(paramSchemas, name);
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  if (issue.type === 'strict_object' && issue.expected === 'never') return `unknown field ${path ?? ''}`;
  if (issue.received === 'undefined') return `${path ?? 'the parameters'} is missing`;
  // valibot's own message would repeat what was given.
  if (issue.type === 'strict_object') return `${path ?? 'the parameters'} must be an object`;
  return `${path ?? 'the parameters'} ${issue.message}`;
}

/**
 * Checks what came from outside and fills in defaults.
 * @throws GlassboxError `bad-request`, naming the field and what is allowed
 */
export function checkParams<M extends MethodName>(method: M, params: unknown): CheckedParams<M> {
  const result = v.safeParse(paramSchemas[method], params ?? {});
  if (result.success) return result.output;
  const name = (result.issues[0] && v.getDotPath(result.issues[0])) ?? method;
  throw new GlassboxError('bad-request', `${method}: ${result.issues.map(describeIssue).join('; ')}.`, {
    details: { kind: 'parameter', name },
  });
}

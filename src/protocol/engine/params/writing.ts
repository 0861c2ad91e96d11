import * as v from 'valibot';
import { generationConfigSchema, integerInRange } from '../generationConfig.js';
import { FILE_FORMATS } from '../translationValues.js';
import { examples, model, text } from './fields.js';

const tokenIds = v.array(integerInRange(0, 10_000_000), 'must be a list of token ids');
const maxNewTokens = v.optional(integerInRange(1, 100_000), 40);
const alternatives = v.optional(integerInRange(0, 1_000_000), 0);
const stop = v.optional(v.array(v.pipe(text, v.nonEmpty('must not be empty')), 'must be a list of strings'));

/** Parameters of what writes: generation and what is measured of it, translations and summaries. */
export const writingParams = {
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
  summarize: v.strictObject({
    model,
    text,
    /** instead of what the model's config says */
    decoding: v.optional(generationConfigSchema),
    maxNewTokens: v.optional(integerInRange(1, 100_000)),
  }),
};

import * as v from 'valibot';
import { generationConfigSchema, integerInRange } from '../generationConfig.js';
import { MANY_FORMATS, MANY_INPUTS, MANY_TASKS } from '../manyValues.js';
import { model, text } from './fields.js';
import { POOLINGS } from './text.js';

const place = v.pipe(text, v.nonEmpty('must be the whole path of a file'));

/** Whose texts, what of them, and where it goes. What is of another `task` is refused. */
const settings = {
  /** a file, or a folder whose text files are one text each */
  input: place,
  /** by its name when left out: tables end in csv or tsv, JSON lines in jsonl or ndjson */
  inputKind: v.optional(v.picklist(MANY_INPUTS, `must be ${MANY_INPUTS.join(', ')}`)),
  /** whose values are the texts; `text`, or the first one with texts when left out */
  column: v.optional(v.pipe(text, v.nonEmpty('must be the name of a column'))),
  task: v.picklist(MANY_TASKS, `must be ${MANY_TASKS.join(', ')}`),
  model,
  /** where the result is put, with a list of what is done beside it while it is made */
  output: place,
  /** by its name when left out */
  format: v.optional(v.picklist(MANY_FORMATS, `must be ${MANY_FORMATS.join(', ')}`)),
  /** labels: which of these fits (`zeroShot`); those of the model's head when left out (`classify`) */
  labels: v.optional(
    v.pipe(
      v.array(v.pipe(text, v.trim(), v.nonEmpty('must not be empty')), 'must be a list of strings'),
      v.minLength(1, 'must not be empty'),
    ),
  ),
  template: v.optional(text),
  /** perplexity: a text that is longer than the model is read in windows, as in `score` */
  stride: v.optional(v.union([v.literal(true), integerInRange(1, 1_000_000)], 'must be true or a number of tokens')),
  withinWord: v.optional(v.boolean('must be true or false')),
  pooling: v.optional(v.picklist(POOLINGS, `must be ${POOLINGS.join(', ')}`)),
  promptName: v.optional(v.pipe(text, v.nonEmpty('must be the name of a prompt'))),
  decoding: v.optional(generationConfigSchema),
  maxNewTokens: v.optional(integerInRange(1, 100_000)),
  stop: v.optional(v.array(v.pipe(text, v.nonEmpty('must not be empty')), 'must be a list of strings')),
};

/** Parameters of what reads many texts. */
export const manyParams = {
  /** how many there are, how long they will take, and whether a run was begun already */
  planMany: v.strictObject({
    ...settings,
    /** texts that are tried to tell the time */
    samples: v.optional(integerInRange(0, 100), 6),
  }),
  /** reads all of them; one of the same input and settings that was broken off goes on where it was */
  scoreMany: v.strictObject({
    ...settings,
    /** begins anew where another run was broken off */
    restart: v.optional(v.boolean('must be true or false'), false),
    /** puts the result in the place of a file that is there */
    overwrite: v.optional(v.boolean('must be true or false'), false),
  }),
};

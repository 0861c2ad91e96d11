import * as v from 'valibot';
import { integerInRange } from '../generationConfig.js';
import { SEARCH_MODES } from '../searchValues.js';
import { model, text } from './fields.js';

/** where an index of files lies */
const indexFolder = v.pipe(text, v.nonEmpty('must be the folder of an index'));

/** Parameters of what searches, in documents or in an index of files. */
export const searchParams = {
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
};

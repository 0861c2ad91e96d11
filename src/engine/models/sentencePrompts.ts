import path from 'node:path';
import * as v from 'valibot';
import { GlassboxError } from '../../protocol/engine/index.js';
import { readSentenceFile } from './sentenceModules.js';

const name = v.pipe(v.string(), v.maxLength(200));
const promptsSchema = v.object({
  prompts: v.optional(v.nullable(v.record(name, v.pipe(v.string(), v.maxLength(10_000))))),
  default_prompt_name: v.optional(v.nullable(name)),
});

/** What a model of sentence-transformers wants before a text, by its role. */
export interface SentencePrompts {
  prompts: ReadonlyMap<string, string>;
  /** of a text whose role is not told; null: none */
  defaultName: string | null;
}

const NONE: SentencePrompts = { prompts: new Map(), defaultName: null };

/**
 * The prompts of a folder, from its config_sentence_transformers.json; none where it has no such file or names none.
 * @throws GlassboxError `model-broken` when the default one is none of them
 */
export async function readSentencePrompts(folder: string): Promise<SentencePrompts> {
  const file = path.join(folder, 'config_sentence_transformers.json');
  const config = await readSentenceFile(file, promptsSchema);
  if (!config) return NONE;
  const prompts = new Map(Object.entries(config.prompts ?? {}));
  const defaultName = config.default_prompt_name ?? null;
  if (defaultName !== null && !prompts.has(defaultName)) {
    throw new GlassboxError(
      'model-broken',
      `${file}: default_prompt_name is ${defaultName}, which is none of its prompts. Install the model again.`,
      { details: { kind: 'file', file, problem: 'content', at: 'default_prompt_name' } },
    );
  }
  return { prompts, defaultName };
}

/** Names by which sentence-transformers looks for the prompts of a query and of what is searched, the first that there is. */
const QUERY_NAMES = ['query'];
const DOCUMENT_NAMES = ['document', 'passage', 'corpus'];

/** The name of a role's prompt; undefined where the model has none, so that its default one serves. */
export const promptOf = ({ prompts }: SentencePrompts, role: 'query' | 'document'): string | undefined =>
  (role === 'query' ? QUERY_NAMES : DOCUMENT_NAMES).find((one) => prompts.has(one));

import * as v from 'valibot';
import { fieldsUsed, isStochastic } from '../../../../decoding/config/fields.js';
import { draftGenerationConfigSchema } from '../../../../protocol/engine/generationConfig.js';
import { fieldNames, GENERATION_FIELDS } from '../../../../protocol/engine/generationFields.js';
import type { FieldName, GenerationConfig } from '../../../../protocol/engine/index.js';
import { refused } from './decodingFile.js';
import { huggingFaceFields, huggingFaceName } from './huggingFace.js';

/** Hugging Face's `top_k` where a file has none; its files leave out what is as usual. */
const USUAL_TOP_K = 50;

/** The fields with a counterpart there that a recipe sets, by their names there. */
const KNOWN = new Map(
  fieldNames
    .filter((field) => GENERATION_FIELDS[field].python !== null)
    .map((field) => [huggingFaceName(field), field]),
);

/** What says nothing of how tokens are chosen: the file's own history. */
const OF_THE_FILE = ['transformers_version', '_from_model_config'];

/** A recipe as `generation_config.json`, and what of it has no counterpart there. */
export interface SavedConfig {
  text: string;
  /** fields of the recipe; `strategy` where Hugging Face has none like it */
  left: (FieldName | 'strategy')[];
}

/**
 * A recipe as transformers' GenerationConfig reads it (`GenerationConfig.from_pretrained`), with all that differs from
 * what is usual there written out.
 */
export function generationConfigJson(decoding: GenerationConfig, maxNewTokens: number): SavedConfig {
  const used = fieldsUsed(decoding).filter((field) => field !== 'strategy');
  const drawn = isStochastic(decoding);
  const fields = Object.fromEntries(huggingFaceFields(decoding));
  const config = {
    do_sample: drawn,
    max_new_tokens: maxNewTokens,
    ...(drawn && { top_k: 0 }),
    ...fields,
    ...(!('num_beams' in fields) && { num_beams: 1 }),
  };
  const without = used.filter((field) => decoding[field] !== undefined && GENERATION_FIELDS[field].python === null);
  // `doSample` is there, and says what the strategy says.
  const left = without.filter((field) => field !== 'doSample' && (field !== 'seed' || drawn));
  const strategy = decoding.strategy === 'contrastiveDecoding' ? (['strategy'] as const) : [];
  return { text: `${JSON.stringify(config, null, 2)}\n`, left: [...strategy, ...left] };
}

/** What a `generation_config.json` says. */
export interface ReadConfig {
  decoding: GenerationConfig;
  /** null: the file does not say */
  maxNewTokens: number | null;
  /** names in the file that have no counterpart here */
  left: string[];
}

/** What a file may have that says no more than which tokens there are: `generate` is then greedy. */
const OF_A_PLAIN_FILE = [...OF_THE_FILE, 'do_sample', 'max_new_tokens', 'max_length', 'use_cache'];

/** What a model's `config.json` has, which names tokens as well. */
const OF_A_MODEL = ['model_type', 'architectures', 'vocab_size'];

/** Whether a file's content is a `generation_config.json` and none of ours. */
export function isGenerationConfig(file: unknown): file is Record<string, unknown> {
  if (typeof file !== 'object' || file === null || Array.isArray(file) || 'format' in file) return false;
  const names = Object.keys(file);
  if (OF_A_MODEL.some((name) => names.includes(name))) return false;
  return names.some((name) => KNOWN.has(name) || OF_A_PLAIN_FILE.includes(name) || /_token_ids?$/.test(name));
}

/**
 * Reads a `generation_config.json`, with the strategy that `generate` would take by it.
 * @throws GlassboxError `bad-request`, naming the field that is not what it should be
 */
export function readGenerationConfig(file: Record<string, unknown>): ReadConfig {
  const given = new Map(Object.entries(file).filter(([, value]) => value !== null));
  const drawn = given.get('do_sample') === true;
  const strategy = strategyOf(given, drawn);
  const topK = (drawn || strategy === 'contrastiveSearch') && { topK: USUAL_TOP_K };
  const values = [...given].flatMap(([name, value]): [string, unknown][] => {
    const field = KNOWN.get(name);
    return field ? [[field, value]] : [];
  });
  const all = {
    strategy,
    ...topK,
    ...(strategy === 'beam' && drawn && { doSample: true }),
    ...Object.fromEntries(values),
  };
  const checked = v.safeParse(draftGenerationConfigSchema, all);
  if (!checked.success) {
    const path = huggingFaceName((v.getDotPath(checked.issues[0]) ?? '') as FieldName);
    throw refused(`This is no generation_config.json: ${path} is not what it should be.`, { problem: 'content', path });
  }
  const length = given.get('max_new_tokens');
  if (length !== undefined && !(Number.isSafeInteger(length) && Number(length) >= 1)) {
    const path = 'max_new_tokens';
    throw refused(`This is no generation_config.json: ${path} is not a length.`, { problem: 'content', path });
  }
  // What the strategy does not use and is as usual says nothing.
  const used = new Set<string>(fieldsUsed(checked.output));
  const idle = values.filter(
    ([name, value]) => !used.has(name) && value !== GENERATION_FIELDS[name as FieldName].neutral,
  );
  const kept = Object.entries(checked.output).filter(([name]) => name === 'strategy' || used.has(name));
  const unknown = [...given.keys()].filter(
    (name) => !KNOWN.has(name) && !['do_sample', 'max_new_tokens', ...OF_THE_FILE].includes(name),
  );
  return {
    decoding: Object.fromEntries(kept) as GenerationConfig,
    maxNewTokens: length === undefined ? null : Number(length),
    left: [...idle.map(([name]) => huggingFaceName(name as FieldName)), ...unknown].filter(
      (name) => name !== 'num_beams',
    ),
  };
}

/** As transformers' `GenerationConfig.get_generation_mode`. */
function strategyOf(given: ReadonlyMap<string, unknown>, drawn: boolean): GenerationConfig['strategy'] {
  const alpha = given.get('penalty_alpha');
  const topK = given.get('top_k') ?? USUAL_TOP_K;
  if (Number(given.get('num_beams') ?? 1) > 1) return 'beam';
  if (drawn) return 'sample';
  return typeof alpha === 'number' && alpha > 0 && Number(topK) > 1 ? 'contrastiveSearch' : 'greedy';
}

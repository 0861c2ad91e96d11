import path from 'node:path';
import * as v from 'valibot';
import { GlassboxError, type Pooling } from '../../protocol/engine/index.js';
import { jsonFile, MOST_CONFIG_BYTES } from '../files.js';

const text = v.pipe(v.string(), v.maxLength(200));

/** modules.json of sentence-transformers: what becomes of a text, step by step. */
const modulesSchema = v.pipe(v.array(v.object({ type: text, path: text })), v.maxLength(20));

/** How many tokens of a text are read, specials included; in older models the file is named by the kind of model. */
const LENGTH_FILES = ['bert', 'roberta', 'distilbert', 'camembert', 'albert', 'xlm-roberta', 'xlnet'].map(
  (kind) => `sentence_${kind}_config.json`,
);
const lengthSchema = v.object({
  max_seq_length: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)))),
});

const flag = v.optional(v.nullable(v.boolean()));
const poolingSchema = v.object({
  pooling_mode: v.optional(v.union([text, v.array(text)])),
  pooling_mode_cls_token: flag,
  pooling_mode_mean_tokens: flag,
  pooling_mode_max_tokens: flag,
  pooling_mode_mean_sqrt_len_tokens: flag,
  pooling_mode_weightedmean_tokens: flag,
  pooling_mode_lasttoken: flag,
  include_prompt: flag,
});

/** The older form's fields, which may be several at once. */
const FLAGS = {
  pooling_mode_cls_token: 'cls',
  pooling_mode_mean_tokens: 'mean',
  pooling_mode_max_tokens: 'max',
  pooling_mode_lasttoken: 'last',
  pooling_mode_mean_sqrt_len_tokens: null,
  pooling_mode_weightedmean_tokens: null,
} as const satisfies Record<string, Pooling | null>;

/** The newer form's names. */
const NAMES: Readonly<Record<string, Pooling>> = { cls: 'cls', mean: 'mean', max: 'max', lasttoken: 'last' };

const notKnown = (file: string, what: string) =>
  new GlassboxError(
    'model-broken',
    `${file}: ${what} is not known. Name a pooling in the call, or take another model.`,
    { details: { kind: 'file', file, problem: 'content' } },
  );

/**
 * A file of sentence-transformers; null where there is none.
 * @throws GlassboxError `model-broken`, naming what is wrong in it
 */
export async function readSentenceFile<S extends v.GenericSchema>(file: string, schema: S): Promise<v.InferOutput<S> | null> {
  const found = await jsonFile(file, MOST_CONFIG_BYTES);
  if (!found) return null;
  const result = v.safeParse(schema, await found.readValue());
  if (result.success) return result.output;
  const at = v.getDotPath(result.issues[0]);
  throw new GlassboxError('model-broken', `${file}: ${at ?? 'it'} ${result.issues[0].message}. Install the model again.`, {
    details: { kind: 'file', file, problem: 'content', ...(at !== null && { at }) },
  });
}

/** How a text becomes a vector. */
export interface SentenceModules {
  pooling: Pooling;
  /** to the length 1 */
  normalise: boolean;
  /** tokens that are read of a text, specials included; null where nothing is cut off */
  maxTokens: number | null;
}

/**
 * How a folder of sentence-transformers makes a vector of a text; null for a model of another kind.
 * @throws GlassboxError `model-broken` for steps that we cannot take, since the vectors would be others
 */
export async function readSentenceModules(folder: string): Promise<SentenceModules | null> {
  const file = path.join(folder, 'modules.json');
  const modules = await readSentenceFile(file, modulesSchema);
  if (!modules) return null;
  let pooling: Pooling | null = null;
  let normalise = false;
  let maxTokens: number | null = null;
  for (const { type, path: place } of modules) {
    const kind = type.split('.').at(-1);
    if (kind === 'Pooling') pooling = await readPooling(folder, place);
    else if (kind === 'Normalize') normalise = true;
    else if (kind === 'Transformer') maxTokens = await readLength(folder, place);
    else throw notKnown(file, type);
  }
  return pooling && { pooling, normalise, maxTokens };
}

/** A module's file; null for one that lies outside of the model's folder. */
function fileOf(folder: string, place: string, name: string): string | null {
  const file = path.join(folder, place, name);
  const inside = path.relative(folder, file);
  return inside.startsWith('..') || path.isAbsolute(inside) ? null : file;
}

async function readLength(folder: string, place: string): Promise<number | null> {
  for (const name of LENGTH_FILES) {
    const file = fileOf(folder, place, name);
    const config = file === null ? null : await readSentenceFile(file, lengthSchema);
    if (config) return config.max_seq_length ?? null;
  }
  return null;
}

async function readPooling(folder: string, place: string): Promise<Pooling> {
  const file = fileOf(folder, place, 'config.json');
  const config = file === null ? null : await readSentenceFile(file, poolingSchema);
  if (file === null || !config) {
    throw new GlassboxError('model-broken', `${folder} has no ${place}/config.json. Install the model again.`, {
      details: { kind: 'file', file: path.join(folder, place, 'config.json'), problem: 'missing' },
    });
  }
  const named = config.pooling_mode;
  const wanted =
    named === undefined
      ? Object.entries(FLAGS).flatMap(([field, pooling]) => (config[field as keyof typeof FLAGS] ? [pooling] : []))
      : [named].flat().map((name) => NAMES[name] ?? null);
  const [only] = wanted;
  if (config.include_prompt === false) throw notKnown(file, 'include_prompt false');
  if (wanted.length !== 1 || !only) throw notKnown(file, named === undefined ? 'the pooling' : String(named));
  return only;
}

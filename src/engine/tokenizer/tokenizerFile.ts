import { join } from 'node:path';
import * as v from 'valibot';
import { GlassboxError } from '../../protocol/engine/errors.js';
import type { ErrorDetailsOf } from '../../protocol/engine/errorDetails.js';
import { expectedOf } from '../expectedValue.js';
import { isFolder, jsonFile, MOST_CONFIG_BYTES, MOST_TOKENIZER_BYTES, type Json } from '../files.js';
import { brief, DEEPEST_SEQUENCE, MOST_STEPS } from './limits.js';
import { convertedTokenizer, OTHER_TOKENIZER_FILES } from './conversion/index.js';
import { settingsWithRoles } from './conversion/declaration.js';
import * as schema from './tokenizerSchema.js';

/** tokenizer.json and tokenizer_config.json with the defaults that Hugging Face fills in; sequences of steps are flat. */
export interface TokenizerFile {
  addedTokens: schema.AddedToken[];
  normalizers: schema.NormalizerConfig[];
  preTokenizers: schema.PreTokenizerConfig[];
  model: schema.TokenizerModelConfig;
  /** the last that adds tokens counts; none adds none */
  postProcessors: schema.PostProcessorConfig[];
  decoders: schema.DecoderConfig[];
  settings: schema.TokenizerSettings;
  /** of Marian's own files: a text may begin with a code, which is one token */
  languageCodes: boolean;
  /** for what a decoder reads, where that is another language's with pieces of its own */
  target?: TokenizerFile;
}

/**
 * Reads the tokenizer of a model's folder. Without tokenizer_config.json its defaults serve.
 * @throws GlassboxError `unknown-model` when there is no such folder, `model-broken` when a file is missing or not what
 * it should be, `wrong-architecture` when the tokenizer has a part that BERT, GPT-2 and T5 do not use
 */
export async function readTokenizerFile(folder: string): Promise<TokenizerFile> {
  if (!(await isFolder(folder))) {
    const message = `There is no model folder ${folder}. Choose an installed model or a folder that has one.`;
    throw new GlassboxError('unknown-model', message, { details: { kind: 'noModelFolder', folder } });
  }
  const config = join(folder, 'tokenizer_config.json');
  const settings = (await (await jsonFile(config, MOST_CONFIG_BYTES))?.read()) ?? {};
  const fast = join(folder, 'tokenizer.json');
  const own = await (await jsonFile(fast, MOST_TOKENIZER_BYTES))?.read();
  const converted = own ? null : await convertedTokenizer(folder, settings);
  const json = own ?? converted?.json;
  if (!json) throw noTokenizer(fast);
  const all = converted?.settings ?? (await settingsWithRoles(folder, settings, json));
  const checked = check(config, 'settings', schema.tokenizerSettings, all);
  const file = checkTokenizer(converted?.file ?? fast, json, checked);
  if (converted?.target) file.target = checkTokenizer(converted.file, converted.target, checked);
  return file;
}

function checkTokenizer(file: string, json: Json, settings: schema.TokenizerSettings): TokenizerFile {
  if (!isObject(json['model'])) throw broken(file, 'has no "model"', lacks('model'));
  const decoders = steps(file, 'decoder', schema.DECODERS, json['decoder'], 'decoders');
  if (!isKnownSequence(decoders)) throw unsupported(file, 'decoder', 'Sequence');
  const normalizers = steps(file, 'normalizer', schema.NORMALIZERS, json['normalizer'], 'normalizers');
  const model = step(file, 'model', schema.MODELS, {
    ...json['model'],
    type: json['model']['type'] ?? kind(json['model']),
  });
  return {
    addedTokens: check(file, 'added_tokens', v.array(schema.addedToken), json['added_tokens'] ?? []),
    normalizers,
    preTokenizers: steps(file, 'pre_tokenizer', schema.PRE_TOKENIZERS, json['pre_tokenizer'], 'pretokenizers'),
    model: withUnknown(model, normalizers),
    postProcessors: steps(file, 'post_processor', schema.POST_PROCESSORS, json['post_processor'], 'processors'),
    decoders,
    settings,
    languageCodes: json['language_codes'] === true,
  };
}

/**
 * Marian's tokenizers for transformers.js have no character map, and another token's id in the unknown token's place: its
 * own name tells it.
 */
function withUnknown(
  model: schema.TokenizerModelConfig,
  normalizers: readonly schema.NormalizerConfig[],
): schema.TokenizerModelConfig {
  const isMarian = normalizers.some((one) => one.type === 'Precompiled' && one.precompiled_charsmap === null);
  if (!isMarian || model.type !== 'Unigram') return model;
  const named = model.vocab.findIndex(([token]) => token === '<unk>');
  return named < 0 ? model : { ...model, unk_id: named };
}

/** Steps that go together: those that sentencepiece's tokenizers end in, by themselves or in this order. */
const SENTENCEPIECE_STEPS = ['Replace', 'ByteFallback', 'Fuse', 'Strip'];

function isKnownSequence(decoders: readonly schema.DecoderConfig[]): boolean {
  const places = decoders.map(({ type }) => SENTENCEPIECE_STEPS.indexOf(type));
  if (decoders.length < 2 && !places.some((place) => place >= 0)) return true;
  // What is stripped off each token, or off the end, is not known before the last one comes.
  const fuses = decoders.findIndex(({ type }) => type === 'Fuse');
  const strips = decoders.every((one, at) => one.type !== 'Strip' || (one.stop === 0 && fuses >= 0 && fuses < at));
  return strips && places.every((place, at) => place >= 0 && place >= (places[at - 1] ?? 0));
}

/** Older files leave out the model's type. */
function kind(model: Json): string {
  if (Array.isArray(model['vocab'])) return 'Unigram';
  return 'merges' in model ? 'BPE' : 'WordPiece';
}

type Schemas = Record<string, v.GenericSchema>;

/** The steps of a part of tokenizer.json: none, one, or a "Sequence", each checked by the schema of its type. */
function steps<S extends Schemas>(
  file: string,
  part: string,
  schemas: S,
  value: unknown,
  sequence: string,
  depth = 0,
): v.InferOutput<S[keyof S]>[] {
  if (value === null || value === undefined) return [];
  if (isObject(value) && value['type'] === 'Sequence') {
    const list = value[sequence];
    if (!Array.isArray(list)) {
      throw broken(file, `has a ${part} "Sequence" without "${sequence}"`, lacks(`${part}.${sequence}`));
    }
    if (depth === DEEPEST_SEQUENCE)
      throw broken(file, `has a ${part} of more than ${depth} "Sequence" in each other`, at(part));
    const found: v.InferOutput<S[keyof S]>[] = [];
    for (const one of list) {
      found.push(...steps(file, part, schemas, one, sequence, depth + 1));
      if (found.length > MOST_STEPS) throw broken(file, `has a ${part} of more than ${MOST_STEPS} steps`, at(part));
    }
    return found;
  }
  return [step(file, part, schemas, value)];
}

function step<S extends Schemas>(file: string, part: string, schemas: S, value: unknown): v.InferOutput<S[keyof S]> {
  const type = isObject(value) ? value['type'] : undefined;
  if (typeof type !== 'string') throw broken(file, `has a ${part} without a type`, lacks(`${part}.type`));
  const found = Object.hasOwn(schemas, type) ? schemas[type] : undefined;
  if (found === undefined) throw unsupported(file, part, type);
  return check(file, part, found, value);
}

function check<S extends v.GenericSchema>(file: string, part: string, by: S, value: unknown): v.InferOutput<S> {
  const result = v.safeParse(by, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const place = [part, v.getDotPath(issue)].filter(Boolean).join('.');
  const expected = expectedOf(issue);
  throw broken(file, `is wrong at ${brief(place)}: ${brief(issue.message)}`, {
    problem: 'content',
    at: brief(place),
    found: issue.input === undefined ? null : brief(JSON.stringify(issue.input)),
    ...(expected && { expected }),
  });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type FileFault = Omit<ErrorDetailsOf<'file'>, 'kind' | 'file'>;

const at = (place: string): FileFault => ({ problem: 'content', at: place });
const lacks = (place: string): FileFault => ({ ...at(place), found: null });

function broken(file: string, what: string, fault: FileFault = { problem: 'content' }): GlassboxError {
  return new GlassboxError('model-broken', `${file} ${what}. Install the model again or choose another.`, {
    details: { kind: 'file', file, ...fault },
  });
}

function noTokenizer(file: string): GlassboxError {
  const message =
    `${file} is missing, and so are the files that it is made of: ${OTHER_TOKENIZER_FILES.join(', ')}. Copy one of them from where the model is from; ` +
    'or in Python, AutoTokenizer.from_pretrained(name).save_pretrained(folder) writes it.';
  return new GlassboxError('model-broken', message, { details: { kind: 'file', file, problem: 'noTokenizer' } });
}

function unsupported(file: string, part: string, type: string): GlassboxError {
  const message = `${file} has the ${part} "${brief(type, 80)}". Glassbox reads the tokenizers of BERT, GPT-2 and T5: choose such a model.`;
  return new GlassboxError('wrong-architecture', message, {
    details: { kind: 'tokenizerType', file, type: brief(type, 80) },
  });
}

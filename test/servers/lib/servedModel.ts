import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Random } from '../../../src/decoding/sampling/random.js';
import { familyConfig } from '../../../src/engine/families/familyConfig.js';
import { ModelRegistry } from '../../../src/engine/models/registry.js';
import { turned } from '../../../src/engine/precision/blocks8.js';
import { modelWeights, type Weight } from '../../../src/engine/training/modelWeights.js';
import { saveModel } from '../../../src/engine/training/saveModel.js';
import { trainableModel } from '../../../src/engine/training/trainableModel.js';
import { writeGguf, type GgufTensor, type GgufValue } from './gguf.js';

/** The model that servers have in the tests, by the name that they give it. */
export const SERVED = 'gpt2-mini';
const embeddedFolder = path.resolve(import.meta.dirname, '../../../models');

interface Gpt2Config extends Record<string, unknown> {
  n_embd: number;
  n_layer: number;
  n_head: number;
  n_inner: number | null;
  n_positions: number;
  layer_norm_epsilon: number;
  bos_token_id: number;
  eos_token_id: number;
}

interface TokenizerFile {
  model: { vocab: Record<string, number>; merges: (string | [string, string])[] };
  added_tokens: { id: number; special: boolean }[];
}

const readJson = async <T>(file: string) => JSON.parse(await readFile(file, 'utf8')) as T;

/**
 * gpt2-mini in 32 bit, by the numbers that its 8-bit weights stand for, as two forms of one and the same: a folder of
 * transformers, which our engine and vLLM run, and llama.cpp's file. The embedded form itself would not do as a reference,
 * since it rounds what goes into its matrices as well.
 * @param folder of transformers' form, where nothing is yet
 * @param gguf llama.cpp's file, where nothing is yet; left out: none is written
 */
export async function writeServedModel(folder: string, gguf?: string): Promise<void> {
  const found = await new ModelRegistry({ embeddedFolder, installedFolders: [] }).find(SERVED);
  const from = found.info.folder;
  const config = await readJson<Gpt2Config>(path.join(from, 'config.json'));
  const family = familyConfig(config, 'config.json', 'gpt2', ['GPT2LMHeadModel']);
  const model = trainableModel(family, await modelWeights(found), SERVED, new Random(0));
  const weights = new Map([...model.weights].map(([name, weight]) => [model.savedName(name), weight]));
  await saveModel(folder, { config: JSON.stringify(config), weights, card: '', base: from });
  await cp(path.join(from, 'generation_config.json'), path.join(folder, 'generation_config.json'));
  if (gguf === undefined) return;
  const tokenizer = await readJson<TokenizerFile>(path.join(from, 'tokenizer.json'));
  await writeGguf(gguf, metadataOf(config, tokenizer), tensorsOf(config, weights));
}

/** What llama.cpp asks for of a GPT-2 (its gguf-py/gguf/constants.py has the keys). */
function metadataOf(config: Gpt2Config, { model, added_tokens }: TokenizerFile): Map<string, GgufValue> {
  const tokens: string[] = [];
  for (const [token, id] of Object.entries(model.vocab)) tokens[id] = token;
  const special = new Set(added_tokens.filter((token) => token.special).map(({ id }) => id));
  const [control, normal] = [3, 1];
  return new Map<string, GgufValue>([
    ['general.architecture', { string: 'gpt2' }],
    ['general.name', { string: SERVED }],
    ['general.file_type', { u32: 0 }],
    ['gpt2.context_length', { u32: config.n_positions }],
    ['gpt2.embedding_length', { u32: config.n_embd }],
    ['gpt2.feed_forward_length', { u32: config.n_inner ?? 4 * config.n_embd }],
    ['gpt2.block_count', { u32: config.n_layer }],
    ['gpt2.attention.head_count', { u32: config.n_head }],
    ['gpt2.attention.layer_norm_epsilon', { f32: config.layer_norm_epsilon }],
    ['tokenizer.ggml.model', { string: 'gpt2' }],
    ['tokenizer.ggml.pre', { string: 'gpt-2' }],
    ['tokenizer.ggml.tokens', { strings: tokens }],
    ['tokenizer.ggml.token_type', { i32s: tokens.map((_, id) => (special.has(id) ? control : normal)) }],
    ['tokenizer.ggml.merges', { strings: model.merges.map((pair) => (Array.isArray(pair) ? pair.join(' ') : pair)) }],
    ['tokenizer.ggml.bos_token_id', { u32: config.bos_token_id }],
    ['tokenizer.ggml.eos_token_id', { u32: config.eos_token_id }],
    ['tokenizer.ggml.add_bos_token', { bool: false }],
  ]);
}

/** llama.cpp's names of a layer's parts by those of transformers; of these the matrices are [in, out] in GPT-2. */
const PARTS = {
  ln_1: 'attn_norm',
  'attn.c_attn': 'attn_qkv',
  'attn.c_proj': 'attn_output',
  ln_2: 'ffn_norm',
  'mlp.c_fc': 'ffn_up',
  'mlp.c_proj': 'ffn_down',
};

/** GPT-2's weights by llama.cpp's names; the matrix of its output is the table of its words. */
function tensorsOf({ n_layer }: Gpt2Config, weights: ReadonlyMap<string, Weight>): Map<string, GgufTensor> {
  const get = (name: string) => {
    const weight = weights.get(`transformer.${name}`);
    if (!weight) throw new Error(`${SERVED} has no ${name}; it has ${[...weights.keys()].join(', ')}`);
    return weight;
  };
  const tensors = new Map<string, GgufTensor>([
    ['token_embd.weight', get('wte.weight')],
    ['position_embd.weight', get('wpe.weight')],
    ['output_norm.weight', get('ln_f.weight')],
    ['output_norm.bias', get('ln_f.bias')],
    ['output.weight', get('wte.weight')],
  ]);
  for (let layer = 0; layer < n_layer; layer++) {
    for (const [part, name] of Object.entries(PARTS)) {
      tensors.set(`blk.${layer}.${name}.weight`, asLinear(get(`h.${layer}.${part}.weight`)));
      tensors.set(`blk.${layer}.${name}.bias`, get(`h.${layer}.${part}.bias`));
    }
  }
  return tensors;
}

function asLinear({ shape, values }: Weight): GgufTensor {
  if (shape.length < 2) return { shape, values };
  const [from = 0, to = 0] = shape;
  return { shape: [to, from], values: turned(values, from, to) };
}

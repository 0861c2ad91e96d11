import { edit, mutation, type Kind, type Mutation } from '../mutation.js';

const FAMILIES = 'test/golden/families/models';
const named = (name: string) => `${FAMILIES}/${name}`;

export const BERT = named('mini-bert');
export const ROBERTA = named('mini-roberta');
export const MODERNBERT = named('mini-modernbert');
export const CLASSIFIER = named('mini-bert-sst2');
export const GPT2 = named('mini-gpt2');
export const GPT_NEOX = named('mini-gpt-neox');
export const LLAMA = named('mini-llama');
export const QWEN2 = named('mini-qwen2');
export const T5 = named('mini-t5');
export const BART = named('mini-bart');
export const MARIAN = named('mini-marian');
/** in three shards and in two */
export const SQUAD = named('mini-bert-squad');
export const FLAN_T5 = named('mini-flan-t5');

/** An encoder in 32 bit, decoders in 32 bit, bfloat16 and half precision, encoder-decoders in 32 bit and half. */
export const CHECKPOINTS = [BERT, GPT2, LLAMA, GPT_NEOX, T5, MARIAN];

export const WEIGHTS = 'model.safetensors';
export const CONFIG = 'config.json';

/** A tensor's entry in a header; in a mutated one anything. */
export interface Entry {
  dtype: unknown;
  shape: unknown;
  data_offsets: unknown;
}
export type Header = Record<string, Entry>;
/** An entry as it is in a sound file. */
export interface SoundEntry {
  dtype: string;
  shape: number[];
  data_offsets: [from: number, to: number];
}
export type SoundHeader = Record<string, SoundEntry>;

/** A safetensors file's header, without its metadata, and the bytes behind it. */
export function readFile(bytes: Buffer): { header: SoundHeader; data: Buffer } {
  const length = Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as SoundHeader;
  delete header['__metadata__'];
  return { header, data: bytes.subarray(8 + length) };
}

/** A safetensors file of a header, or of what stands in its place. @param claimed its length as the file says it */
export function writeFile(header: object | string | Uint8Array, data: Uint8Array, claimed?: bigint): Buffer {
  const text =
    header instanceof Uint8Array ? header : Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(claimed ?? BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

/** Changes the header of a folder's weights, and leaves the bytes behind it. */
export const editHeader = (
  folder: string,
  change: (header: SoundHeader) => object | string | Uint8Array,
  file = WEIGHTS,
) =>
  edit(folder, file, (bytes) => {
    const { header, data } = readFile(bytes);
    return writeFile(change(header), data);
  });

/** A mutation of a checkpoint that must be refused. @param refusal what the message names */
export const refused = (
  kind: Kind,
  model: string,
  name: string,
  refusal: readonly string[],
  change: (folder: string) => void,
): Mutation => ({ ...mutation(kind, model, name, change), refusal });

/** The largest tensor, which is the table of embeddings, and one in the middle of the header. */
export const largest = (header: SoundHeader): string =>
  Object.entries(header).reduce((best, one) => (size(one[1]) > size(best[1]) ? one : best))[0];
const size = ({ data_offsets: [from, to] }: SoundEntry) => to - from;

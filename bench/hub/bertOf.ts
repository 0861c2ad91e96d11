import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bytesOf, type Content } from '../../test/hub/contents.js';

const HIDDEN = 768;
const WIDE = 3072;
const VOCABULARY = 30_522;
/** Two more than BERT-base has, for 500 MB. */
const LAYERS = 14;
const PIECE = 1 << 18;

/** Shapes of a BERT's weights, by their names in checkpoints. */
function shapes(): Record<string, number[]> {
  const linear = (name: string, out: number, from: number) => ({
    [`${name}.weight`]: [out, from],
    [`${name}.bias`]: [out],
  });
  const norm = (name: string) => ({ [`${name}.LayerNorm.weight`]: [HIDDEN], [`${name}.LayerNorm.bias`]: [HIDDEN] });
  const layers = Array.from({ length: LAYERS }, (_, index) => {
    const layer = `bert.encoder.layer.${index}`;
    return {
      ...linear(`${layer}.attention.self.query`, HIDDEN, HIDDEN),
      ...linear(`${layer}.attention.self.key`, HIDDEN, HIDDEN),
      ...linear(`${layer}.attention.self.value`, HIDDEN, HIDDEN),
      ...linear(`${layer}.attention.output.dense`, HIDDEN, HIDDEN),
      ...norm(`${layer}.attention.output`),
      ...linear(`${layer}.intermediate.dense`, WIDE, HIDDEN),
      ...linear(`${layer}.output.dense`, HIDDEN, WIDE),
      ...norm(`${layer}.output`),
    };
  });
  return Object.assign(
    {
      'bert.embeddings.word_embeddings.weight': [VOCABULARY, HIDDEN],
      'bert.embeddings.position_embeddings.weight': [512, HIDDEN],
      'bert.embeddings.token_type_embeddings.weight': [2, HIDDEN],
      ...norm('bert.embeddings'),
      'cls.predictions.bias': [VOCABULARY],
      ...linear('cls.predictions.transform.dense', HIDDEN, HIDDEN),
      ...norm('cls.predictions.transform'),
    },
    ...layers,
  ) as Record<string, number[]>;
}

/** A safetensors file of small random numbers, 4 bytes each. */
function weights(): Content {
  let at = 0;
  const entries = Object.entries(shapes()).map(([name, shape]) => {
    const start = at;
    at += 4 * shape.reduce((product, size) => product * size, 1);
    return [name, { dtype: 'F32', shape, data_offsets: [start, at] }];
  });
  const text = JSON.stringify(Object.fromEntries(entries));
  const header = Buffer.from(text + ' '.repeat((8 - (text.length % 8)) % 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const head = Buffer.concat([length, header]);
  const noise = Buffer.from(Float32Array.from({ length: PIECE / 4 }, () => (Math.random() - 0.5) / 25).buffer);
  return {
    size: head.length + at,
    *read(from, to) {
      if (from < head.length) yield head.subarray(from, Math.min(to, head.length));
      for (let next = Math.max(from, head.length); next < to;) {
        const start = (next - head.length) % PIECE;
        const piece = noise.subarray(start, Math.min(PIECE, start + to - next));
        yield piece;
        next += piece.length;
      }
    },
  };
}

/** A BERT of 500 MB with random weights and the words of a small one. @param small folder of a checkpoint */
export function bertOf(small: string): Record<string, Content> {
  const read = (name: string) => readFileSync(path.join(small, name), 'utf8');
  const config = {
    ...(JSON.parse(read('config.json')) as object),
    ...{ hidden_size: HIDDEN, intermediate_size: WIDE, num_attention_heads: 12, num_hidden_layers: LAYERS },
    ...{ vocab_size: VOCABULARY, max_position_embeddings: 512 },
  };
  const words = read('vocab.txt').trimEnd().split('\n');
  const all = Array.from({ length: VOCABULARY }, (_, index) => words[index] ?? `[filler${index}]`);
  return {
    'config.json': bytesOf(JSON.stringify(config)),
    'tokenizer_config.json': bytesOf(read('tokenizer_config.json')),
    'vocab.txt': bytesOf(all.join('\n')),
    'model.safetensors': weights(),
  };
}

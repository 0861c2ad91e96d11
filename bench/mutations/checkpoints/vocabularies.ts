import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { edit, editJson, mutation, type Json, type Mutation } from '../mutation.js';
import { BERT, GPT2, LLAMA, MARIAN, refused, T5, ROBERTA } from './checkpoint.js';

const KIND = 'checkpoint vocabulary';
const TOKENIZER = 'tokenizer.json';

/** Ids that are moved behind the last row of the table. */
const shifted = (by: number) => (folder: string) =>
  editJson(folder, TOKENIZER, (file) => {
    const model = file['model'] as Json;
    const vocab = model['vocab'];
    const moved = Array.isArray(vocab)
      ? [...Array.from({ length: by }, (_, at) => [`odd${at}`, -99]), ...(vocab as unknown[])]
      : Object.fromEntries(Object.entries(vocab as Record<string, number>).map(([token, id]) => [token, id + by]));
    return { ...file, model: { ...model, vocab: moved } };
  });
const lines = (change: (lines: string[]) => string[]) => (folder: string) =>
  edit(folder, 'vocab.txt', (bytes) => change(bytes.toString().split('\n')).join('\n'));

const TEXTS: [name: string, change: (folder: string) => void][] = [
  [
    'has 5,000 words more in front',
    lines((words) => [...words.slice(0, 5), ...Array.from({ length: 5000 }, (_, at) => `odd${at}`), ...words.slice(5)]),
  ],
  ['has a word', lines((words) => words.slice(0, 1))],
  ['has no [UNK]', lines((words) => words.filter((word) => word !== '[UNK]'))],
  ['has no [MASK]', lines((words) => words.filter((word) => word !== '[MASK]'))],
  ['has every word twice', lines((words) => [...words, ...words])],
  ['has empty lines', lines((words) => words.flatMap((word) => [word, '']))],
  ['is empty', (folder) => writeFileSync(path.join(folder, 'vocab.txt'), '')],
  [
    'is noise',
    (folder) =>
      writeFileSync(
        path.join(folder, 'vocab.txt'),
        Uint8Array.from({ length: 30_000 }, (_, at) => (at * 167) & 255),
      ),
  ],
  ['is a megabyte of one word', (folder) => writeFileSync(path.join(folder, 'vocab.txt'), 'x'.repeat(1_000_000))],
  [
    'has 2,000,000 words',
    (folder) => writeFileSync(path.join(folder, 'vocab.txt'), Array.from({ length: 2e6 }, (_, at) => at).join('\n')),
  ],
];

/** All that a tokenizer may be read from. */
const gone = (folder: string) => {
  const files = ['tokenizer.json', 'vocab.txt', 'vocab.json', 'merges.txt', 'spiece.model', 'source.spm', 'target.spm'];
  for (const file of files) rmSync(path.join(folder, file), { force: true });
};
const without = (file: string) => (folder: string) => rmSync(path.join(folder, file));
const cut = (file: string) => (folder: string) => edit(folder, file, (bytes) => bytes.subarray(0, bytes.length / 2));
const noise = (file: string) => (folder: string) =>
  edit(folder, file, (bytes) => bytes.map((byte, at) => byte ^ (at * 31)));

/** Tokenizers that are not of these weights, or not there. */
export const vocabularyMutations = (): Mutation[] => [
  ...[GPT2, LLAMA, ROBERTA, T5].map((model) =>
    mutation(KIND, model, `${TOKENIZER} has its ids 600 further`, shifted(600)),
  ),
  ...[GPT2, LLAMA, T5].map((model) =>
    refused(KIND, model, `${TOKENIZER} has its ids 5,000 further`, ['vocab_size'], shifted(5000)),
  ),
  ...TEXTS.map(([name, change]) => mutation(KIND, BERT, `vocab.txt ${name}`, change)),
  ...[BERT, GPT2, LLAMA, T5, MARIAN].map((model) => refused(KIND, model, 'no tokenizer', ['tokenizer.json'], gone)),
  ...['source.spm', 'target.spm', 'vocab.json'].flatMap((file) => [
    refused(KIND, MARIAN, `${file} is gone`, ['is missing'], without(file)),
    mutation(KIND, MARIAN, `${file} is cut off`, cut(file)),
    mutation(KIND, MARIAN, `${file} is noise`, noise(file)),
  ]),
  ...[GPT2, T5].flatMap((model) => [
    mutation(KIND, model, `${TOKENIZER} is cut off`, cut(TOKENIZER)),
    mutation(KIND, model, `${TOKENIZER} is noise`, noise(TOKENIZER)),
    mutation(KIND, model, `${TOKENIZER} of another model`, (folder) =>
      edit(folder, TOKENIZER, () =>
        JSON.stringify({
          version: '1.0',
          added_tokens: [],
          model: { type: 'WordLevel', vocab: { a: 0 }, unk_token: 'a' },
        }),
      ),
    ),
  ]),
];

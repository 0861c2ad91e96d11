import { join } from 'node:path';
import { GlassboxError } from '../../../protocol/engine/errors.js';
import { bytesFile, isThere, jsonFile, MOST_TOKENIZER_BYTES, textFile, type Json } from '../../files.js';
import { tokenizerOfMarian } from './marian.js';
import { tokenizerOfVocabTxt } from './vocabTxt.js';

/** A tokenizer.json that was made of a model's other files, and the file that faults are told of. */
export interface ConvertedTokenizer {
  file: string;
  json: Json;
  /** for what a decoder reads, where that is cut by rules of its own */
  target?: Json;
}

interface Conversion {
  /** the file whose presence tells the kind */
  name: string;
  convert: (folder: string, settings: Json) => Promise<Omit<ConvertedTokenizer, 'file'>>;
}

/** The files that tokenizers lie in where there is no tokenizer.json; the first that is there counts. */
const CONVERSIONS: readonly Conversion[] = [
  {
    name: 'vocab.txt',
    convert: async (folder, settings) => ({
      json: tokenizerOfVocabTxt((await textFile(join(folder, 'vocab.txt'), MOST_TOKENIZER_BYTES)) ?? '', settings),
    }),
  },
  {
    name: 'source.spm',
    convert: async (folder) => {
      const ids = await (await jsonFile(join(folder, 'vocab.json'), MOST_TOKENIZER_BYTES))?.read();
      const [source, target] = await Promise.all(
        ['source.spm', 'target.spm'].map((name) => bytesFile(join(folder, name), MOST_TOKENIZER_BYTES)),
      );
      if (!ids || !source || !target) throw new Error('vocab.json or target.spm is missing beside it');
      const made = (model: Uint8Array) => tokenizerOfMarian(model, ids as Record<string, number>);
      return { json: made(source), target: made(target) };
    },
  },
];

/**
 * Makes what tokenizer.json would say of the files that a slow tokenizer is saved in; null where there are none.
 * @param settings tokenizer_config.json
 * @throws GlassboxError `model-broken`
 */
export async function convertedTokenizer(folder: string, settings: Json): Promise<ConvertedTokenizer | null> {
  for (const { name, convert } of CONVERSIONS) {
    const file = join(folder, name);
    if (!(await isThere(file))) continue;
    try {
      return { file, ...(await convert(folder, settings)) };
    } catch (error) {
      if (error instanceof GlassboxError) throw error;
      const message = `${file} makes no tokenizer: ${(error as Error).message}. Get the file again.`;
      throw new GlassboxError('model-broken', message, {
        cause: error,
        details: { kind: 'file', file, problem: 'content' },
      });
    }
  }
  return null;
}

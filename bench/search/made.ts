/* A large index whose texts and vectors are made up, since only their number counts for time and size. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ModelInfo } from '../../src/protocol/engine/index.js';
import { modelMark, saveList } from '../../src/engine/search/indexFolder.js';
import { readDocument } from '../../src/engine/search/readDocument.js';
import { splitDocument } from '../../src/engine/search/splitDocument.js';
import type { IndexedFile } from '../../src/search/fileList.js';
import { VectorFile } from '../../src/engine/search/vectorFile.js';
import { roundVector } from '../../src/search/vectors.js';
import { Random } from '../../src/decoding/sampling/random.js';

const VOCABULARY = 50_000;
const WORDS = 16;
const SIZE = 384;
const nothing = () => Promise.resolve();

/** Words as often as in a language (Zipf and Mandelbrot's law), the same on every machine. */
function wordMaker(): () => string {
  const random = new Random(13);
  const sums: number[] = [];
  let total = 0;
  for (let rank = 0; rank < VOCABULARY; rank++) sums.push((total += 1 / (rank + 2.7)));
  return () => {
    const drawn = random.uniform() * total;
    let [low, high] = [0, VOCABULARY - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! >= drawn) high = middle;
      else low = middle + 1;
    }
    // Letters only, the common ones short.
    return low.toString(26).replace(/[0-9]/g, (digit) => 'qrstuvwxyz'[Number(digit)]!);
  };
}

/** Writes files of so many sentences below a folder. @returns a maker of more words of the kind */
export function makeFiles(folder: string, files: number, sentences: number): () => string {
  const word = wordMaker();
  for (let file = 0; file < files; file++) {
    const text = Array.from({ length: sentences }, () => {
      const words = Array.from({ length: WORDS }, word).join(' ');
      return `${words[0]!.toUpperCase()}${words.slice(1)}.`;
    });
    const place = path.join(folder, `${Math.floor(file / 100)}`, `${file}.txt`);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text.join(' '));
  }
  return word;
}

/** Makes an index of such files, as `buildIndex` would, with made vectors. */
export async function makeIndex(
  index: string,
  folder: string,
  count: number,
  { id, bytes }: Pick<ModelInfo, 'id' | 'bytes'>,
): Promise<void> {
  const random = new Random(7);
  mkdirSync(index, { recursive: true });
  const vectors = await VectorFile.open(index, modelMark({ id, bytes }), nothing);
  const files: IndexedFile[] = [];
  for (let file = 0; file < count; file++) {
    const name = `${Math.floor(file / 100)}/${file}.txt`;
    const read = await readDocument(path.join(folder, name), 1e6);
    if (typeof read === 'string') throw new Error(`${name}: ${read}`);
    const { passages, vectorKeys } = await splitDocument(name, read.text, nothing);
    const made = () => roundVector(Float32Array.from({ length: SIZE }, () => random.uniform() - 0.5));
    await vectors.add(vectorKeys.map((key) => [key, made()] as const));
    const { size, mtime, hash } = read;
    files.push({ folder: 0, name, size, mtime, hash, passages, vectorKeys });
  }
  const updated = new Date().toISOString();
  await saveList(index, { model: { id, bytes }, isWhole: true, updated, folders: [folder], files });
}

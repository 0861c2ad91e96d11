import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { ModelFolder } from '../models/modelFolder.js';

/** What tells how a model reads, beside its weights. */
const BESIDE = ['config.json', 'tokenizer.json'];

/**
 * SHA-256 over the files of a model that decide what it says, by their names; hexadecimal. What is made of its weights, as a
 * copy in 8 bit, is told by `precision`.
 */
export async function modelDigest({ info, sizes }: ModelFolder, pause: () => Promise<void>): Promise<string> {
  const hash = createHash('sha256');
  for (const name of [...new Set([...BESIDE, ...sizes.keys()])].sort()) {
    hash.update(`${name}\0`);
    try {
      for await (const bytes of createReadStream(path.join(info.folder, name), { highWaterMark: 1 << 20 })) {
        hash.update(bytes as Buffer);
        await pause();
      }
    } catch {
      // A model need not have each of them.
      hash.update('\0');
    }
  }
  return hash.digest('hex');
}

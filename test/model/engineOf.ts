import path from 'node:path';
import { LocalEngine } from '../../src/engine/engine.js';
import { golden } from '../golden/compare.js';

/** An engine in this process, with the embedded models. */
export const localEngine = () =>
  new LocalEngine({
    embeddedFolder: path.resolve(import.meta.dirname, '../../models'),
    installedFolders: [],
    threads: 1,
    idleMinutes: 0,
  });

export const tiny = {
  gpt2: golden('models/tiny-gpt2'),
  amateur: golden('models/tiny-gpt2-amateur'),
  t5: golden('models/tiny-t5'),
  bert: golden('models/tiny-bert'),
};

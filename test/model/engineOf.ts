import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { LocalEngine } from '../../src/engine/engine.js';
import { golden } from '../golden/compare.js';

/** The models that come along. */
export const embeddedFolder = path.resolve(import.meta.dirname, '../../models');

/** An engine in this process, with the embedded models and those in these folders. */
export const localEngine = (...installedFolders: string[]) =>
  new LocalEngine({
    embeddedFolder,
    installedFolders,
    threads: 1,
    idleMinutes: 0,
  });

/** A folder for changed copies of models, which is gone after the tests. */
export function workFolder(name: string) {
  const work = realpathSync(mkdtempSync(path.join(os.tmpdir(), `${name}-`)));
  afterAll(() => rmSync(work, { recursive: true, force: true }));
  let count = 0;
  const copy = (model: string, change: (folder: string) => void = () => {}): string => {
    const folder = path.join(work, `model-${count++}`);
    cpSync(model, folder, { recursive: true });
    change(folder);
    return folder;
  };
  return { work, copy };
}

export const tiny = {
  gpt2: golden('models/tiny-gpt2'),
  amateur: golden('models/tiny-gpt2-amateur'),
  t5: golden('models/tiny-t5'),
  bert: golden('models/tiny-bert'),
  base: golden('models/tiny-bert-base'),
};

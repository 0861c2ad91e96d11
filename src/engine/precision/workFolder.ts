import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const NAME = 'glassbox-precision-';
/** Milliseconds after which a folder was left by a process that was killed: no comparison takes as long. */
const GIVEN_UP = 3_600_000;

/** A folder of the system's temporary ones for weights in other forms; what was left there by others that were killed goes. */
export async function workFolder(): Promise<string> {
  const home = os.tmpdir();
  for (const name of await readdir(home).catch(() => [])) {
    if (!name.startsWith(NAME)) continue;
    const old = path.join(home, name);
    const begun = await stat(old).catch(() => null);
    if (begun?.isDirectory() && Date.now() - begun.mtimeMs >= GIVEN_UP) {
      await rm(old, { recursive: true, force: true }).catch(() => undefined);
    }
  }
  return mkdtemp(path.join(home, NAME));
}

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { ROOT } from './root.js';
import { runCli } from './server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** the folder that the extensions are installed in */
    extensionsDir: string;
  }
}

/** A package that scripts/test.mjs has built; its path is in the environment. */
function packaged(variable: string): string {
  const file = process.env[variable];
  if (file === undefined) throw new Error(`${variable} does not name a package: run the tests with npm test -- host`);
  return file;
}

/** Installs the packages once for all windows, which takes eight seconds; each window has a profile of its own. */
export default function setup(project: TestProject): () => void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'glassbox-installed-'));
  const remove = () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const extensionsDir = path.join(folder, 'extensions');
  const profile = ['--user-data-dir', path.join(folder, 'user-data'), '--extensions-dir', extensionsDir];
  const files = ['GLASSBOX_VSIX', 'GLASSBOX_BRIDGE_VSIX'].map(packaged);
  if (runCli(ROOT, [...profile, ...files.flatMap((file) => ['--install-extension', file])], 'errors') !== 0) {
    remove();
    throw new Error(`could not install ${files.join(' and ')}`);
  }
  project.provide('extensionsDir', extensionsDir);
  return remove;
}

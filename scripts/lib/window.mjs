import { runWindow } from '../../test/host/run.mjs';
import { packageExtension, vsixPath } from '../package.mjs';
import { inRoot } from './paths.mjs';
import { run } from './run.mjs';

/**
 * Runs what stands in a folder of test/host in a real VS Code with the extension as it is now.
 * @param {'measure' | 'media'} folder
 * @param {string[]} args for vitest: file names, -t TITLE
 * @returns {Promise<number>} the exit status
 */
export async function runInWindow(folder, args) {
  if ((await run('bash', [inRoot('test/host/install/install.sh')])) !== 0 || !(await packageExtension())) return 1;
  process.env.GLASSBOX_WINDOW = folder;
  const { failed } = await runWindow(vsixPath(), args);
  return failed === 0 ? 0 : 1;
}

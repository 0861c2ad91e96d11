// How many tests passed and failed: what every kind of test gives, and how they add up.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inRoot, readJson } from './paths.mjs';
import { runNode } from './run.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Counts} */
export const NONE = { passed: 0, failed: 0, skipped: 0 };

/** A step that is no test itself, yet fails the run: it counts as one failure. */
export const BROKEN = { ...NONE, failed: 1 };

/** @param {Counts[]} all */
export const sum = (all) =>
  all.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    NONE,
  );

/**
 * Runs vitest and counts.
 * @param {string} name of the report below test-results
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Counts>}
 */
export async function vitest(name, args, env = process.env) {
  const report = inRoot('test-results', `${name}.json`);
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true }); // an earlier run's report must not speak for this one
  const command = [inRoot('node_modules/vitest/vitest.mjs'), 'run', ...args];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = await runNode([...command, ...reporters], { env });
  if (!existsSync(report)) return BROKEN;
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests } = readJson(report);
  // A file that cannot be loaded fails the run without a failing test of its own.
  const failed = Math.max(numFailedTests, status === 0 ? 0 : 1);
  return { passed, failed, skipped: numPendingTests + numTodoTests };
}
